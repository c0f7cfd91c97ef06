"""Companies from the units of Enhetsregisteret, as its service and its bulk file write them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from hageplan.imports.sources.companies import Candidate, Read, Rejection, UnusableError, company_of
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift

Unit = Mapping[str, Any]
"""A unit with the register's own names of fields."""
_ADDRESSES: Final = ("beliggenhetsadresse", "forretningsadresse")


def read_units(units: Iterable[tuple[int, Unit]], wanted: Container[str]) -> Read:
    """Return the companies of numbered units in the `wanted` municipalities (numbers)."""
    found: dict[str, Candidate] = {}
    rejected: list[Rejection] = []
    left_out: list[Rejection] = []
    outside = 0
    for line, unit in units:
        if _address(unit).get("kommunenummer") not in wanted:
            outside += 1
            continue
        try:
            company, unused = company_of(_cells(unit), str)
        except UnusableError as fault:
            rejected.append(Rejection(line, fault.what))
            continue
        candidate = Candidate(line, company)
        first = found.setdefault(company.organisasjonsnummer, candidate)
        if first is not candidate:
            what = msg("the same company as in line {line}", line=first.line)
            rejected.append(Rejection(line, what))
            continue
        left_out += (Rejection(line, what) for what in unused)
    return Read(tuple(found.values()), tuple(rejected), outside, tuple(left_out))


def places_of(read: Read, present: Iterable[Bedrift] = ()) -> Read:
    """Return the places that can be visited: what has a place of its own there is passed over.

    So is who is `present` in the records by a place alone, whether or not this source tells of it.
    A place of somebody who trades in their own name is marked as that person's: its organisasjons-
    form becomes that of its owner.
    """
    there = [*present]
    forms = {b.organisasjonsnummer: b.organisasjonsform for b in there}
    owners = {b.overordnet_enhet for b in there if b.status != "nedlagt"} - forms.keys()
    forms |= {c.bedrift.organisasjonsnummer: c.bedrift.organisasjonsform for c in read.candidates}
    owners |= {c.bedrift.overordnet_enhet for c in read.candidates}
    places = [c for c in read.candidates if c.bedrift.organisasjonsnummer not in owners]
    told = [
        replace(c, bedrift=c.bedrift.model_copy(update={"organisasjonsform": SOLE_TRADER}))
        if forms.get(c.bedrift.overordnet_enhet or "") == SOLE_TRADER
        else c
        for c in places
    ]
    passed = len(read.candidates) - len(places)
    return replace(read, candidates=tuple(told), outside=read.outside + passed)


def joined(reads: Iterable[Read]) -> Read:
    """Return what several sources came to; a company that is in two of them is the first's."""
    found: dict[str, Candidate] = {}
    rejected: list[Rejection] = []
    left_out: list[Rejection] = []
    outside = 0
    for read in reads:
        for candidate in read.candidates:
            first = found.setdefault(candidate.bedrift.organisasjonsnummer, candidate)
            outside += first is not candidate
        rejected += read.rejected
        left_out += read.left_out
        outside += read.outside
    return Read(tuple(found.values()), tuple(rejected), outside, tuple(left_out))


def news_of(bedrift: Bedrift, unit: Unit) -> Candidate | None:
    """Return what a unit that is no longer where it was says of a company; None where nothing is.

    A unit that is gone may have no address left.
    """
    if any(unit.get(sign) for sign in ("slettedato", "nedleggelsesdato")):
        fields = {"organisasjonsnummer", "navn", "kommunenummer"}
        told = {name: getattr(bedrift, name) for name in fields} | {"status": "nedlagt"}
        return Candidate(0, Bedrift.model_validate(told))
    try:
        return Candidate(0, company_of(_cells(unit), str)[0])
    except UnusableError:
        return None


def _cells(unit: Unit) -> dict[str, str]:
    """Return a unit as the row of a table would have it."""
    address = _address(unit)
    lines = [line for line in address.get("adresse") or () if line]
    values = {
        "organisasjonsnummer": unit.get("organisasjonsnummer"),
        "navn": unit.get("navn"),
        "kommune": address.get("kommunenummer"),
        "overordnet_enhet": unit.get("overordnetEnhet"),
        "organisasjonsform": _kode(unit, "organisasjonsform"),
        "naeringskode": _kode(unit, "naeringskode1"),
        "antall_ansatte": unit.get("antallAnsatte"),
        "adresse": ", ".join(lines),
        "postnummer": address.get("postnummer"),
        "poststed": address.get("poststed"),
        "har_registrert_antall_ansatte": unit.get("harRegistrertAntallAnsatte"),
        "landkode": address.get("landkode"),
        "konkurs": unit.get("konkurs"),
        "slettedato": unit.get("slettedato"),
        "nedleggelsesdato": unit.get("nedleggelsesdato"),
    }
    texts = {field: _text(value) for field, value in values.items() if value is not None}
    return {field: text for field, text in texts.items() if text}


def _address(unit: Unit) -> Mapping[str, Any]:
    return next((unit[name] for name in _ADDRESSES if unit.get(name)), {})


def _kode(unit: Unit, name: str) -> str | None:
    return (unit.get(name) or {}).get("kode")


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
