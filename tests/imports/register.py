"""A stand-in for Enhetsregisteret's service on this machine: its pages, its limits, its faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hageplan.records.spelling import control_digit
from tests.imports import local
from tests.imports.local import Reply

MOST = 10_000
Unit = dict[str, Any]


def numbers(start: int = 31_000_000) -> Iterator[str]:
    """Give valid organisation numbers of the synthetic series."""
    for head in range(start, 39_999_999):
        digit = control_digit(f"{head}")
        if digit is not None:
            yield f"{head}{digit}"


def unit(number: str, navn: str, kommunenummer: str = "3427", **fields: object) -> Unit:
    """Return a unit as the service writes it: a place where it has an owner."""
    owner = "overordnetEnhet" in fields
    address = "beliggenhetsadresse" if owner else "forretningsadresse"
    return {
        "organisasjonsnummer": number,
        "navn": navn,
        "organisasjonsform": {
            "kode": fields.pop("form", "BEDR" if owner else "AS"),
            "beskrivelse": "",
        },
        "registreringsdatoEnhetsregisteret": "2001-02-03",
        "naeringskode1": {"kode": "16.100", "beskrivelse": "Saging"},
        "harRegistrertAntallAnsatte": "antallAnsatte" in fields,
        address: {
            "land": "Norge",
            "landkode": "NO",
            "postnummer": "2500",
            "poststed": "TYNSET",
            "adresse": ["Vegen 1", None, ""],
            "kommune": "TYNSET",
            "kommunenummer": kommunenummer,
        },
        **fields,
    }


@dataclass
class Register:
    """What the service holds, and what goes wrong: `faults` has a fault per request, in turn."""

    enheter: Sequence[Unit] = ()
    underenheter: Sequence[Unit] = ()
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, Mapping[str, Any]]:
        parts = urlsplit(path)
        kind, _, number = parts.path.removeprefix("/api/").partition("/")
        units = self.enheter if kind == "enheter" else self.underenheter
        if number:
            found = [one for one in units if one["organisasjonsnummer"] == number]
            return (200, found[0]) if found else (404, {})
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        size, page = int(query["size"]), int(query.get("page", 0))
        if (page + 1) * size > MOST:
            return 400, {"feilmelding": "Antall treff er større enn 10 000"}
        found = [one for one in units if self._is_asked_for(one, query)]
        return 200, {
            "_embedded": {kind: found[page * size : (page + 1) * size]},
            "page": {
                "size": size,
                "totalElements": len(found),
                "totalPages": -(-len(found) // size),
                "number": page,
            },
        }

    def _is_asked_for(self, one: Unit, query: Mapping[str, str]) -> bool:
        address = one.get("beliggenhetsadresse") or one.get("forretningsadresse") or {}
        return (
            address.get("kommunenummer") in query["kommunenummer"].split(",")
            and query["fraRegistreringsdatoEnhetsregisteret"]
            <= one["registreringsdatoEnhetsregisteret"]
            <= query["tilRegistreringsdatoEnhetsregisteret"]
            and "slettedato" not in one
        )


@contextmanager
def serving(register: Register, before: Callable[[], None] = lambda: None) -> Iterator[Register]:
    """Serve a register at `register.url`; `before` is called before each answer."""

    def answer(path: str) -> Reply:
        register.asked.append(path)
        before()
        fault = register.faults.pop(0) if register.faults else ""
        status, found = register.answer(path)
        body = json.dumps(found).encode()
        if fault.isdigit():
            return Reply(int(fault), b"{}")
        if fault == "malformed":
            return Reply(status, b"<html>not what you think</html>")
        wait_s = 3.0 if fault == "slow" else 0.0
        return Reply(status, body, wait_s, len(body) // 2 if fault == "cut" else None)

    with local.serving(answer) as url:
        register.url = f"{url}/api"
        yield register
