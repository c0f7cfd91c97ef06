"""Occasions of a visit: what registers told of a company since we were there last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hageplan.interest.model.history import History
from hageplan.messages import encode
from hageplan.records.hendelser import Hendelse, remark_of
from hageplan.records.settings.hendelser import Hendelsesverdier
from hageplan.records.workspace import Workspace

_MOST: Final = 3
"""Happenings that are told as reasons: those that are worth most."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Why to visit a company now, as coded remarks, and what that adds to a visit in minutes."""

    reasons: tuple[str, ...]
    minutes: float


def occasions(workspace: Workspace, history: History, on: date) -> Mapping[str, Occasion]:
    """Return the occasions `on` a day by organisasjonsnummer, of companies that have one.

    What happened before the last visit is no occasion any more. Of several the one that is worth
    most counts: they are visited once.
    """
    told: dict[str, list[Hendelse]] = {}
    for one in workspace.hendelser:
        number = one.organisasjonsnummer
        last = max((c.tid.date() for c in history.get(number, ()) if c.took_place), default=None)
        if one.dato <= on and (last is None or last < one.dato):
            told.setdefault(number, []).append(one)
    values = workspace.oppsett.hendelser
    found = ((number, _occasion(happened, values, on)) for number, happened in told.items())
    return {number: one for number, one in found if one is not None}


def _occasion(happened: Iterable[Hendelse], values: Hendelsesverdier, on: date) -> Occasion | None:
    worth = [
        (values.minutes(one.slag, (on - one.dato).days), since, one)
        for since, one in _joined(happened)
    ]
    worth = sorted((one for one in worth if one[0] > 0), key=lambda one: one[:2], reverse=True)
    if not worth:
        return None
    reasons = [remark_of(one, since) for _, since, one in worth]
    return Occasion(reasons=tuple(reasons[:_MOST]), minutes=worth[0][0])


def _joined(happened: Iterable[Hendelse]) -> Iterator[tuple[date, Hendelse]]:
    """Give what happened and since when, headcounts one after another as one: first to last."""
    counts: list[Hendelse] = []
    for one in sorted(happened, key=lambda one: one.dato):
        if one.slag == "ansatte":
            counts.append(one)
        else:
            yield one.dato, one
    if counts and counts[0].fra != counts[-1].til:
        yield counts[0].dato, counts[-1].model_copy(update={"fra": counts[0].fra})


def occasion_remarks(workspace: Workspace) -> tuple[str, ...]:
    """Return what it rests on that happenings count, as coded remarks; none without any."""
    if not workspace.hendelser:
        return ()
    values = workspace.oppsett.hendelser
    days = {"full": values.full_dager, "last": values.varer_dager}
    return (encode("occasion-worth", new=f"{values.ny:g}", grown=f"{values.ansatte:g}", **days),)
