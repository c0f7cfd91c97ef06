"""Where companies are: Kartverket's service for addresses (CC BY 4.0, no key).

An address that is not known is looked for by its road, then by its postcode. Source:
ws.geonorge.no/adresser/v1.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import mean
from typing import Any, Final

import httpx2
import stamina

from hageplan.errors import ServiceError
from hageplan.messages import msg
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift, Posisjon
from hageplan.records.memory import SourceSnapshot
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


@dataclass(frozen=True)
class Place:
    """A position, and what it is the position of."""

    lat: float
    lon: float
    posisjon: Posisjon


def address_of(bedrift: Bedrift) -> str:
    """Return what is asked for: a company's address on one line, "" where there is none."""
    post = " ".join(filter(None, (bedrift.postnummer, bedrift.poststed)))
    return ", ".join(filter(None, (bedrift.adresse, post)))


@dataclass(frozen=True)
class Geocoded:
    """What looking up companies without coordinates came to.

    Attributes:
        found: Where companies are, by organisasjonsnummer.
        unknown: Numbers of those whose address nobody knows; they are planned at the centre.
        asked_before: How many had been asked for with the same address.
        no_address: How many have none.
        said: What the service is remembered to have been asked and to have said.
        not_asked: How many were not found out, since the service failed or somebody interrupted.
        failure: What happened.
    """

    found: Mapping[str, Place]
    unknown: tuple[str, ...]
    asked_before: int
    no_address: int
    said: SourceSnapshot
    not_asked: int = 0
    failure: ServiceError | KeyboardInterrupt | None = None


def look_up(
    url: str,
    bedrifter: Iterable[Bedrift],
    said: SourceSnapshot,
    pause: Callable[[], None],
    progress: Callable[[float], None],
) -> Geocoded:
    """Look up the companies that have no coordinates, each address once.

    One that the service fails on is passed over; after some in a row it is taken to be away. Ctrl-C
    ends it too, and what was found until then is returned.
    """
    without = [b for b in bedrifter if b.lat is None and b.status != "nedlagt"]
    named = [b for b in without if address_of(b)]
    open_ = [b for b in named if said.get(b.organisasjonsnummer, {}).get("adresse") != _key(b)]
    found: dict[str, Place] = {}
    unknown: list[str] = []
    remembered, in_a_row = dict(said), 0
    failure: ServiceError | KeyboardInterrupt | None = None
    with httpx2.Client(base_url=url, timeout=_TIMEOUT_S) as client:
        for done, bedrift in enumerate(open_, start=1):
            number = bedrift.organisasjonsnummer
            try:
                place = next(_places(client, bedrift, pause), None)
            except ServiceError as fault:
                failure = fault
                in_a_row += 1
                if in_a_row == _AWAY:
                    break
                continue
            except KeyboardInterrupt as interrupt:
                failure = interrupt
                break
            in_a_row = 0
            remembered[number] = {"adresse": _key(bedrift), **(vars(place) if place else {})}
            if place is None:
                unknown.append(number)
            else:
                found[number] = place
            progress(done / len(open_))
    return Geocoded(
        found,
        tuple(unknown),
        len(named) - len(open_),
        len(without) - len(named),
        remembered,
        len(open_) - len(found) - len(unknown),
        failure,
    )


def _key(bedrift: Bedrift) -> str:
    return f"{address_of(bedrift)}, {bedrift.kommunenummer}"


def _places(client: httpx2.Client, bedrift: Bedrift, pause: Callable[[], None]) -> Iterator[Place]:
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
                yield Place(lat, lon, posisjon)


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
