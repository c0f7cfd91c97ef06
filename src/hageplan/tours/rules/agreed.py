"""The appointments of one day of a medarbeider, and the drive that they take, in real time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from hageplan.records.avtaler import minutes_of
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.settings.planlegging import Planlegging
from hageplan.records.workspace import Workspace
from hageplan.tours.build import place_of, whole_minutes
from hageplan.tours.clock import DatedPause, clock_of
from hageplan.tours.days import (
    LAST_MINUTE,
    Span,
    WorkDay,
    busy_of,
    ends_of,
    joined,
    minutes,
    pauses_due,
    working_hours,
)
from hageplan.travel import NEVER, DriveTable, Travel

Quay = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """An appointment from `begin` to `end`, minutes since midnight."""

    avtale: Avtale
    bedrift: Bedrift
    place: Sted
    begin: int
    end: int


@dataclass(frozen=True, kw_only=True)
class AgreedDay:
    """What a medarbeider has agreed to do on a date.

    Attributes:
        ends: Where the day begins and ends.
        meetings: In the order of their times.
        drives: Minutes to each, parking included, from the one before or from where the day begins.
        home: Minutes from the last one to where the day ends.
        quays: Of each of these drives, the minutes until the ferry, and when the last one leaves.
        slack: Minutes that are usual between a meeting's end and leaving.
    """

    person: Medarbeider
    date: date
    ends: tuple[Sted, Sted]
    meetings: tuple[Meeting, ...]
    drives: tuple[int, ...]
    home: int
    quays: tuple[Quay, ...]
    slack: int

    @property
    def leaves(self) -> int:
        """When the day begins at the latest."""
        return self.meetings[0].begin - self.drives[0]

    @property
    def back(self) -> int:
        """When it is over at the earliest."""
        return self.meetings[-1].end + self.slack + self.home

    @property
    def driving(self) -> int:
        """Minutes at the wheel."""
        return sum(self.drives) + self.home

    @property
    def gaps(self) -> Iterator[tuple[Meeting, Meeting, int]]:
        """Meetings that follow each other, and what the drive leaves of the time in between."""
        for (one, then), drive in zip(pairwise(self.meetings), self.drives[1:], strict=True):
            yield one, then, then.begin - one.end - drive

    @property
    def is_possible(self) -> bool:
        """Whether one person can do it at all: never at two places at once, all in one day."""
        within = self.leaves >= 0 and self.back <= LAST_MINUTE
        return within and all(left >= 0 for _one, _then, left in self.gaps)

    @property
    def hurried(self) -> dict[str, int]:
        """The minutes of slack after an appointment, by its id, where less than usual are left."""
        return {one.avtale.id: left for one, _then, left in self.gaps if left < self.slack}

    def fixed(self, rules: Planlegging) -> list[Span]:
        """Return the times that pauses make way for: the meetings.

        Where the drive between two leaves no time for a pause, it comes after the second.
        """
        pause = max(rules.lunsj_minutter, rules.ledig_minutter)
        spans = [(meeting.begin, meeting.end) for meeting in self.meetings]
        between = [(a.end, b.begin) for a, b, left in self.gaps if left - self.slack < pause]
        return joined([*spans, *between])

    @property
    def too_late(self) -> Iterator[tuple[Meeting, int]]:
        """Meetings whose drive, there or home, comes after the last ferry, and when that leaves."""
        left = [min(left, self.slack) for _one, _then, left in self.gaps]
        ends = (m.end + after for m, after in zip(self.meetings, [*left, self.slack], strict=True))
        told = (*self.meetings, self.meetings[-1])
        for meeting, begin, (minutes_away, last) in zip(
            told, [self.leaves, *ends], self.quays, strict=True
        ):
            if begin + minutes_away > last:
                yield meeting, last

    def taken(self) -> list[Span]:
        """Return when the meetings and the drives to and from them take place."""
        left = [min(left, self.slack) for _one, _then, left in self.gaps]
        after = [*map(sum, zip(left, self.drives[1:], strict=True)), self.slack + self.home]
        begins = [self.leaves, *(meeting.begin for meeting in self.meetings[1:])]
        ends = (m.end + away for m, away in zip(self.meetings, after, strict=True))
        return list(zip(begins, ends, strict=True))


def meeting_of(workspace: Workspace, avtale: Avtale) -> Meeting:
    """Return an appointment with a company that is known as a meeting of its day."""
    bedrift = workspace.bedrift_by_number[avtale.organisasjonsnummer]
    begin = minutes(avtale.tid.time())
    return Meeting(
        avtale=avtale,
        bedrift=bedrift,
        place=place_of(bedrift, workspace.kommuner),
        begin=begin,
        end=begin + minutes_of(avtale, bedrift, workspace.oppsett.planlegging),
    )


def agreed_day(
    workspace: Workspace,
    person: Medarbeider,
    day: date,
    meetings: Sequence[Meeting],
    *,
    kontor: Sted,
    travel: Travel,
) -> AgreedDay:
    """Return a day with one meeting or more, and the drives that they take."""
    in_order = sorted(meetings, key=lambda meeting: (meeting.begin, meeting.end))
    begins, ends = ends_of(person, kontor)
    driving = travel.table([begins, *(meeting.place for meeting in in_order), ends], day)
    table = driving.minutes
    to_stop = whole_minutes(table + workspace.oppsett.kjoring.parkering_minutter)
    return AgreedDay(
        person=person,
        date=day,
        ends=(begins, ends),
        meetings=tuple(in_order),
        drives=tuple(int(to_stop[n, n + 1]) for n in range(len(in_order))),
        home=int(whole_minutes(table)[-2, -1]),
        quays=tuple(quay_of(driving, n) for n in range(len(in_order) + 1)),
        slack=workspace.oppsett.planlegging.slakk_minutter,
    )


def quay_of(driving: DriveTable, number: int) -> Quay:
    """Return how far the ferry is from a place on the way to the next, and when the last leaves."""
    if driving.ferries is None:
        return 0, NEVER
    here = number, number + 1
    return int(np.ceil(driving.ferries.quay[here] - 1e-9)), int(driving.ferries.last[here])


def day_around(agreed: AgreedDay, usual: WorkDay | None, workspace: Workspace) -> WorkDay:
    """Return a day that keeps its appointments whatever they break.

    Other visits keep the hours of the `usual` day; where it is not worked, or where the calendar
    gives way to an appointment, there are none.
    """
    person, on, rules = agreed.person, agreed.date, workspace.oppsett.planlegging
    busy, taken = busy_of(workspace.opptatt, person, on), agreed.taken()
    hours = agreed.leaves, agreed.back
    is_alone = usual is None or any(a < until and b > fra for a, b in taken for fra, until in busy)
    if usual is not None and not is_alone:
        hours = usual.start, usual.end
    within = min(hours[0], agreed.leaves), max(hours[1], agreed.back)
    blocked: list[DatedPause] = [
        (begin, until - begin, "busy")
        for begin, until in without(busy, taken)
        if within[0] < begin and until < within[1]
    ]
    pauses = pauses_due(working_hours(person, on, rules), rules, [*busy, *taken])
    return WorkDay(
        medarbeider=person,
        date=on,
        start=hours[0],
        end=hours[1],
        clock=clock_of(tuple(sorted([*blocked, *pauses]))),
        begins=agreed.ends[0],
        ends=agreed.ends[1],
        free=(0, LAST_MINUTE),
        is_alone=is_alone,
        driving=agreed.driving,
        hurried=agreed.hurried,
    )


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of `spans` beside what is `taken`."""
    left = list(spans)
    for begin, until in taken:
        parts = ([(a, min(b, begin)), (max(a, until), b)] for a, b in left)
        left = [part for two in parts for part in two if part[0] < part[1]]
    return left
