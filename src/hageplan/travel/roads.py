"""Driving laid over another source of it: known minutes between named places, and a reserve."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.kommune import Kommuner
from hageplan.records.settings.veier import Veier
from hageplan.records.spelling import fold
from hageplan.records.workspace import Workspace
from hageplan.travel import FAR_M, DriveTable, Leg, Roads, Source, Travel
from hageplan.travel.estimate import Estimated, great_circle_km


def travel_of(workspace: Workspace) -> Travel:
    """Return the driving times that the workspace's settings and roads give."""
    return KnownRoads(Estimated(workspace.oppsett.kjoring), workspace.veier, workspace.kommuner)


class KnownRoads:
    """Corrects `base` by `veier.toml`.

    A place within `radius_km` of a named one counts as being there: between two such places the
    base's driving is scaled by known over estimated minutes of the two names, so that exactly at
    the named places it is exactly the known time, and nearby it changes smoothly. In the winter
    season all driving takes `faktor` times as long.
    """

    def __init__(self, base: Roads, veier: Veier, kommuner: Kommuner) -> None:
        self._base = base
        self._veier = veier
        self._named = _named_places(veier, kommuner)
        name = base.source.name
        self.source = base.source
        self.provider = f"{name}+veier" if veier.vei or veier.vinter else name

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`."""
        base = self._base.table(places)
        season = self.condition(day)
        if not self._named:
            return replace(base, minutes=base.minutes * season)
        near = self._nearest_named(places)
        minutes, km = self._ratios()
        pairs = np.ix_(near, near)
        minutes = base.minutes * minutes[pairs] * season
        return replace(base, minutes=minutes, km=base.km * km[pairs])

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        """Return the way from `start` to `end` on `day`, in the time that `table` gives."""
        table = self.table([start, end], day)
        leg = self._base.leg(start, end)
        return replace(leg, minutes=float(table.minutes[0, 1]), km=float(table.km[0, 1]))

    def remarks(self, start: Sted, end: Sted, day: date) -> tuple[str, ...]:  # noqa: ARG002
        """Return whether the estimate stands in for roads, and how far off the road an end is."""
        table = self._base.table([start, end])
        stood_in = (encode("stood-in"),) if table.stood_in[0, 1] else ()
        far = (
            encode("off-road", place=place.navn, metres=round(metres))
            for place, metres in zip((start, end), table.off_road_m, strict=True)
            if metres > FAR_M
        )
        return (*stood_in, *far)

    def condition(self, day: date) -> float:
        """Return how many times as long driving takes on `day`; see `Travel`."""
        winter = self._veier.vinter
        return winter.faktor if winter is not None and winter.covers(day) else 1.0

    def assumptions(self) -> tuple[str, ...]:
        """Return the base's, and how many roads are known, and the winter."""
        remarks = list(self._base.assumptions())
        if self._veier.vei:
            radius = f"{self._veier.radius_km:g}"
            remarks.append(encode("known-roads", count=len(self._veier.vei), radius_km=radius))
        if (winter := self._veier.vinter) is not None:
            remarks.append(
                encode("winter", faktor=f"{winter.faktor:g}", fra=winter.fra, til=winter.til)
            )
        return tuple(remarks)

    def _nearest_named(self, places: Sequence[Sted]) -> NDArray[np.intp]:
        """Return for each place the index of its named place, or `len(named)` for none."""
        count = len(places)
        distance = great_circle_km([*places, *self._named.values()])[:count, count:]
        nearest = distance.argmin(axis=1)
        is_near = distance[np.arange(count), nearest] <= self._veier.radius_km
        return np.where(is_near, nearest, len(self._named))

    def _ratios(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return known over estimated minutes and km of the named places; 1 where nothing is known.

        Shape (named + 1, named + 1): the last row and column stand for "near none of them".
        """
        estimated = self._base.table(list(self._named.values()))
        index = {name: number for number, name in enumerate(self._named)}
        size = len(index) + 1
        minutes, km = np.ones((size, size)), np.ones((size, size))
        for road in self._veier.vei:
            pair = index[_key(road.fra, index)], index[_key(road.til, index)]
            if estimated.km[pair] == 0:
                continue
            for where in (pair, pair[::-1]):
                minutes[where] = road.minutter / estimated.minutes[pair]
                km[where] = (road.km or estimated.km[pair]) / estimated.km[pair]
        return minutes, km


@dataclass(frozen=True)
class Slower:
    """Another provider's driving, each drive `factor` times as long."""

    inner: Travel
    factor: float

    @property
    def provider(self) -> str:
        """The name of the other."""
        return self.inner.provider

    @property
    def source(self) -> Source:
        """The source of the other."""
        return self.inner.source

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`; see `Travel`."""
        table = self.inner.table(places, day)
        return replace(table, minutes=table.minutes * self.factor)

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        """Return the other's way, and how long it takes; see `Travel`."""
        leg = self.inner.leg(start, end, day)
        return replace(leg, minutes=leg.minutes * self.factor)

    def remarks(self, start: Sted, end: Sted, day: date) -> tuple[str, ...]:
        """Return the other's; see `Travel`."""
        return self.inner.remarks(start, end, day)

    def condition(self, day: date) -> Hashable:
        """Return the other's; see `Travel`."""
        return self.inner.condition(day)

    def assumptions(self) -> tuple[str, ...]:
        """Return what the times rest on, as coded remarks."""
        return (*self.inner.assumptions(), encode("drive-reserve", factor=round(self.factor, 2)))


def _named_places(veier: Veier, kommuner: Kommuner) -> dict[str, Sted]:
    """Return the places that roads lead between, by folded name; own places win over centres."""
    known: dict[str, Sted] = {}
    for kommune in kommuner if veier.vei else ():
        known |= dict.fromkeys(fold(kommune.senter) | fold(kommune.navn), kommune.sentrum)
    for place in veier.sted:
        known |= dict.fromkeys(fold(place.navn), place)
    ends = (_key(name, known) for road in veier.vei for name in (road.fra, road.til))
    return {key: known[key] for key in ends}


def _key(name: str, known: dict[str, Sted] | dict[str, int]) -> str:
    """Return the one spelling under which a name is kept."""
    return min(spelling for spelling in fold(name) if spelling in known)
