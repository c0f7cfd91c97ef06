"""What `check --repair` does before it reports faults: repair damaged files."""

from __future__ import annotations

from hageplan.command.answer import print_json, unconfirmed
from hageplan.command.call import Call, norwegian_time
from hageplan.command.prompt import agreed
from hageplan.i18n import _, say
from hageplan.ui.console import console
from hageplan.upkeep.backup import BEFORE_REPAIR, backup_to
from hageplan.upkeep.repair import contents_of_repair, proposal
from hageplan.upkeep.repair_terminal import print_repair
from hageplan.workspace.journal import change_files, settle


def repair(call: Call, *, yes: bool) -> None:
    """Show how damaged files are repaired, and repair them; end the command where nobody agrees."""
    with call.writing(stops=False) as folder:
        found = proposal(folder, settle(folder))
        if not call.as_json:
            print_repair(found, console())
        applies = bool(found.findings) and (
            yes or agreed(_("Repair them this way?"), as_json=call.as_json)
        )
        if applies:
            now = norwegian_time()
            saved = backup_to(folder, None, now, name=BEFORE_REPAIR)
            change_files(folder, contents_of_repair(folder, found.files, now))
            call.note(say("what was there before: {path}", path=saved.file))
    if call.as_json:
        print_json(found.model_copy(update={"applied": applies}))
    if found.findings and not applies:
        raise unconfirmed(quiet=call.quiet)
