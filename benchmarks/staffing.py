"""How often the positions that are stated hold, over simulated regions with known truth.

python benchmarks/staffing.py            120 regions, some minutes
python benchmarks/staffing.py --quick    9 regions

Each region's companies, answers, conversions and hours are drawn; the estimate sees the answers
alone, and of the hours what the office's positions show. Then who is interested joins or not, the
year is planned for those who did, and the positions that this takes are held against what was
stated before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from simulated import Region, Scenario, simulate
from simulated_records import (
    EXAMPLE,
    TODAY,
    companies_of,
    contact,
    days_before,
    grades_of,
    talks,
    workspace_of,
)

from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.interesse import Konvertering
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import Basis, YearPlanner, basis_of, usual_work, working_days_of
from hageplan.staff.calibration import calibrated
from hageplan.staff.draws import draw, today_of
from hageplan.staff.hours import Unsure, draw_unsure, mean_followups, visit_hours
from hageplan.staff.scenario import preset
from hageplan.staff.wisn import available_hours, positions
from hageplan.tours.days import office_of
from hageplan.tours.solve.engine import Engine
from hageplan.tours.year import drive_year
from hageplan.travel.roads import travel_of

YEAR = 2027
COVERED = 2
"""The first municipalities are served already: two years of history teach the conversions."""
ELSEWHERE = 0.3
"""Spread of an office's positions around what its work takes: time goes elsewhere, or lacks."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A region, and an office.

    Attributes:
        name: What is shown.
        scenario: The region, and who answers.
        spread: How far a member's hours are from what is assumed (lognormal).
        shows: Whether the office's positions are known, which calibrates the hours.
        talks: The shares of the interested, and of others, that talk to us when they are visited.
    """

    name: str
    scenario: Scenario
    spread: float = 0.7
    shows: bool = True
    talks: tuple[float, float] = (1.0, 1.0)


RANDOM = Scenario("random answers, 15 %", asked=0.15)
CASES = (
    Case(name=RANDOM.name, scenario=RANDOM),
    Case(
        name="few answers, 4 a municipality",
        scenario=Scenario("few answers, 4 a municipality", per_kommune=4),
    ),
    Case(name="large ones answer", scenario=Scenario("large ones", asked=0.12, by_size=1.1)),
    Case(name="the office's positions unknown", scenario=RANDOM, shows=False),
    Case(name="hours as assumed, spread .3", scenario=RANDOM, spread=0.3),
    Case(name="visits refused, talk .7 and .5", scenario=RANDOM, talks=(0.7, 0.5)),
)
QUICK = (0, 3, 5)
"""The cases of the short form."""
SIZES = (15, 80)


@dataclass(frozen=True)
class Truth:
    """What a region turns out to be; companies as in the simulated region, (C,)."""

    grades: NDArray[np.intp]
    joins: NDArray[np.bool_]
    hours: float
    """A member's, a year."""


@dataclass(frozen=True)
class Outcome:
    """Positions needed, and what was stated of them."""

    needed: float
    low: float
    mean: float
    high: float
    suffices: float
    by_halves: float


def judge(case: Case, seed: int) -> Outcome:
    """Return how one region's positions compare with what is stated."""
    rng = np.random.default_rng([seed, len(case.name)])
    region = simulate(case.scenario, rng, SIZES)
    usual = preset("base", Bemanning(), usual_work(basis_of(EXAMPLE, (), TODAY)))
    truth = _truth(region, (usual.settings.timer_per_medlem or 0), case.spread, rng)
    records = _workspace(region, truth, case, rng)
    basis = basis_of(records, (), TODAY)
    plain = preset("base", Bemanning(), usual_work(basis))
    available = available_hours(working_days_of(YEAR, basis), plain.settings)
    base = office_of(records, ())
    planner = YearPlanner(
        workspace=records,
        year=YEAR,
        travel=travel_of(records),
        solver=Engine(),
        seed=seed,
        progress=_silent,
    )
    today = today_of(basis, plain.settings, available, planner, base)
    usually = np.array([mean_followups(plain.settings)])
    real = today.required(Unsure(np.array([truth.hours]), usually, np.ones(1)))
    existing = float(real.sum() * rng.lognormal(0, ELSEWHERE)) if case.shows else 0.0
    staffed = plain.settings.model_copy(update={"aarsverk": existing})
    work = replace(today.work, settings=staffed)
    scenario, _told = calibrated(replace(plain, settings=staffed), replace(today, work=work))
    fte = np.sort(draw(basis, scenario.settings, today, planner, base).fte)
    low, high, suffices = (float(np.quantile(fte, q)) for q in (0.05, 0.95, 0.8))
    needed = _needed(basis, truth, plain.settings, available, rng)
    return Outcome(needed, low, float(fte.mean()), high, suffices, float(np.ceil(suffices * 2) / 2))


def _silent(share: float) -> None:
    """Tell nobody."""


def _truth(region: Region, assumed: float, spread: float, rng: np.random.Generator) -> Truth:
    grades = grades_of(region.interested, rng)
    usual = Konvertering()
    prior = np.array([usual.ikke, usual.noytral, usual.interessert, usual.forpliktet])
    shares = rng.beta(prior * usual.styrke, (1 - prior) * usual.styrke)
    joins = rng.random(len(grades)) < shares[grades]
    return Truth(grades, joins, assumed * float(rng.lognormal(0, spread)))


def _workspace(region: Region, truth: Truth, case: Case, rng: np.random.Generator) -> Workspace:
    """Return the region as records: in the covered municipalities who joined is a member."""
    columns = region.companies
    answered = (columns.weight > 0) & talks(region.interested, case.talks, rng)
    joined = np.flatnonzero(answered & truth.joins & (columns.kommune < COVERED))
    contacts = [
        contact(
            c,
            days_before(TODAY, 2.0 if columns.kommune[c] < COVERED else 0.06),
            int(truth.grades[c]) if answered[c] else None,
        )
        for c in np.flatnonzero(columns.weight).tolist()
    ]
    bedrifter = companies_of(region, rng, frozenset(joined.tolist()))
    return workspace_of(bedrifter, contacts, covered=COVERED, kommuner=region.kommuner)


def _needed(
    basis: Basis, truth: Truth, settings: Bemanning, available: float, rng: np.random.Generator
) -> float:
    """Return the positions that the considered municipalities turn out to need."""
    shown = {basis.region[j] for j in basis.shown}
    here = [
        (company, bool(joins))
        for company, joins in zip(basis.workspace.bedrifter, truth.joins, strict=True)
        if company.kommunenummer in shown
    ]
    members = [company for company, joins in here if joins]
    others = [company for company, joins in here if not joins]
    asked = rng.permutation(len(others))[: round(settings.prospektbesok_andel * len(others))]
    visits = [(m, round(settings.besok_per_medlem or 0)) for m in members]
    visits += [(others[n], 1) for n in asked]
    records = basis.workspace
    driven = drive_year(
        records,
        visits,
        YEAR,
        office_of(records, ()),
        travel=travel_of(records),
        solver=Engine(),
    )
    unsure = draw_unsure(settings, 1, rng)
    count = sum(times for _, times in visits)
    hours = (
        count * visit_hours(settings, records.oppsett.planlegging)
        + driven.total.minutes / 60 * unsure.drive_factor
        + len(members) * truth.hours
        + len(shown) * settings.arrangementer_per_kommune * settings.timer_per_arrangement
        + count * unsure.followups_per_visit * settings.timer_per_oppfolging
    )
    own = settings.timer_per_kommune * len(shown)
    return float(positions(hours, available, settings.stotte_andel, own)[0])


def main() -> None:
    """Print coverage by case and in all."""
    is_quick = "--quick" in sys.argv
    regions = 3 if is_quick else 20
    began = time.perf_counter()
    print("| case | regions | cover 90 | bias | 80 % suffice | by halves | width 90 |")
    print("|---|---|---|---|---|---|---|")
    everything: list[Outcome] = []
    with ProcessPoolExecutor(2) as pool:
        for case in [CASES[number] for number in QUICK] if is_quick else CASES:
            found = list(pool.map(partial(judge, case), range(regions)))
            _print(case.name, found)
            everything += found
    _print("all", everything)
    if not is_quick:
        print(f"\n{(time.perf_counter() - began) / len(everything):.1f} s a region")


def _print(name: str, found: list[Outcome]) -> None:
    def share(holds: Callable[[Outcome], bool]) -> float:
        return float(np.mean([holds(one) for one in found]))

    cover = share(lambda one: one.low <= one.needed <= one.high)
    bias = float(np.mean([one.mean - one.needed for one in found]))
    enough = share(lambda one: one.needed <= one.suffices)
    halves = share(lambda one: one.needed <= one.by_halves)
    width = float(np.mean([one.high - one.low for one in found]))
    print(
        f"| {name} | {len(found)} | {cover:.2f} | {bias:+.2f} | {enough:.2f} | {halves:.2f} | "
        f"{width:.2f} |"
    )


if __name__ == "__main__":
    main()
