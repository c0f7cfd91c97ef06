"""Municipalities, and finding one by what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated

from pydantic import Field

from hageplan.records.base import Lat, Lon, Record, Sted
from hageplan.records.spelling import fold

Kommunenummer = Annotated[str, Field(pattern=r"^\d{4}$")]

_WITH_FYLKE = re.compile(r"^(?P<navn>.+?)(?:\s+i\s+|\s*,\s*|\s*\()(?P<fylke>[^()]+?)\)?$")


class Kommune(Record):
    """One municipality; `lat`/`lon` are its centre's, in degrees (WGS 84)."""

    kommunenummer: Kommunenummer
    navn: str
    fylkesnummer: str
    fylke: str
    senter: str
    lat: Lat
    lon: Lon
    koordinatkilde: str = ""
    folketall: Annotated[int, Field(ge=0)] | None = None
    areal_km2: Annotated[float, Field(gt=0)] | None = None

    @property
    def sentrum(self) -> Sted:
        """The centre, under its own name."""
        return Sted(navn=self.senter, lat=self.lat, lon=self.lon)


class Kommuner:
    """A catalogue of municipalities, looked up by number or name."""

    def __init__(self, kommuner: Iterable[Kommune]) -> None:
        self._by_number = {kommune.kommunenummer: kommune for kommune in kommuner}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kommuner) and self._by_number == other._by_number

    def __hash__(self) -> int:
        return hash(frozenset(self._by_number))

    def __getitem__(self, kommunenummer: str) -> Kommune:
        return self._by_number[kommunenummer]

    def __contains__(self, kommunenummer: object) -> bool:
        return kommunenummer in self._by_number

    def __iter__(self) -> Iterator[Kommune]:
        return iter(self._by_number.values())

    def __len__(self) -> int:
        return len(self._by_number)

    def replaced(self, overrides: Iterable[Kommune]) -> Kommuner:
        """Return a catalogue in which `overrides` take the place of the same numbers."""
        return Kommuner([*self, *overrides])

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Kommune]]:
        """The municipalities by each spelling of their names."""
        found: dict[str, list[Kommune]] = {}
        for kommune in self:
            for spelling in sorted(fold(kommune.navn)):
                found.setdefault(spelling, []).append(kommune)
        return found

    def matching(self, text: str) -> tuple[Kommune, ...]:
        """Return the municipalities that `text` names: a number, a name, or "Våler (Innlandet)"."""
        text = text.strip()
        if text in self:
            return (self[text],)
        if named := self._named(text):
            return named
        if with_fylke := _WITH_FYLKE.match(text):
            fylke = fold(with_fylke["fylke"])
            return tuple(k for k in self._named(with_fylke["navn"]) if fold(k.fylke) & fylke)
        return ()

    def _named(self, text: str) -> tuple[Kommune, ...]:
        unique = {k.kommunenummer: k for s in fold(text) for k in self.by_name.get(s, ())}
        return tuple(unique.values())
