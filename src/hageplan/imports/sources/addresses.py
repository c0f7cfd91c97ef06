"""Where companies are: Kartverket's service for addresses (CC BY 4.0, no key).

An address that is not known is looked for by its road, then by its postcode. Source:
ws.geonorge.no/adresser/v1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import mean
from typing import Any, Final
from urllib.parse import urlencode

from hageplan.errors import ServiceError
from hageplan.imports.result import Position
from hageplan.messages import msg
from hageplan.records.base import Sted, is_in_norway
from hageplan.records.bedrift import Bedrift, Posisjon
from hageplan.records.memory import SourceSnapshot
from hageplan.records.settings.rules import Innlesing
from hageplan.records.workspace import Workspace
from hageplan.travel.estimate import great_circle_km
from hageplan.web.service import Service

APART_KM: Final[Mapping[Posisjon, float]] = {"adresse": 1.0, "vei": 30.0, "poststed": 100.0}
"""How far hits may lie from their middle; farther apart they are of several places."""
MOST: Final = 100
"""Hits of which the middle is taken where a road or a postcode is all that is known."""
DECIMALS: Final = 5
"""Of a degree: about a metre."""
_AWAY: Final = 3
"""Companies in a row on which the service fails until it is taken to be away."""
_NUMBER: Final = re.compile(r"\s+\d+\s*[a-zæøå]?\b.*$", re.IGNORECASE)
"""What follows a road's name in an address."""


def address_of(bedrift: Bedrift) -> str:
    """Return what is asked for: a company's address on one line, "" where there is none."""
    post = " ".join(filter(None, (bedrift.postnummer, bedrift.poststed)))
    return ", ".join(filter(None, (bedrift.adresse, post)))


@dataclass(kw_only=True)
class Geocoded:
    """What looking up companies without coordinates came to.

    Attributes:
        found: Where companies are, by organisasjonsnummer.
        unknown: Numbers of those whose address nobody knows; they are planned at the centre.
        outside: Those of them that the service puts where nobody is visited.
        told: What the service said, by organisasjonsnummer, and the address it was asked for.
        asked_before: How many had been asked for with the same address.
        no_address: How many have none.
        not_asked: How many were not found out, since the service failed or somebody interrupted.
        failure: What happened.
    """

    asked_before: int
    no_address: int
    not_asked: int
    found: dict[str, Position] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    told: SourceSnapshot = field(default_factory=dict)
    failure: ServiceError | KeyboardInterrupt | None = None

    def take(self, bedrift: Bedrift, place: Position | None, *, is_outside: bool) -> None:
        """Take in what the service says of a company."""
        number = bedrift.organisasjonsnummer
        told = place.model_dump() if place else {}
        self.told[number] = {"adresse": _key(bedrift), **told}
        self.not_asked -= 1
        if place is not None:
            self.found[number] = place
            return
        self.unknown.append(number)
        if is_outside:
            self.outside.append(number)

    def still_asked_for(self, workspace: Workspace) -> Geocoded:
        """Return what is to be kept where the records are not as they were when it was asked.

        That is of companies whose address is the same, and that still have no coordinates.
        """
        open_ = {b.organisasjonsnummer: _key(b) for b in _without(workspace)}
        still = {n for n, told in self.told.items() if open_.get(n) == told["adresse"]}
        changed = open_.keys() & self.told.keys() - still
        return replace(
            self,
            not_asked=self.not_asked + len(changed),
            found={n: place for n, place in self.found.items() if n in still},
            unknown=[n for n in self.unknown if n in still],
            outside=[n for n in self.outside if n in still],
            told={n: told for n, told in self.told.items() if n in still},
        )


def kartverket(settings: Innlesing) -> Service:
    """Return the service; raises RequestError where its address is none."""
    again = msg("what was found is saved; run the command again for the rest")
    name = msg("Kartverket's service for addresses")
    return Service(name, settings.adresse_url, settings, again)


def look_up(
    service: Service,
    workspace: Workspace,
    snapshot: SourceSnapshot,
    kommuner: Collection[str],
    pause: Callable[[], None],
    progress: Callable[[float], None],
) -> Geocoded:
    """Look up the companies that have no coordinates, each address once.

    `snapshot` is what the service said before, `kommuner` are numbers (none: all); `pause` is
    called before each request. A company that the service fails on is passed over; after some in a
    row it is taken to be away. Ctrl-C ends it too, and what was found until then is returned.
    """
    without = [b for b in _without(workspace) if not kommuner or b.kommunenummer in kommuner]
    named = [b for b in without if address_of(b)]
    open_ = [b for b in named if snapshot.get(b.organisasjonsnummer, {}).get("adresse") != _key(b)]
    found = Geocoded(
        asked_before=len(named) - len(open_),
        no_address=len(without) - len(named),
        not_asked=len(open_),
    )
    in_a_row = 0
    for done, bedrift in enumerate(open_, start=1):
        try:
            place, is_outside = _place(service, bedrift, pause)
        except ServiceError as fault:
            found.failure = fault
            in_a_row += 1
            if in_a_row == _AWAY:
                break
            continue
        except KeyboardInterrupt as interrupt:
            found.failure = interrupt
            break
        found.take(bedrift, place, is_outside=is_outside)
        in_a_row = 0
        progress(done / len(open_))
    return found


def _without(workspace: Workspace) -> list[Bedrift]:
    """Return the companies whose position is wanted."""
    return [b for b in workspace.bedrifter if b.lat is None and b.status != "nedlagt"]


def _key(bedrift: Bedrift) -> str:
    return f"{address_of(bedrift)}, {bedrift.kommunenummer}"


def _place(
    service: Service, bedrift: Bedrift, pause: Callable[[], None]
) -> tuple[Position | None, bool]:
    """Return where a company is, and whether the service puts it where nobody is visited.

    No more is asked than is needed.
    """
    is_outside = False
    for posisjon, query in _queries(bedrift):
        pause()
        hits = _points(service, query)
        points = [one for one in hits if is_in_norway(*one)]
        is_outside = is_outside or len(points) < len(hits)
        if points:
            lat, lon = (round(mean(values), DECIMALS) for values in zip(*points, strict=True))
            places = [Sted(navn="", lat=one, lon=other) for one, other in ((lat, lon), *points)]
            if great_circle_km(places)[0].max() <= APART_KM[posisjon]:
                return Position(lat=lat, lon=lon, posisjon=posisjon), False
    return None, is_outside


def _queries(bedrift: Bedrift) -> Iterator[tuple[Posisjon, Mapping[str, str]]]:
    """Give what to ask for, what is nearest to the company first."""
    place = {"kommunenummer": bedrift.kommunenummer}
    post = {"postnummer": bedrift.postnummer} if bedrift.postnummer else {}
    if bedrift.adresse:
        yield "adresse", {"adressetekst": bedrift.adresse, **place, **post}
    if road := _NUMBER.sub("", bedrift.adresse):
        yield "vei", {"adressenavn": road, **place}
    if post:
        yield "poststed", post


def _points(service: Service, query: Mapping[str, str]) -> list[tuple[float, float]]:
    """Return the positions of what matches, in degrees (EPSG:4258)."""
    asked = {**query, "treffPerSide": str(MOST), "utkoordsys": "4258"}
    return service.get(f"/sok?{urlencode(asked)}", _points_in)


def _points_in(told: Mapping[str, Any]) -> list[tuple[float, float]]:
    points = (hit["representasjonspunkt"] for hit in told["adresser"])
    return [(float(point["lat"]), float(point["lon"])) for point in points]
