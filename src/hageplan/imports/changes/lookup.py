"""The units that updates are about, as the register has them now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date

from hageplan.imports.changes.relevant import Relevant, Watched
from hageplan.imports.sources.brreg import KINDS, Asking, Kind, fetch_named, fetch_unit, fetch_units
from hageplan.imports.sources.units import Unit
from hageplan.mail.consent import SOLE_TRADER


def changed_units(
    asking: Asking, kind: Kind, found: Relevant, looked_at: Watched
) -> dict[str, Unit]:
    """Return the units of a page's updates that are of the records, or lie where it is looked at.

    Many are asked for at a time; only known ones that are gone are asked for one by one.
    Raises ServiceError.
    """
    known = fetch_named(asking, kind, found.known.keys())
    for number in found.known.keys() - known.keys():
        unit = fetch_unit(asking, number, [kind])
        last = found.known[number][-1]
        if unit is None and last.endringstype == "Sletting":
            unit = {"organisasjonsnummer": number, "slettedato": f"{last.day}"}
        if unit is not None:
            known[number] = unit
    perhaps = fetch_named(asking, kind, found.perhaps.keys(), looked_at.kommuner)
    return {**known, **_with_owners_form(asking, perhaps)}


def all_units(asking: Asking, looked_at: Watched, ours: Set[str], today: date) -> dict[str, Unit]:
    """Return all units of the municipalities, and those of the records that are elsewhere now.

    `ours` are the numbers of the records' own companies. Raises ServiceError.
    """
    found = fetch_units(asking, sorted(looked_at.kommuner), today)
    units = {str(one["organisasjonsnummer"]): one for _, one in found}
    for kind in KINDS:
        units |= fetch_named(asking, kind, looked_at.numbers - units.keys())
    for number in sorted(ours - units.keys()):
        unit = fetch_unit(asking, number)
        units |= {number: unit} if unit else {}
    return units


def listed_units(listed: Iterable[Unit], looked_at: Watched) -> dict[str, Unit]:
    """Return the units of a list that are of the records, or lie where it is looked at."""
    return {one["organisasjonsnummer"]: one for one in listed if _is_looked_at(one, looked_at)}


def _is_looked_at(unit: Unit, looked_at: Watched) -> bool:
    address = unit.get("beliggenhetsadresse") or unit.get("forretningsadresse") or {}
    is_here = address.get("kommunenummer") in looked_at.kommuner
    return is_here or unit["organisasjonsnummer"] in looked_at.numbers


def _with_owners_form(asking: Asking, units: Mapping[str, Unit]) -> dict[str, Unit]:
    """Return units, places of sole traders marked as such: the register tells it of owners."""
    owners = {str(one["overordnetEnhet"]) for one in units.values() if one.get("overordnetEnhet")}
    named = fetch_named(asking, KINDS[-1], owners - units.keys())
    sole = {n for n, one in named.items() if one["organisasjonsform"]["kode"] == SOLE_TRADER}
    form = {"kode": SOLE_TRADER, "beskrivelse": ""}
    return {
        number: {**one, "organisasjonsform": form} if one.get("overordnetEnhet") in sole else one
        for number, one in units.items()
    }
