"""`hageplan privacy reserve` and `privacy email`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    day,
    guarded,
    locate,
    note,
    own_folder,
    print_json,
    records_of,
    writing,
)
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.messages import msg

NumberArgument = Annotated[
    str,
    typer.Argument(
        metavar="ORGNR",
        autocompletion=completion.numbers,
        help=_("The company's organisasjonsnummer."),
    ),
]


@guarded
def reserve(
    number: NumberArgument,
    grunn: Annotated[str, typer.Option("--grunn", metavar="TEXT", help=_("What they said."))] = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Put a company on the list of those who are not to be contacted."""
    from hageplan.records.personvern import Reservasjon
    from hageplan.workspace.reservations import append_reservation, is_reserved

    folder, orgnr = own_folder(locate(workspace)), _checked(number)
    wanted = Reservasjon(organisasjonsnummer=orgnr, siden=day(today), grunn=grunn.strip())
    with writing(folder, quiet=quiet):
        is_new = not is_reserved(folder, orgnr)
        path = append_reservation(folder, wanted)
    if as_json:
        table = wanted.model_dump(mode="json") if is_new else {"organisasjonsnummer": orgnr}
        print_json({"schema": "hageplan/reserve/1", "added": is_new, **table})
    elif is_new:
        typer.echo(shown(msg("Opted out: {number}, from now on", number=orgnr)))
    else:
        typer.echo(shown(msg("{number} had opted out already: nothing changed", number=orgnr)))
    _say(path, orgnr, is_new=is_new, folder=folder, quiet=quiet)


@guarded
def email(
    number: NumberArgument,
    address: Annotated[
        str | None, typer.Argument(metavar="ADDRESS", help=_("Else the contact's own."))
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Tell whether marketing e-mail may go to an address of a company; exit with 1 where not."""
    from hageplan.mail.consent import may_email
    from hageplan.mail.consent_text import email_json, email_lines

    place, on_day = locate(workspace), day(today)
    answer = may_email(records_of(place, on_day), number, address, today=on_day)
    if as_json:
        print_json(email_json(answer))
    else:
        for line in email_lines(answer):
            typer.echo(line)
    if not answer.allowed:
        raise typer.Exit(1)


def _checked(text: str) -> str:
    """Return an organisasjonsnummer without spaces; the company need not be known yet."""
    from hageplan.records.spelling import compact, is_organisasjonsnummer
    from hageplan.workspace.lookup import repr_name

    number = compact(text)
    if not is_organisasjonsnummer(number):
        raise RequestError(
            msg("{value} is not an organisasjonsnummer", value=repr_name(text)),
            msg("nine digits whose last is the right check digit (mod 11)"),
        )
    return number


def _say(path: Path, number: str, *, is_new: bool, folder: Path, quiet: bool) -> None:
    from hageplan.workspace.partial import companies

    if number not in {company.organisasjonsnummer for company in companies(folder)}:
        unknown = msg("{number} is no company here; imports leave it out", number=number)
        note(shown(unknown), quiet=quiet)
    if is_new:
        note(shown(msg("written: {path}", path=path)), quiet=quiet)
