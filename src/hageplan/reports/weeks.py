"""Weeks, as ISO 8601 counts them: `2026-W48`, from Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg

_FORM: Final = re.compile(r"(\d{4})-W(\d{2})", re.IGNORECASE)
DAYS: Final = 7


@dataclass(frozen=True, kw_only=True)
class Uker:
    """One or more whole weeks: `first` is a Monday, `last` a Sunday."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """Such as `2026-W48`, or `2026-W46–2026-W48`."""
        ends = [f"{d.isocalendar().year}-W{d.isocalendar().week:02}" for d in self._mondays]
        return "–".join(dict.fromkeys(ends))

    @property
    def _mondays(self) -> tuple[date, date]:
        return self.first, self.last - timedelta(days=DAYS - 1)


def parse_week(text: str) -> Uker:
    """Return the week that `2026-W48` means; raises RequestError."""
    found = _FORM.fullmatch(text.strip())
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None:
        raise RequestError(
            msg("{value} is no week", value=repr(text)), msg("a week such as 2026-W48")
        )
    return Uker(first=monday, last=monday + timedelta(days=DAYS - 1))


def week_before(day: date) -> Uker:
    """Return the last week that was over when `day` began."""
    monday = day - timedelta(days=day.weekday() + DAYS)
    return Uker(first=monday, last=monday + timedelta(days=DAYS - 1))


def weeks_since(told: date, day: date) -> Uker | None:
    """Return the weeks after `told`, the last day told of, that are over on `day`; None: none."""
    last, first = week_before(day), told + timedelta(days=1)
    monday = first - timedelta(days=first.weekday())
    return Uker(first=monday, last=last.last) if monday <= last.first else None
