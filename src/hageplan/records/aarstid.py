"""A part of every year."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Record

A_LEAP_YEAR: Final = 2024


class Aarstid(Record):
    """From "MM-DD" to "MM-DD", both days included; it may span the new year."""

    fra: str
    til: str

    @field_validator("fra", "til")
    @classmethod
    def _month_and_day(cls, value: str) -> str:
        try:
            date.fromisoformat(f"{A_LEAP_YEAR}-{value}")
        except ValueError:
            raise PydanticCustomError("maaned_dag", "not a month and day") from None
        return value

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        now = day.strftime("%m-%d")
        if self.fra <= self.til:
            return self.fra <= now <= self.til
        return now >= self.fra or now <= self.til
