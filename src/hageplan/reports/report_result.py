"""What `report` returns: sections of tables, whatever they are about and shown in."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from hageplan.interest.result import Interval
from hageplan.messages import Message
from hageplan.records.base import Document, Many, Record, Schema
from hageplan.reports.board_result import Board

Kind = Literal[
    "text", "count", "kroner", "share", "chance", "change", "number", "missing", "withheld"
]
"""What a cell holds: a change is relative; shares, chances and changes are fractions; what is
missing is not known, what is withheld would tell of too few."""
Part = Literal["siva", "styre", "kommune"]


Text = Annotated[Message | str, PlainSerializer(str, return_type=str)]
"""Words of ours, or text from the records; a document has them in English."""


def _is_none(value: object) -> bool:
    return value is None


class Cell(Record):
    """A figure or a text.

    Attributes:
        value: The figure.
        low: Lower end of its interval, where it has one.
        high: Upper end.
        outer: Both ends of the wider interval, 9 of 10, where a page draws it.
        text: What a text cell says.
        basis: How many companies it rests on; None where it tells of none. It is not published.
    """

    kind: Kind
    value: Annotated[float | None, Field(exclude_if=_is_none)] = None
    low: Annotated[float | None, Field(exclude_if=_is_none)] = None
    high: Annotated[float | None, Field(exclude_if=_is_none)] = None
    outer: Annotated[Interval | None, Field(exclude_if=_is_none)] = None
    text: Annotated[Text | None, Field(exclude_if=_is_none)] = None
    basis: Annotated[int | None, Field(exclude=True)] = None


class Section(Record):
    """A table with a heading; the first column of each row says what it is about.

    Attributes:
        about: What it is about, the same in every language, and `keys` what each row is.
        place: The name of the municipality that it is of, where it is of one.
        heading: What stands above it.
        columns: Their headings.
        rows: Its rows.
        notes: What stands below it.
    """

    about: str
    keys: Many[str] = ()
    place: str = ""
    heading: Text
    columns: Many[Text]
    rows: Many[Many[Cell]]
    notes: Many[Text] = ()

    def cells(self, key: str) -> Many[Cell]:
        """Return the figures of the row `key`; none where it has no such row."""
        return self.rows[self.keys.index(key)][1:] if key in self.keys else ()


class Report(Document):
    """A report.

    Attributes:
        report: Whom it is for.
        title: What it is called.
        period: The name of its period.
        first: The period's first day.
        last: Its last.
        today: The day that the report is as of.
        outside: Companies that are not counted, since they stand outside the target group; None
            where so few do that it is withheld.
        sections: Its tables.
        remarks: Coded remarks on all of it.
        board: What the board's page says; None in other reports.
        naeringshage: Who reports.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/report/1"]] = "hageplan/report/1"
    report: Part
    title: Text
    naeringshage: str
    period: str
    first: date
    last: date
    today: date
    example_data: bool
    outside: int | None
    sections: Many[Section]
    remarks: Many[str]
    board: Annotated[Board | None, Field(exclude_if=_is_none)] = None
