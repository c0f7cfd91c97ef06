"""Suggested introductions as rows: one a pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from hageplan.matching.result import Koblingsliste, PartName, Suggestion
from hageplan.ui.rows import Rows, Value

COLUMNS: Final = (
    "a",
    "a_navn",
    "a_kommunenummer",
    "b",
    "b_navn",
    "b_kommunenummer",
    "b_slag",
    "score",
    *get_args(PartName),
    "km",
    "chosen",
    "meets",
    "today",
    "example_data",
)


def match_rows(document: Koblingsliste) -> Rows:
    """Return companies with each other, then with the network; scores and parts in [0, 1]."""
    return Rows.of(COLUMNS, _rows(document))


def _rows(document: Koblingsliste) -> Iterator[Mapping[str, Value]]:
    for pair in (*document.bedrifter, *document.ressurser):
        yield {
            **_pair(pair),
            "today": document.today.isoformat(),
            "example_data": document.example_data,
        }


def _pair(pair: Suggestion) -> dict[str, Value]:
    return {
        "a": pair.a.id,
        "a_navn": pair.a.navn,
        "a_kommunenummer": pair.a.kommunenummer,
        "b": pair.b.id,
        "b_navn": pair.b.navn,
        "b_kommunenummer": pair.b.kommunenummer,
        "b_slag": pair.b.slag,
        "score": round(pair.score, 4),
        **{part.name: round(part.value, 4) for part in pair.parts},
        "km": pair.km,
        "chosen": pair.chosen,
        "meets": ", ".join(meeting.needs for meeting in pair.meetings),
    }
