"""A stand-in for Regnskapsregisteret's service on this machine: its answers and its faults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.imports import local
from tests.imports.local import Reply

Answer = list[dict[str, Any]]


def filed(
    number: str,
    year: int = 2025,
    turnover: float | None = 5_200_000.0,
    result: float | None = 310_000.0,
    **fields: object,
) -> dict[str, Any]:
    """Return the accounts of a company as the service writes them."""
    income = {} if turnover is None else {"sumDriftsinntekter": turnover}
    operating = {"driftsinntekter": income, "driftskostnad": {}}
    told = {
        "id": 1,
        "journalnr": "2026123456",
        "regnskapstype": "SELSKAP",
        "virksomhet": {
            "organisasjonsnummer": number,
            "organisasjonsform": "AS",
            "morselskap": False,
        },
        "regnskapsperiode": {"fraDato": f"{year}-01-01", "tilDato": f"{year}-12-31"},
        "valuta": "NOK",
        "avviklingsregnskap": False,
        "oppstillingsplan": "store",
        "revisjon": {"ikkeRevidertAarsregnskap": False},
        "regnkapsprinsipper": {"smaaForetak": True},
        "egenkapitalGjeld": {"sumEgenkapitalGjeld": 1.0},
        "eiendeler": {"sumEiendeler": 1.0},
        "resultatregnskapResultat": {
            "driftsresultat": operating
            if result is None
            else {**operating, "driftsresultat": result},
            "finansresultat": {},
            "aarsresultat": 1.0,
        },
    }
    return {**told, **fields}


@dataclass
class Filing:
    """What the service holds by number, and what goes wrong: a fault per request, in turn."""

    held: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> Reply:
        number = path.rpartition("/")[2]
        self.asked.append(number)
        fault = self.faults.pop(0) if self.faults else ""
        if fault.isdigit():
            return Reply(int(fault), b"{}", headers={"Retry-After": "0"})
        if number not in self.held:
            return Reply(404, b"")
        body = b"<html>" if fault == "malformed" else json.dumps(self.held[number]).encode()
        wait_s = 3.0 if fault == "slow" else 0.0
        return Reply(200, body, wait_s, len(body) // 2 if fault == "cut" else None)


@contextmanager
def serving(filing: Filing) -> Iterator[Filing]:
    """Serve what is held at `filing.url`."""
    with local.serving(filing.answer) as url:
        filing.url = f"{url}/regnskap"
        yield filing
