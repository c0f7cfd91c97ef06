"""The visits that a calendar holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.imports.result import Besoksliste, EntryCounts
from hageplan.imports.sources.visits import Visits
from hageplan.imports.terminal import listed_rejections, print_some
from hageplan.messages import msg
from hageplan.ui.console import text


def print_visits(found: Visits, names: Mapping[str, str], out: Console) -> None:
    """Print what would be logged and booked; `names` are by organisasjonsnummer."""
    for heading, entries in ((_("To be logged"), found.past), (_("To be booked"), found.coming)):
        if entries:
            out.print(text(heading, "bold"))
        print_some(
            (
                f"  {one.tid:%Y-%m-%d %H:%M} {names[one.organisasjonsnummer]},"
                f" {one.medarbeider}, {one.minutter} min"
                for one in entries
            ),
            out,
        )
    if found.rejected:
        out.print(text(_("To be looked at"), "bold"))
    print_some((f"  {shown(one.what)}" for one in found.rejected), out)
    counts = msg("{rows} visits: {new} new, {same} same, {rejected} rejected", **found.counts)
    out.print(text(shown(counts), "bold"))
    if found.outside:
        out.print(shown(msg("{count} events name no company", count=found.outside)))


def visit_list(found: Visits, written: tuple[Path, ...], *, dry: bool) -> Besoksliste:
    """Return the visits as a document, texts in English."""
    return Besoksliste(
        file=found.file,
        dry_run=dry,
        counts=EntryCounts(**found.counts),
        outside=found.outside,
        to_be_logged=tuple(found.past),
        to_be_booked=tuple(found.coming),
        rejected=listed_rejections(found.rejected),
        written=tuple(path.as_posix() for path in written),
    )
