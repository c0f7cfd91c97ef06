"""Known driving times: `veier.toml`."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Aarstid, Many, NavngittSted, Record


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


class Vinter(Aarstid):
    """A season in which driving takes `faktor` times as long."""

    faktor: Annotated[float, Field(ge=1, le=3)]


class Veier(Record):
    """All of `veier.toml`; `radius_km` is how near a place a company counts as being there."""

    sted: Many[NavngittSted] = ()
    vei: Many[Vei] = ()
    vinter: Vinter | None = None
    radius_km: Annotated[float, Field(ge=0, le=100)] = 10.0
