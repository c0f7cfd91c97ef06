"""Which companies a plan considers: those that may be visited, must be, or are agreed with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from hageplan.errors import RequestError
from hageplan.interest.model.history import History, history_of
from hageplan.interest.occasions import Occasion, occasions
from hageplan.interest.revisits import Revisit, revisits, worth_of
from hageplan.interest.suggest import Excluded, Prize, select, visit_prizes
from hageplan.messages import encode, msg
from hageplan.records.avtaler import booked, called_off
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.plan import Conflict, Plan, Request, When
from hageplan.records.settings.interesse import Interesse
from hageplan.records.status import MEMBERS
from hageplan.records.workspace import Workspace
from hageplan.tours.build import VisitCandidate
from hageplan.tours.going_on import Elsewhere, planned_elsewhere
from hageplan.tours.request import people_of
from hageplan.tours.rules.conflicts import conflict_of
from hageplan.tours.rules.precedence import Precedence

MEMBER: Final = 0.5
"""A visit to a member that is due, as a part of the average visit to one who may become it."""
AT_LEAST: Final = 5
"""Minutes."""
TEACHES_MUCH: Final = 2
"""Times the average information gain, from which on it is a reason of its own."""


@dataclass(frozen=True)
class Choice:
    """The candidates in the order of their numbers, who is excluded, and who waits for whom.

    `conflicts` are the appointments that break rules, `later` the days after the plan's that some
    candidates are left to.
    """

    candidates: tuple[VisitCandidate, ...]
    excluded: tuple[Excluded, ...]
    precedences: tuple[Precedence, ...]
    conflicts: tuple[Conflict, ...] = ()
    later: Mapping[str, date] = field(default_factory=dict)

    def judged(self, conflicts: Iterable[Conflict]) -> Choice:
        """Return the choice with more conflicts, without the appointments that nobody can keep.

        Those who are agreed with wait for nobody.
        """
        found = tuple(conflicts)
        lost = {one.avtale for one in found if not one.is_kept}
        kept, gone = [], []
        for one in self.candidates:
            avtaler = tuple(avtale for avtale in one.avtaler if avtale.id not in lost)
            if avtaler or one.must or not one.avtaler:
                kept.append(replace(one, avtaler=avtaler))
            else:
                date = encode("", date=one.avtaler[0].tid.date())
                gone.append(Excluded(one.bedrift, "booked", date))
        agreed = {one.organisasjonsnummer for one in kept if one.avtaler}
        return replace(
            self,
            candidates=tuple(kept),
            precedences=tuple(rule for rule in self.precedences if rule.later not in agreed),
            excluded=(*self.excluded, *gone),
            conflicts=(*self.conflicts, *found),
        )


def choose(
    workspace: Workspace,
    asked: Request,
    dates: Collection[date],
    *,
    earlier: Plan | None,
    today: date,
) -> Choice:
    """Return who is considered on `dates`; an `earlier` plan says what would rather be kept.

    Raises RequestError where somebody who was named is unknown or must not be visited.
    """
    agreed, elsewhere = _appointments(workspace, asked, dates, today)
    _check_wanted(asked, agreed, workspace)
    if earlier is not None and dates:
        elsewhere = planned_elsewhere(workspace, earlier, asked, dates, today) | elsewhere
    history, first = history_of(workspace.henvendelser, today), max(today, asked.from_)
    chosen, excluded = _selected(workspace, asked, history, first)
    named = {*agreed, *asked.must}
    out = {*asked.without, *elsewhere} - named
    numbers = sorted({b.organisasjonsnummer for b in chosen} - out | named)
    considered = [workspace.bedrift_by_number[number] for number in numbers]
    kommuner = tuple(dict.fromkeys((*asked.kommuner, *(b.kommunenummer for b in considered))))
    prizes = visit_prizes(workspace, kommuner, today=today, on=first)
    again = revisits(workspace, history)
    happened = occasions(workspace, history, first)
    kept, off = _kept(earlier, dates), called_off(workspace.avtaler)
    settings = workspace.oppsett.interesse

    def candidate(bedrift: Bedrift) -> VisitCandidate:
        number = bedrift.organisasjonsnummer
        prize, waits = prizes.get(number), again.get(number)
        why = _reasons(bedrift, history.get(number, ()), prize, settings.laeringsvekt)
        occasion = happened.get(number)
        return VisitCandidate(
            bedrift=bedrift,
            prize_minutes=_minutes_worth(prize, waits, occasion, first, settings),
            reasons=(*(occasion.reasons if occasion else ()), *why, *_due(waits, first)),
            avtaler=agreed.get(number, ()),
            kept=kept.get(number, ()),
            must=number in asked.must,
            called_off=off.get(number, frozenset()),
        )

    free = (e for e in excluded if e.bedrift.organisasjonsnummer not in {*named, *out})
    return Choice(
        candidates=tuple(map(candidate, considered)),
        excluded=(*free, *_left_out(asked, workspace.bedrift_by_number, named, elsewhere)),
        precedences=_precedences(considered, history),
        conflicts=tuple(_not_to_be_kept(workspace, asked, dates)),
    )


def _left_out(
    asked: Request,
    by_number: Mapping[str, Bedrift],
    named: Collection[str],
    elsewhere: Mapping[str, Elsewhere],
) -> Iterator[Excluded]:
    """Give those that the request leaves out, and those whose visit is out of the plan."""
    for number in sorted(asked.without):
        yield Excluded(by_number[number], "asked-to-leave-out", "")
    for number, (why, day) in elsewhere.items():
        if number not in {*named, *asked.without} and _is_asked(by_number[number], asked):
            yield Excluded(by_number[number], why, encode("", date=day))


def _is_asked(bedrift: Bedrift, asked: Request) -> bool:
    if asked.only:
        return bedrift.organisasjonsnummer in asked.only
    return bedrift.kommunenummer in asked.kommuner


def _selected(
    workspace: Workspace, asked: Request, history: History, on: date
) -> tuple[list[Bedrift], list[Excluded]]:
    """Return the companies asked for that may be visited `on` a day, and those that may not."""
    everywhere = {bedrift.kommunenummer for bedrift in workspace.bedrifter}
    kommuner = everywhere if asked.only else asked.kommuner
    chosen, excluded = select(workspace, kommuner, history, on)
    return (
        [bedrift for bedrift in chosen if _is_asked(bedrift, asked)],
        [e for e in excluded if _is_asked(e.bedrift, asked)],
    )


def _appointments(
    workspace: Workspace, asked: Request, dates: Collection[date], today: date
) -> tuple[dict[str, tuple[Avtale, ...]], dict[str, Elsewhere]]:
    """Return the appointments within the plan by company, and the first other one of others.

    One with somebody who is absent has to be found a new time: the company is as good as free.
    """
    absent = {(away.medarbeider, away.date) for away in asked.absent}
    # Days off count too: an appointment then must not be lost.
    last = max(dates, default=asked.from_)
    agreed: dict[str, tuple[Avtale, ...]] = {}
    elsewhere: dict[str, Elsewhere] = {}
    for avtale in booked(workspace.avtaler):
        day, number = avtale.tid.date(), avtale.organisasjonsnummer
        is_open = workspace.bedrift_by_number[number].may_be_visited
        if day < min(today, asked.from_) or (avtale.medarbeider, day) in absent or not is_open:
            continue
        if avtale.medarbeider in asked.medarbeidere and asked.from_ <= day <= last:
            agreed[number] = (*agreed.get(number, ()), avtale)
        else:
            elsewhere.setdefault(number, ("booked", day))
    return agreed, elsewhere


def _not_to_be_kept(
    workspace: Workspace, asked: Request, dates: Collection[date]
) -> Iterator[Conflict]:
    """Give the appointments within the plan that became impossible, whatever the day allows.

    The company must not be visited any more, or the medarbeider has left.
    """
    known = {person.id for person in people_of(workspace, ())}
    last = max(dates, default=asked.from_)
    for avtale in booked(workspace.avtaler):
        bedrift, who = workspace.bedrift_by_number[avtale.organisasjonsnummer], avtale.medarbeider
        if not asked.from_ <= avtale.tid.date() <= last:
            continue
        why = []
        if not bedrift.may_be_visited and who in (*asked.medarbeidere, *({who} - known)):
            why.append(
                encode("agreed-closed-down" if bedrift.status == "nedlagt" else "agreed-out")
            )
        if who not in known:
            why.append(encode("agreed-unknown", who=who))
        if why:
            yield conflict_of(avtale, bedrift.navn, why, is_kept=False)


def _check_wanted(asked: Request, agreed: Mapping[str, object], workspace: Workspace) -> None:
    by_number = workspace.bedrift_by_number
    for number in (*asked.must, *asked.only, *asked.without):
        if number not in by_number:
            raise RequestError(
                msg("no company in bedrifter/ has the organisasjonsnummer {number}", number=number),
                msg("find it with: hageplan next"),
            )
    for number in asked.must:
        if not by_number[number].may_be_visited:
            raise RequestError(
                msg(
                    "{name} has opted out or closed down, and cannot be visited",
                    name=by_number[number].navn,
                ),
                msg("remove it from --must"),
            )
    for number in asked.without:
        if number in agreed or number in asked.must:
            raise RequestError(
                msg(
                    "{name} cannot be left out: it has an appointment or must be visited",
                    name=by_number[number].navn,
                ),
                msg(
                    "choose one of them; to cancel an appointment: hageplan cancel {company}",
                    company=workspace.handles[number],
                ),
            )


def _kept(earlier: Plan | None, dates: Collection[date]) -> dict[str, tuple[When, ...]]:
    """Return where an earlier plan has each company, on days that are planned again."""
    found: dict[str, tuple[When, ...]] = {}
    for tour in earlier.tours if earlier else ():
        for stop in tour.stops if tour.date in dates else ():
            when = When(medarbeider=tour.medarbeider, date=tour.date, start=stop.start)
            number = stop.organisasjonsnummer
            found[number] = (*found.get(number, ()), when)
    return found


def _precedences(considered: Sequence[Bedrift], history: History) -> tuple[Precedence, ...]:
    """Return which visits wait for which others that have not been yet."""
    return tuple(
        Precedence(bedrift.organisasjonsnummer, number)
        for bedrift in considered
        for number in bedrift.etter
        if not any(contact.took_place for contact in history.get(number, ()))
    )


def _minutes_worth(
    prize: Prize | None,
    again: Revisit | None,
    occasion: Occasion | None,
    on: date,
    settings: Interesse,
) -> int:
    """Return what a visit is worth, in minutes of driving and waiting that one would spend on it.

    The prize, the chance of a member and what the answer teaches, is scaled to minutes. A member or
    målbedrift is worth as much at least as it is due; a member has no prize, nor has a company that
    is named though nobody is sent there by itself. What happened of late comes on top.
    """
    worth = MEMBER if prize is None else prize.total / (1 + settings.laeringsvekt)
    if again is not None and again.bedrift.status in MEMBERS:
        due = MEMBER * worth_of(again.elapsed(on))
        worth = due if prize is None else max(worth, due)
    besides = occasion.minutes if occasion else 0.0
    return max(AT_LEAST, round(settings.prize_minutter * worth + besides))


def _due(again: Revisit | None, on: date) -> Iterator[str]:
    """Give that a visit is due, as a coded remark."""
    if again is not None and not again.is_first and on >= again.due:
        yield encode("visit-due", date=again.due)


def _reasons(
    bedrift: Bedrift, contacts: Sequence[Henvendelse], prize: Prize | None, kappa: float
) -> Iterator[str]:
    """Give why a visit is worth that, as coded remarks, given what was said (oldest first)."""
    if bedrift.ring_ikke:
        yield encode("do-not-phone")
    answer = next((c for c in reversed(contacts) if c.interesse is not None), None)
    if answer is not None:
        yield encode("interest", grade=answer.interesse, date=answer.tid.date())
    if prize is not None:
        yield encode("member-chance", percent=round(100 * prize.membership))
        if prize.information_gain > TEACHES_MUCH * kappa:
            yield encode("teaches", times=round(prize.information_gain / kappa, 1))
    if bedrift.antall_ansatte is None:
        yield encode("size-unknown")
    else:
        yield encode("employees", count=bedrift.antall_ansatte)
    if bedrift.status in ("maalbedrift", "medlem"):
        yield encode("status", status=bedrift.status)
    if contacts:
        yield encode("last-contact", date=contacts[-1].tid.date())
    else:
        yield encode("never-contacted")
