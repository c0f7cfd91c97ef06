"""All entries that one thing said comes to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from hageplan.errors import RequestError
from hageplan.log.checks import check_owner, check_people, past
from hageplan.log.contact import corrected, free_moment, kept_appointment, new_contact
from hageplan.log.said import Said
from hageplan.messages import msg
from hageplan.records.entries import free_id, id_of, plain_id
from hageplan.records.logg import Entry, Henvendelse, Oppfolging


def entries_of(
    number: str, said: Said, known: Sequence[Entry], people: Collection[str], now: datetime
) -> tuple[Henvendelse, tuple[Entry, ...]]:
    """Return a new contact of the company `number`, and the entries that it leads to.

    `known` are the company's entries so far, `people` the ids of our medarbeidere. Raises
    RequestError where the contact cannot be written.
    """
    check_people((said.answers.get("medarbeider"), said.ansvarlig), people)
    tid = past(said.at, now) if said.at else free_moment(now.replace(microsecond=0), number, known)
    contact = new_contact(number, tid, said.answers, known)
    kept = kept_appointment(contact, known)
    if not contact.medarbeider:
        who = kept.medarbeider if kept else next(iter(people)) if len(people) == 1 else ""
        contact = contact.model_copy(update={"medarbeider": who})
    promises = _promises(contact, said, (*known, contact))
    return contact, (*([kept] if kept else []), *promises)


def correction_of(
    before: Henvendelse,
    said: Said,
    known: Sequence[Entry],
    people: Collection[str],
    now: datetime,
) -> tuple[Henvendelse, tuple[Entry, ...]]:
    """Return the entry that replaces the contact `before`, and what was promised besides.

    Raises RequestError where it cannot, or where nothing would change.
    """
    check_people((said.answers.get("medarbeider"), said.ansvarlig), people)
    moved: dict[str, Any] = {"tid": past(said.at, now)} if said.at else {}
    if not said.answers and not moved and not said.promises:
        raise RequestError(
            msg("nothing is said to be otherwise in {id}", id=id_of(before)),
            msg("say what is right, such as --interesse ikke, or take it back with --stryk"),
        )
    contact = corrected(before, {**said.answers, **moved}, known)
    return contact, tuple(_promises(contact, said, (*known, contact)))


def _promises(contact: Henvendelse, said: Said, known: Sequence[Entry]) -> list[Oppfolging]:
    owner = said.ansvarlig or contact.medarbeider
    if said.promises:
        check_owner(owner)
    taken = {id_of(entry) for entry in known}
    found = []
    for frist, task in said.promises:
        promise = Oppfolging(
            id="oppfolging",
            organisasjonsnummer=contact.organisasjonsnummer,
            henvendelse=id_of(contact),
            frist=frist,
            ansvarlig=owner,
            tekst=task,
        )
        own = free_id(plain_id(promise), taken)
        taken.add(own)
        found.append(promise.model_copy(update={"id": own}))
    return found
