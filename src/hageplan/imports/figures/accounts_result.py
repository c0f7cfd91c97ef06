"""What bringing accounts in returns."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, NonNegativeInt

from hageplan.imports.result import RejectedRow
from hageplan.records.base import Document, EnglishText, Many, Record, Schema
from hageplan.records.memory import Kilde


class AccountChange(Record):
    """A figure of a company's accounts: what the records say and what the source says."""

    organisasjonsnummer: str
    navn: str
    aar: int
    field: str
    ours: int | None
    theirs: int | None


class UnusedAccounts(Record):
    """Accounts of a company that are left out, and why."""

    organisasjonsnummer: str
    navn: str
    aar: int
    reason: EnglishText


class AccountsImport(Document):
    """What bringing accounts in did or would do; companies are given by organisasjonsnummer.

    Attributes:
        file: The file that was read, or the register.
        asked: Companies that were asked for, or rows of the file.
        found: Those of them that there are accounts of, of companies on the list.
        changes: Figures that are new, or corrected.
        unused: Accounts that are left out: of other currencies and periods, for instance.
        absent: Companies of which the register has no accounts.
        not_asked: Companies that file none: sole traders, and those without a number yet.
        unread: Companies whose accounts were not as the register documents them.
        outside: Companies of the file that are not on the list.
        mapping: Headings of the file by what they are taken for.
        written: The files of the records that were written.
    """

    schema_: Schema[Literal["hageplan/accounts/1"]] = "hageplan/accounts/1"
    file: str
    source: Kilde
    dry_run: bool
    asked: NonNegativeInt
    found: NonNegativeInt
    changes: Many[AccountChange]
    unused: Many[UnusedAccounts]
    absent: Many[str] = ()
    not_asked: Many[str] = ()
    unread: Many[str] = ()
    outside: NonNegativeInt = 0
    mapping: dict[str, str] = Field(default_factory=dict)
    rejected: Many[RejectedRow] = ()
    written: Many[str]
