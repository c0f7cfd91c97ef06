"""What `import` and `geocode` return."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import Field, InstanceOf, NonNegativeInt, PlainSerializer, SkipValidation

from hageplan.imports.listed import LISTED, Table, tables_in
from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.records.bedrift import Bedrift, Posisjon
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.memory import Kilde, SourceSnapshot, Value

DAYS: Final = frozenset({"status_endret", "medlem_siden", "sluttet", "samtykke"})
"""Fields that are days."""
FieldValue = Value | date | list[Table] | None
"""A field as a file has it; None is nothing."""
BASE: Final = "utgangspunkt"
"""The field of our own table that says how each cell was when we wrote it."""


def _number_of(bedrift: Bedrift) -> str:
    return bedrift.organisasjonsnummer


ByNumber = Annotated[InstanceOf[Bedrift], PlainSerializer(_number_of, return_type=str)]
"""A company; a document has its organisasjonsnummer."""


class EntryCounts(Record):
    """How many rows there were, and of which kind; the kinds add up to the rows."""

    rows: NonNegativeInt
    new: NonNegativeInt
    same: NonNegativeInt
    rejected: NonNegativeInt

    @classmethod
    def of(cls, **kinds: int) -> Self:
        """Return the counts with their sum."""
        return cls(rows=sum(kinds.values()), **kinds)


class CompanyCounts(EntryCounts):
    """As `EntryCounts`, of companies."""

    changed: NonNegativeInt
    gone: NonNegativeInt


class FieldChange(Record):
    """A field of a company: what the records say and what the source says; None is nothing."""

    organisasjonsnummer: str
    navn: str
    field: str
    ours: Value | None
    theirs: Value | None

    @property
    def value(self) -> FieldValue:
        """What it becomes, as a file has it."""
        if isinstance(self.theirs, str) and self.theirs:
            if self.field.removeprefix("kontakt.") in DAYS:
                return date.fromisoformat(self.theirs)
            if self.field in LISTED:
                return tables_in(self.field, self.theirs)
        return self.theirs


class Newcomer(Record):
    """A company that a row or a visit names, and that is not on the list.

    `kommune` is its municipality's number and `organisasjonsnummer` its own, each "" where nothing
    says so.
    """

    navn: str
    kommune: str
    organisasjonsnummer: str


class RejectedRow(Record):
    """A row that is not taken in, or a cell of it, and why.

    Attributes:
        line: Its line, row or number of event.
        cells: The row as the source has it.
        word: The word that nobody has explained yet, where that is why.
        newcomer: The company that is not on the list, where that is why.
    """

    line: int
    reason: EnglishText
    word: Annotated[str, Field(exclude=True)] = ""
    newcomer: Annotated[Newcomer | None, Field(exclude=True)] = None
    cells: Annotated[Many[str], Field(exclude=True)] = ()


class NameMatch(Record):
    """A row that was taken for a company by its name; `likeness` is 0 to 100."""

    line: int
    organisasjonsnummer: str
    navn: str
    likeness: float

    @classmethod
    def of(cls, line: int, bedrift: Bedrift, likeness: float) -> Self:
        """Return what a row was taken for."""
        number = bedrift.organisasjonsnummer
        return cls(line=line, organisasjonsnummer=number, navn=bedrift.navn, likeness=likeness)


class CompanyImport(Document):
    """What an import of companies did or would do; companies are given by organisasjonsnummer.

    Attributes:
        file: The file that was read, or the register.
        encoding: Its encoding; for a workbook "xlsx".
        delimiter: Its delimiter; for a workbook the sheet.
        outside: Rows of other municipalities than those asked for; `counts` are without them.
        mapping: Headings by field; `unused` are those of columns that nothing is taken from.
        gone: Those that the source says are dissolved.
        kept: Fields that stay as they are, since the records have them from people or elsewhere.
        left_out: Cells that cannot be used, of companies that come in without them.
        unknown: Companies without a number that are not on the list; their rows are rejected.
        missing: Companies that the source named before and does not name now.
        forgotten: How many contacts and notes stay out: of people who were forgotten.
        opted_out: Those of rejected rows that have opted out or were forgotten.
        visits: Visits that the list tells of and the log did not.
        written: The files of the records that were written.
        rejected_file: The file that the rejected rows were written to.
        snapshot: What the source is remembered to have said.
    """

    schema_: Schema[Literal["hageplan/import/2"]] = "hageplan/import/2"
    file: str
    encoding: str
    delimiter: str
    source: Kilde
    dry_run: bool
    counts: CompanyCounts
    outside: NonNegativeInt
    mapping: dict[str, str]
    unused: Many[str]
    new: Many[ByNumber]
    gone: Many[str]
    changes: Many[FieldChange]
    kept: Many[FieldChange]
    rejected: Many[RejectedRow]
    left_out: Many[RejectedRow]
    unknown: Many[Newcomer] = ()
    missing: Many[ByNumber]
    forgotten: NonNegativeInt = 0
    opted_out: Many[str]
    by_name: Many[NameMatch]
    visits: Many[Henvendelse] = ()
    written: Many[str]
    rejected_file: str | None
    snapshot: Annotated[SkipValidation[SourceSnapshot], Field(exclude=True)]

    @property
    def is_own(self) -> bool:
        """Whether it is the table that we write ourselves: what people changed in it is theirs."""
        return BASE in self.mapping

    @property
    def changes_nothing(self) -> bool:
        """Whether companies and log stay as they are."""
        return not (self.new or self.changes or self.visits)

    @property
    def fields(self) -> Mapping[str, Mapping[str, FieldValue]]:
        """The new values of the fields that change, by organisasjonsnummer."""
        found: dict[str, dict[str, FieldValue]] = {}
        for one in self.changes:
            found.setdefault(one.organisasjonsnummer, {})[one.field] = one.value
        return found


class SurveyImport(Document):
    """What the answers of a form came to; `forgotten` notes of people who were stay out.

    Attributes:
        unknown: The companies that are not on the list; their rows are rejected.
        added: The companies that are added to it.
    """

    schema_: Schema[Literal["hageplan/survey/1"]] = "hageplan/survey/1"
    file: str
    encoding: str
    delimiter: str
    dry_run: bool
    counts: EntryCounts
    mapping: dict[str, str]
    unused: Many[str]
    new: Many[Henvendelse]
    unknown: Many[Newcomer]
    added: Many[ByNumber] = ()
    forgotten: NonNegativeInt = 0
    rejected: Many[RejectedRow]
    by_name: Many[NameMatch]
    written: Many[str]


class CalendarImport(Document):
    """The visits that a calendar holds; `outside` are the events that name no company.

    Attributes:
        unknown: Companies that are not on the list, by titles such as "Besøk hos …".
        added: The companies that are added to it.
    """

    schema_: Schema[Literal["hageplan/visits/1"]] = "hageplan/visits/1"
    file: str
    dry_run: bool
    counts: EntryCounts
    outside: NonNegativeInt
    to_be_logged: Many[Henvendelse]
    to_be_booked: Many[Avtale]
    unknown: Many[Newcomer]
    added: Many[ByNumber] = ()
    rejected: Many[RejectedRow]
    written: Many[str]


class PositionCounts(Record):
    """How many companies came to which kind of position."""

    adresse: NonNegativeInt
    vei: NonNegativeInt
    poststed: NonNegativeInt
    unknown: NonNegativeInt
    asked_before: NonNegativeInt
    no_address: NonNegativeInt
    not_asked: NonNegativeInt


class Position(Record):
    """Where a company is, and what that is the position of."""

    lat: float
    lon: float
    posisjon: Posisjon


class Geocoding(Document):
    """Where companies are, by organisasjonsnummer; `unknown` are those that nobody knows.

    `outside` are those of them that the service puts outside the mainland.
    """

    schema_: Schema[Literal["hageplan/geocode/1"]] = "hageplan/geocode/1"
    dry_run: bool
    counts: PositionCounts
    found: dict[str, Position]
    unknown: Many[str]
    outside: Many[str]
    written: Many[str]
