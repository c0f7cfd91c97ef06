"""When visits come back, how days are planned, how driving is estimated, what makes days late."""

from datetime import date, time
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from hageplan.records.base import Dato, Klokkeslett, Many, Record, check_order
from hageplan.records.bedrift import BesokMinutter, Intervall

HalvDag = Literal["onsdag-for-skjaertorsdag", "julaften", "nyttaarsaften"]
MaksKjoring = Annotated[int, Field(ge=10, le=1440)]
Spredning = Annotated[float, Field(ge=0, le=1)]
"""A standard deviation of the logarithm: 0.1 is about ten percent up or down."""
Besoksklasse = Literal["medlem", "maalbedrift", "forpliktet", "interessert", "nøytral", "ikke"]
"""A member, a målbedrift, or a prospect by what it last answered."""


class Planlegging(Record):
    """How days are planned; all durations in minutes.

    Attributes:
        slakk_minutter: Reserve after a visit, in which nothing is planned: visits and drives may
            take longer by it.
        varsel_dager: Working days to invite before the first visit that is proposed.
        maks_kjoring_minutter: At the wheel in a day, at most; a medarbeider may have their own.
        ledig_minutter: Kept free each day, from `ledig_fra` or when the visit under way ends.
        flytting_minutter: What a change of what was planned before must bring.
        overnatting_minutter: What a night away must save.
        jevn_fordeling: What a visit's difference between two medarbeidere costs.
        kommune_minst: Visits in each municipality, at least; `kommune_andel` as a share of all.
    """

    dager: Annotated[int, Field(ge=1, le=60)] = 5
    varsel_dager: Annotated[int, Field(ge=0, le=30)] = 3
    besok_minutter: BesokMinutter = 60
    slakk_minutter: Annotated[int, Field(ge=0, le=120)] = 15
    klokkeslett_hver_minutter: Annotated[int, Field(ge=1, le=60)] = 5
    besok_fra: Klokkeslett = time(8)
    besok_til: Klokkeslett = time(16)
    lunsj_fra: Klokkeslett = time(11, 30)
    lunsj_minutter: Annotated[int, Field(ge=0, le=120)] = 30
    halve_dager: Many[HalvDag] = ("onsdag-for-skjaertorsdag", "julaften")
    halv_dag_slutt: Klokkeslett = time(12)
    karens_dager: Annotated[int, Field(ge=0, le=365)] = 30
    maks_kjoring_minutter: MaksKjoring | None = None
    ledig_fra: Klokkeslett = time(13)
    ledig_minutter: Annotated[int, Field(ge=0, le=240)] = 0
    flytting_minutter: Annotated[int, Field(ge=0, le=480)] = 60
    overnatting_minutter: Annotated[int, Field(ge=0, le=1440)] = 120
    jevn_fordeling: Annotated[float, Field(ge=0, le=1000)] = 0.0
    kommune_minst: Annotated[int, Field(ge=0, le=50)] = 0
    kommune_andel: Annotated[float, Field(ge=0, le=1)] = 0.0

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_order(self.besok_fra < self.besok_til)
        return self

    @property
    def has_shares(self) -> bool:
        """Whether each municipality is to have some of a plan's visits."""
        return bool(self.kommune_minst or self.kommune_andel)


class Besoksintervaller(Record):
    """Days from one visit to the next, by class; a company's own interval wins.

    No published figures were found: these are assumptions to replace.
    """

    medlem: Intervall = 180
    maalbedrift: Intervall = 90
    forpliktet: Intervall = 60
    interessert: Intervall = 60
    noytral: Intervall = 180
    ikke: Intervall = 365

    def of(self, klasse: Besoksklasse) -> int:
        """Return the interval of a class."""
        days: int = getattr(self, klasse.replace("ø", "o"))
        return days


class Kilometersats(Record):
    """What a kilometre in one's own car is paid with, in kroner, from the day `fra` on."""

    fra: Dato
    kroner: Annotated[float, Field(ge=0, le=100)]


STATENS_SATS: Final = Kilometersats.model_construct(fra=date(2026, 1, 1), kroner=5.3)
"""The state's, of 2026; what is above 3.50 is taxed. Source: Naturviterne, "Nye og økte satser for
kjøregodtgjørelse i staten 2026" (naturviterne.no)."""


class Kjoring(Record):
    """How driving is estimated where no known minutes say otherwise, and what it is paid with."""

    omvei: Annotated[float, Field(ge=1, le=3)] = 1.25
    km_per_time: Annotated[float, Field(gt=5, le=110)] = 62.0
    parkering_minutter: Annotated[float, Field(ge=0, le=60)] = 3.0
    kilometersatser: Many[Kilometersats] = (STATENS_SATS,)

    def rate(self, day: date) -> Kilometersats | None:
        """Return the rate of a day, None where none holds yet."""
        known = (one for one in self.kilometersatser if one.fra <= day)
        return max(known, key=lambda one: one.fra, default=None)


class Usikkerhet(Record):
    """Visits and driving are lognormal around what is planned.

    No measurements of a næringshage's own days were found: these are assumptions to replace.

    Attributes:
        besok_spredning: Of one visit's minutes.
        kjoring_spredning: Of one drive's minutes, by itself.
        dag_spredning: Of all the day's driving alike: weather, roadworks.
        toleranse_minutter: A visit that begins no later than this is on time.
        krav: Share of the visits that a robust plan begins on time, at least.
    """

    besok_spredning: Spredning = 0.25
    kjoring_spredning: Spredning = 0.1
    dag_spredning: Spredning = 0.08
    toleranse_minutter: Annotated[int, Field(ge=0, le=60)] = 10
    krav: Annotated[float, Field(gt=0, lt=1)] = 0.9


class Kalender(Record):
    """How a plan becomes calendar events, and how calendars that are published are read.

    Attributes:
        varsel_minutter: How long before one has to leave an alarm goes off.
        kjoring: Whether the driving gets events of its own, which block no time.
        hent_minutter: How old a calendar's copy may be before it is fetched again.
        vent_sekunder: How long is waited for one.
    """

    varsel_minutter: Annotated[int, Field(ge=0, le=1440)] = 10
    kjoring: bool = True
    hent_minutter: Annotated[int, Field(ge=0, le=10_080)] = 60
    vent_sekunder: Annotated[float, Field(gt=0, le=600)] = 10.0
