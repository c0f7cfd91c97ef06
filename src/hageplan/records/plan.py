"""A plan of visits: what `plan` answers, what `--json` prints and what `planer/*.toml` keep.

The field names are the keys of the schema `hageplan/plan/1`; docs/plan-json.md describes them.
Times are local, durations whole minutes, distances kilometres.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from hageplan.records.base import Dato, Klokkeslett, Many, Record

SCHEMA: Final = "hageplan/plan/1"

Minutes = Annotated[int, Field(ge=0)]
Kilometres = Annotated[float, Field(ge=0)]

Reason = Literal[
    "opted-out",
    "closed-down",
    "declined",
    "recently-contacted",
    "outside-hours",
    "too-far",
    "not-worth-the-drive",
    "no-time-left",
    "visit-limit",
    "not-tried",
]


class StopRule(Record):
    """When the solver stops: after `iterations`, or after `seconds`."""

    iterations: Annotated[int, Field(gt=0)] | None = None
    seconds: Annotated[float, Field(gt=0)] | None = None


class Request(Record):
    """What was asked for, after defaults."""

    kommuner: Many[str]
    from_: Annotated[Dato, Field(alias="from")]
    days: int
    medarbeidere: Many[str]
    max_visits: int | None = None
    seed: int
    stop_rule: StopRule


class Endpoint(Record):
    """Where and when a day begins or ends."""

    place: str
    lat: float
    lon: float
    time: Klokkeslett


class Lunch(Record):
    """A break of a day."""

    start: Klokkeslett
    end: Klokkeslett


class Stop(Record):
    """One visit; `drive_minutes` and `drive_km` lead to it from the place before.

    `lat`/`lon` are the municipality centre's where `position` is "kommune".
    `reasons` are `code` or `code:value`, the same in every language.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    place: str
    lat: float
    lon: float
    position: Literal["bedrift", "kommune"]
    arrive: Klokkeslett
    start: Klokkeslett
    end: Klokkeslett
    drive_minutes: Minutes
    drive_km: Kilometres
    wait_minutes: Minutes
    prize_minutes: int
    status: str
    reasons: Many[str]


class Tour(Record):
    """One day of one medarbeider; the totals include the way back."""

    medarbeider: str
    date: Dato
    start: Endpoint
    end: Endpoint
    lunch: Lunch | None = None
    stops: Many[Stop]
    drive_minutes: Minutes
    drive_km: Kilometres
    visit_minutes: Minutes
    wait_minutes: Minutes
    return_minutes: Minutes
    return_km: Kilometres


class LeftOut(Record):
    """A company that was considered and is not visited.

    `detour_minutes` is the least extra driving and waiting it would cost; None where it never fits.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    reason: Reason
    detail: str
    prize_minutes: int
    detour_minutes: Minutes | None = None


class Totals(Record):
    """Sums over all tours; `at_kommune_centre` counts the considered without coordinates."""

    visits: int
    drive_minutes: Minutes
    drive_km: Kilometres
    visit_minutes: Minutes
    wait_minutes: Minutes
    prize_minutes: int
    considered: int
    at_kommune_centre: int


class TravelInfo(Record):
    """Where driving times come from, and what they assume (English)."""

    provider: str
    assumptions: Many[str]


class Plan(Record):
    """A whole plan."""

    schema_: Annotated[Literal["hageplan/plan/1"], Field(alias="schema")] = SCHEMA
    example_data: bool
    request: Request
    tours: Many[Tour]
    left_out: Many[LeftOut]
    totals: Totals
    travel: TravelInfo
