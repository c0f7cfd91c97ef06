"""What is left of the records where those that have errors are left out.

A fault of one company, or of one entry of the log, hides that record and what belongs to it, and
nothing else: who cannot be read is not visited, not written to and not counted, and every command
says so. A fault of hageplan.toml, of who has opted out, or of a whole file concerns all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any, Final, TypeVar

from hageplan.errors import Problem
from hageplan.records.base import RecordT
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.spelling import number_in
from hageplan.workspace.files import Loc
from hageplan.workspace.find import BEDRIFTER, HENDELSER, LOGG
from hageplan.workspace.located import Located, Reading

_OF_ONE: Final = tuple(f"{folder}/" for folder in (BEDRIFTER, LOGG, HENDELSER))
"""Where records are of one company each."""
EntryT = TypeVar("EntryT", Henvendelse, Avtale, Oppfolging, Kobling)


@dataclass(frozen=True, kw_only=True)
class Sound:
    """The records without errors, the errors of the others, and whose those others are.

    `unread` has the number of the company of each record that is left out, "" where it has none.
    """

    reading: Reading
    faults: tuple[Problem, ...]
    unread: tuple[str, ...]


def concerns_all(error: Problem) -> bool:
    """Tell whether an error is that of more than a company's record or an entry of the log."""
    return not error.table or not error.file.startswith(_OF_ONE)


def without_faulty(reading: Reading, errors: Sequence[Problem]) -> Sound:
    """Return what is left without the records that have `errors`, none of which concerns all.

    With a company goes all that the log has of it. With an entry go those that it replaces: what
    was changed since must not come back.
    """
    gone = _unread_companies(reading, [e for e in errors if e.code != "etter"])
    at_fault = [e for e in errors if e.code != "etter" or not _may_be_gone(e, reading, gone)]
    gone |= _unread_companies(reading, at_fault)
    places = {(error.file, error.table) for error in at_fault}
    replaced = {_raw(reading, error).get("erstatter") for error in at_fault}

    def sound(found: tuple[Located[RecordT], ...]) -> tuple[Located[RecordT], ...]:
        return tuple(at for at in found if _place(at) not in places and not _is_of(at, gone))

    def entries(found: tuple[Located[EntryT], ...]) -> tuple[Located[EntryT], ...]:
        older = _older(found, replaced)
        return sound(tuple(at for at in found if id_of(at.record) not in older))

    left = replace(
        reading,
        bedrifter=sound(reading.bedrifter),
        henvendelser=entries(reading.henvendelser),
        avtaler=entries(reading.avtaler),
        oppfolginger=entries(reading.oppfolginger),
        koblinger=entries(reading.koblinger),
        hendelser=sound(reading.hendelser),
    )
    is_told = (e.code != "unknown-bedrift" or not _may_be_gone(e, reading, gone) for e in at_fault)
    faults = tuple(compress(at_fault, is_told))
    return Sound(reading=left, faults=faults, unread=tuple(_unread(left)))


def _is_of(at: Located[Any], gone: Collection[str]) -> bool:
    """Tell whether a record belongs to a company that cannot be read, or introduces to one."""
    return at.record.organisasjonsnummer in gone or getattr(at.record, "til", None) in gone


def _unread_companies(reading: Reading, errors: Sequence[Problem]) -> set[str]:
    """Return the numbers of the companies that have errors, as far as those can be read."""
    own = (error for error in errors if error.file.startswith(f"{BEDRIFTER}/"))
    return {number_in(_raw(reading, error)) for error in own} - {""}


def _may_be_gone(error: Problem, reading: Reading, gone: Collection[str]) -> bool:
    """Tell whether an unknown number that an error is about may be one that cannot be read."""
    number = error.value.strip('"')
    known = {at.record.organisasjonsnummer for at in reading.bedrifter}
    return number in gone or (reading.misses_bedrifter and number not in known)


def _older(found: Sequence[Located[EntryT]], replaced: Collection[object]) -> set[str]:
    """Return the ids of the entries that are `replaced`, and of those that they replace."""
    by_id = {id_of(at.record): at.record.erstatter for at in found}
    older: set[str] = set()
    ahead = [str(one) for one in replaced if one in by_id]
    while ahead:
        one = ahead.pop()
        if one in by_id and one not in older:
            older.add(one)
            ahead += filter(None, [by_id[one]])
    return older


def _raw(reading: Reading, error: Problem) -> dict[str, Any]:
    """Return the table that an error is about, as it stands in its file."""
    here: Any = reading.files[error.file].data
    for key in error.table:
        here = here[key]
    return here if isinstance(here, dict) else {}


def _place(at: Located[Any]) -> tuple[str, Loc]:
    return at.file.name, at.loc


def _unread(left: Reading) -> Iterator[str]:
    """Give the number of each record of the files that is not among those that are `left`."""
    entries = (left.henvendelser, left.avtaler, left.oppfolginger, left.koblinger)
    rest = (left.bedrifter, left.hendelser)
    kept = {_place(at) for found in (*rest, *entries) for at in found}
    for file in left.files.values():
        for key, tables in file.data.items():
            for number, table in enumerate(tables):
                if (file.name, (key, number)) not in kept:
                    yield number_in(table) if isinstance(table, dict) else ""
