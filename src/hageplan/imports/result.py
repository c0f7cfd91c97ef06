"""Imports for a reader: what the commands under `import`, and `geocode`, answer.

The field names are the keys of the schemas `hageplan/import/2`, `survey/1`, `visits/1` and
`geocode/1`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, NonNegativeInt

from hageplan.records.base import Many, Record
from hageplan.records.bedrift import Posisjon
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.memory import Kilde, Value

IMPORT: Final = "hageplan/import/2"
SURVEY: Final = "hageplan/survey/1"
VISITS: Final = "hageplan/visits/1"
GEOCODE: Final = "hageplan/geocode/1"


class EntryCounts(Record):
    """How many rows there were, and of which kind; the kinds add up to the rows."""

    rows: NonNegativeInt
    new: NonNegativeInt
    same: NonNegativeInt
    rejected: NonNegativeInt


class ImportCounts(EntryCounts):
    """As `EntryCounts`, of companies."""

    changed: NonNegativeInt
    gone: NonNegativeInt


class Endring(Record):
    """A field of a company: what the records say and what the source says; None is nothing."""

    organisasjonsnummer: str
    navn: str
    field: str
    ours: Value | None
    theirs: Value | None


class Avvist(Record):
    """A row that is not taken in (`line` is its line, row or number of event), and why."""

    line: int
    reason: str


class Gjenkjent(Record):
    """A row that was taken for a company by its name; `likeness` is 0 to 100."""

    line: int
    organisasjonsnummer: str
    navn: str
    likeness: float


class Importliste(Record):
    """What an import did or would do; companies are told by organisasjonsnummer.

    Attributes:
        unused: Headings of columns that nothing is taken from.
        left_out: Cells that cannot be used, of companies that come in without them.
        missing: Companies that the source told of before, and does not now.
    """

    schema_: Annotated[Literal["hageplan/import/2"], Field(alias="schema")] = IMPORT
    file: str
    encoding: str
    delimiter: str
    source: Kilde
    dry_run: bool
    counts: ImportCounts
    outside: NonNegativeInt
    mapping: dict[str, str]
    unused: Many[str]
    new: Many[str]
    gone: Many[str]
    changes: Many[Endring]
    kept: Many[Endring]
    rejected: Many[Avvist]
    left_out: Many[Avvist]
    missing: Many[str]
    opted_out: Many[str]
    by_name: Many[Gjenkjent]
    written: Many[str]
    rejected_file: str | None


class Svarliste(Record):
    """What the answers of a form came to."""

    schema_: Annotated[Literal["hageplan/survey/1"], Field(alias="schema")] = SURVEY
    file: str
    encoding: str
    delimiter: str
    dry_run: bool
    counts: EntryCounts
    mapping: dict[str, str]
    unused: Many[str]
    new: Many[Henvendelse]
    rejected: Many[Avvist]
    by_name: Many[Gjenkjent]
    written: Many[str]


class Besoksliste(Record):
    """The visits that a calendar holds; `outside` are the events that name no company."""

    schema_: Annotated[Literal["hageplan/visits/1"], Field(alias="schema")] = VISITS
    file: str
    dry_run: bool
    counts: EntryCounts
    outside: NonNegativeInt
    to_be_logged: Many[Henvendelse]
    to_be_booked: Many[Avtale]
    rejected: Many[Avvist]
    written: Many[str]


class PosisjonCounts(Record):
    """How many companies came to which kind of position."""

    adresse: NonNegativeInt
    vei: NonNegativeInt
    poststed: NonNegativeInt
    unknown: NonNegativeInt
    asked_before: NonNegativeInt
    no_address: NonNegativeInt
    not_asked: NonNegativeInt


class Funnet(Record):
    """Where a company is, and what that is the position of."""

    lat: float
    lon: float
    posisjon: Posisjon


class Posisjonsliste(Record):
    """Where companies are, by organisasjonsnummer; `unknown` are those that nobody knows."""

    schema_: Annotated[Literal["hageplan/geocode/1"], Field(alias="schema")] = GEOCODE
    dry_run: bool
    counts: PosisjonCounts
    found: dict[str, Funnet]
    unknown: Many[str]
    written: Many[str]
