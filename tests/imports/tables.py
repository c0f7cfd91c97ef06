"""A stand-in for Statistisk sentralbyrå's service for tables, and the answers of table 07091."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.imports import local
from tests.imports.local import Reply

CODES = ("99", "00", "01", "02", "03", "04", "05", "15", "16")
LABELS = (
    "Alle størrelsesgrupper", "Ingen ansatte", "1-4 ansatte", "5-9 ansatte", "10-19 ansatte",
    "20-49 ansatte", "50-99 ansatte", "100-249 ansatte", "250 ansatte og over",
)  # fmt: skip
INDUSTRIES = {"01-99": "Alle næringer", "01": "Jordbruk", "41": "Oppføring", "00": "Uoppgitt"}
Counts = Mapping[tuple[str, str], int | None]
"""Places of business by industry and class of employees."""


def counts(*by_size: int, industries: Mapping[str, int] | None = None) -> Counts:
    """Return counts of a municipality: those of each class, and of each industry."""
    told: dict[tuple[str, str], int | None] = {("01-99", "99"): sum(by_size)}
    told |= {("01-99", code): count for code, count in zip(CODES[1:], by_size, strict=True)}
    return told | {(code, "99"): count for code, count in (industries or {}).items()}


def table(kommuner: Mapping[str, Counts], year: int = 2026) -> dict[str, Any]:
    """Return the table as the service writes it, with a municipality's numbers of today."""
    dimensions: dict[str, dict[str, str]] = {
        "Region": {f"K-{number}": number for number in kommuner},
        "NACE2007": INDUSTRIES,
        "AntAnsatte": dict(zip(CODES, LABELS, strict=True)),
        "ContentsCode": {"Bedrifter": "Virksomheter"},
        "Tid": {f"{year}": f"{year}"},
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"07091: Virksomheter, etter region, næring, antall ansatte og år {year}",
        "source": "Statistisk sentralbyrå",
        "updated": "2026-02-20T07:00:00Z",
        "id": [*dimensions],
        "size": [len(one) for one in dimensions.values()],
        "dimension": {
            name: {
                "label": name,
                "category": {
                    "index": {code: n for n, code in enumerate(labels)},
                    "label": labels,
                },
            }
            for name, labels in dimensions.items()
        },
        "value": [
            kommuner[region.removeprefix("K-")].get((industry, size), 0)
            for region, industry, size, _contents, _year in product(*dimensions.values())
        ],
    }


def unchanged(told: dict[str, Any]) -> Any:
    """Leave an answer as it is."""
    return told


@dataclass
class Tables:
    """What the service holds, how its answers are `changed`, and what goes wrong, in turn."""

    held: Mapping[str, Counts] = field(default_factory=dict)
    changed: Callable[[dict[str, Any]], Any] = unchanged
    faults: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> Reply:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.asked.append(query)
        fault = self.faults.pop(0) if self.faults else ""
        regions = query["valueCodes[Region]"].replace("K-", "").split(",")
        if fault.isdigit() or parts.path != "/tables/07091/data":
            return Reply(int(fault or 404), b"{}", headers={"Retry-After": "0"})
        told = table({number: self.held[number] for number in regions if number in self.held})
        body = json.dumps(self.changed(told)).encode()
        wait_s = 3.0 if fault == "slow" else 0.0
        return Reply(200, body, wait_s, len(body) // 2 if fault == "cut" else None)


@contextmanager
def serving(tables: Tables) -> Iterator[Tables]:
    """Serve what is held at `tables.url`."""
    with local.serving(tables.answer) as url:
        tables.url = url
        yield tables
