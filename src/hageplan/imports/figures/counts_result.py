"""What bringing the counts of municipalities in returns."""

from __future__ import annotations

from typing import Literal

from hageplan.interest.coverage import Coverage
from hageplan.records.base import Dato, Document, Many, Schema


class CountsImport(Document):
    """How many places of business there are, beside the list.

    Attributes:
        title: What the source calls its table, and `licence` the terms.
        fetched: The day it was fetched.
        kommuner: One a municipality.
        missing: Names of municipalities that the table does not have.
        written: The files that were written.
    """

    schema_: Schema[Literal["hageplan/counts/1"]] = "hageplan/counts/1"
    title: str
    licence: str
    fetched: Dato
    dry_run: bool
    kommuner: Many[Coverage]
    missing: Many[str]
    written: Many[str]
