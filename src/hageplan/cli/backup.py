"""`hageplan backup` and `restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.cli.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    WorkspaceOption,
)
from hageplan.cli.running import guarded, locate, no_workspace, note, now, print_json, writing
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.workspace.restore import Restoring

LATEST = "latest"


@guarded
def backup(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help=_("Another folder, best on another disk.")),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Put all files of the workspace into a dated archive, and read it back."""
    from hageplan.workspace.backup import backup_to, contents_of

    place = locate(workspace)
    if place.own is None:
        raise no_workspace()
    if to is not None and not to.is_dir():
        raise RequestError(
            msg("{folder}: there is no such folder", folder=to), msg("make it, or name another")
        )
    with writing(place.own, quiet=quiet):
        path = backup_to(place.own, to, now())
        count = len(contents_of(place.own))
    if as_json:
        print_json({"schema": "hageplan/backup/1", "file": str(path), "files": count})
    else:
        saved = msg("saved and read back: {path}, {count} files", path=path, count=count)
        typer.echo(shown(saved))


@guarded
def restore(
    archive: Annotated[
        str, typer.Argument(metavar="FILE|latest", help=_("A backup that hageplan backup made."))
    ],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would change, write nothing."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.cli.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Show what a backup would bring back, and bring it back where that is wanted."""
    from hageplan.render.restore_terminal import print_restoring, restoring_json
    from hageplan.workspace.backup import backup_to, latest_backup, read_backup
    from hageplan.workspace.restore import restore as write_back
    from hageplan.workspace.restore import restoring

    place = locate(workspace)
    if place.own is None:
        raise no_workspace()
    path = latest_backup(place.own) if archive == LATEST else Path(archive)
    with writing(place.own, quiet=quiet):
        found = restoring(place.own, read_backup(path))
        if not as_json:
            print_restoring(found, path)
        applies = not found.is_empty and not dry_run and (yes or _agreed(as_json=as_json))
        if applies:
            saved = backup_to(place.own, None, now())
            write_back(place.own, found)
            note(shown(msg("what was there: {path}", path=saved)), quiet=quiet)
    if as_json:
        print_json(restoring_json(found, applied=applies))
    _end(found, applied=applies, dry_run=dry_run, quiet=quiet)


def _agreed(*, as_json: bool) -> bool:
    if as_json or not sys.stdin.isatty():
        return False
    from hageplan.cli.asking import confirmed

    return confirmed(_("Bring this back?"))


def _end(found: Restoring, *, applied: bool, dry_run: bool, quiet: bool) -> None:
    if applied:
        note(_("hageplan: brought back"), quiet=quiet)
    elif not found.is_empty and not dry_run:
        note(_("hageplan: nothing was changed; --yes does it"), quiet=quiet)
        raise typer.Exit(1)
