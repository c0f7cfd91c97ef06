"""`hageplan match` and `match introduce`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.dates import day_option
from hageplan.command.declare import command
from hageplan.command.options import ExplainOption, KommuneOption, count_option
from hageplan.command.speech import App, Group, UsualCommand
from hageplan.i18n import _
from hageplan.log import options as said

_SUGGEST: Final = "suggest"


class MatchGroup(Group):
    """A group whose words ask for suggestions, unless they begin with `introduce`."""

    usual: Final = _SUGGEST
    """The command that is meant where none is named."""

    def whole(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, ARG002  (Typer's own)
        """Put the name of the command before its words."""
        return args if args[:1] == ["introduce"] else [_SUGGEST, *args]


match_app = App(cls=MatchGroup, add_completion=False)


@match_app.command(
    _SUGGEST,
    cls=UsualCommand,
    help=_("Find companies that should meet. To log an introduction: hageplan match introduce A B"),
)
@command(writes=(".csv", ".xlsx", ".json"), of_group=True, drives=True)
def suggest(
    call: Call,
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar=_("COMPANY"),
            autocompletion=completion.bedrifter_or("introduce"),
            help=_("Only suggestions for this company."),
        ),
    ] = None,
    kommune: KommuneOption = None,
    count: Annotated[
        int | None,
        count_option(_("Suggestions per company, at most. Default: the setting, 3."), 100),
    ] = None,
    resources: Annotated[
        Path | None,
        typer.Option("--resources", help=_("Another list of support schemes than ressurser.toml.")),
    ] = None,
    explain: ExplainOption = False,
) -> None:
    """Print who should meet whom."""
    from hageplan.matching import run

    run.suggest(call, bedrift, kommuner=kommune, cap=count, resources=resources, explain=explain)


@match_app.command("introduce", help=_("Log that A was introduced to B, with a task"))
@command()
def introduce(
    call: Call,
    one: Annotated[
        str,
        typer.Argument(
            metavar="A",
            autocompletion=completion.bedrifter,
            help=_("The company: its name or the beginning of it, or its number."),
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(
            metavar="B",
            autocompletion=completion.bedrifter,
            help=_("Another company, or the ID of a support scheme."),
        ),
    ],
    medarbeider: said.WhoWasThereOption = None,
    ansvarlig: said.OwnerOption = None,
    frist: Annotated[
        date | None,
        day_option("--frist", told=_("When to ask how it went. Default: in 14 days.")),
    ] = None,
    notat: said.NoteOption = None,
    stryk: Annotated[
        bool, typer.Option("--stryk", help=_("Withdraw it: they were not introduced."))
    ] = False,
    at: said.WhenOption = None,
) -> None:
    """Write an introduction and its task into the log."""
    from hageplan.matching import run_introduce

    if stryk:
        run_introduce.take_back(call, one, other)
        return
    run_introduce.introduce(
        call,
        one,
        other,
        at=at,
        medarbeider=medarbeider or "",
        ansvarlig=ansvarlig,
        frist=frist,
        notat=notat or "",
    )
