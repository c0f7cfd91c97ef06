"""What an import of companies did or would do, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, say, shown
from hageplan.imports.result import CompanyImport, FieldChange, NameMatch, RejectedRow
from hageplan.messages import msg
from hageplan.ui.console import text

SHOWN: Final = 20
"""Lines of a kind that are printed."""


def print_columns(headings: Mapping[str, str], unused: Sequence[str], out: Console) -> None:
    """Print which column is which field, and the headings of those that nothing is taken from."""
    for field, heading in headings.items():
        out.print(text(f"  {field} <- {heading}"))
    if unused:
        told = msg("not used: {headings}", headings=", ".join(unused))
        out.print(text(f"  {shown(told)}"))


def print_whole(found: CompanyImport, out: Console) -> None:
    """Print what an import came to, and the files that were written."""
    print_import(found, out)
    print_written(found, out)


def print_import(found: CompanyImport, out: Console) -> None:
    """Print the mapping, the rejected rows, the differences, and counts that add up."""
    kind = f" ({found.encoding}, «{found.delimiter}»)" if found.encoding else ""
    out.print(text(f"{found.file}{kind}", "bold"))
    print_columns({} if found.is_own else found.mapping, found.unused, out)
    print_rejected(found.file, found.rejected, out)
    print_matches(found.file, found.by_name, out)
    title = _("Cells that are left out; their companies come in without them:")
    print_rejected(found.file, found.left_out, out, title)
    print_some((f"+ {one.organisasjonsnummer} {one.navn}" for one in found.new), out)
    print_some((_told(one, "->") for one in found.changes), out)
    title = _("Kept, since the records have them from people or from elsewhere:")
    print_some((_told(one, "<>") for one in found.kept), out, title)
    title = _("The source told of these before, and does not now:")
    print_some((f"{one.organisasjonsnummer} {one.navn}" for one in found.missing), out, title)
    _print_counts(found, out)
    if not found.is_own:
        _print_source(found, out)
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def _print_source(found: CompanyImport, out: Console) -> None:
    of_whom = ", ".join(filter(None, (found.source.tittel, found.source.lisens)))
    source = msg("Source: {title} (kilder/{name}.toml)", title=of_whom, name=found.source.navn)
    out.print(text(shown(source)))


def _print_counts(found: CompanyImport, out: Console) -> None:
    counts = msg(
        "{rows} rows: {new} new, {changed} changed, {same} same, {gone} gone, {rejected} rejected",
        **found.counts.model_dump(),
    )
    out.print(text(shown(counts), "bold"))
    if found.outside:
        told = msg(
            "{count} rows of other municipalities, or of a place that is there itself",
            count=found.outside,
        )
        out.print(shown(told))


def print_written(found: CompanyImport, out: Console) -> None:
    """Print the files that were written."""
    for path in found.written:
        out.print(text(say("written: {path}", path=path)), soft_wrap=True)
    if found.rejected_file:
        told = msg("rejected rows, with the reason: {path}", path=found.rejected_file)
        out.print(text(shown(told)), soft_wrap=True)


def print_rejected(file: str, rows: Iterable[RejectedRow], out: Console, title: str = "") -> None:
    """Print rows that are not taken in, and why."""
    print_some((f"{file}:{one.line}: {shown(one.reason)}" for one in rows), out, title)


def print_matches(file: str, matches: Iterable[NameMatch], out: Console) -> None:
    """Print which companies rows were taken for."""
    print_some(
        (
            f"{file}:{one.line}: {one.organisasjonsnummer} {one.navn} ({one.likeness:.0f} %)"
            for one in matches
        ),
        out,
    )


def _told(one: FieldChange, sign: str) -> str:
    ours, theirs = ("–" if value is None else value for value in (one.ours, one.theirs))
    return f"{one.organisasjonsnummer} {one.navn}: {one.field} {ours} {sign} {theirs}"


def print_some(lines: Iterable[str], out: Console, title: str | Text = "") -> None:
    """Print the first lines, below a title, and how many more there are."""
    total = 0
    for total, line in enumerate(lines, start=1):
        if total == 1 and title:
            out.print(title)
        if total <= SHOWN:
            out.print(text(line), soft_wrap=True)
    if total > SHOWN:
        out.print(say("  and {count} more; --json lists all", count=total - SHOWN))
