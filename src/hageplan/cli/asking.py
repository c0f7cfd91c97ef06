"""Questions on the terminal; an empty answer takes what stands in brackets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import typer

from hageplan.errors import HageplanError, RequestError
from hageplan.i18n import _, shown
from hageplan.logbook.said import Said
from hageplan.logbook.spoken import promise, tags
from hageplan.messages import msg
from hageplan.records.base import parse_moment
from hageplan.render.clean import printable

T = TypeVar("T")
_PLANS = {"u": "utvider", "f": "flytter", "s": "selger", "l": "legger_ned"}
_GRADES = {"1": "ikke", "2": "nøytral", "3": "interessert", "4": "forpliktet"}
_FLAGS = {"r": "rod", "g": "gul"}
_KINDS = {"b": "besok", "t": "telefon", "e": "epost", "m": "mote", "s": "skjema"}


def ask(question: str, usual: str = "") -> str:
    """Return the answer on one line; Ctrl-C and Ctrl-D interrupt the command."""
    mark = f" [{usual}]" if usual else ""
    try:
        return input(printable(f"{question}{mark}: ")).strip() or usual
    except EOFError:
        raise KeyboardInterrupt from None


def confirmed(question: str) -> bool:
    """Return whether the answer is yes, as it is where none is given."""
    yes = _("y")
    answer = ask(f"{question} [{yes.upper()}/{_('n')}]")
    return not answer or answer[0].casefold() in (yes, "y")


def agreed(question: str, *, as_json: bool) -> bool:
    """Return whether somebody at a terminal says yes; elsewhere nobody is there to agree."""
    return not as_json and sys.stdin.isatty() and confirmed(question)


def choose(names: Sequence[str]) -> int:
    """Ask which of several is meant; return its index."""
    for number, name in enumerate(names, start=1):
        typer.echo(f"  {number}  {printable(name)}")

    def index(answer: str) -> int:
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(names):
            return int(answer) - 1
        raise RequestError(msg("a number from 1 to {count}", count=len(names)))

    return _asked(_("Which one"), index, "1")


def ask_contact(navn: str, said: Said, minutes: int | None, now: datetime) -> Said:
    """Ask what every visit answers: how it is going, plans, needs, offers, interest."""
    typer.echo(printable(navn))
    answers: dict[str, Any] = dict(said.answers)
    kind = _word(_("How: (b)esok, (t)elefon, (e)post, (m)ote, (s)kjema"), _KINDS, "b")
    answers.setdefault("kanal", kind)
    at = _asked(_("When"), _moment(now), f"{said.at or now:%Y-%m-%d %H:%M}")
    answers["notat"] = ask(_("How is it going, what is hard, how can we help"))
    plans = ask(_("Plans: (u)tvider, (f)lytter, (s)elger, (l)egger ned, or nothing"))
    answers |= {_PLANS[sign]: True for sign in plans.casefold() if sign in _PLANS}
    if answers.get("utvider"):
        answers["utvidelse"] = ask(_("Expand how"))
    answers["behov"] = tags([ask(_("What do they need (tags, with commas)"))])
    answers["tilbyr"] = tags([ask(_("What can they offer (tags, with commas)"))])
    grade = _("Interest: (1) ikke, (2) nøytral, (3) interessert, (4) forpliktet, or nothing")
    answers["interesse"] = _word(grade, _GRADES, "")
    answers["minutter"] = _asked(_("Minutes"), _minutes, str(minutes or ""))
    leaves = answers.get("flytter") or answers.get("legger_ned")
    flag = _("Flag: (r)od is at once, (g)ul within two weeks, or nothing")
    answers["flagg"] = _word(flag, _FLAGS, "r" if leaves else "")
    promises = _promises(now)
    kept = {key: value for key, value in answers.items() if value not in (None, "", ())}
    return replace(said, at=at, answers=kept, promises=promises)


def _promises(now: datetime) -> tuple[Any, ...]:
    """Ask for what was promised until nothing more was."""
    example = f"{now + timedelta(days=14):%Y-%m-%d}"
    question = _("Promised, such as “{day} call about the application”, or nothing")
    found: list[Any] = []
    while True:
        one = _asked(question.format(day=example), lambda text: promise(text) if text else None, "")
        if one is None:
            return tuple(found)
        found.append(one)


def _asked(question: str, understood: Callable[[str], T], usual: str) -> T:
    """Ask until the answer is understood."""
    while True:
        try:
            return understood(ask(question, usual))
        except HageplanError as fault:
            typer.echo(printable(f"  {shown(fault.message)} {shown(fault.todo)}"))


def _word(question: str, words: dict[str, str], usual: str) -> str | None:
    """Ask for one of `words`, by its sign or whole; nothing is None."""

    def meant(answer: str) -> str | None:
        if not answer:
            return None
        found = words.get(answer.casefold()) or next(
            (word for word in words.values() if word == answer.casefold()), None
        )
        if found is None:
            raise RequestError(msg("one of: {words}", words=", ".join(words)))
        return found

    return _asked(question, meant, usual)


def _moment(now: datetime) -> Callable[[str], datetime]:
    def understood(answer: str) -> datetime:
        text = answer if len(answer) > len("HH:MM") else f"{now:%Y-%m-%d} {answer}"
        try:
            found = parse_moment(text)
        except ValueError:
            found = None
        if not isinstance(found, datetime) or found > now:
            raise RequestError(msg("a time that has been, such as 2026-12-01 10:00 or 10:00"))
        return found

    return understood


def _minutes(answer: str) -> int | None:
    if not answer:
        return None
    if answer.isascii() and answer.isdigit() and int(answer) <= 1440:
        return int(answer)
    raise RequestError(msg("a number of minutes"))
