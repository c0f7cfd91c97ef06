"""What importing the answers of a form did or would do."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.imports.result import EntryCounts, Gjenkjent, Svarliste
from hageplan.imports.sources.survey import Answers
from hageplan.imports.terminal import listed_rejections, print_columns, print_some
from hageplan.messages import msg
from hageplan.ui.console import text
from hageplan.ui.numbers import short_date


def print_answers(found: Answers, out: Console, *, dry: bool) -> None:
    """Print the mapping, the rows that need a look, and counts that add up."""
    out.print(text(f"{found.file} ({found.encoding}, «{found.delimiter}»)", "bold"))
    print_columns(found.headings, found.unused, out)
    print_some((f"{found.file}:{r.line}: {shown(r.what)}" for r in found.rejected), out)
    print_some(
        (
            f"{found.file}:{line}: {likely.organisasjonsnummer} {likely.navn}"
            f" ({likely.likeness:.0f} %)"
            for line, likely in found.alike
        ),
        out,
    )
    print_some(
        (
            f"{short_date(one.tid.date())} {one.organisasjonsnummer}: {one.interesse or '–'}"
            for one in found.new
        ),
        out,
    )
    counts = msg("{rows} rows: {new} new, {same} same, {rejected} rejected", **found.counts)
    out.print(text(shown(counts), "bold"))
    if dry:
        out.print(_("Dry run: nothing was written."))


def answer_list(found: Answers, written: tuple[Path, ...], *, dry: bool) -> Svarliste:
    """Return what the answers came to as a document, texts in English."""
    return Svarliste(
        file=found.file,
        encoding=found.encoding,
        delimiter=found.delimiter,
        dry_run=dry,
        counts=EntryCounts(**found.counts),
        mapping=dict(found.headings),
        unused=found.unused,
        new=found.new,
        rejected=listed_rejections(found.rejected),
        by_name=tuple(
            Gjenkjent(
                line=line,
                organisasjonsnummer=likely.organisasjonsnummer,
                navn=likely.navn,
                likeness=likely.likeness,
            )
            for line, likely in found.alike
        ),
        written=tuple(path.as_posix() for path in written),
    )
