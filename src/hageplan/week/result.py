"""What `uke` returns: the stops of a week, whom to ring, what is due, and what is new.

Times are local. Who is meant by a medarbeider is told by the id.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from hageplan.followup.result import Oppgave
from hageplan.interest.revisit_result import Coverage, DueVisit
from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema
from hageplan.records.logg import Grad
from hageplan.records.plan import When

Count = Annotated[int, Field(ge=0)]

ChangeKind = Literal["opted-out", "closed-down", "moved", "dropped", "away", "busy"]
"""Why somebody must be told: no visit may be made; the plan that counts has it at another time, or
no more; who would come is away, or is taken by the calendar."""


class ComingVisit(Record):
    """A visit to come: `booked` tells whether it is agreed, `ring_ikke` that nobody telephones."""

    date: Dato
    start: Klokkeslett
    medarbeider: str
    organisasjonsnummer: str
    navn: str
    booked: bool
    ring_ikke: bool


class WeekStop(ComingVisit):
    """A visit with what is needed to make it, or to agree on it.

    Attributes:
        kommune: The name of its municipality, and `sted` the place within it.
        telefon: Whom to ring there, "" where nobody knows, or where nobody is to telephone.
        avtale: The id of the appointment.
        is_logged: Whether the log has a visit of that company since.
    """

    end: Klokkeslett
    kommune: str
    sted: str
    kontakt: str
    telefon: str
    epost: str
    avtale: str | None
    is_logged: bool

    @property
    def begins(self) -> datetime:
        """The moment it begins."""
        return datetime.combine(self.date, self.start)

    @property
    def ends(self) -> datetime:
        """The moment it is over."""
        return datetime.combine(self.date, self.end)


class WeekDay(Record):
    """A day of one medarbeider: where, from when to when, and how much of it is agreed."""

    date: Dato
    medarbeider: str
    kommuner: Many[str]
    start: Klokkeslett
    end: Klokkeslett
    visits: Count
    booked: Count
    logged: Count


class ToTell(Record):
    """An appointment that cannot stand as it is, so that the company must be told.

    `after` is what the latest plan has instead, where it is `moved`.
    """

    kind: ChangeKind
    stop: WeekStop
    after: When | None = None


class WaitingReport(Record):
    """An answer from the car that waits in a file of the workspace, and the visit it is of."""

    date: Dato
    start: Klokkeslett
    organisasjonsnummer: str
    navn: str
    file: str


class GradeGiven(Record):
    """What a company said of its interest; `late`: before the time that is told."""

    organisasjonsnummer: str
    navn: str
    kommune: str
    interesse: Grad
    date: date
    late: bool


class ToldByRegister(Record):
    """What a register told of a company of the target group, as a coded remark."""

    organisasjonsnummer: str
    navn: str
    kommune: str
    what: str
    date: date


class Happenings(Record):
    """What some weeks brought.

    Attributes:
        visits: Visits made.
        other_contacts: Contacts of other kinds.
        answers: What was said of interest, by day.
        new_members: Names of those who became members (`medlem_siden`).
        new_jobs: Jobs that were told to be new, less what was taken back.
        kept_jobs: Jobs that were told to be kept, likewise.
        introductions: Companies that were introduced to somebody.
        tasks_done: Tasks that were done.
        told: What registers told, by day.
    """

    visits: int
    other_contacts: int
    answers: Many[GradeGiven]
    new_members: Many[str]
    new_jobs: int
    kept_jobs: int
    introductions: int
    tasks_done: int
    told: Many[ToldByRegister]

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to tell."""
        numbers = (self.visits, self.other_contacts, self.new_jobs, self.kept_jobs)
        lists = (self.answers, self.new_members, self.told)
        return any((*numbers, self.introductions, self.tasks_done, *lists))


class Uke(Document):
    """A week, as it looks on the day `today`.

    Attributes:
        navn: What the næringshage is called, "" where hageplan.toml does not say.
        week: Such as `2026-W49`, and its days from `first` to `last`.
        medarbeider: Whose week it is; None: everybody's.
        companies: How many companies the records have.
        unread: How many records have faults and are left out.
        day: The day that is told stop by stop: the first one with a visit that is not over.
        stops: The visits of that day that are not over, by time.
        days: The days of the week from today on, by day and medarbeider; all days of one that is
            over.
        changes: Who must be told that an appointment cannot stand.
        calls: Planned visits that are not agreed yet, of this week and two weeks ahead, by time.
        tasks: Open tasks that are overdue or due by the end of the week, red flags first.
        unlogged: Visits that were to be made, and are not in the log: appointments first.
        waiting: Answers from the car that wait for somebody to put them right.
        due: Visits whose interval is over, the longest first, for which nothing is planned or
            agreed, and `coverage` how many are made in time.
        since: The first day of what is new, `news`.
    """

    schema_: Schema[Literal["hageplan/uke/1"]] = "hageplan/uke/1"
    example_data: bool
    navn: str
    week: str
    first: Dato
    last: Dato
    today: Dato
    medarbeider: str | None
    companies: Count
    unread: Count
    day: Dato | None
    stops: Many[WeekStop]
    days: Many[WeekDay]
    changes: Many[ToTell]
    calls: Many[WeekStop]
    tasks: Many[Oppgave]
    unlogged: Many[WeekStop]
    waiting: Many[WaitingReport]
    due: Many[DueVisit]
    coverage: Many[Coverage]
    since: Dato
    news: Happenings
