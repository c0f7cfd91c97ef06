"""Simulated regions with known truth, for benchmarks of the interest model.

The truth is not drawn from the model's priors: effects are skewed or uniform, industries interact
with municipalities, and a share of what decides is noise that no column holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.classes import SIZE_Z, Industry, SizeClass
from hageplan.interest.model.design import Bools, Floats, Ints, logistic, logit
from hageplan.interest.model.table import Companies, weight_of_age

HALF_LIFE = 3.0
ADVISERS = 4
"""Who of us hears answers."""
NEIGHBOURS = 8
"""Companies that know each other."""
SIZES = (0.40, 0.30, 0.13, 0.09, 0.05, 0.03)
"""Shares of the size classes, about those of a rural region."""


@dataclass(frozen=True)
class Scenario:
    """How a region is, and who answers.

    Attributes:
        name: What is shown.
        spread: Standard deviation between municipalities, log odds.
        asked: Share of the companies that we chose and that answered.
        per_kommune: If given, so many of each municipality instead.
        by_size: Log odds of being asked for a step on the size scale.
        oldest: Ages of answers are uniform up to this, years; interest changes meanwhile.
        unknown: Share of the companies of unknown size.
        silent: Municipalities without any answer.
        came: Share of the companies that come by themselves, about.
        odds: Odds ratio of interest of those who come.
        visits: Companies visited at random beside them.
        talk: Shares of the interested, and of the others, that talk to us where we seek them out.
        hear: How differently our four medarbeidere hear the same answer, log odds (sd).
        drift: What interest gains in a year, log odds.
        clusters: How alike neighbours are, log odds (sd), by eight; who is asked tells the others.
        slope: Log odds of interest for a step on the size scale; None: drawn, larger ones more.
    """

    name: str
    spread: float = 0.45
    asked: float = 0.0
    per_kommune: int = 0
    by_size: float = 0.0
    oldest: float = 0.0
    unknown: float = 0.0
    silent: int = 0
    came: float = 0.0
    odds: float = 1.0
    visits: int = 0
    talk: tuple[float, float] = (1.0, 1.0)
    hear: float = 0.0
    drift: float = 0.0
    clusters: float = 0.0
    slope: float | None = None


SCENARIOS = (
    Scenario("random answers, 15 %", asked=0.15),
    Scenario("random answers, 40 %", asked=0.40),
    Scenario("few answers, 4 a municipality", per_kommune=4),
    Scenario("few answers, 8 a municipality", per_kommune=8),
    Scenario("large ones answer", asked=0.12, by_size=1.1),
    Scenario("large ones answer, strongly", asked=0.10, by_size=1.6),
    Scenario("strong differences", asked=0.12, spread=1.0),
    Scenario("no differences", asked=0.12, spread=0.0),
    Scenario("answers up to 6 years old", asked=0.20, oldest=6.0),
    Scenario("sizes half unknown", asked=0.12, unknown=0.5),
    Scenario("two municipalities silent", asked=0.15, silent=2),
    *(
        Scenario(
            f"come by themselves, odds x{odds}, {visits} visits",
            came=0.12,
            odds=odds,
            visits=visits,
        )
        for odds in (1, 2, 4)
        for visits in (0, 20, 60)
    ),
)


@dataclass(frozen=True)
class Target:
    """What is to be reached in a scenario: the error at most, the cover of 90 % at least."""

    scenario: Scenario
    error: float
    cover: float


HARD = (
    Target(Scenario("visits answered by .7 / .5", asked=0.2, talk=(0.7, 0.5)), 0.060, 0.90),
    Target(Scenario("visits answered by .7 / .35", asked=0.2, talk=(0.7, 0.35)), 0.100, 0.88),
    Target(Scenario("we hear different things", asked=0.12, hear=0.6), 0.065, 0.88),
    Target(Scenario("interest falls by .4 a year", asked=0.2, oldest=4.0, drift=-0.4), 0.080, 0.75),
    Target(Scenario("word of mouth in clusters", asked=0.1, clusters=1.4), 0.067, 0.88),
)
"""Faults that the answers do not show; about as many answers as an office has after two years."""
EASY = (
    Scenario("random answers, 15 %", asked=0.15),
    Scenario("large ones answer", asked=0.12, by_size=1.1),
    Scenario("few answers, 4 a municipality", per_kommune=4),
    *(Scenario(f"come by themselves, odds x{n}", came=0.12, odds=n, visits=20) for n in (1, 2, 4)),
)
"""Where nothing of that happens, and the terms for it must not cost."""


@dataclass(frozen=True)
class Region:
    """Companies with what they answered, and the truth.

    Attributes:
        companies: What the model sees.
        interested: Who is interested now, (C,).
        chance: The chance each had of that, (C,).
        cluster: Whom each is a neighbour of, (C,).
        kommuner: Number of municipalities.
    """

    companies: Companies
    interested: Bools
    chance: Floats
    cluster: Ints
    kommuner: int

    @property
    def shares(self) -> Floats:
        """The true share of each municipality, (J,)."""
        kommune = self.companies.kommune
        totals = np.bincount(kommune, minlength=self.kommuner)
        return np.asarray(np.bincount(kommune, self.interested, minlength=self.kommuner) / totals)

    def asking(self, chosen: NDArray[np.intp]) -> Region:
        """Return the region after visits to the companies at `chosen`."""
        columns = self.companies
        now = {"weight": 1.0, "age": 0.0, "interested": self.interested[chosen], "inbound": False}
        told = {name: getattr(columns, name).copy() for name in now}
        for name, value in now.items():
            told[name][chosen] = value
        return replace(self, companies=replace(columns, **told))


def simulate(
    scenario: Scenario, rng: np.random.Generator, companies: tuple[int, int] = (50, 400)
) -> Region:
    """Return a region of 6 to 8 municipalities with from .. to so many companies each."""
    kommuner = int(rng.integers(6, 9))
    kommune = np.repeat(np.arange(kommuner), rng.integers(companies[0], companies[1] + 1, kommuner))
    count = len(kommune)
    mix = rng.dirichlet(np.full(6, 4.0), kommuner)
    industry = np.array([rng.choice(6, p=mix[j]) for j in kommune])
    size = rng.choice(6, size=count, p=np.array(SIZES))
    cluster = np.arange(count) // NEIGHBOURS
    chance = _chances(scenario, kommune, industry, size, rng)
    if scenario.clusters:
        alike = rng.normal(0, scenario.clusters, cluster[-1] + 1)[cluster]
        chance = logistic(logit(chance) + alike)
    fate = rng.random(count)
    interested = fate < chance
    hidden = rng.random(count) < scenario.unknown
    blank = Companies(
        kommune=kommune,
        size=np.where(hidden, int(SizeClass.UNKNOWN), size),
        industry=industry,
        weight=np.zeros(count),
        age=np.zeros(count),
        interested=np.zeros(count, dtype=np.bool_),
        inbound=np.zeros(count, dtype=np.bool_),
        heard_by=np.zeros(count, dtype=np.intp),
        missed=np.zeros(count, dtype=np.bool_),
        outcome=np.zeros(count, dtype=np.intp),
        evidence=np.ones(count, dtype=np.bool_),
    )
    region = Region(blank, interested, chance, cluster, kommuner)
    return _answered(region, scenario, size, fate, rng)


def _chances(
    scenario: Scenario, kommune: Ints, industry: Ints, size: Ints, rng: np.random.Generator
) -> Floats:
    kommuner = int(kommune.max()) + 1
    of_kommune = scenario.spread * (rng.gamma(4, 0.5, kommuner) - 2)
    of_industry = rng.uniform(-0.8, 0.8, len(Industry))
    both = rng.uniform(-0.3, 0.3, (kommuner, len(Industry)))
    level, slope = rng.uniform(-1.5, -0.3), rng.uniform(0.2, 0.7)
    if scenario.slope is not None:
        slope = scenario.slope
    eta = (
        level
        + slope * np.array(SIZE_Z)[size]
        + rng.uniform(-0.3, 0.3, len(SizeClass))[size]
        + of_industry[industry]
        + both[kommune, industry]
        + of_kommune[kommune]
        + rng.normal(0, 0.3, len(kommune))
    )
    return logistic(eta)


def _answered(
    region: Region, scenario: Scenario, size: Ints, fate: Floats, rng: np.random.Generator
) -> Region:
    columns, count = region.companies, len(region.interested)
    asked = _asked(scenario, region, size, rng)
    came = rng.random(count) < _coming(scenario, region.interested)
    loud = columns.kommune >= scenario.silent
    visited = np.zeros(count, dtype=np.bool_)
    visited[rng.choice(count, scenario.visits, replace=False)] = True
    sought = (asked | visited) & loud
    talks = rng.random(count) < np.where(region.interested, *scenario.talk)
    answered = (sought & talks) | (came & loud)
    age = rng.uniform(0, scenario.oldest, count)
    fresh = weight_of_age(age, HALF_LIFE)
    heard_by = 1 + rng.integers(ADVISERS, size=count)
    off = rng.normal(0, scenario.hear, ADVISERS)[heard_by - 1] - scenario.drift * age
    said = logistic(logit(region.chance) + off)
    then = np.where(rng.random(count) < fresh, fate, rng.random(count)) < said
    told = replace(
        columns,
        weight=np.where(answered, fresh, 0.0),
        age=age,
        interested=then,
        inbound=came & ~asked & ~visited,
        heard_by=np.where(answered, heard_by, 0),
        missed=sought & ~answered,
    )
    return replace(region, companies=told)


def _asked(scenario: Scenario, region: Region, size: Ints, rng: np.random.Generator) -> Bools:
    kommune, count = region.companies.kommune, len(size)
    if scenario.clusters:
        told = rng.random(region.cluster[-1] + 1) < 2 * scenario.asked
        return np.asarray(told[region.cluster] & (rng.random(count) < 0.5))
    if scenario.per_kommune:
        order = rng.permutation(count)
        asked = np.zeros(count, dtype=np.bool_)
        for j in range(int(kommune.max()) + 1):
            asked[order[kommune[order] == j][: scenario.per_kommune]] = True
        return asked
    if not scenario.asked:
        return np.zeros(count, dtype=np.bool_)
    odds = np.exp(scenario.by_size * np.array(SIZE_Z)[size])
    return np.asarray(rng.random(count) < np.minimum(1, scenario.asked * odds / odds.mean()))


def _coming(scenario: Scenario, interested: Bools) -> Floats:
    """Return the chance to come, with the scenario's odds ratio between interested and others."""
    if not scenario.came:
        return np.zeros(len(interested))
    odds = scenario.came / (1 - scenario.came)
    low, high = odds / np.sqrt(scenario.odds), odds * np.sqrt(scenario.odds)
    return np.asarray(np.where(interested, high / (1 + high), low / (1 + low)))
