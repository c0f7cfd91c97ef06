"""Suggested introductions as rows and as a sheet: one a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from hageplan.i18n import _, shown
from hageplan.matching.result import Koblingsliste, PairEnd, PartName, Suggestion
from hageplan.matching.terminal import PARTS, SLAG, alike
from hageplan.records.kommune import Kommuner
from hageplan.ui.rows import Rows, Value, rounded
from hageplan.ui.sheets.sheet import Column, Sheet, columns
from hageplan.ui.sheets.sheet import Value as CellValue
from hageplan.ui.texts import remark

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


def match_rows(document: Koblingsliste, kommuner: Kommuner) -> Rows:
    """Return companies with each other, then with the network; scores and parts in [0, 1]."""
    same: dict[str, Value] = {
        "today": document.today.isoformat(),
        "example_data": document.example_data,
    }
    pairs = (*document.bedrifter, *document.ressurser)
    rows = ({**_pair(pair), **same} for pair in pairs)
    return Rows.of(COLUMNS, rows, _sheet(document, pairs, kommuner))


def _sheet(document: Koblingsliste, pairs: Sequence[Suggestion], kommuner: Kommuner) -> Sheet:
    parts = (shown(PARTS[name]).capitalize() for name in get_args(PartName))
    heads = (
        *columns(_("Who"), _("Municipality"), _("Match with"), _("Municipality or kind")),
        *columns(_("Match")),
        *columns(_("Score"), kind="share"),
        *columns(_("km apart"), kind="number"),
        Column(heading=_("Need"), kind="note"),
        *columns(_("Words in common"), kind="note"),
        *columns(*parts, kind="share"),
    )
    return Sheet(
        title=_("Suggested matches"),
        today=document.today,
        columns=heads,
        rows=[_cells(pair, kommuner) for pair in pairs],
        notes=[*map(remark, document.assumptions)],
        example_data=document.example_data,
    )


def _cells(pair: Suggestion, kommuner: Kommuner) -> Sequence[CellValue]:
    names = {pair.a.id: pair.a.navn, pair.b.id: pair.b.navn}
    parts = {part.name: part.value for part in pair.parts}
    return (
        *(pair.a.navn, _where(pair.a, kommuner), pair.b.navn, _where(pair.b, kommuner)),
        *(pair.chosen, pair.score, pair.km),
        "\n".join(f"{names[one.who]}: {one.needs}" for one in pair.meetings),
        ", ".join(alike(pair)),
        *map(parts.get, get_args(PartName)),
    )


def _where(end: PairEnd, kommuner: Kommuner) -> str:
    """Return a company's municipality, or what kind of a resource it is."""
    if end.slag is not None:
        return shown(SLAG[end.slag])
    return kommuner[end.kommunenummer].navn


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
