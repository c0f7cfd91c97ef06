"""Where companies are: Kartverket's service for addresses (CC BY 4.0, no key).

An address that is not known is looked for by its road, then by its postcode. Source:
ws.geonorge.no/adresser/v1.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import mean
from typing import Any, Final

import httpx2
import stamina

from hageplan.errors import ServiceError
from hageplan.imports.result import Position
from hageplan.messages import msg
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift, Posisjon
from hageplan.records.memory import SourceSnapshot
from hageplan.records.workspace import Workspace
from hageplan.travel.estimate import great_circle_km

APART_KM: Final[Mapping[Posisjon, float]] = {"adresse": 1.0, "vei": 30.0, "poststed": 100.0}
"""How far hits may lie from their middle; farther apart they are of several places."""
MOST: Final = 100
"""Hits of which the middle is taken where a road or a postcode is all that is known."""
DECIMALS: Final = 5
"""Of a degree: about a metre."""
_TIMEOUT_S: Final = 20.0
_ATTEMPTS: Final = 4
_AWAY: Final = 3
"""Companies in a row on which the service fails until it is taken to be away."""
_AGAIN: Final = msg("what was found is kept; run the same again for the rest")
_WAIT_S: Final = 0.5
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
        snapshot: What the service is remembered to have been asked and to have said.
        asked_before: How many had been asked for with the same address.
        no_address: How many have none.
        not_asked: How many were not found out, since the service failed or somebody interrupted.
        failure: What happened.
    """

    snapshot: SourceSnapshot
    asked_before: int
    no_address: int
    not_asked: int
    found: dict[str, Position] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    failure: ServiceError | KeyboardInterrupt | None = None

    def take(self, bedrift: Bedrift, place: Position | None) -> None:
        """Take in what the service says of a company."""
        number = bedrift.organisasjonsnummer
        told = place.model_dump() if place else {}
        self.snapshot[number] = {"adresse": _key(bedrift), **told}
        self.not_asked -= 1
        if place is None:
            self.unknown.append(number)
        else:
            self.found[number] = place


def look_up(
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
    wanted = [b for b in workspace.bedrifter if not kommuner or b.kommunenummer in kommuner]
    without = [b for b in wanted if b.lat is None and b.status != "nedlagt"]
    named = [b for b in without if address_of(b)]
    open_ = [b for b in named if snapshot.get(b.organisasjonsnummer, {}).get("adresse") != _key(b)]
    found = Geocoded(
        snapshot=dict(snapshot),
        asked_before=len(named) - len(open_),
        no_address=len(without) - len(named),
        not_asked=len(open_),
    )
    in_a_row, url = 0, workspace.oppsett.innlesing.adresse_url
    with httpx2.Client(base_url=url, timeout=_TIMEOUT_S) as client:
        for done, bedrift in enumerate(open_, start=1):
            try:
                found.take(bedrift, next(_places(client, bedrift, pause), None))
            except ServiceError as fault:
                found.failure = fault
                in_a_row += 1
                if in_a_row == _AWAY:
                    break
                continue
            except KeyboardInterrupt as interrupt:
                found.failure = interrupt
                break
            in_a_row = 0
            progress(done / len(open_))
    return found


def _key(bedrift: Bedrift) -> str:
    return f"{address_of(bedrift)}, {bedrift.kommunenummer}"


def _places(
    client: httpx2.Client, bedrift: Bedrift, pause: Callable[[], None]
) -> Iterator[Position]:
    """Give positions, the best first; no more is asked than is wanted."""
    asked: list[tuple[Posisjon, Mapping[str, str]]] = []
    place = {"kommunenummer": bedrift.kommunenummer}
    post = {"postnummer": bedrift.postnummer} if bedrift.postnummer else {}
    road = _NUMBER.sub("", bedrift.adresse)
    if bedrift.adresse:
        asked.append(("adresse", {"adressetekst": bedrift.adresse, **place, **post}))
    if road:
        asked.append(("vei", {"adressenavn": road, **place}))
    if post:
        asked.append(("poststed", post))
    for posisjon, query in asked:
        pause()
        if points := _points(client, query):
            lat, lon = (round(mean(values), DECIMALS) for values in zip(*points, strict=True))
            places = [Sted(navn="", lat=one, lon=other) for one, other in ((lat, lon), *points)]
            if great_circle_km(places)[0].max() <= APART_KM[posisjon]:
                yield Position(lat=lat, lon=lon, posisjon=posisjon)


def _points(client: httpx2.Client, query: Mapping[str, str]) -> list[tuple[float, float]]:
    """Return the positions of what matches, in degrees (EPSG:4258)."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    attempts = stamina.retry_context(
        on=_may_help, attempts=_ATTEMPTS, timeout=None, wait_initial=_WAIT_S
    )
    fixed = {"treffPerSide": str(MOST), "utkoordsys": "4258"}
    try:
        for attempt in attempts:
            with attempt:
                answer = client.get("/sok", params={**query, **fixed})
                answer.raise_for_status()
                hits: list[Any] = answer.json()["adresser"]
                points = (hit["representasjonspunkt"] for hit in hits)
                return [(float(point["lat"]), float(point["lon"])) for point in points]
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as fault:
        raise ServiceError(
            msg("Kartverket's service for addresses did not answer as it should: {why}",
                why=str(fault)[:200] or type(fault).__name__),
            _AGAIN,
        ) from fault  # fmt: skip
    raise AssertionError


def _may_help(fault: Exception) -> bool:
    """Tell whether another attempt may go well: not where the request itself is wrong."""
    if isinstance(fault, httpx2.HTTPStatusError):
        return fault.response.status_code == 429 or fault.response.status_code >= 500
    return isinstance(fault, httpx2.TransportError)
