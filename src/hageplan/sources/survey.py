"""Answers of a form (Microsoft Forms, Google Forms, Nettskjema) as entries of the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.records.logg import GRADER, Grad, Henvendelse
from hageplan.records.organisasjonsnummer import compact, is_organisasjonsnummer
from hageplan.records.skjema import Skjema
from hageplan.sources.companies import Rejection
from hageplan.sources.headings import HEADINGS as REGISTER
from hageplan.sources.headings import find_column, spellings_of
from hageplan.sources.identity import Likely
from hageplan.sources.table import Row, Table

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "tid": ("fullføringstidspunkt", "completion time", "tidsmerke", "tidsstempel", "timestamp",
            "$created", "$submitted", "levert", "innsendt", "dato", "tid"),
    "organisasjonsnummer": REGISTER["organisasjonsnummer"],
    "navn": ("bedrift", "bedriftens navn", "navn på bedriften", "firma", "company",
             "company name", "bedriftsnavn"),
    "kommune": ("kommune", "municipality"),
    "interesse": ("interesse", "interest", "hvor interessert er dere?", "hvor interessert er dere"),
    "behov": ("behov", "hva trenger dere?", "hva trenger dere", "needs"),
    "tilbyr": ("tilbyr", "hva kan dere tilby?", "hva kan dere tilby", "offers"),
    "notat": ("kommentar", "kommentarer", "notat", "annet", "comment", "comments"),
}  # fmt: skip
"""Headings by field that forms are known to have."""
_TIMES: Final = (
    "%Y/%m/%d %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%m/%d/%y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
)
_ZONE: Final = ZoneInfo("Europe/Oslo")
_CLOCK: Final = re.compile(r"\bkl\.?\s*|(?:\s+(?:GMT|CET|CEST|UTC)\S*)$")
_DOTTED_CLOCK: Final = re.compile(r"(\s\d{1,2})\.(\d{2})(?:\.(\d{2}))?$")
_APART: Final = re.compile(r"[,;\n]")
Find = Callable[[str, str | None], Likely]
FindKommune = Callable[[str], str]


@dataclass(frozen=True)
class Answers:
    """What a form's rows came to; each row is one of `new`, `same` or `rejected`.

    Attributes:
        headings: By field.
        alike: Rows that were told by name, with the company and the likeness, 0 to 100.
    """

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    headings: Mapping[str, str]
    new: tuple[Henvendelse, ...]
    same: int
    rejected: tuple[Rejection, ...]
    alike: tuple[tuple[int, Likely], ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many rows there were, and of which kind."""
        kinds = {"new": len(self.new), "same": self.same, "rejected": len(self.rejected)}
        return {"rows": sum(kinds.values()), **kinds}


def read_answers(
    table: Table,
    file: str,
    settings: Skjema,
    known: Mapping[str, str],
    find: Find,
    find_kommune: FindKommune,
    logged: Iterable[Henvendelse],
) -> Answers:
    """Return the answers of a form, and which of them are `logged` already.

    `known` are companies' names by organisasjonsnummer; a row without a number is looked for by
    name. Raises RequestError where the form has no column for the company or the time.
    """
    columns = _columns(table.header, settings)
    reader = _Reader(columns, _grades(settings), known, find, find_kommune)
    there = {_key(entry) for entry in logged}
    new: dict[tuple[str, datetime], Henvendelse] = {}
    rejected: list[Rejection] = []
    alike: list[tuple[int, Likely]] = []
    same = 0
    for row in table.rows:
        try:
            entry, likely = reader.entry(row)
        except RequestError as fault:
            rejected.append(Rejection(row.line, fault.message, row.cells))
            continue
        alike += [(row.line, likely)] if likely else []
        if _key(entry) in there or _key(entry) in new:
            same += 1
        else:
            new[_key(entry)] = entry
    headings = {field: table.header[number] for field, number in columns.items()}
    return Answers(
        file, table.encoding, table.delimiter, table.header, headings, tuple(new.values()), same,
        tuple(rejected), tuple(alike),
    )  # fmt: skip


@dataclass(frozen=True)
class _Reader:
    """Reads a row; raises RequestError where it cannot be."""

    columns: Mapping[str, int]
    grades: Mapping[str, Grad]
    known: Mapping[str, str]
    find: Find
    find_kommune: FindKommune

    def entry(self, row: Row) -> tuple[Henvendelse, Likely | None]:
        cells = {
            field: row.cells[number].strip()
            for field, number in self.columns.items()
            if number < len(row.cells) and row.cells[number].strip()
        }
        number, likely = self._company(cells)
        entry = Henvendelse(
            organisasjonsnummer=number,
            tid=_time(cells.get("tid", "")),
            kanal="skjema",
            retning="inn",
            interesse=self._grade(cells.get("interesse")),
            behov=_tags(cells.get("behov", "")),
            tilbyr=_tags(cells.get("tilbyr", "")),
            notat=" ".join(cells.get("notat", "").split()),
        )
        return entry, likely

    def _company(self, cells: Mapping[str, str]) -> tuple[str, Likely | None]:
        number = compact(cells.get("organisasjonsnummer", "")).removesuffix(".0")
        if number in self.known:
            return number, None
        if is_organisasjonsnummer(number) or "navn" not in cells:
            told = cells.get("organisasjonsnummer", "–")
            raise RequestError(msg("{number} is no company of the records", number=told))
        kommune = self.find_kommune(cells["kommune"]) if "kommune" in cells else None
        likely = self.find(cells["navn"], kommune)
        return likely.organisasjonsnummer, likely

    def _grade(self, word: str | None) -> Grad | None:
        if word is None:
            return None
        if word.casefold() not in self.grades:
            raise RequestError(
                msg(
                    "«{word}» is no grade; put it under [skjema.grader] in hageplan.toml", word=word
                )
            )
        return self.grades[word.casefold()]


def _columns(header: Sequence[str], settings: Skjema) -> dict[str, int]:
    spelt = spellings_of(header)
    found: dict[str, int] = {}
    for field, usual in HEADINGS.items():
        headings = (settings.kolonner[field],) if field in settings.kolonner else usual
        known = find_column(spelt, headings)
        if known is not None:
            found[field] = known
    missing = [] if "tid" in found else ["tid"]
    missing += [] if {"organisasjonsnummer", "navn"} & found.keys() else ["organisasjonsnummer"]
    if missing:
        raise RequestError(
            msg("no column for {fields}", fields=", ".join(missing)),
            msg('say which in hageplan.toml: [skjema.kolonner] {field} = "HEADING"; the headings'
                " are: {headings}", field=missing[0], headings=", ".join(header)),
        )  # fmt: skip
    return found


def _grades(settings: Skjema) -> Mapping[str, Grad]:
    usual: dict[str, Grad] = {grade: grade for grade in GRADER}
    return {**usual, **{word.casefold(): grade for word, grade in settings.grader.items()}}


def _time(text: str) -> datetime:
    """Return when an answer was given, in local time to the minute."""
    plain = _DOTTED_CLOCK.sub(r"\1:\2", _CLOCK.sub("", text.strip()).strip())
    moment = _iso(plain)
    for form in _TIMES if moment is None else ():
        try:
            moment = datetime.strptime(plain, form)  # noqa: DTZ007
        except ValueError:
            continue
        break
    if moment is None:
        raise RequestError(_no_time(text))
    if moment.tzinfo is not None:
        moment = moment.astimezone(_ZONE).replace(tzinfo=None)
    return moment.replace(second=0, microsecond=0)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _no_time(text: str) -> Message:
    return msg("«{text}» is no date and time", text=text[:60])


def _tags(text: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in _APART.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def _key(entry: Henvendelse) -> tuple[str, datetime]:
    return entry.organisasjonsnummer, entry.tid.replace(second=0, microsecond=0)
