"""Dates and numbers as the reader's language writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from hageplan.i18n import _, language, say, short_date
from hageplan.records.written.periods import part_of_year

_WEEK: Final = timedelta(days=7)


def day_name(day: date) -> str:
    """Return weekday, day and month, as a heading."""
    return sentence(day_in_text(day))


def day_in_text(day: date) -> str:
    """Return weekday, day and month, as they stand within a sentence."""
    pattern = "EEEE d MMMM" if language() == "en" else "EEEE d. MMMM"
    return format_date(day, pattern, locale=language())


def day_of_year(day: date) -> str:
    """Return day and month."""
    pattern = "d MMMM" if language() == "en" else "d. MMMM"
    return format_date(day, pattern, locale=language())


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals."""
    return _minus(format_decimal(round(value, digits) + 0.0, locale=language()))


def fixed(value: float, digits: int) -> str:
    """Return a number with just `digits` decimals, for columns."""
    form = f"#,##0.{'0' * digits}"
    return _minus(format_decimal(round(value, digits) + 0.0, format=form, locale=language()))


def rough(value: float) -> str:
    """Return a whole number to two digits that count, as what is drawn carries: `3 500`."""
    digits = 1 - math.floor(math.log10(abs(value))) if value else 0
    return decimal(round(value, min(digits, 0)), 0)


def _minus(number: str) -> str:
    """Return a number with the sign that is as wide as a plus; zero has none."""
    return number.replace("-", "−")


def listed(words: Sequence[str], most: int = 3) -> str:
    """Return words as a sentence tells them; of more than `most` how many follow."""
    if len(words) > most:
        words = [*words[: most - 1], _("{count} more").format(count=len(words) - most + 1)]
    return format_list(words, locale=language())


def either(words: Sequence[str]) -> str:
    """Return what there is to choose from."""
    return format_list(words, style="or", locale=language())


def sentence(text: str) -> str:
    """Return a text with a large first letter, as sentences and headings begin."""
    return text[:1].upper() + text[1:]


def duration(minutes: int) -> str:
    """Return hours and minutes, such as `1 t 05 min`."""
    hours, rest = divmod(minutes, 60)
    sign = "h" if language() == "en" else "t"
    return f"{hours} {sign} {rest:02d} min" if hours else f"{rest} min"


def distance(km: float, kroner: float | None) -> str:
    """Return how far it is, and what that is paid with where it is known: `97 km, 514 kr`."""
    return f"{decimal(km, 0)} km" + (f", {decimal(kroner, 0)} kr" if kroner is not None else "")


def percent(share: float) -> str:
    """Return a share as whole percent."""
    return format_percent(round(share, 2), locale=language())


def chance(share: float) -> str:
    """Return a chance as whole percent; what is not certain is not shown as such."""
    if share < 0.01:
        return say("under {percent}", percent=percent(0.01))
    return say("over {percent}", percent=percent(0.99)) if share > 0.99 else percent(share)


def time_span(start: time, end: time) -> str:
    """Return the times of day from `start` to `end`."""
    return f"{start:%H:%M}–{end:%H:%M}"


def between(low: float, high: float, digits: int = 1) -> str:
    """Return both ends of an interval: a dash would be taken for the sign of what is below 0."""
    ends = fixed(low, digits), fixed(high, digits)
    return say("{low} to {high}", low=ends[0], high=ends[1]) if low < 0 else "–".join(ends)


def percent_figure(share: float) -> str:
    """Return a share in percent, for texts that have the sign."""
    return decimal(100 * share, 0)


def percents(low: float, high: float) -> str:
    """Return an interval of shares, such as `22–47 %`."""
    return f"{round(100 * low)}–{percent(high)}"


def points(share: float) -> str:
    """Return a difference of shares as percentage points with its sign."""
    rounded = round(100 * share, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else '±'}{fixed(abs(rounded), 1)}"


def counts(low: float, high: float) -> str:
    """Return an interval of counts, such as `10–21`."""
    return f"{decimal(low, 0)}–{decimal(high, 0)}"


def weekday_name(day: date) -> str:
    """Return the weekday."""
    return sentence(format_date(day, "EEEE", locale=language()))


def day_in_week(day: date) -> str:
    """Return the weekday, shortened, and the day of the month: for days that are near."""
    return format_date(day, "EEE d" if language() == "en" else "EEE d.", locale=language())


def short_day(day: date) -> str:
    """Return the weekday and the month, shortened, and the day between them."""
    return format_date(day, "EEE d MMM" if language() == "en" else "EEE d. MMM", locale=language())


def near_date(day: date, today: date) -> str:
    """Return day and month, with the year where it is not this one."""
    if day.year != today.year:
        return short_date(day)
    return format_date(day, "d MMM" if language() == "en" else "d. MMM", locale=language())


def period_words(first: date, last: date) -> str:
    """Return what the days from `first` to `last`, both included, are called.

    A year, a half, a quarter, a month, weeks, or both ends.
    """
    if part := part_of_year(first, last):
        months, number = part
        return {
            1: format_date(first, "MMMM y", locale=language()),
            3: say("Q{number} {year}", number=number, year=first.year),
            6: say("H{number} {year}", number=number, year=first.year),
            12: f"{first.year}",
        }[months]
    if first.isoweekday() == 1 and last.isoweekday() == 7:
        return f"{_weeks(first, last)}, {day_span(first, last)}"
    return day_span(first, last)


def _weeks(first: date, last: date) -> str:
    """Return the numbers of whole weeks."""
    one, other = first.isocalendar().week, last.isocalendar().week
    if last - first < _WEEK:
        return say("week {week}", week=one)
    return say("weeks {first}–{last}", first=one, last=other)


def day_span(first: date, last: date) -> str:
    """Return the days from `first` to `last`, each part of them told once."""
    locale = "en_GB" if language() == "en" else language()
    # Thin spaces are not in the signs of every terminal.
    return format_interval(first, last, "yMMMd", locale=locale).replace("\u2009", " ")
