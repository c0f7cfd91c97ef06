"""CSV, the same in every language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from hageplan.ui.clean import cell

Value = str | int | float | bool | None


def csv_text(
    columns: Sequence[str], rows: Iterable[Mapping[str, Value]], *, excel: bool = False
) -> str:
    """Return the `columns` of `rows`; with `excel` as Norwegian Excel opens it.

    That is a BOM, semicolons and decimal commas. None is an empty cell.
    """
    stream = io.StringIO()
    writer = csv.writer(
        stream, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n"
    )
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_written(row[column], excel=excel) for column in columns])
    return ("\ufeff" if excel else "") + stream.getvalue()


def _written(value: Value, *, excel: bool) -> str | int | float | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(value).replace(".", ",") if excel else value
    return cell(value) if isinstance(value, str) else value
