"""`hageplan geocode`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hageplan.command.options import (
    DebugOption,
    DryRunOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    between_requests,
    day,
    guarded,
    locate,
    own_folder,
    print_json,
    progress_bar,
    records_of,
    tell_written,
    writing,
)
from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.imports.sources.addresses import Geocoded


@guarded
def geocode(
    kommune: KommuneOption = None,
    dry_run: DryRunOption = False,
    today: TodayOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Look up where companies without coordinates are."""
    from hageplan import api
    from hageplan.imports.apply import apply_import
    from hageplan.records.memory import ADDRESSES, CC_BY, KARTVERKET, Kilde
    from hageplan.workspace.kilder import read_snapshot

    place = locate(workspace)
    folder = own_folder(place)
    written: tuple[Path, ...] = ()
    with nullcontext() if dry_run else writing(folder, quiet=quiet or as_json):
        records = records_of(place, day(None))
        settings = records.oppsett.innlesing
        with progress_bar(quiet=quiet or as_json, doing=_("Fetching")) as progress:
            found = api.geocode(
                records,
                read_snapshot(folder, KARTVERKET),
                kommune or (),
                between_requests(settings.pause_sekunder),
                progress,
            )
        if not dry_run:
            kilde = Kilde(navn=KARTVERKET, tittel=ADDRESSES, lisens=CC_BY, hentet=day(today))
            changes = {number: vars(place) for number, place in found.found.items()}
            written = apply_import(folder, (), changes, kilde, found.said, records.kommuner)
    _tell(found, written, as_json=as_json, dry_run=dry_run)
    tell_written(written, quiet=quiet or as_json)
    if found.failure is not None:
        raise found.failure


def _tell(found: Geocoded, written: tuple[Path, ...], *, as_json: bool, dry_run: bool) -> None:
    from hageplan.imports.geocode_terminal import position_list

    document = position_list(found, written, dry=dry_run)
    counts = document.counts
    if as_json:
        print_json(document)
        return
    words = (
        (_("By address: {count}"), counts.adresse),
        (_("By road: {count}"), counts.vei),
        (_("By postcode: {count}"), counts.poststed),
        (_("Not known, planned at the municipality's centre: {count}"), counts.unknown),
        (_("Asked for before: {count}"), counts.asked_before),
        (_("Without an address: {count}"), counts.no_address),
        (_("Not found out: {count}"), counts.not_asked),
    )
    for text, count in words:
        if count:
            typer.echo(text.format(count=count))
    if not any(count for _name, count in counts):
        typer.echo(_("All companies have coordinates."))
    if dry_run:
        typer.echo(_("Dry run: nothing was written."))
