"""Pose the program of a planning case; nights, visits for two and orders are part of it.

Two rules are a little looser than those of a plan, so that they are linear: both begin a visit for
two in the same half hour, and who waits for another is visited on no earlier day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import product
from typing import Final

from hageplan.tours.build import PlanningCase
from hageplan.tours.days import nights
from hageplan.tours.prove.model import UNMADE, Day, PricedVisit, Program, Variable
from hageplan.tours.rules.nights import Night, with_night
from hageplan.tours.rules.precedence import Precedence
from hageplan.tours.solve.problem import UNLIMITED, Shift, TimeWindow, VisitProblem
from hageplan.tours.solve.value import SHORTAGE, loads_of

TOGETHER: Final = 30
"""Minutes of real time within which both begin a visit for two."""


@dataclass(frozen=True, kw_only=True)
class _Making:
    """A visit made in a shift, and what that counts in the rows so far.

    Of a visit for two the two halves, and the whole in the first shift of its day.
    """

    number: int
    shift: int
    windows: tuple[TimeWindow, ...] = ()
    prize: float = 0.0
    terms: dict[int, float] = field(default_factory=dict)


def posed(
    case: PlanningCase, precedences: Sequence[Precedence], *, saving: int, duty: int
) -> Program:
    """Return the program of all plans that make as much of what must be made as `duty` says.

    A night away costs `saving` minutes.
    """
    problem = case.problem
    program = Program(minute_cost=problem.goals.minute_cost)
    alone = [
        _Making(number=n, shift=s, windows=windows, prize=problem.prize(n, s))
        for n, visit in enumerate(problem.visits)
        for s, windows in enumerate(visit.windows)
        if windows
    ]
    halves, meetings = _for_two(program, case)
    _once(program, problem, [*alone, *meetings])
    _musts(program, case, [*alone, *meetings], duty)
    _weeks(program, case, [*alone, *meetings])
    _orders(program, problem, [*alone, *meetings], precedences)
    _shares(program, problem, [*alone, *halves])
    _loads(program, problem, [*alone, *halves])
    program.variables.extend(Variable(made.prize, 1.0, made.terms) for made in meetings)
    _days(program, case, [*alone, *halves], saving)
    return program


def _for_two(program: Program, case: PlanningCase) -> tuple[list[_Making], list[_Making]]:
    """Return the halves of visits for two, a time each, and the wholes: both go or nobody."""
    halves: list[_Making] = []
    wholes: list[_Making] = []
    for number in case.for_two:
        for together in _together(case, number):
            shift, prize = together[0].shift, float(case.problem.visits[number].prize)
            whole = _Making(number=number, shift=shift, prize=prize)
            both = program.row(0, is_equal=True)
            whole.terms[both] = -2
            for half in together:
                half.terms[both] = 1
                half.terms[each := program.row(0)] = 1
                whole.terms[each] = -1
            halves += together
            wholes.append(whole)
    return halves, wholes


def _together(case: PlanningCase, number: int) -> Iterator[list[_Making]]:
    """Give the halves that may go together: on one day, at one time."""
    found: dict[tuple[date, int], dict[int, list[TimeWindow]]] = defaultdict(dict)
    for number_of_shift, windows in enumerate(case.for_two[number]):
        shift = case.problem.shifts[number_of_shift]
        for window in windows:
            for start in case.problem.visits[number].starts((window,)):
                key = shift.day, shift.clock.real_start(start) // TOGETHER
                found[key].setdefault(number_of_shift, []).append(TimeWindow(start, start))
    for by_shift in found.values():
        if len(by_shift) > 1:
            yield [
                _Making(number=number, shift=shift, windows=tuple(starts))
                for shift, starts in by_shift.items()
            ]


def _once(program: Program, problem: VisitProblem, makings: Iterable[_Making]) -> None:
    """Let each company be visited once or not, at its kept time or another."""
    rows: dict[int, int] = {}
    for made in makings:
        company = company_of(problem, made.number)
        if company not in rows:
            rows[company] = program.choice(0.0)
        made.terms[rows[company]] = 1


def company_of(problem: VisitProblem, number: int) -> int:
    """Return one number for visits of which only one can be made."""
    other = problem.visits[number].exclusive_with
    return number if other is None else min(number, other)


def _musts(program: Program, case: PlanningCase, makings: Iterable[_Making], duty: int) -> None:
    """Let all be made that must be, as far as `duty` says."""
    row = program.row(-duty)
    program.variables.append(Variable(-UNMADE, duty, {row: -1}))
    for made in makings:
        visit = case.problem.visits[made.number]
        if each := visit.duty or int(must_for_two(case, made.number)):
            made.terms[row] = -each


def must_for_two(case: PlanningCase, number: int) -> bool:
    """Tell whether a visit must be made that is for two."""
    return number in case.for_two and case.candidate(number).must


def _weeks(program: Program, case: PlanningCase, makings: Iterable[_Making]) -> None:
    """Keep to the visits that each week may have beside those that must be made."""
    limits = enumerate(case.problem.goals.at_most)
    rows = {week: program.row(most) for week, most in limits if most < UNLIMITED}
    for made in makings:
        week = case.problem.shifts[made.shift].week
        is_free = not (
            case.problem.visits[made.number].is_required or must_for_two(case, made.number)
        )
        if is_free and week in rows:
            made.terms[rows[week]] = 1


def _orders(
    program: Program,
    problem: VisitProblem,
    makings: Sequence[_Making],
    precedences: Sequence[Precedence],
) -> None:
    """Let no visit be made by a day by which none of those that it waits for is."""
    shifts, visits = problem.shifts, problem.visits
    for rule in precedences:
        earlier = [m for m in makings if visits[m.number].organisasjonsnummer == rule.earlier]
        later = [m for m in makings if visits[m.number].organisasjonsnummer == rule.later]
        for number in sorted({made.number for made in later}):
            for day in sorted({shift.day for shift in shifts}):
                row = program.row(0)
                for made in later:
                    if made.number == number and shifts[made.shift].day <= day:
                        made.terms[row] = 1
                for made in earlier:
                    if shifts[made.shift].day <= day:
                        made.terms[row] = -1


def _shares(program: Program, problem: VisitProblem, attended: Iterable[_Making]) -> None:
    """Charge what municipalities lack of their visits."""
    rows = {g: program.row(-least) for g, least in enumerate(problem.goals.least) if least}
    for group, row in rows.items():
        least = problem.goals.least[group]
        program.variables.append(Variable(-SHORTAGE, least, {row: -1}, is_whole=True))
        program.variables.append(Variable(-UNMADE, least, {row: -1}))
    for made in attended:
        if (group := problem.visits[made.number].group) in rows:
            made.terms[rows[group]] = -1


def _loads(program: Program, problem: VisitProblem, attended: Iterable[_Making]) -> None:
    """Charge the difference between the largest and the smallest load."""
    spread, loads = problem.goals.spread, loads_of(problem)
    if not spread:
        return
    # No load is larger than it would be with all visits.
    most = 2 * len(problem.visits) * max(loads.values())
    above = {person: program.row(0) for person in loads}
    below = {person: program.row(0) for person in loads}
    program.variables.append(Variable(-spread, most, dict.fromkeys(above.values(), -1.0)))
    program.variables.append(Variable(spread, most, dict.fromkeys(below.values(), 1.0)))
    for made in attended:
        person = problem.shifts[made.shift].medarbeider
        made.terms[above[person]] = loads[person]
        made.terms[below[person]] = -loads[person]


def _days(program: Program, case: PlanningCase, attended: Iterable[_Making], saving: int) -> None:
    """Write the days: each shift from home to home, and to and from every hotel.

    Who sleeps at a hotel begins there on the day after.
    """
    options: dict[int, list[PricedVisit]] = defaultdict(list)
    for made in attended:
        option = PricedVisit(
            visit=case.problem.visits[made.number],
            company=company_of(case.problem, made.number),
            windows=made.windows,
            prize=made.prize,
            terms=made.terms,
            is_half=made.number in case.for_two,
        )
        options[made.shift].append(option)
    stays = [(*pair, hotel) for pair in nights(case.days) for hotel in case.hotels]
    rows = {stay: program.row(0, is_equal=True) for stay in stays}
    slept = {stay: program.choice(-saving) for stay in stays}
    for shift in range(len(case.problem.shifts)):
        mornings = [None, *(stay for stay in stays if stay[1] == shift)]
        evenings = [None, *(stay for stay in stays if stay[0] == shift)]
        for morning, evening in product(mornings, evenings):
            away = [stay for stay in (morning, evening) if stay is not None]
            program.days.append(
                Day(
                    number=shift,
                    shift=_away(case, away, shift),
                    options=tuple(options[shift]),
                    terms={
                        **({rows[morning]: -1.0} if morning else {}),
                        **({rows[evening]: 1.0, slept[evening]: 1.0} if evening else {}),
                    },
                    may_be_empty=not away,
                )
            )


def _away(case: PlanningCase, stays: Sequence[Night], shift: int) -> Shift:
    """Return a shift with the hotels at its ends."""
    return reduce(
        lambda problem, stay: with_night(case, problem, stay), stays, case.problem
    ).shifts[shift]
