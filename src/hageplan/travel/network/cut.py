"""Cut the roads around some places out of a file of OpenStreetMap, in little memory.

The file is read four times, each time only what is asked for: a country's nodes would not fit.
Everything but roads, ferries and bans on turning is left out, and each road gets its usual speed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hageplan.travel.network.area import Area
from hageplan.travel.network.speeds import SPEED_TAG, is_driven, usual_kmh

if TYPE_CHECKING:  # it comes with the extra `veier`, and this module is there without
    import osmium

READ_TIMES: Final = 4
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_FIRST_YEAR: Final = 2004
"""Of OpenStreetMap; older dates stand for none."""
Told = Callable[[int], None]


@dataclass(frozen=True)
class Cut:
    """What was cut out: how many roads and ferries, and the date of the data; None: not told."""

    roads: int
    data: date | None


def cut(source: Path, target: Path, area: Area, told: Told) -> Cut:
    """Write the roads of `area` into `target`; `told` hears of each of `READ_TIMES` readings.

    Nothing is written where there are none. Raises RuntimeError where the file is broken, or the
    disk is full.
    """
    import osmium

    file = osmium.io.File(str(source), "pbf")
    told(0)
    of_roads = osmium.IdTracker()
    for way in _roads(file):
        of_roads.add_references(way)
    told(1)
    inside = _nodes_inside(file, of_roads, area)
    told(2)
    kept, roads, newest = osmium.IdTracker(), 0, _NEVER
    for way in _roads(file, inside.contains_filter()):
        kept.add_way(way.id)
        kept.add_references(way)
        newest = max(newest, way.timestamp)
        roads += 1
    told(3)
    if roads:
        _write(file, target, kept)
    return Cut(roads, _date_of(file, newest))


def _roads(file: osmium.io.File, *filters: Any) -> Iterator[Any]:  # noqa: ANN401  (osmium's own)
    """Give the ways that are driven on and pass the filters."""
    import osmium

    found = osmium.FileProcessor(file, osmium.osm.WAY).with_filter(
        osmium.filter.KeyFilter("highway", "route")
    )
    for one in filters:
        found = found.with_filter(one)
    return (way for way in found if is_driven(way.tags))


def _nodes_inside(file: osmium.io.File, of_roads: osmium.IdTracker, area: Area) -> osmium.IdTracker:
    import osmium

    inside = osmium.IdTracker()
    for node in osmium.FileProcessor(file, osmium.osm.NODE).with_filter(of_roads.id_filter()):
        if area.holds((node.lat, node.lon)):
            inside.add_node(node.id)
    return inside


def _write(file: osmium.io.File, target: Path, kept: osmium.IdTracker) -> None:
    """Write what is kept: roads whole, and what is forbidden where they meet."""
    import osmium

    bans = osmium.filter.TagFilter(("type", "restriction"))
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        both = osmium.FileProcessor(file, osmium.osm.NODE | osmium.osm.WAY)
        for one in both.with_filter(kept.id_filter()):
            speed = usual_kmh(one.tags) if one.is_way() else None
            if speed is not None:
                one = one.replace(tags={**dict(one.tags), SPEED_TAG: f"{speed:.0f}"})  # noqa: PLW2901
            writer.add(one)
        for ban in osmium.FileProcessor(file, osmium.osm.RELATION).with_filter(bans):
            if kept.contains_any_references(ban):
                writer.add_relation(ban)


def _date_of(file: osmium.io.File, newest: datetime) -> date | None:
    """Return the date that the file tells of itself, else that of the newest road in it."""
    import osmium

    header = osmium.io.Reader(file, osmium.osm.NOTHING).header()
    for key in ("osmosis_replication_timestamp", "timestamp"):
        try:
            return datetime.fromisoformat(header.get(key)).date()
        except ValueError:
            continue
    return newest.date() if newest.year >= _FIRST_YEAR else None
