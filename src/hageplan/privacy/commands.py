"""`hageplan privacy`: what is stored of people, and what they have asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import CompanyArgument, DryRunOption, YesOption
from hageplan.command.speech import App
from hageplan.i18n import _

PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar=_("PERSON|COMPANY"),
        autocompletion=completion.bedrifter,
        help=_("A person (name, e-mail address or phone number) or a company."),
    ),
]

privacy_app = App(help=_("Show, erase or block personal data"))


@privacy_app.callback(invoke_without_command=True)
@command()
def overview(call: Call, context: typer.Context) -> None:  # noqa: ARG001  (read by the decorator)
    """Show which personal data is stored, why, since when and until when."""
    from hageplan.privacy import run

    run.overview(call)


@privacy_app.command("reserve", help=_("Put a company on the do-not-contact list"))
@command()
def reserve(
    call: Call,
    company: CompanyArgument,
    grunn: Annotated[
        str, typer.Option("--grunn", metavar=_("TEXT"), help=_("The reason, in their own words."))
    ] = "",
) -> None:
    """Put a company on the list of those who are not to be contacted."""
    from hageplan.privacy import run

    run.reserve(call, company, grunn)


@privacy_app.command("email", help=_("Check whether an address may get marketing e-mail"))
@command()
def email(
    call: Call,
    company: CompanyArgument,
    address: Annotated[
        str | None,
        typer.Argument(metavar=_("ADDRESS"), help=_("Default: the contact person's address.")),
    ] = None,
) -> None:
    """Tell whether marketing e-mail may go to an address of a company; exit with 1 where not."""
    from hageplan.privacy import run

    run.email(call, company, address)


@privacy_app.command("forget", help=_("Erase a person or a company everywhere"))
@command()
def forget(
    call: Call, who: PersonArgument, yes: YesOption = False, dry_run: DryRunOption = False
) -> None:
    """Remove a person or a company everywhere, and print a receipt."""
    from hageplan.privacy import run

    run.forget(call, who, yes=yes, dry_run=dry_run)


@privacy_app.command("purge", help=_("Erase what has been stored long enough"))
@command()
def purge(call: Call, yes: YesOption = False, dry_run: DryRunOption = False) -> None:
    """Remove what was kept as long as the settings say, and print a receipt."""
    from hageplan.privacy import run

    run.purge(call, yes=yes, dry_run=dry_run)


@privacy_app.command("export", help=_("Show all that is stored on a person or a company"))
@command()
def export(call: Call, who: PersonArgument) -> None:
    """Print all that is stored of a person or a company, with file and line."""
    from hageplan.privacy import run

    run.export(call, who)
