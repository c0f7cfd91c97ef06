"""What the page of a week shows beside the week's lists: who is where, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hageplan.interest.result import Score
from hageplan.records.base import Sted
from hageplan.records.logg import Henvendelse
from hageplan.records.plan import DeskTime
from hageplan.week.result import WeekStop

CellKind = Literal["out", "office", "off", "away", "holiday"]
"""Visits that day; none; a weekday that is not worked; absence; a public holiday."""
Span = tuple[int, int]
"""From and until, minutes since midnight."""


@dataclass(frozen=True, kw_only=True)
class DayCell:
    """A day of one of us.

    Attributes:
        out: From leaving to being back, as far as a plan says; else from the first to the last
            visit.
        drive_minutes: None where no plan says it.
    """

    date: date
    kind: CellKind
    stops: tuple[WeekStop, ...] = ()
    out: Span | None = None
    lunch: Span | None = None
    drive_minutes: int | None = None

    @property
    def kommuner(self) -> tuple[str, ...]:
        """Where the visits are."""
        return tuple(dict.fromkeys(stop.kommune for stop in self.stops if stop.kommune))

    @property
    def visits(self) -> int:
        """How many companies are visited."""
        return len(self.stops)


@dataclass(frozen=True, kw_only=True)
class PersonWeek:
    """The days of one of us."""

    medarbeider: str
    days: tuple[DayCell, ...]

    @property
    def visits(self) -> int:
        """How many companies are visited."""
        return sum(day.visits for day in self.days)

    @property
    def out_minutes(self) -> int:
        """How long this one is away from the desk."""
        return sum(day.out[1] - day.out[0] for day in self.days if day.out)


@dataclass(frozen=True, kw_only=True)
class DayTrip:
    """The places of a day of one of us, in the order driven; a stop is told by its name."""

    date: date
    medarbeider: str
    start: Sted
    stops: tuple[Sted, ...]
    end: Sted


@dataclass(frozen=True, kw_only=True)
class UpcomingVisit:
    """A member that was visited within the interval; `due` is when that is over."""

    navn: str
    since_days: int
    due: date


@dataclass(frozen=True, kw_only=True)
class Members:
    """How members are visited.

    Attributes:
        interval_days: Days from one visit to the next.
        companies: How many members there are.
        upcoming: Those that were visited in time, the next to be due first.
    """

    interval_days: int
    companies: int
    upcoming: tuple[UpcomingVisit, ...]


@dataclass(frozen=True, kw_only=True)
class WeekSheet:
    """What a page shows beside the lists of `Uke`.

    Attributes:
        dates: The days that have a column.
        kontor: Where the office is.
        desk: What the visits from today on lead to at the desk; None where the week is over.
        members: None without members that have an interval.
        score: The interest of the region, None where nobody is covered or considered.
        covered: The numbers of the municipalities that are covered.
        flagged: The contacts with the flags of tasks, by the tasks' ids.
    """

    dates: tuple[date, ...]
    people: tuple[PersonWeek, ...]
    trips: tuple[DayTrip, ...]
    kontor: Sted | None
    desk: DeskTime | None
    members: Members | None
    score: Score | None
    covered: frozenset[str]
    flagged: Mapping[str, Henvendelse]
