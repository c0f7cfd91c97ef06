"""Where road networks lie on this machine, and what is told of each."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from hageplan.records.base import Dato, Many, Record
from hageplan.travel import Point, is_old
from hageplan.travel.network.area import Area, cell_of

LICENCE: Final = "© OpenStreetMap contributors, ODbL 1.0"
"""What the licence asks to be shown: https://www.openstreetmap.org/copyright."""
TOLD: Final = "network.json"
TILES: Final = "tiles"
MATRIX: Final = "drives.sqlite"


class Network(Record):
    """A road network that was built.

    Attributes:
        id: Its folder, and its version: the same data, area and programs give the same.
        source: The file that it was cut out of.
        where: The municipalities around whose places it was cut.
        data: The date of the data; None where the file does not tell.
        points: One for each part of the area that lies `around_km` around them.
        roads: How many roads and ferries it has.
        programs: What it was built with.
    """

    id: str
    where: Many[str] = ()
    source: str
    data: Dato | None
    built: Dato | None = None
    licence: str = LICENCE
    points: Many[tuple[float, float]]
    around_km: Annotated[float, Field(gt=0)]
    roads: int
    programs: str

    @property
    def area(self) -> Area:
        """What it covers."""
        return Area(tuple(self.points), self.around_km)

    def is_old(self, today: date) -> bool:
        """Tell whether its data are older than roads ought to be."""
        return self.data is not None and is_old(self.data, today)


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of what hageplan can make anew, as each system has one for its user."""
    if own := environ.get("HAGEPLAN_CACHE"):
        return Path(own)
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home()) / "hageplan" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "hageplan"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hageplan"


def roads_folder() -> Path:
    """Return the folder of road networks."""
    return cache_folder() / "roads"


def networks() -> list[Network]:
    """Return the networks of this machine, the newest data first; broken ones are left out."""
    found = []
    for told in sorted(roads_folder().glob(f"*/{TOLD}")):
        try:
            network = Network.model_validate_json(told.read_bytes())
        except (OSError, ValidationError):
            continue
        if network.id == told.parent.name and (told.parent / TILES).is_dir():
            found.append(network)
    found.sort(key=lambda one: one.id)
    return sorted(
        found, key=lambda one: (one.data or date.min, one.built or date.min), reverse=True
    )


def newest_that_covers(found: Iterable[Network], points: Iterable[Point]) -> Network | None:
    """Return the first network that covers as many of the points as any; None where none does."""
    cells = [cell_of(*point) for point in points]

    def covered(network: Network) -> int:
        return sum(cell in network.area.cells for cell in cells)

    best = max(found, key=covered, default=None)
    return best if best is not None and covered(best) else None


def size_of(network: Network) -> int:
    """Return how many bytes a network takes."""
    files = (roads_folder() / network.id).rglob("*")
    return sum(one.stat().st_size for one in files if one.is_file())


def remove(network: Network) -> None:
    """Remove a network; first what tells of it, so that nobody takes a half one for whole."""
    folder = roads_folder() / network.id
    (folder / TOLD).unlink(missing_ok=True)
    shutil.rmtree(folder)
