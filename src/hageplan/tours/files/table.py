"""A plan as rows: one a stop, the same in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hageplan.records.plan import Plan
from hageplan.ui.rows import Rows, Value

COLUMNS = (
    "date",
    "medarbeider",
    "stop",
    "arrive",
    "start",
    "end",
    "organisasjonsnummer",
    "navn",
    "kommunenummer",
    "place",
    "lat",
    "lon",
    "drive_minutes",
    "drive_km",
    "wait_minutes",
    "prize_minutes",
    "status",
    "reasons",
    "road",
    "example_data",
)


def plan_rows(plan: Plan) -> Rows:
    """Return the stops in the order of the days."""
    return Rows.of(COLUMNS, _rows(plan))


def _rows(plan: Plan) -> Iterator[Mapping[str, Value]]:
    for tour in plan.tours:
        for number, stop in enumerate(tour.stops, start=1):
            yield {
                **stop.model_dump(mode="json"),
                "date": tour.date.isoformat(),
                "medarbeider": tour.medarbeider,
                "stop": number,
                "reasons": "; ".join(stop.reasons),
                "road": "; ".join(stop.road),
                "example_data": plan.example_data,
            }
