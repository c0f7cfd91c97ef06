"""All that the records say of one company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.mail.consent import Epostsvar
from hageplan.records.avtaler import current
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse, Oppfolging
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace


@dataclass(frozen=True)
class Planned:
    """A visit that a saved plan has, local time; `avtale` is the id where it is booked."""

    date: date
    start: str
    medarbeider: str
    avtale: str | None


@dataclass(frozen=True)
class Introduced:
    """Whom the company was introduced to, and when; `other` is a company's or resource's name."""

    id: str
    date: date
    other: str
    medarbeider: str
    notat: str


@dataclass(frozen=True)
class Side:
    """One company's page; contacts and appointments by time.

    `rettet` are contacts that were corrected or taken back. `behov` and `tilbyr` are all tags that
    the company's record and its contacts name; `epost` tells whether marketing
    e-mail may go to its contact.
    """

    example_data: bool
    bedrift: Bedrift
    kommune: str
    henvendelser: tuple[Henvendelse, ...]
    rettet: tuple[Henvendelse, ...]
    avtaler: tuple[Avtale, ...]
    oppfolginger: tuple[Oppfolging, ...]
    oppgaver: tuple[Oppgave, ...]
    planned: tuple[Planned, ...]
    koblinger: tuple[Introduced, ...]
    behov: tuple[str, ...]
    tilbyr: tuple[str, ...]
    epost: Epostsvar


def page_of(
    number: str, workspace: Workspace, plan: Plan | None, epost: Epostsvar, today: date
) -> Side:
    """Return the page of the company `number`, which `workspace` has; `plan` is the latest."""
    bedrift = workspace.bedrift_by_number[number]
    contacts = _by_time(c for c in workspace.henvendelser if c.organisasjonsnummer == number)
    return Side(
        workspace.example_data,
        bedrift,
        workspace.kommuner[bedrift.kommunenummer].navn,
        contacts,
        _by_time(c for c in workspace.rettet if c.organisasjonsnummer == number),
        tuple(a for a in current(workspace.avtaler) if a.organisasjonsnummer == number),
        tuple(o for o in workspace.oppfolginger if o.organisasjonsnummer == number),
        tuple(t for t in open_tasks(workspace, today) if t.organisasjonsnummer == number),
        _planned(number, plan, today),
        tuple(_introduced(number, workspace)),
        _all_tags(bedrift.behov, (contact.behov for contact in contacts)),
        _all_tags(bedrift.tilbyr, (contact.tilbyr for contact in contacts)),
        epost,
    )


def _by_time(contacts: Iterable[Henvendelse]) -> tuple[Henvendelse, ...]:
    return tuple(sorted(contacts, key=lambda contact: contact.tid))


def _introduced(number: str, workspace: Workspace) -> Iterator[Introduced]:
    ressurser = {one.id: one.navn for one in workspace.ressurser}
    for kobling in sorted(workspace.koblinger, key=lambda k: k.tid):
        ends = [kobling.organisasjonsnummer, kobling.til]
        if number in ends:
            (other,) = (end for end in ends if end != number)
            yield Introduced(
                id_of(kobling),
                kobling.tid.date(),
                ressurser.get(other) or workspace.name_of(other),
                kobling.medarbeider,
                kobling.notat,
            )


def _planned(number: str, plan: Plan | None, today: date) -> tuple[Planned, ...]:
    return tuple(
        Planned(tour.date, f"{stop.start:%H:%M}", tour.medarbeider, stop.avtale)
        for tour in (plan.tours if plan else ())
        if tour.date >= today
        for stop in tour.stops
        if stop.organisasjonsnummer == number
    )


def _all_tags(own: Iterable[str], said: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*own, *(tag for tags in said for tag in tags)]))
