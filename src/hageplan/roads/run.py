"""What `roads`, `roads build` and `roads remove` do."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hageplan.command.answer import progress_bar, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import agreed
from hageplan.errors import RequestError
from hageplan.i18n import _, say
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.roads.result import KnownNetwork, KnownNetworks
from hageplan.roads.terminal import print_networks
from hageplan.travel.network.area import around
from hageplan.travel.network.folder import (
    Network,
    networks,
    roads_folder,
    size_of,
)
from hageplan.travel.network.folder import remove as remove_network
from hageplan.travel.source import network_in_use, places_of

_MEGABYTE: Final = 1_000_000


def overview(call: Call) -> None:
    """Show where driving comes from, and all networks."""
    known = _known(call, call.records())
    call.show(known, lambda out: print_networks(known, out))


def build(call: Call, file: Path, around_km: float) -> None:
    """Build the network around the workspace's places."""
    # Only who builds needs it; it loads programs that others do without.
    from hageplan.travel.network.build import build as build_network

    records = call.records()
    area = around(((place.lat, place.lon) for place in places_of(records)), around_km)
    numbers = dict.fromkeys((*records.dekker, *records.vurderer))
    where = tuple(records.kommuner[number].navn for number in numbers)
    with progress_bar(quiet=call.quiet, doing=_("Building the road network")) as progress:
        build_network(file, area, where, today=call.today, progress=progress)
    known = _known(call, records)
    call.show(known, lambda out: print_networks(known, out))


def remove(call: Call, network: str, *, yes: bool) -> None:
    """Remove a network, after asking."""
    found = _meant(network)
    question = say("Remove the road network {id}?", id=found.id)
    if not yes and not agreed(question, as_json=call.as_json):
        raise unconfirmed(quiet=call.quiet)
    remove_network(found)
    call.note(say("hageplan: deleted {id}", id=found.id))


def _known(call: Call, records: Workspace) -> KnownNetworks:
    settings, used = records.oppsett.veier, network_in_use(records)
    return KnownNetworks(
        example_data=records.example_data,
        provider=settings.tjener or ("valhalla" if used else "estimate"),
        folder=str(roads_folder()),
        can_build=bool(find_spec("valhalla") and find_spec("osmium")),
        networks=tuple(_told(one, used, call) for one in networks()),
    )


def _told(network: Network, used: Network | None, call: Call) -> KnownNetwork:
    return KnownNetwork(
        id=network.id,
        where=network.where,
        around_km=network.around_km,
        source=network.source,
        data=network.data,
        built=network.built,
        is_old=network.is_old(call.today),
        roads=network.roads,
        size_mb=round(size_of(network) / _MEGABYTE, 1),
        licence=network.licence,
        is_used=used is not None and used.id == network.id,
    )


def _meant(network: str) -> Network:
    """Return the network whose name begins so."""
    found = [one for one in networks() if network and one.id.startswith(network)]
    if len(found) != 1:
        raise RequestError(
            msg("this machine has no road network {name}", name=network)
            if not found
            else msg("several road networks begin with {name}", name=network),
            msg("show them: hageplan roads"),
        )
    return found[0]
