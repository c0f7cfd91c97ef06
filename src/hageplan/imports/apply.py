"""Bring what an import found into the files, and take the last import back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import tomli
from pydantic import StringConstraints, TypeAdapter, ValidationError

from hageplan.errors import RequestError
from hageplan.imports.result import FieldValue
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.hendelser import Hendelse
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Avtale, Entry, Henvendelse, Oppfolging
from hageplan.records.memory import Kilde, SourceSnapshot
from hageplan.records.personvern import Reservasjon
from hageplan.workspace.append import (
    addition,
    bedrift_tables,
    content_of,
    happenings_path,
    log_path,
    table_of,
)
from hageplan.workspace.company_fields import with_fields
from hageplan.workspace.files import read_file
from hageplan.workspace.find import BEDRIFTER, HENDELSER, KILDER, LOGG, SVAR
from hageplan.workspace.journal import change_files
from hageplan.workspace.kilder import kilde_path, kilde_text, undo_path
from hageplan.workspace.privacy_files import RESERVERT_FILE

_RecordName = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(({BEDRIFTER}|{LOGG}|{KILDER}|{HENDELSER})/[^/\\:\x00]+\.toml|{RESERVERT_FILE}"
        rf"|{SVAR}/[^/\\:\x00]+\.txt)$"
    ),
]
"""A file that imports write, relative to the workspace; others are none of theirs to take back."""


@dataclass
class FileUndo:
    """How a file becomes as it was.

    Attributes:
        added: What was added at its end, and `tables` the same by parts.
        changed: Tables as they became, and as they were before.
    """

    added: str = ""
    tables: list[str] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)

    def restored(self, text: str, is_needed: Callable[[str], bool]) -> tuple[str, int]:
        """Return the file as it was, and how many tables stay.

        Tables stay that were changed later or for which `is_needed` is true.
        """
        needless = [table for table in self.tables if not is_needed(table)]
        left = len(self.tables) - len(needless)
        if self.added and not left and text.count(self.added) == 1:
            parts = [(self.added, "")]
        else:
            parts = [(table, "") for table in needless]
        for after, before in (*parts, *self.changed):
            if text.count(after) == 1:
                text = text.replace(after, before)
            else:
                left += 1
        return text, left

    def with_later(self, later: FileUndo) -> FileUndo:
        """Return how both this change and a later one of the same file are taken back."""
        return FileUndo(
            tables=[*self.tables, *later.tables], changed=[*later.changed, *self.changed]
        )


@dataclass
class Undo:
    """How the last import is taken back, by file, relative to the workspace.

    Attributes:
        command: What is taken back.
        whole: Files of the tool's own as they were; None is one that was not there.
    """

    command: str
    files: dict[_RecordName, FileUndo] = field(default_factory=dict)
    whole: dict[_RecordName, str | None] = field(default_factory=dict)

    def with_later(self, later: Undo) -> Undo:
        """Return how both this import and a later one are taken back, as one."""
        shared = self.files.keys() & later.files.keys()
        both = {name: self.files[name].with_later(later.files[name]) for name in shared}
        return Undo(
            self.command,
            files={**self.files, **later.files, **both},
            whole={**later.whole, **self.whole},
        )


_ADAPTER: Final = TypeAdapter(Undo)
_OPTED_OUT: Final = "reservasjon"
"""The table of who does not want to be contacted; no entry of the log refers to it."""
_AS_IT_IS: Final = "surrogateescape"
"""How bytes that are no UTF-8 come through: this isn't what mends them."""


@dataclass(frozen=True)
class Undone:
    """What was taken back, in which files, and of which files something stays."""

    command: str
    written: tuple[Path, ...]
    kept: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Staged:
    """What an import is about to write in `folder`: files of the `records`, the tool's `own`.

    `undo` says how it is taken back; it is kept where a record changes, else what was kept stays.
    """

    folder: Path
    records: Mapping[Path, bytes]
    own: Mapping[Path, str | bytes]
    undo: Undo

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the records, as documents have them."""
        return tuple(path.as_posix() for path in sorted(self.records))

    def write(self, beside: Mapping[Path, str] = MappingProxyType({})) -> None:
        """Write all of it, and what goes `beside` the records.

        Raises RequestError where a file cannot be written, and then writes none.
        """
        kept = {undo_path(self.folder): _ADAPTER.dump_json(self.undo)} if self.records else {}
        change_files(self.folder, {**beside, **self.records, **self.own, **kept})

    def following(self, earlier: Staged | None) -> Staged:
        """Return it as a part of what `earlier` began: both are taken back together."""
        return self if earlier is None else replace(self, undo=earlier.undo.with_later(self.undo))

    def remembering(self, path: Path, text: str) -> Staged:
        """Return it with a file of the tool's own, which is taken back with the rest."""
        whole = {**self.undo.whole, **_as_it_was(self.folder, path)}
        undo = replace(self.undo, whole=whole)
        return replace(self, own={**self.own, path: text}, undo=undo)


def stage_import(
    folder: Path,
    kilde: Kilde,
    snapshot: SourceSnapshot | None,
    kommuner: Kommuner,
    *,
    new: Iterable[Bedrift] = (),
    changes: Mapping[str, Mapping[str, FieldValue]] = MappingProxyType({}),
    visits: Iterable[Henvendelse] = (),
    happenings: Iterable[Hendelse] = (),
) -> Staged:
    """Return the files with companies added, fields changed in place, and the source remembered.

    What it takes to undo it is kept, unless no record changes: then what came before stays to be
    undone. `changes` are new values of fields by organisasjonsnummer; None takes a field out.
    `visits` go into the log, `happenings` into hendelser/. What is not meant stays byte for byte.
    Without a `snapshot` nothing is remembered: it is a person's own word. Raises RequestError or
    RecordsError.
    """
    undo = Undo(kilde.tittel)
    contents = _changed(folder, changes, undo)
    _append(folder, bedrift_tables(folder, new, kommuner), contents, undo)
    _append(folder, _by_year(folder, visits), contents, undo)
    by_year: dict[Path, list[str]] = {}
    for one in happenings:
        by_year.setdefault(happenings_path(folder, one.dato.year), []).append(table_of(one))
    _append(folder, by_year, contents, undo)
    staged = Staged(folder=folder, records=contents, own={}, undo=undo)
    if snapshot is None:
        return staged
    return staged.remembering(kilde_path(folder, kilde.navn), kilde_text(kilde, snapshot))


def stage_entries(
    folder: Path,
    entries: Iterable[Henvendelse | Avtale | Oppfolging],
    command: str,
    *,
    new: Iterable[Bedrift] = (),
    opted_out: Iterable[Reservasjon] = (),
    waiting: Mapping[Path, str] = MappingProxyType({}),
    kommuner: Kommuner,
) -> Staged:
    """Return the logs with entries added in those of their years; `command` is what is undone.

    The companies that are `new` with them are added too, and those `opted_out` to the list of
    whom nobody contacts. What is `waiting` in files of its own, which go `beside` these, is taken
    back with them. Raises RequestError or RecordsError.
    """
    undo = Undo(command)
    contents: dict[Path, bytes] = {}
    _append(folder, _by_year(folder, entries), contents, undo)
    _append(folder, bedrift_tables(folder, new, kommuner), contents, undo)
    if reserved := [*map(table_of, opted_out)]:
        _append(folder, {folder / RESERVERT_FILE: reserved}, contents, undo)
    fresh = {path: text for path, text in waiting.items() if not path.exists()}
    undo.files |= {_name(folder, path): FileUndo(added=text) for path, text in fresh.items()}
    return Staged(folder=folder, records=contents, own={}, undo=undo)


def _by_year(
    folder: Path, entries: Iterable[Henvendelse | Avtale | Oppfolging]
) -> dict[Path, list[str]]:
    """Return the tables of entries by the log of their year; what was promised stays beside it."""
    found: dict[Path, list[str]] = {}
    year = 0
    for entry in entries:
        year = year if isinstance(entry, Oppfolging) else entry.tid.year
        found.setdefault(log_path(folder, year), []).append(table_of(entry))
    return found


def _as_it_was(folder: Path, path: Path) -> Mapping[str, str | None]:
    """Return a file as it is before it changes, by its name; None of one that is not there."""
    return {_name(folder, path): read_file(path).decode() if path.exists() else None}


def undo_import(folder: Path) -> Undone:
    """Take back what the last import that changed records did.

    What was changed since then stays, and so does what later entries of the log refer to. Raises
    RequestError where there is nothing to take back.
    """
    path = undo_path(folder)
    undo = _read_undo(path)
    contents: dict[Path, str | bytes | None] = {}
    kept: dict[str, int] = {}
    is_needed = _needed_by_log(folder, undo)
    for name, of_file in undo.files.items():
        before = content_of(folder / name).decode(errors=_AS_IT_IS)
        text, left = of_file.restored(before, is_needed)
        contents[folder / name] = text.encode(errors=_AS_IT_IS) if text.strip() else None
        if left:
            kept[name] = left
    contents |= {folder / name: text for name, text in undo.whole.items()}
    change_files(folder, {**contents, path: None})
    return Undone(undo.command, tuple(sorted(folder / name for name in undo.files)), kept)


def _read_undo(path: Path) -> Undo:
    """Return how the last import is undone; raises RequestError where that isn't known."""
    if not path.exists():
        raise RequestError(msg("there is no import to undo"))
    try:
        return _ADAPTER.validate_json(read_file(path))
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        key = ".".join(map(str, error["loc"]))
        raise RequestError(
            msg("{path} is damaged: {why}", path=path, why=key or error["type"]),
            msg("nothing was changed; restore the files from a backup: hageplan restore latest"),
        ) from fault


_ENTRIES: Final[Mapping[str, type[Entry]]] = {
    "henvendelse": Henvendelse,
    "avtale": Avtale,
    "oppfolging": Oppfolging,
}
"""What imports write into the log, by the name of its table."""


def _needed_by_log(folder: Path, undo: Undo) -> Callable[[str], bool]:
    """Return a test of whether other entries refer to a table, or it is none of an import's.

    Entries that came with a company, and are as they came, go with it.
    """
    logs = sorted((folder / LOGG).glob("*.toml"))
    log = b"".join(map(content_of, logs)).decode(errors=_AS_IT_IS)
    files = (of_file for name, of_file in undo.files.items() if name.startswith(LOGG))
    together = [table for of_file in files for table in of_file.tables if table in log]

    def is_needed(table: str) -> bool:
        try:
            ((name, (data, *_rest)),) = tomli.loads(table).items()
            if name == _OPTED_OUT:
                return False
            if name == Hendelse.TABLE:
                return f'"{Hendelse.model_validate(data).id}"' in log
            key = data["organisasjonsnummer"]
            if name != "bedrift":
                key = id_of(_ENTRIES[name].model_validate(data))
            own = sum(entry.count(f'"{key}"') for entry in together)
        except (ValueError, TypeError, LookupError):
            return True
        return log.count(f'"{key}"') > own

    return is_needed


def _append(
    folder: Path, tables: Mapping[Path, list[str]], contents: dict[Path, bytes], undo: Undo
) -> None:
    """Add tables to what files are to hold, and remember how they are taken out."""
    for path, texts in tables.items():
        before = contents.get(path, content_of(path))
        added = addition(path, before, texts)
        contents[path] = before + added
        of_file = undo.files.setdefault(_name(folder, path), FileUndo())
        of_file.added = added.decode()
        newline = "\r\n" if "\r\n" in of_file.added else "\n"
        of_file.tables = [text.replace("\n", newline) for text in texts]


def _changed(
    folder: Path, changes: Mapping[str, Mapping[str, FieldValue]], undo: Undo
) -> dict[Path, bytes]:
    """Return the files in which fields change, with these changed."""
    contents = {}
    for path in sorted((folder / BEDRIFTER).glob("*.toml")) if changes else ():
        content = content_of(path)
        if any(number.encode() in content for number in changes):
            changed, tables = with_fields(path, content, changes)
            if changed != content:
                contents[path] = changed
                replaced = [(table.after, table.before) for table in tables]
                undo.files[_name(folder, path)] = FileUndo(changed=replaced)
    return contents


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
