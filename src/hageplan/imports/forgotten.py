"""Whoever was forgotten does not come back with a list or a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from hageplan.imports.newcomers import placed
from hageplan.imports.result import Newcomer, RejectedRow
from hageplan.imports.sources.rows import CompanyRows
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Entry
from hageplan.records.personvern import Forgotten
from hageplan.records.workspace import Workspace

EntryT = TypeVar("EntryT", bound=Entry)
_TEXTS: Final = ("notat", "utvidelse", "tekst")


def without_forgotten(rows: CompanyRows, forgotten: Forgotten) -> tuple[CompanyRows, int]:
    """Return rows without the contacts and notes of people who were forgotten, and of how many."""
    companies = {
        number: replace(one, bedrift=_without(one.bedrift, forgotten))
        for number, one in rows.companies.items()
    }
    count = sum(one.bedrift is not rows.companies[n].bedrift for n, one in companies.items())
    return replace(rows, companies=companies), count


def rows_without_forgotten(
    rows: Iterable[RejectedRow], workspace: Workspace, forgotten: Forgotten
) -> tuple[RejectedRow, ...]:
    """Return rejected rows without what they say of companies that have opted out or are forgotten.

    Such a company is no newcomer, whether its number or its name tells it.
    """

    def without(row: RejectedRow) -> RejectedRow:
        if row.newcomer is None or not is_kept_out(row.newcomer, workspace, forgotten):
            return row
        why = msg("{company} has opted out or been erased", company=row.newcomer.navn)
        return RejectedRow(line=row.line, reason=why)

    return tuple(map(without, rows))


def is_kept_out(newcomer: Newcomer, workspace: Workspace, forgotten: Forgotten) -> bool:
    """Tell whether a company that is not on the list has opted out or was forgotten."""
    one = placed(newcomer, workspace)
    number = one.organisasjonsnummer
    is_reserved = any(number == other.organisasjonsnummer for other in workspace.reservasjoner)
    return is_reserved or forgotten.has_company(number, one.navn, one.kommune)


def entries_without_forgotten(
    entries: Iterable[EntryT], forgotten: Forgotten
) -> tuple[tuple[EntryT, ...], int]:
    """Return entries without the notes that name people who were forgotten, and how many had."""
    found: list[EntryT] = []
    count = 0
    for entry in entries:
        named = {
            key: ""
            for key in _TEXTS
            if forgotten.is_named(getattr(entry, key, ""), entry.organisasjonsnummer)
        }
        count += bool(named)
        found.append(cast("EntryT", entry.model_copy(update=named)) if named else entry)
    return tuple(found), count


def _without(bedrift: Bedrift, forgotten: Forgotten) -> Bedrift:
    """Return a company without what would bring somebody back.

    Whose name or address it is, all of the contact is; a telephone alone may be the company's.
    """
    number, kontakt = bedrift.organisasjonsnummer, bedrift.kontakt
    told = {"navn": kontakt.navn, "epost": kontakt.epost, "telefon": kontakt.telefon}
    named = {key for key, text in told.items() if forgotten.is_named(text, number)}
    is_in_note = forgotten.is_named(bedrift.notat, number)
    if not (named or is_in_note):
        return bedrift
    values: dict[str, Any] = bedrift.model_dump(exclude_unset=True)
    if is_in_note:
        del values["notat"]
    if named == {"telefon"} and kontakt.navn:
        del values["kontakt"]["telefon"]
    elif named:
        del values["kontakt"]
    return Bedrift.model_validate(values)
