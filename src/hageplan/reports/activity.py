"""What was done in a period, for some municipalities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hageplan.jobs.periode import Periode
from hageplan.records.workspace import Workspace


@dataclass(frozen=True)
class Activity:
    """Counts of a period; each beside the companies that it tells of.

    Attributes:
        visits: Visits made, and `visited` the companies.
        answers: Companies that said how interested they are.
        interested: Of these, whose last answer is at least `interessert`.
        new_members: Companies that became members (`medlem_siden`).
        introduced: Companies that were introduced to somebody.
        needs: Companies that told a need, by need, the commonest first.
    """

    visits: int
    visited: int
    answers: int
    interested: int
    new_members: int
    introduced: int
    needs: tuple[tuple[str, int], ...]


def activity(workspace: Workspace, period: Periode, kommuner: Collection[str]) -> Activity:
    """Return what was done in the period in `kommuner`."""
    ours = {b.organisasjonsnummer: b for b in workspace.bedrifter if b.kommunenummer in kommuner}

    def within(day: date | None) -> bool:
        return day is not None and period.first <= day <= period.last

    contacts = [
        c
        for c in sorted(workspace.henvendelser, key=lambda c: c.tid)
        if c.organisasjonsnummer in ours and within(c.tid.date())
    ]
    visits = [c.organisasjonsnummer for c in contacts if c.kanal == "besok"]
    latest = {c.organisasjonsnummer: c.interesse for c in contacts if c.interesse}
    told = {(c.organisasjonsnummer, need) for c in contacts for need in c.behov}
    needs = Counter(need for _number, need in told)
    introduced = {
        end
        for kobling in workspace.koblinger
        if within(kobling.tid.date())
        for end in (kobling.organisasjonsnummer, kobling.til)
        if end in ours
    }
    return Activity(
        visits=len(visits),
        visited=len(set(visits)),
        answers=len(latest),
        interested=sum(grade in ("interessert", "forpliktet") for grade in latest.values()),
        new_members=sum(within(b.medlem_siden) for b in ours.values()),
        introduced=len(introduced),
        needs=tuple(sorted(needs.items(), key=lambda item: (-item[1], item[0]))),
    )
