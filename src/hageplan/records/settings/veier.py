"""What `veier.toml` says: driving that is known, and what roads are like on which days."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import (
    Aarstid,
    Klokkeslett,
    Lat,
    Lon,
    Many,
    NavngittSted,
    Record,
    Tidsrom,
    check_month_and_day,
    check_order,
    parse_day,
    within_years,
)

_MONTH_AND_DAY: Final = re.compile(r"\d\d-\d\d")
Minutter = Annotated[float, Field(gt=0, le=1440)]
Ventetid = Annotated[float, Field(ge=0, le=480)]
Kilometer = Annotated[float, Field(gt=0, le=3000)]
Faktor = Annotated[float, Field(ge=1, le=3)]
Navn = Annotated[str, Field(min_length=1)]


def _day(value: object) -> object:
    """Return a day of one year as a date, and one of each year as "MM-DD"."""
    if isinstance(value, str) and _MONTH_AND_DAY.fullmatch(value):
        return check_month_and_day(value)
    found = parse_day(value)
    return within_years(found) if isinstance(found, date) else found


Dag = Annotated[date | str, BeforeValidator(_day)]


class Punkt(Record):
    """A point in Norway, in degrees (WGS 84)."""

    lat: Lat
    lon: Lon


class Vei(Record):
    """Driving between two places, the same both ways, without parking."""

    fra: str
    til: str
    minutter: Minutter
    km: Kilometer | None = None

    @model_validator(mode="after")
    def _between_two(self) -> Self:
        if self.fra.casefold() == self.til.casefold():
            raise PydanticCustomError("samme_sted", "a road from a place to itself")
        return self

    @property
    def ends(self) -> Mapping[str, str]:
        """The names of both places, by their keys."""
        return {"fra": self.fra, "til": self.til}


class Vinterstrok(NavngittSted):
    """Where winter is harder: within `radius_km` driving takes `faktor` times as long."""

    radius_km: Annotated[float, Field(gt=0, le=100)]
    faktor: Faktor


class Vinter(Aarstid):
    """A season in which driving takes `faktor` times as long, in some places longer or shorter."""

    faktor: Faktor
    sted: Many[Vinterstrok] = ()


class Tillegg(NavngittSted):
    """What it takes from the road to a place, and back: a long way up to the farm."""

    radius_km: Annotated[float, Field(gt=0, le=10)] = 0.5
    minutter: Minutter
    km: Annotated[float, Field(ge=0, le=100)] = 0.0


class Gyldighet(Record):
    """From `fra` to `til`, both days included: dates, or MM-DD of every year."""

    fra: Dag
    til: Dag

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if isinstance(self.fra, date) != isinstance(self.til, date):
            raise PydanticCustomError("ulike_dager", "a date and a month and day")
        if isinstance(self.fra, date) and isinstance(self.til, date):
            check_order(self.fra <= self.til)
        return self

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        if isinstance(self.fra, date) and isinstance(self.til, date):
            return self.fra <= day <= self.til
        return Aarstid(fra=str(self.fra), til=str(self.til)).covers(day)


class StengtVei(Gyldighet):
    """A road that is closed.

    Attributes:
        punkter: A point of it, or a line across the roads that are closed.
        radius_km: How near a point a drive passes that took this road.
        rundt: A place that one drives by instead.
        ekstra_minutter: What the way around takes more, with `ekstra_km`.
        kolonne_minutter: The wait where one drives in a convoy: then the road is not closed.
    """

    navn: Navn
    punkter: Annotated[Many[Punkt], Field(min_length=1)]
    radius_km: Annotated[float, Field(gt=0, le=50)] = 3.0
    rundt: str | None = None
    ekstra_minutter: Minutter | None = None
    ekstra_km: Annotated[float, Field(ge=0, le=3000)] = 0.0
    kolonne_minutter: Minutter | None = None

    @model_validator(mode="after")
    def _one_way_around(self) -> Self:
        told = (self.rundt, self.ekstra_minutter, self.kolonne_minutter)
        if sum(one is not None for one in told) != 1:
            raise PydanticCustomError("vei_rundt", "no way around, or several")
        return self


class Ventetider(Tidsrom):
    """How long one waits for a ferry in a part of the day."""

    minutter: Ventetid


class Ferje(Gyldighet):
    """A ferry, from a quay to that of the land it leads to.

    Attributes:
        fra_kai: Where one goes on board; `til_kai` lies within `omraade`.
        omraade: The corners of the land that is reached by it.
        minutter: The crossing.
        ventetid_minutter: The wait where `ventetider` says no other.
        siste_avgang: After which nobody comes across that day, either way.
    """

    fra: Dag = "01-01"
    til: Dag = "12-31"
    navn: Navn
    fra_kai: Punkt
    til_kai: Punkt
    omraade: Annotated[Many[Punkt], Field(min_length=3)]
    minutter: Minutter
    ventetid_minutter: Ventetid
    ventetider: Many[Ventetider] = ()
    siste_avgang: Klokkeslett | None = None

    @model_validator(mode="after")
    def _leads_there(self) -> Self:
        fra, til = self.fra_kai, self.til_kai
        if self.reaches(fra.lat, fra.lon) or not self.reaches(til.lat, til.lon):
            raise PydanticCustomError("kaier", "not from outside into the area")
        return self

    def reaches(self, lat: float, lon: float) -> bool:
        """Tell whether a point lies in `omraade`: a line to the east leaves it once more."""
        corners = self.omraade
        is_inside = False
        for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
            if (one.lat > lat) != (other.lat > lat):
                share = (lat - one.lat) / (other.lat - one.lat)
                is_inside ^= lon < one.lon + share * (other.lon - one.lon)
        return is_inside


class Veier(Record):
    """All of `veier.toml`; `radius_km` is how near a place a company counts as being there."""

    sted: Many[NavngittSted] = ()
    vei: Many[Vei] = ()
    vinter: Vinter | None = None
    radius_km: Annotated[float, Field(ge=0, le=100)] = 10.0
    stengt: Many[StengtVei] = ()
    ferje: Many[Ferje] = ()
    tillegg: Many[Tillegg] = ()
