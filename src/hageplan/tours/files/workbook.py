"""A plan as a workbook: an overview, and a sheet a day that prints on a page."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _
from hageplan.records.plan import Pause, Stop, Tour
from hageplan.tours.files.alert_texts import known_lines
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay, ItineraryStop
from hageplan.tours.files.visit_texts import (
    pause_name,
    planned,
    title,
    to_ask,
    unknown_position,
    way,
)
from hageplan.ui.clean import printable
from hageplan.ui.links import email
from hageplan.ui.numbers import day_name

A4: Final = 9
WIDTHS: Final = (4, 6, 6, 18, 10, 18, 21, 7, 5, 7, 28, 33, 12)
"""Of a day's columns, in characters: a page that lies shows them at no less than 8 points."""
AFTER_NUMBERS: Final = 10
"""The column of texts that has numbers before it."""
OVERVIEW_WIDTHS: Final = (12, 30, 9, 9, 9, 9, 10)
FILLED: Final = 0.9
"""So much of a column's width a line of text fills at the least, also in a wider font."""
FONT: Final = {"font_name": "Arial", "font_size": 10}
"""LibreOffice has one just as wide; a column's characters are a bit wider than its signs."""
LINE_POINTS: Final = 13.0
PADDING_POINTS: Final = 5.0
HIGHEST_ROW: Final = 409.0
"""Points of a row that Excel takes."""
LONGEST_NAME: Final = 31
"""Characters of a sheet's name that Excel takes."""
LONGEST_LINK: Final = 2079
"""Characters of a link that Excel takes."""


def plan_xlsx(itinerary: Itinerary, today: date) -> bytes:
    """Return the workbook, made on the day `today`; text never becomes a formula."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title(itinerary), "created": datetime.combine(today, time())})
        styles = _styles(book)
        overview = book.add_worksheet(_("Overview"))
        names = _names(itinerary.days)
        _overview(overview, itinerary, names, styles)
        for day, name in zip(itinerary.days, names, strict=True):
            _day(book.add_worksheet(name), day, styles, example=itinerary.plan.example_data)
    return stream.getvalue()


def _styles(book: Workbook) -> Mapping[str, Format]:
    cell = {**FONT, "valign": "top", "text_wrap": True}
    head = {**cell, "bold": True, "bottom": 1}
    number = {**FONT, "align": "right", "valign": "top"}
    return {
        "title": book.add_format({**FONT, "bold": True, "font_size": 14}),
        "head": book.add_format(head),
        "number head": book.add_format({**head, "align": "right"}),
        "text": book.add_format(cell),
        # The indent keeps a text off the number before it.
        "indented head": book.add_format({**head, "align": "left", "indent": 1}),
        "indented": book.add_format({**cell, "align": "left", "indent": 1}),
        "count": book.add_format({**number, "align": "center"}),
        "time": book.add_format({**number, "num_format": "hh:mm"}),
        "clock": book.add_format({**cell, "num_format": "hh:mm", "align": "left"}),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
        "number": book.add_format({**number, "num_format": "0"}),
        "km": book.add_format({**number, "num_format": "0.0"}),
        "link": book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
    }


def _names(days: Sequence[ItineraryDay]) -> list[str]:
    """Return a sheet's name for each day; no two alike, and none that Excel refuses."""
    names: list[str] = []
    for day in days:
        name = re.sub(r"[\[\]:*?/\\']", " ", printable(f"{day.tour.date} {day.navn}"))
        name, number = name[:LONGEST_NAME].strip(), 2
        while name.casefold() in (one.casefold() for one in names):
            name = f"{name[: LONGEST_NAME - 3].strip()} {number}"
            number += 1
        names.append(name)
    return names


def _overview(
    sheet: Worksheet, itinerary: Itinerary, names: Sequence[str], styles: Mapping[str, Format]
) -> None:
    sheet.write_string(0, 0, printable(title(itinerary)), styles["title"])
    if itinerary.plan.example_data:
        sheet.write_string(1, 0, _("EXAMPLE"), styles["title"])
    heads = (_("Day"), _("Who"), _("Visits"), _("Leave"), _("Back"), "min", "km")
    _widths(sheet, OVERVIEW_WIDTHS)
    _heads(sheet, 2, heads, styles, dict.fromkeys(range(2, 7), "number head"))
    for row, (day, name) in enumerate(zip(itinerary.days, names, strict=True), start=3):
        tour = day.tour
        sheet.write_datetime(row, 0, _midnight(tour), styles["date"])
        sheet.write_url(row, 1, f"internal:'{name}'!A1", styles["link"], printable(day.navn))
        sheet.write_number(row, 2, len(tour.stops), styles["number"])
        sheet.write_datetime(row, 3, tour.start.time, styles["time"])
        sheet.write_datetime(row, 4, tour.end.time, styles["time"])
        sheet.write_number(row, 5, tour.drive_minutes, styles["number"])
        sheet.write_number(row, 6, tour.drive_km, styles["km"])
        sheet.set_row(row, _height([(printable(day.navn), OVERVIEW_WIDTHS[1])]))
    _page(sheet, len(itinerary.days) + 2, len(heads) - 1)


def _day(
    sheet: Worksheet, day: ItineraryDay, styles: Mapping[str, Format], *, example: bool
) -> None:
    tour = day.tour
    # The date needs the width of the three narrow columns.
    sheet.merge_range("A1:C1", None, styles["date"])
    sheet.write_datetime(0, 0, _midnight(tour), styles["date"])
    heading = f"{_('EXAMPLE')}: {day_name(tour.date)}" if example else day_name(tour.date)
    sheet.write_string(0, 3, printable(f"{heading}, {day.navn}"), styles["title"])
    heads = (
        "", _("From"), _("To"), _("Company"), _("Map"), _("Address"), _("Contact"), _("E-mail"),
        "min", "km", _("Known"), _("To ask"), _("Note"),
    )  # fmt: skip
    _widths(sheet, WIDTHS)
    own = {8: "number head", 9: "number head", AFTER_NUMBERS: "indented head"}
    _heads(sheet, 1, heads, styles, own)
    sheet.write_datetime(2, 1, tour.start.time, styles["clock"])
    _end(sheet, 2, f"{_('Leave')}: {tour.start.place}", styles)
    visits = iter(day.visits)
    for row, event in enumerate(tour.events, start=3):
        if isinstance(event, Stop):
            _visit(sheet, row, next(visits), styles)
        else:
            _pause(sheet, row, event, styles)
    last = len(tour.events) + 3
    sheet.write_datetime(last, 1, tour.end.time, styles["clock"])
    _end(sheet, last, f"{_('Back')}: {tour.end.place}", styles)
    sheet.write_number(last, 8, tour.return_minutes, styles["number"])
    sheet.write_number(last, 9, tour.return_km, styles["km"])
    sheet.freeze_panes(2, 4)
    sheet.repeat_rows(1)
    _page(sheet, last, len(heads) - 1)


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _heads(
    sheet: Worksheet,
    row: int,
    heads: Sequence[str],
    styles: Mapping[str, Format],
    own: Mapping[int, str],
) -> None:
    """Write the columns' heads; `own` are the styles of some columns."""
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, styles[own.get(column, "head")])


def _end(sheet: Worksheet, row: int, words: str, styles: Mapping[str, Format]) -> None:
    """Write where the day begins or ends, over the columns from company to address."""
    text = printable(words)
    sheet.merge_range(row, 3, row, 5, data=text, cell_format=styles["text"])
    sheet.set_row(row, _height([(text, sum(WIDTHS[3:6]))]))


def _pause(sheet: Worksheet, row: int, pause: Pause, styles: Mapping[str, Format]) -> None:
    sheet.write_datetime(row, 1, pause.start, styles["clock"])
    sheet.write_datetime(row, 2, pause.end, styles["clock"])
    sheet.write_string(row, 3, pause_name(pause), styles["text"])


def _visit(sheet: Worksheet, row: int, visit: ItineraryStop, styles: Mapping[str, Format]) -> None:
    stop = visit.stop
    texts = {column: _lines(lines) for column, lines in _texts(visit)}
    sheet.write_number(row, 0, visit.number, styles["count"])
    sheet.write_datetime(row, 1, stop.start, styles["clock"])
    sheet.write_datetime(row, 2, stop.end, styles["clock"])
    for column, text in texts.items():
        style = styles["indented" if column == AFTER_NUMBERS else "text"]
        sheet.write_string(row, column, text, style)
    _links(sheet, row, visit, styles)
    sheet.write_number(row, 8, stop.drive_minutes, styles["number"])
    sheet.write_number(row, 9, stop.drive_km, styles["km"])
    sheet.set_row(row, _height([(text, WIDTHS[column]) for column, text in texts.items()]))


def _texts(visit: ItineraryStop) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the lines of a visit's texts, each with its column."""
    stop, contact = visit.stop, visit.kontakt
    yield 3, [stop.navn]
    place = visit.adresse or stop.place
    yield 5, [" – ".join(filter(None, (place, unknown_position(stop))))]
    known = (contact.navn, contact.rolle, contact.telefon, contact.epost)
    yield 6, [*filter(None, known)]
    yield AFTER_NUMBERS, [*planned(visit), *known_lines(visit)]
    yield 11, to_ask(visit)


def _height(cells: Iterable[tuple[str, int]]) -> float:
    """Return the points that a row needs for texts in columns of a width, lest they be cut.

    Excel finds the height itself, LibreOffice keeps a line's where a file does not give any.
    """
    lines = max(sum(len(textwrap.wrap(line, int(FILLED * width))) or 1 for line in text.split("\n"))
                for text, width in cells)  # fmt: skip
    return min(lines * LINE_POINTS + PADDING_POINTS, HIGHEST_ROW)


def _links(sheet: Worksheet, row: int, visit: ItineraryStop, styles: Mapping[str, Format]) -> None:
    """Write short texts that lead somewhere: LibreOffice cuts what a link says at one line."""
    links = ((4, way(visit), _("Find the way")), (7, email(visit.kontakt.epost), _("Write")))
    for column, url, words in links:
        if url and len(url) <= LONGEST_LINK:
            sheet.write_url(row, column, url, styles["link"], printable(words))


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(map(printable, texts))


def _midnight(tour: Tour) -> datetime:
    return datetime.combine(tour.date, time())


def _page(sheet: Worksheet, last_row: int, last_column: int) -> None:
    """Let the sheet print on A4, lying, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&L&F&C&A&R&P/&N")
