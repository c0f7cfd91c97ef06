"""`hageplan import csv`."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Final

import typer

from hageplan.cli.options import DebugOption, JsonOption, LangOption, WorkspaceOption
from hageplan.cli.running import day, guarded, locate, print_json, records_of, writing
from hageplan.i18n import _

_BETWEEN_PAIRS: Final = re.compile(r",(?=\s*\w+=)")
"""A comma with FIELD= behind it; headings may hold commas of their own."""

import_app = typer.Typer(
    help=_("Bring in records from elsewhere."), no_args_is_help=True, rich_markup_mode=None
)


@import_app.command("csv", help=_("Add the companies of a CSV file that are not there yet."))
@guarded
def import_csv(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A register extract."))],
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=HEADING", help=_("Which column is which field.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would change, write nothing."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Add the companies of a CSV file that are not there yet."""
    from hageplan import api
    from hageplan.errors import RequestError
    from hageplan.messages import msg
    from hageplan.records.personvern import is_forgotten
    from hageplan.render.console import console
    from hageplan.render.import_report import import_json, print_import
    from hageplan.workspace.append import append_bedrifter
    from hageplan.workspace.receipts import read_receipts, read_salt

    place = locate(workspace)
    if place.own is None:
        raise RequestError(
            msg("there is no workspace to import into"), msg("make one: hageplan init FOLDER")
        )
    mapping = _mapping(columns or [])
    written: tuple[Path, ...] = ()
    with nullcontext() if dry_run else writing(place.own, quiet=as_json):
        records = records_of(place, day(None))
        salt, receipts = read_salt(place.own), read_receipts(place.own)
        report = api.read_import(
            records, file, mapping, lambda number: is_forgotten(number, salt, receipts)
        )
        if not dry_run:
            written = append_bedrifter(place.folder, report.changes.new, records.kommuner)
    if as_json:
        print_json(import_json(report, written, dry=dry_run))
    else:
        print_import(report, written, console(), dry=dry_run)


def _mapping(words: list[str]) -> dict[str, str]:
    """Return the headings by field of words such as FIELD=HEADING, or several apart by commas."""
    found = {}
    for pair in (pair for word in words for pair in _BETWEEN_PAIRS.split(word)):
        field, sign, heading = pair.partition("=")
        if not sign or not field.strip() or not heading.strip():
            raise typer.BadParameter(_("write --map FIELD=HEADING"))
        found[field.strip()] = heading.strip()
    return found
