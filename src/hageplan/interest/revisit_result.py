"""What `next --overdue` returns: visits that are due again, and how many are made in time."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.settings.planlegging import Besoksklasse


class Coverage(Record):
    """A class of companies that are visited again and again.

    Attributes:
        interval_days: Days from one visit to the next, where a company has none of its own.
        companies: How many there are.
        visited: How many of them were visited within their interval.
        elapsed: The part of the interval that has passed, on average.
    """

    klasse: Besoksklasse
    interval_days: int
    companies: int
    visited: int
    elapsed: float


def mean_elapsed(covered: Iterable[Coverage]) -> float:
    """Return the part of its interval that has passed for a company on average, 0 without any."""
    rows = tuple(covered)
    companies = sum(row.companies for row in rows)
    return sum(row.elapsed * row.companies for row in rows) / companies if companies else 0.0


class DueVisit(Record):
    """A visit that is due.

    Attributes:
        klasse: The company's class; None where it has an interval or a day of its own alone.
        visited: The last visit; None: there was none.
        due: Since when it is due; None where it waits for its first visit.
        elapsed: The part of the interval that has passed, 1 or more.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    kommune: str
    ring_ikke: bool
    klasse: Besoksklasse | None
    visited: date | None
    due: date | None
    elapsed: float


class DueVisits(Document):
    """Visits that are due, the longest overdue first.

    Attributes:
        today: The day it is as of.
        visits: The first of them.
        due: How many there are.
        coverage: All classes there.
        outside: Companies there that stand outside the target group.
        assumptions: What the numbers rest on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/overdue/1"]] = "hageplan/overdue/1"
    today: date
    visits: Many[DueVisit]
    due: int
    coverage: Many[Coverage]
    outside: int
    assumptions: Many[str]
    example_data: bool
