"""The borders of the municipalities, as the package ships them (TopoJSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from hageplan.errors import InternalError
from hageplan.messages import msg
from hageplan.workspace.find import data_dir

FILE: Final = "kommunegrenser.topojson"
OBJECT: Final = "kommuner"

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in pixels."""
Ring = tuple[int, ...]
"""Arcs that follow each other round; ~n is arc n backwards."""


@dataclass(frozen=True, kw_only=True)
class Borders:
    """Municipalities whose borders are shared arcs, so that neighbours meet without a gap.

    Attributes:
        arcs: Each as longitudes and latitudes.
        rings: Of each municipality, by number; those of its holes too.
    """

    arcs: Sequence[tuple[Point, ...]]
    rings: Mapping[str, tuple[Ring, ...]]

    def points(self, numbers: Iterable[str]) -> Iterator[Point]:
        """Give the points of some municipalities' borders; one that is unknown has none."""
        for number in numbers:
            for ring in self.rings.get(number, ()):
                for arc in ring:
                    yield from self.arcs[arc if arc >= 0 else ~arc]


@cache
def borders() -> Borders:
    """Return all borders; they are read when a map is drawn first."""
    return borders_in(data_dir() / FILE)


def borders_in(path: Path) -> Borders:
    """Return the borders of a file. Raises InternalError, for the file is the package's own."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        arcs = tuple(_arcs(found))
        rings = {one["id"]: tuple(_rings(one)) for one in found["objects"][OBJECT]["geometries"]}
        _check(rings, len(arcs))
    except (OSError, ValueError, TypeError, LookupError) as fault:
        raise InternalError(
            msg(
                "the municipal borders in {file} cannot be read: {why}",
                file=path,
                why=f"{type(fault).__name__}: {fault}",
            ),
            msg("the file comes with hageplan: reinstall hageplan"),
        ) from fault
    return Borders(arcs=arcs, rings=rings)


def _arcs(topology: Mapping[str, Any]) -> Iterator[tuple[Point, ...]]:
    """Give the arcs: whole numbers, each the step from the one before (TopoJSON 1.0, 2.1.3)."""
    (x_scale, y_scale), (west, south) = (topology["transform"][k] for k in ("scale", "translate"))
    for arc in topology["arcs"]:
        xs, ys = (accumulate(steps) for steps in zip(*arc, strict=True))
        yield tuple((west + x * x_scale, south + y * y_scale) for x, y in zip(xs, ys, strict=True))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    kind, arcs = geometry["type"], geometry["arcs"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    for polygon in [arcs] if kind == "Polygon" else arcs:
        yield from map(tuple, polygon)


def _check(rings: Mapping[str, tuple[Ring, ...]], count: int) -> None:
    """Raise IndexError where a border is made of an arc that is not there."""
    for number, of_one in rings.items():
        for ring in of_one:
            if not all(-count <= arc < count for arc in ring):
                raise IndexError(number)
