"""How much of each municipality the list has, for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, say
from hageplan.imports.figures.counts_result import CountsImport
from hageplan.interest.coverage_texts import region_text
from hageplan.ui.console import figures, line, table, text
from hageplan.ui.numbers import decimal


def print_counts(found: CountsImport, out: Console) -> None:
    """Print the companies of the list beside those that there are, by employees."""
    out.print(text(found.title, "bold"))
    sizes = [part.name for part in found.kommuner[0].sizes] if found.kommuner else []
    rows = table(out, line(_("Municipality")), *figures(_("All"), *map(_heading, sizes)))
    for row in found.kommuner:
        cells = (f"{part.ours}/{_known(part.all)}" for part in row.sizes)
        rows.add_row(text(row.navn), f"{row.ours}/{decimal(row.all, 0)}", *cells)
    if found.kommuner:
        out.print(rows)
        out.print(text(_("On the list / places of business in all; columns: employees."), "dim"))
        told = region_text(found.kommuner, len(found.kommuner) + len(found.missing))
        out.print(text(told))
    if found.missing:
        out.print(text(say("Not in the table: {names}", names=", ".join(found.missing))))
    out.print(text(say("Source: {title}, {licence}", title=found.title, licence=found.licence)))
    for path in found.written:
        out.print(text(say("written: {path}", path=path)), soft_wrap=True)
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def _heading(size: str) -> str:
    return f"{size}+".replace("-+", "+") if size.endswith("-") else size.replace("-", "–")


def _known(count: int | None) -> str:
    return "?" if count is None else decimal(count, 0)
