"""A plan as CSV: one row a stop, the same in every language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from hageplan.records.plan import Plan
from hageplan.render.clean import cell

Cell = str | int | float

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
    """Return the stops; with `excel` as Norwegian Excel opens it: BOM, semicolon, comma."""
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n"
    )
    writer.writerow(COLUMNS)
    for row in _rows(plan):
        writer.writerow([_written(value, excel=excel) for value in row])
    return ("\ufeff" if excel else "") + stream.getvalue()


def _rows(plan: Plan) -> Iterator[list[Cell]]:
    for tour in plan.tours:
        for number, stop in enumerate(tour.stops, start=1):
            values = {
                **stop.model_dump(mode="json"),
                "date": tour.date.isoformat(),
                "medarbeider": tour.medarbeider,
                "stop": number,
                "reasons": "; ".join(stop.reasons),
                "example_data": str(plan.example_data).lower(),
            }
            yield [values[column] for column in COLUMNS]


def _written(value: Cell, *, excel: bool) -> Cell:
    if isinstance(value, float):
        return str(value).replace(".", ",") if excel else value
    return cell(value) if isinstance(value, str) else value
