"""The weeks of a plan at a glance: who is where, for how many visits, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from hageplan.i18n import nsay, say
from hageplan.records.kommune import Kommuner
from hageplan.records.names import People
from hageplan.records.plan import Plan, Tour
from hageplan.ui.console import line, table, text, words
from hageplan.ui.numbers import day_in_week

WORTH_A_GLANCE: Final = 3
"""Tours; of fewer the days themselves are seen at once."""


def print_glance(plan: Plan, kommuner: Kommuner, people: People, out: Console) -> None:
    """Print a table a week, with a column a day."""
    if len(plan.tours) < WORTH_A_GLANCE:
        return
    by_date = sorted(plan.tours, key=lambda tour: tour.date)
    for (_year, week), tours in groupby(by_date, key=lambda tour: tour.date.isocalendar()[:2]):
        _print_week(week, [*tours], kommuner, people, out)


def _print_week(
    week: int, tours: Sequence[Tour], kommuner: Kommuner, people: People, out: Console
) -> None:
    cells = {(tour.medarbeider, tour.date): _cell(tour, kommuner) for tour in tours}
    days = dict.fromkeys(tour.date for tour in tours)
    rows = table(out, line(say("Week {week}", week=week)), *(words(day_in_week(d)) for d in days))
    for person in dict.fromkeys(tour.medarbeider for tour in tours):
        rows.add_row(text(people[person]), *(cells.get((person, day), "") for day in days))
    out.print(rows)
    out.print()


def _cell(tour: Tour, kommuner: Kommuner) -> Text:
    return Text("\n").join(map(text, _told(tour, kommuner)))


def _told(tour: Tour, kommuner: Kommuner) -> Iterator[str]:
    """Give the municipalities of a day, its visits, and when it begins and ends."""
    numbers = dict.fromkeys(stop.kommunenummer for stop in tour.stops)
    yield ", ".join(kommuner[one].navn if one in kommuner else one for one in numbers)
    yield (
        nsay("1 visit", "{count} visits", count=len(tour.stops))
        if len(tour.stops) > 1
        else say("1 visit")
    )
    yield f"{tour.start.time:%H:%M}–{tour.end.time:%H:%M}"
