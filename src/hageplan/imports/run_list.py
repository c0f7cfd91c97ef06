"""What `import csv` and `import excel` do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import typer

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import choose, confirmed, is_somebody_asked
from hageplan.i18n import _, say, shown
from hageplan.imports.apply import Staged
from hageplan.imports.forgotten import rows_without_forgotten
from hageplan.imports.lists import (
    kind_of,
    read_list,
    same_kind,
    source_name,
    stem_without_rejected,
)
from hageplan.imports.newcomers import each_once, with_newcomers
from hageplan.imports.result import CompanyImport, Newcomer
from hageplan.imports.run_newcomers import chosen_newcomers
from hageplan.imports.run_shared import compared, rejected_file, tell_group, tell_undo
from hageplan.imports.sources.headings import register_of
from hageplan.imports.sources.rows import CompanyRows
from hageplan.imports.sources.table import SourceTable, open_table
from hageplan.imports.terminal import print_import, print_whole, print_written
from hageplan.records.memory import Kilde
from hageplan.records.spelling import ascii_key
from hageplan.records.status import Status
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console, text
from hageplan.ui.labels import STATUS_LABELS
from hageplan.workspace.kilder import read_snapshot
from hageplan.workspace.privacy_files import read_forgotten

_BETWEEN_PAIRS: Final = re.compile(r",(?=\s*\w+=)")
"""A comma with FIELD= behind it; headings may hold commas of their own."""

Opener = Callable[[int], AbstractContextManager[SourceTable]]
"""Opens a file as a table of which at most so many megabytes are read."""


@dataclass(frozen=True, kw_only=True)
class ListRequest:
    """An import of a list as it was asked for.

    Attributes:
        columns: Texts such as FIELD=HEADING, or several apart by commas.
        source: What the source is called; "": as the file is.
        rejected: Where rejected rows go; None: beside the file.
    """

    file: Path
    columns: Sequence[str]
    by_name: bool
    kommuner: Sequence[str]
    source: str
    licence: str
    rejected: Path | None
    add_new: bool
    dry_run: bool
    yes: bool


def import_csv(call: Call, asked: ListRequest) -> None:
    """Bring in the companies of a CSV file."""
    _bring_in(call, asked, lambda most_mb: open_table(asked.file, most_mb))


def import_excel(call: Call, asked: ListRequest, sheet: str | None) -> None:
    """Bring in the companies of a workbook."""
    # Workbooks take 0.4 s to load, which CSV files must not wait for.
    from hageplan.imports.sources.workbook import open_workbook

    _bring_in(call, asked, lambda most_mb: open_workbook(asked.file, sheet, most_mb))


@dataclass(frozen=True)
class _Compared:
    """What bringing a list in comes to: the files of the records, and of what is put `aside`."""

    found: CompanyImport
    files: Staged | None
    aside: Mapping[Path, str]


def _bring_in(call: Call, asked: ListRequest, opened: Opener) -> None:
    """Read, compare, ask at a terminal, write (all of it or nothing) and show."""
    may_ask = not (asked.yes or asked.dry_run) and is_somebody_asked(as_json=call.as_json)
    said = Explained(_mapping(asked.columns))
    is_asked = may_ask and not said.columns
    if may_ask:
        said = _explained(call, asked, opened, said)

    def unknown(records: Workspace) -> Iterable[Newcomer]:
        rejected = _read(records, call, asked, opened, said)[0].rejected
        rows = rows_without_forgotten(rejected, records, read_forgotten(call.own_folder()))
        return each_once(row.newcomer for row in rows if row.newcomer)

    chosen = chosen_newcomers(call, unknown, add_new=asked.add_new, asks=may_ask)

    def planned(folder: Path) -> _Compared:
        return _compare(call, folder, asked, opened, replace(said, chosen=chosen))

    def agrees(done: _Compared) -> bool:
        if is_asked:
            print_import(done.found, console())
        is_settled = not is_asked or done.found.changes_nothing
        return not asked.dry_run and (is_settled or confirmed(_("Import this?")))

    def write(_folder: Path, done: _Compared) -> None:
        if done.files:
            done.files.write(done.aside)

    done, applies = change_where_agreed(
        call, planned, agrees, write, asks=is_asked or asked.dry_run
    )
    if is_asked and not applies:
        raise unconfirmed(quiet=False)
    if is_asked:
        print_written(done.found, console())
    else:
        call.show(done.found, lambda out: print_whole(done.found, out))
    tell_undo(call, done.found.written)
    tell_group(call, done.found)


@dataclass(frozen=True)
class Explained:
    """What somebody said of a list now.

    Headings by field, statuses by word, and which companies without a number are to be added.
    """

    columns: Mapping[str, str]
    statuses: Mapping[str, Status] = field(default_factory=dict)
    chosen: Sequence[Newcomer] = ()


def _explained(call: Call, asked: ListRequest, opened: Opener, said: Explained) -> Explained:
    """Ask what each word for a status means that nobody has explained yet."""
    rows, _kilde, _header = _read(call.whole_records(), call, asked, opened, said)
    found: dict[str, Status] = {}
    for word in {ascii_key(row.word): row.word for row in rows.rejected if row.word}.values():
        console().print(text(say("What does the status «{word}» mean?", word=word)))
        answers = [shown(label) for label in STATUS_LABELS.values()]
        index = choose([*answers, _("none of these: the rows are rejected")])
        found |= {word: [*STATUS_LABELS][index]} if index < len(answers) else {}
    return replace(said, statuses=found)


def _read(
    records: Workspace, call: Call, asked: ListRequest, opened: Opener, said: Explained
) -> tuple[CompanyRows, Kilde, Sequence[str]]:
    """Return the rows of the list, its source, and its headings."""
    folder = call.own_folder()
    added = with_newcomers(folder, records, said.chosen)[1]
    with opened(records.oppsett.innlesing.maks_megabyte) as table:
        kilde = _kilde(call, asked, table.header, records.kilder, said)
        rows = read_list(
            records,
            table,
            {**kilde.kolonner, **said.columns},
            kommuner=asked.kommuner,
            by_name=asked.by_name,
            statuses=kilde.status,
            snapshot=read_snapshot(folder, kilde.navn),
            added=added,
        )
    return rows, kilde, table.header


def _compare(
    call: Call, folder: Path, asked: ListRequest, opened: Opener, said: Explained
) -> _Compared:
    records = call.whole_records()
    rows, kilde, header = _read(records, call, asked, opened, said)
    if _is_of_rejected(asked.file):
        # The other rows are in the file that these came from: they are not missing.
        rows = replace(rows, kommuner=frozenset())
    found, files = compared(
        folder,
        records,
        rows,
        kilde,
        read_snapshot(folder, kilde.navn),
        file=asked.file.name,
        dry_run=asked.dry_run,
    )
    aside = rejected_file(asked.file, asked.rejected, header, found.rejected)
    if files and aside:
        found = found.model_copy(update={"rejected_file": next(iter(aside)).as_posix()})
    return _Compared(found, files, aside)


def _is_of_rejected(file: Path) -> bool:
    return stem_without_rejected(file.stem) != file.stem


def _kilde(
    call: Call, asked: ListRequest, header: Sequence[str], kilder: Sequence[Kilde], said: Explained
) -> Kilde:
    """Return the source of a list: the register whose table it is, or the lists of its kind.

    What somebody said of its columns and words before still holds, as far as it has them.
    """
    if (register := register_of(header)) is not None:
        name, title, licence = register
        return Kilde(navn=name, tittel=title, lisens=licence, hentet=call.today)
    # Before the columns of a file of rejected rows stand line and reason.
    form = kind_of(header[2:] if _is_of_rejected(asked.file) else header)
    name = source_name(asked.file, asked.source)
    earlier = same_kind("" if asked.source else form, name, kilder)
    columns = {
        field: heading
        for field, heading in (earlier.kolonner.items() if earlier else ())
        if heading in header
    }
    return Kilde(
        navn=earlier.navn if earlier else name,
        tittel=asked.source or asked.file.name,
        lisens=asked.licence or (earlier.lisens if earlier else ""),
        hentet=call.today,
        form=form,
        kolonner={**columns, **said.columns},
        status={**(earlier.status if earlier else {}), **said.statuses},
    )


def _mapping(words: Sequence[str]) -> dict[str, str]:
    """Return the headings by field of words such as FIELD=HEADING, or several apart by commas."""
    found = {}
    for pair in (pair for word in words for pair in _BETWEEN_PAIRS.split(word)):
        field, sign, heading = pair.partition("=")
        if not sign or not field.strip() or not heading.strip():
            raise typer.BadParameter(_("write --map FIELD=HEADING"))
        found[field.strip()] = heading.strip()
    return found
