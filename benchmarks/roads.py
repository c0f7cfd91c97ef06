"""Driving by an offline network beside OSRM's car, on the same file of OpenStreetMap.

python benchmarks/roads.py FILE.osm.pbf [--points 300] [--seed 0] [--json]

It needs `pip install "hageplan[veier]" osrm-bindings`, on Python 3.12 or later. The network is cut
and built as `hageplan roads build` does it, in a folder that is removed afterwards. Between random
points of roads, minutes and kilometres are compared for pairs that are far enough apart for OSRM.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hageplan.records.base import Sted
from hageplan.travel import Point
from hageplan.travel.network.area import around
from hageplan.travel.network.build import build
from hageplan.travel.network.folder import TILES, roads_folder

LEAST_KM: Final = 3.0
NORWAY_MB: Final = 1300
ROADS: Final = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
)
Table = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Minutes, kilometres, and how far each point is from its road in metres."""


def main() -> None:
    """Build both, compare, print."""
    asked = _arguments()
    with _scratch() as folder:
        points = road_points(asked.file, asked.points, asked.seed)
        begun = time.monotonic()
        ours = by_valhalla(asked.file, points)
        built = time.monotonic() - begun
        theirs = by_osrm(asked.file, points, folder)
        found = compared(ours, theirs) | {
            "file": asked.file.name,
            "file_mb": round(asked.file.stat().st_size / 1e6, 1),
            "build_and_table_s": round(built, 1),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "tools_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }
    print(json.dumps(found, indent=1) if asked.json else _told(found, points, ours, theirs))


def road_points(file: Path, count: int, seed: int) -> list[Point]:
    """Return random nodes of roads that anybody may drive on."""
    import osmium

    nodes: set[int] = set()
    for way in osmium.FileProcessor(str(file), osmium.osm.WAY):
        if way.tags.get("highway") in ROADS and way.tags.get("access") not in ("private", "no"):
            nodes.update(node.ref for node in way.nodes)
    at = {}
    for node in osmium.FileProcessor(str(file), osmium.osm.NODE):
        if node.id in nodes:
            at[node.id] = (node.lat, node.lon)
    numbers = sorted(at)
    return [at[one] for one in random.Random(seed).sample(numbers, min(count, len(numbers)))]


def by_valhalla(file: Path, points: Sequence[Point]) -> Table:
    """Build a network as the command does, and ask it."""
    from hageplan.travel import Source
    from hageplan.travel.engines.embedded import Embedded
    from hageplan.travel.engines.valhalla import ValhallaRoads

    network = build(file, around(points, 60), (), today=date.today(), progress=lambda _: None)  # noqa: DTZ011
    engine = ValhallaRoads(Embedded(roads_folder() / network.id / TILES), Source("valhalla"))
    places = [Sted(navn="", lat=lat, lon=lon) for lat, lon in points]
    block = engine.between(places, places, ())
    return block.minutes, block.km, block.starts_m


def by_osrm(file: Path, points: Sequence[Point], folder: Path) -> Table:
    """Let OSRM make its network of the whole file, and ask it."""
    import osrm

    home = Path(osrm.__file__).parent
    copy = folder / "osrm" / "roads.osm.pbf"
    copy.parent.mkdir()
    shutil.copy(file, copy)
    for program, *more in (
        ("osrm-extract", "-p", str(home / "share/profiles/car.lua"), str(copy)),
        ("osrm-contract", str(folder / "osrm" / "roads.osrm")),
    ):
        subprocess.run([home / "bin" / program, *more], check=True, capture_output=True)
    engine = osrm.OSRM(str(folder / "osrm" / "roads.osrm"))
    found: Any = engine.Table(
        osrm.TableParameters(
            coordinates=[(lon, lat) for lat, lon in points], annotations=["duration", "distance"]
        )
    )
    seconds, metres = (_table(found[key]) for key in ("durations", "distances"))
    return (
        seconds / 60,
        metres / 1000,
        np.array([float(one["distance"]) for one in found["sources"]]),
    )


def _table(rows: Any) -> NDArray[np.float64]:  # noqa: ANN401  (OSRM's own)
    return np.array([[np.nan if one is None else float(one) for one in row] for row in rows])


def compared(ours: Table, theirs: Table) -> dict[str, Any]:
    """Return how far apart minutes and kilometres are."""
    far = theirs[1] > LEAST_KM
    both = far & np.isfinite(ours[0]) & np.isfinite(theirs[0])
    minutes = np.abs(ours[0][both] / theirs[0][both] - 1)
    km = np.abs(ours[1][both] / theirs[1][both] - 1)
    return {
        "pairs": int(both.sum()),
        "without_a_way": int((far & ~both).sum()),
        "median": round(float(np.median(minutes)), 4),
        "p95": round(float(np.percentile(minutes, 95)), 4),
        "ours_over_theirs": round(float(np.median(ours[0][both] / theirs[0][both])), 4),
        "km_median": round(float(np.median(km)), 4),
        "km_p95": round(float(np.percentile(km, 95)), 4),
    }


def _told(found: dict[str, Any], points: Sequence[Point], ours: Table, theirs: Table) -> str:
    norway = found["build_and_table_s"] * NORWAY_MB / found["file_mb"] / 60
    return "\n".join(
        (
            "{file}: {file_mb} MB, cut, built and asked in {build_and_table_s} s; memory"
            " {memory_mb} MB, Valhalla's tools {tools_memory_mb} MB".format_map(found),
            f"on a straight line Norway's {NORWAY_MB} MB take {norway:.0f} minutes, all of it:",
            "  reading grows with the file, building with the part around the workspace alone",
            "{pairs} pairs over 3 km: minutes differ by {median:.1%} at the median, {p95:.1%} at"
            " the 95th percentile (ours {ours_over_theirs:.3f} of OSRM's), kilometres by"
            " {km_median:.1%} and {km_p95:.1%}; {without_a_way} without a way".format_map(found),
            "the points that differ most:",
            *_worst(points, ours, theirs),
        )
    )


def _worst(points: Sequence[Point], ours: Table, theirs: Table) -> Iterator[str]:
    """Give the points whose drives differ most, and how far each engine takes them to its road."""
    far = (theirs[1] > LEAST_KM) & np.isfinite(ours[0])
    ratio = np.where(far, ours[0] / np.maximum(theirs[0], 0.1), np.nan)
    middle = np.array([np.nanmedian(row) if np.isfinite(row).any() else 1 for row in ratio])
    for at in np.argsort(-np.abs(np.log(middle)))[:5]:
        lat, lon = points[at]
        yield (
            f"  {lat:.5f} {lon:.5f}: {middle[at]:.2f} of OSRM's minutes; from the road"
            f" {ours[2][at]:.0f} m, OSRM's {theirs[2][at]:.0f} m"
        )


@contextmanager
def _scratch() -> Iterator[Path]:
    """Give a folder of its own, in which networks are built too."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HAGEPLAN_CACHE"] = folder
        yield Path(folder)


def _arguments() -> Any:  # noqa: ANN401  (argparse's own)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
