"""All commands by name. Imported after the language is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, Final

import typer

from hageplan import i18n
from hageplan.app.examples import epilog, put_examples
from hageplan.command.names import both_names
from hageplan.command.options import LangOption
from hageplan.command.speech import App, Group, UsualCommand
from hageplan.i18n import _

Listed = Mapping[str, tuple[str, str]]
"""Room and help text by the name of a command."""

GROUPS: Final[Sequence[tuple[str, Listed]]] = (
    (
        _("Get started, and look after the data"),
        {
            "init": ("upkeep", _("Create a workspace to fill in")),
            "import": (
                "imports",
                _("Import companies, answers and visits"),
            ),
            "roads": ("roads", _("Build road networks, so that driving follows the roads")),
            "geocode": ("imports", _("Find the map position of companies without one")),
            "check": ("upkeep", _("Find errors in the files, and repair damaged files")),
            "backup": ("upkeep", _("Make a backup of the workspace")),
            "restore": ("upkeep", _("Restore files from a backup")),
            "privacy": ("privacy", _("Show, erase or block personal data")),
        },
    ),
    (
        _("Interest, staffing and matches"),
        {
            "score": ("interest", _("Estimate how many are interested in each municipality")),
            "next": ("interest", _("Find the companies to visit next, and why")),
            "staffing": ("staff", _("Work out how many positions an expansion needs")),
            "forecast": ("forecast", _("Look ahead month by month: members, positions, hiring")),
            "match": ("matching", _("Find companies that should meet, and log introductions")),
        },
    ),
    (
        _("Plan visits"),
        {
            "plan": ("tours", _("Plan visits: who, when and in which order")),
            "show": ("tours", _("Show a saved plan")),
            "compare": ("tours", _("Compare two plans, and see whom to call")),
            "export": ("tours", _("Save a plan for a calendar, phone or spreadsheet")),
            "invite": ("invitations", _("Draft e-mail invitations to the visits of a plan")),
        },
    ),
    (
        _("Appointments and follow-up"),
        {
            "uke": ("week", _("Show the week: visits, calls to make, due dates")),
            "slots": ("appointments", _("Find available times to offer a company by phone")),
            "book": ("appointments", _("Book an appointment")),
            "move": ("appointments", _("Move an appointment to another time or medarbeider")),
            "cancel": ("appointments", _("Cancel an appointment")),
            "avtaler": ("appointments", _("List the appointments from today on")),
            "log": ("log", _("Log a call or a visit, or correct the log")),
            "done": ("appointments", _("Mark an appointment or a task as done")),
            "followup": ("followup", _("List tasks: red flags first, then by due date")),
            "bedrift": ("companies", _("Show or change a company")),
        },
    ),
    (
        _("Reports and e-mail"),
        {
            "summary": ("reports", _("Summarise the week, and send it by e-mail")),
            "report": ("reports", _("Report to Siva, the board or a municipality")),
            "jobs": ("jobs", _("Show new and retained jobs in companies")),
            "outbox": ("mail", _("List e-mail that waits or was rejected, and send it")),
        },
    ),
)
"""The commands, in the order of `--help`."""
COMMANDS: Final[Listed] = {name: one for _heading, listed in GROUPS for name, one in listed.items()}
NOW: Final = "now"
"""The command that is meant where none is named; nobody has to type it."""
_NAMED: Final = {
    "next": "next_visits",
    **{
        group: f"{group}_app" for group in ("match", "log", "bedrift", "import", "privacy", "roads")
    },
}
"""What makes a command, where Python has another name for it than people."""


_COMPLETION: Final = {
    "install_completion": _("Let the shell complete commands, options and values."),
    "show_completion": _("Print the completion script."),
}


class CommandGroups(Group):
    """The commands, listed in groups, with a whole line for each."""

    def whole(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, ARG002  (Typer's own)
        """Name the command that is meant where none is named."""
        return args if i18n.without_language(args) else [*args, NOW]

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401  (Typer's own)
        """Return the options, those that Typer adds with texts of ours."""
        found = super().get_params(ctx)
        for one in found:
            vars(one)["help"] = _COMPLETION.get(one.name, vars(one).get("help"))
        return found

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write the groups with their headings."""
        names = both_names("", COMMANDS)
        for heading, listed in GROUPS:
            with formatter.section(heading):
                formatter.write_dl([(names[name], told) for name, (_, told) in listed.items()])


def app_for(word: str | None) -> typer.Typer:
    """Return the command line in which the command `word` can be run; None: all can.

    The others are there by name and help text: loading them and reading their options takes longer
    than most commands.
    """
    app = App(
        cls=CommandGroups,
        help=_("Planner for a næringshage: whom to visit, when, in which order, and why."),
        epilog=_("Dates: 30.11.2026, 30.11., monday, tomorrow at 10, 2026-11-30."),
        pretty_exceptions_enable=False,
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
    if word == NOW:
        app.command(NOW, hidden=True, cls=UsualCommand)(import_module("hageplan.week.commands").now)
    return app


def _not_loaded() -> None:
    """Stand in for a command that is not the one asked for."""


def print_version(wanted: bool) -> None:
    """Print the version and end, where `--version` is given."""
    if wanted:
        # It looks at the engine and at all that is installed, which others need not wait for.
        from hageplan.app.version import version_lines

        typer.echo("\n".join(version_lines()))
        raise typer.Exit


def common(
    lang: LangOption = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=print_version, is_eager=True, help=_("Print the version.")
        ),
    ] = False,
) -> None:
    """Answer what concerns no single command."""
