"""What `import brreg --changes` returns."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import NonNegativeInt

from hageplan.imports.result import ByNumber, FieldChange
from hageplan.records.base import Dato, Document, Many, Record, Schema
from hageplan.records.hendelser import Hendelse
from hageplan.records.memory import Kilde, Since


class ChangesImport(Document):
    """What the register told since it was asked last, and what came of it.

    Attributes:
        since: From where on each feed was read: the number of an update, or a day.
        updates: Updates that were read, of all units of the country.
        asked: Units that the register was asked for, since they may concern the records.
        is_whole: Whether the municipalities were read whole, since the feed was too long, or from
            the register's own files.
        new: Companies that came in.
        changes: Fields that changed.
        happenings: What happened, in the order in which it was found.
        names: What the companies are called to which something happened, by number.
        written: The files of the records that were written.
    """

    schema_: Schema[Literal["hageplan/changes/1"]] = "hageplan/changes/1"
    source: Kilde
    dry_run: bool
    since: dict[str, Since]
    updates: NonNegativeInt
    asked: NonNegativeInt
    is_whole: bool
    new: Many[ByNumber]
    changes: Many[FieldChange]
    happenings: Many[Hendelse]
    names: dict[str, str]
    written: Many[str]


class TriedUpdate(Record):
    """An update as the service gives it; `paths` are the fields that it says changed."""

    oppdateringsid: NonNegativeInt
    dato: Dato
    organisasjonsnummer: str
    endringstype: str
    paths: Many[str]


class TriedFeed(Record):
    """The first updates of a feed, and how many there are."""

    kind: str
    waiting: NonNegativeInt
    updates: Many[TriedUpdate]


class RegisterTrial(Document):
    """What the register's service answers today: a short page of each feed since a day.

    Attributes:
        roles: Of how many units the first page of roles tells.
        unit: One of the units, as it is read.
    """

    schema_: Schema[Literal["hageplan/register-trial/1"]] = "hageplan/register-trial/1"
    url: str
    since: Dato
    feeds: Many[TriedFeed]
    roles: NonNegativeInt
    unit: dict[str, Any]
