"""A plan as CSV: one row a stop, the same in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hageplan.records.plan import Plan
from hageplan.ui.csv_text import Value, csv_text

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
    "example_data",
)


def plan_csv(plan: Plan, *, excel: bool = False) -> str:
    """Return the stops as CSV."""
    return csv_text(COLUMNS, _rows(plan), excel=excel)


def _rows(plan: Plan) -> Iterator[Mapping[str, Value]]:
    for tour in plan.tours:
        for number, stop in enumerate(tour.stops, start=1):
            yield {
                **stop.model_dump(mode="json"),
                "date": tour.date.isoformat(),
                "medarbeider": tour.medarbeider,
                "stop": number,
                "reasons": "; ".join(stop.reasons),
                "example_data": plan.example_data,
            }
