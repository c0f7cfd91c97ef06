"""How good and how fast the interest model is, beside what is usually done.

python benchmarks/interest.py            all scenarios, 200 regions each
python benchmarks/interest.py --goals    what is reached where people refuse, 120 regions each
python benchmarks/interest.py --full     against full posteriors of 10 regions (pip install numpyro)
python benchmarks/interest.py --quick    10 regions each
python benchmarks/interest.py --speed    only the times
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from simulated import EASY, HARD, SCENARIOS, Region, Scenario, Target, simulate

from hageplan.interest.model.beta import beta_quantile
from hageplan.interest.model.classes import Industry, SizeClass
from hageplan.interest.model.design import Floats, priors_of
from hageplan.interest.model.estimate import estimate
from hageplan.interest.model.posterior import Posterior, fit
from hageplan.interest.model.table import AnswerTable, Companies, tabulate
from hageplan.interest.score import wilson_interval
from hageplan.records.settings.interesse import Interessemodell

TERMS = Interessemodell()
NO_TERMS = Interessemodell(avslag=0, avslag_sd=0, trend_sd=0, medarbeider_sd=0)
"""The model before it knew of refusals, trends and who hears."""
AS_GOOD = 1.03
"""By so much an error may grow where nothing is wrong with the answers."""
Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Claim:
    """Shares and intervals that a method states, (J,) and (J, 2); None where it states none."""

    share: Floats
    inner: Floats | None = None
    outer: Floats | None = None


def fitted(region: Region, modell: Interessemodell = TERMS) -> tuple[AnswerTable, Posterior]:
    """Return a region's table, and the posterior, as the product has them."""
    table = tabulate(region.companies, region.kommuner)
    priors = priors_of(modell, reached=table.reached, heard_by=table.heard_by)
    return table, fit(table, priors)


def model(region: Region, modell: Interessemodell = TERMS) -> Claim:
    """Ours."""
    result = estimate(*fitted(region, modell))
    return Claim(result.share, result.share_interval(0.8), result.share_interval(0.9))


def without_terms(region: Region) -> Claim:
    """Ours, as it was before it knew of refusals, trends and who hears."""
    return model(region, NO_TERMS)


def _counts(region: Region) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    answered = np.flatnonzero(region.companies.weight)
    kommune = region.companies.kommune[answered]
    said = region.companies.interested[answered]
    asked = np.bincount(kommune, minlength=region.kommuner)
    return np.bincount(kommune[said], minlength=region.kommuner), asked


def _raw_shares(region: Region) -> Floats:
    yes, asked = _counts(region)
    pooled = yes.sum() / max(asked.sum(), 1)
    return np.where(asked > 0, yes / np.maximum(asked, 1), pooled)


def wilson(region: Region) -> Claim:
    """Raw share (the region's where nobody answered), Wilson's interval."""
    yes, asked = _counts(region)

    def interval(z: float) -> Floats:
        rows = []
        for y, n in zip(yes.tolist(), asked.tolist(), strict=True):
            ends = wilson_interval(y, n, z) if n else None
            rows.append((ends.low, ends.high) if ends else (0.0, 1.0))
        return np.array(rows)

    return Claim(_raw_shares(region), interval(Z80), interval(1.6448536269514722))


def jeffreys(region: Region) -> Claim:
    """Raw share, Jeffreys's interval."""
    yes, asked = _counts(region)

    def interval(level: float) -> Floats:
        low, high = (
            beta_quantile(q, yes + 0.5, asked - yes + 0.5)
            for q in ((1 - level) / 2, (1 + level) / 2)
        )
        return np.column_stack([low, high])

    return Claim(_raw_shares(region), interval(0.8), interval(0.9))


def lead_score(region: Region) -> Claim:
    """Naive Bayes on municipality, size, industry: what a CRM's lead score does."""
    columns = region.companies
    answered, said = columns.weight > 0, columns.interested > 0
    yes, no = answered & said, answered & ~said
    odds = np.full(len(answered), (yes.sum() + 1) / (no.sum() + 1))
    for column in (columns.kommune, columns.size, columns.industry):
        levels = int(column.max()) + 1
        of_yes = (np.bincount(column[yes], minlength=levels) + 1) / (yes.sum() + levels)
        of_no = (np.bincount(column[no], minlength=levels) + 1) / (no.sum() + levels)
        odds = odds * (of_yes / of_no)[column]
    chance = np.where(answered, columns.interested, odds / (1 + odds))
    totals = np.bincount(columns.kommune, minlength=region.kommuner)
    return Claim(np.bincount(columns.kommune, chance, minlength=region.kommuner) / totals)


Method = Callable[[Region], Claim]
METHODS: Mapping[str, Method] = {
    "model": model,
    "Wilson": wilson,
    "Jeffreys": jeffreys,
    "lead score": lead_score,
}


@dataclass(frozen=True)
class Quality:
    """Means over regions and municipalities; None where a method states no interval."""

    error: float
    cover80: float | None
    cover90: float | None
    width90: float | None
    concordance: float
    """Share of the pairs of municipalities that stand in the right order."""


def judge(
    scenario: Scenario, regions: int, methods: Mapping[str, Method] = METHODS
) -> dict[str, Quality]:
    """Return the quality of each method over so many seeded regions."""
    claims: dict[str, list[tuple[Claim, Floats]]] = {name: [] for name in methods}
    for seed in range(regions):
        region = simulate(scenario, np.random.default_rng([seed, len(scenario.name)]))
        for name, method in methods.items():
            claims[name].append((method(region), region.shares))
    return {name: _quality(found) for name, found in claims.items()}


def _quality(claims: list[tuple[Claim, Floats]]) -> Quality:
    errors = np.concatenate([np.abs(claim.share - truth) for claim, truth in claims])
    return Quality(
        float(errors.mean()),
        _coverage([(claim.inner, truth) for claim, truth in claims]),
        _coverage([(claim.outer, truth) for claim, truth in claims]),
        _width([claim.outer for claim, _ in claims]),
        float(np.mean([_concordance(claim.share, truth) for claim, truth in claims])),
    )


def _coverage(claims: list[tuple[Floats | None, Floats]]) -> float | None:
    held = [
        (interval[:, 0] - 1e-9 <= truth) & (truth <= interval[:, 1] + 1e-9)
        for interval, truth in claims
        if interval is not None
    ]
    return float(np.concatenate(held).mean()) if held else None


def _width(intervals: list[Floats | None]) -> float | None:
    widths = [np.ptp(interval, axis=1) for interval in intervals if interval is not None]
    return float(np.concatenate(widths).mean()) if widths else None


def _concordance(share: Floats, truth: Floats) -> float:
    above = np.triu_indices(len(share), 1)
    order = np.sign(np.subtract.outer(share, share)) * np.sign(np.subtract.outer(truth, truth))
    return float(((order[above] + 1) / 2).mean())


def print_scenarios(regions: int) -> None:
    """Print the table of all scenarios and methods."""
    print("| scenario | method | error | of raw | cover 80 | cover 90 | width 90 | order |")
    print("|---|---|---|---|---|---|---|---|")
    for scenario in SCENARIOS:
        quality = judge(scenario, regions)
        for name, q in quality.items():
            print(
                f"| {scenario.name} | {name} | {q.error:.3f} | "
                f"{q.error / quality['Wilson'].error:.2f} | {_shown(q.cover80)} | "
                f"{_shown(q.cover90)} | {_shown(q.width90)} | {q.concordance:.2f} |"
            )


def print_goals(regions: int) -> None:
    """Print what is reached where the answers are wrong, and what that costs where they are not."""
    print("\n| what happens | error before | cover 90 | error | cover 90 | to reach | |")
    print("|---|---|---|---|---|---|---|")
    for target in HARD:
        before, now = _both(target.scenario, regions)
        reached = _reaches(now, target)
        goal = f"{target.error:.3f}, {target.cover:.2f}"
        print(f"| {target.scenario.name} | {_told(before)} | {_told(now)} | {goal} | {reached} |")
    for scenario in EASY:
        before, now = _both(scenario, regions)
        reached = _reaches(now, Target(scenario, AS_GOOD * before.error, 0.85))
        print(f"| {scenario.name} | {_told(before)} | {_told(now)} | +3 % | {reached} |")


def _both(scenario: Scenario, regions: int) -> tuple[Quality, Quality]:
    found = judge(scenario, regions, {"before": without_terms, "now": model})
    return found["before"], found["now"]


def _reaches(found: Quality, target: Target) -> str:
    """Tell whether error and cover are as good, to the digits shown."""
    error, cover = round(found.error, 3), round(found.cover90 or 0, 2)
    return "reached" if error <= round(target.error, 3) and cover >= target.cover else "missed"


def _told(found: Quality) -> str:
    return f"{found.error:.3f} | {_shown(found.cover90)}"


SHARES_WITHIN, WIDTHS_WITHIN = 0.015, 0.08


def print_full() -> None:
    """Print how far shares and widths are from those of posteriors without approximations."""
    # An extra of this comparison alone, which takes seconds to load.
    from full_posterior import full_totals

    print("| region | shares off, at most | width of 90 % to the full one | |\n|---|---|---|---|")
    worst: list[tuple[float, float]] = []
    for seed, scenario in enumerate([*(target.scenario for target in HARD), *EASY[:5]]):
        region = simulate(scenario, np.random.default_rng([seed, len(scenario.name)]))
        table = tabulate(region.companies, region.kommuner)
        priors = priors_of(TERMS, reached=table.reached, heard_by=table.heard_by)
        shares = full_totals(table, priors, seed, TERMS.kommune_sd_skala) / table.totals.companies
        low, high = np.quantile(shares, (0.05, 0.95), axis=0)
        ours = estimate(table, fit(table, priors))
        off = float(np.abs(ours.share - shares.mean(axis=0)).max())
        wider = float(np.ptp(ours.share_interval(0.9), axis=1).sum() / (high - low).sum())
        worst.append((off, abs(wider - 1)))
        print(f"| {scenario.name} | {off:.3f} | {wider:.2f} | {_within(*worst[-1])} |", flush=True)
    print(f"| goal | {SHARES_WITHIN} | {1 - WIDTHS_WITHIN}-{1 + WIDTHS_WITHIN} | |")


def _within(off: float, width_off: float) -> str:
    is_near = round(off, 3) <= SHARES_WITHIN and round(width_off, 2) <= WIDTHS_WITHIN
    return "reached" if is_near else "missed"


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def print_speed() -> None:
    """Print the processor time for the whole of Norway, from arrays."""
    rng = np.random.default_rng(0)
    kommuner, count = 357, 700_000
    answered = rng.random(count) < 0.02
    companies = Companies(
        kommune=rng.integers(kommuner, size=count),
        size=rng.integers(len(SizeClass), size=count),
        industry=rng.integers(len(Industry), size=count),
        weight=np.where(answered, rng.uniform(0.2, 1, count), 0.0),
        age=rng.uniform(0, 4, count),
        interested=rng.random(count) < 0.3,
        inbound=rng.random(count) < 0.3,
        heard_by=np.where(answered, rng.integers(5, size=count), 0),
        missed=~answered & (rng.random(count) < 0.01),
        outcome=np.zeros(count, dtype=np.intp),
        evidence=np.ones(count, dtype=np.bool_),
    )
    spent = []
    for _ in range(7):
        began = time.process_time()
        table = tabulate(companies, kommuner)
        tabulated = time.process_time()
        fit(table, priors_of(TERMS, reached=table.reached, heard_by=table.heard_by))
        spent.append((tabulated - began, time.process_time() - tabulated))
    tabulating, fitting = np.min(spent, axis=0).tolist()
    print("\n| 357 municipalities, 700 000 companies | ms |")
    print("|---|---|")
    print(f"| tabulate | {1000 * tabulating:.0f} |")
    print(f"| fit | {1000 * fitting:.0f} |")


def main() -> None:
    """Print what was asked for."""
    is_quick = "--quick" in sys.argv
    regions = 10 if is_quick else 200
    if "--full" in sys.argv:
        print_full()
        return
    if "--speed" not in sys.argv:
        print_goals(8 if is_quick else 120)
    if not {"--speed", "--goals"} & {*sys.argv}:
        print_scenarios(regions)
    print_speed()


if __name__ == "__main__":
    main()
