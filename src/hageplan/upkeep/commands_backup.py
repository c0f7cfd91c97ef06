"""`hageplan backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command.options import (
    DebugOption,
    DryRunOption,
    JsonOption,
    LangOption,
    QuietOption,
    WorkspaceOption,
    YesOption,
)
from hageplan.command.running import (
    guarded,
    locate,
    note,
    now,
    own_folder,
    print_json,
    unconfirmed,
    writing,
)
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.messages import msg

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
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Put all files of the workspace into a dated archive, and read it back."""
    from hageplan.upkeep.backup import backup_to

    folder = own_folder(locate(workspace))
    if to is not None and not to.is_dir():
        raise RequestError(
            msg("{folder}: there is no such folder", folder=to), msg("make it, or name another")
        )
    with writing(folder, quiet=quiet):
        path, count = backup_to(folder, to, now())
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
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Show what a backup would bring back, and bring it back where that is wanted."""
    from hageplan.command.prompt import agreed
    from hageplan.upkeep.backup import backup_to, latest_backup, read_backup
    from hageplan.upkeep.restore import restore as write_back
    from hageplan.upkeep.restore import restoring
    from hageplan.upkeep.restore_terminal import print_restoring, restoring_json

    folder = own_folder(locate(workspace))
    path = latest_backup(folder) if archive == LATEST else Path(archive)
    with writing(folder, quiet=quiet):
        found = restoring(folder, read_backup(path))
        if not as_json:
            print_restoring(found, path)
        applies = (
            not found.is_empty
            and not dry_run
            and (yes or agreed(_("Bring this back?"), as_json=as_json))
        )
        if applies:
            saved, _count = backup_to(folder, None, now())
            write_back(folder, found)
            note(shown(msg("what was there: {path}", path=saved)), quiet=quiet)
    if as_json:
        print_json(restoring_json(found, applied=applies))
    if applies:
        note(_("hageplan: brought back"), quiet=quiet)
    elif not found.is_empty and not dry_run:
        raise unconfirmed(quiet=quiet)
