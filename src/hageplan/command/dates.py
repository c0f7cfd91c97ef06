"""Options that take a day or a moment as people write it; the body of a command gets its value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import typer

from hageplan.command.call import norwegian_time
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.records.when import day_of, moment_of
from hageplan.records.written.days import Towards
from hageplan.ui.clean import printable

TODAY: Final = "today"
"""The parameter of `--today`; it is read before the others, which count from it."""


def day_option(*names: str, told: str, towards: Towards = "next", is_eager: bool = False) -> object:
    """Return an option that takes a day; without a year it is the next such day, or the last."""
    return typer.Option(
        *names,
        parser=str,
        metavar=_("DATE"),
        help=told,
        is_eager=is_eager,
        callback=_reading(lambda text, today: day_of(text, today, towards=towards)),
    )


def moment_option(*names: str, told: str, towards: Towards = "next") -> object:
    """Return an option that takes a day with a time of day."""
    return typer.Option(
        *names,
        parser=str,
        metavar=_('"DATE TIME"'),
        help=told,
        callback=_reading(lambda text, today: moment_of(text, today, towards=towards)),
    )


def refused(fault: RequestError) -> typer.BadParameter:
    """Return what Typer says of an option whose value is not understood."""
    return typer.BadParameter(printable(f"{shown(fault.message)}; {shown(fault.todo)}"))


def _reading(
    read: Callable[[str, date], date],
) -> Callable[[typer.Context, str | None], date | None]:
    """Return what reads an option's text, counting from the day of `--today`."""

    def understood(context: typer.Context, text: str | None) -> date | None:
        if text is None:
            return None
        try:
            return read(text, context.params.get(TODAY) or norwegian_time().date())
        except RequestError as fault:
            raise refused(fault) from None

    return understood
