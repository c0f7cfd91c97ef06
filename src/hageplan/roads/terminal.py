"""Road networks for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Console

from hageplan.i18n import _, say, short_date
from hageplan.roads.result import KnownNetwork, KnownNetworks
from hageplan.ui.console import text, title
from hageplan.ui.numbers import decimal

_NAMES: Final = 4
"""Municipalities that are named, at most."""


def print_networks(known: KnownNetworks, out: Console) -> None:
    """Print where driving comes from, and what networks there are."""
    title(_("Roads"), out, is_example=known.example_data)
    out.print(text(_source(known)))
    for network in known.networks:
        out.print()
        for line in _lines(network):
            out.print(text(line, "" if network.is_used else "dim"))
    out.print()
    out.print(text(say("Road networks are stored in {folder}", folder=known.folder), "dim"))
    if not known.networks:
        out.print(text(_("Build one: hageplan roads build FILE.osm.pbf"), "dim"))
    if not known.can_build:
        out.print(
            text(_('Building networks needs Python 3.12 and: pip install "hageplan[veier]"'), "dim")
        )


def _source(known: KnownNetworks) -> str:
    if known.provider == "estimate":
        return _("Driving times are estimated.")
    if known.provider == "valhalla":
        return _("Driving times come from the network marked ●.")
    return say("Driving times come from the server {url}", url=known.provider)


def _lines(network: KnownNetwork) -> Iterator[str]:
    mark = "●" if network.is_used else "○"
    names = ", ".join(network.where[:_NAMES]) + (" …" if len(network.where) > _NAMES else "")
    yield say("{mark} {id}: {km} km around {names}", mark=mark, id=network.id,
              km=decimal(network.around_km), names=names)  # fmt: skip
    when = short_date(network.data) if network.data else _("unknown date")
    built = short_date(network.built) if network.built else _("unknown date")
    yield "  " + say("data from {date} ({file}), built {built}", date=when, file=network.source,
                     built=built)  # fmt: skip
    if network.is_old:
        yield "  " + _("The data are more than two years old: build it again from a newer file.")
    yield "  " + say("{count} roads, {size} MB; {licence}", count=network.roads,
                     size=decimal(network.size_mb), licence=network.licence)  # fmt: skip
