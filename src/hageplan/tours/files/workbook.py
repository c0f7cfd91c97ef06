"""A plan as a workbook: an overview, and a sheet a day that prints on a page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from xlsxwriter.worksheet import Worksheet

from hageplan.i18n import _, language, nsay
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
from hageplan.ui import colours
from hageplan.ui.clean import printable
from hageplan.ui.links import email
from hageplan.ui.numbers import decimal
from hageplan.ui.sheets.book import (
    BESIDE,
    CLOCK,
    FIGURE,
    HEAD,
    RULE,
    TITLE,
    TOTAL,
    WRAP,
    Part,
    Styles,
    day_format,
    opened,
    row_height,
    set_page,
    sheet_name,
    write_text,
)

WIDTHS: Final = (4, 6, 6, 18, 7, 17, 20, 7, 5, 6, 27, 30, 24)
"""Of a day's columns, in characters: a page that lies shows them at no less than 8 points."""
OVERVIEW_WIDTHS: Final = (13, 24, 30, 9, 9, 9, 9, 9)
HEAD_ROW: Final = 2
LONGEST_LINK: Final = 2079
"""Characters of a link that Excel takes."""
LEFT: Final[Part] = {"align": "left"}
QUIET: Final[Part] = {**RULE, "bg_color": colours.SOFT, "font_color": colours.FAINT}
WEEKDAY: Final[Mapping[str, str]] = {
    "nb": "[$-414]dddd d. mmmm yyyy",
    "en": "[$-809]dddd d mmmm yyyy",
}
"""A day with its weekday in the reader's language, whatever the spreadsheet's is."""


def plan_xlsx(itinerary: Itinerary, today: date) -> bytes:
    """Return the workbook, made on the day `today`; text never becomes a formula."""
    stream = io.BytesIO()
    with opened(stream, title(itinerary), today) as book:
        styles = Styles(book)
        overview = book.add_worksheet(_("Overview"))
        names = [_("Overview")]
        for day in itinerary.days:
            names.append(sheet_name(f"{day.tour.date:%d.%m} {day.navn}", names))
        _overview(overview, itinerary, names[1:], styles)
        for day, name in zip(itinerary.days, names[1:], strict=True):
            _day(book.add_worksheet(name), day, styles, example=itinerary.plan.example_data)
    return stream.getvalue()


def _overview(sheet: Worksheet, itinerary: Itinerary, names: Sequence[str], styles: Styles) -> None:
    write_text(sheet, 0, 0, title(itinerary), styles, parts=(TITLE,))
    if itinerary.plan.example_data:
        write_text(
            sheet, 1, 0, _("EXAMPLE DATA: the companies are invented."), styles, tone="example"
        )
    heads = (
        _("Day"),
        _("Who"),
        _("Municipality"),
        _("Visits"),
        _("Departure"),
        _("Return"),
        "min",
        "km",
    )
    _heads(sheet, heads, OVERVIEW_WIDTHS, styles, figures=range(3, 8))
    places = {centre.number: centre.navn for centre in itinerary.centres}
    row = HEAD_ROW + 1
    for day, name in zip(itinerary.days, names, strict=True):
        _overview_day(sheet, row, day, (name, places), styles)
        row += 1
    tours = [day.tour for day in itinerary.days]
    sums = {
        3: sum(len(tour.stops) for tour in tours),
        6: sum(tour.drive_minutes for tour in tours),
        7: sum(tour.drive_km for tour in tours),
    }
    for column in range(len(heads)):
        text = _("Total") if column == 0 else ""
        write_text(sheet, row, column, text, styles, parts=(TOTAL,))
    for column, value in sums.items():
        form = "0.0" if column == 7 else "0"
        sheet.write_number(row, column, value, styles.of(TOTAL, FIGURE, {"num_format": form}))
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.autofilter(HEAD_ROW, 0, max(row - 1, HEAD_ROW + 1), len(heads) - 1)
    set_page(sheet, OVERVIEW_WIDTHS, row, repeated=1)


def _overview_day(
    sheet: Worksheet,
    row: int,
    day: ItineraryDay,
    names: tuple[str, Mapping[str, str]],
    styles: Styles,
) -> None:
    """Write the line of a day; `names` are its sheet's, and those of the municipalities."""
    tour, (name, places) = day.tour, names
    numbers = dict.fromkeys(stop.kommunenummer for stop in tour.stops)
    where = ", ".join(places.get(number, number) for number in numbers)
    clock = styles.of(RULE, FIGURE, {"num_format": CLOCK})
    whole = styles.of(RULE, FIGURE, {"num_format": "0"})
    sheet.write_datetime(
        row, 0, _midnight(tour), styles.of(RULE, LEFT, {"num_format": day_format()})
    )
    link = styles.of(RULE, WRAP, tone="link")
    sheet.write_url(row, 1, f"internal:'{name}'!A1", link, printable(day.navn))
    write_text(sheet, row, 2, where, styles, parts=(RULE, WRAP))
    sheet.write_number(row, 3, len(tour.stops), whole)
    sheet.write_datetime(row, 4, tour.start.time, clock)
    sheet.write_datetime(row, 5, tour.end.time, clock)
    sheet.write_number(row, 6, tour.drive_minutes, whole)
    sheet.write_number(row, 7, tour.drive_km, styles.of(RULE, FIGURE, {"num_format": "0.0"}))
    texts = ((printable(day.navn), OVERVIEW_WIDTHS[1]), (where, OVERVIEW_WIDTHS[2]))
    sheet.set_row(row, row_height(texts))


def _day(sheet: Worksheet, day: ItineraryDay, styles: Styles, *, example: bool) -> None:
    tour = day.tour
    # The date needs the width of the narrow columns.
    date_style = styles.of(TITLE, LEFT, {"num_format": WEEKDAY[language()]})
    sheet.merge_range("A1:D1", None, date_style)
    sheet.write_datetime(0, 0, _midnight(tour), date_style)
    write_text(sheet, 0, 4, day.navn, styles, parts=(TITLE,))
    if example:
        write_text(sheet, 1, 0, _("EXAMPLE"), styles, tone="example")
    write_text(sheet, 1, 4, _sums(tour), styles, tone="faint")
    heads = (
        "", _("From"), _("To"), _("Company"), _("Map"), _("Address"), _("Contact"), _("E-mail"),
        "min", "km", _("Known before"), _("Ask about"), _("Note"),
    )  # fmt: skip
    _heads(sheet, heads, WIDTHS, styles, figures=(8, 9))
    row = HEAD_ROW + 1
    _quiet(sheet, row, (tour.start.time, None), f"{_('Departure')}: {tour.start.place}", styles)
    visits = iter(day.visits)
    for event in tour.events:
        row += 1
        if isinstance(event, Stop):
            _visit(sheet, row, next(visits), styles)
        else:
            _pause(sheet, row, event, styles)
    row += 1
    _quiet(sheet, row, (tour.end.time, None), f"{_('Return')}: {tour.end.place}", styles)
    _driving(sheet, row, (tour.return_minutes, tour.return_km), styles, QUIET)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(HEAD_ROW + 1, 4)
    sheet.repeat_rows(HEAD_ROW)
    set_page(sheet, WIDTHS, row, repeated=4)


def _sums(tour: Tour) -> str:
    return nsay(
        "1 visit, {minutes} min of driving, {km} km",
        "{count} visits, {minutes} min of driving, {km} km",
        count=len(tour.stops),
        minutes=tour.drive_minutes,
        km=decimal(tour.drive_km, 0),
    )


def _heads(
    sheet: Worksheet,
    heads: Sequence[str],
    widths: Sequence[int],
    styles: Styles,
    *,
    figures: Sequence[int],
) -> None:
    """Write the columns' heads, those of `figures` to the right."""
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        side = FIGURE if column in figures else BESIDE if column - 1 in figures else {}
        write_text(sheet, HEAD_ROW, column, head, styles, parts=(HEAD, side))


def _pause(sheet: Worksheet, row: int, pause: Pause, styles: Styles) -> None:
    _quiet(sheet, row, (pause.start, pause.end), pause_name(pause), styles)


def _quiet(
    sheet: Worksheet, row: int, hours: tuple[time, time | None], words: str, styles: Styles
) -> None:
    """Write a line that is no visit: where the day begins or ends, or a pause."""
    for column in range(len(WIDTHS)):
        sheet.write_blank(row, column, None, styles.of(QUIET))
    clock = styles.of(QUIET, LEFT, {"num_format": CLOCK})
    for column, hour in enumerate(hours, start=1):
        if hour is not None:
            sheet.write_datetime(row, column, hour, clock)
    text = printable(words)
    sheet.merge_range(row, 3, row, 5, data=text, cell_format=styles.of(QUIET, WRAP))
    sheet.set_row(row, row_height([(text, sum(WIDTHS[3:6]))]))


def _visit(sheet: Worksheet, row: int, visit: ItineraryStop, styles: Styles) -> None:
    stop = visit.stop
    texts = {column: "\n".join(map(printable, lines)) for column, lines in _texts(visit)}
    clock = styles.of(RULE, LEFT, {"num_format": CLOCK, "bold": True})
    sheet.write_number(row, 0, visit.number, styles.of(RULE, {"align": "center"}))
    sheet.write_datetime(row, 1, stop.start, clock)
    sheet.write_datetime(row, 2, stop.end, styles.of(RULE, LEFT, {"num_format": CLOCK}))
    for column in (4, 7, 12):
        sheet.write_blank(row, column, None, styles.of(RULE))
    for column, text in texts.items():
        own = {3: {"bold": True}, 10: BESIDE}.get(column, {})
        write_text(sheet, row, column, text, styles, parts=(RULE, WRAP, own))
    _flags(sheet, row, visit, texts[10], styles)
    _links(sheet, row, visit, styles)
    _driving(sheet, row, (stop.drive_minutes, stop.drive_km), styles, RULE)
    sheet.set_row(row, row_height([(text, WIDTHS[column]) for column, text in texts.items()]))


def _flags(sheet: Worksheet, row: int, visit: ItineraryStop, known: str, styles: Styles) -> None:
    """Write what is known anew where it begins with flags, so that these stand out."""
    lines, count = known.split("\n"), len(visit.alerts)
    if not count or count == len(lines):
        return
    is_red = any(alert.flagg == "rod" for alert in visit.alerts)
    flagged = styles.of({"bold": True}, tone="red" if is_red else "amber")
    flags, rest = "\n".join(lines[:count]), "\n".join(lines[count:])
    fragments = (flagged, flags, styles.of(), f"\n{rest}")
    sheet.write_rich_string(row, 10, *fragments, styles.of(RULE, WRAP, BESIDE))


def _driving(
    sheet: Worksheet, row: int, drive: tuple[int, float], styles: Styles, part: Part
) -> None:
    """Write the minutes and kilometres of a drive."""
    for column, value, form in zip((8, 9), drive, ("0", "0.0"), strict=True):
        sheet.write_number(row, column, value, styles.of(part, FIGURE, {"num_format": form}))


def _texts(visit: ItineraryStop) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the lines of a visit's texts, each with its column."""
    stop, contact = visit.stop, visit.kontakt
    yield 3, [stop.navn]
    place = visit.adresse or stop.place
    yield 5, [" – ".join(filter(None, (place, unknown_position(stop))))]
    known = (contact.navn, contact.rolle, contact.telefon, contact.epost)
    yield 6, [*filter(None, known)]
    told, flags = [*known_lines(visit)], len(visit.alerts)
    yield 10, [*told[:flags], *planned(visit), *told[flags:]]
    yield 11, to_ask(visit)


def _links(sheet: Worksheet, row: int, visit: ItineraryStop, styles: Styles) -> None:
    """Write short texts that lead somewhere: LibreOffice cuts what a link says at one line."""
    links = ((4, way(visit), _("Show")), (7, email(visit.kontakt.epost), _("Write")))
    for column, url, words in links:
        if url and len(url) <= LONGEST_LINK:
            sheet.write_url(row, column, url, styles.of(RULE, tone="link"), printable(words))


def _midnight(tour: Tour) -> datetime:
    return datetime.combine(tour.date, time())
