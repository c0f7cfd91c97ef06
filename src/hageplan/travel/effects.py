"""What a closed road, a ferry, a winter or a long way up does to drives.

Which road a drive takes is not known of a whole table, so drives are taken for straight lines to
see which a fact touches; where a source drives around what is closed, it decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.settings.veier import Ferje, Punkt, StengtVei, Tillegg, Vinterstrok
from hageplan.travel import NEVER, Answers, Closed, DriveTable, Ferries, Numbers, Roads
from hageplan.travel.plane import Plane, crosses, passes, share_within


@dataclass(frozen=True)
class Ground:
    """Places, and the driving between them that a source has.

    Attributes:
        open: Where nothing is closed.
        around: Where it drives around what is closed; None where it cannot, or nothing is.
    """

    base: Roads
    places: Sequence[Sted]
    open: DriveTable
    around: DriveTable | None = None

    @cached_property
    def is_guessed(self) -> Answers:
        """Which drives are estimated, and know neither roads nor ferries."""
        return self.open.stood_in | (self.base.source.name == "estimate")

    @property
    def is_stood_in(self) -> Answers:
        """Which drives the estimate stands in for, with what is closed or without."""
        return self.open.stood_in | (self.around.stood_in if self.around else False)

    @property
    def is_led_around(self) -> Answers:
        """Which drives the source leads around what is closed, as far as it knows a way."""
        if self.around is None:
            return np.zeros_like(self.is_guessed)
        return ~(self.is_guessed | self.around.stood_in)

    def by(self, first: Sted, last: Sted) -> tuple[Numbers, Numbers]:
        """Return minutes and km beyond the usual by `first` and `last`, between them nothing."""
        table = self.base.table([*self.places, first, last])
        pairs = (table.minutes, self.open.minutes), (table.km, self.open.km)
        minutes, km = (by[:-2, -2:-1] + by[-1:, :-2] - usual for by, usual in pairs)
        return minutes, km

    def ends(self, plane: Plane) -> tuple[Numbers, Numbers]:
        """Return where all drives begin and end, in shapes that fit each other."""
        at = plane(self.places)
        return at[:, None], at[None]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a fact does to drives; arrays have shape (places, places).

    Attributes:
        touches: Which drives.
        driving: Minutes at the wheel that it adds there, which winter makes longer.
        waiting: Other minutes that it adds there.
        km: Kilometres that it adds there.
        told: The coded remark on such a drive.
        via: Places that an estimated drive goes by.
        ferries: When one has to be where.
    """

    touches: Answers
    driving: Numbers | float = 0.0
    waiting: Numbers | float = 0.0
    km: Numbers | float = 0.0
    told: str
    via: tuple[Sted, ...] = ()
    ferries: Ferries | None = None


def closed_lines(closed: Sequence[StengtVei]) -> Closed:
    """Return what is closed as a source takes it."""
    return tuple(tuple((at.lat, at.lon) for at in road.punkter) for road in closed)


def driven_around(closed: Sequence[StengtVei], around: DriveTable, ground: Ground) -> Effect:
    """Return what it takes to drive around all that is closed, where the source knows how."""
    longer = np.maximum(around.minutes - ground.open.minutes, 0)
    more = np.where(ground.is_led_around, longer, 0.0)
    names = [road.navn for road in closed if _touched(road, ground).any()]
    return Effect(
        touches=more > 0,
        driving=more,
        km=around.km - ground.open.km,
        told=encode("road-around", name=", ".join(names or [road.navn for road in closed])),
    )


def convoy(road: StengtVei, ground: Ground) -> Effect:
    """Return the wait for a convoy."""
    wait = road.kolonne_minutter or 0.0
    told = encode("road-convoy", name=road.navn, minutes=f"{wait:g}")
    return Effect(touches=_touched(road, ground), waiting=wait, told=told)


def by_way_of(road: StengtVei, place: Sted, ground: Ground) -> Effect:
    """Return the way around a closed road by a place."""
    minutes, km = ground.by(place, place)
    return Effect(
        touches=_on_lines(road, ground),
        driving=np.maximum(minutes, 0),
        km=np.maximum(km, 0),
        told=encode("road-by-way-of", name=road.navn, place=place.navn),
        via=(place,),
    )


def longer(road: StengtVei, ground: Ground) -> Effect:
    """Return the way around a closed road that takes so many minutes more."""
    more = road.ekstra_minutter or 0.0
    told = encode("road-longer", name=road.navn, minutes=f"{more:g}")
    return Effect(touches=_on_lines(road, ground), driving=more, km=road.ekstra_km, told=told)


def _on_lines(road: StengtVei, ground: Ground) -> Answers:
    """Tell which drives a closed road touches that no source leads around it."""
    return _touched(road, ground) & ~ground.is_led_around


def _touched(road: StengtVei, ground: Ground) -> Answers:
    """Tell which drives a road is in the way of, as the crow flies."""
    plane = Plane(road.punkter[0])
    starts, ends = ground.ends(plane)
    if len(road.punkter) == 1:
        return passes(starts, ends, road.radius_km)
    return crosses(starts, ends, plane(road.punkter))


def ferried(ferry: Ferje, ground: Ground, wait: float) -> Effect:
    """Return what a ferry takes, the only way across.

    Roads know how long it sails, and what boarding takes in them is part of the wait.
    """
    near, far = _quay(ferry, ferry.fra_kai), _quay(ferry, ferry.til_kai)
    is_beyond = np.array([ferry.reaches(place.lat, place.lon) for place in ground.places])
    out, back = ground.by(near, far), ground.by(far, near)
    returns = np.broadcast_to(is_beyond[:, None], ground.open.km.shape)
    minutes, km = (np.where(returns, b, o) for o, b in zip(out, back, strict=True))
    touches = is_beyond[:, None] ^ is_beyond
    guessed = ground.is_guessed.astype(np.float64)
    beyond_boarding = max(0.0, wait - ground.base.source.boarding_minutes)
    told = {"name": ferry.navn, "minutes": f"{ferry.minutter:g}", "wait": f"{wait:g}"}
    last = ferry.siste_avgang
    return Effect(
        touches=touches,
        driving=guessed * minutes,
        waiting=np.where(ground.is_guessed, wait + ferry.minutter, beyond_boarding),
        km=guessed * km,
        told=encode("ferry-last", **told, last=f"{last:%H:%M}")
        if last
        else encode("ferry", **told),
        via=(far, near) if len(returns) and returns[0, 0] else (near, far),
        ferries=_boarding(ferry, ground, is_beyond, touches) if last else None,
    )


def _quay(ferry: Ferje, at: Punkt) -> Sted:
    return Sted(navn=ferry.navn, lat=at.lat, lon=at.lon)


def _boarding(ferry: Ferje, ground: Ground, is_beyond: Answers, touches: Answers) -> Ferries:
    """Return when drives have to be at the quay of the side where they begin."""
    quays = _quay(ferry, ferry.fra_kai), _quay(ferry, ferry.til_kai)
    there = ground.base.table([*ground.places, *quays]).minutes[:-2, -2:]
    quay = np.where(is_beyond, there[:, 1], there[:, 0])[:, None]
    at = ferry.siste_avgang
    last = at.hour * 60 + at.minute if at else NEVER
    return Ferries(np.where(touches, quay, 0.0), np.where(touches, last, NEVER))


def longest_wait(ferry: Ferje, hours: tuple[int, int]) -> float:
    """Return the longest wait from one minute of the day until another."""
    spans = [
        (one.fra.hour * 60 + one.fra.minute, one.til.hour * 60 + one.til.minute, one.minutter)
        for one in ferry.ventetider
    ]
    return max(
        next((wait for begin, end, wait in spans if begin <= at < end), ferry.ventetid_minutter)
        for at in range(hours[0], hours[1] + 1)
    )


def long_way_up(extra: Tillegg, places: Sequence[Sted]) -> Effect:
    """Return what it takes from the road to a place, or back."""
    is_near = np.hypot(*Plane(extra)(places).T) <= extra.radius_km
    told = encode("long-way-up", place=extra.navn, minutes=f"{extra.minutter:g}")
    return Effect(
        touches=is_near[:, None] ^ is_near, waiting=extra.minutter, km=extra.km, told=told
    )


def hard_winter(where: Vinterstrok, places: Sequence[Sted]) -> Numbers:
    """Return the share of each drive that is where winter is another, as the crow flies."""
    at = Plane(where)(places)
    return share_within(at[:, None], at[None], where.radius_km)
