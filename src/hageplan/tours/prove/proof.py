"""Prove how much more any plan could be worth than the tours that were found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from hageplan.errors import InternalError
from hageplan.messages import encode, msg
from hageplan.records.proof import Proof
from hageplan.tours.build import PlanningCase
from hageplan.tours.prove.bound import bounds
from hageplan.tours.prove.pose import must_for_two, posed
from hageplan.tours.rules.precedence import after_agreed
from hageplan.tours.solution import Solution
from hageplan.tours.solve.problem import UNLIMITED
from hageplan.tours.solve.value import value

WRONG: Final = 0.1
"""By so much a bound below a plan's value is an error of ours."""
Prover = Callable[[Solution], Proof]
"""Proves as much as there is patience for."""


def proofs(found: Solution) -> Iterator[Proof]:
    """Give ever lower bounds beside the value of the tours, the last one the lowest there is."""
    saving = found.workspace.oppsett.planlegging.overnatting_minutter
    case = after_agreed(_with_shares(found), found.choice.precedences)
    program = posed(case, found.choice.precedences, saving=saving, duty=_duty(found))
    worth, given = _value(found, saving), tuple(_given(found))
    for bound in bounds(program, worth):
        if bound < worth - WRONG:
            raise InternalError(
                msg(
                    "no plan is worth more than {bound} min, but this one is worth {value}",
                    bound=bound,
                    value=worth,
                )
            )
        yield Proof(value=worth, bound=max(bound, worth), given=given)


def _with_shares(found: Solution) -> PlanningCase:
    """Return the case with the shares of the municipalities, which depend on how many visits."""
    problem = found.posed.problem
    goals = replace(problem.goals, least=found.case.problem.goals.least)
    return replace(found.posed, problem=replace(problem, goals=goals))


def _value(found: Solution, saving: int) -> float:
    """Return what the tours are worth, in minutes; a night away costs what it has to save."""
    before, after = found.posed.problem.shifts, found.case.problem.shifts
    nights = sum(a.end_place != b.end_place for a, b in zip(before, after, strict=True))
    return value(found.case.problem, found.routes) - saving * nights


def _duty(found: Solution) -> int:
    """Return how much is made of what must be; of a visit for two the first half counts."""
    problem = found.posed.problem
    made = {number for route in found.routes for number in route if number < len(problem.visits)}
    return sum(problem.visits[n].duty or must_for_two(found.posed, n) for n in made)


def _given(found: Solution) -> Iterator[str]:
    """Give, as coded remarks, what is decided before the tours are looked for, and is loosened."""
    most = found.posed.problem.goals.at_most[0]
    if most < UNLIMITED:
        yield encode("proof-size", most=most)
    if found.choice.later:
        yield encode("proof-later", count=len(found.choice.later))
    if found.workspace.oppsett.planlegging.kommune_andel:
        yield encode("proof-shares")
    if found.posed.for_two:
        yield encode("proof-two")
    if found.choice.precedences:
        yield encode("proof-orders")
