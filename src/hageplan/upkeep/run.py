"""What `init`, `backup` and `restore` do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import print_json, tell_written, unconfirmed
from hageplan.command.call import Call, norwegian_time
from hageplan.command.prompt import agreed
from hageplan.errors import RequestError
from hageplan.i18n import _, say
from hageplan.messages import msg
from hageplan.ui.console import console
from hageplan.upkeep.backup import BEFORE_RESTORE, backup_to, latest_backup, read_backup
from hageplan.upkeep.create import check_free, create_workspace, new_workspace
from hageplan.upkeep.restore import Restoration, restoration
from hageplan.upkeep.terminal import print_backup, print_restoration
from hageplan.workspace.find import is_cut_off
from hageplan.workspace.journal import change_files
from hageplan.workspace.lookup import find_all
from hageplan.workspace.partial import read_kommuner

LATEST: Final = "latest"
"""The word for the workspace's latest backup."""


def init(call: Call, folder: Path, kommuner: Sequence[str], *, demo: bool) -> None:
    """Make a workspace in `folder` that covers the municipalities, or the example region."""
    catalogue = read_kommuner()
    chosen = [catalogue[number] for number in find_all(kommuner, catalogue, ())]
    files = new_workspace(folder, chosen, demo=demo)
    if not is_cut_off(folder):
        check_free(files)
    with replace(call, folder=folder, is_example=False).writing():
        create_workspace(folder, files)
    tell_written(files, quiet=call.quiet)
    call.note(_("next: write in hageplan.toml where the office is and who makes visits; then"))
    where = "" if folder.resolve() == Path.cwd() else f' --workspace "{folder}"'
    call.note(f"  hageplan import excel LISTE.xlsx{where}")


def backup(call: Call, to: Path | None) -> None:
    """Put all files of the workspace into an archive, in the folder `to` or in its own."""
    call.own_folder()
    if to is not None and not to.is_dir():
        raise RequestError(
            msg("the folder {folder} does not exist", folder=to), msg("create it, or give another")
        )
    with call.writing() as folder:
        made = backup_to(folder, to, norwegian_time())
    call.show(made, lambda out: print_backup(made, out))


def restore(call: Call, archive: str, *, yes: bool, dry_run: bool) -> None:
    """Show what the backup `archive` would bring back; bring it back where that is wanted."""
    own = call.own_folder()
    path = latest_backup(own) if archive == LATEST else Path(archive)

    def agrees(found: Restoration) -> bool:
        if not call.as_json:
            print_restoration(found, path, console())
        return not (found.is_empty or dry_run) and (
            yes
            or agreed(
                _("Restore these files? What is there now is saved first."), as_json=call.as_json
            )
        )

    def brought_back(folder: Path, found: Restoration) -> None:
        saved = backup_to(folder, None, norwegian_time(), name=BEFORE_RESTORE)
        change_files(folder, {folder / name: content for name, content in found.contents.items()})
        call.note(say("what was there before: {path}", path=saved.file))

    content = read_backup(path)
    found, applies = change_where_agreed(
        call,
        lambda folder: restoration(folder, content),
        agrees,
        brought_back,
        asks=dry_run or not yes,
    )
    if call.as_json:
        print_json(found.model_copy(update={"applied": applies}))
    if applies:
        call.note(_("hageplan: the files are restored"))
    elif not found.is_empty and not dry_run:
        raise unconfirmed(quiet=call.quiet)
