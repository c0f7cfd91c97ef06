"""The entries that a contact comes to: itself, the appointment it kept, what was promised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import ValidationError

from hageplan.errors import RequestError
from hageplan.log.contact_input import ContactInput
from hageplan.messages import msg
from hageplan.records.avtaler import booked, replacement
from hageplan.records.entries import id_of, standing, with_free_id
from hageplan.records.logg import MET, Avtale, Entry, Henvendelse, Oppfolging
from hageplan.records.status import Utfall

Entries = tuple[Henvendelse, *tuple[Entry, ...]]
"""A contact, and what it led to."""


def entries_of(
    number: str, said: ContactInput, known: Sequence[Entry], people: Collection[str], now: datetime
) -> Entries:
    """Return a new contact of the company `number`, and the entries that it leads to.

    `known` are the company's entries so far, `people` the ids of our medarbeidere. Raises
    RequestError where the contact cannot be written.
    """
    check_people((said.answers.get("medarbeider"), said.ansvarlig), people)
    check_outcome(said.answers.get("utfall"), said.answers.get("interesse"))
    tid = past(said.at, now) if said.at else free_moment(now.replace(microsecond=0), number, known)
    contact = _valid_contact(contact_table(number, said, tid), known)
    kept = kept_appointment(contact, known)
    if not contact.medarbeider:
        who = kept.medarbeider if kept else next(iter(people)) if len(people) == 1 else ""
        contact = contact.model_copy(update={"medarbeider": who})
    appointment = () if kept is None else (kept,)
    return (contact, *appointment, *_promises(contact, said, (*known, contact)))


def contact_table(number: str, said: ContactInput, tid: datetime) -> dict[str, Any]:
    """Return the table of a contact with a company, as the log would have it."""
    # A form comes in to us unless somebody says otherwise.
    usual = {"retning": "inn"} if said.answers.get("kanal") == "skjema" else {}
    return {**usual, **said.answers, "organisasjonsnummer": number, "tid": tid}


def correction_of(
    before: Henvendelse,
    said: ContactInput,
    known: Sequence[Entry],
    people: Collection[str],
    now: datetime,
) -> Entries:
    """Return the entry that replaces the contact `before`, and what was promised besides.

    Raises RequestError where it cannot, or where nothing would change.
    """
    check_people((said.answers.get("medarbeider"), said.ansvarlig), people)
    check_outcome(said.answers.get("utfall"), said.answers.get("interesse"))
    moved: dict[str, Any] = {"tid": past(said.at, now)} if said.at else {}
    if not said.answers and not moved and not said.promises:
        raise RequestError(
            msg("no change was given for {id}", id=id_of(before)),
            msg("give what is right, such as --interesse ikke, or withdraw the entry with --stryk"),
        )
    later = next((other for other in known if other.erstatter == id_of(before)), None)
    if later is not None:
        raise RequestError(
            msg("{id} is replaced by {later}", id=id_of(before), later=id_of(later)),
            msg("correct that entry: hageplan log fix {later}", later=id_of(later)),
        )
    unchanged = before.model_dump(exclude={"id"}, exclude_unset=True)
    talks = {"utfall": "snakket"} if "interesse" in said.answers else {}
    table = {**unchanged, **talks, **said.answers, **moved, "erstatter": id_of(before)}
    if table.get("utfall", "snakket") != "snakket":
        table.pop("interesse", None)
    contact = _valid_contact(table, known)
    return (contact, *_promises(contact, said, (*known, contact)))


def _promises(contact: Henvendelse, said: ContactInput, known: Sequence[Entry]) -> list[Oppfolging]:
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
        found.append(with_free_id(promise, taken))
        taken.add(found[-1].id)
    return found


def free_moment(tid: datetime, number: str, known: Iterable[Entry]) -> datetime:
    """Return `tid`, or the first second after it at which the company has no answer."""
    taken = {entry.tid for entry in _answers(known) if entry.organisasjonsnummer == number}
    while tid in taken:
        tid += timedelta(seconds=1)
    return tid


def kept_appointment(contact: Henvendelse, known: Iterable[Entry]) -> Avtale | None:
    """Return the entry that says what became of the day's appointment, if a contact settles it.

    It has taken place, or came to nothing where they would not talk. Where nobody was met it still
    stands: it may be moved to another day.
    """
    if contact.kanal not in MET or contact.utfall == "ikke_truffet":
        return None
    entries = tuple(known)
    to_be_held = booked(entry for entry in entries if isinstance(entry, Avtale))
    of_the_day = [
        avtale
        for avtale in to_be_held
        if avtale.tid.date() == contact.tid.date()
        and avtale.organisasjonsnummer == contact.organisasjonsnummer
    ]
    if len(of_the_day) != 1:
        return None
    became = what_became(contact.utfall)
    return replacement(of_the_day[0], became, {id_of(entry) for entry in entries})


def what_became(utfall: Utfall) -> Literal["gjennomfort", "avlyst"]:
    """Return the status of an appointment at which this came out."""
    return "gjennomfort" if utfall == "snakket" else "avlyst"


def _valid_contact(table: Mapping[str, Any], known: Sequence[Entry]) -> Henvendelse:
    """Return a contact with an id that no `known` entry has.

    Raises RequestError where a value cannot be, or where the company has an answer of that time.
    """
    try:
        contact = Henvendelse.model_validate(table)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise RequestError(
            msg("{key}: {value} cannot be written", key=key, value=repr(first["input"])),
            msg("expected: {what}; nothing was written", what=first["msg"]),
        ) from None
    moment = contact.organisasjonsnummer, contact.tid
    others = (a for a in _answers(known) if id_of(a) != contact.erstatter)
    double = next((a for a in others if (a.organisasjonsnummer, a.tid) == moment), None)
    if double is not None and contact.interesse is not None:
        raise RequestError(
            msg(
                "the log already has an answer from the company at that time: {id}",
                id=id_of(double),
            ),
            msg("correct it (hageplan log fix {id}), or give another --at", id=id_of(double)),
        )
    return with_free_id(contact, {id_of(entry) for entry in known})


def _answers(known: Iterable[Entry]) -> list[Henvendelse]:
    contacts = standing(entry for entry in known if isinstance(entry, Henvendelse))
    return [c for c in contacts if c.interesse is not None and not c.stroket]


def check_people(named: Iterable[str | None], people: Collection[str]) -> None:
    """Raise RequestError for a medarbeider that is none of `people`; where these are known."""
    for who in named:
        if who and people and who not in people:
            raise RequestError(
                msg("no medarbeider has the ID {id}", id=who),
                msg("one of: {words}", words=", ".join(people)),
            )


def check_outcome(utfall: str | None, interesse: str | None) -> None:
    """Raise RequestError for an answer of somebody who is said not to have talked."""
    if interesse is not None and utfall not in (None, "snakket"):
        raise RequestError(
            msg("someone who did not talk cannot have answered: {answer}", answer=interesse),
            msg("leave out --interesse, or use --utfall snakket"),
        )


def check_owner(owner: str) -> str:
    """Return who follows something up; raises RequestError where that is nobody."""
    if not owner:
        raise RequestError(
            msg("the task has no owner"),
            msg("give an owner with --ansvarlig ID, or --medarbeider ID"),
        )
    return owner


def past(at: datetime | None, now: datetime) -> datetime:
    """Return when it was, else `now`; raises RequestError where that is yet to come."""
    if at is None or at <= now:
        return at or now
    raise RequestError(
        msg("{when} is in the future", when=at),
        msg("the log is for the past. Book future meetings: hageplan book"),
    )
