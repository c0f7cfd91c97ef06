"""One judge for `book` and `plan`: what is booked is planned, and what was no matter stays none.

Random appointments in random small workspaces, some against the rules on purpose; afterwards some
rules change. Every plan over them is made, keeps each appointment or says why it cannot, and warns
of none that was accepted on a day with nothing against the rules.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from hageplan import plan
from hageplan.appointments.booking import book
from hageplan.appointments.request import Present
from hageplan.errors import RequestError
from hageplan.messages import decode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.naeringshage import Oppsett
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.records.settings.veier import Veier
from hageplan.records.workspace import Opptatt, Workspace
from hageplan.travel.roads import travel_of
from hageplan.ui.texts import REMARKS
from hageplan.workspace.partial import read_kommuner
from tests.conftest import NUMBERS

MONDAY = date(2026, 12, 14)
TODAY = Present(date(2026, 12, 13))
KOMMUNER = read_kommuner()
PLACES = {"5025": (62.57, 11.38), "3430": (62.49, 11.22), "3427": (62.27, 10.77)}


def clocks(rng: random.Random, first: int, last: int) -> dict[str, str]:
    begin = rng.randrange(first, last - 120, 15)
    end = rng.randrange(begin + 120, last, 15)
    return {"fra": f"{begin // 60:02}:{begin % 60:02}", "til": f"{end // 60:02}:{end % 60:02}"}


def maybe(rng: random.Random, share: float, make: Callable[[], Any]) -> Any:
    return make() if rng.random() < share else None


def person(rng: random.Random, name: str) -> dict[str, Any]:
    home = {"navn": "Hjem", "lat": 62.5 + rng.uniform(-0.1, 0.1), "lon": 11.3}
    days = rng.sample(["man", "tir", "ons", "tor", "fre"], rng.randint(3, 5))
    keys = {
        "id": name,
        "hjem": maybe(rng, 0.4, lambda: home),
        "ukedager": maybe(rng, 0.4, lambda: days),
        "arbeidstid": maybe(rng, 0.5, lambda: clocks(rng, 360, 1260)),
        "fravaer": maybe(rng, 0.2, lambda: [{"fra": "2026-12-16", "til": "2026-12-17"}]),
        "kun_dagslys": maybe(rng, 0.4, lambda: True),
        "maks_kjoring_minutter": maybe(rng, 0.4, lambda: rng.randint(30, 200)),
        "kan": maybe(rng, 0.5, lambda: ["engelsk"]),
    }
    if keys["hjem"]:
        keys |= {"start": rng.choice(["hjem", "kontor"]), "slutt": rng.choice(["hjem", "kontor"])}
    return {key: value for key, value in keys.items() if value is not None}


def settings(rng: random.Random) -> Oppsett:
    rules = {
        "lunsj_minutter": rng.choice([0, 30, 45]),
        "lunsj_fra": rng.choice(["11:00", "11:30", "12:15"]),
        "ledig_minutter": rng.choice([0, 0, 60]),
        "slakk_minutter": rng.choice([0, 15, 25]),
        "klokkeslett_hver_minutter": rng.choice([5, 15]),
        "maks_kjoring_minutter": maybe(rng, 0.3, lambda: rng.randint(40, 240)),
    }
    hotels = [{"navn": "Hotell", "lat": 62.27, "lon": 10.78}]
    return Oppsett.model_validate(
        {
            "naeringshage": {"kontor": {"navn": "Røros", "lat": 62.57, "lon": 11.38}},
            "medarbeider": [person(rng, name) for name in ("kari", "per")[: rng.randint(1, 2)]],
            "planlegging": {key: value for key, value in rules.items() if value is not None},
            "overnattingssted": hotels if rng.random() < 0.3 else [],
        }
    )


def company(rng: random.Random, number: str) -> Bedrift:
    kommune = rng.choice([*PLACES])
    lat, lon = PLACES[kommune]
    weekdays = rng.sample(["man", "tir", "ons", "tor", "fre"], 4)
    keys = {
        "organisasjonsnummer": number,
        "navn": f"Bedrift {number}",
        "kommunenummer": kommune,
        "lat": lat + rng.uniform(-0.1, 0.1),
        "lon": lon + rng.uniform(-0.1, 0.1),
        "besok_minutter": maybe(rng, 0.3, lambda: rng.choice([30, 90, 120])),
        "besokstider": maybe(rng, 0.3, lambda: [{**clocks(rng, 420, 1020), "ukedager": weekdays}]),
        "stengt": maybe(rng, 0.1, lambda: [{"fra": "12-16", "til": "12-18"}]),
        "krever": maybe(rng, 0.2, lambda: ["engelsk"]),
        "to_medarbeidere": maybe(rng, 0.1, lambda: True),
    }
    return Bedrift.model_validate({k: v for k, v in keys.items() if v is not None})


def blocks(rng: random.Random, oppsett: Oppsett) -> tuple[Opptatt, ...]:
    found = []
    for one in oppsett.medarbeider:
        for _ in range(rng.choice([0, 0, 1, 3])):
            start = datetime.combine(MONDAY, time()) + timedelta(minutes=5 * rng.randrange(2000))
            length = timedelta(minutes=rng.choice([7, 30, 60, 240, 1440]))
            found.append(Opptatt(one.id, start, start + length))
    return tuple(found)


def region(rng: random.Random) -> Workspace:
    oppsett = settings(rng)
    return Workspace(
        oppsett=oppsett,
        kommuner=KOMMUNER,
        dekker=("5025",),
        vurderer=("3430", "3427"),
        bedrifter=tuple(company(rng, number) for number in NUMBERS[:8]),
        henvendelser=(),
        avtaler=(),
        oppfolginger=(),
        veier=Veier(),
        opptatt=blocks(rng, oppsett),
    )


def moment(rng: random.Random) -> datetime:
    """Return some time of ten days, Christmas and a weekend among them; most in the daytime."""
    minute = rng.choice([rng.randrange(480, 960, 5), rng.randrange(0, 1440, 5)])
    return datetime.combine(MONDAY, time()) + timedelta(days=rng.randrange(12), minutes=minute)


def with_bookings(workspace: Workspace, rng: random.Random) -> tuple[Workspace, set[Any]]:
    """Return the workspace with appointments, and the days of whom some are against the rules."""
    against: set[Any] = set()
    people = [one.id for one in workspace.oppsett.medarbeider]
    for bedrift in rng.sample(workspace.bedrifter, 6):
        for _ in range(rng.choice([1, 4])):
            tid, who = moment(rng), rng.choice(people)
            found = book(
                workspace,
                bedrift.organisasjonsnummer,
                tid,
                medarbeider=who,
                minutter=rng.choice([None, 45]),
                present=TODAY,
                travel=travel_of(workspace),
            )
            anyway = rng.random() < 0.3
            if found.faults or (found.broken and not anyway):
                continue
            workspace = replace(workspace, avtaler=(*workspace.avtaler, found.avtale))
            against |= {(who, tid.date())} if found.broken else set()
    return workspace, against


def planned(workspace: Workspace) -> Plan | None:
    """Return the plan over the days; None where nobody works on any of them."""
    request = PlanRequest(from_=MONDAY, days=10, stop_rule=StopRule(iterations=200))
    try:
        return plan(workspace, request, today=TODAY.day)
    except RequestError as fault:
        if str(fault) != "nobody is at work on any of these days":
            raise
        return None


def told(found: Plan) -> dict[str, bool]:
    for conflict in found.conflicts:
        assert conflict.why
        assert {decode(remark)[0] for remark in conflict.why} <= REMARKS.keys()
    return {one.avtale: one.is_kept for one in found.conflicts}


def check_kept(found: Plan, workspace: Workspace) -> None:
    """Each appointment is in the plan at its time, or told not to be."""
    there = {
        (stop.avtale, tour.medarbeider, datetime.combine(tour.date, stop.start))
        for tour in found.tours
        for stop in tour.stops
    }
    lost = {which for which, is_kept in told(found).items() if not is_kept}
    for avtale in booked(workspace.avtaler):
        is_there = (avtale.id, avtale.medarbeider, avtale.tid) in there
        assert is_there != (avtale.id in lost), avtale


def changed(workspace: Workspace, rng: random.Random) -> Workspace:
    """Return the workspace after something came in between."""
    oppsett = settings(rng)
    opted_out = rng.choice(workspace.bedrifter).model_copy(update={"reservert": True})
    others = [
        company(rng, one.organisasjonsnummer)
        for one in workspace.bedrifter
        if one.organisasjonsnummer != opted_out.organisasjonsnummer
    ]
    return replace(
        workspace, oppsett=oppsett, opptatt=blocks(rng, oppsett), bedrifter=(opted_out, *others)
    )


@pytest.mark.parametrize("seed", range(25))
def test_what_is_booked_is_planned(seed: int, is_long: bool) -> None:
    for number in range(seed, 1000 if is_long else seed + 1, 25):
        rng = random.Random(number)
        workspace, against = with_bookings(region(rng), rng)
        found = planned(workspace)
        if found is not None:
            check_kept(found, workspace)
            days = {(one.medarbeider, one.date) for one in found.conflicts}
            assert days <= against, number
        found = planned(changed(workspace, rng))
        if found is not None:
            told(found)
