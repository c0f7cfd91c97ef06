"""What roads change, as `hageplan roads compare` answers."""

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema
from hageplan.records.plan import Change, Totals

Share = Annotated[float, Field(ge=0)]


class Driving(Record):
    """Driving of whole days."""

    minutes: int
    km: float


class LateStop(Record):
    """A visit that would begin late on the roads, were the day as the estimate has it."""

    organisasjonsnummer: str
    navn: str
    medarbeider: str
    date: Dato
    start: Klokkeslett
    minutes: int


class LateHome(Record):
    """A day that would be over late."""

    medarbeider: str
    date: Dato
    end: Klokkeslett
    minutes: int


class Fit(Record):
    """The estimate's own settings beside those that fit the roads of the region.

    Attributes:
        drives: How many drives between places of the region they were fitted to.
        omvei: Road over straight line, as `[kjoring]` has it.
        km_per_time: Speed, as `[kjoring]` has it.
        error: By how much half of the drives are off more with them, as a share of the road's
            minutes; `error95` one in twenty. `usual_error` and `usual_error95` are today's.
    """

    drives: int
    omvei: float
    km_per_time: float
    error: Share
    error95: Share
    usual_omvei: float
    usual_km_per_time: float
    usual_error: Share
    usual_error95: Share


class RoadsComparison(Document):
    """The plan by the estimate, its days on the roads, and the plan by the roads.

    `changes` are what the plan by the roads does otherwise; `fit` is missing where the region has
    too few drives to fit anything to.
    """

    schema_: Schema[Literal["hageplan/roads-compare/1"]] = "hageplan/roads-compare/1"
    example_data: bool
    provider: str
    data: Dato | None
    estimated: Totals
    estimated_on_roads: Driving
    by_roads: Totals
    late: Many[LateStop]
    late_home: Many[LateHome]
    changes: Many[Change]
    fit: Fit | None
    assumptions: Many[str]
