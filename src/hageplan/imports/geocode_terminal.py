"""Where companies turned out to be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hageplan.imports.result import Funnet, PosisjonCounts, Posisjonsliste
from hageplan.imports.sources.addresses import Geocoded


def position_list(found: Geocoded, written: tuple[Path, ...], *, dry: bool) -> Posisjonsliste:
    """Return what was looked up as a document."""
    kinds = Counter(place.posisjon for place in found.found.values())
    return Posisjonsliste(
        dry_run=dry,
        counts=PosisjonCounts(
            adresse=kinds["adresse"],
            vei=kinds["vei"],
            poststed=kinds["poststed"],
            unknown=len(found.unknown),
            asked_before=found.asked_before,
            no_address=found.no_address,
            not_asked=found.not_asked,
        ),
        found={number: Funnet(**vars(place)) for number, place in found.found.items()},
        unknown=found.unknown,
        written=tuple(path.as_posix() for path in written),
    )
