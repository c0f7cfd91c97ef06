"""Valhalla or OSRM on a server: `[veier] tjener` in hageplan.toml."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar

from hageplan.messages import msg
from hageplan.records.settings.rules import Innlesing
from hageplan.travel import Numbers, Source
from hageplan.travel.engines import Engine
from hageplan.travel.engines.answers import Json
from hageplan.travel.engines.osrm import OsrmRoads
from hageplan.travel.engines.valhalla import BOARDING_MINUTES, Request, ValhallaRoads
from hageplan.web.service import Service

T = TypeVar("T")
_REFUSED: Final = (400,)
"""What both answer with where there is no way; the reason stands in the answer."""
_NOT_OSRMS: Final = (400, 404)
"""What OSRM answers to a question that Valhalla knows."""


def roads_at(url: str, settings: Innlesing) -> Engine:
    """Return the driving that a server finds; raises ServiceError where it does not answer.

    It is asked what it is, and which map it has.
    """
    again = msg(
        "make sure the server given as tjener under [veier] in hageplan.toml is running, or plan "
        "with --fallback"
    )
    service = Service(msg("the road server {url}", url=url), url, settings, again)
    told = service.find("status", lambda answer: _status(answer, url), absent=_NOT_OSRMS)
    if told is not None:
        return ValhallaRoads(OverHttp(service), told)
    return OsrmRoads(service, url)


def _status(answer: Json, url: str) -> Source:
    """Return what Valhalla says of itself."""
    built = answer["tileset_last_modified"]
    data = datetime.fromtimestamp(built, UTC).date() if built else None
    version = f"valhalla-{url}-{answer['version']}-{built}"
    return Source("valhalla-server", data, version, avoids=True, boarding_minutes=BOARDING_MINUTES)


class OverHttp:
    """Asks Valhalla over HTTP, a part of a table at a time."""

    most = 50, 50
    """Together as many pairs as `max_matrix_location_pairs` allows where nobody has changed it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def one(self, action: str, request: Request, understood: Callable[[Json], T]) -> T | None:
        """Return what `understood` makes of the answer; None where Valhalla finds no way."""
        return self._service.post(action, request, understood, absent=_REFUSED)

    def tables(
        self, requests: Sequence[Request], understood: Callable[[Json, Request], Numbers]
    ) -> list[Numbers | None]:
        """Return the tables asked for, one after another."""
        return [self._table(one, understood) for one in requests]

    def _table(
        self, request: Request, understood: Callable[[Json, Request], Numbers]
    ) -> Numbers | None:
        return self.one("sources_to_targets", request, lambda answer: understood(answer, request))
