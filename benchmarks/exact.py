"""Small weeks of every rule: what is planned against the exact optimum.

    python benchmarks/exact.py                 the table
    python benchmarks/exact.py --kind far -v   one kind; each case that is not optimal
    python benchmarks/exact.py --quick         three cases of each kind

Companies of the example region, prizes drawn anew, so that many a day pays only with several visits
together. The optimum is `optimum.py`'s. The value is prizes less minutes of driving and waiting,
less `overnatting_minutter` a night away. "Lost" is the sum of what plans lack, over all optima.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from optimum import DUTY, Optimum

from hageplan import load
from hageplan.records.base import NavngittSted
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.plan import PlanRequest
from hageplan.records.workspace import Workspace
from hageplan.tours.build import PlanningCase
from hageplan.tours.choose import Choice
from hageplan.tours.solution import prepare
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.search import Search, find_routes
from hageplan.tours.solve.value import value
from hageplan.travel.roads import travel_of

TODAY = date(2026, 11, 23)
FIRST = date(2026, 11, 24)
FAR = ("3424", "3428", "3429")
"""Rendalen, Alvdal and Folldal."""
CASES = 25


@dataclass(frozen=True)
class Week:
    """A small workspace, and how many days are planned."""

    workspace: Workspace
    days: int


@dataclass(frozen=True)
class Outcome:
    """What a plan is worth, and the optimum; with `DUTY` for each visit that must be made."""

    planned: float
    optimum: float
    seconds: float

    @property
    def lost(self) -> float:
        """What the plan lacks."""
        return self.optimum - self.planned


def far(draw: Random) -> Week:
    """Companies far from the office, of which none may pay alone and some together."""
    count, people = draw.randint(6, 10), draw.choice([1, 1, 2])
    return week(draw, count=count, people=people, is_far=True, prize=draw.uniform(60, 120))


def near(draw: Random) -> Week:
    """Companies anywhere, by one or two people."""
    return week(draw, count=draw.randint(6, 9), people=draw.choice([1, 2]))


def windows(draw: Random) -> Week:
    """Several times of day, to choose from."""
    made = week(draw, count=draw.randint(6, 8), people=draw.choice([1, 2]))
    return changed(made, lambda bedrift: {"besokstider": opening(draw)} if bedrift else {})


def limits(draw: Random) -> Week:
    """Few visits or little driving, loads alike, each municipality with its share."""
    rules = {
        "maks_kjoring_minutter": draw.choice([None, 90, 150]),
        "jevn_fordeling": draw.choice([0.0, 30.0]),
        "kommune_minst": draw.choice([0, 1]),
    }
    return week(draw, count=draw.randint(5, 8), people=2, rules=rules)


def agreed(draw: Random) -> Week:
    """One or two appointments, and what fits around them."""
    made = week(draw, count=draw.randint(6, 8), people=draw.choice([1, 2]), is_far=True)
    workspace = made.workspace
    people = [person.id for person in workspace.oppsett.medarbeider]
    avtaler = tuple(
        Avtale.model_validate(
            {
                "id": f"a{number}",
                "organisasjonsnummer": bedrift.organisasjonsnummer,
                "tid": f"{FIRST}T{draw.choice(['09:00', '10:30', '13:00'])}:00",
                "medarbeider": people[number % len(people)],
                "status": "avtalt",
            }
        )
        for number, bedrift in enumerate(draw.sample(workspace.bedrifter, len(people)))
    )
    return replace(made, workspace=replace(workspace, avtaler=avtaler))


def nights(draw: Random) -> Week:
    """Two or three days of one person, with hotels."""
    hotels = [
        {"navn": "Folldal", "lat": 62.1330, "lon": 9.9983},
        {"navn": "Rendalen", "lat": 61.8860, "lon": 11.0560},
    ]
    made = week(
        draw,
        count=draw.randint(6, 8),
        people=1,
        days=draw.choice([2, 3]),
        is_far=True,
        rules={"overnatting_minutter": draw.choice([30, 60, 120])},
    )
    there = tuple(NavngittSted.model_validate(h) for h in hotels[: draw.choice([1, 2])])
    return settings(made, overnattingssted=there)


def pairs(draw: Random) -> Week:
    """One or two visits for two people."""
    made = week(draw, count=draw.randint(5, 7), people=2, rules={"klokkeslett_hver_minutter": 30})
    both = {
        b.organisasjonsnummer for b in draw.sample(made.workspace.bedrifter, draw.choice([1, 2]))
    }
    return changed(made, lambda b: {"to_medarbeidere": b.organisasjonsnummer in both})


def orders(draw: Random) -> Week:
    """One or two visits that wait for another."""
    made = week(
        draw,
        count=draw.randint(5, 7),
        people=draw.choice([1, 2]),
        rules={"klokkeslett_hver_minutter": 30},
    )
    numbers = [b.organisasjonsnummer for b in made.workspace.bedrifter]
    draw.shuffle(numbers)
    waits = {numbers[0]: (numbers[1],)}
    if draw.random() < 0.5:
        waits[numbers[2]] = (numbers[3],)
    return changed(made, lambda b: {"etter": waits.get(b.organisasjonsnummer, ())})


KINDS: Sequence[Callable[[Random], Week]] = (
    far,
    near,
    windows,
    limits,
    agreed,
    nights,
    pairs,
    orders,
)


def week(
    draw: Random,
    *,
    count: int,
    people: int,
    days: int | None = None,
    is_far: bool = False,
    rules: dict[str, Any] | None = None,
    prize: float | None = None,
) -> Week:
    """Return a week of some companies of the example; `is_far` leaves out those by the office.

    `prize` are minutes that an average visit is worth.
    """
    example = load()
    possible = [b for b in example.bedrifter if b.status == "prospekt"]
    if is_far:
        there = draw.choice(FAR)
        possible = [b for b in possible if b.kommunenummer == there]
    plain = {"besokstider": (), "etter": (), "to_medarbeidere": False, "krever": (), "stengt": ()}
    chosen = [b.model_copy(update=plain) for b in draw.sample(possible, min(count, len(possible)))]
    staff = [
        person.model_copy(update={"kalender": None, "fravaer": (), "kun_dagslys": False})
        for person in example.oppsett.medarbeider[:people]
    ]
    workspace = replace(
        example, bedrifter=tuple(chosen), henvendelser=(), avtaler=(), oppfolginger=(), opptatt=()
    )
    made = Week(workspace, days or (draw.choice([1, 2]) if people == 1 else 1))
    planlegging = example.oppsett.planlegging.model_copy(update=rules or {})
    interesse = example.oppsett.interesse.model_copy(
        update={"prize_minutter": prize or draw.choice([60.0, 120.0, 240.0])}
    )
    return settings(
        made,
        medarbeider=tuple(staff),
        planlegging=planlegging,
        interesse=interesse,
        overnattingssted=(),
        maalgruppe=None,
    )


def settings(made: Week, **values: object) -> Week:
    """Return the week with other settings."""
    oppsett = made.workspace.oppsett.model_copy(update=values)
    return replace(made, workspace=replace(made.workspace, oppsett=oppsett))


def changed(made: Week, change: Callable[[Bedrift], dict[str, Any]]) -> Week:
    """Return the week with other companies."""
    bedrifter = tuple(
        Bedrift.model_validate({**b.model_dump(), **change(b)}) for b in made.workspace.bedrifter
    )
    return replace(made, workspace=replace(made.workspace, bedrifter=bedrifter))


def opening(draw: Random) -> list[dict[str, Any]]:
    """Return one to three times of day."""
    begins = sorted(draw.sample(range(8, 15), draw.randint(1, 3)))
    return [
        {"fra": f"{hour:02}:00", "til": f"{hour + draw.choice([1, 2]):02}:00"} for hour in begins
    ]


def outcome(made: Week) -> Outcome:
    """Plan a week, and find its optimum."""
    workspace = made.workspace
    request = PlanRequest(from_=FIRST, days=made.days)
    _, case, choice = prepare(workspace, request, today=TODAY, travel=travel_of(workspace))
    rules = workspace.oppsett.planlegging
    began = time.process_time()
    planned = plan_value(case, choice, workspace)
    seconds = time.process_time() - began
    optimum = Optimum(case, choice.precedences, rules.overnatting_minutter).value()
    return Outcome(planned, optimum, seconds)


def plan_value(case: PlanningCase, choice: Choice, workspace: Workspace) -> float:
    """Return what the routes that `hageplan plan` takes are worth."""
    rules = workspace.oppsett.planlegging
    search = Search(solver=Engine(), stop=None, seed=0, progress=lambda _: None)
    found, routes = find_routes(case, choice.precedences, rules, search)
    made = {number for route in routes for number in route if number < len(case.problem.visits)}
    duty = sum(case.problem.visits[n].duty or case.candidate(n).must for n in made)
    away = sum(
        before.end_place != after.end_place
        for before, after in zip(case.problem.shifts, found.problem.shifts, strict=True)
    )
    return value(found.problem, routes) + DUTY * duty - rules.overnatting_minutter * away


def row(kind: Callable[[Random], Week], cases: int, *, is_told: bool) -> tuple[str, float]:
    """Return a line of the table, and how much more than an optimum was found, which is a fault."""
    outcomes = []
    for seed in range(cases):
        outcomes.append(outcome(kind(Random(seed))))
        if is_told and outcomes[-1].lost > 1e-6:
            print(f"{kind.__name__} {seed}: {outcomes[-1]}", flush=True)
    lost = [max(0.0, one.lost) for one in outcomes]
    whole = sum(one.optimum % DUTY for one in outcomes)
    optimal = sum(loss < 1e-6 for loss in lost)
    worst = max(100 * one.lost / max(1.0, one.optimum % DUTY) for one in outcomes)
    seconds = sum(one.seconds for one in outcomes) / cases
    text = (
        f"| {kind.__name__} | {optimal} of {cases} | {100 * sum(lost) / max(1, whole):.2f} % | "
        f"{worst:.1f} % | {seconds:.1f} |"
    )
    return text, max(0.0, *(-one.lost for one in outcomes))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="of each kind")
    parser.add_argument("--quick", action="store_const", dest="cases", const=3)
    parser.add_argument("--kind", help="this one alone")
    parser.add_argument("-v", action="store_true", help="tell each case that is not optimal")
    asked = parser.parse_args()
    print("| weeks | optimal | lost | worst | processor s a plan |\n|---|---|---|---|---|")
    for kind in KINDS:
        if asked.kind in (None, kind.__name__):
            text, above = row(kind, asked.cases, is_told=asked.v)
            print(text, flush=True)
            if above > 1e-6:
                raise SystemExit(f"a plan of {kind.__name__} is {above} better than the optimum")


if __name__ == "__main__":
    main()
