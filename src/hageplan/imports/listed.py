"""Tables within a company as the text of one cell: when it can be visited, accounts, answers.

Files' words stand in such a text, or a reader's own: both languages are understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.records.base import ARBEIDSUKE, UKEDAGER, Ukedag
from hageplan.records.spelling import ascii_key
from hageplan.records.when import clock_of, day_of

Table = dict[str, Any]
Word = Callable[[str], str]
"""Returns what stands in a text for a word of the files."""
WORDS: Final[Mapping[str, Message]] = {
    "man": msg("Mo"), "tir": msg("Tu"), "ons": msg("We"), "tor": msg("Th"), "fre": msg("Fr"),
    "lor": msg("Sa"), "son": msg("Su"), "omsetning": msg("turnover"),
    "driftsresultat": msg("operating result"), "verdiskaping": msg("value added"),
    "ansatte": msg("employees"),
}  # fmt: skip
"""What people read for the words of the files."""
_FULL: Final = {
    **dict(zip(("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lordag", "sondag"), UKEDAGER,
               strict=True)),
    **dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
               UKEDAGER, strict=True)),
}  # fmt: skip
_SHORTEST: Final = 2
"""Letters by which each weekday is told from the others, in both languages."""
_AMOUNTS: Final = {
    "omsetning": "omsetning", "turnover": "omsetning", "driftsresultat": "driftsresultat",
    "operating result": "driftsresultat", "verdiskaping": "verdiskaping",
    "value added": "verdiskaping", "ansatte": "ansatte", "employees": "ansatte",
}  # fmt: skip
_CLOCK: Final = r"(?:kl\.?\s*)?(\d{1,2}(?:[:.]\d{2})?)"
_WINDOW: Final = re.compile(rf"(\D*?)\s*{_CLOCK}\s*(?:-|–|til)\s*{_CLOCK}(?!\d)")
_OF_DAYS: Final = re.compile(r"[^\W\d_]+|[-–]")
_AND: Final = frozenset({"og", "and", "kl"})
_DASHES: Final = frozenset({"-", "–", "til"})
_SEASON: Final = re.compile(
    r"\b(\d{1,2})\.(\d{1,2})(?!\d)\.?\s*[-–]\s*(\d{1,2})\.(\d{1,2})(?!\d)\.?"
)
_YEAR: Final = re.compile(r"(?<!\S)([12]\d{3})\s*:")
_AMOUNT: Final = re.compile(r"([^\W\d_][^\d:−–-]*?)\s*:?\s*([-−–]?)\s*(\d[\d\s.'’]*)")
_ANSWER: Final = re.compile(r"(.+?)\s*[:\s]\s*(\d{1,2})")
_BETWEEN: Final = " ;,:"


def listing(name: str, tables: Sequence[Table], word: Word = str) -> str:
    """Return the tables of a field as a text, which `tables_in` reads."""
    write, _read, _example = _KINDS[name]
    return "; ".join(write(table, word) for table in tables)


def tables_in(name: str, text: str) -> list[Table]:
    """Return the tables that a text says; raises ValueError, which says how it is written."""
    _write, read, example = _KINDS[name]
    try:
        return read(text)
    except (ValueError, RequestError) as fault:
        raise ValueError(
            msg("«{value}» cannot be interpreted; write it like this: {example}",
                value=text[:60], example=example)
        ) from fault  # fmt: skip


def _window(table: Table, word: Word) -> str:
    """Return when a company can be visited, as `man-fre 09:00-15:00`."""
    numbers = sorted({UKEDAGER.index(day) for day in table.get("ukedager", ARBEIDSUKE)})
    runs = [
        [n for _, n in run] for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0])
    ]
    ends = (dict.fromkeys((run[0], run[-1])) for run in runs)
    days = ", ".join("-".join(word(UKEDAGER[n]) for n in run) for run in ends)
    return f"{days} {table['fra']}-{table['til']}"


def _windows(text: str) -> list[Table]:
    found = [_read_window(*told.groups()) for told in _WINDOW.finditer(text)]
    if not found or _WINDOW.sub("", text).strip(_BETWEEN):
        raise ValueError(text)
    return found


def _read_window(days: str, fra: str, til: str) -> Table:
    told = _weekdays(days)
    window = {"fra": f"{clock_of(fra):%H:%M}", "til": f"{clock_of(til):%H:%M}"}
    return {"ukedager": told, **window} if told else window


def _weekdays(text: str) -> list[Ukedag]:
    """Return the weekdays that a text names: `ma-on, fr` or `mandag og onsdag`."""
    numbers: list[int] = []
    is_span = False
    for part in _OF_DAYS.findall(text.casefold()):
        if part in _AND:
            continue
        if part in _DASHES:
            is_span = True
            continue
        number = UKEDAGER.index(_weekday(part))
        first = numbers[-1] if is_span and numbers else number
        length = (number - first) % len(UKEDAGER)
        numbers += ((first + step) % len(UKEDAGER) for step in range(length + 1))
        is_span = False
    return [UKEDAGER[n] for n in sorted({*numbers})]


def _weekday(text: str) -> Ukedag:
    word = ascii_key(text)
    named = {day for full, day in _FULL.items() if full.startswith(word)}
    if len(word) < _SHORTEST or len(named) != 1:
        raise ValueError(text)
    return named.pop()


def _season(table: Table, _word: Word) -> str:
    """Return a part of every year, and why, as `15.04.-30.05. lamming`."""
    (m1, d1), (m2, d2) = (table[end].split("-") for end in ("fra", "til"))
    return f"{d1}.{m1}.-{d2}.{m2}. {table.get('grunn', '')}".strip()


def _seasons(text: str) -> list[Table]:
    before, *parts = _SEASON.split(text)
    if before.strip(_BETWEEN) or not parts:
        raise ValueError(text)
    found = []
    for at in range(0, len(parts), 5):
        d1, m1, d2, m2 = (int(one) for one in parts[at : at + 4])
        season = {"fra": f"{m1:02}-{d1:02}", "til": f"{m2:02}-{d2:02}"}
        why = parts[at + 4].strip(_BETWEEN)
        found.append({**season, "grunn": why} if why else season)
    return found


def _accounts(table: Table, word: Word) -> str:
    """Return a year's accounts, as `2025: omsetning 1 200 000, ansatte 4`."""
    amounts = ((key, table[key]) for key in dict.fromkeys(_AMOUNTS.values()) if key in table)
    told = ", ".join(f"{word(key)} {amount:,}".replace(",", " ") for key, amount in amounts)
    return f"{table['aar']}: {told}".strip()


def _years(text: str) -> list[Table]:
    before, *parts = _YEAR.split(text)
    if before.strip(_BETWEEN) or not parts:
        raise ValueError(text)
    return [
        {"aar": int(year), **dict(map(_amount, filter(_says, re.split("[;,]", told))))}
        for year, told in zip(parts[::2], parts[1::2], strict=True)
    ]


def _says(text: str) -> bool:
    return bool(text.strip())


def _amount(text: str) -> tuple[str, int]:
    found = _AMOUNT.fullmatch(text.strip())
    key = _AMOUNTS.get(ascii_key(found[1])) if found else None
    if found is None or key is None:
        raise ValueError(text)
    amount = int("".join(filter(str.isdigit, found[3])))
    return key, -amount if found[2] else amount


def _answer(table: Table, _word: Word) -> str:
    """Return how satisfied somebody was and when, as `01.03.2026: 5`."""
    return f"{date.fromisoformat(table['dato']):%d.%m.%Y}: {table['svar']}"


def _answers(text: str) -> list[Table]:
    told = [_ANSWER.fullmatch(part.strip()) for part in re.split("[;,]", text) if _says(part)]
    if not told or None in told:
        raise ValueError(text)
    return [{"dato": day_of(one[1]), "svar": int(one[2])} for one in told if one]


_KINDS: Final[
    Mapping[str, tuple[Callable[[Table, Word], str], Callable[[str], list[Table]], Message]]
] = {
    "besokstider": (_window, _windows, msg("Mo-Fr 09:00-15:00; Sa 10:00-12:00")),
    "stengt": (_season, _seasons, msg("15.04.-30.05. lambing; 01.07.-31.07.")),
    "regnskap": (_accounts, _years, msg("2025: turnover 1 200 000, employees 4; 2024: …")),
    "tilfredshet": (_answer, _answers, msg("01.03.2026: 5; 12.09.2026: 6")),
}
"""How each of these fields is written and read, and an example of it."""
LISTED: Final = frozenset(_KINDS)
"""Fields that hold tables."""
