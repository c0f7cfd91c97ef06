"""Letters for a reader: what `outbox` answers.

The field names are the keys of the schema `hageplan/outbox/1`.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Many, Record

SCHEMA: Final = "hageplan/outbox/1"

BrevState = Literal["waiting", "sending", "unsure", "refused", "sent"]
"""Sent are those of this run only."""


class Brev(Record):
    """A letter to one recipient; `file` is relative to the workspace, `reason` in English or ""."""

    state: BrevState
    recipient: str
    subject: str
    file: str
    reason: str = ""


class Utboksliste(Record):
    """What lies in the outbox, the oldest first, and what was just sent."""

    schema_: Annotated[Literal["hageplan/outbox/1"], Field(alias="schema")] = SCHEMA
    letters: Many[Brev]
