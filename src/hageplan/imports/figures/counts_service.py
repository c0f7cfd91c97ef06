"""Statistisk sentralbyrå's service for tables (PxWebApi 2; no key): places of business.

Table 07091 counts places of business by municipality, industry and employees, on the first day of
each year. Source: ssb.no/statbank/table/07091, and ssb.no/api for the form of questions and of
answers (json-stat2), which the models below have as documented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import prod
from operator import mul
from pathlib import Path
from typing import Final, Literal, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hageplan.imports.sources.recorded import recorder
from hageplan.messages import msg
from hageplan.records.kommune import SIZES, Kommunetall
from hageplan.records.settings.rules import Innlesing
from hageplan.web.service import Service

TABLE: Final = "07091"
AT_A_TIME: Final = 100
"""Municipalities: an address may have 2 100 signs, and an answer 800 000 cells."""
_REGION, _INDUSTRY, _EMPLOYEES, _YEAR = "Region", "NACE2007", "AntAnsatte", "Tid"
_CODES: Final = dict(zip(("00", "01", "02", "03", "04", "05", "15", "16"), SIZES, strict=True))
"""The classes of employees by the table's codes."""
_EVERY_SIZE: Final = "99"
_EVERY_INDUSTRY: Final = "01-99"
_DIVISION: Final = re.compile(r"\d{2}")


class _Category(BaseModel):
    """The codes of a dimension in their order, and what they are called."""

    model_config = ConfigDict(frozen=True)

    index: dict[str, int]
    label: dict[str, str]


class _Dimension(BaseModel):
    model_config = ConfigDict(frozen=True)

    category: _Category


class Table(BaseModel):
    """A table as json-stat2: the cells in the order of its dimensions, the last one fastest."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["dataset"] = Field(alias="class")
    label: str
    id: list[str]
    size: list[int]
    dimension: dict[str, _Dimension]
    value: list[float | None]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = {_REGION, _INDUSTRY, _EMPLOYEES, _YEAR} - {*self.id}
        if missing:
            raise ValueError(f"no dimension {min(missing)}")
        lengths = [len(self.codes(name)) for name in self.id]
        if lengths != self.size or prod(self.size) != len(self.value):
            raise ValueError("cells and dimensions do not agree")
        needed = {_EMPLOYEES: {*_CODES, _EVERY_SIZE}, _INDUSTRY: {_EVERY_INDUSTRY}}
        for name, codes in needed.items():
            if lacking := codes - self.codes(name).keys():
                raise ValueError(f"{name} has no code {min(lacking)}")
        for code, size in _CODES.items():
            label = self.dimension[_EMPLOYEES].category.label.get(code, "")
            if code != "00" and "-".join(re.findall(r"\d+", label)) != size.rstrip("-"):
                raise ValueError(f"{_EMPLOYEES} {code} is called {label[:40]}")
        return self

    def codes(self, name: str) -> Mapping[str, int]:
        """Return the codes of a dimension, with their places."""
        return self.dimension[name].category.index

    @property
    def year(self) -> int:
        """The last year that it counts."""
        return int(max(self.codes(_YEAR)))

    def cell(self, **codes: str) -> int | None:
        """Return a cell of the last year by the codes of dimensions; None where it is empty."""
        told = {_YEAR: f"{self.year}", **codes}
        steps = [*accumulate(reversed(self.size[1:]), mul, initial=1)][::-1]
        places = (self.codes(name).get(told.get(name, ""), 0) for name in self.id)
        found = self.value[sum(place * step for place, step in zip(places, steps, strict=True))]
        return None if found is None else round(found)


def statistics(settings: Innlesing, record: Path | None = None) -> Service:
    """Return the service; raises RequestError where its address is none.

    Its answers are kept in the folder `record`, where there is one.
    """
    again = msg(
        "nothing was changed; try again later, and see with --try whether the table has changed"
    )
    return Service(
        msg("Statistisk sentralbyrå"), settings.ssb_url, settings, again, recorder(record)
    )


def paths_of(kommuner: Sequence[str]) -> tuple[str, ...]:
    """Return what is asked for of municipalities (numbers): some of them at a time."""
    starts = range(0, len(kommuner), AT_A_TIME)
    return tuple(_path(kommuner[start : start + AT_A_TIME]) for start in starts)


def _path(kommuner: Sequence[str]) -> str:
    query = {
        "lang": "no",
        "outputFormat": "json-stat2",
        # Numbers of today, also where municipalities were joined or got other numbers.
        f"codelist[{_REGION}]": "agg_KommSummer",
        f"outputValues[{_REGION}]": "aggregated",
        f"valueCodes[{_REGION}]": ",".join(f"K-{number}" for number in kommuner),
        f"valueCodes[{_INDUSTRY}]": "*",
        f"valueCodes[{_EMPLOYEES}]": "*",
        "valueCodes[ContentsCode]": "Bedrifter",
        f"valueCodes[{_YEAR}]": "top(1)",
    }
    return f"/tables/{TABLE}/data?{urlencode(query)}"


def counts_in(table: Table) -> tuple[Kommunetall, ...]:
    """Return what a table tells of its municipalities; those without a count are left out."""
    found = []
    for region in table.codes(_REGION):
        whole = table.cell(Region=region, NACE2007=_EVERY_INDUSTRY, AntAnsatte=_EVERY_SIZE)
        if whole is None:
            continue
        sizes = {
            size: table.cell(Region=region, NACE2007=_EVERY_INDUSTRY, AntAnsatte=code)
            for code, size in _CODES.items()
        }
        industries = {
            code: table.cell(Region=region, NACE2007=code, AntAnsatte=_EVERY_SIZE)
            for code in table.codes(_INDUSTRY)
            if _DIVISION.fullmatch(code)
        }
        one = Kommunetall(
            kommunenummer=region.removeprefix("K-"),
            alle=whole,
            etter_ansatte={name: count for name, count in sizes.items() if count is not None},
            etter_naering={name: count for name, count in industries.items() if count},
        )
        found.append(one)
    return tuple(found)
