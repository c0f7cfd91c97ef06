"""What the log comes to: an entry is never changed, a later one replaces it by its id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from pydantic import PlainSerializer

from hageplan.records.hendelser import ALARMS
from hageplan.records.logg import Avtale, Entry, Henvendelse, Kobling, Oppfolging

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from hageplan.records.hendelser import Hendelse
    from hageplan.records.workspace import Workspace
from hageplan.records.status import MEMBERS

EntryT = TypeVar("EntryT", bound=Entry)
OneEntryT = TypeVar("OneEntryT", Henvendelse, Avtale, Oppfolging, Kobling)
TakenBack = TypeVar("TakenBack", Henvendelse, Kobling)
"""Entries that a later one may take back."""


class _TableAndId:
    """The JSON schema of an entry as a document has it."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        found = handler.resolve_ref_schema(handler(schema))
        table = {"const": found["title"].lower(), "title": "Table", "type": "string"}
        required = dict.fromkeys(("table", *found["required"], "id"))
        properties = {"table": table, **found["properties"]}
        return {**found, "properties": properties, "required": [*required]}


# A lambda names no type: the schema that pydantic makes is that of the record.
Logged = Annotated[EntryT, PlainSerializer(lambda entry: {**entry_json(entry)}), _TableAndId()]
"""An entry of the log in a document: with its table and its id, without keys that are None."""
_SIGNS: Final = {Henvendelse: "h", Avtale: "avtale", Oppfolging: "o", Kobling: "k"}


def id_of(entry: Entry) -> str:
    """Return an entry's id; one without has the id that the tool would have given it."""
    return entry.id or plain_id(entry)


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as documents have it: with its table and its id, without keys that are None.

    An id that people left out comes last.
    """
    table = entry.model_dump(mode="json", exclude_none=True)
    return {"table": entry.TABLE, **table, "id": id_of(entry)}


def plain_id(entry: Entry) -> str:
    """Return a readable id, such as `h-20261201-1000-310000000`."""
    when = (
        f"{entry.tid:%Y%m%d-%H%M}" if not isinstance(entry, Oppfolging) else f"{entry.frist:%Y%m%d}"
    )
    return f"{_SIGNS[type(entry)]}-{when}-{entry.organisasjonsnummer}"


def ids_of(workspace: Workspace) -> frozenset[str]:
    """Return the ids of all entries of the log, those that no longer count included."""
    entries: Iterable[Entry] = (
        *workspace.henvendelser,
        *workspace.rettet,
        *workspace.avtaler,
        *workspace.oppfolginger,
        *workspace.koblinger,
    )
    return frozenset(map(id_of, entries))


def free_id(plain: str, taken: Collection[str]) -> str:
    """Return `plain`, with a number behind it where it is `taken`."""
    counted = (f"{plain}-{count}" for count in range(2, len(taken) + 3))
    return next(one for one in (plain, *counted) if one not in taken)


def with_free_id(entry: OneEntryT, taken: Collection[str]) -> OneEntryT:
    """Return an entry with a readable id that is not `taken`."""
    return entry.model_copy(update={"id": free_id(plain_id(entry), taken)})


def standing(entries: Iterable[EntryT]) -> tuple[EntryT, ...]:
    """Return the entries that no other entry replaces, in their order."""
    found = tuple(entries)
    replaced = {entry.erstatter for entry in found if entry.erstatter}
    return tuple(entry for entry in found if not replaced or id_of(entry) not in replaced)


def counting(entries: Iterable[TakenBack]) -> tuple[TakenBack, ...]:
    """Return the contacts, or introductions, that count: those that stand and are not struck."""
    return tuple(entry for entry in standing(entries) if not entry.stroket)


def back_from(entry: Entry, by_id: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return the ids of an entry and of all that it replaces, back to the first."""
    ids: list[str] = []
    here: Entry | None = entry
    while here is not None and id_of(here) not in ids:
        ids.append(id_of(here))
        here = by_id.get(here.erstatter or "")
    return tuple(ids)


def flagged(workspace: Workspace) -> tuple[tuple[Henvendelse, frozenset[str]], ...]:
    """Return the contacts that have a flag, each with its ids back to the first."""
    corrected = {id_of(contact): contact for contact in workspace.rettet}
    return tuple(
        (contact, frozenset(back_from(contact, corrected)))
        for contact in workspace.henvendelser
        if contact.flagg
    )


def open_promises(workspace: Workspace) -> tuple[Oppfolging, ...]:
    """Return what was promised and is not done."""
    return tuple(one for one in standing(workspace.oppfolginger) if one.utfort is None)


def open_alarms(workspace: Workspace) -> tuple[Hendelse, ...]:
    """Return what registers told that no promise has taken up, and has to be looked into.

    It is told of companies that are, or were, members or målbedrifter, and of whom we were in
    touch with: what becomes of others is no task of ours.
    """
    taken_up = {promise.hendelse for promise in standing(workspace.oppfolginger)}
    alarms = [one for one in workspace.hendelser if one.slag in ALARMS and one.id not in taken_up]
    if not alarms:
        return ()
    ours = {one.organisasjonsnummer for one in workspace.henvendelser}
    ours |= {one.organisasjonsnummer for one in workspace.avtaler}
    ours |= {b.organisasjonsnummer for b in workspace.bedrifter if b.status in MEMBERS}
    ours |= {b.organisasjonsnummer for b in workspace.bedrifter if b.medlem_siden}
    return tuple(one for one in alarms if one.organisasjonsnummer in ours)


def open_flags(workspace: Workspace) -> tuple[Henvendelse, ...]:
    """Return the contacts whose flag no promise has taken up, done or not."""
    taken_up = {promise.henvendelse for promise in standing(workspace.oppfolginger)}
    return tuple(contact for contact, ids in flagged(workspace) if not taken_up & ids)
