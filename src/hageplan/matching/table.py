"""Suggested introductions as rows: one a pair."""

from __future__ import annotations

from typing import Final, get_args

from hageplan.matching.result import Koblingsliste, PartName, Suggestion
from hageplan.ui.rows import Rows, Value, rounded

ENDS: Final = ("a", "a_navn", "a_kommunenummer", "b", "b_navn", "b_kommunenummer", "b_slag")
COLUMNS: Final = (
    *ENDS,
    "score",
    *get_args(PartName),
    "km",
    "chosen",
    "meets",
    "words",
    "today",
    "example_data",
)


def match_rows(document: Koblingsliste) -> Rows:
    """Return companies with each other, then with the network; scores and parts in [0, 1]."""
    same: dict[str, Value] = {
        "today": document.today.isoformat(),
        "example_data": document.example_data,
    }
    pairs = (*document.bedrifter, *document.ressurser)
    return Rows.of(COLUMNS, ({**_pair(pair), **same} for pair in pairs))


def _pair(pair: Suggestion) -> dict[str, Value]:
    a, b = pair.a, pair.b
    ends = (a.id, a.navn, a.kommunenummer, b.id, b.navn, b.kommunenummer, b.slag)
    return {
        **dict(zip(ENDS, ends, strict=True)),
        "score": rounded(pair.score),
        **{part.name: rounded(part.value) for part in pair.parts},
        "km": pair.km,
        "chosen": pair.chosen,
        "meets": ", ".join(meeting.needs for meeting in pair.meetings),
        "words": ", ".join(f"{word.needs} ~ {word.offers}" for word in pair.words),
    }
