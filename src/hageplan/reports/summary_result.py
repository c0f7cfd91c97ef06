"""What `summary` returns: what one or more weeks brought, and what the next one asks for."""

from datetime import date
from typing import Literal

from hageplan.followup.result import Oppgave
from hageplan.interest.revisit_result import Coverage
from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.memory import Oppsummert
from hageplan.week.result import ComingVisit, Happenings

DecisionKind = Literal["expand", "not-now", "escalated", "red-flag", "not-booked"]


class ShareChange(Record):
    """A municipality's expected share before the weeks and after, and new members likewise."""

    kommunenummer: str
    navn: str
    share_before: float
    share: float
    new_members_before: float
    new_members: float


class Decision(Record):
    """Something that somebody must decide.

    `what` is a municipality, a company, or a count of tasks or visits; `chance` that of a
    municipality's interest to reach the threshold.
    """

    kind: DecisionKind
    what: str
    who: str = ""
    chance: float | None = None


class Quality(Record):
    """What the records lack.

    Attributes:
        old_answers: Companies whose latest answer is older than the half-life.
        no_position: Companies without coordinates.
        no_headcount: Companies whose number of employees is unknown.
        no_contact: Members and målbedrifter without anybody to call or write to.
        unread: Records with faults, which are left out of all this.
    """

    old_answers: int
    no_position: int
    no_headcount: int
    no_contact: int
    unread: int


class Summary(Document):
    """One or more weeks for those who were not there.

    Attributes:
        weeks: Such as `2026-W48`.
        first: Their first day.
        last: Their last day.
        today: The day it was made; tasks are as of it.
        threshold: The share that decides.
        happened: What they brought.
        changes: Whose score changed, the most first.
        due: Open tasks that are overdue or due in the week to come.
        coming: Its visits.
        decisions: What is to be decided.
        coverage: How many companies were visited within their interval, by class.
        quality: What the records lack.
        outside: Companies that stand outside the target group, and are not counted.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/summary/1"]] = "hageplan/summary/1"
    weeks: str
    first: date
    last: date
    today: date
    threshold: float
    happened: Happenings
    changes: Many[ShareChange]
    due: Many[Oppgave]
    coming: Many[ComingVisit]
    decisions: Many[Decision]
    coverage: Many[Coverage]
    quality: Quality
    outside: int
    example_data: bool


class WeekResult(Record):
    """A summary, and what is to be remembered where it is told."""

    summary: Summary
    memory: Oppsummert

    def is_new(self, before: Oppsummert | None) -> bool:
        """Tell whether there is anything that was not told or asked before."""
        asked = set(before.spurt) if before else set()
        return self.summary.happened.is_anything or not asked >= set(self.memory.spurt)
