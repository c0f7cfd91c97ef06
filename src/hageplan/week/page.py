"""The page of a week: who is where, whom to ring, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from hageplan.followup.result import Oppgave
from hageplan.followup.terminal import late_words
from hageplan.i18n import language, nsay, shown
from hageplan.messages import msg
from hageplan.records.logg import Flagg
from hageplan.tours.days import minutes
from hageplan.ui.clean import printable
from hageplan.ui.links import telephone
from hageplan.ui.map.borders import borders
from hageplan.ui.map.region import MapArea, region_map
from hageplan.ui.map.routes import route_map
from hageplan.ui.map.texts import region_label, route_caption, route_label
from hageplan.ui.map.trips import End, Trip, Visited
from hageplan.ui.map.view import Size
from hageplan.ui.numbers import day_in_text, day_in_week, sentence
from hageplan.ui.page import page
from hageplan.ui.texts import remark
from hageplan.week import sheet_texts as told
from hageplan.week.line_texts import WeekLine, Words, call_line, task_line
from hageplan.week.result import Uke, WeekStop
from hageplan.week.sheet import DayCell, DayTrip, Span, WeekSheet
from hageplan.week.texts import groups, title

SHOWN: Final = 8
"""Rows of a list that are not folded."""
DAY_MAP: Final = Size(width=136, height=136)
REGION_WIDTH: Final = 344.0
BAR: Final = 110.0
"""Pixels that the days of an interval take."""
DAY_HOURS: Final = (7 * 60 + 30, 16 * 60 + 30)
"""What a strip shows at least, minutes since midnight."""
DAY_TICKS: Final = (8 * 60, 12 * 60, 16 * 60)
_FLAGS: Final = {"rod": (msg("Red"), "red"), "gul": (msg("Yellow"), "amber")}


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A line of a list: what and, to the right, a number to ring or a word; below, the rest."""

    name: str
    below: str
    right: str = ""
    call: str = ""
    flag: tuple[str, str] | None = None
    handle: str = ""


def week_html(week: Uke, sheet: WeekSheet, words: Words) -> str:
    """Return the page."""
    trips = [_trip(one, sheet, words) for one in sheet.trips]
    found = {group.kind: group for group in groups(week, words)}
    return page(
        "hageplan.week",
        "week.html.j2",
        title=told.answer(week, sheet),
        over=title(week, words),
        lead=[*told.lead(week, sheet)],
        days=[_day(day) for day in sheet.dates],
        people=[*_people(sheet, words)],
        day_maps=[*_day_maps(sheet, trips)],
        map_caption=route_caption(trips),
        region=_region(sheet, trips),
        agreed=[_stop(one, week, words, is_one_day=True) for one in week.stops if one.booked],
        calls=[*_calls(week, words)],
        call_count=len(week.calls),
        tasks=[_task(one, week, sheet, words) for one in week.tasks],
        lists={kind: [*map(_row, group.lines)] for kind, group in found.items()},
        groups=found,
        due=nsay("1 visit", "{count} visits", count=len(week.due)),
        members=_members(week, sheet),
        shown=SHOWN,
        example=week.example_data,
        today=week.today,
        language=language(),
        assumptions=[remark(one) for one in sheet.score.assumptions] if sheet.score else [],
    )


def _day(day: date) -> str:
    return sentence(day_in_week(day))


def _people(sheet: WeekSheet, words: Words) -> Iterator[Mapping[str, Any]]:
    span = _span(cell for person in sheet.people for cell in person.days)
    for person in sheet.people:
        yield {
            "name": printable(words.people[person.medarbeider]),
            "told": [*told.person_lines(person)],
            "cells": [
                {
                    "where": printable(told.where(cell)),
                    "is_out": cell.kind == "out",
                    "strip": _strip(cell, span) if cell.out else None,
                    "lines": [*told.cell_lines(cell)],
                }
                for cell in person.days
            ],
        }


def _trip(one: DayTrip, sheet: WeekSheet, words: Words) -> Trip:
    """Return where somebody drives on a day, in the style that this one has in all pages."""
    order = [*dict.fromkeys((*words.people, *(trip.medarbeider for trip in sheet.trips)))]
    return Trip(
        who=printable(words.people[one.medarbeider]),
        style=order.index(one.medarbeider),
        start=End.of(one.start, sheet.kontor),
        stops=tuple(
            Visited(
                name=printable(place.navn),
                lat=place.lat,
                lon=place.lon,
                number=number,
                title=printable(f"{number}. {place.navn}"),
            )
            for number, place in enumerate(one.stops, 1)
        ),
        end=End.of(one.end, sheet.kontor),
    )


def _day_maps(sheet: WeekSheet, trips: Sequence[Trip]) -> Iterator[Mapping[str, Any]]:
    """Give the map of each day, without one where nobody drives."""
    for day in sheet.dates if trips else ():
        own = [trip for one, trip in zip(sheet.trips, trips, strict=True) if one.date == day]
        drawn = route_map(own, DAY_MAP, borders())
        yield {
            "day": _day(day),
            "map": drawn,
            "label": route_label(own, day_in_text(day)) if drawn else "",
        }


def _region(sheet: WeekSheet, trips: Sequence[Trip]) -> Mapping[str, Any] | None:
    areas = [
        MapArea(
            number=row.kommunenummer,
            name=printable(row.navn),
            share=row.estimated.share,
            is_covered=row.kommunenummer in sheet.covered,
        )
        for row in (sheet.score.kommuner if sheet.score else ())
    ]
    drawn = region_map(areas, REGION_WIDTH, borders(), trips=trips)
    if drawn is None:
        return None
    return {"map": drawn, "label": region_label(areas), "note": told.region_note(sheet)}


def _calls(week: Uke, words: Words) -> Iterator[Mapping[str, Any]]:
    """Give the calls by day; within a day red flags are first, and who has no number is last."""
    red = {task.organisasjonsnummer for task in week.tasks if task.flagg == "rod"}
    for name, stops in told.call_groups(week):
        first = sorted(
            stops,
            key=lambda one: (one.organisasjonsnummer not in red, not telephone(one.telefon)),
        )
        is_one_day = len({one.date for one in stops}) == 1
        rows = [_stop(one, week, words, is_one_day=is_one_day) for one in first]
        count = nsay("1 call", "{count} calls", count=len(rows))
        yield {"day": name, "rows": rows, "told": f"{name[:1].upper()}{name[1:]}: {count}"}


def _stop(stop: WeekStop, week: Uke, words: Words, *, is_one_day: bool) -> ListRow:
    """Return a visit; where a heading names its day, the clock is enough."""
    line = call_line(stop, words)
    at = f"{stop.start:%H:%M}" if is_one_day else line.when
    line = replace(line, when=" ".join(filter(None, (line.who, at))), who="")
    is_red = any(
        task.flagg == "rod" and task.organisasjonsnummer == stop.organisasjonsnummer
        for task in week.tasks
    )
    return replace(_row(line), flag=_flag("rod") if is_red else None)


def _row(line: WeekLine) -> ListRow:
    below = ", ".join(filter(None, (line.when, line.who, line.place, line.note)))
    return ListRow(
        name=printable(line.what),
        below=printable(below),
        right=printable(line.phone or line.aside),
        call=telephone(line.phone),
        handle=printable(line.handle),
    )


def _task(task: Oppgave, week: Uke, sheet: WeekSheet, words: Words) -> ListRow:
    late = late_words(task.overdue_days) if task.overdue_days else ""
    return ListRow(
        name=printable(task.navn),
        below=printable(told.task_told(task, week, sheet, words)),
        right=late,
        flag=_flag(task.flagg) if task.flagg else None,
        handle=printable(task_line(task, week.today, words).handle),
    )


def _flag(flag: Flagg) -> tuple[str, str]:
    word, kind = _FLAGS[flag]
    return shown(word), kind


def _members(week: Uke, sheet: WeekSheet) -> Mapping[str, Any] | None:
    members = sheet.members
    if members is None:
        return None
    days = members.interval_days
    return {
        "told": told.members_told(members, week.today),
        "interval": nsay("1 day", "{count} days", count=days),
        "width": BAR,
        "rows": [
            {
                "name": printable(one.navn),
                "since": one.since_days,
                "x": round(BAR * one.since_days / days, 1),
            }
            for one in members.upcoming[:SHOWN]
        ],
    }


def _span(cells: Iterable[DayCell]) -> Span:
    """Return from when to when all strips go, so that hours stand below each other."""
    outs = [cell.out for cell in cells if cell.out]
    lows, highs = zip(DAY_HOURS, *outs, strict=True)
    return min(lows), max(highs)


def _strip(cell: DayCell, span: Span) -> Mapping[str, Any]:
    """Return what a template draws of a day, as minutes from the left.

    Blocks are visits, the line is the time out, the open box is lunch.
    """
    left, right = span
    low, high = cell.out or DAY_HOURS
    visits = [(minutes(stop.start), minutes(stop.end)) for stop in cell.stops]
    return {
        "width": right - left,
        "out": (low - left, high - left),
        "visits": [(start - left, end - start) for start, end in visits],
        "lunch": (cell.lunch[0] - left, cell.lunch[1] - cell.lunch[0]) if cell.lunch else None,
        "ticks": [tick - left for tick in DAY_TICKS],
    }
