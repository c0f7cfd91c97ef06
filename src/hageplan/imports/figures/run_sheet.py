"""What `import excel --accounts` does: bring in accounts of several years from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import typer

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import confirmed, is_somebody_asked
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.imports.apply import Staged, stage_import
from hageplan.imports.figures.accounts import Filed, Merged, are_in_thousands, owner_of
from hageplan.imports.figures.accounts_result import AccountsImport
from hageplan.imports.figures.accounts_sheet import SheetAccounts, read_accounts
from hageplan.imports.figures.accounts_terminal import print_accounts, print_whole, print_written
from hageplan.imports.lists import source_name
from hageplan.imports.run_list import ListRequest
from hageplan.imports.run_shared import tell_undo
from hageplan.imports.sources.workbook import open_workbook
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import REGNSKAP, Kilde
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console
from hageplan.workspace.kilder import read_snapshot


def import_sheet(call: Call, asked: ListRequest, sheet: str | None, *, in_thousands: bool) -> None:
    """Read, merge, ask at a terminal, write (all of it or nothing) and show."""
    if asked.columns or asked.by_name or asked.kommuner or asked.rejected or asked.add_new:
        raise typer.BadParameter(_("--accounts goes with --sheet, --source and --licence alone"))
    is_asked = not (asked.yes or asked.dry_run) and is_somebody_asked(as_json=call.as_json)
    name_of = call.whole_records().name_of
    most_mb = call.whole_records().oppsett.innlesing.maks_megabyte
    with open_workbook(asked.file, sheet, most_mb) as table:
        read = read_accounts(table, in_thousands=in_thousands)

    def planned(folder: Path) -> tuple[AccountsImport, Staged]:
        return _planned(folder, call, read, asked)

    def agrees(plan: tuple[AccountsImport, Staged]) -> bool:
        found, _staged = plan
        if is_asked:
            print_accounts(found, name_of, console())
        is_settled = not (is_asked and found.changes)
        return not asked.dry_run and (is_settled or confirmed(_("Bring this in?")))

    (found, _staged), applies = change_where_agreed(
        call, planned, agrees, lambda _folder, plan: plan[1].write(), asks=is_asked or asked.dry_run
    )
    if is_asked and not applies:
        raise unconfirmed(quiet=False)
    if is_asked:
        print_written(found, console())
    else:
        call.show(found, lambda out: print_whole(found, name_of, out))
    tell_undo(call, found.written)


def _planned(
    folder: Path, call: Call, read: SheetAccounts, asked: ListRequest
) -> tuple[AccountsImport, Staged]:
    """Return what a spreadsheet comes to, and the files; raises RequestError."""
    records = call.whole_records()
    kilde = Kilde(
        navn=f"{source_name(asked.file, asked.source)}-{REGNSKAP}",
        tittel=asked.source or asked.file.name,
        lisens=asked.licence,
        hentet=call.today,
    )
    ours = [*_ours(records, read)]
    if are_in_thousands(ours):
        raise RequestError(
            msg("{path}: the amounts are a thousandth of what is known already", path=asked.file),
            msg("say that they are in thousands of kroner: --thousands"),
        )
    merged = Merged()
    for bedrift, filed in ours:
        merged.take(bedrift, filed)
    snapshot = {**read_snapshot(folder, kilde.navn), **merged.told}
    staged = stage_import(folder, kilde, snapshot, records.kommuner, changes=merged.fields)
    there = {owner_of(one) for one in records.bedrifter} | records.bedrift_by_number.keys()
    found = AccountsImport(
        file=asked.file.name,
        source=kilde,
        dry_run=asked.dry_run,
        asked=read.rows,
        found=len(ours),
        changes=tuple(merged.changes),
        unused=tuple(merged.unused),
        outside=len(read.filed.keys() - there),
        mapping=read.mapping,
        rejected=tuple(read.rejected),
        written=() if asked.dry_run else staged.names,
    )
    return found, staged


def _ours(records: Workspace, read: SheetAccounts) -> Iterator[tuple[Bedrift, list[Filed]]]:
    """Give the accounts of companies on the list, those of owners to each of their places.

    An owner's employees are those of all its places, so of several none gets them.
    """
    places: dict[str, int] = {}
    for one in records.bedrifter:
        places[owner_of(one)] = places.get(owner_of(one), 0) + 1
    for one in records.bedrifter:
        own = read.filed.get(one.organisasjonsnummer)
        if own is not None:
            yield one, own
        elif owner_of(one) in read.filed:
            is_only = places[owner_of(one)] == 1
            yield one, [_of_place(filed, is_only=is_only) for filed in read.filed[owner_of(one)]]


def _of_place(filed: Filed, *, is_only: bool) -> Filed:
    values = {name: one for name, one in filed.values.items() if is_only or name != "ansatte"}
    return replace(filed, values=values)
