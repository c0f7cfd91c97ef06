"""Questions about a contact on the terminal: which company, and what every visit answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import typer

from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.command.prompt import ask, asked, confirmed, word
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.log.contact_entries import past
from hageplan.log.contact_input import ContactInput, promise, tags
from hageplan.log.unlogged import UnloggedVisit, unlogged_visits
from hageplan.messages import msg
from hageplan.records.when import moment_of
from hageplan.ui.clean import printable
from hageplan.workspace.partial import Company, companies

_PLANS = {"u": "utvider", "f": "flytter", "s": "selger", "l": "legger_ned"}
_GRADES = {"1": "ikke", "2": "nøytral", "3": "interessert", "4": "forpliktet"}
_FLAGS = {"r": "rod", "g": "gul"}
_KINDS = {"b": "besok", "t": "telefon", "e": "epost", "m": "mote", "s": "skjema"}


@dataclass(frozen=True, kw_only=True)
class LogPrompt:
    """Asks for what was not `said` on the command line; `now` is the time in Norway."""

    call: Call
    said: ContactInput
    now: datetime

    def ask(self, text: str | None) -> Iterator[tuple[Company, ContactInput]]:
        """Give a contact of the company that `text` means, with defaults from today's plan."""
        visits = self._visits()
        if not text:
            question = _("Which company (name or organisasjonsnummer)")
            text = ask(question, visits[0].navn if visits else "")
        company = company_meant(self.call, text, companies(self.call.folder))
        visit = next((v for v in visits if v.number == company.organisasjonsnummer), None)
        yield from self._asked(company, visit)

    def walk_through_plan(self) -> Iterator[tuple[Company, ContactInput]]:
        """Give a contact for each of today's stops that the log does not have yet."""
        visits = self._visits()
        if not visits:
            raise RequestError(
                msg("today has no stops that are not in the log"),
                msg("hageplan log COMPANY writes what was not planned"),
            )
        if not sys.stdin.isatty():
            raise RequestError(
                msg("--from-plan asks, and this is no terminal"),
                msg("write each: {commands}", commands="; ".join(map(_command, visits))),
            )
        by_number = {c.organisasjonsnummer: c for c in companies(self.call.folder)}
        for visit in visits:
            company = by_number.get(visit.number)
            question = _("{start} {navn}: write it down?").format(
                start=f"{visit.start:%H:%M}", navn=visit.navn
            )
            if company is not None and confirmed(question, usual=True):
                yield from self._asked(company, visit)

    def _visits(self) -> list[UnloggedVisit]:
        return unlogged_visits(
            self.call.folder, self.now.date(), self.said.answers.get("medarbeider")
        )

    def _asked(
        self, company: Company, visit: UnloggedVisit | None
    ) -> Iterator[tuple[Company, ContactInput]]:
        """Ask all that a visit answers; give it where it is to be saved."""
        at = self.said.at
        if at is None and visit is not None and visit.start <= self.now:
            at = visit.start
        minutes = visit.minutes if visit is not None else None
        contact = _ask_contact(company.navn, replace(self.said, at=at), minutes, self.now)
        if visit is not None and "medarbeider" not in contact.answers:
            answers = {**contact.answers, "medarbeider": visit.medarbeider}
            contact = replace(contact, answers=answers)
        if confirmed(_("Save?"), usual=True):
            yield company, contact
        else:
            self.call.note(_("hageplan: not saved"))


def _command(visit: UnloggedVisit) -> str:
    return f"hageplan log {visit.number} --at '{visit.start:%d.%m.%Y %H:%M}' …"


def _ask_contact(navn: str, said: ContactInput, minutes: int | None, now: datetime) -> ContactInput:
    """Ask what every visit answers: how it is going, plans, needs, offers, interest."""
    typer.echo(printable(navn))
    answers: dict[str, Any] = dict(said.answers)
    kind = word(_("How: (b)esok, (t)elefon, (e)post, (m)ote, (s)kjema"), _KINDS, "b")
    answers.setdefault("kanal", kind)
    at = asked(_("When"), _moment(now), f"{said.at or now:%d.%m.%Y %H:%M}")
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
    example = f"{now + timedelta(days=14):%d.%m.}"
    question = _("Promised, such as “{day} call about the application”, or nothing")
    found: list[Any] = []

    def promised(text: str) -> tuple[date, str] | None:
        return promise(text, now.date()) if text else None

    while True:
        one = asked(question.format(day=example), promised, "")
        if one is None:
            return tuple(found)
        found.append(one)


def _moment(now: datetime) -> Callable[[str], datetime]:
    def understood(answer: str) -> datetime:
        return past(moment_of(answer, now.date(), towards="last"), now)

    return understood


def _minutes(answer: str) -> int | None:
    if not answer:
        return None
    if answer.isascii() and answer.isdigit() and int(answer) <= 1440:
        return int(answer)
    raise RequestError(msg("a number of minutes"))
