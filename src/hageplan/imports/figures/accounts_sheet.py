"""Accounts of several years from a spreadsheet: an export of Proff Forvalt, or people's own.

Either a column has a figure of one year, which stands in its heading («Sum driftsinnt., 2024»), or
a row is of one year and has a column for that («Regnskapsår»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hageplan.errors import RequestError
from hageplan.imports.figures.accounts import Filed
from hageplan.imports.result import RejectedRow
from hageplan.imports.sources.cells import UnusableError, digits
from hageplan.imports.sources.headings import find_column, headings_told, spellings_of
from hageplan.imports.sources.table import SourceTable
from hageplan.messages import msg
from hageplan.records.when import day_of

_WAGES: Final = "lonn"
_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "omsetning": ("sum driftsinnt.", "sum driftsinntekter", "driftsinntekter", "omsetning",
                  "turnover", "revenue"),
    "driftsresultat": ("driftsres.", "driftsresultat", "ebit", "operating result"),
    "verdiskaping": ("verdiskaping", "value added"),
    "ansatte": ("antall ansatte", "ant. ansatte", "ansatte", "employees"),
    _WAGES: ("lønnskostnader", "lønnskostnad", "lønnskostn.", "wages"),
}  # fmt: skip
"""Headings of figures, those of Proff Forvalt's export first; wages make value creation."""
_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "organisasjonsnummer": ("organisasjonsnummer", "orgnr", "org. nr.", "orgnummer",
                            "organisasjonsnr", "organisation number"),
    "aar": ("regnskapsår", "regnskapsaar", "år", "aar", "year", "accounting year"),
    "valuta": ("valuta", "valutakode", "currency"),
    "fra": ("fra dato", "periode fra", "regnskap fra", "period from"),
    "til": ("til dato", "periode til", "regnskap til", "avslutningsdato", "period to"),
}  # fmt: skip
_WITH_YEAR: Final = re.compile(r"(.*?)\W*\b((?:19|20)\d\d)\W*")
_IN_THOUSANDS: Final = re.compile(r"\b(?:1[ .]?000|tusen|tnok|thousands?)\b", re.IGNORECASE)
_ASIDE: Final = re.compile(
    r"\([^)]*\)|\bi (?:hele )?(?:1[ .]?000|tusen)\b.*|\b(?:tnok|nok|kr)\b", re.IGNORECASE
)
"""What a heading says of the unit."""
_POINTS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NOTHING: Final = frozenset({"", "-", "–", "−", "n/a", "i/t", "ukjent"})
_THOUSAND: Final = 1000
_YEAR: Final = re.compile(r"((?:19|20)\d\d)(?:[.,]0+)?")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A column with a figure: which, of which year (None: of the row's), times how much."""

    column: int
    name: str
    year: int | None
    scale: int


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column is which: figures, and the others by name."""

    figures: tuple[Figure, ...]
    others: Mapping[str, int]


@dataclass(kw_only=True)
class SheetAccounts:
    """What a spreadsheet's rows came to.

    Attributes:
        filed: Accounts by the number that stands in the row.
        rows: How many rows there are.
        mapping: Headings by what they are taken for.
    """

    filed: dict[str, list[Filed]] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    rows: int = 0
    mapping: dict[str, str] = field(default_factory=dict)


def read_accounts(table: SourceTable, *, in_thousands: bool) -> SheetAccounts:
    """Return the accounts in a table; amounts are in kroner unless a heading says thousands.

    Raises RequestError where no column is one of a company's number, or none of a figure and year.
    """
    columns = columns_of(table.header, in_thousands=in_thousands)
    found = SheetAccounts(mapping=_mapping(table.header, columns))
    for row in table.rows:
        found.rows += 1
        try:
            number, filed = _accounts(row.cells, columns)
            _check_once(found.filed.get(number, ()), filed)
        except UnusableError as fault:
            rejected = RejectedRow(line=row.line, reason=fault.what, cells=tuple(row.cells))
            found.rejected.append(rejected)
            continue
        found.filed.setdefault(number, []).extend(filed)
    return found


def columns_of(header: Sequence[str], *, in_thousands: bool) -> Columns:
    """Return which column of a table is which; raises RequestError where it has no accounts."""
    spelt = spellings_of(header)
    places = {name: find_column(spelt, headings) for name, headings in _OTHERS.items()}
    others = {name: column for name, column in places.items() if column is not None}
    has_years = bool({"aar", "til"} & others.keys())
    figures = tuple(
        one
        for one in _figures(header, in_thousands=in_thousands)
        if one.column not in others.values() and (one.year is not None or has_years)
    )
    if "organisasjonsnummer" in others and figures:
        return Columns(figures=figures, others=others)
    raise RequestError(
        msg("no column of a company's number, or none of turnover, operating result or employees"
            " of a year"),
        msg(
            "name them «Orgnr», and «Sum driftsinnt., 2024» or «Omsetning» beside «Regnskapsår»;"
            " the headings are: {headings}",
            headings=headings_told(header),
        ),
    )  # fmt: skip


def _figures(header: Sequence[str], *, in_thousands: bool) -> Iterator[Figure]:
    """Give the columns of figures; of two for one figure and year the first."""
    taken: set[tuple[str, int | None]] = set()
    for column, heading in enumerate(header):
        bare = _ASIDE.sub("", heading)
        dated = _WITH_YEAR.fullmatch(bare.strip())
        spelt = spellings_of([dated[1] if dated else bare])
        names = (name for name, known in _FIGURES.items() if find_column(spelt, known) is not None)
        name, year = next(names, None), int(dated[2]) if dated else None
        if name is None or (name, year) in taken:
            continue
        taken.add((name, year))
        is_money = name != "ansatte"
        large = is_money and (in_thousands or _IN_THOUSANDS.search(heading) is not None)
        yield Figure(column=column, name=name, year=year, scale=_THOUSAND if large else 1)


def _mapping(header: Sequence[str], columns: Columns) -> dict[str, str]:
    others = {name: header[column] for name, column in columns.others.items()}
    figures = {f"{one.name} {one.year or ''}".strip(): header[one.column]
               for one in columns.figures}  # fmt: skip
    return {**others, **figures}


def _accounts(cells: Sequence[str], columns: Columns) -> tuple[str, list[Filed]]:
    """Return whose accounts a row has, and those of each year; raises UnusableError."""
    told = {name: _cell(cells, column) for name, column in columns.others.items()}
    number = digits(told["organisasjonsnummer"])
    if not re.fullmatch(r"\d{9}", number):
        raise UnusableError(msg("the organisation number is missing"))
    last = _day(told.get("til", ""))
    year = _year(told.get("aar", "")) or (last.year if last else None)
    by_year: dict[int, dict[str, int]] = {}
    for one in columns.figures:
        value = _amount(_cell(cells, one.column), one.scale)
        of = one.year or year
        if value is not None and of is None:
            raise UnusableError(msg("no year that the figures are of"))
        if value is not None and of is not None:
            by_year.setdefault(of, {})[one.name] = value
    currency = told.get("valuta", "").upper() or "NOK"
    return number, [
        Filed(
            year=of,
            first=_day(told.get("fra", "")),
            last=last,
            currency="NOK" if currency in ("KR", "KRONER") else currency,
            values=_with_value_added(values),
        )
        for of, values in sorted(by_year.items())
    ]


def _with_value_added(values: Mapping[str, int]) -> dict[str, int]:
    """Return figures with value creation, which is operating result and wages, and no wages."""
    found = {name: value for name, value in values.items() if name != _WAGES}
    if _WAGES in values and "driftsresultat" in values:
        found.setdefault("verdiskaping", values["driftsresultat"] + abs(values[_WAGES]))
    return found


def _check_once(known: Sequence[Filed], filed: Sequence[Filed]) -> None:
    """Raise UnusableError where a year of a company comes twice: nobody knows which is meant."""
    twice = {one.year for one in known} & {one.year for one in filed}
    if twice:
        raise UnusableError(msg("the accounts of {year} for the second time", year=min(twice)))


def _cell(cells: Sequence[str], column: int) -> str:
    return " ".join(cells[column].split()) if column < len(cells) else ""


def _day(text: str) -> date | None:
    try:
        return day_of(text.partition("T")[0]) if text else None
    except RequestError as fault:
        raise UnusableError(msg("«{value}» is not a day", value=text[:40])) from fault


def _year(text: str) -> int | None:
    if not text:
        return None
    found = _YEAR.fullmatch(text)
    if found is None:
        raise UnusableError(msg("«{value}» is not a year", value=text[:40]))
    return int(found[1])


def _amount(text: str, scale: int) -> int | None:
    """Return an amount; None where nothing is said. Raises UnusableError."""
    plain = _ASIDE.sub("", text) if not text.startswith("(") else text
    plain = plain.strip()
    if plain.casefold() in _NOTHING:
        return None
    is_less = plain[0] in "-−–(" or plain.endswith(")")
    plain = re.sub(r"[\s'’()−–-]", "", plain)
    plain = plain.replace(".", "") if _POINTS.fullmatch(plain) else plain.replace(",", ".")
    try:
        value = round(float(plain) * scale)
    except (ValueError, OverflowError) as fault:
        raise UnusableError(msg("«{value}» is not an amount", value=text[:40])) from fault
    return -value if is_less else value
