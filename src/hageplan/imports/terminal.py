"""What an import did or would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.imports.compare import Difference, ImportPlan, SourceRead
from hageplan.imports.result import Avvist, Endring, Gjenkjent, ImportCounts, Importliste
from hageplan.imports.sources.companies import Rejection
from hageplan.messages import msg
from hageplan.records.memory import Kilde, Value
from hageplan.ui.console import text
from hageplan.ui.csv_text import csv_text

SHOWN = 20


@dataclass(frozen=True)
class Imported:
    """What was read from where, what it changes, and the files that were written.

    Attributes:
        rejected_file: Where the rejected rows were put, if they were.
        is_dry: Whether nothing was to be written.
    """

    read: SourceRead
    kilde: Kilde
    changes: ImportPlan
    written: tuple[Path, ...] = ()
    rejected_file: Path | None = None
    is_dry: bool = False


def print_mapping(read: SourceRead, out: Console) -> None:
    """Print what the file is and which column is which field."""
    kind = f" ({read.encoding}, «{read.delimiter}»)" if read.encoding else ""
    out.print(text(f"{read.file}{kind}", "bold"))
    print_columns(read.headings, read.unused, out)


def print_columns(headings: Mapping[str, str], unused: Sequence[str], out: Console) -> None:
    """Print which column is which field, and the headings of those that nothing is taken from."""
    for field, heading in headings.items():
        out.print(text(f"  {field} <- {heading}"))
    if unused:
        told = msg("not used: {headings}", headings=", ".join(unused))
        out.print(text(f"  {shown(told)}"))


def print_import(report: Imported, out: Console) -> None:
    """Print the mapping, the rejected rows, the differences, and counts that add up."""
    changes, file = report.changes, report.read.file
    print_mapping(report.read, out)
    print_some((f"{file}:{r.line}: {shown(r.what)}" for r in changes.rejected), out)
    print_some(
        (
            f"{file}:{one.line}: {one.bedrift.organisasjonsnummer} {one.bedrift.navn}"
            f" ({one.likeness:.0f} %)"
            for one in changes.alike
        ),
        out,
    )
    if changes.left_out:
        out.print(_("Cells that are left out; their companies come in without them:"))
    print_some((f"{file}:{one.line}: {shown(one.what)}" for one in changes.left_out), out)
    print_some((f"+ {one.organisasjonsnummer} {one.navn}" for one in changes.new), out)
    print_some((_told(one, "->") for one in changes.changes), out)
    if changes.kept:
        out.print(_("Kept, since the records have them from people or from elsewhere:"))
    print_some((_told(one, "<>") for one in changes.kept), out)
    if changes.missing:
        out.print(_("The source told of these before, and does not now:"))
    print_some((f"{one.organisasjonsnummer} {one.navn}" for one in changes.missing), out)
    counts = msg(
        "{rows} rows: {new} new, {changed} changed, {same} same, {gone} gone, {rejected} rejected",
        **changes.counts,
    )
    out.print(text(shown(counts), "bold"))
    if changes.outside:
        out.print(
            shown(
                msg(
                    "{count} rows of other municipalities, or of a place that is there itself",
                    count=changes.outside,
                )
            )
        )
    kilde = report.kilde
    of_whom = ", ".join(filter(None, (kilde.tittel, kilde.lisens)))
    source = msg("Source: {title} (kilder/{name}.toml)", title=of_whom, name=kilde.navn)
    out.print(text(shown(source)))
    if report.is_dry:
        out.print(_("Dry run: nothing was written."))


def print_written(report: Imported, out: Console) -> None:
    """Print the files that were written."""
    for path in report.written:
        out.print(text(shown(msg("written: {path}", path=path))), soft_wrap=True)
    if report.rejected_file:
        told = msg("rejected rows, with the reason: {path}", path=report.rejected_file)
        out.print(text(shown(told)), soft_wrap=True)


def import_list(report: Imported) -> Importliste:
    """Return what an import did as a document, texts in English."""
    read, changes = report.read, report.changes
    return Importliste(
        file=read.file,
        encoding=read.encoding,
        delimiter=read.delimiter,
        source=report.kilde,
        dry_run=report.is_dry,
        counts=ImportCounts(**changes.counts),
        outside=changes.outside,
        mapping=dict(read.headings),
        unused=read.unused,
        new=tuple(bedrift.organisasjonsnummer for bedrift in changes.new),
        gone=changes.gone,
        changes=tuple(Endring(**vars(one)) for one in changes.changes),
        kept=tuple(Endring(**vars(one)) for one in changes.kept),
        rejected=listed_rejections(changes.rejected),
        left_out=listed_rejections(changes.left_out),
        missing=tuple(one.organisasjonsnummer for one in changes.missing),
        opted_out=changes.opted_out,
        by_name=tuple(
            Gjenkjent(
                line=one.line,
                organisasjonsnummer=one.bedrift.organisasjonsnummer,
                navn=one.bedrift.navn,
                likeness=one.likeness,
            )
            for one in changes.alike
            if one.likeness is not None
        ),
        written=tuple(path.as_posix() for path in report.written),
        rejected_file=report.rejected_file.as_posix() if report.rejected_file else None,
    )


def listed_rejections(rejected: Iterable[Rejection]) -> tuple[Avvist, ...]:
    """Return rows that are not taken in as a document has them."""
    return tuple(Avvist(line=one.line, reason=str(one.what)) for one in rejected)


def rejected_csv(header: Sequence[str], rejected: Iterable[Rejection]) -> str:
    """Return the rejected rows as the source has them, with line and reason before."""
    names = [_("line"), _("reason"), *header]
    columns = [f"{name}{' ' * names[:n].count(name)}" for n, name in enumerate(names)]
    rows: list[dict[str, Value | None]] = []
    for one in rejected:
        row: dict[str, Value | None] = dict.fromkeys(columns)
        row |= zip(columns, [one.line, shown(one.what), *one.cells], strict=False)
        rows.append(row)
    return csv_text(columns, rows, excel=True)


def _told(one: Difference, sign: str) -> str:
    ours, theirs = _value(one.ours), _value(one.theirs)
    return f"{one.organisasjonsnummer} {one.navn}: {one.field} {ours} {sign} {theirs}"


def _value(value: Value | None) -> str:
    return "–" if value is None else str(value)


def print_some(lines: Iterable[str], out: Console) -> None:
    """Print the first lines, and how many more there are."""
    total = 0
    for total, line in enumerate(lines, start=1):
        if total <= SHOWN:
            out.print(text(line), soft_wrap=True)
    if total > SHOWN:
        out.print(shown(msg("  and {count} more; --json lists all", count=total - SHOWN)))
