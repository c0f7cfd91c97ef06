"""Which day words mean (dates, weekdays, weeks, what is counted from today), and which may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, NoReturn

from hageplan.errors import RequestError
from hageplan.messages import Message, msg

Towards = Literal["next", "last"]
"""Whether a day without a year is to come, as a deadline is, or has been, as a visit has."""

YEARS: Final = (1900, 2199)
"""Of days that files and people may tell, both included."""
ASKED_YEARS: Final = (1910, 2189)
"""Years of what is asked for: what is reckoned from there, years back or ahead, can be told."""
MOST_MONTHS: Final = 12
MONTHS: Final = (
    "januar january", "februar february", "mars march", "april", "mai may", "juni june",
    "juli july", "august", "september", "oktober october", "november", "desember december",
)  # fmt: skip
_WEEKDAYS: Final = (
    "mandag monday", "tirsdag tysdag tuesday", "onsdag wednesday", "torsdag thursday",
    "fredag friday", "lordag laurdag saturday", "sondag sundag sunday",
)  # fmt: skip
FROM_TODAY: Final = {
    "i dag": 0, "idag": 0, "today": 0, "i morgen": 1, "imorgen": 1, "i morgon": 1, "tomorrow": 1,
    "i overmorgen": 2, "overmorgen": 2, "i overmorgon": 2, "the day after tomorrow": 2,
    "day after tomorrow": 2, "i gar": -1, "igar": -1, "yesterday": -1, "i forgars": -2,
    "the day before yesterday": -2, "day before yesterday": -2,
}  # fmt: skip
_COUNTS: Final = {
    "en": 1, "ei": 1, "ett": 1, "ein": 1, "eit": 1, "a": 1, "an": 1, "one": 1, "to": 2, "two": 2,
    "tre": 3, "three": 3, "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6,
}  # fmt: skip
_FOLDS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "–": "-", "—": "-"})
_COUNTED: Final = (
    r"(?P<count>\w{1,5}) (?:(?P<day>dag|dager|dagar|days?)"
    r"|(?P<week>uker?|veker?|weeks?)|(?P<month>maned|maneder|manad|manader|months?))"
)
_AHEAD: Final = re.compile(rf"(?:om|in) {_COUNTED}")
_AGO: Final = re.compile(rf"(?:for )?{_COUNTED} (?:siden|sidan|ago)")
NUMERIC: Final = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_DAY_NAMED: Final = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-z]+)\.?,?(?: (\d{4}))?")
_NAMED_DAY: Final = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
WEEK: Final = re.compile(r"(?:(\d{4})-?w|(?:uke|veke|week|w)? ?)(\d{1,2})(?:[ /](\d{4}))?")
_WEEK_NEAR: Final = re.compile(r"([a-z]+) (?:uke|uka|uken|veke|veka|week)")
_WEEKDAY: Final = re.compile(r"(?:(?P<which>[a-z]+) )?(?P<name>[a-z]+)\.?")
_NEAREST: Final = (None, "pa", "til", "on", "denne", "this", "forstkommende")
_IN_NEXT_WEEK: Final = ("neste", "next")
_BEFORE_TODAY: Final = ("forrige", "sist", "siste", "last")
NAMED_STEPS: Final = {
    **dict.fromkeys((*filter(None, _NEAREST), "dette"), 0),
    **dict.fromkeys(_IN_NEXT_WEEK, 1),
    **dict.fromkeys(_BEFORE_TODAY, -1),
}
"""How many weeks, months or the like a word stands away from today's."""
_SHORTEST: Final = 3
"""Letters by which a month or a weekday is known."""
_LAST_CENTURY: Final = 69
"""Two digits from here on are a year before 2000, as POSIX reads them."""
_YEARS: Final = 9
"""Years of which one has a given day, 29 February too."""


_ORDER: Final = msg("write the day, the month and the year: 30.11.2026")
_SHOWN: Final = 60


def plain(text: str) -> str:
    """Return a text in lower case, with single spaces, and without æøå."""
    return " ".join(text.casefold().translate(_FOLDS).split())


def refuse(text: str, what: Message, todo: Message) -> NoReturn:
    """Raise RequestError with the `text` that was typed, shortened, in both messages."""
    values = {**todo.values, "text": text.strip()[:_SHOWN]}
    raise RequestError(Message(what.template, values), Message(todo.template, values))


@dataclass(frozen=True)
class WrittenDay:
    """A `text` in which a day is written; without `today` it must have its year."""

    text: str
    today: date | None
    towards: Towards

    def day(self, words: str) -> date | None:
        """Return the day that plain `words` of the text mean, None where they mean none.

        Raises RequestError for one that no calendar has, or that lies in another age.
        """
        day = self._day(words)
        return day if day is None else self._of_this_age(day)

    def _day(self, words: str) -> date | None:
        if found := NUMERIC.fullmatch(words) or _YEAR_LAST.fullmatch(words):
            return self._dated(int(found[1]), int(found[2]), found[3])
        if found := _YEAR_FIRST.fullmatch(words):
            return self._dated(int(found[3]), int(found[2]), found[1])
        if (found := _DAY_NAMED.fullmatch(words)) and (month := named(found[2], MONTHS)):
            return self._dated(int(found[1]), month, found[3])
        if (found := _NAMED_DAY.fullmatch(words)) and (month := named(found[1], MONTHS)):
            return self._dated(int(found[2]), month, found[3])
        if (found := WEEK.fullmatch(words)) and not words.isdigit():
            return self.monday(found)
        return self._weekday(words) or self._counted(words) or self._on_weekday(words)

    def week(self, words: str) -> date | None:
        """Return the Monday of the week that plain `words` mean, None where they mean none."""
        if found := WEEK.fullmatch(words):
            return self.monday(found)
        near = _WEEK_NEAR.fullmatch(words)
        if near is None or self.today is None:
            return None
        ahead = NAMED_STEPS.get(near[1])
        if ahead is None:
            return None
        return self._of_this_age(self._days_away(7 * ahead - self.today.weekday()))

    def monday(self, found: re.Match[str]) -> date:
        """Return the Monday of a week that `WEEK` found; raises RequestError where none is."""
        number, year = int(found[2]), found[1] or found[3]
        for one in self._years(year):
            try:
                monday, sunday = (date.fromisocalendar(one, number, day) for day in (1, 7))
            except ValueError:
                continue
            if year or self._is_meant(monday, sunday):
                return self._of_this_age(monday)
        return self._refuse(
            msg("«{text}» is not a week"), msg("write it like this: 49, week 49 or 2026-W49")
        )

    def _dated(self, day: int, month: int, year: str | None) -> date:
        """Return a date; without a year the next or last such day, today included."""
        for one in self._years(year):
            try:
                found = date(one, month, day)
            except ValueError:
                continue
            if year or self._is_meant(found, found):
                return found
        return self._refuse(msg("«{text}» does not exist in the calendar"))

    def _years(self, year: str | None) -> range:
        """Return the years that may be meant, the likeliest first."""
        if year:
            century = 0 if len(year) > len("26") else 1900 if int(year) >= _LAST_CENTURY else 2000
            return range(century + int(year), century + int(year) + 1)
        if self.today is None:
            return self._refuse(msg("«{text}» has no year"))
        step = 1 if self.towards == "next" else -1
        return range(self.today.year, self.today.year + step * _YEARS, step)

    def _is_meant(self, first: date, last: date) -> bool:
        """Tell whether a day or week is not over, or has begun, as the caller wants it."""
        if self.today is None:
            return False
        return last >= self.today if self.towards == "next" else first <= self.today

    def _weekday(self, words: str) -> date | None:
        """Return what `monday` or `next monday`, in the week after this one, means."""
        found = _WEEKDAY.fullmatch(words)
        number = named(found["name"], _WEEKDAYS) if found else None
        if found is None or number is None or self.today is None:
            return None
        ahead, which = number - self.today.isoweekday(), found["which"]
        if which in _IN_NEXT_WEEK:
            return self._days_away(ahead + 7)
        if which in _BEFORE_TODAY:
            return self._days_away(-(-ahead % 7 or 7))
        if which not in _NEAREST:
            return None
        return self._days_away(ahead % 7 if self.towards == "next" else -(-ahead % 7))

    def _counted(self, words: str) -> date | None:
        """Return what is counted from today, such as `tomorrow` or `in two weeks`."""
        if self.today is None:
            return None
        if words in FROM_TODAY:
            return self._days_away(FROM_TODAY[words])
        found, sign = _AHEAD.fullmatch(words), 1
        if found is None:
            found, sign = _AGO.fullmatch(words), -1
        count = found["count"] if found else ""
        number = sign * (int(count) if count.isdecimal() else _COUNTS.get(count, 0))
        if found is None or number == 0:
            return None
        if found["month"]:
            return self._months_away(number)
        return self._days_away(number * (7 if found["week"] else 1))

    def _days_away(self, count: int) -> date:
        try:
            return (self.today or date.min) + timedelta(days=count)
        except OverflowError:
            return self._refuse(msg("«{text}» does not exist in the calendar"))

    def _months_away(self, count: int) -> date:
        """Return the day so many months on, or the last one of a month that is too short."""
        # Few people count in months, and this takes a while to load.
        from dateutil.relativedelta import relativedelta

        try:
            day: date = (self.today or date.min) + relativedelta(months=count)
        except (OverflowError, ValueError):
            return self._refuse(msg("«{text}» does not exist in the calendar"))
        return day

    def _on_weekday(self, words: str) -> date | None:
        """Return what `monday 30.11.` means; raises RequestError where it is no Monday."""
        name, _space, rest = words.partition(" ")
        number = named(name.rstrip(".,"), _WEEKDAYS)
        day = self._day(rest.removeprefix("den ")) if number and rest else None
        if day is not None and day.isoweekday() != number:
            return self._refuse(
                msg("«{text}» is on another weekday"),
                msg("leave out the weekday, or write the year: 30.11.2026"),
            )
        return day

    def _of_this_age(self, day: date) -> date:
        """Return a day; raises RequestError for one with which nothing can be reckoned."""
        first, last = YEARS if self.today is None else ASKED_YEARS
        if first <= day.year <= last:
            return day
        return self._refuse(
            msg("«{text}» is too far back or ahead in time"),
            msg("write a year from {first} to {last}", first=first, last=last),
        )

    def _refuse(self, what: Message, todo: Message = _ORDER) -> NoReturn:
        refuse(self.text, what, todo)


def named(word: str, names: tuple[str, ...]) -> int | None:
    """Return which month or weekday, from 1, begins with a word of three letters or more."""
    if len(word) < _SHORTEST:
        return None
    spelt = ((number, one) for number, words in enumerate(names, 1) for one in words.split())
    return next((number for number, one in spelt if one.startswith(word)), None)


def is_asked(day: date) -> bool:
    """Tell whether somebody may ask for a day, as of which things are reckoned."""
    return ASKED_YEARS[0] <= day.year <= ASKED_YEARS[1]


def is_told(day: date) -> bool:
    """Tell whether somebody may mean a day: one of another age is a slip, and reckons badly."""
    return YEARS[0] <= day.year <= YEARS[1]


def day_in(text: str) -> date | None:
    """Return the day of a text such as 2026-12-01, None where it is none that may be asked for."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_asked(day) else None
