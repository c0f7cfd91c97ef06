"""Steps that the commands of `import` share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from hageplan.command.call import Call
from hageplan.command.results import check_targets
from hageplan.errors import RequestError
from hageplan.i18n import _, say, shown
from hageplan.imports.apply import Staged, stage_import
from hageplan.imports.compare import compare
from hageplan.imports.forgotten import rows_without_forgotten, without_forgotten
from hageplan.imports.lists import stem_without_rejected
from hageplan.imports.result import CompanyImport, RejectedRow
from hageplan.imports.sources.rows import CompanyRows
from hageplan.messages import msg
from hageplan.records.memory import BRREG, Kilde, SourceSnapshot
from hageplan.records.workspace import Workspace
from hageplan.ui.rows import Rows, Value
from hageplan.workspace.files import read_file
from hageplan.workspace.find import data_dir
from hageplan.workspace.privacy_files import read_forgotten


def reading_or_writing(call: Call, *, dry_run: bool) -> AbstractContextManager[Path]:
    """Give the user's workspace, alone with it unless nothing is to be written."""
    return nullcontext(call.own_folder()) if dry_run else call.writing()


def compared(
    folder: Path,
    records: Workspace,
    rows: CompanyRows,
    kilde: Kilde,
    snapshot: SourceSnapshot,
    *,
    file: str,
    dry_run: bool,
) -> tuple[CompanyImport, Staged | None]:
    """Return what bringing `rows` in would do, and what is to be written; forgotten stay out."""
    forgotten = read_forgotten(folder)
    rows, stay_out = without_forgotten(rows, forgotten)
    rejected = rows_without_forgotten(rows.rejected, records, forgotten)
    rows = replace(rows, rejected=[*rejected])
    found = compare(
        rows,
        records,
        snapshot,
        lambda one: forgotten.has_company(one.organisasjonsnummer, one.navn, one.kommunenummer),
        file=file,
        source=kilde,
        dry_run=dry_run,
    ).model_copy(update={"forgotten": stay_out})
    if dry_run:
        return found, None
    remembered = None if rows.is_own else found.snapshot
    files = stage_import(
        folder,
        kilde,
        remembered,
        records.kommuner,
        new=found.new,
        changes=found.fields,
        visits=found.visits,
    )
    return found.model_copy(update={"written": files.names}), files


def tell_undo(call: Call, written: Sequence[str]) -> None:
    """Say how an import that wrote something is taken back."""
    if written and not call.as_json:
        call.note(say("To undo: {command}", command="hageplan import undo"))


def rejected_file(
    file: Path, wanted: Path | None, header: Sequence[str], rejected: Iterable[RejectedRow]
) -> dict[Path, str]:
    """Return the file of rejected rows and its text, nothing where there are none.

    Rows of companies that have opted out are left out. Another file with the same name is kept:
    somebody may have corrected those rows. Raises RequestError where it cannot be written.
    """
    check_targets([wanted] if wanted else [])
    if wanted and wanted.exists() and wanted.samefile(file):
        raise RequestError(
            msg("{path} is the file being imported", path=wanted),
            msg("give another file for the rejected rows; nothing was changed"),
        )
    rows = [one for one in rejected if one.cells]
    if not rows:
        return {}
    text, ending = _rejected_csv(header, rows), _("rejected")
    stem = stem_without_rejected(file.stem)
    return {wanted or free_name(file.with_name(f"{stem}-{ending}.csv"), text): text}


def _rejected_csv(header: Sequence[str], rejected: Iterable[RejectedRow]) -> str:
    """Return the rejected rows as the source has them, with line and reason before."""
    names = [_("line"), _("reason"), *header]
    columns = [f"{name}{' ' * names[:n].count(name)}" for n, name in enumerate(names)]
    rows: list[dict[str, Value]] = []
    for one in rejected:
        cells: list[Value] = [one.line, shown(one.reason), *one.cells]
        row: dict[str, Value] = dict.fromkeys(columns)
        rows.append({**row, **dict(zip(columns, cells, strict=False))})
    return Rows.of(columns, rows).csv_text(excel=True)


def free_name(path: Path, text: str) -> Path:
    """Return a file beside `path` that is not there, or holds `text` already."""
    names = chain([path], (path.with_stem(f"{path.stem}-{n}") for n in count(2)))
    content = text.encode()
    return next(one for one in names if not one.exists() or read_file(one) == content)


def between_requests(seconds: float) -> Callable[[], None]:
    """Return what waits so that requests to a service lie some seconds apart."""
    last = [-seconds]

    def pause() -> None:
        time.sleep(max(0.0, last[0] + seconds - time.monotonic()))
        last[0] = time.monotonic()

    return pause


def tell_group(call: Call, found: CompanyImport) -> None:
    """Say how many of a register's new companies are meant, or how to say who is."""
    if found.source.navn != BRREG or not found.new or not found.written:
        return
    records = call.whole_records()
    if records.group is None:
        told = say(
            "hageplan: all of these count, also public services and property companies. "
            "To leave those out, copy [maalgruppe] from {path} to hageplan.toml.",
            path=data_dir() / "mal" / "hageplan.toml",
        )
        call.note(told)
        return
    new = {bedrift.organisasjonsnummer for bedrift in found.new}
    left = [b for b in records.maalgruppe if b.organisasjonsnummer in new]
    told = say(
        "hageplan: {count} of {new} new companies are in the target group ([maalgruppe] "
        "in hageplan.toml); the number of employees is unknown for {unknown} of them "
        "(ukjent_ansatte)",
        count=len(left),
        new=len(new),
        unknown=sum(b.antall_ansatte is None for b in left),
    )
    call.note(told)
