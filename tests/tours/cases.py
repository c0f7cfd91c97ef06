"""Small cases made of records: one meridian, and how far north a company is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np

from hageplan import load
from hageplan.records.base import NavngittSted, Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.workspace import Workspace
from hageplan.tours.build import PlanningCase, VisitCandidate, build_case
from hageplan.tours.clock import clock_of
from hageplan.tours.days import WorkDay
from hageplan.travel import DriveTable, Leg, Source
from tests.conftest import NUMBERS
from tests.tours.test_clock import Pauses

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
A, B = NUMBERS[:2]
HOME = Sted(navn="Røros", lat=62.5, lon=11.0)
KARI, PER = Medarbeider(id="kari"), Medarbeider(id="per")
EXAMPLE = load()


class OnAMeridian:
    """40 minutes and 30 km a tenth of a degree; half a minute more on Wednesdays."""

    source = Source("meridian")
    provider = "meridian"

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        lat = np.array([place.lat for place in places])
        tenths = 10 * np.abs(lat[:, None] - lat)
        return DriveTable.of(40 * tenths + 0.5 * (day == WEDNESDAY) * (tenths > 0), 30 * tenths)

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        table = self.table([start, end], day)
        return Leg((), float(table.minutes[0, 1]), float(table.km[0, 1]))

    def remarks(self, *_leg: object) -> tuple[str, ...]:
        return ()

    def condition(self, day: date) -> float:
        return 2.0 if day == WEDNESDAY else 1.0

    def assumptions(self) -> tuple[str, ...]:
        return ()


def workspace(hotels: Sequence[NavngittSted] = (), **rules: Any) -> Workspace:
    """Return the example with these rules of planning: no slack, and 3 minutes to park."""
    usual = {"besok_minutter": 60, "slakk_minutter": 0, "klokkeslett_hver_minutter": 5}
    planlegging = EXAMPLE.oppsett.planlegging.model_copy(update={**usual, **rules})
    kjoring = EXAMPLE.oppsett.kjoring.model_copy(update={"parkering_minutter": 3.0})
    changed = {"planlegging": planlegging, "kjoring": kjoring, "overnattingssted": tuple(hotels)}
    return replace(EXAMPLE, oppsett=EXAMPLE.oppsett.model_copy(update=changed))


def candidate(number: str = A, **keys: Any) -> VisitCandidate:
    """Return a company 40 minutes from home that is worth 80 minutes; open all day."""
    mine: dict[str, Any] = {"prize_minutes": 80}
    mine |= {k: keys.pop(k) for k in ("avtaler", "kept", "must", "prize_minutes") if k in keys}
    usual = {"kommunenummer": "3430", "lat": 62.6, "lon": 11.0, "navn": "Prøve AS"}
    bedrift = Bedrift.model_validate({"organisasjonsnummer": number, **usual, **keys})
    return VisitCandidate(bedrift=bedrift, **mine)


def day(who: Medarbeider = KARI, on: date = TUESDAY, breaks: Pauses = ()) -> WorkDay:
    """Return a day from 8 to 16 from home, in which nothing else is going on from 6 to 18."""
    return WorkDay(
        medarbeider=who,
        date=on,
        start=480,
        end=960,
        clock=clock_of(breaks),
        begins=HOME,
        ends=HOME,
        free=(360, 1080),
    )


def case_of(
    *candidates: VisitCandidate,
    days: Sequence[WorkDay] = (day(),),
    kommuner: Sequence[str] = (),
    **rules: Any,
) -> PlanningCase:
    return build_case(workspace(**rules), candidates, days, travel=OnAMeridian(), kommuner=kommuner)


def opening(fra: str, til: str, **keys: Any) -> dict[str, Any]:
    return {"fra": fra, "til": til, **keys}


def avtale(at: datetime, who: str = "kari", number: str = A, **keys: Any) -> Avtale:
    return Avtale(id=f"a-{who}", organisasjonsnummer=number, tid=at, medarbeider=who, **keys)
