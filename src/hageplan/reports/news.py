"""What is news, since no summary has told it yet, and what is remembered as told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.interest.result import Score
from hageplan.jobs.periode import Periode, week_before
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import back_from, id_of
from hageplan.records.logg import Henvendelse
from hageplan.records.memory import Andel, Oppsummert
from hageplan.records.workspace import Workspace

LATE_DAYS: Final = 371
"""How long after its day something may be logged and still be told as news: 53 weeks."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What is news: of the weeks, and where `before` is known what was logged late, each once."""

    weeks: Periode
    before: Oppsummert | None

    def __call__(self, day: date | None, key: str) -> bool:
        """Tell whether what happened on `day`, known by `key`, is news."""
        if day is None or day > self.weeks.last:
            return False
        if self.before is None:
            return day >= self.weeks.first
        is_late = self.weeks.first - timedelta(days=LATE_DAYS) <= day
        return is_late and _digest(key) not in self.before.fortalt


def memory_of(
    workspace: Workspace,
    *,
    weeks: Periode,
    before: Oppsummert | None,
    asked: Iterable[str],
    jobs: tuple[int, int],
    score: Score,
    today: date,
) -> Oppsummert:
    """Return what is told when the summary is: no week counts as told before it is over."""
    whole = min(weeks.last, week_before(today).last)
    first = weeks.first - timedelta(days=LATE_DAYS)
    there = {_digest(key): day for day, key in _items(workspace)}
    told = {known for known, day in there.items() if first <= day <= weeks.last}
    told |= {known for known in (before.fortalt if before else ()) if known in there}
    shares = (
        Andel(kommunenummer=n, andel=s, nye_medlemmer=m) for n, (s, m) in shares_of(score).items()
    )
    return Oppsummert(
        til=max(whole, before.til) if before else whole,
        fortalt=tuple(sorted(told)),
        spurt=tuple(sorted(map(_digest, asked))),
        nye=jobs[0],
        bevarte=jobs[1],
        andeler=tuple(shares),
    )


def _items(workspace: Workspace) -> Iterator[tuple[date, str]]:
    """Give all that can be told as news: the day, and a key that a correction does not change."""
    for contact, key in contact_keys(workspace):
        yield contact.tid.date(), key
    for bedrift in workspace.bedrifter:
        if bedrift.medlem_siden is not None:
            yield bedrift.medlem_siden, member_key(bedrift)
    for kobling in workspace.koblinger:
        yield kobling.tid.date(), id_of(kobling)
    for task in workspace.oppfolginger:
        if task.utfort is not None:
            yield task.utfort, task.id


def contact_keys(workspace: Workspace) -> Iterator[tuple[Henvendelse, str]]:
    """Give the contacts that count, each with its id as it was first written."""
    by_id = {id_of(one): one for one in (*workspace.henvendelser, *workspace.rettet)}
    for contact in workspace.henvendelser:
        yield contact, back_from(contact, by_id)[-1]


def member_key(bedrift: Bedrift) -> str:
    """Return the key of a company's membership, as `contact_keys` has those of contacts."""
    return f"medlem {bedrift.organisasjonsnummer} {bedrift.medlem_siden}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def shares_of(score: Score) -> dict[str, tuple[float, float]]:
    """Return each municipality's expected share and new members, where anything is known."""
    return {
        row.kommunenummer: (row.estimated.share, row.estimated.new_members)
        for row in score.kommuner
        if row.estimated.share is not None
    }
