"""Times to offer a company on the phone: what `slots` answers and `--json` prints."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Dato, Klokkeslett, Many, Record

SCHEMA: Final = "hageplan/slots/1"


class Offer(Record):
    """A time at which a medarbeider can come, beside what is planned.

    `detour_minutes` is the driving and waiting that it adds; `after` and `before` name the stops
    between which it lies, None at the ends of the day. Where it does not fit in between, `drops`
    names the stops that would go, none of them agreed, and `cost_minutes` counts their worth too.
    """

    medarbeider: str
    date: Dato
    start: Klokkeslett
    end: Klokkeslett
    detour_minutes: int
    after: str | None = None
    before: str | None = None
    drops: Many[str] = ()
    cost_minutes: int


class Slots(Record):
    """The offers, best first, against a saved plan or, unless `is_saved_plan`, a new one."""

    schema_: Annotated[Literal["hageplan/slots/1"], Field(alias="schema")] = SCHEMA
    example_data: bool
    organisasjonsnummer: str
    navn: str
    is_saved_plan: bool
    offers: Many[Offer]
