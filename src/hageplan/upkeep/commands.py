"""`hageplan check`, `init`, `backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import DryRunOption, YesOption
from hageplan.i18n import _


@command(without=["today"])
def check(
    call: Call,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help=_("Show how damaged files will be repaired, and repair them.")
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("With --repair: do it without asking."))
    ] = False,
) -> None:
    """Read all records and report every fault with file and line."""
    from hageplan.upkeep import run_check

    run_check.check(call, is_repair=repair, yes=yes)


@command(without=["workspace", "as_json", "today"])
def init(
    call: Call,
    folder: Annotated[
        Path, typer.Argument(metavar=_("FOLDER"), help=_("The folder of the new workspace."))
    ],
    kommune: Annotated[
        list[str] | None,
        typer.Option(
            "--kommune",
            "-k",
            metavar=_("NAME"),
            autocompletion=completion.all_kommuner,
            help=_("Municipality, by name or number. Can be repeated."),
        ),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Fill the folder with the example region."))
    ] = False,
) -> None:
    """Make a workspace to fill in."""
    from hageplan.upkeep import run

    run.init(call, folder, kommune or (), demo=demo)


@command(without=["today"])
def backup(
    call: Call,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder", metavar=_("FOLDER"), help=_("Another folder, preferably on another disk.")
        ),
    ] = None,
) -> None:
    """Put all files of the workspace into a dated archive, and read it back."""
    from hageplan.upkeep import run

    run.backup(call, folder)


@command(without=["today"])
def restore(
    call: Call,
    archive: Annotated[
        str, typer.Argument(metavar=_("FILE|latest"), help=_("A backup made by hageplan backup."))
    ],
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Show what a backup would bring back, and bring it back where that is wanted."""
    from hageplan.upkeep import run

    run.restore(call, archive, yes=yes, dry_run=dry_run)
