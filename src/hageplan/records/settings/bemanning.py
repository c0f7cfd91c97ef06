"""Settings of the staffing estimate: `[bemanning]` in `hageplan.toml`.

What an estimate of positions rests on beside the interest model. Scenarios and what-ifs change the
same keys, there also by the English names of `ENGLISH`, which are those of the JSON document.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Record
from hageplan.records.settings.interesse import Andel

Timer = Annotated[float, Field(ge=0, le=10_000)]
"""Hours a year, or for one of something."""
Antall = Annotated[float, Field(ge=0, le=1000)]
Dager = Annotated[float, Field(ge=0, le=250)]
Kroner = Annotated[float, Field(ge=0, le=1e9)]
Spredning = Annotated[float, Field(ge=0, le=2)]
"""A standard deviation of the logarithm: 0.3 is about 30 percent up or down."""


class KjentKonvertering(Record):
    """Shares of companies with an answer that become members, if taken as known."""

    ikke: Andel | None = None
    noytral: Andel | None = None
    interessert: Andel | None = None
    forpliktet: Andel | None = None


class Bemanning(Record):
    """What work there is, how long it takes, and what a position costs and brings.

    Where a source is named the default is published; all others are assumptions to replace by the
    næringshage's own figures.

    Attributes:
        timer_per_medlem: Hours of development work a member and year; left out: what
            `interesse.medlemstimer` gives the region's companies on average. No published figure
            was found.
        timer_spredning: How unsure that is (lognormal around it), until the office's own figure
            says more: half as much and twice as much are usual. A guess.
        egne_timer_spredning: How unsure it is that today's positions are what that work takes, from
            which the office's own figure follows: time goes elsewhere, or lacks. A guess.
        besok_per_medlem: Visits to a member a year; left out: what `besoksintervall_dager` asks
            for, on average.
        besok_per_maalbedrift: Visits to a målbedrift a year; left out: likewise.
        prospektbesok_andel: Share of the other companies that is visited in a year.
        kontorminutter_per_besok: Preparing a visit and writing down what was said.
        oppfolginger_per_besok: Follow-ups that a visit leads to, most likely; between
            `oppfolginger_lavt` and `oppfolginger_hoyt`. Source: business retention programmes of
            Richmond, Dayton and Erie (0.17, 0.54 and 0.77 a visit).
        timer_per_oppfolging: Hours that one takes.
        arrangementer_per_kommune: Events in each municipality a year.
        timer_per_arrangement: Hours that one takes.
        kjoring_spredning: How unsure the driving of the planned year is (lognormal).
        stotte_andel: Share of all time that goes to administration (WISN: category allowance).
        timer_per_kommune: Hours a year and municipality that one of us alone has, such as with its
            administration (WISN: individual allowance).
        uketimer: Hours a week of a full position. Source: collective agreements in Norway.
        feriedager: Days. Source: ferieloven and the usual agreements, five weeks.
        sykedager: Days of sickness a year and position.
        kursdager: Days of courses a year and position.
        aarsverk: Positions today; left out: the working hours of the medarbeidere.
        kroner_per_aarsverk: Cost of a position a year, employer's contribution and office included.
        kroner_per_km: Cost of driving.
        medlemsavgift: What a member pays a year.
        tilskudd: Grants a year for the municipalities together, from Siva, counties and them.
        konvertering: Shares of answers that lead to memberships, taken as known.
    """

    timer_per_medlem: Timer | None = None
    timer_spredning: Spredning = 0.7
    egne_timer_spredning: Spredning = 0.3
    besok_per_medlem: Annotated[float, Field(ge=0, le=52)] | None = None
    besok_per_maalbedrift: Annotated[float, Field(ge=0, le=52)] | None = None
    prospektbesok_andel: Andel = 0.25
    kontorminutter_per_besok: Annotated[float, Field(ge=0, le=960)] = 45.0
    oppfolginger_per_besok: Antall = 0.54
    oppfolginger_lavt: Antall = 0.17
    oppfolginger_hoyt: Antall = 0.77
    timer_per_oppfolging: Timer = 1.0
    arrangementer_per_kommune: Antall = 2.0
    timer_per_arrangement: Timer = 24.0
    kjoring_spredning: Spredning = 0.1
    stotte_andel: Annotated[float, Field(ge=0, le=0.9)] = 0.2
    timer_per_kommune: Timer = 40.0
    uketimer: Annotated[float, Field(gt=0, le=60)] = 37.5
    feriedager: Dager = 25.0
    sykedager: Dager = 8.0
    kursdager: Dager = 5.0
    aarsverk: Antall | None = None
    kroner_per_aarsverk: Kroner = 900_000.0
    kroner_per_km: Kroner = 5.0
    medlemsavgift: Kroner = 5_000.0
    tilskudd: Kroner = 0.0
    konvertering: KjentKonvertering = KjentKonvertering.model_construct()

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if self.oppfolginger_lavt > self.oppfolginger_hoyt:
            raise PydanticCustomError("lavt_hoyt", "the low figure is above the high one")
        return self


ENGLISH: Final[Mapping[str, str]] = {
    "hours_per_member": "timer_per_medlem",
    "hours_spread": "timer_spredning",
    "own_hours_spread": "egne_timer_spredning",
    "visits_per_member": "besok_per_medlem",
    "visits_per_target": "besok_per_maalbedrift",
    "prospect_visit_share": "prospektbesok_andel",
    "desk_minutes_per_visit": "kontorminutter_per_besok",
    "followups_per_visit": "oppfolginger_per_besok",
    "followups_low": "oppfolginger_lavt",
    "followups_high": "oppfolginger_hoyt",
    "hours_per_followup": "timer_per_oppfolging",
    "events_per_kommune": "arrangementer_per_kommune",
    "hours_per_event": "timer_per_arrangement",
    "drive_spread": "kjoring_spredning",
    "support_share": "stotte_andel",
    "hours_per_kommune": "timer_per_kommune",
    "hours_per_week": "uketimer",
    "holiday_days": "feriedager",
    "sick_days": "sykedager",
    "course_days": "kursdager",
    "positions_today": "aarsverk",
    "cost_per_position": "kroner_per_aarsverk",
    "cost_per_km": "kroner_per_km",
    "membership_fee": "medlemsavgift",
    "grants": "tilskudd",
    "conversion": "konvertering",
}
"""The inputs' English names, as results have them, and their keys in the files."""
NORWEGIAN: Final[Mapping[str, str]] = {key: name for name, key in ENGLISH.items()}
