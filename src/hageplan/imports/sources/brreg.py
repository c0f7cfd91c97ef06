"""Enhetsregisteret's service: the units of municipalities, page by page.

It gives at most 10 000 results of a query: a query with more is split by the day of registration.
What was fetched is kept until all is there, so that a break costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from brreg.enhetsregisteret import (
    Enhet,
    EnhetPage,
    EnhetQuery,
    Underenhet,
    UnderenhetPage,
    UnderenhetQuery,
)
from pydantic import BaseModel

from hageplan.errors import ServiceError
from hageplan.imports.sources.recorded import recorder
from hageplan.imports.sources.units import Unit
from hageplan.messages import msg
from hageplan.records.settings.rules import Innlesing
from hageplan.web.service import Service
from hageplan.workspace.kilder import KeptPages

Kind = Literal["enheter", "underenheter"]
KINDS: Final[tuple[Kind, ...]] = ("underenheter", "enheter")

_MODELS: Final[Mapping[Kind, type[Enhet | Underenhet]]] = {
    "underenheter": Underenhet,
    "enheter": Enhet,
}
MOST: Final = 10_000
"""Results of a query that the service gives."""
PAGE: Final = 500
NAMED: Final = 100
"""Units that are asked for by number at a time: an address is not to be too long."""
FIRST_DAY: Final = date(1900, 1, 1)
"""Before any registration."""
_MEDIA_TYPE: Final = "application/vnd.brreg.enhetsregisteret.{kind}.v2+json;charset=UTF-8"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How the register is asked.

    Attributes:
        service: The register's.
        kept: Pages that were fetched; none is fetched twice.
        pause: Called before each request.
        progress: Called with the share that is fetched.
    """

    service: Service
    kept: KeptPages
    pause: Callable[[], None]
    progress: Callable[[float], None]


def enhetsregisteret(settings: Innlesing, record: Path | None = None) -> Service:
    """Return the register's service; raises RequestError where its address is none.

    Its answers are kept in the folder `record`, where there is one.
    """
    again = msg("nothing was changed; run the command again, and it continues where it stopped")
    keep = recorder(record)
    return Service(msg("Enhetsregisteret"), settings.brreg_url, settings, again, keep)


def fetch_units(asking: Asking, kommuner: Sequence[str], today: date) -> Iterator[tuple[int, Unit]]:
    """Give the numbered units of municipalities (numbers): places of business, then their owners.

    Raises ServiceError where the service cannot be asked, or answers what it should not.
    """
    number = 0
    parts = [(kind, kommune) for kind in KINDS for kommune in kommuner]
    for done, (kind, kommune) in enumerate(parts):
        fetch = _Fetching(asking, kind, kommune)
        for unit in fetch.units(FIRST_DAY, today):
            number += 1
            yield number, unit
            asking.progress((done + fetch.share) / len(parts))


def fetch_unit(asking: Asking, number: str, kinds: Sequence[Kind] = KINDS) -> Unit | None:
    """Return one unit, None where the register has none of that number; raises ServiceError."""

    def found(kind: Kind) -> Unit | None:
        asking.pause()
        path, model = f"/{kind}/{number}", _MODELS[kind]
        return asking.service.find(path, lambda told: _plain(model.model_validate(told)),
                                   accept=_media_type(kind))  # fmt: skip

    return next(filter(None, map(found, kinds)), None)


def fetch_named(
    asking: Asking, kind: Kind, numbers: Collection[str], kommuner: Collection[str] = ()
) -> dict[str, Unit]:
    """Return units by number, of some municipalities where these are said; raises ServiceError.

    Units that are gone are not among them.
    """
    found: dict[str, Unit] = {}
    query = EnhetQuery if kind == "enheter" else UnderenhetQuery

    def units(told: object) -> list[Unit]:
        page = EnhetPage if kind == "enheter" else UnderenhetPage
        return [*map(_plain, page.model_validate(told).items)]

    ordered = sorted(numbers)
    for start in range(0, len(ordered), NAMED):
        some = ordered[start : start + NAMED]
        asked = query(organisasjonsnummer=some, kommunenummer=sorted(kommuner), size=len(some))
        asking.pause()
        path = f"/{kind}?{asked.as_url_query()}"
        named = asking.service.get(path, units, accept=_media_type(kind))
        found |= {one["organisasjonsnummer"]: one for one in named}
    return found


class _Fetching:
    """Fetches all units of one kind in a municipality; `share` is the part that is fetched."""

    def __init__(self, asking: Asking, kind: Kind, kommunenummer: str) -> None:
        self._asking = asking
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
                msg("{count} units were registered on {day}; the service returns at most "
"{most}",
                    count=total, day=first, most=MOST),
                msg("use the register's bulk files: --file"),
            )  # fmt: skip
        for number in range(max(1, -(-total // PAGE))):
            for unit in (self._page(first, last, number) if number else page)["units"]:
                self._got += 1
                yield unit

    def _page(self, first: date, last: date, number: int) -> dict[str, Any]:
        key = f"{self._kind} {self._kommunenummer} {first} {last} {number}"
        kept = self._asking.kept.get(key)
        if kept is not None:
            found: dict[str, Any] = json.loads(kept)
            return found
        self._asking.pause()
        path = f"/{self._kind}?{self._query(first, last, number).as_url_query()}"
        page = self._asking.service.get(path, partial(self._understood, number),
                                        accept=_media_type(self._kind))  # fmt: skip
        self._asking.kept.put(key, json.dumps(page, ensure_ascii=False))
        return page

    def _query(self, first: date, last: date, number: int) -> EnhetQuery | UnderenhetQuery:
        kind = EnhetQuery if self._kind == "enheter" else UnderenhetQuery
        return kind(
            kommunenummer=[self._kommunenummer],
            fra_registreringsdato_enhetsregisteret=first,
            til_registreringsdato_enhetsregisteret=last,
            size=PAGE,
            page=number,
        )

    def _understood(self, number: int, told: object) -> dict[str, Any]:
        """Return what a page says; raises ValueError where it is none, or another."""
        kind = EnhetPage if self._kind == "enheter" else UnderenhetPage
        page = kind.model_validate(told)
        if page.page_number != number:
            raise ValueError(f"page {page.page_number} instead of {number}")
        return {"total": page.total_elements, "units": [*map(_plain, page.items)]}


def _media_type(kind: Kind) -> str:
    return _MEDIA_TYPE.format(kind=kind.removesuffix("er"))


def _plain(unit: BaseModel) -> Unit:
    plain: Unit = unit.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain
