"""What every visit answers, asked on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import typer

from hageplan.command.prompt import ask, asked, word
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.log.said import Said
from hageplan.log.spoken import promise, tags
from hageplan.messages import msg
from hageplan.records.base import parse_moment
from hageplan.ui.clean import printable

_PLANS = {"u": "utvider", "f": "flytter", "s": "selger", "l": "legger_ned"}
_GRADES = {"1": "ikke", "2": "nøytral", "3": "interessert", "4": "forpliktet"}
_FLAGS = {"r": "rod", "g": "gul"}
_KINDS = {"b": "besok", "t": "telefon", "e": "epost", "m": "mote", "s": "skjema"}


def ask_contact(navn: str, said: Said, minutes: int | None, now: datetime) -> Said:
    """Ask what every visit answers: how it is going, plans, needs, offers, interest."""
    typer.echo(printable(navn))
    answers: dict[str, Any] = dict(said.answers)
    kind = word(_("How: (b)esok, (t)elefon, (e)post, (m)ote, (s)kjema"), _KINDS, "b")
    answers.setdefault("kanal", kind)
    at = asked(_("When"), _moment(now), f"{said.at or now:%Y-%m-%d %H:%M}")
    answers["notat"] = ask(_("How is it going, what is hard, how can we help"))
    plans = ask(_("Plans: (u)tvider, (f)lytter, (s)elger, (l)egger ned, or nothing"))
    answers |= {_PLANS[sign]: True for sign in plans.casefold() if sign in _PLANS}
    if answers.get("utvider"):
        answers["utvidelse"] = ask(_("Expand how"))
    answers["behov"] = tags([ask(_("What do they need (tags, with commas)"))])
    answers["tilbyr"] = tags([ask(_("What can they offer (tags, with commas)"))])
    grade = _("Interest: (1) ikke, (2) nøytral, (3) interessert, (4) forpliktet, or nothing")
    answers["interesse"] = word(grade, _GRADES, "")
    answers["minutter"] = asked(_("Minutes"), _minutes, str(minutes or ""))
    leaves = answers.get("flytter") or answers.get("legger_ned")
    flag = _("Flag: (r)od is at once, (g)ul within two weeks, or nothing")
    answers["flagg"] = word(flag, _FLAGS, "r" if leaves else "")
    promises = _promises(now)
    kept = {key: value for key, value in answers.items() if value not in (None, "", ())}
    return replace(said, at=at, answers=kept, promises=promises)


def _promises(now: datetime) -> tuple[Any, ...]:
    """Ask for what was promised until nothing more was."""
    example = f"{now + timedelta(days=14):%Y-%m-%d}"
    question = _("Promised, such as “{day} call about the application”, or nothing")
    found: list[Any] = []
    while True:
        one = asked(question.format(day=example), lambda text: promise(text) if text else None, "")
        if one is None:
            return tuple(found)
        found.append(one)


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
