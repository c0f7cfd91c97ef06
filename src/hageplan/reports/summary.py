"""What a week brought, and what the next one asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.interest.result import Score
from hageplan.interest.score import score
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import DAYS, Periode
from hageplan.records.avtaler import booked
from hageplan.records.entries import id_of
from hageplan.records.memory import Oppsummert
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace
from hageplan.reports.news import News, contact_keys, member_key, memory_of, shares_of
from hageplan.reports.summary_result import (
    ComingVisit,
    Decision,
    GradeGiven,
    Happenings,
    Quality,
    ShareChange,
    Summary,
    WeekResult,
)

EVER: Final = date(1900, 1, 1)
"""Before any word of jobs."""
WORTH_TELLING: Final = 0.005
"""Half a percentage point: smaller changes of a share are not told."""
SURE: Final = 0.9
"""A chance on either side of the threshold from which a municipality can be decided."""
DAYS_A_YEAR: Final = 365.25


def summary(
    workspace: Workspace,
    weeks: Periode,
    *,
    today: date,
    plan: Plan | None = None,
    before: Oppsummert | None = None,
    seed: int = 0,
) -> WeekResult:
    """Return what `weeks` brought and what the week after them asks for.

    `plan` is the latest one. With `before`, what was told, all is compared with that: what was
    logged late or corrected since is told too, and nothing twice.
    """
    ends = (weeks.first - timedelta(days=1), min(weeks.last, today))
    earlier, later = (score(_as_of(workspace, day), today=day, seed=seed) for day in ends)
    news = News(weeks=weeks, before=before)
    due = tuple(_due(workspace, weeks, today))
    coming = tuple(_coming(workspace, weeks, plan))
    decisions = (*_of_kommuner(workspace, later), *_of_tasks(due), *_of_visits(coming))
    asked = (
        *(f"{task.id} {task.urgency}" for task in due),
        *(f"{one.kind} {one.what} {one.who}" for one in decisions),
    )
    ever = _jobs(workspace, Periode("", EVER, weeks.last), today)
    jobs = (
        _jobs(workspace, weeks, today)
        if before is None
        else (ever[0] - before.nye, ever[1] - before.bevarte)
    )
    told = Summary(
        weeks=weeks.name,
        first=weeks.first,
        last=weeks.last,
        today=today,
        threshold=later.threshold,
        happened=_happened(workspace, weeks, news, jobs),
        changes=tuple(_changes(shares_of(earlier) | _told_shares(before), later)),
        due=due,
        coming=coming,
        decisions=decisions,
        quality=_quality(workspace, today),
        outside=workspace.count_outside(),
        example_data=workspace.example_data,
    )
    memory = memory_of(
        workspace, weeks=weeks, before=before, asked=asked, jobs=ever, score=later, today=today
    )
    return WeekResult(summary=told, memory=memory)


def _as_of(workspace: Workspace, day: date) -> Workspace:
    """Return the records with the contacts up to `day`.

    Companies are as they are today, and so is the target group: a flag that takes one in is no
    change of the interest.
    """
    contacts = tuple(c for c in workspace.henvendelser if c.tid.date() <= day)
    return replace(workspace, henvendelser=contacts).taking_in(workspace.by_exception)


def _jobs(workspace: Workspace, weeks: Periode, today: date) -> tuple[int, int]:
    """Return the new and the kept jobs of some weeks."""
    found = count_jobs(workspace, weeks, today=today).total
    return found.new, found.kept


def _happened(
    workspace: Workspace, weeks: Periode, news: News, jobs: tuple[int, int]
) -> Happenings:
    contacts = [c for c, key in contact_keys(workspace) if news(c.tid.date(), key)]
    visits = sum(contact.kanal == "besok" for contact in contacts)
    answers = []
    for contact in sorted(contacts, key=lambda c: c.tid):
        bedrift = workspace.bedrift_by_number.get(contact.organisasjonsnummer)
        if contact.interesse is not None and bedrift is not None:
            day = contact.tid.date()
            one = GradeGiven(
                organisasjonsnummer=contact.organisasjonsnummer,
                navn=bedrift.navn,
                kommune=workspace.kommuner[bedrift.kommunenummer].navn,
                interesse=contact.interesse,
                date=day,
                late=day < weeks.first,
            )
            answers.append(one)
    joined = (b.navn for b in workspace.bedrifter if news(b.medlem_siden, member_key(b)))
    return Happenings(
        visits=visits,
        other_contacts=len(contacts) - visits,
        answers=tuple(answers),
        new_members=tuple(joined),
        new_jobs=jobs[0],
        kept_jobs=jobs[1],
        introductions=sum(news(one.tid.date(), id_of(one)) for one in workspace.koblinger),
        tasks_done=sum(news(task.utfort, task.id) for task in workspace.oppfolginger),
    )


def _told_shares(before: Oppsummert | None) -> dict[str, tuple[float, float]]:
    told = before.andeler if before else ()
    return {one.kommunenummer: (one.andel, one.nye_medlemmer) for one in told}


def _changes(before: Mapping[str, tuple[float, float]], after: Score) -> Iterator[ShareChange]:
    found = []
    for row in after.kommuner:
        new = row.estimated
        if row.kommunenummer not in before or new.share is None:
            continue
        share, members = before[row.kommunenummer]
        if abs(new.share - share) >= WORTH_TELLING:
            one = ShareChange(
                kommunenummer=row.kommunenummer,
                navn=row.navn,
                share_before=share,
                share=new.share,
                new_members_before=members,
                new_members=new.new_members,
            )
            found.append(one)
    yield from sorted(found, key=lambda c: (-abs(c.share - c.share_before), c.kommunenummer))


def _due(workspace: Workspace, weeks: Periode, today: date) -> Iterable[Oppgave]:
    last = weeks.last + timedelta(days=DAYS)
    return (task for task in open_tasks(workspace, today) if task.frist <= max(last, today))


def _coming(workspace: Workspace, weeks: Periode, plan: Plan | None) -> list[ComingVisit]:
    """Return the visits of the week after: those agreed, and what else the plan has."""
    first, last = weeks.last + timedelta(days=1), weeks.last + timedelta(days=DAYS)
    found = {}
    for tour in plan.tours if plan else ():
        for stop in tour.stops if first <= tour.date <= last else ():
            found[stop.organisasjonsnummer] = ComingVisit(
                date=tour.date,
                start=f"{stop.start:%H:%M}",
                medarbeider=tour.medarbeider,
                organisasjonsnummer=stop.organisasjonsnummer,
                navn=stop.navn,
                booked=False,
            )
    for avtale in booked(workspace.avtaler):
        number, day = avtale.organisasjonsnummer, avtale.tid.date()
        if first <= day <= last:
            found[number] = ComingVisit(
                date=day,
                start=f"{avtale.tid:%H:%M}",
                medarbeider=avtale.medarbeider,
                organisasjonsnummer=number,
                navn=workspace.name_of(number),
                booked=True,
            )
    return sorted(found.values(), key=lambda c: (c.date, c.start, c.medarbeider))


def _of_kommuner(workspace: Workspace, score: Score) -> Iterator[Decision]:
    for row in score.kommuner:
        chance = row.estimated.above_threshold
        if row.kommunenummer not in workspace.vurderer or chance is None or not row.asked.answered:
            continue
        if chance >= SURE:
            yield Decision(kind="expand", what=row.navn, chance=chance)
        elif chance <= 1 - SURE:
            yield Decision(kind="not-now", what=row.navn, chance=chance)


def _of_tasks(due: Iterable[Oppgave]) -> Iterator[Decision]:
    tasks = [*due]
    late = [task for task in tasks if task.urgency == "escalated"]
    counts = Counter(task.escalated_to or task.ansvarlig for task in late)
    for who, count in sorted(counts.items()):
        yield Decision(kind="escalated", what=f"{count}", who=who)
    for task in tasks:
        if task.flagg == "rod":
            yield Decision(kind="red-flag", what=task.navn, who=task.ansvarlig)


def _of_visits(coming: Iterable[ComingVisit]) -> Iterator[Decision]:
    open_ = Counter(one.medarbeider for one in coming if not one.booked)
    for who, count in sorted(open_.items()):
        yield Decision(kind="not-booked", what=f"{count}", who=who)


def _quality(workspace: Workspace, today: date) -> Quality:
    active = [b for b in workspace.maalgruppe if b.status != "nedlagt"]
    latest: dict[str, date] = {}
    for contact in workspace.henvendelser:
        if contact.interesse is not None and contact.organisasjonsnummer not in workspace.outside:
            number, day = contact.organisasjonsnummer, contact.tid.date()
            latest[number] = max(day, latest.get(number, day))
    oldest = today - timedelta(days=workspace.oppsett.interesse.halveringstid_aar * DAYS_A_YEAR)
    ours = [b for b in active if b.status in ("medlem", "maalbedrift")]
    return Quality(
        old_answers=sum(day < oldest for day in latest.values()),
        no_position=sum(b.lat is None for b in active),
        no_headcount=sum(b.antall_ansatte is None for b in active),
        no_contact=sum(not (b.kontakt.telefon or b.kontakt.epost) for b in ours),
        unread=len(workspace.unread),
    )
