"""Municipalities, finding one by what people type, and how many companies there are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Final

from pydantic import Field

from hageplan.records.base import Dato, Lat, Lon, Many, Record, Sted
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

    def replaced(self, overrides: Iterable[Kommune]) -> "Kommuner":
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


SIZES: Final = ("0", "1-4", "5-9", "10-19", "20-49", "50-99", "100-249", "250-")
"""Classes of employees, by the names that the file has for them."""
Antall = Annotated[int, Field(ge=0)]


class Kommunetall(Record):
    """The places of business in a municipality.

    Attributes:
        alle: All of them.
        etter_ansatte: Those of each class of employees; one that is missing is not known.
        etter_naering: Those of each industry, by the two digits of its division.
    """

    kommunenummer: Kommunenummer
    alle: Antall
    etter_ansatte: dict[str, Antall] = Field(default_factory=dict)
    etter_naering: dict[str, Antall] = Field(default_factory=dict)


class Virksomhetstall(Record):
    """A table of them, in virksomheter.toml.

    Attributes:
        tabell: Its number at the source.
        tittel: What the source calls it.
        lisens: On which terms it may be used.
        hentet: The day it was fetched.
        aar: The year that is counted, on its first day.
        kommunetall: One a municipality.
    """

    tabell: str
    tittel: str
    lisens: str
    hentet: Dato
    aar: Annotated[int, Field(ge=1990, le=2100)]
    kommunetall: Many[Kommunetall] = ()
