"""What a week brought, and what the next one asks for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.interest.result import KommuneScore, Score
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import Periode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import back_from, id_of
from hageplan.records.logg import Grad, Henvendelse
from hageplan.records.oppsummert import Andel, Oppsummert
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.reports.weeks import DAYS, Uker, week_before

LATE_DAYS: Final = 371
"""How long after its day something may be logged and still be told as news: 53 weeks."""
EVER: Final = date(1900, 1, 1)
"""Before any word of jobs."""
WORTH_TELLING: Final = 0.005
"""Half a percentage point: smaller changes of a share are not told."""
SURE: Final = 0.9
"""A chance on either side of the threshold from which a municipality can be decided."""
DAYS_A_YEAR: Final = 365.25

Decision = Literal["expand", "not-now", "escalated", "red-flag", "not-booked"]


@dataclass(frozen=True)
class Answer:
    """What a company said of its interest; `late`: before the weeks that are told."""

    organisasjonsnummer: str
    navn: str
    kommune: str
    interesse: Grad
    date: date
    late: bool


@dataclass(frozen=True)
class Happened:
    """What the weeks brought.

    Attributes:
        visits: Visits made.
        other_contacts: Contacts of other kinds.
        answers: What was said of interest, by day.
        new_members: Names of those who became members (`medlem_siden`).
        new_jobs: Jobs that were told to be new, less what was taken back.
        kept_jobs: Jobs that were told to be kept, likewise.
        introductions: Companies that were introduced to somebody.
        tasks_done: Tasks that were done.
    """

    visits: int
    other_contacts: int
    answers: tuple[Answer, ...]
    new_members: tuple[str, ...]
    new_jobs: int
    kept_jobs: int
    introductions: int
    tasks_done: int


@dataclass(frozen=True)
class Change:
    """A municipality's expected share before the weeks and after, and new members likewise."""

    kommunenummer: str
    navn: str
    share_before: float
    share: float
    new_members_before: float
    new_members: float


@dataclass(frozen=True)
class Coming:
    """A visit of the week to come; `booked` tells whether it is agreed."""

    date: date
    start: str
    medarbeider: str
    organisasjonsnummer: str
    navn: str
    booked: bool


@dataclass(frozen=True)
class Decide:
    """Something that somebody must decide.

    `what` is a municipality, a company, or a count of tasks or visits; `chance` that of a
    municipality's interest to reach the threshold.
    """

    kind: Decision
    what: str
    who: str = ""
    chance: float | None = None


@dataclass(frozen=True)
class Quality:
    """What the records lack.

    Attributes:
        old_answers: Companies whose latest answer is older than the half-life.
        no_position: Companies without coordinates.
        no_headcount: Companies whose number of employees is unknown.
        no_contact: Members and målbedrifter without anybody to call or write to.
    """

    old_answers: int
    no_position: int
    no_headcount: int
    no_contact: int


@dataclass(frozen=True)
class Summary:
    """One or more weeks for those who were not there.

    Attributes:
        weeks: Such as `2026-W48`.
        first: Their first day.
        last: Their last day.
        today: The day it was made; tasks are as of it.
        threshold: The share that decides.
        happened: What they brought.
        changes: Whose score changed, the most first.
        due: Open tasks that are overdue or due in the week to come.
        coming: Its visits.
        decisions: What is to be decided.
        quality: What the records lack.
        example_data: Whether the companies are invented.
    """

    weeks: str
    first: date
    last: date
    today: date
    threshold: float
    happened: Happened
    changes: tuple[Change, ...]
    due: tuple[Oppgave, ...]
    coming: tuple[Coming, ...]
    decisions: tuple[Decide, ...]
    quality: Quality
    example_data: bool

    @property
    def has_happened(self) -> bool:
        """Whether the weeks brought anything."""
        found = self.happened
        numbers = (found.visits, found.other_contacts, found.new_jobs, found.kept_jobs)
        return any(
            (*numbers, found.introductions, found.tasks_done, found.answers, found.new_members)
        )


@dataclass(frozen=True)
class Told:
    """A summary, and what is to be remembered where it is told."""

    summary: Summary
    memory: Oppsummert

    def is_new(self, before: Oppsummert | None) -> bool:
        """Tell whether there is anything that was not told or asked before."""
        asked = set(before.spurt) if before else set()
        return self.summary.has_happened or not asked >= set(self.memory.spurt)


@dataclass(frozen=True)
class _News:
    """What is news: of the weeks, and where `before` is known what was logged late, each once."""

    weeks: Uker
    before: Oppsummert | None

    def __call__(self, day: date | None, key: str) -> bool:
        if day is None or day > self.weeks.last:
            return False
        if self.before is None:
            return day >= self.weeks.first
        is_late = self.weeks.first - timedelta(days=LATE_DAYS) <= day
        return is_late and _digest(key) not in self.before.fortalt


def as_of(workspace: Workspace, day: date) -> Workspace:
    """Return the records with the contacts up to `day`; companies are as they are today."""
    contacts = tuple(c for c in workspace.henvendelser if c.tid.date() <= day)
    return replace(workspace, henvendelser=contacts)


def summarise(
    workspace: Workspace,
    weeks: Uker,
    scores: tuple[Score, Score],
    plan: Plan | None,
    today: date,
    before: Oppsummert | None = None,
) -> Told:
    """Return what `weeks` brought and what the week after them asks for.

    `scores` are as of the day before them and of their last day. `plan` is the latest one. With
    `before`, what was told, all is compared with that: what was logged late or corrected since is
    told too, and nothing twice.
    """
    news = _News(weeks, before)
    due = tuple(_due(workspace, weeks, today))
    coming = tuple(_coming(workspace, weeks, plan))
    decisions = (*_of_kommuner(workspace, scores[1]), *_of_tasks(due), *_of_visits(coming))
    asked = (
        *(f"{task.id} {task.urgency}" for task in due),
        *(f"{one.kind} {one.what} {one.who}" for one in decisions),
    )
    ever = _jobs(workspace, Uker(EVER, weeks.last), today)
    jobs = (
        _jobs(workspace, weeks, today)
        if before is None
        else (ever[0] - before.nye, ever[1] - before.bevarte)
    )
    summary = Summary(
        weeks.name,
        weeks.first,
        weeks.last,
        today,
        scores[1].threshold,
        _happened(workspace, weeks, news, jobs),
        tuple(_changes(_shares(scores[0]) | _told_shares(before), scores[1])),
        due,
        coming,
        decisions,
        _quality(workspace, today),
        workspace.example_data,
    )
    return Told(summary, _memory(workspace, weeks, before, asked, ever, scores[1], today))


def _memory(
    workspace: Workspace,
    weeks: Uker,
    before: Oppsummert | None,
    asked: Iterable[str],
    jobs: tuple[int, int],
    score: Score,
    today: date,
) -> Oppsummert:
    """Return what is told when the summary is: no week counts as told before it is over."""
    whole = min(weeks.last, week_before(today).last)
    first = weeks.first - timedelta(days=LATE_DAYS)
    there = {_digest(key): day for day, key in _items(workspace)}
    told = {digest for digest, day in there.items() if first <= day <= weeks.last}
    told |= {digest for digest in (before.fortalt if before else ()) if digest in there}
    shares = (
        Andel(kommunenummer=n, andel=s, nye_medlemmer=m) for n, (s, m) in _shares(score).items()
    )
    return Oppsummert(
        til=max(whole, before.til) if before else whole,
        fortalt=tuple(sorted(told)),
        spurt=tuple(sorted(map(_digest, asked))),
        nye=jobs[0],
        bevarte=jobs[1],
        andeler=tuple(shares),
    )


def _items(workspace: Workspace) -> Iterator[tuple[date, str]]:
    """Give all that can be told as news: the day, and a key that a correction does not change."""
    for contact, key in _contact_keys(workspace):
        yield contact.tid.date(), key
    for bedrift in workspace.bedrifter:
        if bedrift.medlem_siden is not None:
            yield bedrift.medlem_siden, _member_key(bedrift)
    for kobling in workspace.koblinger:
        yield kobling.tid.date(), id_of(kobling)
    for task in workspace.oppfolginger:
        if task.utfort is not None:
            yield task.utfort, task.id


def _contact_keys(workspace: Workspace) -> Iterator[tuple[Henvendelse, str]]:
    """Give the contacts that count, each with its id as it was first written."""
    by_id = {id_of(one): one for one in (*workspace.henvendelser, *workspace.rettet)}
    for contact in workspace.henvendelser:
        yield contact, back_from(contact, by_id)[-1]


def _member_key(bedrift: Bedrift) -> str:
    return f"medlem {bedrift.organisasjonsnummer} {bedrift.medlem_siden}"


def _jobs(workspace: Workspace, weeks: Uker, today: date) -> tuple[int, int]:
    """Return the new and the kept jobs of some weeks."""
    found = count_jobs(workspace, Periode(weeks.name, weeks.first, weeks.last), today=today).total
    return found.new, found.kept


def _happened(workspace: Workspace, weeks: Uker, news: _News, jobs: tuple[int, int]) -> Happened:
    contacts = [c for c, key in _contact_keys(workspace) if news(c.tid.date(), key)]
    visits = sum(contact.kanal == "besok" for contact in contacts)
    answers = []
    for contact in sorted(contacts, key=lambda c: c.tid):
        bedrift = workspace.bedrift_by_number.get(contact.organisasjonsnummer)
        if contact.interesse is not None and bedrift is not None:
            kommune = workspace.kommuner[bedrift.kommunenummer].navn
            number, day = contact.organisasjonsnummer, contact.tid.date()
            late = day < weeks.first
            answers.append(Answer(number, bedrift.navn, kommune, contact.interesse, day, late))
    return Happened(
        visits,
        len(contacts) - visits,
        tuple(answers),
        tuple(b.navn for b in workspace.bedrifter if news(b.medlem_siden, _member_key(b))),
        *jobs,
        sum(news(kobling.tid.date(), id_of(kobling)) for kobling in workspace.koblinger),
        sum(news(task.utfort, task.id) for task in workspace.oppfolginger),
    )


def _shares(score: Score) -> dict[str, tuple[float, float]]:
    """Return each municipality's expected share and new members, where anything is known."""
    return {
        row.kommunenummer: (row.estimated.share, row.estimated.new_members)
        for row in score.kommuner
        if row.estimated.share is not None
    }


def _told_shares(before: Oppsummert | None) -> dict[str, tuple[float, float]]:
    told = before.andeler if before else ()
    return {one.kommunenummer: (one.andel, one.nye_medlemmer) for one in told}


def _changes(before: Mapping[str, tuple[float, float]], after: Score) -> Iterator[Change]:
    found = []
    for row in after.kommuner:
        new = row.estimated
        if row.kommunenummer not in before or new.share is None:
            continue
        share, members = before[row.kommunenummer]
        if abs(new.share - share) >= WORTH_TELLING:
            told = (share, new.share, members, new.new_members)
            found.append(Change(row.kommunenummer, row.navn, *told))
    yield from sorted(found, key=lambda c: (-abs(c.share - c.share_before), c.kommunenummer))


def _due(workspace: Workspace, weeks: Uker, today: date) -> Iterable[Oppgave]:
    last = weeks.last + timedelta(days=DAYS)
    return (task for task in open_tasks(workspace, today) if task.frist <= max(last, today))


def _coming(workspace: Workspace, weeks: Uker, plan: Plan | None) -> list[Coming]:
    """Return the visits of the week after: those agreed, and what else the plan has."""
    first, last = weeks.last + timedelta(days=1), weeks.last + timedelta(days=DAYS)
    found = {}
    for tour in plan.tours if plan else ():
        for stop in tour.stops if first <= tour.date <= last else ():
            number, start = stop.organisasjonsnummer, f"{stop.start:%H:%M}"
            one = Coming(tour.date, start, tour.medarbeider, number, stop.navn, booked=False)
            found[number] = one
    for avtale in booked(workspace.avtaler):
        number, day = avtale.organisasjonsnummer, avtale.tid.date()
        if first <= day <= last:
            start, name = f"{avtale.tid:%H:%M}", workspace.name_of(number)
            found[number] = Coming(day, start, avtale.medarbeider, number, name, booked=True)
    return sorted(found.values(), key=lambda c: (c.date, c.start, c.medarbeider))


def _of_kommuner(workspace: Workspace, score: Score) -> Iterator[Decide]:
    for row in score.kommuner:
        chance = row.estimated.above_threshold
        if row.kommunenummer in workspace.vurderer and chance is not None:
            kind = _verdict(row, chance)
            if kind is not None:
                yield Decide(kind, row.navn, chance=chance)


def _verdict(row: KommuneScore, chance: float) -> Literal["expand", "not-now"] | None:
    if not row.asked.answered:
        return None
    return "expand" if chance >= SURE else "not-now" if chance <= 1 - SURE else None


def _of_tasks(due: Iterable[Oppgave]) -> Iterator[Decide]:
    tasks = [*due]
    late = [task for task in tasks if task.urgency == "escalated"]
    counts = Counter(task.escalated_to or task.ansvarlig for task in late)
    for who, count in sorted(counts.items()):
        yield Decide("escalated", f"{count}", who)
    for task in tasks:
        if task.flagg == "rod":
            yield Decide("red-flag", task.navn, task.ansvarlig)


def _of_visits(coming: Iterable[Coming]) -> Iterator[Decide]:
    open_ = Counter(one.medarbeider for one in coming if not one.booked)
    for who, count in sorted(open_.items()):
        yield Decide("not-booked", f"{count}", who)


def _quality(workspace: Workspace, today: date) -> Quality:
    active = [b for b in workspace.bedrifter if b.status != "nedlagt"]
    latest: dict[str, date] = {}
    for contact in workspace.henvendelser:
        if contact.interesse is not None:
            number, day = contact.organisasjonsnummer, contact.tid.date()
            latest[number] = max(day, latest.get(number, day))
    oldest = today - timedelta(days=workspace.oppsett.interesse.halveringstid_aar * DAYS_A_YEAR)
    ours = [b for b in active if b.status in ("medlem", "maalbedrift")]
    return Quality(
        sum(day < oldest for day in latest.values()),
        sum(b.lat is None for b in active),
        sum(b.antall_ansatte is None for b in active),
        sum(not (b.kontakt.telefon or b.kontakt.epost) for b in ours),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
