"""`hageplan check`."""

from __future__ import annotations

import typer

from hageplan.cli.options import DebugOption, JsonOption, LangOption, QuietOption, WorkspaceOption
from hageplan.cli.running import day, guarded, locate, print_json


@guarded
def check(
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
