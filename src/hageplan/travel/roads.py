"""Driving laid over another source of it: known minutes between named places, and a reserve."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.kommune import Kommuner
from hageplan.records.naeringshage import SOMEBODY, Oppsett
from hageplan.records.settings.veier import Veier
from hageplan.records.spelling import fold
from hageplan.records.workspace import Workspace
from hageplan.travel import FAR_M, DriveTable, Leg, Roads, Source, Travel
from hageplan.travel.estimate import great_circle_km
from hageplan.travel.facts import DayFacts, Hours, Known, assumptions
from hageplan.travel.source import roads_of


def travel_of(workspace: Workspace) -> Travel:
    """Return the driving times that the workspace's settings and roads give."""
    base = roads_of(workspace)
    return KnownRoads(base, workspace.veier, workspace.kommuner, hours_of(workspace.oppsett))


def hours_of(oppsett: Oppsett) -> Hours:
    """Return from when until when somebody may be at work, minutes since midnight."""
    people = oppsett.medarbeider or (SOMEBODY,)
    hours = [one for who in people for one in (who.arbeidstid, *who.arbeidstider)]
    begin, end = min(one.fra for one in hours), max(one.til for one in hours)
    return begin.hour * 60 + begin.minute, end.hour * 60 + end.minute


class KnownRoads:
    """Corrects `base` by `veier.toml`.

    A place within `radius_km` of a named one counts as being there: between two such places the
    base's driving is scaled by known over estimated minutes of the two names, so that exactly at
    the named places it is exactly the known time, and nearby it changes smoothly. Over that lie the
    facts that hold on the day (see `travel.facts`); `hours` are those in which people drive.
    """

    def __init__(
        self, base: Roads, veier: Veier, kommuner: Kommuner, hours: Hours = (0, 1439)
    ) -> None:
        self._base = base
        self._veier = veier
        self._hours = hours
        self._places = _places(veier, kommuner)
        ends = (end for road in veier.vei for end in (road.fra, road.til))
        self._named = {key: self._places[key] for key in (_key(end, self._places) for end in ends)}
        self.source = base.source
        is_better = any((veier.vei, veier.vinter, veier.stengt, veier.ferje, veier.tillegg))
        self.provider = f"{base.source.name}+veier" if is_better else base.source.name

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:
        """Return the driving between all `places` on `day`."""
        facts = self._facts(day)
        return facts.laid_over(facts.ground(self._base, places), self._known(places))

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        """Return the way from `start` to `end` on `day`, in the time that `table` gives."""
        facts, table = self._facts(day), self.table([start, end], day)
        leg = self._base.leg(start, end, facts.closed)
        ground = facts.ground(self._base, [start, end])
        if ground.is_guessed[0, 1]:
            via = [(at.lat, at.lon) for at in facts.via(ground, self._known([start, end]))]
            leg = replace(leg, line=(*leg.line[:1], *via, *leg.line[1:]))
        return replace(leg, minutes=float(table.minutes[0, 1]), km=float(table.km[0, 1]))

    def remarks(self, start: Sted, end: Sted, day: date) -> tuple[str, ...]:
        """Return what holds on the way, whether it is estimated, and which end is off the road."""
        ends = [start, end]
        facts = self._facts(day)
        ground = facts.ground(self._base, ends)
        told = facts.told(ground, self._known(ends))
        stood_in = (encode("stood-in"),) if ground.is_stood_in[0, 1] else ()
        far = (
            encode("off-road", place=place.navn, metres=round(metres))
            for place, metres in zip(ends, ground.open.off_road_m, strict=True)
            if metres > FAR_M
        )
        return (*told, *stood_in, *far)

    def condition(self, day: date) -> Hashable:
        """Return which facts hold on `day`; see `Travel`."""
        return self._facts(day).condition

    def assumptions(self) -> tuple[str, ...]:
        """Return the base's, how many roads are known, the winter, and the other facts."""
        remarks = list(self._base.assumptions())
        if self._veier.vei:
            radius = f"{self._veier.radius_km:g}"
            remarks.append(encode("known-roads", count=len(self._veier.vei), radius_km=radius))
        if (winter := self._veier.vinter) is not None:
            remarks.append(
                encode("winter", faktor=f"{winter.faktor:g}", fra=winter.fra, til=winter.til)
            )
        facts = assumptions(self._veier, self._hours, avoids=self.source.avoids)
        return (*remarks, *facts)

    def _facts(self, day: date) -> DayFacts:
        return DayFacts(self._veier, self._place, self._hours, day)

    def _place(self, name: str) -> Sted:
        return self._places[_key(name, self._places)]

    def _known(self, places: Sequence[Sted]) -> Known:
        """Return the driving between `places` that is known by hand."""
        if not self._named:
            ones = np.ones((len(places),) * 2)
            return Known(ones, ones, ones < 1)
        near = self._nearest_named(places)
        minutes, km, pairs = (found[np.ix_(near, near)] for found in self._ratios)
        return Known(minutes, km, pairs > 0)

    def _nearest_named(self, places: Sequence[Sted]) -> NDArray[np.intp]:
        """Return for each place the index of its named place, or `len(named)` for none."""
        count = len(places)
        distance = great_circle_km([*places, *self._named.values()])[:count, count:]
        nearest = distance.argmin(axis=1)
        is_near = distance[np.arange(count), nearest] <= self._veier.radius_km
        return np.where(is_near, nearest, len(self._named))

    @cached_property
    def _ratios(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return known over estimated minutes and km of the named places; 1 where nothing is known.

        The third tells with 1 what is known. Shape (named + 1, named + 1): the last row and column
        stand for "near none of them".
        """
        estimated = self._base.table(list(self._named.values()))
        index = {name: number for number, name in enumerate(self._named)}
        size = len(index) + 1
        minutes, km, is_known = np.ones((size, size)), np.ones((size, size)), np.zeros((size, size))
        for road in self._veier.vei:
            pair = index[_key(road.fra, index)], index[_key(road.til, index)]
            for where in (pair, pair[::-1]) if estimated.km[pair] else ():
                minutes[where] = road.minutter / estimated.minutes[where]
                km[where] = (road.km or estimated.km[where]) / estimated.km[where]
                is_known[where] = 1
        return minutes, km, is_known


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
        ferries = table.ferries and table.ferries.slower(self.factor)
        return replace(table, minutes=table.minutes * self.factor, ferries=ferries)

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


def _places(veier: Veier, kommuner: Kommuner) -> dict[str, Sted]:
    """Return the places that a road may be named by, by folded name; own ones before centres."""
    known: dict[str, Sted] = {}
    is_asked = veier.vei or any(road.rundt for road in veier.stengt)
    for kommune in kommuner if is_asked else ():
        known |= dict.fromkeys(fold(kommune.senter) | fold(kommune.navn), kommune.sentrum)
    for place in veier.sted:
        known |= dict.fromkeys(fold(place.navn), place)
    return known


def _key(name: str, known: dict[str, Sted] | dict[str, int]) -> str:
    """Return the one spelling under which a name is kept."""
    return min(spelling for spelling in fold(name) if spelling in known)
