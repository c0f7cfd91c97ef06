"""Driving on disk: one file for each version of a road network, alike for all workspaces.

It is a cache: SQLite keeps it whole when two write or one is killed, and what cannot be read is
made anew.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import numpy as np

from hageplan.records.base import Sted
from hageplan.travel import Closed
from hageplan.travel.engines import DriveBlock
from hageplan.travel.grid import Grid, Wanted

_PATIENCE_S: Final = 20.0
_NO_ROAD_M: Final = 1e9
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS place (
    id INTEGER PRIMARY KEY, lat REAL NOT NULL, lon REAL NOT NULL, off_m REAL NOT NULL,
    UNIQUE (lat, lon));
CREATE TABLE IF NOT EXISTS drive (
    closed TEXT NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL, minutes REAL, km REAL,
    PRIMARY KEY (closed, start, finish)) WITHOUT ROWID;
CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY, slot INTEGER NOT NULL);
"""
_DRIVES: Final = """
SELECT a.slot, b.slot, drive.minutes, drive.km FROM wanted AS a CROSS JOIN wanted AS b
CROSS JOIN drive ON drive.closed = ? AND drive.start = a.id AND drive.finish = b.id
"""


class Shelf:
    """The file `path`; where nothing can be kept there, nothing is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fill(self, grid: Grid, wanted: Wanted, places: Sequence[Sted], closed: Closed) -> None:
        """Put what is known of the driving between `wanted` places into `grid`."""
        with self._open() as found:
            if found is None:
                return
            for slot in wanted.tolist():
                place = places[slot]
                known = found.execute(
                    "SELECT id, off_m FROM place WHERE lat = ? AND lon = ?", (place.lat, place.lon)
                ).fetchone()
                if known:
                    found.execute("INSERT INTO wanted VALUES (?, ?)", (known[0], slot))
                    grid.off_m[slot] = known[1]
            rows = found.execute(_DRIVES, (_key(closed),)).fetchall()
            if rows:
                read = np.array(rows, dtype=float)
                at = read[:, 0].astype(int), read[:, 1].astype(int)
                grid.minutes[at], grid.km[at], grid.known[at] = read[:, 2], read[:, 3], True

    def add(
        self, starts: Sequence[Sted], ends: Sequence[Sted], closed: Closed, block: DriveBlock
    ) -> None:
        """Keep what was found."""
        with self._open() as kept:
            if kept is None:
                return
            kept.execute("BEGIN IMMEDIATE")
            from_, to = _ids(kept, starts, block.starts_m), _ids(kept, ends, block.ends_m)
            minutes, km = block.minutes.tolist(), block.km.tolist()
            key = _key(closed)
            kept.executemany(
                "INSERT OR IGNORE INTO drive VALUES (?, ?, ?, ?, ?)",
                (
                    (key, start, end, 0.0 if start == end else _or_null(minutes[row][column]),
                     0.0 if start == end else _or_null(km[row][column]))
                    for row, start in enumerate(from_)
                    for column, end in enumerate(to)
                ),
            )  # fmt: skip
            kept.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """Give the file; None where it cannot be had. One that is no such file is begun anew."""
        try:
            connection = self._connected()
        except sqlite3.DatabaseError as fault:
            if not isinstance(fault, sqlite3.OperationalError):
                with suppress(OSError):
                    self._path.unlink()
            connection = None
        except OSError:
            connection = None
        if connection is None:
            yield None
            return
        with closing(connection), suppress(sqlite3.DatabaseError):
            yield connection

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        found = sqlite3.connect(self._path, timeout=_PATIENCE_S, isolation_level=None)
        try:
            found.executescript(_TABLES)
        except BaseException:
            found.close()
            raise
        return found


def _ids(kept: sqlite3.Connection, places: Sequence[Sted], off_m: object) -> list[int]:
    """Return the numbers of places, those of new ones too."""
    found = []
    for place, metres in zip(places, np.asarray(off_m, dtype=float).tolist(), strict=True):
        point = place.lat, place.lon
        far = metres if math.isfinite(metres) else 1e9
        kept.execute(
            "INSERT OR IGNORE INTO place (lat, lon, off_m) VALUES (?, ?, ?)", (*point, far)
        )
        row = kept.execute("SELECT id FROM place WHERE lat = ? AND lon = ?", point).fetchone()
        found.append(int(row[0]))
    return found


def _or_null(value: float) -> float | None:
    return None if math.isnan(value) else value


def _key(closed: Closed) -> str:
    """Return what stands for a condition."""
    return hashlib.blake2b(repr(closed).encode(), digest_size=12).hexdigest() if closed else ""
