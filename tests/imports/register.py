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


def update(
    number: int, unit: str, kind: str = "Endring", day: str = "2026-11-24", **changed: object
) -> Unit:
    """Return an update as a feed has it; `changed` are the fields that it says changed."""
    told = {
        "oppdateringsid": number,
        "dato": f"{day}T10:00:00.000Z",
        "organisasjonsnummer": unit,
        "endringstype": kind,
        "_links": {"enhet": {"href": f"http://localhost/api/enheter/{unit}"}},
    }
    if kind == "Endring":
        told["endringer"] = [
            {"op": "replace", "path": f"/{path.replace('__', '/')}", "value": value}
            for path, value in changed.items()
        ]
    return told


def leader(name: str, day: str = "2026-11-20", role: str = "DAGL") -> Unit:
    """Return who leads a unit, as the service has it."""
    first, _, last = name.rpartition(" ")
    person = {"fodselsdato": "1970-01-02", "navn": {"fornavn": first, "etternavn": last}}
    kind = {"kode": role, "beskrivelse": "Daglig leder"}
    return {
        "type": kind,
        "sistEndret": day,
        "roller": [{"type": kind, "person": {**person, "erDoed": False}, "avregistrert": False}],
    }


@dataclass
class Register:
    """What the service holds, and what goes wrong: `faults` has a fault per request, in turn.

    `updates` are those of the feeds, by kind; `size` is the most of a page. `roles` are the leaders
    of units, whose changes have numbers from 1 on, and `more` is how many updates are only said to wait.
    """

    enheter: Sequence[Unit] = ()
    underenheter: Sequence[Unit] = ()
    updates: Mapping[str, Sequence[Unit]] = field(default_factory=dict)
    roles: Mapping[str, Sequence[Unit]] = field(default_factory=dict)
    size: int = MOST
    more: int = 0
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, Any]:
        parts = urlsplit(path)
        if "/oppdateringer/" in path:
            return 200, self._feed(parts.path.rpartition("/")[2], parts.query)
        if path.endswith("/roller"):
            return 200, {"rollegrupper": self.roles.get(path.split("/")[-2], ())}
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

    def _feed(self, kind: str, query: str) -> Any:
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        size = min(int(asked["size"]), self.size)
        if kind == "roller":
            after = int(asked.get("afterId", 0))
            told = [*enumerate(self.roles, start=1)][after:]
            return [
                {"id": f"{n}", "data": {"organisasjonsnummer": unit}} for n, unit in told[:size]
            ]
        day, number = asked.get("dato", ""), int(asked.get("oppdateringsid", 0))
        found = [
            one
            for one in self.updates.get(kind, ())
            if one["dato"] >= day and one["oppdateringsid"] >= number
        ]
        total = len(found) + (self.more if found else 0)
        page = {"size": size, "totalElements": total, "totalPages": -(-total // size)}
        name = f"oppdaterte{kind.capitalize()}"
        embedded = {"_embedded": {name: found[:size]}} if found else {}
        return {**embedded, "page": {**page, "number": 0}}

    def _is_asked_for(self, one: Unit, query: Mapping[str, str]) -> bool:
        address = one.get("beliggenhetsadresse") or one.get("forretningsadresse") or {}
        if "organisasjonsnummer" in query:
            kommuner = query.get("kommunenummer")
            return (
                one["organisasjonsnummer"] in query["organisasjonsnummer"].split(",")
                and (kommuner is None or address.get("kommunenummer") in kommuner.split(","))
                and "slettedato" not in one
            )
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
