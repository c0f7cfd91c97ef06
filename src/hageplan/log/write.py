"""Write contacts and their corrections into the log, with all that they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from hageplan.log.contact_entries import Entries, correction_of, entries_of
from hageplan.log.contact_input import ContactInput
from hageplan.log.result import FlagTask, LoggedEntries
from hageplan.records.logg import Entry, Henvendelse
from hageplan.records.personvern import Reservasjon
from hageplan.workspace.append import log_path, with_records
from hageplan.workspace.journal import change_files
from hageplan.workspace.partial import (
    Company,
    companies,
    contact_with_id,
    entries_about,
    followup_rules,
    medarbeidere_in,
)
from hageplan.workspace.privacy_files import reservation_file


def log_contact(folder: Path, company: Company, said: ContactInput, now: datetime) -> LoggedEntries:
    """Write a contact into the log, with what was promised and the appointment that it kept.

    `now` is the time in Norway; only who holds the workspace's lock may call this. Raises
    RequestError where the contact cannot be written.
    """
    number = company.organisasjonsnummer
    known, people = entries_about(folder, number), medarbeidere_in(folder)
    entries = entries_of(number, said, known, people, now)
    beside = {}
    if said.reservert:
        contact = entries[0]
        siden, grunn = contact.tid.date(), contact.notat
        beside = reservation_file(
            folder, Reservasjon(organisasjonsnummer=number, siden=siden, grunn=grunn)
        )
    return _written(folder, company.navn, known, entries, beside)


def correct_contact(
    folder: Path, entry_id: str, said: ContactInput, now: datetime
) -> LoggedEntries:
    """Write an entry that replaces the contact with this id, as `log_contact` does."""
    before = contact_with_id(folder, entry_id)
    number = before.organisasjonsnummer
    known, people = entries_about(folder, number), medarbeidere_in(folder)
    entries = correction_of(before, said, known, people, now)
    names = {company.organisasjonsnummer: company.navn for company in companies(folder)}
    return _written(folder, names.get(number, number), known, entries)


def _written(
    folder: Path,
    navn: str,
    known: tuple[Entry, ...],
    entries: Entries,
    beside: Mapping[Path, bytes] = MappingProxyType({}),
) -> LoggedEntries:
    """Write entries, and what goes `beside` the log in the same change."""
    contact = entries[0]
    path = log_path(folder, contact.tid.year)
    change_files(folder, {**beside, **with_records(path, entries)})
    return LoggedEntries(
        navn=navn,
        entries=entries,
        flag_task=_flag_task(folder, contact, (*known, *entries)) if contact.flagg else None,
        path=path,
    )


def _flag_task(folder: Path, contact: Henvendelse, known: Iterable[Entry]) -> FlagTask | None:
    """Return the task that a contact's flag becomes, where nothing `known` takes it up."""
    # Tasks take 50 ms to load, and few contacts have a flag.
    from hageplan.followup.due import flag_due, is_taken_up

    if contact.stroket or is_taken_up(contact, known):
        return None
    rules = followup_rules(folder)
    owner = contact.medarbeider or rules.leder or next(iter(medarbeidere_in(folder)), "")
    return FlagTask(ansvarlig=owner or "?", frist=flag_due(contact, rules))
