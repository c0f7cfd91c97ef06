"""Enhetsregisteret's feeds of updates: which units changed, when, and in which fields.

The form is that of the service's own documentation (data.brreg.no/enhetsregisteret/api/
dokumentasjon). A request names the number of an update and gets those from it on: following its
links to further pages ends after some, so the next number is asked for instead. Where nothing is
left there is no list at all. Only fields that are read stand in the models; one that is missing,
or of another kind, is a fault of the service, and said so.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hageplan.imports.sources.brreg import Asking, Kind
from hageplan.records.memory import Since

PAGE: Final = 10_000
"""Updates of a page: as many as the service gives."""
ROLES_PAGE: Final = 1000
_OSLO: Final = ZoneInfo("Europe/Oslo")
_LISTS: Final = {"enheter": "oppdaterteEnheter", "underenheter": "oppdaterteUnderenheter"}

Id = Annotated[int, Field(ge=0)]
Digits = Annotated[str, Field(pattern=r"^\d{9}$")]
"""An organisasjonsnummer; of a hundred that are read few are looked at closer."""


class _Told(BaseModel):
    """What is read of an answer; what else stands there is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Patch(_Told):
    """A field that changed, by its path such as `/forretningsadresse/kommunenummer`."""

    path: str
    value: Any = None


class Update(_Told):
    """That a unit changed; `endringer` are None where the service does not say in what."""

    oppdateringsid: Id
    dato: datetime
    organisasjonsnummer: Digits
    endringstype: Literal["Ukjent", "Ny", "Endring", "Sletting", "Fjernet"]
    endringer: tuple[Patch, ...] | None = None

    @property
    def day(self) -> date:
        """The day in Norway on which it was made known; without a zone the service means UTC."""
        moment = self.dato if self.dato.tzinfo else self.dato.replace(tzinfo=UTC)
        return moment.astimezone(_OSLO).date()

    def named(self, path: str) -> Iterator[Patch]:
        """Give the changes at a path, at what lies below it, and at what it lies in."""
        for one in self.endringer or ():
            if f"{one.path}/".startswith(f"{path}/") or f"{path}/".startswith(f"{one.path}/"):
                yield one


class _Size(_Told):
    totalElements: Id  # noqa: N815  (the service's own name)


class _Page(_Told):
    embedded: Annotated[dict[str, Any] | None, Field(alias="_embedded")] = None
    page: _Size


class _RoleData(_Told):
    organisasjonsnummer: Digits


class _RoleEvent(_Told):
    id: Id
    data: _RoleData


_UPDATES: Final = TypeAdapter(tuple[Update, ...], config=ConfigDict(defer_build=True))
_EVENTS: Final = TypeAdapter(tuple[_RoleEvent, ...], config=ConfigDict(defer_build=True))


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """A page of a feed: the updates, how many there are from here on, and where to go on."""

    updates: Sequence[Update]
    waiting: int
    next: Since


@dataclass(frozen=True, kw_only=True)
class RolesPage:
    """A page of the feed of roles: whose changed, and where to go on."""

    numbers: Sequence[str]
    next: Since


def read_page(asking: Asking, kind: Kind, since: Since, size: int = PAGE) -> FeedPage:
    """Return the updates from a number on, or from a day; raises ServiceError.

    The last page has none, and its `next` is `since`.
    """

    def understood(told: object) -> FeedPage:
        page = _Page.model_validate(told)
        waiting = page.page.totalElements
        if page.embedded is None and waiting:
            raise ValueError(f"no _embedded, of {waiting} updates")
        with _uncollected():
            updates = _UPDATES.validate_python(page.embedded[_LISTS[kind]] if page.embedded else ())
        ids = [one.oppdateringsid for one in updates]
        if isinstance(since, int) and ids and min(ids) < since:
            raise ValueError(f"oppdateringsid {min(ids)}, of those from {since} on")
        return FeedPage(updates=updates, waiting=waiting, next=max(ids) + 1 if ids else since)

    start = ("oppdateringsid", since) if isinstance(since, int) else ("dato", _midnight(since))
    query = urlencode([start, ("size", size), ("includeChanges", "true")])
    asking.pause()
    return asking.service.get(f"/oppdateringer/{kind}?{query}", understood)


def read_roles_page(asking: Asking, since: Since, size: int = ROLES_PAGE) -> RolesPage:
    """Return whose roles changed from a number on, or from a day; raises ServiceError."""

    def understood(told: object) -> RolesPage:
        events = _EVENTS.validate_python(told)
        last = max((one.id for one in events), default=None)
        numbers = dict.fromkeys(one.data.organisasjonsnummer for one in events)
        return RolesPage(numbers=[*numbers], next=since if last is None else last + 1)

    start = ("afterId", since - 1) if isinstance(since, int) else ("afterTime", _midnight(since))
    asking.pause()
    query = urlencode([start, ("size", size)])
    return asking.service.get(f"/oppdateringer/roller?{query}", understood)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: among ten thousand updates that takes ten times longer."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _midnight(day: date) -> str:
    """Return the moment a day begins in Norway, as the service wants it."""
    begins = datetime(day.year, day.month, day.day, tzinfo=_OSLO).astimezone(UTC)
    return f"{begins:%Y-%m-%dT%H:%M:%S}.000Z"
