"""`hageplan log`, `log show` and `log fix`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Unpack

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import count_option
from hageplan.command.speech import App, Group, UsualCommand
from hageplan.i18n import _
from hageplan.log.options import ContactOptions

_WRITE: Final = "write"
_YES: Final = "ja"


class LogGroup(Group):
    """A group whose words are an entry, unless they begin with the name of another command.

    `--utvider` may stand without a text.
    """

    usual: Final = _WRITE
    """The command that is meant where none is named."""

    def whole(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, ARG002  (Typer's own)
        """Put the name of the command before its words, and a text behind a bare `--utvider`."""
        if args[:1] == ["fix"]:
            args = [_WRITE, "--fix", *args[1:]] if args[1:] != ["--help"] else [_WRITE, "--help"]
        elif args[:1] != ["show"]:
            args = [_WRITE, *args]
        return [
            f"{word}={_YES}" if word == "--utvider" and following.startswith("-") else word
            for word, following in zip(args, [*args[1:], "--"], strict=True)
        ]


_bedrift_or_command = completion.bedrifter_or("show", "fix")


def _bedrift_or_id(context: typer.Context, incomplete: str) -> list[completion.Offer]:
    """Offer what may follow `log`; behind `log fix`, which stands for --fix, the ids of entries."""
    words = context.parent.args if context.parent else []
    offers = completion.contacts if words[-1:] == ["--fix"] else _bedrift_or_command
    return offers(context, incomplete)


log_app = App(cls=LogGroup, add_completion=False)


@log_app.command(
    _WRITE,
    cls=UsualCommand,
    help=_(
        "Log a call or a visit. See the log: hageplan log show. Correct an entry, with "
        "the same options: hageplan log fix ID"
    ),
)
@command()
def write(
    call: Call,
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar=_("COMPANY"),
            autocompletion=_bedrift_or_id,
            help=_("The company. You are asked if it is left out."),
        ),
    ] = None,
    **said: Unpack[ContactOptions],
) -> None:
    """Write what a company said into the log."""
    from hageplan.log import run

    how = said["utvidelse"]
    told = {
        **said,
        "retning": {None: None, True: "ut", False: "inn"}[said["retning"]],
        "utvider": None if how is None else True,
        "utvidelse": None if how == _YES else how,
    }
    run.write(call, bedrift, told)


@log_app.command("show", help=_("Show the latest entries, with the IDs for log fix"))
@command()
def show_log(
    call: Call,
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar=_("COMPANY"),
            autocompletion=completion.bedrifter,
            help=_("Only this company."),
        ),
    ] = None,
    count: Annotated[int, count_option(_("Number to show."), 100_000)] = 15,
    everything: Annotated[
        bool,
        typer.Option("--corrected", help=_("Include entries that were corrected or withdrawn.")),
    ] = False,
) -> None:
    """Print the latest entries."""
    from hageplan.log import run_show

    run_show.show(call, bedrift, count=count, everything=everything)
