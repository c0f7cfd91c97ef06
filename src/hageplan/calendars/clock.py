"""From the times of calendars, with whatever zone, to the local ones of our records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Period = tuple[datetime, datetime]

LOCAL: Final = ZoneInfo("Europe/Oslo")
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class DateRange:
    """Days of which a calendar is asked, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Midnight before the first day, with its zone."""
        return moment(self.first)

    @property
    def stop(self) -> datetime:
        """Midnight after the last day, with its zone."""
        return moment(self.last + DAY)

    def touches(self, period: Period) -> bool:
        """Whether a local period has any time in these days."""
        start, stop = local(self.start), local(self.stop)
        return period[0] < stop and period[1] > start


def moment(value: date) -> datetime:
    """Return a date's midnight, or a date and time, in Norway; without a zone it is local."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), LOCAL)
    return value.replace(tzinfo=LOCAL) if value.tzinfo is None else value.astimezone(LOCAL)


def local(value: date) -> datetime:
    """Return a date's midnight, or a date and time, in Norway without a zone."""
    return moment(value).replace(tzinfo=None)


def local_period(start: date, end: date) -> Period:
    """Return the local times from `start` to `end`, without a zone.

    Dates are whole days, the last one left out as iCalendar has it; some programs write the same
    date twice for a single day. What begins or ends in the hour that the clock repeats in October
    takes all of it.
    """
    begin, stop = moment(start), moment(end)
    fra, til = local(begin), local(stop)
    if not isinstance(start, datetime) and til == fra:
        return fra, fra + DAY
    if length(begin, stop) > til - fra:  # the clock goes back in between
        fra = fra.replace(minute=0, second=0) if _comes_twice(begin) else fra
        til = til.replace(minute=0, second=0) + HOUR if _comes_twice(stop) else til
    return fra, til


def _comes_twice(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def length(start: date, end: date) -> timedelta:
    """Return the time that passes from `start` to `end`, changes of the clock included."""
    return moment(end).astimezone(UTC) - moment(start).astimezone(UTC)
