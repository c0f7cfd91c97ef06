"""A result as rows for CSV, the same in every language, and as a sheet for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hageplan.records.base import Record
from hageplan.ui.clean import cell
from hageplan.ui.sheets.sheet import Sheet

Value = str | int | float | bool | date | None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The `columns` of `rows`, None is an empty cell; for a workbook a `sheet` that people read."""

    columns: Sequence[str]
    rows: Sequence[Mapping[str, Value]]
    sheet: Sheet | None = None

    @classmethod
    def of(
        cls, columns: Sequence[str], rows: Iterable[Mapping[str, Value]], sheet: Sheet | None = None
    ) -> Rows:
        """Return rows as they are given one after another."""
        return cls(columns=columns, rows=tuple(rows), sheet=sheet)

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
        """Return the workbook of the table that people read."""
        from hageplan.ui.sheets.table import workbook  # workbooks alone need its library

        if self.sheet is None:
            raise ValueError("these rows are for CSV alone")
        return workbook(self.sheet)


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
