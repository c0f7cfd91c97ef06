"""All commands. Imported after the language is chosen."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.cli.appointments import avtaler, book, cancel, done, move
from hageplan.cli.backup import backup, restore
from hageplan.cli.bedrift import bedrift
from hageplan.cli.check import check
from hageplan.cli.followup import followup
from hageplan.cli.importing import import_app
from hageplan.cli.init import init
from hageplan.cli.jobs import jobs
from hageplan.cli.log import log_app
from hageplan.cli.match import match_app
from hageplan.cli.next import next_visits
from hageplan.cli.plan import compare, plan, show
from hageplan.cli.privacy import privacy_app
from hageplan.cli.score import score
from hageplan.cli.slots import slots
from hageplan.cli.staffing import staffing
from hageplan.i18n import _

app = typer.Typer(
    help=_("Planner for a næringshage: whom to visit, when, in which order, and why."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def print_version(wanted: bool) -> None:
    """Print the version and end, where `--version` is given."""
    if wanted:
        from hageplan import __version__

        typer.echo(f"hageplan {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=print_version, is_eager=True, help=_("Print the version.")
        ),
    ] = False,
) -> None:
    """Answer what concerns no single command."""


app.command("score", help=_("Interest per municipality, with what we can and cannot know."))(score)
app.command("next", help=_("Whom to visit next: likely members, and those who teach us most."))(
    next_visits
)
app.command("plan", help=_("Plan visits: who, when, in which order, and why."))(plan)
app.command("show", help=_("Print a saved plan again."))(show)
app.command("compare", help=_("What a saved plan does otherwise than another: whom to phone."))(
    compare
)
app.command("staffing", help=_("Positions that the expansion needs; with --where, where to live."))(
    staffing
)
app.command("slots", help=_("Times to offer a company on the phone, the cheapest first."))(slots)
app.command("book", help=_("Write an appointment with a company into the log."))(book)
app.command("move", help=_("Give an appointment another time, or another medarbeider."))(move)
app.command("cancel", help=_("Call an appointment off."))(cancel)
app.add_typer(match_app, name="match", help=_("Who should meet whom; introduce A B logs it."))
app.add_typer(log_app, name="log", help=_("Write what a company said into the log; or show, fix."))
app.command("followup", help=_("What is to be done for whom: red flags first, then by day."))(
    followup
)
app.command("jobs", help=_("Jobs that companies say are new or kept, by municipality."))(jobs)
app.command(
    "done",
    help=_("Say that an appointment has taken place, or that a task is done, and what came of it."),
)(done)
app.command("bedrift", help=_("All that is known of a company, on one page."))(bedrift)
app.command("avtaler", help=_("List the appointments from today on."))(avtaler)
app.command("backup", help=_("Put all files of the workspace into a dated archive."))(backup)
app.command("restore", help=_("Show what a backup would bring back, and bring it back."))(restore)
app.command("check", help=_("Read all records and report every fault with file and line."))(check)
app.command("init", help=_("Make a workspace to fill in."))(init)
app.add_typer(import_app, name="import")
app.add_typer(privacy_app, name="privacy")
