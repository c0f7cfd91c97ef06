"""The exact optimum of small visit problems, by enumeration: no code of the engine is in it.

Every order of visits in every shift is timed here anew; dynamic programming over sets of visits
shares them out; nights away, visits for two and visits that wait for others are enumerated
around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations, product
from typing import Final

from hageplan.tours.build import PlanningCase
from hageplan.tours.rules.precedence import Precedence
from hageplan.tours.solve.problem import Shift, TimeWindow, VisitProblem, VisitTask

DUTY: Final = 1e6
"""What a visit that must be made is worth beside its prize."""
SHORTAGE: Final = 1000.0
"""What a visit that a municipality lacks costs, as docs/en/planning-model.md says."""
ALWAYS: Final = (0, 10**6)

Table = Mapping[int, float]
"""The best value of a route for each set of visits, a bit a visit, that one shift can make."""
Pins = Mapping[int, int]
"""Visits that must be in a shift, with their starts."""


@dataclass(frozen=True)
class Night:
    """A night at a hotel between two shifts of a person."""

    evening: int
    morning: int
    hotel: int


@dataclass(frozen=True)
class Meeting:
    """A visit for two, in two shifts, at a start on each one's clock."""

    visit: int
    starts: Pins


@dataclass(frozen=True)
class Choice:
    """What is settled before the visits are shared out.

    Attributes:
        limits: By visit and shift, from when until when it may start.
        closed: Visits that are not made.
    """

    nights: tuple[Night, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    limits: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()


class Optimum:
    """The best that can be had of a case; tables of shifts are made once."""

    def __init__(self, case: PlanningCase, precedences: Sequence[Precedence], saving: int) -> None:
        self._case, self._problem = case, case.problem
        self._precedences, self._saving = precedences, saving
        self._tables: dict[object, Table] = {}

    def value(self) -> float:
        """Return the largest value, as `tours.solve.value` counts it, less what nights cost."""
        choices = (
            replace(waiting, nights=nights, meetings=meetings)
            for nights in self._nights()
            for meetings in self._meetings()
            for waiting in self._waiting()
        )
        return max(self._shared_out(choice) for choice in choices)

    def _nights(self) -> Iterator[tuple[Night, ...]]:
        """Give all ways to sleep away; a person sleeps at one place a night."""
        days = self._case.days
        pairs = [
            (a, b)
            for a, b in combinations(range(len(days)), 2)
            if days[a].medarbeider.id == days[b].medarbeider.id
            and days[b].date - days[a].date == timedelta(days=1)
        ]
        for hotels in product((None, *self._case.hotels), repeat=len(pairs)):
            yield tuple(
                Night(*pair, hotel)
                for pair, hotel in zip(pairs, hotels, strict=True)
                if hotel is not None
            )

    def _meetings(self) -> Iterator[tuple[Meeting, ...]]:
        """Give all ways to make visits for two, or not."""
        options = [
            [None, *self._times_for_two(number, windows)]
            for number, windows in self._case.for_two.items()
        ]
        for chosen in product(*options):
            yield tuple(filter(None, chosen))

    def _times_for_two(
        self, number: int, windows: Sequence[tuple[TimeWindow, ...]]
    ) -> Iterator[Meeting]:
        shifts = self._problem.shifts
        real: dict[int, dict[int, int]] = {}
        for s, options in enumerate(windows):
            starts = _starts(self._problem.visits[number], options)
            real[s] = {shifts[s].clock.real_start(start): start for start in starts}
        for a, b in combinations(range(len(shifts)), 2):
            if shifts[a].day == shifts[b].day and shifts[a].medarbeider != shifts[b].medarbeider:
                for when in sorted(real[a].keys() & real[b].keys()):
                    yield Meeting(number, {a: real[a][when], b: real[b][when]})

    def _waiting(self) -> Iterator[Choice]:
        """Give moments that part each visit that waits from the earlier one; None: not made."""
        for moments in product(*(self._moments(rule) for rule in self._precedences)):
            limits: dict[tuple[int, int], tuple[int, int]] = {}
            closed = set()
            for rule, moment in zip(self._precedences, moments, strict=True):
                earlier, later = self._numbers(rule.earlier), self._numbers(rule.later)
                if moment is None:
                    closed |= set(later)
                    continue
                _part(limits, self._problem, earlier, later, moment)
            yield Choice(limits=limits, closed=frozenset(closed))

    def _moments(self, rule: Precedence) -> list[tuple[int, int] | None]:
        """Return the times at which the later visit might begin: a day's number, and minutes."""
        found: set[tuple[int, int]] = set()
        for number in self._numbers(rule.later):
            for s, options in enumerate(self._problem.visits[number].windows):
                shift = self._problem.shifts[s]
                for start in _starts(self._problem.visits[number], options):
                    found.add((shift.day.toordinal(), shift.clock.real_start(start)))
        return [None, *sorted(found)]

    def _numbers(self, company: str) -> list[int]:
        visits = self._problem.visits
        return [n for n, v in enumerate(visits) if v.organisasjonsnummer == company]

    def _shared_out(self, choice: Choice) -> float:
        """Return the best value with what is settled."""
        nights = {n.evening for n in choice.nights} | {n.morning for n in choice.nights}
        states: dict[tuple[int, tuple[int, ...]], float] = {(0, self._nobody()): 0.0}
        for s in range(len(self._problem.shifts)):
            table = self._table(choice, s)
            if s in nights:
                table = {visits: value for visits, value in table.items() if visits}
            states = self._with_shift(states, s, table, choice)
        paid = float(sum(self._problem.visits[m.visit].prize for m in choice.meetings))
        paid += sum(DUTY for m in choice.meetings if self._case.candidate(m.visit).must)
        paid -= self._saving * len(choice.nights)
        return (
            max((self._judged(key, v, choice) for key, v in states.items()), default=-DUTY) + paid
        )

    def _nobody(self) -> tuple[int, ...]:
        return (0,) * (len(self._problem.people) if self._problem.goals.spread else 0)

    def _with_shift(
        self,
        states: Mapping[tuple[int, tuple[int, ...]], float],
        s: int,
        table: Table,
        choice: Choice,
    ) -> dict[tuple[int, tuple[int, ...]], float]:
        found: dict[tuple[int, tuple[int, ...]], float] = {}
        pinned = sum(s in meeting.starts for meeting in choice.meetings)
        person = self._problem.people.index(self._problem.shifts[s].medarbeider)
        for (made, loads), value in states.items():
            for visits, more in table.items():
                if made & visits:
                    continue
                count = visits.bit_count() + pinned
                now = tuple(n + count * (i == person) for i, n in enumerate(loads))
                key = made | visits, now
                if value + more > found.get(key, -float("inf")):
                    found[key] = value + more
        return found

    def _judged(self, key: tuple[int, tuple[int, ...]], value: float, choice: Choice) -> float:
        """Return the value after the goals of all routes together; -inf where a rule is broken."""
        made, loads = key
        problem, goals = self._problem, self._problem.goals
        numbers = [n for n in range(len(problem.visits)) if made >> n & 1]
        if any(problem.visits[n].exclusive_with in numbers for n in numbers):
            return -float("inf")
        numbers += [meeting.visit for meeting in choice.meetings]
        companies = {problem.visits[n].organisasjonsnummer for n in numbers}
        if any(r.later in companies and r.earlier not in companies for r in self._precedences):
            return -float("inf")
        musts = sum(problem.visits[n].is_required or self._case.candidate(n).must for n in numbers)
        if len(numbers) - musts > goals.at_most[0]:
            return -float("inf")
        there = [problem.visits[n].group for n in numbers]
        lacking = sum(max(0, least - there.count(g)) for g, least in enumerate(goals.least))
        return value - SHORTAGE * lacking - goals.spread * self._uneven(loads)

    def _uneven(self, loads: Sequence[int]) -> float:
        if not loads:
            return 0.0
        people = self._problem.people
        days = [sum(s.medarbeider == who for s in self._problem.shifts) for who in people]
        mean = sum(days) / len(days)
        each = [load * mean / count for load, count in zip(loads, days, strict=True)]
        return max(each) - min(each)

    def _table(self, choice: Choice, s: int) -> Table:
        """Return the values of one shift, without the bits of visits for two."""
        shift = self._problem.shifts[s]
        for night in choice.nights:
            if night.evening == s:
                shift = replace(shift, end_place=night.hotel)
            if night.morning == s:
                shift = replace(shift, start_place=night.hotel)
        pins = {m.visit: m.starts[s] for m in choice.meetings if s in m.starts}
        limits = tuple(sorted((v, at) for (v, of), at in choice.limits.items() if of == s))
        key = (s, shift.start_place, shift.end_place, tuple(pins.items()), limits, choice.closed)
        if key not in self._tables:
            self._tables[key] = _table(self._problem, shift, s, pins, dict(limits), choice.closed)
        return self._tables[key]


def _part(
    limits: dict[tuple[int, int], tuple[int, int]],
    problem: VisitProblem,
    earlier: Sequence[int],
    later: Sequence[int],
    moment: tuple[int, int],
) -> None:
    """Let the earlier visits be over at a moment, and the later ones not begin before it."""
    day, minute = moment
    for s, shift in enumerate(problem.shifts):
        here = shift.day.toordinal()
        for number in earlier:
            low, high = limits.get((number, s), ALWAYS)
            visit = problem.visits[number]
            ends = [
                start
                for start in _starts(visit, visit.windows[s])
                if (here, shift.clock.real_start(start) + visit.minutes) <= moment
            ]
            limits[number, s] = (low, min(high, max(ends, default=-1)))
        for number in later:
            low, high = limits.get((number, s), ALWAYS)
            begins = [
                start
                for start in _starts(problem.visits[number], problem.visits[number].windows[s])
                if (here, shift.clock.real_start(start)) >= (day, minute)
            ]
            limits[number, s] = (max(low, min(begins, default=ALWAYS[1])), high)


def _starts(visit: VisitTask, windows: Sequence[TimeWindow]) -> Iterator[int]:
    for window in windows:
        yield from range(window.earliest, window.latest + 1, visit.start_step)


def _table(
    problem: VisitProblem,
    shift: Shift,
    s: int,
    pins: Pins,
    limits: Mapping[int, tuple[int, int]],
    closed: frozenset[int],
) -> Table:
    """Return the best value of each set of visits; those pinned are in all, and in no set."""
    windows: dict[int, list[tuple[int, int]]] = {}
    for number, visit in enumerate(problem.visits):
        options = [(w.earliest, w.latest) for w in visit.windows[s]]
        if number in pins:
            options = [(pins[number], pins[number])]
        low, high = limits.get(number, ALWAYS)
        inside = [_inside(visit, o, low, high) for o in options]
        if number not in closed and any(inside):
            windows[number] = [o for o in inside if o]
    return _Orders(problem, shift, windows, frozenset(pins)).table()


def _inside(
    visit: VisitTask, window: tuple[int, int], low: int, high: int
) -> tuple[int, int] | None:
    first = window[0] + max(0, -((window[0] - low) // visit.start_step)) * visit.start_step
    return (first, min(window[1], high)) if first <= min(window[1], high) else None


class _Orders:
    """All orders of visits of one shift, by depth-first search."""

    def __init__(
        self,
        problem: VisitProblem,
        shift: Shift,
        windows: Mapping[int, list[tuple[int, int]]],
        pinned: frozenset[int],
    ) -> None:
        self._visits, self._cost = problem.visits, problem.goals.minute_cost
        self._shift, self._windows, self._pinned = shift, windows, pinned
        self._found: dict[int, float] = {}

    def table(self) -> Table:
        """Return the values."""
        if not self._pinned:
            self._found[0] = 0.0
        self._extend([], [], self._shift.earliest, 0)
        return self._found

    def _extend(self, route: list[int], at: list[tuple[int, int]], free: int, drive: int) -> None:
        """Try each visit after a route whose starts, each with its window's first, are `at`."""
        shift = self._shift
        place = self._visits[route[-1]].place if route else shift.start_place
        for number in self._windows:
            if number in route:
                continue
            visit = self._visits[number]
            leg = shift.legs.stop_rows[place][visit.place]
            start = self._first(number, free + leg)
            if start is None or start[0] + visit.service_duration > shift.latest:
                continue
            then = ([*route, number], [*at, start], start[0] + visit.service_duration, drive + leg)
            self._keep(*then)
            self._extend(*then)

    def _first(self, number: int, time: int) -> tuple[int, int] | None:
        """Return the first start from `time` on, and the first one of its window."""
        step = self._visits[number].start_step
        for low, high in self._windows[number]:
            start = low if time <= low else low + -(-(time - low) // step) * step
            if start <= high:
                return start, low
        return None

    def _keep(self, route: list[int], at: list[tuple[int, int]], free: int, drive: int) -> None:
        """Remember the route if it is possible and the best of its set."""
        shift, visits = self._shift, self._visits
        home = shift.legs.end_rows[visits[route[-1]].place][shift.end_place]
        is_late = free + home > shift.latest or drive + home > shift.longest_drive
        if is_late or not self._pinned.issubset(route):
            return
        start = at[-1][0]
        for index in range(len(route) - 2, -1, -1):
            visit, low = visits[route[index]], at[index][1]
            leg = shift.legs.stop_rows[visit.place][visits[route[index + 1]].place]
            start = self._last(route[index], low, start - leg - visit.service_duration)
        leave = start - shift.legs.stop_rows[shift.start_place][visits[route[0]].place]
        spent = free + home - leave - sum(visits[n].service_duration for n in route)
        own = [n for n in route if n not in self._pinned]
        value = sum(self._worth(visits[n]) for n in own) - self._cost * spent
        key = sum(1 << n for n in own)
        self._found[key] = max(value, self._found.get(key, -float("inf")))

    def _last(self, number: int, low: int, time: int) -> int:
        """Return the last start in the window that begins at `low` that is not after `time`."""
        high = next(high for first, high in self._windows[number] if first == low)
        end, step = min(high, time), self._visits[number].start_step
        return low + (end - low) // step * step

    def _worth(self, visit: VisitTask) -> float:
        lost = 0.0 if visit.is_required else self._shift.delay * visit.prize
        return visit.prize - lost + DUTY * visit.duty
