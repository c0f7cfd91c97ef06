"""What an import did or would do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.render.console import text
from hageplan.sources.importing import CsvImport

SHOWN = 20


def print_import(report: CsvImport, written: tuple[Path, ...], out: Console, *, dry: bool) -> None:
    """Print the mapping, the rejected rows, the differences, and counts that add up."""
    changes = report.changes
    out.print(text(f"{report.file} ({report.encoding}, «{report.delimiter}»)", "bold"))
    for field, heading in report.headings.items():
        out.print(text(f"  {field} <- {heading}"))
    for rejection in changes.rejected[:SHOWN]:
        out.print(text(f"{report.file}:{rejection.line}: {shown(rejection.what)}"), soft_wrap=True)
    _print_rest(len(changes.rejected), out)
    for item in changes.differences[:SHOWN]:
        line = f"{item.organisasjonsnummer} {item.navn}: {item.field} {item.ours} <> {item.theirs}"
        out.print(text(line), soft_wrap=True)
    _print_rest(len(changes.differences), out)
    for number in changes.kept_out[:SHOWN]:
        told = msg("{number} has opted out or was forgotten: not added", number=number)
        out.print(text(shown(told)))
    _print_rest(len(changes.kept_out), out)
    counts = msg(
        "{rows} rows: {new} new, {same} same, {differing} differing (kept), {opted_out} opted out,"
        " {rejected} rejected",
        **_counts(report),
    )
    out.print(text(shown(counts), "bold"))
    if dry:
        out.print(_("Dry run: nothing was written."))
    for path in written:
        out.print(text(shown(msg("written: {path}", path=path))), soft_wrap=True)


def _print_rest(total: int, out: Console) -> None:
    if total > SHOWN:
        out.print(shown(msg("  and {count} more; --json lists all", count=total - SHOWN)))


def _counts(report: CsvImport) -> dict[str, int]:
    changes = report.changes
    return {
        "rows": changes.rows,
        "new": len(changes.new),
        "same": changes.same,
        "differing": changes.differing,
        "opted_out": len(changes.kept_out),
        "rejected": len(changes.rejected),
    }


def import_json(report: CsvImport, written: tuple[Path, ...], *, dry: bool) -> Mapping[str, Any]:
    """Return the document of the schema `hageplan/import/1`, texts in English."""
    changes = report.changes
    return {
        "schema": "hageplan/import/1",
        "file": report.file,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "dry_run": dry,
        "counts": _counts(report),
        "mapping": dict(report.headings),
        "rejected": [{"line": r.line, "reason": str(r.what)} for r in changes.rejected],
        "differences": [
            {
                "organisasjonsnummer": d.organisasjonsnummer,
                "navn": d.navn,
                "field": d.field,
                "ours": d.ours,
                "theirs": d.theirs,
            }
            for d in changes.differences
        ],
        "opted_out": list(changes.kept_out),
        "written": [path.as_posix() for path in written],
    }
