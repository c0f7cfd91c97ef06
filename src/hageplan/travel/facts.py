"""The facts of `veier.toml` that hold on a day, laid over the driving of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

import numpy as np

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.settings.veier import StengtVei, Veier
from hageplan.travel import Answers, Closed, DriveTable, Ferries, Numbers, Roads
from hageplan.travel.effects import (
    Effect,
    Ground,
    by_way_of,
    closed_lines,
    convoy,
    driven_around,
    ferried,
    hard_winter,
    long_way_up,
    longer,
    longest_wait,
)

Hours = tuple[int, int]
"""From when until when people are under way, minutes since midnight."""


@dataclass(frozen=True)
class Known:
    """Driving that is known by hand: how many times a source's it is, and of which drives."""

    minutes: Numbers
    km: Numbers
    pairs: Answers


class DayFacts:
    """The facts that hold on one day; `place` gives the place of a name."""

    def __init__(self, veier: Veier, place: Callable[[str], Sted], hours: Hours, day: date) -> None:
        self._place = place
        self._hours = hours
        self._stengt = tuple(one for one in veier.stengt if one.covers(day))
        self._ferje = tuple(one for one in veier.ferje if one.covers(day))
        self._tillegg = veier.tillegg
        self._vinter = veier.vinter if veier.vinter and veier.vinter.covers(day) else None
        self.condition = (self._vinter is not None, self._stengt, self._ferje)

    @property
    def closed(self) -> Closed:
        """What a source that can is to drive around."""
        return closed_lines(self._shut)

    @property
    def _shut(self) -> Sequence[StengtVei]:
        return [road for road in self._stengt if road.kolonne_minutter is None]

    def ground(self, base: Roads, places: Sequence[Sted]) -> Ground:
        """Return the driving between places as `base` has it on this day."""
        is_led = bool(base.source.avoids and self._shut)
        around = base.table(places, self.closed) if is_led else None
        return Ground(base, places, base.table(places), around)

    def laid_over(self, ground: Ground, known: Known) -> DriveTable:
        """Return the driving on this day."""
        minutes, km = ground.open.minutes * known.minutes, ground.open.km * known.km
        waiting = np.zeros_like(minutes)
        boarding: list[Ferries] = []
        for effect, here in self._effects(ground, known):
            minutes = minutes + here * effect.driving
            waiting = waiting + here * effect.waiting
            km = km + here * effect.km
            boarding += [effect.ferries] if effect.ferries else []
        winter = self._winter(ground.places)
        return replace(
            ground.open,
            minutes=minutes * winter + waiting,
            km=km,
            stood_in=ground.is_stood_in,
            ferries=reduce(Ferries.first_of, boarding).slower(winter) if boarding else None,
        )

    def told(self, ground: Ground, known: Known) -> Iterator[str]:
        """Give what is to be told of the drive from the first to the second place."""
        for effect, here in self._effects(ground, known):
            if here[0, 1]:
                yield effect.told
        for where in self._vinter.sted if self._vinter else ():
            if hard_winter(where, ground.places)[0, 1] > 0:
                yield encode("winter-place", place=where.navn, faktor=f"{where.faktor:g}")

    def via(self, ground: Ground, known: Known) -> Sequence[Sted]:
        """Return the places that an estimated drive from the first to the second one goes by."""
        found = self._effects(ground, known)
        return [place for effect, here in found if here[0, 1] for place in effect.via]

    def _effects(self, ground: Ground, known: Known) -> Iterator[tuple[Effect, Answers]]:
        """Give what facts do, and to which drives: those that are known by hand take their way."""
        for effect in self._on_the_way(ground):
            yield effect, effect.touches & ~known.pairs
        for extra in self._tillegg:
            effect = long_way_up(extra, ground.places)
            yield effect, effect.touches

    def _on_the_way(self, ground: Ground) -> Iterator[Effect]:
        if ground.around is not None:
            yield driven_around(self._shut, ground.around, ground)
        for road in self._stengt:
            if road.kolonne_minutter is not None:
                yield convoy(road, ground)
            elif road.rundt is not None:
                yield by_way_of(road, self._place(road.rundt), ground)
            else:
                yield longer(road, ground)
        for ferry in self._ferje:
            yield ferried(ferry, ground, longest_wait(ferry, self._hours))

    def _winter(self, places: Sequence[Sted]) -> Numbers:
        """Return how many times as long each drive takes, shape (places, places)."""
        if self._vinter is None:
            return np.ones((len(places),) * 2)
        factor = np.full((len(places),) * 2, self._vinter.faktor)
        for where in self._vinter.sted:
            factor += hard_winter(where, places) * (where.faktor - factor)
        return factor


def assumptions(veier: Veier, hours: Hours, *, avoids: bool) -> Iterator[str]:
    """Give what the facts take for granted, as coded remarks."""
    if shut := [road for road in veier.stengt if road.kolonne_minutter is None]:
        yield encode("roads-avoided" if avoids else "roads-closed", count=len(shut))
    for ferry in veier.ferje:
        yield encode(
            "ferry-wait",
            name=ferry.navn,
            minutes=f"{longest_wait(ferry, hours):g}",
            begin=f"{hours[0] // 60:02}:{hours[0] % 60:02}",
            end=f"{hours[1] // 60:02}:{hours[1] % 60:02}",
        )
    if veier.tillegg:
        yield encode("long-ways-up", count=len(veier.tillegg))
