"""Whether entries of the log replace what they can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from hageplan.errors import Problem
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.workspace.lookup import nearest
from hageplan.workspace.reading import Located, problem_at

EntryT = TypeVar("EntryT", Henvendelse, Avtale, Oppfolging, Kobling)


def replacements(entries: Sequence[Located[EntryT]], table: str) -> Iterator[Problem]:
    """Find entries of a `table` that replace what they cannot."""
    by_id = {id_of(at.record): at for at in reversed(entries)}
    first: dict[str, Located[EntryT]] = {}
    for at in entries:
        replaced = at.record.erstatter
        if replaced is None:
            continue
        if replaced not in by_id:
            yield _replaces_nothing(at, replaced, list(by_id), table)
            continue
        if (other := first.setdefault(replaced, at)) is not at:
            yield _replaces(
                at,
                "replaced-twice",
                msg("{id} is replaced in {place} too", id=replaced, place=other.place),
                msg("one entry that replaces it; a further change replaces that one"),
            )
        if by_id[replaced].record.organisasjonsnummer != at.record.organisasjonsnummer:
            yield _replaces(
                at,
                "replaces-another",
                msg("{id} is an entry of another company", id=replaced),
                msg("an earlier entry of the same company"),
            )
        if _leads_back(at.record, by_id):
            yield _replaces(
                at,
                "replaces-itself",
                msg("the entries replace each other in a circle"),
                msg("an earlier entry of the same company"),
            )


def _replaces_nothing(at: Located[EntryT], replaced: str, ids: list[str], table: str) -> Problem:
    near = nearest(replaced, [one for one in ids if one != id_of(at.record)])
    return _replaces(
        at,
        f"unknown-{table}",
        msg("no [[{table}]] has the id {id}", table=table, id=replaced),
        msg("the id of the entry that this one replaces"),
        msg("did you mean {key}?", key=near) if near else NOTHING,
    )


def _replaces(
    at: Located[EntryT], code: str, what: Message, expected: Message, todo: Message = NOTHING
) -> Problem:
    value = f'"{at.record.erstatter}"'
    return problem_at("error", code, at, ("erstatter",), value, what, expected, todo)


def _leads_back(entry: EntryT, by_id: Mapping[str, Located[EntryT]]) -> bool:
    """Tell whether an entry replaces itself, perhaps by way of others."""
    seen: set[str] = set()
    here = entry.erstatter
    while here is not None and here in by_id and here not in seen:
        seen.add(here)
        here = by_id[here].record.erstatter
    return id_of(entry) in seen
