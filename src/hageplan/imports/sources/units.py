"""Companies from the units of Enhetsregisteret, as its service and its bulk file write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from hageplan.imports.sources.cells import UnusableError, naeringskode, postnummer
from hageplan.imports.sources.companies import GONE, check_required, validated
from hageplan.imports.sources.rows import CompanyRows, SourceCompany
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift

Unit = Mapping[str, Any]
"""A unit with the register's own names of fields."""
_ADDRESSES: Final = ("beliggenhetsadresse", "forretningsadresse")


def read_units(units: Iterable[tuple[int, Unit]], kommuner: Iterable[str]) -> CompanyRows:
    """Return the companies of numbered units in municipalities (numbers)."""
    wanted = frozenset(kommuner)
    found = CompanyRows(kommuner=wanted)
    for line, unit in units:
        if _address(unit).get("kommunenummer") not in wanted:
            found.outside += 1
            continue
        try:
            company, unused = company_of_unit(unit)
        except UnusableError as fault:
            found.reject(line, fault.what, ())
            continue
        found.take(SourceCompany(line=line, bedrift=company), unused)
    return found


def places_of(rows: CompanyRows, present: Iterable[Bedrift] = ()) -> CompanyRows:
    """Return the places that can be visited: what has a place of its own there is passed over.

    So is the owner of a place that is `present` in the records without its owner.
    A place of somebody who trades in their own name is marked as that person's: its organisasjons-
    form becomes that of its owner.
    """
    there = [*present]
    forms = {b.organisasjonsnummer: b.organisasjonsform for b in there}
    owners = {b.overordnet_enhet for b in there if b.status != "nedlagt"} - forms.keys()
    forms |= {number: c.bedrift.organisasjonsform for number, c in rows.companies.items()}
    owners |= {c.bedrift.overordnet_enhet for c in rows.companies.values()}
    places = {number: c for number, c in rows.companies.items() if number not in owners}
    for number, company in places.items():
        if forms.get(company.bedrift.overordnet_enhet or "") == SOLE_TRADER:
            own = company.bedrift.model_copy(update={"organisasjonsform": SOLE_TRADER})
            places[number] = replace(company, bedrift=own)
    passed = len(rows.companies) - len(places)
    return replace(rows, companies=places, outside=rows.outside + passed)


def joined(sources: Sequence[CompanyRows]) -> CompanyRows:
    """Return what several sources came to; a company that is in two of them is the first's."""
    found = CompanyRows(kommuner=sources[0].kommuner if sources else None)
    for rows in sources:
        for number, company in rows.companies.items():
            found.outside += found.companies.setdefault(number, company) is not company
        found.outside += rows.outside
        found.rejected += rows.rejected
        found.left_out += rows.left_out
        found.headings = {**found.headings, **rows.headings}
    return found


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
