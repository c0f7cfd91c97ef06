"""The engine of `hageplan plan` on public instances of the team orienteering problem.

python benchmarks/toptw.py DIR [--bks FILE] [--m 1,2,3,4] [--seconds 5] [--seed 1]
                          [--half first|second] [--json]

Seconds are the processor's, so that a busy machine changes nothing: a short search tells how many
rounds they hold. A half is every other file by name.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from hageplan.records.base import Sted
from hageplan.records.plan import StopRule
from hageplan.tours.clock import NO_BREAKS
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.problem import (
    Goals,
    Legs,
    Route,
    Routes,
    Shift,
    TimeWindow,
    VisitProblem,
    VisitTask,
)

ENGINE = Engine(starts=1, workers=1)
"""The engine of `hageplan plan` on one core."""
PROBE = 10_000
"""Rounds by which those of a second are measured."""
HALVES = {"first": slice(0, None, 2), "second": slice(1, None, 2), None: slice(None)}


@dataclass(frozen=True)
class Point:
    """A line of an instance."""

    x: float
    y: float
    service: float
    prize: float
    opens: float
    closes: float


@dataclass(frozen=True)
class Result:
    """What a run reached; `gap_percent` is None where no best known prize is at hand."""

    instance: str
    m: int
    prize: float
    bks: float | None
    gap_percent: float | None
    seconds: float


def read_instance(path: Path) -> list[Point]:
    """Return the points of an instance, the depot first."""
    lines = path.read_text(encoding="ascii").splitlines()
    rows = [[float(word) for word in line.split()] for line in lines[2:] if line.strip()]
    return [Point(row[1], row[2], row[3], row[4], row[-2], row[-1]) for row in rows]


def decimals_of(name: str) -> int:
    """Return to how many decimals travel times are rounded down."""
    return 2 if name.startswith("pr") else 1


def legs_between(
    points: Sequence[Point], scale: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return travel times in 1/scale units, (points, points)."""
    x, y = np.array([(p.x, p.y) for p in points]).T
    exact = np.hypot(np.subtract.outer(x, x), np.subtract.outer(y, y))
    return np.asarray(np.floor(exact * scale + 1e-9), dtype=np.int64)


def problem_of(points: Sequence[Point], m: int, scale: int) -> VisitProblem:
    """Return the instance as a visit problem of `m` equal shifts, times in 1/scale units."""
    matrix = legs_between(points, scale)
    legs = Legs(matrix, matrix, matrix.astype(float))
    depot = points[0]
    shift = Shift(
        medarbeider="m",
        day=date(2026, 1, 1),
        earliest=round(depot.opens * scale),
        latest=round(depot.closes * scale),
        clock=NO_BREAKS,
        start_place=0,
        end_place=0,
        legs=legs,
    )
    visits = tuple(
        VisitTask(
            organisasjonsnummer=str(n),
            place=n,
            minutes=round(p.service * scale),
            slack=0,
            prize=round(p.prize),
            windows=((_opening(p, scale),),) * m,
        )
        for n, p in enumerate(points)
        if n
    )
    places = tuple(Sted(navn=str(n), lat=p.y, lon=p.x) for n, p in enumerate(points))
    return VisitProblem(
        places=places, visits=visits, shifts=(shift,) * m, goals=Goals(minute_cost=0)
    )


def _opening(point: Point, scale: int) -> TimeWindow:
    opens, closes = point.opens * scale, point.closes * scale
    return TimeWindow(math.ceil(opens - 1e-9), math.floor(closes + 1e-9))


def checked_prize(points: Sequence[Point], routes: Iterable[Route], decimals: int) -> float:
    """Return the prize of `routes`, recomputed from the points; raises ValueError on a breach."""
    seen: set[int] = set()
    total = 0.0
    scale = 10**decimals
    for route in routes:
        at, time_ = 0, points[0].opens
        for number in route:
            point = number + 1
            if point in seen:
                raise ValueError(f"point {point} is visited twice")
            seen.add(point)
            time_ = max(time_ + _leg(points[at], points[point], scale), points[point].opens)
            if time_ > points[point].closes + 1e-6:
                raise ValueError(f"point {point} is reached at {time_}, after it closes")
            time_ += points[point].service
            total += points[point].prize
            at = point
        if time_ + _leg(points[at], points[0], scale) > points[0].closes + 1e-6:
            raise ValueError("a tour ends too late")
    return total


def _leg(a: Point, b: Point, scale: int) -> float:
    return math.floor(math.hypot(a.x - b.x, a.y - b.y) * scale + 1e-9) / scale


def read_bks(path: Path | None) -> dict[tuple[str, int], float]:
    """Return the best known prizes by instance and m."""
    if path is None:
        return {}
    with path.open(encoding="utf-8") as stream:
        return {
            (row["instance"], int(row["m"])): float(row["bks"]) for row in csv.DictReader(stream)
        }


def solved(problem: VisitProblem, rounds: int, seed: int) -> Routes:
    """Return what the engine finds in so many rounds."""
    return ENGINE.solve(
        problem, stop=StopRule(iterations=rounds), seed=seed, progress=lambda _: None
    )


def rounds_in(seconds: float, problem: VisitProblem) -> int:
    """Return how many rounds `seconds` of processor time hold, about."""
    began = time.process_time()
    solved(problem, PROBE, 0)
    return round(PROBE * seconds / (time.process_time() - began))


def run(path: Path, m: int, seconds: float, seed: int, bks: float | None) -> Result:
    """Return what the engine reaches on one instance, checked."""
    points = read_instance(path)
    decimals = decimals_of(path.stem)
    problem = problem_of(points, m, 10**decimals)
    rounds = rounds_in(seconds, problem)
    began = time.process_time()
    routes = solved(problem, rounds, seed)
    spent = time.process_time() - began
    prize = checked_prize(points, routes, decimals)
    gap = None if bks is None else 100 * (bks - prize) / bks
    return Result(path.stem, m, prize, bks, gap, spent)


def main() -> None:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bks", type=Path)
    parser.add_argument("--m", default="1,2,3,4")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=("first", "second"))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    best_known = read_bks(asked.bks or next(iter(asked.folder.glob("bks.csv")), None))
    results = []
    for path in sorted(asked.folder.glob("*.txt"))[HALVES[asked.half]]:
        for m in map(int, asked.m.split(",")):
            result = run(path, m, asked.seconds, asked.seed, best_known.get((path.stem, m)))
            results.append(result)
            if not asked.json:
                gap = "" if result.gap_percent is None else f"{result.gap_percent:6.2f} %"
                print(
                    f"{result.instance:8} {m} {result.prize:7.0f} {result.bks or 0:7.0f} {gap}",
                    flush=True,
                )
    if asked.json:
        print(json.dumps({"results": [asdict(result) for result in results]}, indent=2))
    gaps = [result.gap_percent for result in results if result.gap_percent is not None]
    if gaps:
        text = f"mean gap {np.mean(gaps):.3f} %, worst {max(gaps):.2f} %, {len(gaps)} runs"
        print(text, file=sys.stderr if asked.json else sys.stdout)


if __name__ == "__main__":
    main()
