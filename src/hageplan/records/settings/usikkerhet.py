"""How far a day may run off its plan: `[usikkerhet]` in `hageplan.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record

Spredning = Annotated[float, Field(ge=0, le=1)]
"""A standard deviation of the logarithm: 0.1 is about ten percent up or down."""


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
