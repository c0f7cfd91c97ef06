"""Which source of driving a workspace has: a server, an offline network, or the estimate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache, partial
from importlib.util import find_spec

from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.records.settings.rules import Innlesing
from hageplan.records.settings.veinett import Veinett
from hageplan.records.workspace import Workspace
from hageplan.travel import Point, Roads, Source
from hageplan.travel.engines import Engine
from hageplan.travel.estimate import EstimatedRoads
from hageplan.travel.kept import Kept
from hageplan.travel.network.folder import (
    MATRIX,
    TILES,
    Network,
    networks,
    newest_that_covers,
    roads_folder,
)
from hageplan.travel.rows import SharedRows
from hageplan.travel.shelf import Shelf
from hageplan.travel.standin import OrEstimate, WithStandIn


def roads_of(workspace: Workspace) -> Roads:
    """Return the source of a workspace's driving.

    That is the server of `[veier] tjener`, else the newest network that covers its places, else the
    estimate. Raises ServiceError where a server does not answer, unless the estimate may stand in.
    """
    oppsett = workspace.oppsett
    settings, network = oppsett.veier, network_in_use(workspace)
    if settings.tjener is None and network is None:
        return EstimatedRoads(oppsett.kjoring)
    innlesing = oppsett.innlesing.model_dump_json()
    return _roads(settings, oppsett.kjoring, innlesing, network, _points(workspace))


def has_roads(workspace: Workspace) -> bool:
    """Tell whether a workspace's driving is more than the estimate."""
    return workspace.oppsett.veier.tjener is not None or network_in_use(workspace) is not None


def network_in_use(workspace: Workspace) -> Network | None:
    """Return the network that a workspace's driving comes from, if it comes from one."""
    settings = workspace.oppsett.veier
    if settings.tjener is not None or not settings.nett or find_spec("valhalla") is None:
        return None
    found = networks()
    return newest_that_covers(found, _points(workspace)) if found else None


def _points(workspace: Workspace) -> tuple[Point, ...]:
    return tuple(sorted({(one.lat, one.lon) for one in places_of(workspace)}))


def places_of(workspace: Workspace) -> Iterator[Sted]:
    """Give the places that are driven to and from."""
    oppsett = workspace.oppsett
    yield from filter(
        None, (oppsett.naeringshage.kontor, *(one.hjem for one in oppsett.medarbeider))
    )
    yield from oppsett.overnattingssted
    centred = {*workspace.dekker, *workspace.vurderer}
    for bedrift in workspace.bedrifter:
        if bedrift.lat is None or bedrift.lon is None:
            centred.add(bedrift.kommunenummer)
        else:
            yield Sted(navn="", lat=bedrift.lat, lon=bedrift.lon)
    yield from (workspace.kommuner[number].sentrum for number in sorted(centred))


@lru_cache(maxsize=2)
def _roads(
    settings: Veinett,
    kjoring: Kjoring,
    innlesing: str,
    network: Network | None,
    places: tuple[Point, ...],
) -> Roads:
    """Return the roads of a network or a server; once in a run, since it is asked what it is."""
    estimated = EstimatedRoads(kjoring)
    make = partial(_engine, settings, Innlesing.model_validate_json(innlesing), network)
    engine = OrEstimate(make, estimated) if settings.anslag_ved_feil else make()
    rows = SharedRows(Sted(navn="", lat=lat, lon=lon) for lat, lon in places)
    return WithStandIn(Kept(engine, rows, _shelf(engine, network)), estimated)


def _engine(settings: Veinett, innlesing: Innlesing, network: Network | None) -> Engine:
    if settings.tjener is not None:
        from hageplan.travel.engines.server import roads_at

        return roads_at(settings.tjener, innlesing)
    from hageplan.travel.engines.embedded import Embedded
    from hageplan.travel.engines.valhalla import BOARDING_MINUTES, ValhallaRoads

    assert network is not None  # noqa: S101  (`roads_of` asks for no other)
    source = Source(
        "valhalla", network.data, network.id, avoids=True, boarding_minutes=BOARDING_MINUTES
    )
    return ValhallaRoads(Embedded(roads_folder() / network.id / TILES), source)


def _shelf(engine: Engine, network: Network | None) -> Shelf | None:
    """Return where an engine's driving is kept; None for one that does not tell its version."""
    if network is not None:
        return Shelf(roads_folder() / network.id / MATRIX)
    if not engine.source.version:
        return None
    name = hashlib.blake2b(engine.source.version.encode(), digest_size=6).hexdigest()
    return Shelf(roads_folder() / f"server-{name}" / MATRIX)
