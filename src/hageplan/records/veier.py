"""Known driving times: `veier.toml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Lat, Lon, Many, Record

A_LEAP_YEAR: Final = 2024


class NavngittSted(Record):
    """A place that `[[vei]]` may name, beside the municipality centres."""

    navn: Annotated[str, Field(min_length=1)]
    lat: Lat
    lon: Lon


class Vei(Record):
    """Driving between two places, the same both ways, without parking."""

    fra: str
    til: str
    minutter: Annotated[float, Field(gt=0, le=1440)]
    km: Annotated[float, Field(gt=0, le=3000)] | None = None

    @model_validator(mode="after")
    def _between_two(self) -> Self:
        if self.fra.casefold() == self.til.casefold():
            raise PydanticCustomError("samme_sted", "a road from a place to itself")
        return self


class Vinter(Record):
    """A season, "MM-DD" to "MM-DD", in which driving takes `faktor` times as long."""

    fra: str
    til: str
    faktor: Annotated[float, Field(ge=1, le=3)]

    @field_validator("fra", "til")
    @classmethod
    def _month_and_day(cls, value: str) -> str:
        try:
            date.fromisoformat(f"{A_LEAP_YEAR}-{value}")
        except ValueError:
            raise PydanticCustomError("maaned_dag", "not a month and day") from None
        return value

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the season; a season may span the new year."""
        now = day.strftime("%m-%d")
        if self.fra <= self.til:
            return self.fra <= now <= self.til
        return now >= self.fra or now <= self.til


class Veier(Record):
    """All of `veier.toml`; `radius_km` is how near a place a company counts as being there."""

    sted: Many[NavngittSted] = ()
    vei: Many[Vei] = ()
    vinter: Vinter | None = None
    radius_km: Annotated[float, Field(ge=0, le=100)] = 10.0
