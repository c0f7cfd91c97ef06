"""The engine of our own, compiled: ruin and recreate on the visit problem as it is.

Several windows a day, the hours and the driving of each shift are its own, so nothing has to be
made of groups or forbidden arcs. `native/engine.cpp` does the work; here it is given numbers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from hageplan.records.plan import StopRule
from hageplan.tours.solve.compiled import (
    FLOATS,
    INTS,
    Fields,
    fields,
    ints,
    library_file,
    loaded,
    pointer,
)
from hageplan.tours.solve.problem import Legs, Routes, VisitProblem
from hageplan.tours.solve.solver import Progress, part
from hageplan.tours.solve.value import SHORTAGE, loads_of, worth

LIBRARY: Final = library_file("hageplan.tours.solve", "engine")
REQUIRED: Final = 1e6
"""Prize added to visits that must be made: more than all others together."""


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """How the search goes; temperatures and losses in mean prizes, chosen by measurement.

    Attributes:
        t_start: First temperature of the annealing.
        t_end: Last temperature.
        max_loss: What one insertion may cost: several visits may be worth a drive together.
        mean_removed: Stops taken out in a round, on average, where there are so many.
        max_string: Stops taken out of one route, at most.
    """

    t_start: float
    t_end: float
    max_loss: float
    mean_removed: float
    max_string: int


WEEK: Final = Tuning(t_start=0.15, t_end=0.005, max_loss=1.0, mean_removed=4.0, max_string=10)
"""For plans: on example regions of 5 to 20 days (`benchmarks/quality.py`)."""
ORIENTEERING: Final = Tuning(
    t_start=1.0, t_end=0.01, max_loss=0.0, mean_removed=15.0, max_string=25
)
"""Where time costs nothing: on some forty hard pairs (`benchmarks/toptw.py`)."""

ENOUGH: Final = 40_000
"""Rounds that take a second on the example; twice as many bring less than 0.1 % on a week."""
WORK: Final = 200_000_000_000
"""Rounds times shifts times the square of the visits that take four seconds: a round goes through
the visits left out, and the more of them the more memory (`benchmarks/season.py`)."""
AT_LEAST: Final = 2_000
"""Rounds of the largest problems."""
A_VISIT: Final = 400
"""Rounds for each visit, where there are few: more bring less than 0.2 %."""

_Tick = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_double)


class _Input(ctypes.Structure):
    """`Input` of engine.cpp, field by field."""

    _fields_: ClassVar[Fields] = [
        *fields(ctypes.c_int32, "visits shifts places tables people groups weeks"),
        *fields(INTS, "place start_step exclusive_with group service_duration is_required"),
        *fields(FLOATS, "prize"),
        *fields(INTS, "window_from window_low window_high earliest latest"),
        *fields(INTS, "start_place end_place table longest_drive idle person week"),
        *fields(FLOATS, "delay load"),
        *fields(INTS, "at_most least to_stop to_end"),
        *fields(ctypes.c_double, "cost spread shortage"),
    ]


class _Parameters(ctypes.Structure):
    """`Parameters` of engine.cpp, field by field."""

    _fields_: ClassVar[Fields] = [
        ("seed", ctypes.c_uint64),
        ("iterations", ctypes.c_int64),
        *fields(ctypes.c_double, "seconds t_start t_end max_loss mean_removed"),
        ("max_string", ctypes.c_int32),
    ]


@dataclass(frozen=True)
class Engine:
    """Slack induction by string removals, with visits that may be left out.

    `starts` searches, `workers` at a time, take half of the effort; from the best of them as many
    as there are workers go on. The result depends on the seed and the iterations alone. Where a
    good plan is enough, a `part` of the usual rounds is.

    Source: Christiaens, Vanden Berghe (2020), Transportation Science 54, 417-433.
    """

    name: ClassVar[str] = "hageplan"
    starts: int = 8
    workers: int = 2
    part: int = 1

    def rounds(self, problem: VisitProblem) -> int:
        """Return the usual rounds: as many as bring something, fewer where each takes long."""
        visits = max(1, len(problem.visits))
        bearable = max(AT_LEAST, WORK // (visits**2 * max(1, len(problem.shifts))))
        return min(ENOUGH, A_VISIT * visits, bearable) // self.part

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,
        seed: int,
        progress: Progress,
        start: Routes | None = None,
    ) -> Routes:
        """Return one route a shift; see `hageplan.tours.solve.solver.Solver`."""
        search = _Search(problem)
        if self.starts == 1:
            return search.run([_Run(seed, stop, start)], workers=1, progress=progress)[0]
        halves = stop.part(2 * self.starts // self.workers), stop.part(2)
        first = [_Run(self.starts * seed + n, halves[0], start) for n in range(self.starts)]
        found = search.run(first, workers=self.workers, progress=part(progress, 0, 2))
        best = max(found, key=lambda routes: worth(problem, routes))
        then = [_Run(first[n].seed + 1_000_003, halves[1], best) for n in range(self.workers)]
        found = search.run(then, workers=self.workers, progress=part(progress, 1, 2))
        return max(found, key=lambda routes: worth(problem, routes))


@dataclass(frozen=True)
class _Run:
    """One search from `start`, or from nothing."""

    seed: int
    stop: StopRule
    start: Routes | None


class _Search:
    """Runs the compiled engine on one problem."""

    def __init__(self, problem: VisitProblem) -> None:
        self._problem = problem
        self._arrays, tables = _arrays(problem)
        goals = problem.goals
        self._input = _Input(
            visits=len(problem.visits),
            shifts=len(problem.shifts),
            places=len(problem.places),
            tables=tables,
            people=len(problem.people),
            groups=len(goals.least),
            weeks=len(goals.at_most),
            cost=goals.minute_cost,
            spread=goals.spread,
            shortage=SHORTAGE,
            **{name: pointer(array) for name, array in self._arrays.items()},
        )

    def run(self, runs: Sequence[_Run], *, workers: int, progress: Progress) -> list[Routes]:
        """Return what each of `runs` found; the first tells of the progress."""
        watch = _Watch(progress)
        told = [watch.tick, *(watch.listen for _ in runs[1:])]
        if workers == 1:
            found = [self._solve(run, tick) for run, tick in zip(runs, told, strict=True)]
        else:
            with ThreadPoolExecutor(workers) as pool:
                try:
                    found = list(pool.map(self._solve, runs, told))
                except BaseException:
                    watch.stop()
                    raise
        watch.finish()
        return found

    def _solve(self, run: _Run, tick: Callable[[float], int]) -> Routes:
        parameters = self._parameters(run)
        start = run.start or tuple(() for _ in self._problem.shifts)
        lengths = ints(len(route) for route in start)
        stops = np.zeros(len(self._problem.visits), dtype=np.int32)
        planned = [number for route in start for number in route]
        stops[: len(planned)] = planned
        library().hageplan_solve(
            ctypes.byref(self._input),
            ctypes.byref(parameters),
            _Tick(tick),
            pointer(lengths),
            pointer(stops),
        )
        ends = np.cumsum(lengths)
        return tuple(tuple(stops[e - n : e].tolist()) for n, e in zip(lengths, ends, strict=True))

    def _parameters(self, run: _Run) -> _Parameters:
        prizes = [visit.prize for visit in self._problem.visits]
        mean = sum(prizes) / max(1, len(prizes))
        tuning = WEEK if self._problem.goals.minute_cost else ORIENTEERING
        return _Parameters(
            seed=run.seed,
            iterations=run.stop.iterations or 0,
            seconds=run.stop.seconds or 0.0,
            t_start=tuning.t_start * mean,
            t_end=tuning.t_end * mean,
            max_loss=tuning.max_loss * mean,
            mean_removed=tuning.mean_removed,
            max_string=tuning.max_string,
        )


class _Watch:
    """Tells of progress, and carries what is raised meanwhile (Ctrl-C) past the C++ code."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._raised: BaseException | None = None
        self._is_over = False

    def tick(self, share: float) -> int:
        """Return 1 to stop the engine."""
        try:
            self._progress(share)
        except BaseException as raised:
            self._raised = raised
            self._is_over = True
        return int(self._is_over)

    def listen(self, _share: float) -> int:
        """Return 1 to stop the engine, and tell nothing."""
        return int(self._is_over)

    def stop(self) -> None:
        """Make the engine stop at its next tick."""
        self._is_over = True

    def finish(self) -> None:
        """Raise what was raised meanwhile."""
        if self._raised is not None:
            raise self._raised
        self._progress(1.0)


@cache
def library() -> ctypes.CDLL:
    """Return the compiled engine; raises RequestError without one of this source."""
    sizes = {"hageplan_input_size": _Input, "hageplan_parameters_size": _Parameters}
    return loaded(LIBRARY, sizes)


def _arrays(problem: VisitProblem) -> tuple[dict[str, NDArray[Any]], int]:
    """Return the arrays of `Input` by name, and the number of driving tables."""
    visits, shifts = problem.visits, problem.shifts
    tables = list({id(shift.legs): shift.legs for shift in shifts}.values())
    table_of = {id(legs): index for index, legs in enumerate(tables)}
    windows = [options for visit in visits for options in visit.windows]
    flat = [window for options in windows for window in options]
    person_of = {person: number for number, person in enumerate(problem.people)}
    arrays: dict[str, NDArray[Any]] = {
        "place": ints(visit.place for visit in visits),
        "start_step": ints(visit.start_step for visit in visits),
        "is_required": ints(visit.is_required for visit in visits),
        "exclusive_with": ints(
            -1 if visit.exclusive_with is None else visit.exclusive_with for visit in visits
        ),
        "group": ints(visit.group for visit in visits),
        "service_duration": ints(visit.service_duration for visit in visits),
        "prize": _floats(visit.prize + REQUIRED * visit.duty for visit in visits),
        "window_from": np.cumsum([0, *map(len, windows)], dtype=np.int32),
        "window_low": ints(window.earliest for window in flat),
        "window_high": ints(window.latest for window in flat),
        "earliest": ints(shift.earliest for shift in shifts),
        "latest": ints(shift.latest for shift in shifts),
        "start_place": ints(shift.start_place for shift in shifts),
        "end_place": ints(shift.end_place for shift in shifts),
        "table": ints(table_of[id(shift.legs)] for shift in shifts),
        "longest_drive": ints(shift.longest_drive for shift in shifts),
        "idle": ints(shift.idle for shift in shifts),
        "person": ints(person_of[shift.medarbeider] for shift in shifts),
        "week": ints(shift.week for shift in shifts),
        "delay": _floats(shift.delay for shift in shifts),
        "load": _floats(loads_of(problem).values()),
        "at_most": ints(problem.goals.at_most),
        "least": ints(problem.goals.least),
        "to_stop": _stacked(tables, lambda legs: legs.to_stop),
        "to_end": _stacked(tables, lambda legs: legs.to_end),
    }
    return arrays, len(tables)


def _floats(values: Iterable[float]) -> NDArray[np.float64]:
    return np.fromiter(values, dtype=np.float64)


def _stacked(tables: Sequence[Legs], of: Callable[[Legs], NDArray[np.int64]]) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.stack([of(legs) for legs in tables]), dtype=np.int32)
