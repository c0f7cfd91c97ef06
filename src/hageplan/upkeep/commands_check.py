"""`hageplan check`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    Place,
    day,
    guarded,
    locate,
    note,
    now,
    own_folder,
    print_json,
    unconfirmed,
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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Read all records and report every fault with file and line."""
    from hageplan import api
    from hageplan.ui.console import console, example_notice
    from hageplan.ui.problems import count, print_counts, print_problems, problems_json

    place = locate(workspace)
    if repair:
        _repair(place, yes=yes, as_json=as_json, quiet=quiet)
        if as_json:
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


def _repair(place: Place, *, yes: bool, as_json: bool, quiet: bool) -> None:
    """Show how damaged files are mended, and mend them; end the command where nobody agrees."""
    from hageplan.command.prompt import agreed
    from hageplan.upkeep.backup import backup_to
    from hageplan.upkeep.repair import files_of, proposal
    from hageplan.upkeep.repair_terminal import mends_json, print_mends
    from hageplan.workspace.write import replace_files

    folder = own_folder(place)
    with writing(folder, quiet=quiet):
        mends = proposal(folder)
        if not as_json:
            print_mends(mends)
        applies = bool(mends) and (yes or agreed(_("Mend them so?"), as_json=as_json))
        if applies:
            saved, _count = backup_to(folder, None, now())
            replace_files(files_of(folder, mends, now()))
            note(shown(msg("what was there: {path}", path=saved)), quiet=quiet)
    if as_json:
        print_json(mends_json(mends, applied=applies))
    if mends and not applies:
        raise unconfirmed(quiet=quiet)
