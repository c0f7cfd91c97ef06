"""What `log` returns: entries that were written."""

from __future__ import annotations

from typing import Literal

from hageplan.records.base import Document, Many, Schema
from hageplan.records.entries import Logged
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging


class LoggedEntries(Document):
    """Entries that were written into the log, about the company that is called `navn`."""

    schema_: Schema[Literal["hageplan/log/1"]] = "hageplan/log/1"
    navn: str
    entries: Many[Logged[Henvendelse] | Logged[Avtale] | Logged[Oppfolging] | Logged[Kobling]]
