"""`hageplan check`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hageplan.cli.options import DebugOption, JsonOption, LangOption, QuietOption, WorkspaceOption
from hageplan.cli.running import (
    Place,
    day,
    guarded,
    locate,
    no_workspace,
    note,
    now,
    print_json,
    writing,
)
from hageplan.i18n import _, shown
from hageplan.messages import msg


@guarded
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help=_("Show how damaged files are mended, and mend them."))
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("With --repair: do it without asking."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Read all records and report every fault with file and line."""
    from hageplan import api
    from hageplan.render.console import console, example_notice
    from hageplan.render.problems import count, print_counts, print_problems, problems_json

    place = locate(workspace)
    if repair and not _repaired(place, yes=yes, as_json=as_json, quiet=quiet):
        raise typer.Exit(1)
    if repair and as_json:
        return
    records, problems = api.check(place.folder, day(None))
    if as_json:
        example = records.example_data
        print_json(problems_json(problems, str(place.folder), example_data=example))
    else:
        out = console()
        if records.example_data:
            example_notice(out)
        print_problems(problems, out)
        if not quiet:
            print_counts(problems, str(place.folder), out)
    if count(problems)["errors"]:
        raise typer.Exit(1)


def _repaired(place: Place, *, yes: bool, as_json: bool, quiet: bool) -> bool:
    """Show how damaged files are mended and mend them where that is wanted; tell if all are."""
    from hageplan.render.repair_terminal import mends_json, print_mends
    from hageplan.workspace.backup import backup_to
    from hageplan.workspace.repair import files_of, proposal
    from hageplan.workspace.write import replace_files

    if place.own is None:
        raise no_workspace()
    with writing(place.own, quiet=quiet):
        mends = proposal(place.own)
        if not as_json:
            print_mends(mends)
        agreed = bool(mends) and (yes or (not as_json and _agreed()))
        if agreed:
            saved = backup_to(place.own, None, now())
            replace_files(files_of(place.own, mends, now()))
            note(shown(msg("what was there: {path}", path=saved)), quiet=quiet)
    if as_json:
        print_json(mends_json(mends, applied=agreed))
    if mends and not agreed:
        note(_("hageplan: nothing was changed; --yes does it"), quiet=quiet)
    return agreed or not mends


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return False
    from hageplan.cli.asking import confirmed

    return confirmed(_("Mend them so?"))
