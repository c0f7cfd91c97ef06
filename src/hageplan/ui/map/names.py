"""Names on the map of a day: of places in it, and at its edge of those that lines lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hageplan.ui.map.borders import Point
from hageplan.ui.map.trips import Place, Trip
from hageplan.ui.map.view import Size, View, rounded

SMALLEST: Final = 240.0
"""Pixels; a narrower picture has no room for names."""
SIGN_PX: Final = 6.2
"""Width of a sign, 12 px high."""
_HEIGHT: Final = 14.0
_BADGE: Final = 13.0
"""Half the width that a badge takes, and some air."""
_EDGE: Final = 6.0


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place with a name; of a name alone `at` is its middle."""

    name: str
    at: Point


def names_beside(
    taken: Sequence[Point], trips: Iterable[Trip], towns: Iterable[Place], view: View
) -> tuple[Mark, ...]:
    """Return the names that hide nothing `taken` and no other name: first of where lines lead."""
    found: list[Mark] = []
    if view.size.width < SMALLEST:
        return ()
    for mark in (*_left_for(trips, view), *_within(towns, view)):
        is_free = all(_is_free(mark, one, _BADGE, _BADGE) for one in taken) and all(
            _is_free(mark, one.at, _half(one.name), _HEIGHT / 2) for one in found
        )
        if is_free and mark.name not in {one.name for one in found}:
            found.append(mark)
    return tuple(found)


def _left_for(trips: Iterable[Trip], view: View) -> Iterator[Mark]:
    """Give the places outside at which trips begin or end, where their lines leave the picture."""
    for trip in trips:
        for end, stops in ((trip.start, trip.stops[:1]), (trip.end, trip.stops[-1:])):
            for stop in stops if not view.size.holds(view(end.degrees)) else ():
                yield _mark(end.name, _edge(view(stop.degrees), view(end.degrees), view.size), view)


def _within(towns: Iterable[Place], view: View) -> Iterator[Mark]:
    for town in towns:
        x, y = view(town.degrees)
        if view.size.holds((x, y), _EDGE):
            yield _mark(town.name, (x, y), view)


def _edge(inside: Point, outside: Point, size: Size) -> Point:
    """Return where a line leaves the picture; what begins outside of it leaves it at once."""
    (x, y), (dx, dy) = inside, (outside[0] - inside[0], outside[1] - inside[1])
    parts = [
        ((size.width if dx > 0 else 0) - x) / dx if dx else 1.0,
        ((size.height if dy > 0 else 0) - y) / dy if dy else 1.0,
    ]
    part = max(0.0, min(parts))
    return x + dx * part, y + dy * part


def _mark(name: str, at: Point, view: View) -> Mark:
    """Return a name as near to a point as it stands within the picture, above the scale bar."""
    half = _half(name) + _EDGE
    x = min(max(at[0], half), view.size.width - half)
    y = min(max(at[1], _HEIGHT), view.size.height - 3 * _HEIGHT)
    return Mark(name=name, at=rounded((x, y)))


def _half(name: str) -> float:
    return len(name) * SIGN_PX / 2


def _is_free(mark: Mark, other: Point, half_width: float, half_height: float) -> bool:
    return (
        abs(mark.at[0] - other[0]) >= _half(mark.name) + half_width
        or abs(mark.at[1] - other[1]) >= _HEIGHT / 2 + half_height
    )
