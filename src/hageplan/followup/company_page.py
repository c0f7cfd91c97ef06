"""All that the records say of one company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from hageplan.followup.company_result import CompanyPage, IntroductionLine, PlannedVisit
from hageplan.followup.due import open_tasks
from hageplan.mail.consent import may_email
from hageplan.records.avtaler import current
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Henvendelse
from hageplan.records.plan import Plan
from hageplan.records.workspace import Workspace


def company_page(
    bedrift: Bedrift, workspace: Workspace, *, plan: Plan | None = None, today: date
) -> CompanyPage:
    """Return the page of a company of `workspace`; `plan` is the latest that is saved."""
    number = bedrift.organisasjonsnummer
    contacts = _by_time(c for c in workspace.henvendelser if c.organisasjonsnummer == number)
    told = (one for one in workspace.hendelser if one.organisasjonsnummer == number)
    return CompanyPage(
        example_data=workspace.example_data,
        kommune=workspace.kommuner[bedrift.kommunenummer].navn,
        bedrift=bedrift,
        henvendelser=contacts,
        rettet=_by_time(c for c in workspace.rettet if c.organisasjonsnummer == number),
        avtaler=tuple(a for a in current(workspace.avtaler) if a.organisasjonsnummer == number),
        oppfolginger=tuple(o for o in workspace.oppfolginger if o.organisasjonsnummer == number),
        oppgaver=tuple(t for t in open_tasks(workspace, today) if t.organisasjonsnummer == number),
        planned=_planned(number, plan, today),
        koblinger=tuple(_introductions(number, workspace)),
        hendelser=tuple(sorted(told, key=lambda one: one.dato, reverse=True)),
        behov=_all_tags(bedrift.behov, (contact.behov for contact in contacts)),
        tilbyr=_all_tags(bedrift.tilbyr, (contact.tilbyr for contact in contacts)),
        outside=workspace.outside.get(number),
        email=may_email(workspace, number, today=today),
    )


def _by_time(contacts: Iterable[Henvendelse]) -> tuple[Henvendelse, ...]:
    return tuple(sorted(contacts, key=lambda contact: contact.tid))


def _introductions(number: str, workspace: Workspace) -> Iterator[IntroductionLine]:
    ressurser = {one.id: one.navn for one in workspace.ressurser}
    for kobling in sorted(workspace.koblinger, key=lambda k: k.tid):
        ends = [kobling.organisasjonsnummer, kobling.til]
        if number in ends:
            (other,) = (end for end in ends if end != number)
            yield IntroductionLine(
                id=id_of(kobling),
                date=kobling.tid.date(),
                other=ressurser.get(other) or workspace.name_of(other),
                medarbeider=kobling.medarbeider,
                notat=kobling.notat,
            )


def _planned(number: str, plan: Plan | None, today: date) -> tuple[PlannedVisit, ...]:
    return tuple(
        PlannedVisit(
            date=tour.date, start=stop.start, medarbeider=tour.medarbeider, avtale=stop.avtale
        )
        for tour in (plan.tours if plan else ())
        if tour.date >= today
        for stop in tour.stops
        if stop.organisasjonsnummer == number
    )


def _all_tags(own: Iterable[str], said: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*own, *(tag for tags in said for tag in tags)]))
