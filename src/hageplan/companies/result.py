"""What a verb does, or would do, with a company."""

from datetime import date
from typing import Literal

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.entries import Logged
from hageplan.records.logg import Henvendelse

FieldValue = str | int | bool | date | None
Action = Literal["ny", "endre", "medlem", "avslag", "sluttet", "ring-ikke"]


class FieldEdit(Record):
    """A field that changes; None is nothing.

    Attributes:
        field: Its key, such as kontakt.telefon.
        place: Its file and line.
    """

    field: str
    before: FieldValue
    after: FieldValue
    place: str


class CompanyChange(Document):
    """A company that is new, or what changes of it.

    Attributes:
        navn: What it is called, after the change.
        edits: The fields that change; of a new company those that it has.
        renumbered: The files in which its number changes; none where it stays.
        entry: What is written into the log.
        alike: Companies that a new one may be.
        outside: Why it stands outside the target group then, as a coded remark; None where it is in
            it, or where that is not asked.
        applied: Whether it was done.
        written: The files that were written.
        undo: What to type to put it back; "" where that is not a command.
    """

    schema_: Schema[Literal["hageplan/company-change/1"]] = "hageplan/company-change/1"
    action: Action
    organisasjonsnummer: str
    navn: str
    edits: Many[FieldEdit]
    renumbered: Many[str] = ()
    entry: Logged[Henvendelse] | None = None
    alike: Many[str] = ()
    outside: str | None = None
    dry_run: bool = False
    applied: bool = False
    written: Many[str] = ()
    undo: str = ""
