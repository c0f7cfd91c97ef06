"""How answers to a form become entries of the log: `[skjema]` in `hageplan.toml`."""

from __future__ import annotations

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.logg import SpeltGrad


class Skjema(Record):
    """What a form's columns and words mean.

    Attributes:
        kolonner: Headings by field, where they are others than the usual ones.
        dag_foerst: Whether 11/12 is 11 December; None: as the other dates of the form tell.
        grader: Grades of interest by what people could answer, whatever its capitals.
    """

    dag_foerst: bool | None = None
    kolonner: dict[str, str] = Field(default_factory=dict)
    grader: dict[str, SpeltGrad] = Field(default_factory=dict)
