"""How answers to a form become entries of the log: `[skjema]` in `hageplan.toml`."""

from __future__ import annotations

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.logg import Grad


class Skjema(Record):
    """What a form's columns and words mean.

    Attributes:
        kolonner: Headings by field, where they are others than the usual ones.
        grader: Grades of interest by what people could answer, whatever its capitals.
    """

    kolonner: dict[str, str] = Field(default_factory=dict)
    grader: dict[str, Grad] = Field(default_factory=dict)
