"""A plan as a workbook: an overview, and a sheet a day that prints on a page."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _
from hageplan.records.plan import Tour
from hageplan.render.clean import printable
from hageplan.render.links import email
from hageplan.render.numbers import day_name
from hageplan.render.texts import remark
from hageplan.render.visit_texts import introduction, planned, title, unknown_position, way
from hageplan.reports.itinerary import Day, Itinerary, Visit

A4: Final = 9
WIDTHS: Final = (4, 7, 7, 26, 30, 14, 18, 24, 7, 7, 44, 44, 24)
"""Of a day's columns, in characters."""
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
    cell = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**cell, "bold": True, "bottom": 1}),
        "text": book.add_format(cell),
        "clock": book.add_format({**cell, "num_format": "hh:mm", "align": "left"}),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
        "number": book.add_format({**cell, "num_format": "0"}),
        "link": book.add_format({**cell, "font_color": "#0563C1", "underline": 1}),
    }


def _names(days: Sequence[Day]) -> list[str]:
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
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, styles["head"])
    for row, (day, name) in enumerate(zip(itinerary.days, names, strict=True), start=3):
        tour = day.tour
        sheet.write_datetime(row, 0, _midnight(tour), styles["date"])
        sheet.write_url(row, 1, f"internal:'{name}'!A1", styles["link"], printable(day.navn))
        sheet.write_number(row, 2, len(tour.stops), styles["number"])
        sheet.write_datetime(row, 3, tour.start.time, styles["clock"])
        sheet.write_datetime(row, 4, tour.end.time, styles["clock"])
        sheet.write_number(row, 5, tour.drive_minutes, styles["number"])
        sheet.write_number(row, 6, tour.drive_km, styles["number"])
    sheet.set_column(0, 6, 12)
    _page(sheet, len(itinerary.days) + 2, len(heads) - 1)


def _day(sheet: Worksheet, day: Day, styles: Mapping[str, Format], *, example: bool) -> None:
    tour = day.tour
    sheet.write_datetime(0, 0, _midnight(tour), styles["date"])
    heading = f"{_('EXAMPLE')}: {day_name(tour.date)}" if example else day_name(tour.date)
    sheet.write_string(0, 3, printable(f"{heading}, {day.navn}"), styles["title"])
    heads = (
        "", _("From"), _("To"), _("Company"), _("Address"), _("Telephone"), _("Contact"),
        _("E-mail"), "min", "km", _("Known"), _("To ask"), _("Note"),
    )  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.write_string(1, column, head, styles["head"])
        sheet.set_column(column, column, width)
    sheet.write_datetime(2, 1, tour.start.time, styles["clock"])
    sheet.write_string(2, 3, printable(f"{_('Leave')}: {tour.start.place}"), styles["text"])
    for row, visit in enumerate(day.visits, start=3):
        _visit(sheet, row, visit, styles)
    last = len(day.visits) + 3
    sheet.write_datetime(last, 1, tour.end.time, styles["clock"])
    sheet.write_string(last, 3, printable(f"{_('Back')}: {tour.end.place}"), styles["text"])
    sheet.write_number(last, 8, tour.return_minutes, styles["number"])
    sheet.write_number(last, 9, tour.return_km, styles["number"])
    sheet.freeze_panes(2, 4)
    sheet.repeat_rows(1)
    _page(sheet, last, len(heads) - 1)


def _visit(sheet: Worksheet, row: int, visit: Visit, styles: Mapping[str, Format]) -> None:
    stop, contact = visit.stop, visit.kontakt
    sheet.write_number(row, 0, visit.number, styles["number"])
    sheet.write_datetime(row, 1, stop.start, styles["clock"])
    sheet.write_datetime(row, 2, stop.end, styles["clock"])
    sheet.write_string(row, 3, printable(stop.navn), styles["text"])
    place = " – ".join(filter(None, (visit.adresse or stop.place, unknown_position(stop))))
    _link(sheet, row, 4, way(visit), place, styles)
    sheet.write_string(row, 5, printable(contact.telefon), styles["text"])
    person = ", ".join(filter(None, (contact.navn, contact.rolle)))
    sheet.write_string(row, 6, printable(person), styles["text"])
    _link(sheet, row, 7, email(contact.epost), contact.epost, styles)
    sheet.write_number(row, 8, stop.drive_minutes, styles["number"])
    sheet.write_number(row, 9, stop.drive_km, styles["number"])
    known = [*planned(stop), *map(remark, visit.known)]
    sheet.write_string(row, 10, _lines(known), styles["text"])
    asked = [*map(remark, visit.ask)]
    asked += [introduction(stop.introduce)] if stop.introduce else []
    sheet.write_string(row, 11, _lines(asked), styles["text"])


def _link(
    sheet: Worksheet, row: int, column: int, url: str, text: str, styles: Mapping[str, Any]
) -> None:
    if url and len(url) <= LONGEST_LINK:
        sheet.write_url(row, column, url, styles["link"], printable(text))
    else:
        sheet.write_string(row, column, printable(text), styles["text"])


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
