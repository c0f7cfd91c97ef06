"""What `jobs` returns: frozen values, numbers of jobs.

A period's figures are what its words changed: new claims, and what was said otherwise of older
ones, which may be negative. So periods add up, and what was reported stays.
"""

from datetime import date
from typing import Literal

from hageplan.records.base import Document, Many, Record, Schema

Basis = Literal["claim", "register", "unknown"]
"""Where a baseline is from: the claim itself, the company's registered headcount, nowhere."""


class JobGroup(Record):
    """Jobs under a source or a confidence, as written; "" where none was given.

    `companies` is how many companies' figures changed there; `new_companies` and `kept_companies`
    are those whose new, or kept, jobs did.
    """

    word: str
    new: int
    kept: int
    companies: int
    new_companies: int
    kept_companies: int


class Sums(Record):
    """Jobs of some companies.

    Attributes:
        claims: Claims of which something was said in the period, without those of main units that
            are counted with their parts.
        companies: Companies that said it.
        new: New jobs.
        kept: Jobs kept.
        by_confidence: The same by confidence.
        by_source: The same by source.
        new_companies: Companies whose new jobs changed, and `kept_companies` whose kept ones did.
        baseline: Employees of these companies before, where known.
        baseline_unknown: Companies of which that is not known.
    """

    claims: int
    companies: int
    new: int
    kept: int
    by_confidence: Many[JobGroup]
    by_source: Many[JobGroup]
    new_companies: int
    kept_companies: int
    baseline: int
    baseline_unknown: int


class KommuneJobs(Record):
    """One municipality."""

    kommunenummer: str
    navn: str
    sums: Sums


class Claim(Record):
    """One claim, as it stands at the end of the period.

    Attributes:
        organisasjonsnummer: Whose it is.
        navn: Their name.
        kommunenummer: Their municipality.
        gjelder: What it is about, as written.
        new: New jobs.
        kept: Jobs kept.
        new_before: New jobs that it counted for on the day before the period.
        kept_before: Jobs kept that it counted for on that day.
        source: Who says so.
        confidence: How sure.
        day: Day of the word.
        henvendelse: Id of its contact.
        said_before: Ids of the contacts whose words it takes the place of.
        counted: Whether it is in the sums: a part's claim goes before its main unit's. A period's
            sums are `new` of those that are, less `new_before` of all; `kept` likewise.
        baseline: Employees before; None where unknown.
        basis: Where that is from.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    gjelder: str
    new: int
    kept: int
    new_before: int
    kept_before: int
    source: str
    confidence: str
    day: date
    henvendelse: str
    said_before: Many[str]
    counted: bool
    baseline: int | None
    basis: Basis


class Jobs(Document):
    """Jobs of a period.

    Attributes:
        today: The day it is as of.
        period: The period's name.
        first: Its first day.
        last: Its last.
        kommuner: One a municipality, in the order of the settings.
        total: All together.
        claims: One by one, where that was asked for.
        remarks: What to know about the figures, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/jobs/1"]] = "hageplan/jobs/1"
    today: date
    period: str
    first: date
    last: date
    kommuner: Many[KommuneJobs]
    total: Sums
    claims: Many[Claim]
    remarks: Many[str]
    example_data: bool
