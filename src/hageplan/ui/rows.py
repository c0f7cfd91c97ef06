"""A result as rows, for CSV and for a workbook, the same in every language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.records.base import Record
from hageplan.ui.clean import cell

Value = str | int | float | bool | date | None
_WIDEST = 40
"""Characters; a wider column makes a reader scroll."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The `columns` of `rows`; None is an empty cell. A workbook does not show `hidden` ones."""

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> Rows:
        """Return rows as they are given one after another."""
        return cls(columns=columns, rows=tuple(rows))

    def csv_text(self, *, excel: bool = False) -> str:
        """Return CSV; with `excel` as Norwegian Excel opens it: BOM, semicolons, decimal commas."""
        stream = io.StringIO()
        writer = csv.writer(
            stream, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n"
        )
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow([_written(row[column], excel=excel) for column in self.columns])
        return ("\ufeff" if excel else "") + stream.getvalue()

    def workbook(self) -> bytes:
        """Return a workbook of one sheet; text is text, whatever sign it begins with."""
        import xlsxwriter  # workbooks alone need it

        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as book:
            sheet, bold = book.add_worksheet("hageplan"), book.add_format({"bold": True})
            day = book.add_format({"num_format": "dd.mm.yyyy"})
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(self.columns):
                values = [row[column] for row in self.rows]
                widest = max(len(str(value)) for value in (column, *values))
                options = {"hidden": column in self.hidden}
                sheet.set_column(at, at, min(widest + 1, _WIDEST), None, options)
                sheet.write_string(0, at, column, bold)
                for line, value in enumerate(values, start=1):
                    if isinstance(value, str):
                        sheet.write_string(line, at, cell(value))
                    elif isinstance(value, date):
                        sheet.write_datetime(line, at, value, day)
                    elif value is not None:
                        sheet.write(line, at, value)
        return stream.getvalue()


def flat(record: Record, *left_out: str) -> dict[str, Value]:
    """Return a record's fields as a row, by their keys in JSON; numbers have four decimals.

    Without those `left_out`, and without records and lists, which no cell can hold.
    """
    found = record.model_dump(mode="json", by_alias=True, exclude={*left_out})
    return {
        key: rounded(value) for key, value in found.items() if not isinstance(value, dict | list)
    }


def keys(record: type[Record], *left_out: str) -> tuple[str, ...]:
    """Return the keys in JSON of a record's fields, without those `left_out`."""
    fields = record.model_fields.items()
    return tuple(f.serialization_alias or name for name, f in fields if name not in left_out)


def rounded(value: Value) -> Value:
    """Return a number as a table shows it; `--json` keeps all digits."""
    return round(value, 4) if isinstance(value, float) else value


def _written(value: Value, *, excel: bool) -> str | int | float | date | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value).replace(".", ",") if excel else value
    return cell(value) if isinstance(value, str) else value
