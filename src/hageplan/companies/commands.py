"""`hageplan bedrift`: a company on one page, and verbs for what happens to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal, Unpack

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.dates import day_option
from hageplan.command.declare import command
from hageplan.command.options import CompanyArgument, DryRunOption, YesOption, word_option
from hageplan.command.speech import App, Group, UsualCommand
from hageplan.companies.options import KEYS, DayOptions, FieldOptions
from hageplan.i18n import _
from hageplan.records.status import STATUS_WORDS, Status

_SHOW: Final = "show"
VERBS: Final = ("ny", "endre", "medlem", "avslag", "sluttet", "ring-ikke")
KindName = Literal["besok", "telefon", "epost", "mote"]
_KINDS: Final = {kind: kind for kind in ("besok", "telefon", "epost", "mote")} | {"e post": "epost"}


class CompanyGroup(Group):
    """A group whose words name a company to show, unless they begin with a verb."""

    usual: Final = _SHOW
    """The command that is meant where none is named."""

    def whole(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Put the name of the command before its words."""
        # A shell that completes the first word asks for companies and verbs alike.
        is_bare = not args and not ctx.resilient_parsing
        is_named = is_bare or args[:1] in (["--help"], [_SHOW]) or {*args[:1]} & {*VERBS}
        return args if is_named else [_SHOW, *args]


bedrift_app = App(cls=CompanyGroup, add_completion=False, no_args_is_help=True)


@bedrift_app.command(_SHOW, cls=UsualCommand, help=_("Show all you know about a company"))
@command()
def show(
    call: Call,
    which: Annotated[
        str,
        typer.Argument(
            metavar=_("COMPANY"),
            autocompletion=completion.bedrifter_or(*VERBS),
            help=_("The company: its name or the beginning of it, or its number."),
        ),
    ],
) -> None:
    """Print all that is known of a company."""
    from hageplan.followup import run_company

    run_company.bedrift(call, which)


@bedrift_app.command("ny", help=_("Add a company"))
@command()
def ny(
    call: Call,
    kommune: Annotated[
        str,
        typer.Option(
            "--kommune",
            "-k",
            metavar=_("NAME"),
            autocompletion=completion.kommuner,
            help=_("Municipality, by name or number."),
        ),
    ] = "",
    orgnr: Annotated[
        str,
        typer.Option(
            "--orgnr",
            metavar=_("NUMBER"),
            help=_("Organisation number. Default: a provisional one."),
        ),
    ] = "",
    status: Annotated[
        Status | None,
        word_option(
            "--status", words=STATUS_WORDS, told=_("Status. Default: prospekt (potential member).")
        ),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    **said: Unpack[FieldOptions],
) -> None:
    """Add a company."""
    from hageplan.companies import run_new

    run_new.ny(
        call,
        {**_by_key(said), "status": status},
        kommune=kommune,
        orgnr=orgnr,
        yes=yes,
        dry_run=dry_run,
    )


class EditOptions(FieldOptions, DayOptions):
    """All that `endre` can change."""


@bedrift_app.command("endre", help=_("Change fields of a company; an empty text clears"))
@command()
def endre(
    call: Call,
    which: CompanyArgument,
    status: Annotated[
        Status | None,
        word_option("--status", words=STATUS_WORDS, told=_("Status.")),
    ] = None,
    orgnr: Annotated[
        str | None,
        typer.Option(
            "--orgnr",
            metavar=_("NUMBER"),
            help=_("The real organisation number, inserted everywhere."),
        ),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    **said: Unpack[EditOptions],
) -> None:
    """Change fields of a company."""
    from hageplan.companies import run

    run.endre(call, which, _by_key(said), status=status, orgnr=orgnr, yes=yes, dry_run=dry_run)


@bedrift_app.command("medlem", help=_("Make a company a member"))
@command()
def medlem(
    call: Call,
    which: CompanyArgument,
    dato: Annotated[
        date | None,
        day_option("--dato", told=_("The day. Default: today."), towards="last"),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Make a company a member."""
    from hageplan.companies import run

    run.medlem(call, which, dato, yes=yes, dry_run=dry_run)


@bedrift_app.command("avslag", help=_("Register that a company has declined"))
@command()
def avslag(
    call: Call,
    which: CompanyArgument,
    grunn: Annotated[
        str, typer.Option("--grunn", metavar=_("TEXT"), help=_("The reason, in their own words."))
    ] = "",
    kind: Annotated[
        KindName | None,
        word_option(
            "--kind", words=_KINDS, told=_("How they answered; the answer is then logged too.")
        ),
    ] = None,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Say that a company has declined."""
    from hageplan.companies import run

    run.avslag(call, which, grunn, kind, yes=yes, dry_run=dry_run)


@bedrift_app.command("sluttet", help=_("Register that a member left, or a company closed"))
@command()
def sluttet(
    call: Call,
    which: CompanyArgument,
    dato: Annotated[
        date | None,
        day_option("--dato", told=_("The day. Default: today."), towards="last"),
    ] = None,
    nedlagt: Annotated[
        bool, typer.Option("--nedlagt", help=_("The member has closed down."))
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Say that a member has left, or that a company has closed down."""
    from hageplan.companies import run

    run.sluttet(call, which, dato, nedlagt=nedlagt, yes=yes, dry_run=dry_run)


@bedrift_app.command("ring-ikke", help=_("Stop phone calls; visits and letters are allowed"))
@command()
def ring_ikke(
    call: Call,
    which: CompanyArgument,
    opphev: Annotated[bool, typer.Option("--opphev", help=_("Allow phone calls again."))] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Mark a company that nobody is to telephone."""
    from hageplan.companies import run

    run.ring_ikke(call, which, opphev=opphev, yes=yes, dry_run=dry_run)


def _by_key(said: Any) -> dict[str, str | None]:  # noqa: ANN401  (a TypedDict of options)
    return {KEYS.get(option, option): value for option, value in said.items()}
