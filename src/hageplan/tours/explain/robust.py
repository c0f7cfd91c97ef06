"""Plans whose times hold: reserves on driving and between visits, as much as it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Protocol

from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Safety, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.days import working_hours
from hageplan.tours.explain.punctuality import SIMULATIONS, Punctuality, simulate, with_chances
from hageplan.tours.explain.visit_lengths import learnt_of
from hageplan.tours.solution import Solution
from hageplan.travel import Travel
from hageplan.travel.roads import Slower

STEPS: Final = 8
"""Reserves that are thought of, the largest 1.4 times the driving and 40 minutes a visit."""
FACTOR_STEP: Final = 0.05
SLACK_STEP: Final = 5
"""Minutes."""


class Solve(Protocol):
    """Plans on records and driving that are given."""

    def __call__(self, workspace: Workspace, *, travel: Travel) -> Solution:
        """Return good tours."""


@dataclass(frozen=True)
class _Attempt:
    """A solution with reserves, and how it holds."""

    step: int
    solution: Solution
    found: Punctuality


def with_reserves(
    workspace: Workspace, travel: Travel, solve: Solve
) -> tuple[Solution, tuple[Tour, ...], Safety]:
    """Return the solution with the least reserves that keeps the required share on time.

    With it come its tours with the chances of each stop, and what the reserves cost. Where none
    keeps so many, it is the one that keeps most. Reserves that break an appointment are too large.
    """

    def attempt(step: int) -> _Attempt:
        reserved, slower = _reserved(workspace, step), Slower(travel, _drive_factor(step))
        solution = solve(reserved, travel=slower if step else travel)
        found = simulate(
            solution.tours,
            workspace.oppsett.usikkerhet,
            closing=closing,
            seed=solution.request.seed,
            drive_factor=_drive_factor(step),
            lengths=lengths,
        )
        return _Attempt(step, solution, found)

    def closing(tour: Tour) -> int:
        person = people.get(tour.medarbeider) or Medarbeider(id=tour.medarbeider)
        return working_hours(person, tour.date, workspace.oppsett.planlegging)[1]

    people = {person.id: person for person in workspace.oppsett.medarbeider}
    learnt = learnt_of(workspace)
    lengths = {
        bedrift.organisasjonsnummer: learnt[bedrift.status]
        for bedrift in workspace.bedrifter
        if bedrift.status in learnt
    }
    required = workspace.oppsett.usikkerhet.krav
    usual = attempt(0)
    best, low, high = usual, 0, STEPS + 1
    while low + 1 < high and not usual.found.expected_on_time >= required:
        middle = (low + high) // 2
        tried = attempt(middle)
        if len(tried.solution.choice.conflicts) > len(usual.solution.choice.conflicts):
            high = middle
            continue
        is_enough = tried.found.expected_on_time >= required
        low, high = (low, middle) if is_enough else (middle, high)
        if is_enough or tried.found.expected_on_time > best.found.expected_on_time:
            best = tried
    tours = with_chances(best.solution.tours, best.found)
    return best.solution, tours, _safety(best, usual, required)


def _drive_factor(step: int) -> float:
    return 1 + FACTOR_STEP * step


def _reserved(workspace: Workspace, step: int) -> Workspace:
    """Return the records with the slack after visits of a step."""
    rules = workspace.oppsett.planlegging
    slack = rules.slakk_minutter + SLACK_STEP * step
    reserved = rules.model_copy(update={"slakk_minutter": slack})
    oppsett = workspace.oppsett.model_copy(update={"planlegging": reserved})
    return replace(workspace, oppsett=oppsett)


def _safety(best: _Attempt, usual: _Attempt, required: float) -> Safety:
    ours, without = best.solution.totals, usual.solution.totals
    return Safety(
        required=required,
        on_time=round(best.found.expected_on_time, 3),
        drive_factor=round(_drive_factor(best.step), 2),
        extra_slack=SLACK_STEP * best.step,
        visits=ours.visits,
        prize_minutes=ours.prize_minutes,
        usual_on_time=round(usual.found.expected_on_time, 3),
        usual_visits=without.visits,
        usual_prize_minutes=without.prize_minutes,
        simulations=SIMULATIONS,
    )
