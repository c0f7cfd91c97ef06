"""Questions about a contact on the terminal: which company, and what every visit answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import typer

from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.command.prompt import (
    AnswerChoice,
    ask,
    asked,
    choose_one,
    choose_some,
    confirmed,
    is_somebody_asked,
    noes,
)
from hageplan.errors import RequestError
from hageplan.i18n import _, short_date, short_moment
from hageplan.log.contact_entries import contact_table, past
from hageplan.log.contact_input import ContactInput, promise, tags, usual_flag
from hageplan.log.unlogged import UnloggedVisit, unlogged_visits
from hageplan.messages import msg
from hageplan.records.logg import Henvendelse
from hageplan.records.when import moment_of
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import GRADES, KINDS, OUTCOMES, PLANS, whole_contact
from hageplan.workspace.partial import Company, companies, handles_in

_PLANS: Final = (
    AnswerChoice("u", "utvider", PLANS["utvider"]),
    AnswerChoice("f", "flytter", PLANS["flytter"]),
    AnswerChoice("s", "selger", PLANS["selger"]),
    AnswerChoice("l", "legger_ned", PLANS["legger_ned"]),
)
_OUTCOMES: Final = tuple(
    AnswerChoice(sign, utfall, name)
    for sign, (utfall, name) in zip("sia", OUTCOMES.items(), strict=True)
)
_GRADES: Final = tuple(
    AnswerChoice(f"{number}", grade, name)
    for number, (grade, name) in enumerate(GRADES.items(), start=1)
)
_FLAGS: Final = (
    AnswerChoice("r", "rod", msg("red (at once)")),
    AnswerChoice("g", "gul", msg("yellow (within two weeks)")),
)
_KINDS: Final = tuple(
    AnswerChoice(sign, kanal, KINDS[kanal])
    for sign, kanal in zip("btems", ("besok", "telefon", "epost", "mote", "skjema"), strict=True)
)


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
            question = _("Which company (name or organisation number)")
            text = ask(question, visits[0].navn if visits else "")
        company = company_meant(self.call, text, companies(self.call.folder))
        visit = next((v for v in visits if v.number == company.organisasjonsnummer), None)
        yield from self._asked(company, visit)

    def walk_through_plan(self) -> Iterator[tuple[Company, ContactInput]]:
        """Give a contact for each of today's stops that the log does not have yet."""
        visits = self._visits()
        if not visits:
            raise RequestError(
                msg("all of today's stops are already logged"),
                msg("log what was not planned: hageplan log COMPANY"),
            )
        if not is_somebody_asked(as_json=self.call.as_json):
            raise RequestError(
                msg("--from-plan asks questions and needs a terminal"),
                msg(
                    "write one line for each: {commands}",
                    commands="; ".join(self._commands(visits)),
                ),
            )
        by_number = {c.organisasjonsnummer: c for c in companies(self.call.folder)}
        for visit in visits:
            company = by_number.get(visit.number)
            question = _("{start} {navn}: log this visit?").format(
                start=f"{visit.start:%H:%M}", navn=visit.navn
            )
            if company is not None and confirmed(question, usual=True):
                yield from self._asked(company, visit)

    def _commands(self, visits: Iterable[UnloggedVisit]) -> Iterator[str]:
        handles = handles_in(self.call.folder)
        for visit in visits:
            who, at = handles.get(visit.number, visit.number), f"{visit.start:%d.%m.%Y %H:%M}"
            yield f"hageplan log {who} --at '{at}' …"

    def _visits(self) -> list[UnloggedVisit]:
        return unlogged_visits(
            self.call.folder, self.now.date(), self.said.answers.get("medarbeider")
        )

    def _asked(
        self, company: Company, visit: UnloggedVisit | None
    ) -> Iterator[tuple[Company, ContactInput]]:
        """Ask all that a visit answers until it is right; give it where it is to be saved."""
        said = self.said
        if visit is not None:
            at = visit.start if said.at is None and visit.start <= self.now else said.at
            planned = {"medarbeider": visit.medarbeider, "minutter": visit.minutes}
            said = replace(said, at=at, answers={**planned, **said.answers})
        while True:
            typer.echo(printable(company.navn))
            said = _ask_contact(said, self.now)
            typer.echo(
                printable(_("To be saved: {what}").format(what=_told(company, said, self.now)))
            )
            if confirmed(_("Save?"), usual=True):
                yield company, said
                return
            if not confirmed(
                _("Change the answers? What you have answered is suggested."), usual=True
            ):
                self.call.note(_("hageplan: not saved"))
                return


def _told(company: Company, said: ContactInput, now: datetime) -> str:
    """Return on one line what of a contact will be stored."""
    table = contact_table(company.organisasjonsnummer, said, said.at or now)
    entry = Henvendelse.model_validate(table)
    promised = (f"{short_date(frist)} {task}" for frist, task in said.promises)
    words = [f"{short_moment(entry.tid)} {company.navn}", *whole_contact(entry), *promised]
    return ", ".join(words)


def _ask_contact(said: ContactInput, now: datetime) -> ContactInput:
    """Ask how a contact was and what came of it; of who talked, what every visit answers.

    What is `said` already are the usual answers; "-" takes one back.
    """
    before = said.answers
    usual = [before.get("kanal", "besok")]
    (kanal,) = choose_some(_("Kind of contact"), _KINDS, usual, least=1, most=1)
    usual = [before.get("utfall", "snakket")]
    (utfall,) = choose_some(_("Outcome"), _OUTCOMES, usual, least=1, most=1)
    at = asked(_("When"), _moment(now), f"{said.at or now:%d.%m.%Y %H:%M}")
    if utfall == "snakket":
        answers = {**before, **_talk(before)}
    else:
        answers = {key: before[key] for key in before.keys() & {"retning", "medarbeider"}}
        answers["notat"] = _text(_("Note"), before.get("notat"))
    answers |= {"kanal": kanal, "utfall": utfall}
    left = {key: value for key, value in answers.items() if value not in (None, False, "", ())}
    return replace(said, at=at, answers=left, promises=_promises(said, now))


def _talk(before: Mapping[str, Any]) -> dict[str, Any]:
    """Ask what every visit answers: how it is going, plans, needs, offers, interest.

    `before` are the usual answers. What is no choice may be kept as a note.
    """
    answers: dict[str, Any] = {}
    kept = list[str]()
    notat = _text(_("How is it going, what is difficult, how can you help"), before.get("notat"))
    plans = choose_some(
        _("Plans"), _PLANS, [p.value for p in _PLANS if before.get(p.value)], kept.append
    )
    answers |= {one.value: one.value in plans for one in _PLANS}
    answers["utvidelse"] = (
        _text(_("How will they expand"), before.get("utvidelse")) if "utvider" in plans else ""
    )
    for key, question in (
        ("behov", _("What do they need (tags, with commas)")),
        ("tilbyr", _("What can they offer (tags, with commas)")),
    ):
        answers[key] = tags([_text(question, ", ".join(before.get(key, ())))])
    answers["interesse"] = choose_one(_("Interest"), _GRADES, before.get("interesse"), kept.append)
    answers["minutter"] = asked(_("Minutes"), _minutes, str(before.get("minutter") or ""))
    flagg = before.get("flagg") or usual_flag(plans)
    answers["flagg"] = choose_one(_("Flag"), _FLAGS, flagg, kept.append)
    answers["notat"] = "; ".join(filter(None, (notat, *kept)))
    return answers


def _text(question: str, usual: str | None) -> str:
    """Ask for a text; a sign alone that says no takes back the usual one."""
    answer = ask(question, usual or "")
    return "" if answer == "-" else answer


def _promises(said: ContactInput, now: datetime) -> tuple[tuple[date, str], ...]:
    """Ask for what was promised, what is `said` already first, until nothing more was."""
    example = f"{now + timedelta(days=14):%d.%m.}"
    question = _("Promised, such as “{day} call about the application”, or n for nothing").format(
        day=example
    )
    usual = [f"{frist:%d.%m.%Y} {task}" for frist, task in said.promises]
    found: list[tuple[date, str]] = []

    def promised(answer: str) -> tuple[date, str] | None:
        return None if answer.casefold() in {"", *noes()} else promise(answer, now.date())

    while True:
        before = usual.pop(0) if usual else ""
        one = asked(question, promised, before)
        if one is not None:
            found.append(one)
        elif not before:
            return tuple(found)


def _moment(now: datetime) -> Callable[[str], datetime]:
    def understood(answer: str) -> datetime:
        return past(moment_of(answer, now.date(), towards="last"), now)

    return understood


def _minutes(answer: str) -> int | None:
    if answer.casefold() in {"", *noes()}:
        return None
    if answer.isascii() and answer.isdigit() and int(answer) <= 1440:
        return int(answer)
    raise RequestError(msg("write a number of minutes"))
