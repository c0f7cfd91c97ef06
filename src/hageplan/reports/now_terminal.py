"""What is to be done now, in a dozen lines of the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hageplan.appointments.result import AppointmentLine
from hageplan.i18n import _, say
from hageplan.reports.now import Now
from hageplan.ui.clean import printable
from hageplan.ui.numbers import day_name

SHOWN: Final = 2
"""Appointments of a day; `avtaler` shows all."""
SUGGESTED: Final = 3
"""Commands to type next."""


def now_lines(now: Now) -> Iterator[str]:
    """Give what there is to do, the most urgent command first."""
    yield printable(" · ".join(filter(None, (f"{day_name(now.today)} {now.today.year}", now.navn))))
    today = [one for one in now.avtaler if one.date == now.today]
    tomorrow = [one for one in now.avtaler if one.date != now.today]
    yield from _appointments(_("Today"), today)
    yield from _appointments(_("Tomorrow"), tomorrow)
    if not now.avtaler:
        yield _("No appointments today or tomorrow.")
    yield say("Tasks: {count}, overdue: {late}.", count=now.tasks, late=now.overdue)
    if now.faults:
        yield say("Records that cannot be read: {count}.", count=now.faults)
    yield from _commands([*_urgent(now, is_today=bool(today)), *_usual()][:SUGGESTED])


def beginning() -> Iterator[str]:
    """Give how to begin where there is no workspace."""
    yield _("hageplan plans visits to companies: whom, when, in which order, and why.")
    yield _("There is no workspace in this folder. To begin:")
    yield from _commands(
        [
            ("hageplan init min-hage --kommune Tynset", _("make one to fill in")),
            ("hageplan init lek --demo", _("make one with invented companies")),
            ("hageplan next", _("look at the example: whom to visit")),
            ("hageplan --help", _("all commands")),
        ]
    )


def faulty(count: int) -> Iterator[str]:
    """Give what to do where the records cannot be read at all."""
    yield say("The records cannot be read; faults: {count}.", count=count)
    yield from _commands([("hageplan check", _("see what is wrong, and where"))])


def _appointments(day: str, lines: Sequence[AppointmentLine]) -> Iterator[str]:
    for line in lines[:SHOWN]:
        yield printable(f"{day} {line.start:%H:%M} {line.navn}, {line.medarbeider}")
    if len(lines) > SHOWN:
        yield say("… and {count} more: hageplan avtaler", count=len(lines) - SHOWN)


def _urgent(now: Now, *, is_today: bool) -> Iterator[tuple[str, str]]:
    if now.faults:
        yield "hageplan check", _("see what is wrong, and where")
    if not now.companies:
        yield "hageplan import excel LISTE.xlsx", _("bring in your companies")
    if now.overdue:
        yield "hageplan followup --overdue", _("what should have been done")
    if is_today:
        yield "hageplan log --from-plan", _("write down what came of today's visits")


def _usual() -> Iterator[tuple[str, str]]:
    yield "hageplan next", _("companies to visit now")
    yield "hageplan plan --save", _("plan the visits of the week")
    yield "hageplan --help", _("all commands")


def _commands(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    width = max(len(command) for command, _told in lines)
    for command, told in lines:
        yield f"  {command.ljust(width)}  {told}"
