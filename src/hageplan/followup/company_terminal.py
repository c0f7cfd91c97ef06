"""A company's page for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.padding import Padding

from hageplan.followup.company_result import CompanyPage
from hageplan.followup.terminal import deadline
from hageplan.i18n import _, nsay, say, short_date, short_moment, shown
from hageplan.mail.terminal import email_lines
from hageplan.records.entries import id_of
from hageplan.records.hendelser import remark_of
from hageplan.records.logg import Oppfolging
from hageplan.records.names import Handles, People
from hageplan.ui.console import example_notice, heading, text
from hageplan.ui.entry_text import APPOINTMENTS, FLAGS, contact_words
from hageplan.ui.labels import STATUS_LABELS
from hageplan.ui.texts import company_words, remark, task_words


def print_company(page: CompanyPage, handles: Handles, people: People, out: Console) -> None:
    """Print a company's page: who they are, what is open, what was said, the latest first."""
    if page.example_data:
        example_notice(out)
    heading(company_words(page.bedrift.navn, page.bedrift.organisasjonsnummer), out)
    _lines(_facts(page), out)
    parts = (
        (_("Tasks"), _tasks(page, people)),
        (_("Appointments"), _appointments(page, people)),
        (_("Contact"), _contacts(page, handles, people)),
        (_("From the registers"), _happenings(page)),
        (_("Tasks done"), _closed(page.oppfolginger, people)),
        (_("Introductions"), _introductions(page, people)),
    )
    for name, lines in parts:
        found = list(lines)
        if found:
            out.print()
            heading(name, out)
            _lines(found, out)


def _happenings(page: CompanyPage) -> Iterator[str]:
    """Give what registers told, the latest first."""
    for one in page.hendelser:
        yield f"{short_date(one.dato)} {remark(remark_of(one))}"


def _introductions(page: CompanyPage, people: People) -> Iterator[str]:
    for one in page.koblinger:
        words = (short_date(one.date), people[one.medarbeider], one.other, one.notat)
        yield " ".join(filter(None, words))


def _lines(lines: Iterable[str], out: Console) -> None:
    for line in lines:
        out.print(Padding(text(line), (0, 0, 0, 2)))


def _facts(page: CompanyPage) -> Iterator[str]:
    bedrift, contact = page.bedrift, page.bedrift.kontakt
    if bedrift.reservert:
        yield _("HAS OPTED OUT: do not contact")
    if bedrift.ring_ikke:
        yield _("DO NOT PHONE: write, or visit in person")
    if page.outside:
        yield say("Outside the target group: {why}", why=remark(page.outside))
    post = " ".join(filter(None, (bedrift.postnummer, bedrift.poststed)))
    yield ", ".join(filter(None, (bedrift.adresse, post, page.kommune)))
    kind = ", ".join(filter(None, (bedrift.organisasjonsform, bedrift.naeringskode)))
    staff = (
        _("unknown number of employees")
        if bedrift.antall_ansatte is None
        else nsay("{count} employee", "{count} employees", count=bedrift.antall_ansatte)
    )
    yield "; ".join(filter(None, (shown(STATUS_LABELS[bedrift.status]), kind, staff)))
    days = (
        (_("member since {date}"), bedrift.medlem_siden),
        (_("left {date}"), bedrift.sluttet),
        (_("status since {date}"), bedrift.status_endret),
    )
    known = [told.format(date=short_date(day)) for told, day in days if day is not None]
    if known:
        yield ", ".join(known)
    person = (contact.navn, contact.rolle, contact.telefon, contact.epost)
    if any(person):
        yield _("Contact: {person}").format(person=", ".join(filter(None, person)))
    if page.email.epost:
        yield from email_lines(page.email)
    if page.behov:
        yield _("Needs: {tags}").format(tags=", ".join(page.behov))
    if page.tilbyr:
        yield _("Offers: {tags}").format(tags=", ".join(page.tilbyr))
    if bedrift.notat:
        yield bedrift.notat


def _tasks(page: CompanyPage, people: People) -> Iterator[str]:
    for task in page.oppgaver:
        flag = shown(FLAGS[task.flagg]) if task.flagg else ""
        who = ", ".join(filter(None, (people[task.ansvarlig], flag)))
        told = ": ".join(filter(None, (who, task_words(task.tekst))))
        yield f"{deadline(task)} {told} [{task.id}]"


def _appointments(page: CompanyPage, people: People) -> Iterator[str]:
    for avtale in page.avtaler:
        who = people[avtale.medarbeider]
        status = shown(APPOINTMENTS[avtale.status])
        yield f"{short_moment(avtale.tid)} {who}, {status} [{avtale.id}]"
    for one in page.planned:
        if one.avtale is None:
            yield _("{day} {start} {who}, in the latest plan, not booked").format(
                day=short_date(one.date), start=f"{one.start:%H:%M}", who=people[one.medarbeider]
            )


def _contacts(page: CompanyPage, handles: Handles, people: People) -> Iterator[str]:
    for contact in reversed(page.henvendelser):
        who, words = people[contact.medarbeider] or "–", ", ".join(contact_words(contact))
        yield f"{short_moment(contact.tid)} {who}: {words} [{id_of(contact)}]"
    if page.rettet:
        yield _("and {count} corrected entries: hageplan log show {company} --corrected").format(
            count=len(page.rettet), company=handles[page.bedrift.organisasjonsnummer]
        )


def _closed(promises: Iterable[Oppfolging], people: People) -> Iterator[str]:
    for promise in promises:
        if promise.utfort is not None:
            done = ": ".join(filter(None, (promise.tekst, promise.resultat)))
            yield f"{short_date(promise.utfort)} {people[promise.ansvarlig]}: {done}"
