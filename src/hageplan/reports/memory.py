"""What is remembered as told, so that no summary tells it twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hageplan.interest.result import Score
from hageplan.jobs.periode import Periode, week_before
from hageplan.records.entries import id_of
from hageplan.records.memory import Andel, Oppsummert
from hageplan.records.workspace import Workspace
from hageplan.week.news import (
    EVER,
    LATE_DAYS,
    contact_keys,
    digest,
    happening_key,
    member_key,
)


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
    there = {digest(key): day for day, key in _items(workspace)}
    told = {known for known, day in there.items() if first <= day <= weeks.last}
    told |= {known for known in (before.fortalt if before else ()) if known in there}
    shares = (
        Andel(kommunenummer=n, andel=s, nye_medlemmer=m) for n, (s, m) in shares_of(score).items()
    )
    return Oppsummert(
        til=max(whole, before.til) if before else whole,
        fortalt=tuple(sorted(told)),
        spurt=tuple(sorted(map(digest, asked))),
        nye=jobs[0],
        bevarte=jobs[1],
        andeler=tuple(shares),
    )


def _items(workspace: Workspace) -> Iterator[tuple[date, str]]:
    """Give all that can be told as news: the day, and a key that a correction does not change."""
    for contact, key in contact_keys(workspace, EVER):
        yield contact.tid.date(), key
    for bedrift in workspace.bedrifter:
        if bedrift.medlem_siden is not None:
            yield bedrift.medlem_siden, member_key(bedrift)
    for one in workspace.hendelser:
        yield one.dato, happening_key(one)
    for kobling in workspace.koblinger:
        yield kobling.tid.date(), id_of(kobling)
    for task in workspace.oppfolginger:
        if task.utfort is not None:
            yield task.utfort, task.id


def shares_of(score: Score) -> dict[str, tuple[float, float]]:
    """Return each municipality's expected share and new members, where anything is known."""
    return {
        row.kommunenummer: (row.estimated.share, row.estimated.new_members)
        for row in score.kommuner
        if row.estimated.share is not None
    }
