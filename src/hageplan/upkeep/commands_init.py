"""`hageplan init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import DebugOption, LangOption, QuietOption
from hageplan.command.running import guarded, note
from hageplan.i18n import _, shown


@guarded
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("The new workspace's folder."))],
    kommune: Annotated[
        list[str] | None,
        typer.Option(
            "--kommune",
            "-k",
            metavar="NAME",
            autocompletion=completion.all_kommuner,
            help=_("Municipality, by name or number; may be given several times."),
        ),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Fill it with the example region."))
    ] = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Make a workspace to fill in."""
    from hageplan.messages import msg
    from hageplan.upkeep.create import create_workspace
    from hageplan.workspace.lookup import find_all
    from hageplan.workspace.shipped import read_kommuner

    catalogue = read_kommuner()
    chosen = [catalogue[number] for number in find_all(kommune or (), catalogue, ())]
    for path in create_workspace(folder, chosen, demo=demo):
        note(shown(msg("written: {path}", path=path)), quiet=quiet)
    following = msg('next: fill in, then hageplan check --workspace "{folder}"', folder=folder)
    note(shown(following), quiet=quiet)
