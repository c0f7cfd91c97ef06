"""The stops that answers are of: those of saved plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hageplan.errors import HageplanError
from hageplan.imports.answers.form import stop_id
from hageplan.records.plan import Plan
from hageplan.workspace.plans import read_plan, saved_names


@dataclass(frozen=True, kw_only=True)
class PlannedStop:
    """A visit that was planned, by the company's number."""

    number: str
    navn: str
    start: datetime
    medarbeider: str

    @property
    def id(self) -> str:
        """What an answer knows it by."""
        return stop_id(self.number, self.start)

    def known(self, naeringshage: str) -> Mapping[str, str]:
        """Return what the form tells of it, by field."""
        return {
            "stopp": self.id,
            "naeringshage": naeringshage,
            "bedrift": self.navn,
            "tid": f"{self.start:%d.%m.%Y %H:%M}",
            "medarbeider": self.medarbeider,
        }


def stops_of(plan: Plan) -> Iterator[PlannedStop]:
    """Give the stops of a plan, day by day."""
    for tour in plan.tours:
        for stop in tour.stops:
            yield PlannedStop(
                number=stop.organisasjonsnummer,
                navn=stop.navn,
                start=datetime.combine(tour.date, stop.start),
                medarbeider=tour.medarbeider,
            )


def planned_stops(folder: Path) -> Mapping[str, PlannedStop]:
    """Return the stops of all saved plans that can be read, those of later plans first."""
    found: dict[str, PlannedStop] = {}
    for name in saved_names(folder):
        with suppress(HageplanError):
            for stop in stops_of(read_plan(folder, name)):
                found.setdefault(stop.id, stop)
    return found
