"""What `import ssb` does: fetch how many places of business there are in municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.figures.counts_file import counts_text
from hageplan.imports.figures.counts_result import CountsImport
from hageplan.imports.figures.counts_service import (
    TABLE,
    Table,
    counts_in,
    paths_of,
    statistics,
)
from hageplan.imports.figures.counts_terminal import print_counts
from hageplan.imports.figures.run_trial import show_trial
from hageplan.imports.register import asked_kommuner
from hageplan.imports.run_shared import between_requests, reading_or_writing
from hageplan.interest.coverage import coverage_of
from hageplan.records.kommune import Virksomhetstall
from hageplan.records.memory import CC_BY
from hageplan.records.workspace import Workspace
from hageplan.workspace.find import VIRKSOMHETER_FILE
from hageplan.workspace.journal import change_files


@dataclass(frozen=True, kw_only=True)
class CountsRequest:
    """What is asked of the statistics.

    Attributes:
        kommuner: Municipalities by name or number; none: the region's.
        is_try: Whether only the answer for the first one is shown, and nothing written.
        record: A folder in which answers are kept.
    """

    kommuner: Sequence[str] = ()
    is_try: bool = False
    record: Path | None = None
    dry_run: bool = False


def import_counts(call: Call, asked: CountsRequest) -> None:
    """Bring in the counts of municipalities, which then stand beside the list."""
    records = call.records() if asked.is_try else call.whole_records()
    numbers = asked_kommuner(records, asked.kommuner)
    if asked.is_try:
        _try(call, asked, records, numbers)
        return
    call.own_folder()
    fetched = _fetched(call, asked, records, numbers)
    with reading_or_writing(call, dry_run=asked.dry_run) as folder:
        if not asked.dry_run:
            change_files(folder, {folder / VIRKSOMHETER_FILE: counts_text(fetched)})
        records = replace(call.whole_records(), virksomheter=fetched)
    there = {one.kommunenummer for one in fetched.kommunetall}
    found = CountsImport(
        title=fetched.tittel,
        licence=fetched.lisens,
        fetched=fetched.hentet,
        dry_run=asked.dry_run,
        kommuner=coverage_of(records, numbers),
        missing=tuple(records.kommuner[n].navn for n in numbers if n not in there),
        written=() if asked.dry_run else (VIRKSOMHETER_FILE,),
    )
    call.show(found, lambda out: print_counts(found, out))


def _fetched(
    call: Call, asked: CountsRequest, records: Workspace, numbers: Sequence[str]
) -> Virksomhetstall:
    """Ask the service, politely; raises ServiceError."""
    settings = records.oppsett.innlesing
    pause = between_requests(settings.pause_sekunder)
    tables, paths = [], paths_of(numbers)
    with (
        progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress,
        statistics(settings, asked.record) as service,
    ):
        for path in paths:
            pause()
            tables.append(service.get(path, Table.model_validate))
            progress(len(tables) / len(paths))
    return Virksomhetstall(
        tabell=TABLE,
        tittel=tables[0].label,
        lisens=CC_BY,
        hentet=call.today,
        aar=min(table.year for table in tables),
        kommunetall=tuple(one for table in tables for one in counts_in(table)),
    )


def _try(call: Call, asked: CountsRequest, records: Workspace, numbers: Sequence[str]) -> None:
    """Show what the service answers for the first municipality."""
    settings = records.oppsett.innlesing
    (path,) = paths_of(numbers[:1])
    with statistics(settings, asked.record) as service:
        told = service.get(path, lambda answer: answer)
    try:
        Table.model_validate(told)
    except ValueError as fault:
        why = " ".join(str(fault).split())[:200]
    else:
        why = ""
    show_trial(call, f"{settings.ssb_url}{path}", told, why)
