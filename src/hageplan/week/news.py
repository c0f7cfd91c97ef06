"""What is news, since no summary has told it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import Periode
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import back_from, id_of
from hageplan.records.hendelser import Hendelse, remark_of
from hageplan.records.logg import Henvendelse
from hageplan.records.memory import Oppsummert
from hageplan.records.workspace import Workspace
from hageplan.week.result import GradeGiven, Happenings, ToldByRegister

LATE_DAYS: Final = 371
"""How long after its day something may be logged and still be told as news: 53 weeks."""
EVER: Final = date(1900, 1, 1)
"""Before anything that the log tells."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What is news: of the weeks, and where `before` is known what was logged late, each once."""

    weeks: Periode
    before: Oppsummert | None

    @property
    def first(self) -> date:
        """The first day of which anything may be news."""
        late = timedelta(days=0 if self.before is None else LATE_DAYS)
        return self.weeks.first - late

    def __call__(self, day: date | None, key: str) -> bool:
        """Tell whether what happened on `day`, known by `key`, is news."""
        if day is None or not self.first <= day <= self.weeks.last:
            return False
        return self.before is None or digest(key) not in self.before.fortalt


def happenings(
    workspace: Workspace, weeks: Periode, before: Oppsummert | None, today: date
) -> Happenings:
    """Return what `weeks` brought; what was told `before` is left out, and what came late is in."""
    news = News(weeks=weeks, before=before)
    contacts = [c for c, key in contact_keys(workspace, news.first) if news(c.tid.date(), key)]
    visits = sum(contact.kanal == "besok" and contact.talked for contact in contacts)
    joined = (b.navn for b in workspace.bedrifter if news(b.medlem_siden, member_key(b)))
    new_jobs, kept_jobs = _new_jobs(workspace, weeks, before, today)
    return Happenings(
        visits=visits,
        other_contacts=len(contacts) - visits,
        answers=tuple(_answers(workspace, contacts, weeks)),
        new_members=tuple(joined),
        new_jobs=new_jobs,
        kept_jobs=kept_jobs,
        introductions=sum(news(one.tid.date(), id_of(one)) for one in workspace.koblinger),
        tasks_done=sum(news(task.utfort, task.id) for task in workspace.oppfolginger),
        told=tuple(_told(workspace, news)),
    )


def jobs_until(
    workspace: Workspace, last: date, today: date, first: date = EVER
) -> tuple[int, int]:
    """Return the new and the kept jobs that were told of from `first` to `last`."""
    found = count_jobs(workspace, Periode("", first, last), today=today).total
    return found.new, found.kept


def contact_keys(workspace: Workspace, first: date) -> Iterator[tuple[Henvendelse, str]]:
    """Give the contacts from `first` on that count, each with its id as it was first written."""
    corrected = {id_of(one): one for one in workspace.rettet}
    for contact in workspace.henvendelser:
        if contact.tid.date() >= first:
            yield contact, back_from(contact, corrected)[-1]


def member_key(bedrift: Bedrift) -> str:
    """Return the key of a company's membership, as `contact_keys` has those of contacts."""
    return f"medlem {bedrift.organisasjonsnummer} {bedrift.medlem_siden}"


def digest(text: str) -> str:
    """Return what is remembered of a key that was told."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _answers(
    workspace: Workspace, contacts: list[Henvendelse], weeks: Periode
) -> Iterator[GradeGiven]:
    for contact in sorted(contacts, key=lambda c: c.tid):
        bedrift = workspace.bedrift_by_number.get(contact.organisasjonsnummer)
        if contact.interesse is not None and bedrift is not None:
            day = contact.tid.date()
            yield GradeGiven(
                organisasjonsnummer=contact.organisasjonsnummer,
                navn=bedrift.navn,
                kommune=workspace.kommuner[bedrift.kommunenummer].navn,
                interesse=contact.interesse,
                date=day,
                late=day < weeks.first,
            )


def happening_key(one: Hendelse) -> str:
    """Return the key of what a register told, as `contact_keys` has those of contacts."""
    return " ".join(one.key)


def _told(workspace: Workspace, news: News) -> Iterator[ToldByRegister]:
    """Give what registers told that is news, by day, of companies that are meant."""
    for one in sorted(workspace.hendelser, key=lambda one: (one.dato, one.key)):
        bedrift = workspace.bedrift_by_number.get(one.organisasjonsnummer)
        is_meant = bedrift is not None and one.organisasjonsnummer not in workspace.outside
        if bedrift is not None and is_meant and news(one.dato, happening_key(one)):
            yield ToldByRegister(
                organisasjonsnummer=one.organisasjonsnummer,
                navn=bedrift.navn,
                kommune=workspace.kommuner[bedrift.kommunenummer].navn,
                what=remark_of(one),
                date=one.dato,
            )


def _new_jobs(
    workspace: Workspace, weeks: Periode, before: Oppsummert | None, today: date
) -> tuple[int, int]:
    if before is None:
        return jobs_until(workspace, weeks.last, today, weeks.first)
    new, kept = jobs_until(workspace, weeks.last, today)
    return new - before.nye, kept - before.bevarte
