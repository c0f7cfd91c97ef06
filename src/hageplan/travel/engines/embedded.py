"""Valhalla in this process, on an offline network."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from hageplan.errors import ServiceError
from hageplan.messages import msg
from hageplan.travel import Numbers
from hageplan.travel.engines.answers import Json
from hageplan.travel.engines.valhalla import Request

T = TypeVar("T")
_NO_WAY: Final = range(170, 172), range(440, 445)
"""Valhalla's codes of "no suitable edges near location" and "no path could be found"."""
_ROWS: Final = 80
"""Sources of a table that one thread asks for at once: each time all targets are found anew."""
_WIDE: Final = 5000
_FAR_M: Final = 2_000_000
"""As far as anybody drives: each search makes room for it, and more takes it half a second."""
_MOST: Final = 10**9
"""More than anybody asks for: the limits are for servers that others ask."""


def config_of(tiles: Path) -> dict[str, Any]:
    """Return Valhalla's settings for the network in `tiles`."""
    import valhalla

    config: dict[str, Any] = valhalla.get_config(tile_dir=tiles, tile_extract="")
    # A table of a region is found by one search a source: four times as fast as Valhalla's usual
    # way, which is made for far places in a continent.
    config["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    # One place on an island would have no table made at all.
    config["loki"]["use_connectivity"] = False
    limits = config["service_limits"]
    limits["auto"] |= {"max_matrix_distance": _FAR_M, "max_matrix_location_pairs": _MOST}
    limits |= {"max_exclude_locations": 10_000, "max_exclude_polygons_length": _MOST}
    return config


class Embedded:
    """Asks Valhalla's own library; each thread has one, since it answers one question at a time."""

    most = _ROWS, _WIDE

    def __init__(self, tiles: Path) -> None:
        self._config = config_of(tiles)
        self._local = threading.local()

    def one(self, action: str, request: Request, understood: Callable[[Json], T]) -> T | None:
        """Return what `understood` makes of the answer; None where Valhalla finds no way."""
        import valhalla

        try:
            if not hasattr(self._local, "actor"):
                self._local.actor = valhalla.Actor(self._config)
            return understood(getattr(self._local.actor, action)(request))
        except valhalla.ValhallaError as fault:
            if any(fault.code in codes for codes in _NO_WAY):
                return None
            raise _broken(str(fault)) from fault
        except (RuntimeError, OSError, ValueError, KeyError, TypeError) as fault:
            raise _broken(str(fault)) from fault

    def tables(
        self, requests: Sequence[Request], understood: Callable[[Json, Request], Numbers]
    ) -> list[Numbers | None]:
        """Return the tables asked for, found on all processors."""

        def found(request: Request) -> Numbers | None:
            return self.one("matrix", request, lambda answer: understood(answer, request))

        with ThreadPoolExecutor(max(1, min(len(requests), os.cpu_count() or 1))) as pool:
            return list(pool.map(found, requests))


def _broken(why: str) -> ServiceError:
    return ServiceError(
        msg("the road network cannot be read: {why}", why=" ".join(why.split())[:200]),
        msg("build it again (hageplan roads build FILE.osm.pbf), or plan with --fallback"),
    )
