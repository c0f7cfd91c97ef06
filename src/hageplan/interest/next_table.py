"""Suggested visits as rows: one a visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.interest.suggest import NextVisits
from hageplan.ui.rows import Rows, Value

COLUMNS: Final = (
    "number",
    "organisasjonsnummer",
    "navn",
    "kommunenummer",
    "kommune",
    "antall_ansatte",
    "interesse",
    "answered",
    "interest",
    "membership",
    "value",
    "prize",
    "member_part",
    "lesson_part",
    "drawn",
    "today",
    "example_data",
)


def next_rows(visits: NextVisits) -> Rows:
    """Return the visits in their order; chances in [0, 1], prizes in mean prizes."""
    return Rows.of(COLUMNS, _rows(visits))


def _rows(visits: NextVisits) -> Iterator[Mapping[str, Value]]:
    for number, visit in enumerate(visits.visits, start=1):
        numbers = ("interest", "membership", "value", "prize", "member_part", "lesson_part")
        yield {
            **vars(visit),
            **{name: round(getattr(visit, name), 4) for name in numbers},
            "number": number,
            "answered": visit.answered.isoformat() if visit.answered else None,
            "today": visits.today.isoformat(),
            "example_data": visits.example_data,
        }
