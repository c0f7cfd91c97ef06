"""How well conversions are told after one year of log, by ways to count who has not joined yet.

python benchmarks/conversion.py            200 regions, some forty seconds
python benchmarks/conversion.py --quick    10 regions

Where we are, companies answered at any time of the last year, and joined some months later or
never. Told is which share of `interessert` joins, in truth 40 %, and how many new members the other
municipalities give if all are asked. Beside it stands what a prototype told of regions of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import numpy as np
from simulated import Scenario, simulate
from simulated_records import TODAY, companies_of, contact, grades_of, workspace_of

from hageplan.interest.model.estimate import estimate
from hageplan.interest.model.fitted import Fitted, draw_outcomes, fit_records
from hageplan.interest.model.joining import SHAPE
from hageplan.records.logg import GRADER
from hageplan.records.workspace import Workspace

SHARES = np.array([0.01, 0.05, 0.40, 0.80])
"""Of each grade, who would join if asked."""
MONTHS, DAYS_A_MONTH = 6.0, 365.25 / 12
"""From an answer to the membership, on average."""
YES = GRADER.index("interessert")
SIZES, COVERED = (35, 80), 2
ASKED = (0.7, 0.1)
"""Shares of the companies that answered in the last year, where we are and elsewhere."""
AT_ONCE = 1e-6
"""Months, so few that whoever has not joined seems to have refused."""


def by_months(months: float, records: Workspace) -> Fitted:
    """Count as `score` does, joining thought to take so many months on average."""
    interest = records.oppsett.interesse
    rules = interest.konvertering.model_copy(update={"forsinkelse_maaneder": months})
    interest = interest.model_copy(update={"konvertering": rules})
    oppsett = records.oppsett.model_copy(update={"interesse": interest})
    region = (*records.dekker, *records.vurderer)
    return fit_records(replace(records, oppsett=oppsett), region, TODAY)


def after_a_year(records: Workspace) -> Fitted:
    """Count members at once and all others after a year: here nobody has waited so long."""
    fitted = by_months(AT_ONCE, records)
    return replace(fitted, conversion=replace(fitted.conversion, asked=fitted.conversion.joined))


COUNTINGS: Mapping[str, tuple[Callable[[Workspace], Fitted], str]] = {
    "members at once, others after a year": (after_a_year, "0.56, 61 of 45, 16, 0.56"),
    "who has not joined has refused": (partial(by_months, AT_ONCE), ""),
    "today: by what has shown": (partial(by_months, MONTHS), "0.40, 41 of 45, 8, 0.92"),
    "today, the delay thought twice as long": (partial(by_months, 2 * MONTHS), "error 11, 0.72"),
}
"""How to count, and what the prototype came to."""


@dataclass(frozen=True)
class Outcome:
    """What is told of a region's conversion and new members elsewhere, and these in truth."""

    conversion: float
    members: float
    low: float
    high: float
    truth: float


def judge(seed: int) -> dict[str, Outcome]:
    """Return what each way of counting tells of one region."""
    rng = np.random.default_rng([seed, COVERED])
    region = simulate(Scenario("nobody asked yet"), rng, SIZES)
    grades, is_here = grades_of(region.interested, rng), region.companies.kommune < COVERED
    count = len(grades)
    joins = rng.random(count) < SHARES[grades]
    answered = rng.random(count) < np.where(is_here, *ASKED)
    days = rng.integers(0, 365, count)
    delay = rng.gamma(SHAPE, MONTHS / SHAPE, count) * DAYS_A_MONTH
    members = np.flatnonzero(is_here & answered & joins & (delay <= days)).tolist()
    bedrifter = companies_of(region, rng, frozenset(members))
    asked = [(c, TODAY - timedelta(days=int(days[c]))) for c in np.flatnonzero(answered).tolist()]
    log = [contact(c, day, int(grades[c])) for c, day in asked]
    records = workspace_of(bedrifter, log, covered=COVERED, kommuner=region.kommuner)
    truth = float(joins[~is_here].sum())
    return {name: _told(counted(records), truth) for name, (counted, _) in COUNTINGS.items()}


def _told(fitted: Fitted, truth: float) -> Outcome:
    estimated = estimate(fitted.table, fitted.posterior)
    drawn = draw_outcomes(fitted, estimated, np.random.default_rng(0))
    low, high = np.quantile(drawn.new_members[:, COVERED:].sum(axis=1), (0.1, 0.9)).tolist()
    members = float(drawn.expected_members[COVERED:].sum())
    return Outcome(float(fitted.conversion.by_grade[YES]), members, low, high, truth)


def main() -> None:
    """Print what is told, the truth, the error of the new members and how often 80 % hold."""
    found = [judge(seed) for seed in range(10 if "--quick" in sys.argv else 200)]
    print("| counted | interessert | new members | truth | error | cover 80 | prototype |")
    print("|---|---|---|---|---|---|---|")
    for name, (_, prototype) in COUNTINGS.items():
        told = [one[name] for one in found]
        share, members, truth = np.mean([(o.conversion, o.members, o.truth) for o in told], axis=0)
        error = np.mean([abs(o.members - o.truth) for o in told])
        cover = np.mean([o.low <= o.truth <= o.high for o in told])
        numbers = f"{share:.2f} | {members:.0f} | {truth:.0f} | {error:.0f} | {cover:.2f}"
        print(f"| {name} | {numbers} | {prototype} |")


if __name__ == "__main__":
    main()
