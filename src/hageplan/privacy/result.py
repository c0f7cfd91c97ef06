"""What `privacy` returns: what is stored of people, what is erased, and who has opted out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt, PlainSerializer

from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.records.personvern import Kvittering

Kind = Literal["kontakt", "enk", "notat", "medarbeider", "plan", "kopi", "brev", "rolle"]
LeftWhy = Literal["damaged", "inline", "line", "name", "file", "backup", "shared", "git"]


class Holding(Record):
    """One kind of personal data: how many there are, what for, and how long they are kept.

    Attributes:
        since: The oldest day of them, as `latest` is the last; None where the records have no day.
        months: How many months they are kept; None is as long as they work here.
        until: The day from which the oldest of them is to go; None where there is none.
    """

    kind: Kind
    count: NonNegativeInt
    since: date | None
    latest: date | None
    months: int | None
    why: EnglishText
    until: date | None


class Holdings(Document):
    """The personal data that a workspace holds, by kind."""

    schema_: Schema[Literal["hageplan/privacy/1"]] = "hageplan/privacy/1"
    example_data: bool
    holdings: Many[Holding]


class Removal(Record):
    """Something that goes: a file or a line of it, and what it is."""

    place: str
    what: str


class Leftover(Record):
    """A place that people must check, and why."""

    place: str
    why: LeftWhy


class ErasurePlan(Document):
    """What an erasure removes, or removed.

    Attributes:
        removed: How many of what go; `places` say where.
        left: What people must check.
        receipt: What is remembered of the erasure.
        salt: What the receipt's fingerprints are made with.
        contents: What changed files will hold; the receipt's own is not among them.
        deleted: Files that go as a whole.
    """

    schema_: Schema[Literal["hageplan/forget/1"]] = "hageplan/forget/1"
    applied: bool = False
    removed: dict[str, NonNegativeInt]
    places: Many[Removal]
    left: Many[Leftover]
    receipt: Annotated[Kvittering, Field(exclude=True)]
    salt: Annotated[str, Field(exclude=True)]
    contents: Annotated[dict[Path, str | bytes], Field(exclude=True)]
    deleted: Annotated[Many[Path], Field(exclude=True)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to remove."""
        return not self.removed


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool)) else f"{value}"


class StoredTable(Record):
    """A table as it is in a file, or a letter; `table` is "" for the rest of a file."""

    place: str
    table: str
    data: Annotated[Mapping[str, Any], PlainSerializer(_plain, return_type=dict[str, Any])]


class PersonalData(Document):
    """All that is stored of a person or a company."""

    schema_: Schema[Literal["hageplan/privacy-export/1"]] = "hageplan/privacy-export/1"
    tables: Many[StoredTable]


class OptOut(Document):
    """A company that has opted out; `siden` and `grunn` where it was `added` to the list now."""

    schema_: Schema[Literal["hageplan/reserve/1"]] = "hageplan/reserve/1"
    added: bool
    organisasjonsnummer: str
    siden: Annotated[date | None, Field(exclude_if=lambda day: day is None)] = None
    grunn: Annotated[str | None, Field(exclude_if=lambda text: text is None)] = None
