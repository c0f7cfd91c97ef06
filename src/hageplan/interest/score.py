"""Interest per municipality: from records to the result, with what plain counting says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.coverage import coverage_of
from hageplan.interest.explanation import explanations
from hageplan.interest.model.conversion import Conversion
from hageplan.interest.model.design import TALKED, Floats
from hageplan.interest.model.draws import rank_probabilities
from hageplan.interest.model.estimate import Estimate, estimate
from hageplan.interest.model.fitted import Fitted, OutcomeDraws, draw_outcomes, fit_records
from hageplan.interest.model.joining import MONTHS_A_YEAR, joined_by
from hageplan.interest.model.population import Population
from hageplan.interest.model.table import MembershipOutcome
from hageplan.interest.region import checked_region
from hageplan.interest.result import (
    Counted,
    Estimated,
    Explanation,
    GradeConversion,
    Interval,
    Knowledge,
    KommuneScore,
    Reach,
    Score,
    SelfSelection,
)
from hageplan.messages import encode
from hageplan.records.logg import GRADER
from hageplan.records.settings.interesse import Interesse, Interessemodell
from hageplan.records.workspace import Workspace

MUCH_WIDTH: Final = 0.15
"""An 80 % interval of the share at most so wide: much is known."""
SOME_WIDTH: Final = 0.30


def score(
    workspace: Workspace,
    *,
    today: date,
    kommuner: Sequence[str] = (),
    threshold: float | None = None,
    explain: bool = False,
    seed: int = 0,
) -> Score:
    """Return how interested the companies of each municipality are, as known on `today`.

    `kommuner` are numbers (none: all that are covered or considered); the model learns from the
    answers of the whole region in any case. `threshold` is a share in [0, 1], by default the
    settings'. `seed` decides the draws behind ranks, sums and new members.

    Raises RequestError where there is no municipality to score, or none with such a number, and
    ValueError for a threshold that is no share.
    """
    if threshold is not None and not 0 <= threshold <= 1:
        raise ValueError(f"threshold: expected a share from 0 to 1, got {threshold}")
    region = checked_region(workspace, kommuner)
    settings = workspace.oppsett.interesse
    limit = settings.terskel if threshold is None else threshold
    shown = np.array([region.index(number) for number in dict.fromkeys(kommuner or region)])
    fitted = fit_records(workspace, region, today)
    considered = np.array([j for j in shown if region[j] not in workspace.dekker], dtype=np.intp)
    numbers = _Numbers(fitted, shown, considered, limit, np.random.default_rng(seed))
    explained = explanations(fitted, numbers.estimate, limit) if explain else None
    rows = [
        _kommune_score(workspace, fitted, numbers, j, explained[j] if explained else None)
        for j in shown.tolist()
    ]
    return Score(
        today=today,
        threshold=limit,
        kommuner=tuple(sorted(rows, key=lambda row: row.rank or len(rows) + 1)),
        total_asked=count(fitted.population, shown),
        total=numbers.of_all(),
        self_selection=self_selection_of(fitted),
        reach=reach_of(fitted),
        conversions=_grade_conversions(fitted.conversion),
        joined_in_a_year=float(
            joined_by(MONTHS_A_YEAR, settings.konvertering.forsinkelse_maaneder)
        ),
        outside=workspace.count_outside(kommuner or region),
        coverage=coverage_of(workspace, kommuner or region),
        assumptions=(*workspace.remarks(), *assumptions_of(fitted, settings)),
        example_data=workspace.example_data,
    )


def _kommune_score(
    workspace: Workspace,
    fitted: Fitted,
    numbers: _Numbers,
    j: int,
    explanation: Explanation | None,
) -> KommuneScore:
    number = fitted.population.kommuner[j]
    return KommuneScore(
        kommunenummer=number,
        navn=workspace.kommuner[number].navn,
        covered=number in workspace.dekker,
        asked=count(fitted.population, np.array([j])),
        estimated=numbers.of_kommune(j),
        rank=numbers.rank(j),
        rank_probabilities=numbers.rank_probabilities(j),
        best_considered=numbers.best_considered(j),
        knowledge=numbers.knowledge(j),
        explanation=explanation,
    )


class _Numbers:
    """What the fitted model says of the municipalities shown, one index j each."""

    def __init__(
        self,
        fitted: Fitted,
        shown: NDArray[np.intp],
        considered: NDArray[np.intp],
        threshold: float,
        rng: np.random.Generator,
    ) -> None:
        self.estimate: Estimate = estimate(fitted.table, fitted.posterior)
        self._totals = fitted.table.totals
        self._shown = shown.tolist()
        self._threshold = threshold
        self._outcomes: OutcomeDraws = draw_outcomes(fitted, self.estimate, rng)
        drawn = self._outcomes.interested
        self._ranks = rank_probabilities(drawn[:, shown], self._totals.of(shown), rng)
        among = rank_probabilities(drawn[:, considered], self._totals.of(considered), rng)
        self._best = dict(zip(considered.tolist(), among.tolist(), strict=True))
        self._between = {level: self.estimate.interval(level) for level in (0.8, 0.9)}

    def of_kommune(self, j: int) -> Estimated:
        between = {
            level: Interval(low=float(ends[j][0]), high=float(ends[j][1]))
            for level, ends in self._between.items()
        }
        return self._estimated([j], between)

    def of_all(self) -> Estimated:
        if len(self._shown) == 1:
            return self.of_kommune(self._shown[0])
        drawn = self._outcomes.interested[:, self._shown].sum(axis=1)
        return self._estimated(self._shown, {level: _central(drawn, level) for level in (0.8, 0.9)})

    def _estimated(self, chosen: list[int], between: dict[float, Interval]) -> Estimated:
        companies = float(self._totals.companies[chosen].sum())
        interested = float(self.estimate.mean[chosen].sum())
        drawn = self._outcomes.interested[:, chosen].sum(axis=1)
        members = self._outcomes.new_members[:, chosen].sum(axis=1)
        new_members = float(self._outcomes.expected_members[chosen].sum())
        enough = float((drawn >= self._threshold * companies - 1e-9).mean())
        return Estimated(
            share=interested / companies if companies else None,
            share80=_shares(between[0.8], companies),
            share90=_shares(between[0.9], companies),
            above_threshold=enough if companies else None,
            interested=interested,
            interested80=between[0.8],
            interested90=between[0.9],
            new_members=new_members,
            new_members80=_central(members, 0.8),
        )

    def rank(self, j: int) -> int | None:
        if not self._totals.companies[j]:
            return None
        share = self.estimate.share[self._shown]
        return 1 + int((share > self.estimate.share[j]).sum())

    def rank_probabilities(self, j: int) -> tuple[float, ...]:
        row = self._ranks[self._shown.index(j)]
        return tuple(row.tolist()) if row.any() else ()

    def best_considered(self, j: int) -> float | None:
        chances = self._best.get(j)
        return chances[0] if chances and any(chances) else None

    def knowledge(self, j: int) -> Knowledge:
        if not self._totals.unanswered[j]:
            return "everything"
        if self._totals.unanswered[j] == self._totals.companies[j]:
            return "nothing"
        low, high = self._between[0.8][j] / self._totals.companies[j]
        width = high - low
        return "much" if width <= MUCH_WIDTH else "some" if width <= SOME_WIDTH else "little"


def _central(draws: Floats, level: float) -> Interval:
    """Return the central interval of draws, to the nearest draw."""
    ordered, last = np.sort(draws), len(draws) - 1
    low, high = round(last * (1 - level) / 2), round(last * (1 + level) / 2)
    return Interval(low=float(ordered[low]), high=float(ordered[high]))


def _shares(companies: Interval, of: float) -> Interval | None:
    return Interval(low=companies.low / of, high=companies.high / of) if of else None


def self_selection_of(fitted: Fitted) -> SelfSelection:
    """Return what the answers say of those who came to us."""
    inbound = fitted.population.companies.inbound[fitted.population.answered]
    median, between = _odds_ratio(*fitted.posterior.self_selection)
    return SelfSelection(
        odds_ratio=median,
        odds_ratio90=between,
        inbound=int(inbound.sum()),
        outbound=int((~inbound).sum()),
    )


def reach_of(fitted: Fitted) -> Reach:
    """Return how many of those we sought out answered, and what that is taken to mean."""
    companies = fitted.population.companies
    answered = int((~companies.inbound[companies.answered]).sum())
    median, between = _odds_ratio(*fitted.posterior.effect(TALKED))
    return Reach(
        sought=answered + int((companies.missed & companies.evidence).sum()),
        answered=answered,
        odds_ratio=median,
        odds_ratio90=between,
    )


def _odds_ratio(mean: float, sd: float) -> tuple[float, Interval]:
    """Return the median of an odds ratio and its 90 % interval, from its logarithm's moments."""
    low, high = math.exp(mean - Z90 * sd), math.exp(mean + Z90 * sd)
    return math.exp(mean), Interval(low=low, high=high)


def _grade_conversions(conversion: Conversion) -> tuple[GradeConversion, ...]:
    return tuple(
        GradeConversion(interesse=grade, share=float(share), asked=float(asked), joined=int(joined))
        for grade, share, asked, joined in zip(
            GRADER, conversion.by_grade, conversion.asked, conversion.joined, strict=True
        )
    )


def _percent(log_odds: float) -> int:
    return round(100 / (1 + math.exp(-log_odds)))


def assumptions_of(fitted: Fitted, settings: Interesse) -> tuple[str, ...]:
    """Return what the numbers rest on, as coded remarks."""
    modell, conversion = settings.modell, settings.konvertering
    remarks = [] if len(fitted.population.answered) else [encode("no-answers")]
    return (
        *remarks,
        encode(
            "prior-level",
            percent=_percent(modell.nivaa),
            low=_percent(modell.nivaa - Z90 * modell.nivaa_sd),
            high=_percent(modell.nivaa + Z90 * modell.nivaa_sd),
        ),
        encode(
            "prior-spread",
            size=modell.stigning_sd,
            size_class=modell.storrelse_sd,
            industry=modell.naering_sd,
            kommune=modell.kommune_sd_skala,
        ),
        encode("prior-self-selection", odds=round(math.exp(modell.selvseleksjon), 2)),
        *_of_answers(fitted, modell),
        encode("half-life", years=f"{settings.halveringstid_aar:g}"),
        encode(
            "conversion",
            ikke=round(100 * conversion.ikke),
            noytral=round(100 * conversion.noytral),
            interessert=round(100 * conversion.interessert),
            forpliktet=round(100 * conversion.forpliktet),
            strength=f"{conversion.styrke:g}",
            months=f"{conversion.forsinkelse_maaneder:g}",
        ),
        *_undated(fitted.population),
    )


def _of_answers(fitted: Fitted, modell: Interessemodell) -> Iterator[str]:
    """Give what is assumed of answers alone: who talks, how interest drifts, who hears it."""
    if not fitted.posterior.minds_refusals:
        yield encode("prior-refusals-off")
    elif fitted.table.reached < 1:
        missed = 1 - fitted.table.reached
        yield encode(
            "prior-refusals",
            percent=round(100 * missed),
            odds=round(math.exp(modell.avslag * missed), 2),
            sd=round(modell.avslag_sd * missed, 2),
        )
    else:
        yield encode("no-refusals")
    yield encode("prior-answers", trend=modell.trend_sd, adviser=modell.medarbeider_sd)


def _undated(population: Population) -> tuple[str, ...]:
    """Tell of members of whom nobody wrote down since when, and what is made of their answers."""
    known = zip(population.bedrifter, population.led_to, strict=True)
    count = sum(b.has_joined and b.joined is None and a is not None for b, a in known)
    return (encode("members-undated", members=count),) if count else ()


Z90: Final = 1.6448536269514722
"""Normal quantile of a 90 % interval."""


def count(population: Population, kommuner: NDArray[np.intp]) -> Counted:
    """Return what was counted in the municipalities with the indices `kommuner`."""
    companies = population.companies
    here = np.isin(companies.kommune, kommuner)
    answered = population.answered[here[population.answered]]
    interested = int(companies.interested[answered].sum())
    ages = population.companies.age[answered]
    n = len(answered)
    return Counted(
        companies=int(here.sum()),
        members=int((companies.outcome[here] == MembershipOutcome.MEMBER).sum()),
        answered=n,
        inbound=int(companies.inbound[answered].sum()),
        missed=int((companies.missed & companies.evidence)[here].sum()),
        interested=interested,
        effective=float(companies.weight[answered].sum()),
        age_years=float(np.sort(ages)[n // 2]) if n else None,
        oldest_years=float(ages.max()) if n else None,
        raw_share=interested / n if n else None,
        raw90=wilson_interval(interested, n) if n else None,
    )


def wilson_interval(interested: int, asked: int, z: float = Z90) -> Interval:
    """Return the interval of the interested share, as fractions in [0, 1].

    Raises ValueError unless 0 <= interested <= asked and asked > 0.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if not 0 <= interested <= asked or asked == 0:
        raise ValueError(f"expected 0 <= interested <= asked > 0, got {interested} of {asked}")
    share, pull = interested / asked, z * z / asked
    centre = (share + pull / 2) / (1 + pull)
    half = z * math.sqrt(share * (1 - share) / asked + pull / asked / 4) / (1 + pull)
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half))
