"""All commands by name. Imported after the language is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Final

import typer

from hageplan.app.examples import epilog, put_examples
from hageplan.i18n import _

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "score": ("interest", _("Interest per municipality, with what we can and cannot know.")),
    "next": ("interest", _("Whom to visit next: likely members, and those who teach us most.")),
    "plan": ("tours", _("Plan visits: who, when, in which order, and why.")),
    "show": ("tours", _("Print a saved plan again.")),
    "compare": ("tours", _("What a saved plan does otherwise than another: whom to phone.")),
    "export": (
        "tours",
        _("Write a saved plan for the calendar, the telephone and the spreadsheet."),
    ),
    "staffing": ("staff", _("Positions that the expansion needs; with --where, where to live.")),
    "invite": (
        "invitations",
        _("Write invitations to the stops of a plan as drafts, where the law allows it."),
    ),
    "slots": ("appointments", _("Times to offer a company on the phone, the cheapest first.")),
    "book": ("appointments", _("Write an appointment with a company into the log.")),
    "move": ("appointments", _("Give an appointment another time, or another medarbeider.")),
    "cancel": ("appointments", _("Call an appointment off.")),
    "match": ("matching", _("Who should meet whom; introduce A B logs it.")),
    "log": ("log", _("Write what a company said into the log; or show, fix.")),
    "followup": ("followup", _("What is to be done for whom: red flags first, then by day.")),
    "summary": ("reports", _("What the week brought, and what the next one asks for.")),
    "report": ("reports", _("What a period came to, for Siva, the board or a municipality.")),
    "jobs": ("jobs", _("Jobs that companies say are new or kept, by municipality.")),
    "done": (
        "appointments",
        _("Say that an appointment has taken place, or that a task is done, and what came of it."),
    ),
    "bedrift": (
        "companies",
        _("A company on one page; ny, endre, medlem, avslag, sluttet, ring-ikke change it."),
    ),
    "avtaler": ("appointments", _("List the appointments from today on.")),
    "outbox": ("mail", _("E-mail that waits, was refused or may have arrived.")),
    "backup": ("upkeep", _("Put all files of the workspace into a dated archive.")),
    "restore": ("upkeep", _("Show what a backup would bring back, and bring it back.")),
    "check": ("upkeep", _("Read all records and report every fault with file and line.")),
    "init": ("upkeep", _("Make a workspace to fill in.")),
    "geocode": ("imports", _("Look up where companies without coordinates are.")),
    "import": ("imports", _("Bring in records from elsewhere.")),
    "privacy": ("privacy", _("What is held of people, and what they have asked for.")),
}
"""Room and help text of each command, in the order of `--help`."""
_NAMED: Final = {
    "next": "next_visits",
    **{group: f"{group}_app" for group in ("match", "log", "bedrift", "import", "privacy")},
}
"""What makes a command, where Python has another name for it than people."""


def app_for(word: str | None) -> typer.Typer:
    """Return the command line in which the command `word` can be run; None: all can.

    The others are there by name and help text: loading them and reading their options takes longer
    than most commands.
    """
    app = typer.Typer(
        help=_("Planner for a næringshage: whom to visit, when, in which order, and why."),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(common)
    for name, (room, told) in COMMANDS.items():
        if word not in (None, name):
            app.command(name, help=told)(_not_loaded)
            continue
        found = getattr(import_module(f"hageplan.{room}.commands"), _NAMED.get(name, name))
        if isinstance(found, typer.Typer):
            put_examples(found, name)
            app.add_typer(found, name=name, help=told, epilog=epilog(name))
        else:
            app.command(name, help=told, epilog=epilog(name))(found)
    return app


def _not_loaded() -> None:
    """Stand in for a command that is not the one asked for."""


def print_version(wanted: bool) -> None:
    """Print the version and end, where `--version` is given."""
    if wanted:
        from hageplan import __version__

        typer.echo(f"hageplan {__version__}")
        raise typer.Exit


def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=print_version, is_eager=True, help=_("Print the version.")
        ),
    ] = False,
) -> None:
    """Answer what concerns no single command."""
