"""All commands by name. Imported after the language is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated, Final

import typer

from hageplan.app.examples import epilog, put_examples
from hageplan.i18n import _

COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "score": (
        "interest.commands",
        "score",
        _("Interest per municipality, with what we can and cannot know."),
    ),
    "next": (
        "interest.commands",
        "next_visits",
        _("Whom to visit next: likely members, and those who teach us most."),
    ),
    "plan": ("tours.commands", "plan", _("Plan visits: who, when, in which order, and why.")),
    "show": ("tours.commands", "show", _("Print a saved plan again.")),
    "compare": (
        "tours.commands",
        "compare",
        _("What a saved plan does otherwise than another: whom to phone."),
    ),
    "export": (
        "tours.commands",
        "export",
        _("Write a saved plan for the calendar, the telephone and the spreadsheet."),
    ),
    "staffing": (
        "staff.commands",
        "staffing",
        _("Positions that the expansion needs; with --where, where to live."),
    ),
    "invite": (
        "invitations.commands",
        "invite",
        _("Write invitations to the stops of a plan as drafts, where the law allows it."),
    ),
    "slots": (
        "appointments.commands",
        "slots",
        _("Times to offer a company on the phone, the cheapest first."),
    ),
    "book": (
        "appointments.commands",
        "book",
        _("Write an appointment with a company into the log."),
    ),
    "move": (
        "appointments.commands",
        "move",
        _("Give an appointment another time, or another medarbeider."),
    ),
    "cancel": ("appointments.commands", "cancel", _("Call an appointment off.")),
    "match": ("matching.commands", "match_app", _("Who should meet whom; introduce A B logs it.")),
    "log": ("log.commands", "log_app", _("Write what a company said into the log; or show, fix.")),
    "followup": (
        "followup.commands",
        "followup",
        _("What is to be done for whom: red flags first, then by day."),
    ),
    "summary": (
        "reports.commands",
        "summary",
        _("What the week brought, and what the next one asks for."),
    ),
    "report": (
        "reports.commands",
        "report",
        _("What a period came to, for Siva, the board or a municipality."),
    ),
    "jobs": (
        "jobs.commands",
        "jobs",
        _("Jobs that companies say are new or kept, by municipality."),
    ),
    "done": (
        "appointments.commands",
        "done",
        _("Say that an appointment has taken place, or that a task is done, and what came of it."),
    ),
    "bedrift": (
        "followup.commands",
        "bedrift",
        _("All that is known of a company, on one page."),
    ),
    "avtaler": ("appointments.commands", "avtaler", _("List the appointments from today on.")),
    "outbox": ("mail.commands", "outbox", _("E-mail that waits, was refused or may have arrived.")),
    "backup": (
        "upkeep.commands",
        "backup",
        _("Put all files of the workspace into a dated archive."),
    ),
    "restore": (
        "upkeep.commands",
        "restore",
        _("Show what a backup would bring back, and bring it back."),
    ),
    "check": (
        "upkeep.commands",
        "check",
        _("Read all records and report every fault with file and line."),
    ),
    "init": ("upkeep.commands", "init", _("Make a workspace to fill in.")),
    "geocode": (
        "imports.commands",
        "geocode",
        _("Look up where companies without coordinates are."),
    ),
    "import": ("imports.commands", "import_app", _("Bring in records from elsewhere.")),
    "privacy": (
        "privacy.commands",
        "privacy_app",
        _("What is held of people, and what they have asked for."),
    ),
}
"""Module, attribute and help text of each command, in the order of `--help`."""


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
    for name, (module, attribute, told) in COMMANDS.items():
        if word not in (None, name):
            app.command(name, help=told)(_not_loaded)
            continue
        found = getattr(import_module(f"hageplan.{module}"), attribute)
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
