"""What visits bring that `hageplan next` suggests, beside other ways to choose them.

python benchmarks/visits.py            8 worlds, 40 regions each, some ten minutes
python benchmarks/visits.py --quick    3 regions each

`next` runs as shipped, on records: whoever has answered may be suggested again. All choose among
the same companies, ten a fortnight, six times. Gained are members who would not have joined without
the visits. In truth, too, one in two of the interested joins anyway though no next step is agreed,
and others by word of mouth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from math import cos, hypot, radians

import numpy as np
from numpy.typing import NDArray
from simulated import Region, Scenario, simulate
from simulated_records import (
    TODAY,
    companies_of,
    contact,
    days_before,
    grades_of,
    number_of,
    talks,
    workspace_of,
)

from hageplan import next_visits, score
from hageplan.interest.model.design import Bools
from hageplan.interest.model.history import history_of
from hageplan.interest.suggest import select
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER, Henvendelse
from hageplan.records.settings.interesse import Konvertering, UtenBesok
from hageplan.records.workspace import Workspace

TOURS, A_TOUR, DAYS_BETWEEN = 6, 10, 14
SIZES = (20, 80)
START = 20
"""Answers that are known at the start, half a year old."""


@dataclass(frozen=True, kw_only=True)
class World:
    """A region, and what is known of it.

    Attributes:
        name: What is shown.
        scenario: The region, and who answered before the first visit.
        by_size: Log odds of interest for a step on the size scale; None: as in the scenario.
        talks: The shares of the interested, and of others, that talk to us when we come.
        misleads: Whether the first answers say that the large are interested, and the small not.
    """

    name: str
    scenario: Scenario
    by_size: float | None = None
    talks: tuple[float, float] = (1.0, 1.0)
    misleads: bool = False


KNOWN = Scenario("random answers", visits=START)
WORLDS = (
    World(name="nothing known yet", scenario=Scenario("nothing")),
    World(name="20 random answers", scenario=KNOWN),
    World(name="some came by themselves, odds x2", scenario=Scenario("came", came=0.06, odds=2.0)),
    World(name="strong differences", scenario=replace(KNOWN, spread=1.0)),
    World(name="size does not matter", scenario=KNOWN, by_size=0.0),
    World(name="small ones are interested", scenario=KNOWN, by_size=-0.6),
    World(name="visits are refused, talk .7 and .5", scenario=KNOWN, talks=(0.7, 0.5)),
    World(name="the start misleads", scenario=KNOWN, by_size=0.0, misleads=True),
)


@dataclass(frozen=True)
class Truth:
    """What nobody knows; companies as in the region, (C,).

    Attributes:
        grades: What each answers.
        gained: Who joins if it is visited, and would not otherwise.
        talks: Who talks to us when we come.
    """

    grades: NDArray[np.intp]
    gained: Bools
    talks: Bools


Chooser = Callable[[Workspace, date, np.random.Generator], list[str]]


def by_prize(records: Workspace, day: date, rng: np.random.Generator) -> list[str]:
    """Choose as `hageplan next` does."""
    seed = int(rng.integers(1_000_000))
    found = next_visits(records, today=day, count=A_TOUR, seed=seed)
    return [visit.organisasjonsnummer for visit in found.visits]


def with_lots(share: float, records: Workspace, day: date, rng: np.random.Generator) -> list[str]:
    """Choose as `hageplan next` would with so large a share by lot."""
    interest = records.oppsett.interesse.model_copy(update={"tilfeldig_andel": share})
    oppsett = records.oppsett.model_copy(update={"interesse": interest})
    return by_prize(replace(records, oppsett=oppsett), day, rng)


def by_size(records: Workspace, day: date, rng: np.random.Generator) -> list[str]:
    """Choose the largest, by lot among equals."""
    free = _free(records, day)
    order = np.lexsort((rng.random(len(free)), -np.array([b.antall_ansatte or 0 for b in free])))
    return [free[n].organisasjonsnummer for n in order[:A_TOUR]]


def by_distance(records: Workspace, day: date, _rng: np.random.Generator) -> list[str]:
    """Choose the nearest to the first municipality's centre."""
    home = records.kommuner[records.dekker[0]]
    squeeze = cos(radians(home.lat))

    def off(n: int) -> float:
        one = free[n]
        return hypot((one.lat or 0) - home.lat, ((one.lon or 0) - home.lon) * squeeze)

    free = _free(records, day)
    return [free[n].organisasjonsnummer for n in sorted(range(len(free)), key=off)[:A_TOUR]]


def by_lot(records: Workspace, day: date, rng: np.random.Generator) -> list[str]:
    """Choose anybody."""
    free = _free(records, day)
    return [free[n].organisasjonsnummer for n in rng.permutation(len(free))[:A_TOUR]]


def _free(records: Workspace, day: date) -> list[Bedrift]:
    history = history_of(records.henvendelser, day)
    free, _ = select(records, {*records.dekker, *records.vurderer}, history, day)
    return [bedrift for bedrift in free if bedrift.status != "medlem"]


CHOOSERS: Mapping[str, Chooser] = {
    "next": by_prize,
    "next, 25 % by lot": partial(with_lots, 0.25),
    "largest": by_size,
    "nearest": by_distance,
    "random": by_lot,
}


def judge(world: World, seed: int) -> dict[str, tuple[float, float, float]]:
    """Return members gained, interested companies found, and the shares' error, by chooser."""
    rng = np.random.default_rng([seed, len(world.name)])
    region = _region(world, rng)
    truth = _truth(world, region, rng)
    known = np.flatnonzero(region.companies.weight)
    began = [
        contact(
            int(c), days_before(TODAY, 0.5), int(truth.grades[c]),
            inbound=bool(region.companies.inbound[c]),
        )
        for c in known
    ]  # fmt: skip
    bedrifter = companies_of(region, rng)
    index = {number_of(c): c for c in range(len(bedrifter))}
    found = {}
    for name, chooser in CHOOSERS.items():
        records = workspace_of(bedrifter, began, covered=2, kommuner=region.kommuner)
        visited = _visited(records, truth, index, chooser, seed)
        talked = [c for c in visited if truth.talks[c]]
        hits = sum(bool(region.interested[c]) for c in talked if c not in known)
        gained = float(truth.gained[talked].sum())
        found[name] = (gained, float(hits), _error(records, region, truth, visited))
    return found


def _visited(
    records: Workspace, truth: Truth, index: Mapping[str, int], chooser: Chooser, seed: int
) -> dict[int, date]:
    """Return who was visited, and when last."""
    rng, found = np.random.default_rng([seed, 2]), dict[int, date]()
    for tour in range(TOURS):
        day = TODAY + timedelta(days=tour * DAYS_BETWEEN)
        chosen = [index[number] for number in chooser(records, day, rng)]
        found |= dict.fromkeys(chosen, day)
        told = [_told(truth, c, day) for c in chosen]
        records = replace(records, henvendelser=(*records.henvendelser, *told))
    return found


def _told(truth: Truth, c: int, day: date) -> Henvendelse:
    return contact(c, day, int(truth.grades[c]) if truth.talks[c] else None)


def _error(records: Workspace, region: Region, truth: Truth, visited: Mapping[int, date]) -> float:
    """Return the mean error of the shares after the visits."""
    told = (_told(truth, c, day) for c, day in visited.items())
    after = replace(records, henvendelser=(*records.henvendelser, *told))
    end = TODAY + timedelta(days=TOURS * DAYS_BETWEEN)
    shares = {r.kommunenummer: r.estimated.share or 0.0 for r in score(after, today=end).kommuner}
    stated = [shares[number] for number in (*records.dekker, *records.vurderer)]
    return float(np.abs(np.array(stated) - region.shares).mean())


def _region(world: World, rng: np.random.Generator) -> Region:
    region = simulate(replace(world.scenario, slope=world.by_size), rng, SIZES)
    if not world.misleads:
        return region
    columns = region.companies
    as_told = region.interested == (columns.size >= np.median(columns.size))
    chosen = rng.permutation(np.flatnonzero(as_told))[:START]
    weight = np.zeros(len(columns.weight))
    weight[chosen] = 1.0
    return replace(region, companies=replace(columns, weight=weight))


def _truth(world: World, region: Region, rng: np.random.Generator) -> Truth:
    grades, count = grades_of(region.interested, rng), len(region.interested)
    usual, alone = Konvertering(), UtenBesok()
    shares = np.array([usual.ikke, usual.noytral, usual.interessert, usual.forpliktet])
    joins = rng.random(count) < shares[grades]
    waits = (region.companies.weight > 0) & (grades >= GRADER.index("interessert"))
    anyway = rng.random(count) < np.where(waits, alone.uten_neste_steg, alone.grunnrate)
    return Truth(grades, joins & ~anyway, talks(region.interested, world.talks, rng))


def main() -> None:
    """Print the table of worlds and choosers."""
    regions = 3 if "--quick" in sys.argv else 40
    print("| world | chosen by | members gained | of random | newly found interested | error |")
    print("|---|---|---|---|---|---|")
    with ProcessPoolExecutor(2) as pool:
        for world in WORLDS:
            results = list(pool.map(partial(judge, world), range(regions)))
            means = {name: np.mean([found[name] for found in results], axis=0) for name in CHOOSERS}
            for name, (gained, hits, error) in means.items():
                ratio = gained / means["random"][0]
                print(
                    f"| {world.name} | {name} | {gained:.1f} | {ratio:.2f} | {hits:.1f} | "
                    f"{error:.3f} |"
                )


if __name__ == "__main__":
    main()
