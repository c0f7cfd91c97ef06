"""How sure a finished plan's times are: its days lived through many times over.

Visits and drives are lognormal around what is planned, and all driving of a date shares one factor
of weather and roads. Draws depend on the seed and on whom, when and where they are for, so that
what differs between two plans is not noise. Times are minutes after midnight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from hageplan.records.plan import Pause, Stop, Tour
from hageplan.records.settings.planlegging import Usikkerhet
from hageplan.tours.days import minutes
from hageplan.tours.explain.visit_lengths import Factor, as_planned

Floats = NDArray[np.float64]
Closing = Callable[[Tour], int]
"""The end of the working hours of a tour's day, minutes after midnight."""

NOTHING_LEARNT: Final[Mapping[str, Factor]] = {}
SIMULATIONS: Final = 4000
"""The simulation error (one sd) of a chance is at most .008, of one of .9 it is .005."""
DECIMALS: Final = 3
"""Of a chance in a plan; the simulation knows no more."""


@dataclass(frozen=True)
class Punctuality:
    """Chances in [0, 1], in the order of the plan's tours.

    Attributes:
        on_time: Of each tour's stops, to begin no later than planned and tolerated.
        home_in_time: Of each tour, to be over when the working hours are.
        expected_on_time: Share of all stops that begin on time, on average; 1 without stops.
    """

    on_time: tuple[tuple[float, ...], ...]
    home_in_time: tuple[float, ...]
    expected_on_time: float


@dataclass(frozen=True)
class Durations:
    """What one tour's activities turn out to take, in minutes.

    `meetings` is of shape (stops, simulations), `drives` of (stops + 1, simulations): the last is
    the way home.
    """

    meetings: Floats
    drives: Floats


@dataclass(frozen=True)
class Times:
    """When one tour's meetings begin, (stops, simulations), and it is over, (simulations,)."""

    begins: Floats
    home: Floats


def simulate(
    tours: Sequence[Tour],
    usikkerhet: Usikkerhet,
    *,
    closing: Closing,
    seed: int,
    simulations: int = SIMULATIONS,
    drive_factor: float = 1.0,
    lengths: Mapping[str, Factor] = NOTHING_LEARNT,
) -> Punctuality:
    """Return the chances of `tours` to be kept.

    `lengths` are how long visits turn out to be, by organisasjonsnummer, where that is other than
    as `usikkerhet` has it. `drive_factor` is what their drives were made longer by, as a reserve;
    the simulated ones are not. `seed` is 0 or more.
    Raises ValueError unless `simulations` and `drive_factor` are positive.
    """
    if simulations <= 0 or drive_factor <= 0:
        raise ValueError(f"expected positive numbers, got {simulations} and {drive_factor}")
    luck = _Luck(usikkerhet, lengths, seed, simulations)
    found = walk(tours, [luck.draws(tour, drive_factor) for tour in tours])
    lived = list(zip(tours, found, strict=True))
    tolerance = usikkerhet.toleranse_minutter
    on_time = tuple(_on_time(tour, times.begins, tolerance) for tour, times in lived)
    home = tuple(float(np.mean(times.home <= closing(tour))) for tour, times in lived)
    chances = [chance for tour in on_time for chance in tour]
    return Punctuality(on_time, home, sum(chances) / len(chances) if chances else 1.0)


def with_chances(tours: Sequence[Tour], found: Punctuality) -> tuple[Tour, ...]:
    """Return `tours` with the chances of each stop and tour, rounded to three decimals."""
    return tuple(
        tour.model_copy(
            update={
                "stops": tuple(
                    stop.model_copy(update={"on_time": round(chance, DECIMALS)})
                    for stop, chance in zip(tour.stops, on_time, strict=True)
                ),
                "home_in_time": round(home, DECIMALS),
            }
        )
        for tour, on_time, home in zip(tours, found.on_time, found.home_in_time, strict=True)
    )


def _on_time(tour: Tour, begins: Floats, tolerance: float) -> tuple[float, ...]:
    """Return the shares of simulations in which each stop begins on time."""
    latest = np.array([[minutes(stop.start) + tolerance] for stop in tour.stops]).reshape(-1, 1)
    return tuple((begins <= latest).mean(axis=1).tolist())


class _Luck:
    """Draws minutes; what a draw is for decides it together with the seed."""

    def __init__(
        self,
        usikkerhet: Usikkerhet,
        lengths: Mapping[str, Factor],
        seed: int,
        simulations: int,
    ) -> None:
        self._usikkerhet = usikkerhet
        self._lengths = lengths
        self._seed = seed
        self._simulations = simulations

    def draws(self, tour: Tour, drive_factor: float) -> Durations:
        """Return the draws of `tour`; whoever meets the same company that day meets as long."""
        day, who, spread = tour.date, tour.medarbeider, self._usikkerhet
        weather = self._factor(as_planned(spread.dag_spredning), "dag", day)
        usual, drive = as_planned(spread.besok_spredning), as_planned(spread.kjoring_spredning)
        meetings = [
            (minutes(stop.end) - minutes(stop.start))
            * self._factor(self._lengths.get(company, usual), "besok", company, day)
            for stop in tour.stops
            for company in [stop.organisasjonsnummer]
        ]
        legs = [(stop.drive_minutes, stop.organisasjonsnummer) for stop in tour.stops]
        drives = [
            (minutes / drive_factor) * weather * self._factor(drive, "vei", where, day, who)
            for minutes, where in [*legs, (tour.return_minutes, "hjem")]
        ]
        shape = len(meetings), self._simulations
        return Durations(np.array(meetings).reshape(shape), np.array(drives))

    def _factor(self, length: Factor, *key: object) -> Floats:
        """Return lognormal factors, (simulations,)."""
        name = "|".join(map(str, key)).encode()
        normal = np.random.default_rng([self._seed, crc32(name)]).standard_normal(self._simulations)
        return np.asarray(np.exp(length.mean + length.spread * normal))


def walk(tours: Sequence[Tour], draws: Sequence[Durations]) -> tuple[Times, ...]:
    """Return when the meetings of `tours` begin and the days are over if all takes `draws`.

    Everyone leaves as planned, begins no meeting before its time, and drives on at once after it.
    A visit of two begins when both are there.
    """
    walkers = [_Walker(tour, drawn) for tour, drawn in zip(tours, draws, strict=True)]
    for meeting in _meetings(tours):
        _meet([walkers[number] for number, _ in meeting], minutes(meeting[0][1].start))
    return tuple(walker.go_home() for walker in walkers)


def _meetings(tours: Sequence[Tour]) -> Iterator[list[tuple[int, Stop]]]:
    """Give the (tour's number, stop) of those who meet together, in the order of the days."""
    found: dict[Hashable, list[tuple[int, Stop]]] = defaultdict(list)
    for number, tour in enumerate(tours):
        for stop in tour.stops:
            people = frozenset({tour.medarbeider, stop.together_with})
            key = tour.date, stop.start, stop.organisasjonsnummer, people
            found[key].append((number, stop))
    yield from sorted(found.values(), key=lambda meeting: meeting[0][1].start)


def _meet(there: Sequence[_Walker], planned: int) -> None:
    """Let all of `there` drive to a meeting and hold it; one's pause makes the others wait."""
    for walker in there:
        walker.drive()
    begin = np.full_like(there[0].now, planned)
    waits = True
    while waits:
        before = begin
        for walker in there:
            begin = walker.wait_until(begin)
        waits = len(there) > 1 and bool(np.any(begin > before))
    for walker in there:
        walker.meet(begin)


class _Walker:
    """Goes through one tour, in all simulations at once; `now` is of shape (simulations,).

    A fixed pause stops whatever is under way, and ends a meeting. A movable one begins when its
    time has come and no meeting is under way.
    """

    def __init__(self, tour: Tour, draws: Durations) -> None:
        simulations = draws.drives.shape[1]
        pauses = sorted(tour.breaks, key=lambda pause: pause.start)
        self._fixed = [_span(pause) for pause in pauses if pause.kind == "busy"]
        self._movable = [_span(pause) for pause in pauses if pause.kind != "busy"]
        self._is_due = np.ones((len(self._movable), simulations), dtype=np.bool_)
        self._drives = iter(draws.drives)
        self._meetings = iter(draws.meetings)
        self._begins: list[Floats] = []
        self._shape = draws.meetings.shape
        # Before leaving, one is free for pauses.
        self.now: Floats = np.full(simulations, -np.inf)
        self.now = self.wait_until(np.full(simulations, minutes(tour.start.time), dtype=float))

    def drive(self) -> None:
        """Take the next drive, with the pauses that are due before it is over."""
        minutes = next(self._drives)
        for is_due, (start, end) in zip(self._is_due, self._movable, strict=True):
            takes = is_due & (start < self._after(self.now, minutes))
            minutes = minutes + takes * (end - start)
            is_due[takes] = False
        self.now = self._after(self.now, minutes)

    def wait_until(self, begin: Floats) -> Floats:
        """Return the first time from `begin` on at which a meeting can begin.

        Pauses whose time comes until then are taken; waiting is as good as a pause.
        """
        begin = self._free(np.maximum(self.now, begin))
        for is_due, (start, end) in zip(self._is_due, self._movable, strict=True):
            takes = is_due & (start <= begin)
            over = self._after(np.maximum(self.now, start), np.full_like(begin, end - start))
            self.now = np.where(takes, over, self.now)
            begin = self._free(np.maximum(self.now, begin))
            is_due[takes] = False
        return begin

    def meet(self, begin: Floats) -> None:
        """Hold the next meeting from `begin`; a fixed pause cuts it short."""
        end = begin + next(self._meetings)
        for start, _ in self._fixed:
            end = np.where(begin < start, np.minimum(end, start), end)
        self._begins.append(begin)
        self.now = end

    def go_home(self) -> Times:
        """Take the last drive and return what came of the day."""
        self.drive()
        return Times(np.array(self._begins).reshape(self._shape), self.now)

    def _free(self, moment: Floats) -> Floats:
        """Return the first time from `moment` on that is in no fixed pause."""
        for start, end in self._fixed:
            moment = np.where((start <= moment) & (moment < end), end, moment)
        return moment

    def _after(self, start: Floats, minutes: Floats) -> Floats:
        """Return when `minutes` from `start` on are over; fixed pauses do not count."""
        now, left = start, minutes
        for first, last in self._fixed:
            done = np.clip(first - now, 0, left)
            now, left = now + done, left - done
            now = np.where(left > 0, np.maximum(now, last), now)
        return now + left


def _span(pause: Pause) -> tuple[int, int]:
    return minutes(pause.start), minutes(pause.end)
