"""A workbook's frame: its fonts and colours, what it is called, and how a sheet prints on A4."""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import language
from hageplan.ui import colours
from hageplan.ui.clean import printable
from hageplan.ui.sheets.sheet import LONGEST_TEXT, Tone

Part = Mapping[str, object]
"""Properties of a format, as XlsxWriter names them."""
TONES: Final[Mapping[Tone, Part]] = {
    "red": {"font_color": colours.RED, "bg_color": colours.RED_SOFT},
    "amber": {"font_color": colours.AMBER, "bg_color": colours.AMBER_SOFT},
    "faint": {"font_color": colours.FAINT},
    "link": {"font_color": colours.ACCENT, "underline": 1},
    "example": {"font_color": colours.AMBER, "bold": True},
}
CELL: Final[Part] = {
    "font_name": "Arial",
    "font_size": 10,
    "font_color": colours.INK,
    "valign": "top",
}
"""LibreOffice has a font just as wide."""
RULE: Final[Part] = {"bottom": 1, "bottom_color": colours.LINE}
HEAD: Final[Part] = {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": colours.INK}
TOTAL: Final[Part] = {"bold": True, "top": 1, "top_color": colours.INK}
FIGURE: Final[Part] = {"align": "right"}
BESIDE: Final[Part] = {"align": "left", "indent": 1}
"""Of a text after a number, which it must not touch."""
TITLE: Final[Part] = {"bold": True, "font_size": 14}
WRAP: Final[Part] = {"text_wrap": True}
CLOCK: Final = "hh:mm"

A4: Final = 9
UPRIGHT: Final = 100
"""Characters of 10 points that a standing page is wide."""
LYING: Final = 180
"""Characters that a lying page is wide where it shows them at 8 points."""
FILLED: Final = 0.9
"""So much of a column's width a line of text fills at the least, also in a wider font."""
LINE_POINTS: Final = 13.0
PADDING_POINTS: Final = 5.0
HIGHEST_ROW: Final = 409.0
"""Points of a row that Excel takes."""
LONGEST_NAME: Final = 31
"""Characters of a sheet's name that Excel takes."""
_FORMULA: Final = ("=", "+", "-", "@")


class Styles:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, *parts: Part, tone: Tone | None = None) -> Format:
        """Return the format of a cell to which `parts` and a `tone` are added, the later first."""
        properties = dict(CELL)
        for part in (*parts, TONES[tone] if tone else {}):
            properties.update(part)
        key = f"{properties}"
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


@contextmanager
def opened(stream: io.BytesIO, title: str, today: date) -> Iterator[Workbook]:
    """Give a workbook that is written into `stream`; text never becomes a formula or a link."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        made = datetime.combine(today, time())
        book.set_properties({"title": printable(title), "author": "hageplan", "created": made})
        yield book


def day_format() -> str:
    """Return how days are written in the reader's language."""
    return "yyyy-mm-dd" if language() == "en" else "dd.mm.yyyy"


def write_text(
    sheet: Worksheet, row: int, column: int, text: str, styles: Styles, *,
    parts: Sequence[Part] = (), tone: Tone | None = None,
) -> None:  # fmt: skip
    """Write a text; one that looks like a formula stays text where somebody edits it."""
    shown = "\n".join(map(printable, text.split("\n")))[:LONGEST_TEXT]
    prefix = {"quote_prefix": True} if shown.lstrip().startswith(_FORMULA) else {}
    sheet.write_string(row, column, shown, styles.of(*parts, prefix, tone=tone))


def sheet_name(text: str, others: Iterable[str]) -> str:
    """Return a sheet's name that Excel takes, and that none of the `others` has."""
    known = {one.casefold() for one in others}
    name = re.sub(r"[\[\]:*?/\\']", " ", printable(text))[:LONGEST_NAME].strip()
    number = 2
    while name.casefold() in known:
        name = f"{name[: LONGEST_NAME - 3].strip()} {number}"
        number += 1
    return name


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the points that a row needs for texts in columns of a width, lest they be cut.

    Excel finds the height itself, LibreOffice keeps a line's where a file does not give any.
    """
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(lines * LINE_POINTS + PADDING_POINTS, HIGHEST_ROW)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column."""
    room = max(1, int(FILLED * width))
    return sum(len(textwrap.wrap(line, room)) or 1 for line in text.split("\n"))


def set_page(sheet: Worksheet, widths: Sequence[float], last_row: int, *, repeated: int) -> None:
    """Let a sheet print on A4: standing or lying, with its first `repeated` columns on each page.

    A table too wide for a lying page takes several beside each other, lest it be too small to read.
    """
    total = sum(widths)
    if total > UPRIGHT:
        sheet.set_landscape()
    across = math.ceil(total / LYING)
    if across > 1:
        sheet.print_across()
        sheet.repeat_columns(0, repeated - 1)
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(across, 0)
    sheet.print_area(0, 0, last_row, len(widths) - 1)
    sheet.set_footer("&L&F&C&A&R&P/&N")
