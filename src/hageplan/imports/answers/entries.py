"""What answers come to in the log: what `hageplan log` would have written of each visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hageplan.errors import RequestError
from hageplan.imports.answers.judge import Answer
from hageplan.log.contact_entries import entries_of
from hageplan.records.logg import Avtale, Entry, Henvendelse, Oppfolging
from hageplan.records.personvern import Reservasjon
from hageplan.records.workspace import Workspace

LogEntry = Henvendelse | Avtale | Oppfolging


@dataclass(frozen=True, kw_only=True)
class AnswerEntries:
    """Entries of the log, who does not want to be contacted again, and what cannot be written."""

    entries: tuple[LogEntry, ...]
    opted_out: tuple[Reservasjon, ...]
    refused: tuple[Answer, ...]


def answer_entries(answers: Sequence[Answer], records: Workspace, now: datetime) -> AnswerEntries:
    """Return what the answers come to."""
    found: list[LogEntry] = []
    opted_out: dict[str, Reservasjon] = {}
    refused: list[Answer] = []
    reserved = {one.organisasjonsnummer for one in records.reservasjoner}
    for one in answers:
        if one.stop is None:
            continue
        number, people = one.stop.number, [p.id for p in records.oppsett.medarbeider]
        contact = one.meaning.contact()
        who = {"medarbeider": one.stop.medarbeider} if one.stop.medarbeider in people else {}
        said = replace(contact, at=one.at, answers={**who, **contact.answers})
        try:
            entries = entries_of(number, said, _known(number, records, found), people, now)
        except RequestError as fault:
            refused.append(one.doubted("broken", fault.message))
            continue
        found += [entry for entry in entries if isinstance(entry, LogEntry)]
        if said.reservert and number not in reserved:
            day, grunn = entries[0].tid.date(), entries[0].notat
            opted_out[number] = Reservasjon(organisasjonsnummer=number, siden=day, grunn=grunn)
    return AnswerEntries(
        entries=tuple(found), opted_out=tuple(opted_out.values()), refused=tuple(refused)
    )


def _known(number: str, records: Workspace, found: Iterable[Entry]) -> list[Entry]:
    known: Iterable[Entry] = (
        *records.henvendelser, *records.rettet, *records.avtaler, *records.oppfolginger, *found,
    )  # fmt: skip
    return [entry for entry in known if entry.organisasjonsnummer == number]
