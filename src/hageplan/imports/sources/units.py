"""Companies from the units of Enhetsregisteret, as its service and its bulk file write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from hageplan.imports.sources.cells import UnusableError, naeringskode, postnummer
from hageplan.imports.sources.companies import (
    GONE,
    CompanyRows,
    RowCollector,
    SourceCompany,
    check_required,
    validated,
)
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift

Unit = Mapping[str, Any]
"""A unit with the register's own names of fields."""
_ADDRESSES: Final = ("beliggenhetsadresse", "forretningsadresse")


def read_units(units: Iterable[tuple[int, Unit]], kommuner: Iterable[str]) -> CompanyRows:
    """Return the companies of numbered units in municipalities (numbers)."""
    wanted, found = frozenset(kommuner), RowCollector()
    for line, unit in units:
        if _address(unit).get("kommunenummer") not in wanted:
            found.outside += 1
            continue
        try:
            company, unused = company_of_unit(unit)
        except UnusableError as fault:
            found.reject(line, fault.what)
            continue
        found.take(SourceCompany(line=line, bedrift=company), unused)
    return found.rows(wanted)


def places_of(rows: CompanyRows, present: Iterable[Bedrift] = ()) -> CompanyRows:
    """Return the places that can be visited: what has a place of its own there is passed over.

    So is the owner of a place that is `present` in the records without its owner.
    A place of somebody who trades in their own name is marked as that person's: its organisasjons-
    form becomes that of its owner.
    """
    there = [*present]
    forms = {b.organisasjonsnummer: b.organisasjonsform for b in there}
    owners = {b.overordnet_enhet for b in there if b.status != "nedlagt"} - forms.keys()
    forms |= {c.bedrift.organisasjonsnummer: c.bedrift.organisasjonsform for c in rows.companies}
    owners |= {c.bedrift.overordnet_enhet for c in rows.companies}
    places = [c for c in rows.companies if c.bedrift.organisasjonsnummer not in owners]
    told = [
        replace(c, bedrift=c.bedrift.model_copy(update={"organisasjonsform": SOLE_TRADER}))
        if forms.get(c.bedrift.overordnet_enhet or "") == SOLE_TRADER
        else c
        for c in places
    ]
    passed = len(rows.companies) - len(places)
    return replace(rows, companies=tuple(told), outside=rows.outside + passed)


def joined(sources: Iterable[CompanyRows]) -> CompanyRows:
    """Return what several sources came to; a company that is in two of them is the first's."""
    read = [*sources]
    found: dict[str, SourceCompany] = {}
    outside = sum(rows.outside for rows in read)
    for company in (company for rows in read for company in rows.companies):
        first = found.setdefault(company.bedrift.organisasjonsnummer, company)
        outside += first is not company
    return CompanyRows(
        companies=tuple(found.values()),
        rejected=tuple(one for rows in read for one in rows.rejected),
        outside=outside,
        left_out=tuple(one for rows in read for one in rows.left_out),
        headings={field: name for rows in read for field, name in rows.headings.items()},
        kommuner=read[0].kommuner if read else None,
    )


def news_of(bedrift: Bedrift, unit: Unit) -> SourceCompany | None:
    """Return what a unit that is no longer where it was says of a company; None where nothing is.

    A unit that is gone may have no address left.
    """
    if any(unit.get(sign) for sign in ("slettedato", "nedleggelsesdato")):
        fields = {"organisasjonsnummer", "navn", "kommunenummer"}
        told = {name: getattr(bedrift, name) for name in fields} | {"status": "nedlagt"}
        return SourceCompany(line=0, bedrift=Bedrift.model_validate(told))
    try:
        return SourceCompany(line=0, bedrift=company_of_unit(unit)[0])
    except UnusableError:
        return None


def company_of_unit(unit: Unit) -> tuple[Bedrift, list[Message]]:
    """Return the company of a unit, and what of it isn't used.

    What is not allowed and not needed is left out. Raises UnusableError.
    """
    address = _address(unit)
    is_withheld = unit.get("harRegistrertAntallAnsatte") is False
    values = _present(
        organisasjonsnummer=unit.get("organisasjonsnummer"),
        navn=unit.get("navn"),
        kommunenummer=address.get("kommunenummer"),
        overordnet_enhet=unit.get("overordnetEnhet"),
        organisasjonsform=_kode(unit, "organisasjonsform"),
        naeringskode=naeringskode(_kode(unit, "naeringskode1") or ""),
        antall_ansatte=None if is_withheld else unit.get("antallAnsatte"),
        adresse=", ".join(line for line in address.get("adresse") or () if line),
        postnummer=address.get("postnummer") and postnummer(address["postnummer"]),
        poststed=address.get("poststed"),
        status="nedlagt" if any(unit.get(sign) for sign in GONE) else None,
    )
    check_required({**values, "kommune": values.get("kommunenummer")})
    country = address.get("landkode") or "NO"
    if country not in ("NO", "SJ"):
        raise UnusableError(msg("in another country: {code}", code=country))
    unused: list[Message] = []
    return validated(values, dict(values), unused), unused


def _present(**fields: object) -> dict[str, Any]:
    """Return the fields that say something, texts without the blanks around them."""
    plain = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    return {name: value for name, value in plain.items() if value not in (None, "")}


def _address(unit: Unit) -> Mapping[str, Any]:
    return next((unit[name] for name in _ADDRESSES if unit.get(name)), {})


def _kode(unit: Unit, name: str) -> str | None:
    return (unit.get(name) or {}).get("kode")
