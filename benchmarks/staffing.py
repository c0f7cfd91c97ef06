"""How often the positions that are stated hold, over simulated regions with known truth.

python benchmarks/staffing.py            300 regions, about ten minutes
python benchmarks/staffing.py --quick    9 regions

Each region's companies, answers, conversions and hours are drawn; the estimate sees the answers
alone. Then who is interested joins or not, the year is planned for those who did, and the positions
that this takes are held against what was stated before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

import numpy as np
from simulated import Region, Scenario, simulate

from hageplan import load
from hageplan.interest.model.classes import Industry
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER, Henvendelse
from hageplan.records.settings.bemanning import Bemanning
from hageplan.records.settings.interesse import Konvertering
from hageplan.records.spelling import control_digit
from hageplan.records.workspace import Workspace
from hageplan.staff.basis import Basis, YearPlanner, basis_of, usual_work, working_days_of
from hageplan.staff.draws import draw
from hageplan.staff.hours import draw_unsure, visit_hours
from hageplan.staff.scenario import preset
from hageplan.staff.wisn import available_hours, positions
from hageplan.tours.days import office_of
from hageplan.tours.solve.engine import Engine
from hageplan.tours.year import drive_year
from hageplan.travel.roads import travel_of

TODAY, YEAR = date(2026, 11, 23), 2027
COVERED = 2
"""The first municipalities are served already: two years of history teach the conversions."""
EMPLOYEES = (0, 2, 7, 14, 30, 80)
CODES: Mapping[int, str] = {
    Industry.PRIMARY: "01.410",
    Industry.PRODUCTION: "16.100",
    Industry.CONSTRUCTION: "41.200",
    Industry.TRADE: "47.110",
    Industry.BUSINESS_SERVICES: "70.220",
    Industry.OTHER_SERVICES: "96.020",
}
FIRM = 0.25
"""Share of the interested that are `forpliktet`; of the others half are `nøytral`."""
SCENARIOS = (
    Scenario("random answers, 15 %", asked=0.15),
    Scenario("few answers, 4 a municipality", per_kommune=4),
    Scenario("large ones answer", asked=0.12, by_size=1.1),
)
SIZES = (15, 80)
EXAMPLE = load(today=TODAY)
KOMMUNER = (*EXAMPLE.dekker, *EXAMPLE.vurderer)
SPREAD_DEGREES = 0.08


@dataclass(frozen=True)
class Truth:
    """What a region turns out to be; companies as in the simulated region, (C,)."""

    grades: np.ndarray[tuple[int], np.dtype[np.intp]]
    joins: np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Outcome:
    """Positions needed, and what was stated of them."""

    needed: float
    low: float
    mean: float
    high: float
    suffices: float
    by_halves: float


def judge(scenario: Scenario, seed: int) -> Outcome:
    """Return how one region's positions compare with what is stated."""
    rng = np.random.default_rng([seed, len(scenario.name)])
    region = simulate(scenario, rng, SIZES)
    truth = _truth(region, rng)
    records = _workspace(region, truth, rng)
    basis = basis_of(records, (), TODAY)
    settings = preset("base", Bemanning(), usual_work(basis)).settings
    available = available_hours(working_days_of(YEAR, basis), settings)
    base = office_of(records, ())
    planner = YearPlanner(
        workspace=records,
        year=YEAR,
        travel=travel_of(records),
        solver=Engine(),
        seed=seed,
        progress=_silent,
    )
    fte = np.sort(draw(basis, settings, available, planner, base).fte)
    low, high, suffices = (float(np.quantile(fte, q)) for q in (0.05, 0.95, 0.8))
    needed = _needed(basis, truth, settings, available, rng)
    return Outcome(needed, low, float(fte.mean()), high, suffices, float(np.ceil(suffices * 2) / 2))


def _silent(share: float) -> None:
    """Tell nobody."""


def _truth(region: Region, rng: np.random.Generator) -> Truth:
    count = len(region.interested)
    high = np.where(
        rng.random(count) < FIRM, GRADER.index("forpliktet"), GRADER.index("interessert")
    )
    grades = np.where(region.interested, high, rng.integers(0, 2, count))
    usual = Konvertering()
    prior = np.array([usual.ikke, usual.noytral, usual.interessert, usual.forpliktet])
    shares = rng.beta(prior * usual.styrke, (1 - prior) * usual.styrke)
    return Truth(grades, rng.random(count) < shares[grades])


def _workspace(region: Region, truth: Truth, rng: np.random.Generator) -> Workspace:
    """Return the region as records: in the covered municipalities who joined is a member."""
    companies, columns = [], region.companies
    for c, j in enumerate(columns.kommune.tolist()):
        kommune = EXAMPLE.kommuner[KOMMUNER[j]]
        joined = j < COVERED and columns.weight[c] > 0 and truth.joins[c]
        companies.append(
            Bedrift(
                organisasjonsnummer=_number(c),
                navn=f"Bedrift {c}",
                kommunenummer=KOMMUNER[j],
                naeringskode=CODES[int(columns.industry[c])],
                antall_ansatte=EMPLOYEES[int(columns.size[c])],
                lat=kommune.lat + rng.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
                lon=kommune.lon + rng.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
                status="medlem" if joined else "prospekt",
            )
        )
    answers = [
        Henvendelse(
            organisasjonsnummer=companies[c].organisasjonsnummer,
            tid=datetime(2026, 11, 1, 9)  # noqa: DTZ001  (local times)
            - timedelta(days=730 if columns.kommune[c] < COVERED else 0),
            interesse=GRADER[truth.grades[c]],
        )
        for c in np.flatnonzero(columns.weight).tolist()
    ]
    considered = KOMMUNER[COVERED : region.kommuner]
    return replace(
        EXAMPLE,
        vurderer=considered,
        bedrifter=tuple(companies),
        henvendelser=tuple(answers),
        rettet=(),
        avtaler=(),
        oppfolginger=(),
    )


def _number(index: int) -> str:
    """Return the valid organisation number of the synthetic series after so many others."""
    digits = (f"3{n:07d}" for n in range(index * 4, index * 4 + 40))
    return next(d + str(control_digit(d)) for d in digits if control_digit(d) is not None)


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
        + len(members) * unsure.hours_per_member
        + len(shown) * settings.arrangementer_per_kommune * settings.timer_per_arrangement
        + count * unsure.followups_per_visit * settings.timer_per_oppfolging
    )
    own = settings.timer_per_kommune * len(shown)
    return float(positions(hours, available, settings.stotte_andel, own)[0])


def main() -> None:
    """Print coverage by scenario and in all."""
    regions = 3 if "--quick" in sys.argv else 100
    began = time.perf_counter()
    print("| scenario | regions | cover 90 | bias | 80 % suffice | by halves | width 90 |")
    print("|---|---|---|---|---|---|---|")
    everything: list[Outcome] = []
    with ProcessPoolExecutor(2) as pool:
        for scenario in SCENARIOS:
            found = list(pool.map(partial(judge, scenario), range(regions)))
            _print(scenario.name, found)
            everything += found
    _print("all", everything)
    if "--quick" not in sys.argv:
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
