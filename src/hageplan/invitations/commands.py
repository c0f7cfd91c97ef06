"""`hageplan invite`."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    check_folder,
    check_targets,
    day,
    guarded,
    locate,
    note,
    progress_bar,
    records_of,
    tell_written,
)
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.invitations.invitation import Invitation


@guarded
def invite(
    which: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help=_("A saved plan's name or file."),
            autocompletion=completion.plans,
        ),
    ] = "latest",
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help=_("The folder that the drafts go into."))
    ] = Path("invitasjoner"),
    times: Annotated[
        int, typer.Option("--times", min=1, max=10, help=_("How many times each is offered."))
    ] = 3,
    workspace: WorkspaceOption = None,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Write an invitation for each stop as a draft, where the law allows it."""
    from hageplan import api
    from hageplan.calendars.busy import with_busy_times
    from hageplan.invitations.template import INVITATION, read_template
    from hageplan.workspace.plans import read_plan

    place, now = locate(workspace), day(today)
    check_folder(to)
    plan = read_plan(place.own, which)
    records = with_busy_times(records_of(place, now), place.folder, now)
    template, name = read_template(place.own, INVITATION)
    with progress_bar(quiet=quiet) as progress:
        found = api.invitations(records, plan, today=now, times=times, progress=progress)
    if not found:
        raise RequestError(
            msg("the plan has no stop to invite to"),
            msg("all are agreed or over; plan anew, or name another plan"),
        )
    epost = records.oppsett.epost
    sender = epost.avsender if epost is not None else ""
    if records.example_data:
        note(_("EXAMPLE DATA: invented companies. Your own: hageplan init FOLDER"), quiet=quiet)
    written = [one for one in found if one.allowed]
    earlier = _earlier(to, found)
    new = _write(
        folder=to, invitations=written, template=template, name=name, sender=sender, quiet=quiet
    )
    _remove(earlier - new, quiet=quiet)
    _tell_others(to, found, quiet=quiet)
    _tell_lonely(written)
    _tell_refused([one for one in found if not one.allowed])
    told = msg("{count} drafts, {refused} not allowed", count=len(written),
               refused=len(found) - len(written))  # fmt: skip
    note(shown(told), quiet=quiet)


def _write(
    folder: Path,
    invitations: Sequence[Invitation],
    template: str,
    name: str,
    sender: str,
    *,
    quiet: bool,
) -> Set[Path]:
    """Write the drafts into `folder`; return their files."""
    from hageplan.invitations.draft import draft, file_name
    from hageplan.workspace.write import replace_files

    contents: dict[Path, str | bytes] = {
        folder / file_name(one): draft(one, template, name, sender) for one in invitations
    }
    if contents:
        if folder.is_dir():
            check_targets(contents)
        replace_files(contents)
        tell_written(contents, quiet=quiet)
    return contents.keys()


def _drafts(folder: Path) -> dict[Path, str]:
    """Return our drafts in a folder, and whose each is; what people renamed is theirs."""
    from hageplan.invitations.draft import invited

    files = sorted(folder.iterdir()) if folder.is_dir() else []
    whose = {file: invited(file.name) for file in files if file.is_file()}
    return {file: number for file, number in whose.items() if number}


def _earlier(folder: Path, found: Sequence[Invitation]) -> Set[Path]:
    """Return the drafts to those who get a new one, or none any more."""
    numbers = {one.answer.organisasjonsnummer for one in found}
    return {file for file, number in _drafts(folder).items() if number in numbers}


def _remove(files: Set[Path], *, quiet: bool) -> None:
    """Remove drafts whose times no longer hold, and say so."""
    for file in sorted(files):
        try:
            file.unlink(missing_ok=True)
        except OSError as fault:
            raise RequestError(
                msg("{path}: cannot be removed: {why}", path=file, why=fault.strerror or fault),
                msg("its time no longer holds: remove it yourself, and do not send it"),
            ) from fault
        note(shown(msg("removed, an earlier draft: {path}", path=file)), quiet=quiet)


def _tell_others(folder: Path, found: Sequence[Invitation], *, quiet: bool) -> None:
    """Say that drafts lie there to those whom this plan does not invite."""
    numbers = {one.answer.organisasjonsnummer for one in found}
    others = [file.name for file, number in _drafts(folder).items() if number not in numbers]
    if others:
        told = msg("drafts of earlier runs, to others: {names}; look before you send them",
                   names=", ".join(others))  # fmt: skip
        note(shown(told), quiet=quiet)


def _tell_lonely(written: Sequence[Invitation]) -> None:
    """Say of whom is offered one time alone, and why."""
    from hageplan.invitations.draft import alone_line

    for line in filter(None, map(alone_line, written)):
        typer.echo(line)


def _tell_refused(refused: Sequence[Invitation]) -> None:
    """Say whom not to write to, and what to do instead."""
    from hageplan.invitations.draft import refused_lines

    for one in refused:
        for line in refused_lines(one):
            typer.echo(line)
