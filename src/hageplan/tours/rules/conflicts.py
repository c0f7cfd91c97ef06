"""Appointments that break a rule: kept all the same, where a person can keep them at all.

An appointment is a promise. A day whose appointments keep every rule is planned as any other. One
on which they don't is made around them: the drives to and from them come first, pauses and other
visits where they leave room. What no one could keep, two places at once, is left to the promise
that was given first; every rule that is broken is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Conflict
from hageplan.records.workspace import Workspace
from hageplan.tours.days import WorkDay, day_of
from hageplan.tours.rules.agreed import AgreedDay, Meeting, agreed_day, day_around, meeting_of
from hageplan.tours.rules.broken import (
    fits,
    of_the_calendar,
    of_the_company,
    of_the_hours,
    of_the_others,
    of_the_way,
)
from hageplan.travel import Travel

Why = Mapping[str, list[str]]
"""What each appointment breaks, by its id."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A day of a medarbeider with appointments.

    Attributes:
        kept: Those that the day keeps.
        conflicts: Those that break a rule.
        day: The day that keeps them; None where none is kept.
    """

    kept: tuple[Avtale, ...]
    conflicts: tuple[Conflict, ...]
    day: WorkDay | None


def judged(
    workspace: Workspace,
    person: Medarbeider,
    on: date,
    avtaler: Sequence[Avtale],
    *,
    kontor: Sted,
    travel: Travel,
) -> Judged:
    """Return which appointments of `person` on a date are kept, and which rules they break."""

    def with_drives(meetings: Sequence[Meeting]) -> AgreedDay:
        return agreed_day(workspace, person, on, meetings, kontor=kontor, travel=travel)

    rules = workspace.oppsett.planlegging
    meetings = [meeting_of(workspace, avtale) for avtale in _as_written(avtaler, workspace)]
    why: Why = {
        m.avtale.id: [
            *of_the_hours(m, person, on, rules),
            *of_the_calendar(m, person, on, workspace),
        ]
        for m in meetings
    }
    kept = _possible(meetings, with_drives, why)
    work = _day(workspace, with_drives(kept), why, kontor) if kept else None
    for meeting in meetings:
        why[meeting.avtale.id] += of_the_company(meeting, person, on)
    conflicts = (
        conflict_of(m.avtale, m.bedrift.navn, why[m.avtale.id], is_kept=m in kept)
        for m in meetings
        if why[m.avtale.id]
    )
    return Judged(kept=tuple(m.avtale for m in kept), conflicts=tuple(conflicts), day=work)


def _as_written(avtaler: Sequence[Avtale], workspace: Workspace) -> list[Avtale]:
    """Return appointments in the order of the log: what is yet to be written comes last."""
    order = {avtale.id: number for number, avtale in enumerate(workspace.avtaler)}
    return sorted(avtaler, key=lambda avtale: order.get(avtale.id, len(order)))


def _possible(
    meetings: Sequence[Meeting], with_drives: Callable[[Sequence[Meeting]], AgreedDay], why: Why
) -> list[Meeting]:
    """Return the meetings that one person can keep, those that were promised first before others.

    Why the others cannot be kept is added to `why`.
    """
    kept: list[Meeting] = []
    for meeting in meetings:
        day = with_drives([*kept, meeting])
        if day.is_possible:
            kept.append(meeting)
        else:
            why[meeting.avtale.id] += of_the_others(meeting, day)
    return kept


def _day(workspace: Workspace, agreed: AgreedDay, why: Why, kontor: Sted) -> WorkDay:
    """Return the day that keeps all meetings; what that breaks is added to `why`."""
    longest = agreed.person.maks_kjoring_minutter
    longest = longest or workspace.oppsett.planlegging.maks_kjoring_minutter
    for meeting, told in of_the_way(agreed, longest):
        why[meeting.avtale.id].append(told)
    fixed = agreed.fixed(workspace.oppsett.planlegging)
    work = day_of(workspace, agreed.person, agreed.date, kontor=kontor, fixed=fixed)
    if work is not None and fits(agreed, work, longest):
        return work
    if not any(why[meeting.avtale.id] for meeting in agreed.meetings):
        first = agreed.meetings[0].avtale.id
        why[first].append(encode("agreed-pauses", who=agreed.person.called))
    return day_around(agreed, work, workspace)


def conflict_of(avtale: Avtale, navn: str, why: Sequence[str], *, is_kept: bool) -> Conflict:
    """Return an appointment as one that breaks rules."""
    return Conflict(
        avtale=avtale.id,
        organisasjonsnummer=avtale.organisasjonsnummer,
        navn=navn,
        medarbeider=avtale.medarbeider,
        date=avtale.tid.date(),
        start=avtale.tid.time(),
        why=tuple(why),
        is_kept=is_kept,
    )
