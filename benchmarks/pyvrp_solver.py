"""PyVRP on the visit problem, as far as the benchmark asks for it: no limits, no appointments.

- Each kind of shift has a profile whose matrix forbids the companies that are closed to it. Every
  client has a location of its own, since neighbours at one address still cost a stop's parking.
- PyVRP knows one time window a client. Where a company's window is not the same on all days, it
  becomes a group of alternatives, as few as possible, since groups cost quality.
- PyVRP counts meeting time as cost; it is added to the prize, so that it cancels out.
- Meetings start on multiples of `start_step`, as windows here begin on one, because every leg lasts
  from one to the next; what is left of the leg from home is cost to PyVRP, though one leaves later:
  under `start_step` minutes a shift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.stop import MaxIterations

from hageplan.records.plan import StopRule
from hageplan.tours.solve.local_search import scheduled
from hageplan.tours.solve.problem import Route, Routes, Shift, TimeWindow, VisitProblem, VisitTask
from hageplan.tours.solve.solver import Progress

HISTORY_LENGTH: Final = 100
"""Late acceptance history; on 24 hard orienteering instances 100 halves the gap of the usual 300
in runs of a few seconds."""
COST_A_MINUTE: Final = 100
"""PyVRP counts in whole numbers; a scale that leaves its penalties room."""
FORBIDDEN: Final = 20_000
"""Minutes of driving to a company that cannot be visited then: no working day is so long."""

Matrix = NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to visit: a window, and the shifts in which it is the right one."""

    visit: int
    window: TimeWindow
    shifts: frozenset[int]


class PyVRPSolver:
    """Iterated local search by PyVRP. Source: Wouda, Lan, Kool (2024), INFORMS J. Computing."""

    name: ClassVar[str] = "PyVRP"

    def rounds(self, problem: VisitProblem) -> int:  # noqa: ARG002
        """Return iterations that take some seconds."""
        return 3000

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,
        seed: int,
        progress: Progress,
        start: Routes | None = None,  # noqa: ARG002  (PyVRP finds its own)
    ) -> Routes:
        """Return one route a shift; see `hageplan.tours.solve.solver.Solver`."""
        options = [o for index in range(len(problem.visits)) for o in _options(problem, index)]
        params = pyvrp.SolveParams(
            ils=pyvrp.IteratedLocalSearchParams(history_length=HISTORY_LENGTH)
        )
        rounds: Any = MaxIterations(stop.iterations or self.rounds(problem))
        result = pyvrp.solve(
            _data(problem, options), rounds, seed, collect_stats=False, display=False, params=params
        )
        progress(1.0)
        return _routes(problem, options, result.best)


def _options(problem: VisitProblem, index: int) -> Iterator[_Option]:
    """Return the fewest windows that say the same as the visit's own, shift by shift.

    Two windows are the same for a shift where its working hours cut them to the same; one of which
    nothing is left does not count.
    """
    visit = problem.visits[index]
    pending = {
        (shift, window)
        for shift, windows in enumerate(visit.windows)
        for window in windows
        if _cut(problem.shifts[shift], visit, window)
    }
    candidates = sorted({w for _, w in pending}, key=lambda w: (w.earliest - w.latest, w.earliest))
    for candidate in candidates:
        same = {
            (shift, w)
            for shift, w in pending
            if _cut(problem.shifts[shift], visit, w)
            == _cut(problem.shifts[shift], visit, candidate)
        }
        if same:
            yield _Option(index, candidate, frozenset(shift for shift, _ in same))
            pending -= same


def _cut(shift: Shift, visit: VisitTask, window: TimeWindow) -> TimeWindow | None:
    """Return what the working hours leave of a window."""
    there = shift.earliest + int(shift.legs.to_stop[shift.start_place, visit.place])
    way_home = int(shift.legs.to_end[visit.place, shift.end_place])
    return visit.cut(window, there, shift.latest - way_home - visit.service_duration)


def _data(problem: VisitProblem, options: list[_Option]) -> pyvrp.ProblemData:
    ends = sorted({p for s in problem.shifts for p in (s.start_place, s.end_place)})
    places = [*ends, *(problem.visits[o.visit].place for o in options)]
    locations = [pyvrp.Location(problem.places[p].lon, problem.places[p].lat) for p in places]
    groups, group_of = _groups(options)
    clients = [
        _client(problem, option, location=len(ends) + number, group=group_of.get(number))
        for number, option in enumerate(options)
    ]
    matrices, profile_of = _matrices(problem, ends, options)
    vehicles = [
        pyvrp.VehicleType(
            start_depot=ends.index(shift.start_place),
            end_depot=ends.index(shift.end_place),
            tw_early=shift.earliest,
            tw_late=shift.latest,
            max_distance=shift.longest_drive,
            unit_distance_cost=0,
            unit_duration_cost=COST_A_MINUTE * problem.goals.minute_cost,
            profile=profile_of[number],
        )
        for number, shift in enumerate(problem.shifts)
    ]
    depots = [pyvrp.Depot(location) for location in range(len(ends))]
    distances: Any = [distance for distance, _ in matrices]
    durations: Any = [duration for _, duration in matrices]
    return pyvrp.ProblemData(
        locations,
        clients=clients,
        depots=depots,
        vehicle_types=vehicles,
        distance_matrices=distances,
        duration_matrices=durations,
        groups=groups,
    )


def _client(
    problem: VisitProblem, option: _Option, *, location: int, group: int | None
) -> pyvrp.Client:
    visit = problem.visits[option.visit]
    return pyvrp.Client(
        location,
        service_duration=visit.service_duration,
        tw_early=option.window.earliest,
        tw_late=option.window.latest,
        prize=(visit.prize + problem.goals.minute_cost * visit.service_duration) * COST_A_MINUTE,
        required=False,
        group=group,
    )


def _groups(options: list[_Option]) -> tuple[list[pyvrp.ClientGroup], dict[int, int]]:
    """Return a group for each company with several windows, and the group's number by client."""
    members: dict[int, list[int]] = {}
    for client, option in enumerate(options):
        members.setdefault(option.visit, []).append(client)
    several = [clients for clients in members.values() if len(clients) > 1]
    groups = [pyvrp.ClientGroup(clients, required=False) for clients in several]
    return groups, {client: n for n, clients in enumerate(several) for client in clients}


def _matrices(
    problem: VisitProblem, ends: list[int], options: list[_Option]
) -> tuple[list[tuple[Matrix, Matrix]], list[int]]:
    """Return the distinct matrices of minutes at the wheel and until the next start.

    Then each shift's number among them.
    """
    matrices: list[tuple[Matrix, Matrix]] = []
    known: dict[tuple[object, ...], int] = {}
    profile_of = []
    for number, shift in enumerate(problem.shifts):
        closed = np.array([number not in option.shifts for option in options], dtype=bool)
        key = (id(shift.legs), closed.tobytes())
        if key not in known:
            known[key] = len(matrices)
            matrices.append(_matrix(problem, shift, ends, options=options, closed=closed))
        profile_of.append(known[key])
    return matrices, profile_of


def _matrix(
    problem: VisitProblem,
    shift: Shift,
    ends: list[int],
    *,
    options: list[_Option],
    closed: Matrix,
) -> tuple[Matrix, Matrix]:
    """Return driving between all ends and options, by itself and up to the next start."""
    visits = [problem.visits[option.visit] for option in options]
    pairs = np.ix_(*2 * ([*ends, *(visit.place for visit in visits)],))
    service_duration = np.array(
        [*(0 for _ in ends), *(visit.service_duration for visit in visits)]
    )[:, None]
    start_step = np.array([*(1 for _ in ends), *(visit.start_step for visit in visits)])[None, :]
    driving = shift.legs.to_stop[pairs]
    driving[:, : len(ends)] = shift.legs.to_end[pairs][:, : len(ends)]
    driving[:, len(ends) + np.flatnonzero(closed)] = FORBIDDEN
    np.fill_diagonal(driving, 0)
    until = -(-(driving + service_duration) // start_step) * start_step - service_duration
    np.fill_diagonal(until, 0)
    return np.ascontiguousarray(driving), np.ascontiguousarray(until)


def _routes(problem: VisitProblem, options: list[_Option], best: pyvrp.Solution) -> Routes:
    """Return the solution's routes; where one has no schedule, without its cheapest stops."""
    routes: list[Route] = [() for _ in problem.shifts]
    for route in best.routes():
        clients = [activity.idx for activity in route if activity.is_client()]
        number = route.vehicle_type()
        routes[number] = tuple(options[client].visit for client in clients)
    return scheduled(problem, tuple(routes))
