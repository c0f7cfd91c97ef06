"""Enhetsregisteret's service: the units of municipalities, page by page.

It gives at most 10 000 results of a query: a query with more is split by the day of registration.
What was fetched is kept until all is there, so that a break costs nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, Self

import httpx2
import stamina
from brreg import BrregError, BrregRestError
from brreg.enhetsregisteret import Client, EnhetQuery, UnderenhetQuery

from hageplan.errors import ServiceError
from hageplan.imports.sources.units import Unit
from hageplan.messages import msg
from hageplan.workspace.kilder import KeptPages

Kind = Literal["enheter", "underenheter"]
KINDS: Final[tuple[Kind, ...]] = ("underenheter", "enheter")

MOST: Final = 10_000
"""Results of a query that the service gives."""
PAGE: Final = 500
FIRST_DAY: Final = date(1900, 1, 1)
"""Before any registration."""
_TIMEOUT_S: Final = 20.0
_ATTEMPTS: Final = 5
_WAIT_S: Final = 0.5
_LONGEST_WAIT_S: Final = 20.0


@dataclass(frozen=True, kw_only=True)
class Service:
    """How the service is asked.

    Attributes:
        kept: Pages that were fetched; none is fetched twice.
        pause: Called before each request.
        progress: Called with the share that is fetched.
    """

    url: str
    kept: KeptPages
    pause: Callable[[], None]
    progress: Callable[[float], None]


class _Client(Client):
    """The service's client, with another address and time limit than its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__()

    def __enter__(self) -> Self:
        return self

    def open(self) -> None:
        super().open()
        self._client.base_url = httpx2.URL(self._url)
        self._client.timeout = httpx2.Timeout(_TIMEOUT_S)


def fetch_units(
    service: Service, kommuner: Sequence[str], today: date
) -> Iterator[tuple[int, Unit]]:
    """Give the numbered units of municipalities (numbers): places of business, then their owners.

    Raises ServiceError where the service cannot be asked, or answers what it should not.
    """
    number = 0
    parts = [(kind, kommune) for kind in KINDS for kommune in kommuner]
    with _Client(service.url) as client:
        for done, (kind, kommune) in enumerate(parts):
            fetch = _Fetching(client, service, kind, kommune)
            for unit in fetch.units(FIRST_DAY, today):
                number += 1
                yield number, unit
                service.progress((done + fetch.share) / len(parts))


def fetch_unit(service: Service, number: str) -> Unit | None:
    """Return one unit, None where the register has none of that number; raises ServiceError."""
    with _Client(service.url) as client:
        service.pause()
        found = _asked(lambda: client.get_underenhet(number) or client.get_enhet(number))
    return None if found is None else _plain(found)


class _Fetching:
    """Fetches all units of one kind in a municipality; `share` is the part that is fetched."""

    def __init__(self, client: _Client, service: Service, kind: Kind, kommunenummer: str) -> None:
        self._client, self._service = client, service
        self._kind, self._kommunenummer = kind, kommunenummer
        self._got, self._total = 0, 0

    @property
    def share(self) -> float:
        return self._got / max(self._total, self._got, 1)

    def units(self, first: date, last: date) -> Iterator[Unit]:
        """Give the units that were registered in a span of days."""
        page = self._page(first, last, 0)
        total = int(page["total"])
        self._total = self._total or total
        if total > MOST and first < last:
            middle = first + (last - first) // 2
            yield from self.units(first, middle)
            yield from self.units(middle + timedelta(days=1), last)
            return
        if total > MOST:
            raise ServiceError(
                msg("{count} units were registered on {day}; the service gives {most} at most",
                    count=total, day=first, most=MOST),
                msg("use the register's bulk files: --file"),
            )  # fmt: skip
        for number in range(max(1, -(-total // PAGE))):
            for unit in (self._page(first, last, number) if number else page)["units"]:
                self._got += 1
                yield unit

    def _page(self, first: date, last: date, number: int) -> dict[str, Any]:
        key = f"{self._kind} {self._kommunenummer} {first} {last} {number}"
        kept = self._service.kept.get(key)
        if kept is not None:
            found: dict[str, Any] = json.loads(kept)
            return found
        self._service.pause()
        page: dict[str, Any] = _asked(lambda: self._fetched(first, last, number))
        self._service.kept.put(key, json.dumps(page, ensure_ascii=False))
        return page

    def _fetched(self, first: date, last: date, number: int) -> dict[str, Any]:
        span: dict[str, Any] = {
            "fra_registreringsdato_enhetsregisteret": first,
            "til_registreringsdato_enhetsregisteret": last,
            "size": PAGE,
            "page": number,
        }
        if self._kind == "enheter":
            query = EnhetQuery(kommunenummer=[self._kommunenummer], **span)
            page: Any = self._client.search_enhet(query).get_page(number)
        else:
            places = UnderenhetQuery(kommunenummer=[self._kommunenummer], **span)
            page = self._client.search_underenhet(places).get_page(number)
        return {"total": page.total_elements, "units": [*map(_plain, page.items)]}


def _plain(unit: Any) -> Unit:  # noqa: ANN401  (the client's models have no common type)
    plain: Unit = unit.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def _asked(request: Callable[[], Any]) -> Any:  # noqa: ANN401  (whatever is asked for)
    """Return what a request gives; one that may go well later is made again, ever more slowly."""
    logging.getLogger("stamina").addHandler(logging.NullHandler())
    attempts = stamina.retry_context(
        on=_may_help, attempts=_ATTEMPTS, timeout=None, wait_initial=_WAIT_S,
        wait_max=_LONGEST_WAIT_S,
    )  # fmt: skip
    try:
        for attempt in attempts:
            with attempt:
                return request()
    except BrregError as fault:
        raise ServiceError(
            msg("Enhetsregisteret did not answer as it should: {why}", why=_told(fault)),
            msg("nothing was changed; run the same again: it goes on where it stopped"),
        ) from fault
    raise AssertionError


def _may_help(fault: Exception) -> bool:
    """Tell whether another attempt may go well: not where the request itself is wrong."""
    if not isinstance(fault, BrregRestError):
        return False
    return fault.status_code is None or fault.status_code == 429 or fault.status_code >= 500


def _told(fault: BrregError) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
