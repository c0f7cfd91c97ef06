"""What `invite` does: find whom to invite and to when, write the drafts, tell of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Final

import typer

from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.run import refresh_calendars
from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.command.results import check_folder, check_targets
from hageplan.errors import RequestError
from hageplan.i18n import _, nsay, say, shown
from hageplan.invitations.draft import alone_line, draft, file_name, invited, refused_lines
from hageplan.invitations.invitation import Invitation, invitations
from hageplan.messages import msg
from hageplan.workspace.files import read_file
from hageplan.workspace.find import data_dir
from hageplan.workspace.journal import change_files
from hageplan.workspace.plans import read_plan
from hageplan.workspace.write import replace_files

TEMPLATE: Final = "maler/invitasjon.txt.j2"
"""The letter, in the workspace and among what is shipped for it."""


def invite(call: Call, which: str, folder: Path, times: int) -> None:
    """Write a draft into `folder` for each stop to invite to, and remove what no longer holds."""
    check_folder(folder)
    plan = read_plan(call.own, which)
    refresh_calendars(call)
    records = with_busy_times(call.records(), call.folder, call.today)
    template = _read_template(call.own)
    with progress_bar(quiet=call.quiet) as progress:
        found = invitations(records, plan, today=call.today, times=times, progress=progress)
    if not found:
        raise RequestError(
            msg("the plan has no stops to invite to"),
            msg("all visits are booked or past; make a new plan, or choose another one"),
        )
    epost = records.oppsett.epost
    sender = epost.avsender if epost is not None else ""
    if records.example_data:
        call.note(
            _("EXAMPLE DATA: the companies are invented. Make your own: hageplan init FOLDER")
        )
    written = [one for one in found if one.allowed]
    earlier = _earlier(folder, found)
    contents = {folder / file_name(one): draft(one, template, TEMPLATE, sender) for one in written}
    _write(call, folder, contents, earlier - contents.keys())
    _tell_others(call, folder, found)
    for line in filter(None, map(alone_line, written)):
        typer.echo(line)
    for one in found:
        for line in () if one.allowed else refused_lines(one):
            typer.echo(line)
    told = nsay(
        "1 draft, {refused} not allowed",
        "{count} drafts, {refused} not allowed",
        count=len(written),
        refused=len(found) - len(written),
    )
    call.note(told)


def _read_template(own: Path | None) -> str:
    """Return the workspace's template, else the one that is shipped; raises RequestError."""
    ours = own / TEMPLATE if own is not None else None
    path = ours if ours is not None and ours.is_file() else data_dir() / "mal" / TEMPLATE
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RequestError(
            msg("{name} is not UTF-8", name=TEMPLATE), msg("save it as UTF-8")
        ) from fault


def _write(call: Call, folder: Path, contents: Mapping[Path, bytes], gone: Set[Path]) -> None:
    """Write the drafts, and remove those whose times no longer hold."""
    if folder.is_dir():
        check_targets(contents)
    if call.own is None:
        replace_files(contents)
        for file in gone:
            file.unlink(missing_ok=True)
    else:
        with call.writing() as own:
            change_files(own, {**contents, **dict.fromkeys(sorted(gone))})
    tell_written(contents, quiet=call.quiet)
    for file in sorted(gone):
        call.note(say("deleted an earlier draft: {path}", path=file))


def _drafts(folder: Path) -> dict[Path, str]:
    """Return our drafts in a folder, and whose each is; what people renamed is theirs."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    whose = {file: invited(file.name) for file in files if file.is_file()}
    return {file: number for file, number in whose.items() if number}


def _earlier(folder: Path, found: Sequence[Invitation]) -> Set[Path]:
    """Return the drafts to those who get a new one, or none any more."""
    numbers = {one.answer.organisasjonsnummer for one in found}
    return {file for file, number in _drafts(folder).items() if number in numbers}


def _tell_others(call: Call, folder: Path, found: Sequence[Invitation]) -> None:
    """Say that drafts lie there to those whom this plan does not invite."""
    numbers = {one.answer.organisasjonsnummer for one in found}
    others = [file.name for file, number in _drafts(folder).items() if number not in numbers]
    if others:
        told = msg("drafts from earlier runs, to others: {names}; check them before you send them",
                   names=", ".join(others))  # fmt: skip
        call.note(shown(told))
