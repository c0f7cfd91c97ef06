"""What `export companies` does: the companies as a table that people edit and bring in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import typer

from hageplan.command.answer import tell_of_cards, tell_written
from hageplan.command.call import Call
from hageplan.command.results import write_files
from hageplan.i18n import _, shown
from hageplan.imports.listed import LISTED, WORDS, listing
from hageplan.imports.merge import fields_of
from hageplan.imports.result import DAYS
from hageplan.imports.sources.exported import base_of, path_of, text_of
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommuner
from hageplan.ui.clean import cell
from hageplan.ui.labels import COLUMNS, POSITION_LABELS, STATUS_LABELS
from hageplan.ui.rows import Rows, Value
from hageplan.ui.sheets.sheet import LONGEST_TEXT, Column, Kind, Sheet

_KEY: Final = "organisasjonsnummer"
_BASE: Final = "hageplan"
"""The heading of the digests, the same in every language."""
_COUNTS: Final = (
    *("antall_ansatte", "besok_minutter", "besoksintervall_dager"),
    *("ledere", "kvinner_i_ledelse"),
)
_KINDS: Final[Mapping[str, Kind]] = {"notat": "note", **dict.fromkeys(_COUNTS, "count")}
_ENDINGS: Final = frozenset({".xlsx", ".csv", ".vcf"})


def export_companies(call: Call) -> None:
    """Write all companies into a workbook or a CSV file, one row each, or contacts as cards."""
    if not call.results.endings or not call.results.endings <= _ENDINGS:
        told = _(
            "companies are written to a table or to contact cards: -o liste.xlsx, "
            "liste.csv or kontakter.vcf"
        )
        raise typer.BadParameter(told)
    records = call.whole_records()
    rows = company_rows(records.bedrifter, records.kommuner, call.today)
    is_excel = call.results.excel
    written = call.results.contents(
        {
            ".xlsx": rows.workbook,
            ".csv": lambda: rows.csv_text(excel=is_excel),
            ".vcf": lambda: _cards(records.bedrifter),
        }
    )
    write_files(written)
    if ".vcf" in call.results.endings:
        tell_of_cards(quiet=call.quiet)
    tell_written(written, quiet=call.quiet)


def _cards(bedrifter: Iterable[Bedrift]) -> bytes:
    # The library for calendars and cards takes 38 ms to load.
    from hageplan.ui.vcard import vcards

    return vcards(bedrifter)


def company_rows(bedrifter: tuple[Bedrift, ...], kommuner: Kommuner, today: date) -> Rows:
    """Return the table: headings and words in the reader's language, the key and digests hidden."""
    headings = {field: shown(label) for field, label in COLUMNS.items()}
    rows = []
    for bedrift in bedrifter:
        values = _values(bedrift, kommuner)
        texts = {field: cell(_text(value))[:LONGEST_TEXT] for field, value in values.items()}
        base = base_of({**texts, "kommune": bedrift.kommunenummer})
        row = {headings[field]: value for field, value in values.items()}
        rows.append({**row, _BASE: base})
    names = (*headings.values(), _BASE)
    return Rows(columns=names, rows=tuple(rows), sheet=_sheet(headings, rows, today))


def _sheet(headings: Mapping[str, str], rows: Sequence[Mapping[str, Value]], today: date) -> Sheet:
    """Return the sheet that people edit: it begins with its heads, and what is a date stays one."""
    heads = [
        Column(heading=heading, kind=_KINDS.get(field, "text"), is_hidden=field == _KEY)
        for field, heading in headings.items()
    ]
    names = (*headings.values(), _BASE)
    return Sheet(
        title="",
        today=today,
        columns=[*heads, Column(heading=_BASE, is_hidden=True)],
        rows=[[_on_one_line(row[name]) for name in names] for row in rows],
        frozen=[*headings].index("navn") + 1,
    )


def _on_one_line(value: Value) -> Value:
    return " ".join(value.splitlines()) if isinstance(value, str) else value


def _values(bedrift: Bedrift, kommuner: Kommuner) -> dict[str, Value]:
    """Return the cells of a company by field."""
    record = fields_of(bedrift)
    listed = bedrift.model_dump(mode="json", include={*LISTED}, exclude_none=True)
    found: dict[str, Value] = {}
    for field in COLUMNS:
        value = record.get(path_of(field))
        if value is None or value is False:
            found[field] = None
        elif field in LISTED:
            found[field] = listing(field, listed[field], lambda key: shown(WORDS[key]))
        elif field in DAYS:
            found[field] = date.fromisoformat(str(value))
        elif isinstance(value, bool):
            found[field] = _("yes")
        else:
            found[field] = text_of(value) if isinstance(value, list) else value
    if bedrift.posisjon is not None:
        found["posisjon"] = shown(POSITION_LABELS[bedrift.posisjon])
    found["status"] = shown(STATUS_LABELS[bedrift.status])
    found["kommune"] = _place(bedrift.kommunenummer, kommuner)
    return found


def _place(number: str, kommuner: Kommuner) -> str:
    """Return a municipality's name, with its number where others are called the same."""
    name = kommuner[number].navn
    return name if len(kommuner.matching(name)) == 1 else f"{name} ({number})"


def _text(value: Value) -> str:
    return "" if value is None else f"{value}"
