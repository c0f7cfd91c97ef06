"""What a week brought, and what the next one asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hageplan.followup.due import due_by
from hageplan.followup.result import Oppgave
from hageplan.interest.result import Score
from hageplan.interest.revisits import coverage_of
from hageplan.interest.score import score
from hageplan.jobs.periode import DAYS, Periode
from hageplan.records.memory import Oppsummert
from hageplan.records.plan import Tour
from hageplan.records.workspace import Workspace
from hageplan.reports.memory import memory_of, shares_of
from hageplan.reports.summary_result import (
    Decision,
    Quality,
    ShareChange,
    Summary,
    WeekResult,
)
from hageplan.week.news import happenings, jobs_until
from hageplan.week.result import ComingVisit
from hageplan.week.stops import stops_between

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
    tours: Sequence[Tour] = (),
    before: Oppsummert | None = None,
    seed: int = 0,
) -> WeekResult:
    """Return what `weeks` brought and what the week after them asks for.

    `tours` are those planned for that week. With `before`, what was told, all is compared with
    that: what was logged late or corrected since is told too, and nothing twice.
    """
    ends = (weeks.first - timedelta(days=1), min(weeks.last, today))
    earlier, later = (score(_as_of(workspace, day), today=day, seed=seed) for day in ends)
    due = tuple(due_by(week_after(weeks)[1], workspace, today))
    coming = tuple(_coming(workspace, tours, weeks))
    decisions = (*_of_tasks(due), *_of_kommuner(workspace, later), *_of_visits(coming))
    asked = (
        *(f"{task.id} {task.urgency}" for task in due),
        *(f"{one.kind} {one.what} {one.who}" for one in decisions),
    )
    told = Summary(
        weeks=weeks.name,
        first=weeks.first,
        last=weeks.last,
        today=today,
        threshold=later.threshold,
        happened=happenings(workspace, weeks, before, today),
        changes=tuple(_changes(shares_of(earlier) | _told_shares(before), later)),
        due=due,
        coming=coming,
        decisions=decisions,
        coverage=coverage_of(workspace, today),
        quality=_quality(workspace, today),
        outside=workspace.count_outside(),
        example_data=workspace.example_data,
    )
    memory = memory_of(
        workspace,
        weeks=weeks,
        before=before,
        asked=asked,
        jobs=jobs_until(workspace, weeks.last, today),
        score=later,
        today=today,
    )
    return WeekResult(summary=told, memory=memory)


def week_after(weeks: Periode) -> tuple[date, date]:
    """Return the first and the last day of the week after some weeks."""
    return weeks.last + timedelta(days=1), weeks.last + timedelta(days=DAYS)


def _as_of(workspace: Workspace, day: date) -> Workspace:
    """Return the records with the contacts up to `day`.

    Companies are as they are today, and so is the target group: a flag that takes one in is no
    change of the interest.
    """
    contacts = tuple(c for c in workspace.henvendelser if c.tid.date() <= day)
    return replace(workspace, henvendelser=contacts).taking_in(workspace.by_exception)


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


def _coming(workspace: Workspace, tours: Sequence[Tour], weeks: Periode) -> Iterator[ComingVisit]:
    """Give the visits of the week after: those agreed, and what else is planned."""
    first, last = week_after(weeks)
    for stop in stops_between(workspace, tours, first, last):
        if not stop.is_logged:
            yield ComingVisit(**{key: getattr(stop, key) for key in ComingVisit.model_fields})


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
    """Give the red flags, then how much is escalated to each of us."""
    tasks = [*due]
    for task in tasks:
        if task.flagg == "rod":
            yield Decision(kind="red-flag", what=task.navn, who=task.ansvarlig)
    late = [task for task in tasks if task.urgency == "escalated"]
    counts = Counter(task.escalated_to or task.ansvarlig for task in late)
    for who, count in sorted(counts.items()):
        yield Decision(kind="escalated", what=f"{count}", who=who)


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
