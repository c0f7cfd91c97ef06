"""What roads change, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from rich.console import Console

from hageplan.i18n import _, say, short_date
from hageplan.records.names import Handles, People
from hageplan.roads.compare_result import Fit, RoadsComparison
from hageplan.tours.screen.changes_terminal import print_changes
from hageplan.ui.console import figures, remarks, table, text, title, words
from hageplan.ui.numbers import decimal, duration, percent

TOLD: Final = 8
"""Visits that are late, at most; `--json` has all."""


def print_roads_comparison(
    found: RoadsComparison,
    handles: Handles,
    people: People,
    out: Console,
    *,
    explain: bool,
) -> None:
    """Print the plan by the estimate on the roads, who is late then, and the plan by the roads.

    To `explain` it, also each visit that the plan by the roads has at another time, and what the
    driving rests on.
    """
    title(_("Difference between estimates and roads"), out, is_example=found.example_data)
    rows = table(out, words(""), *figures(_("Visits"), _("Driving"), "km"))
    before, roads, after = found.estimated, found.estimated_on_roads, found.by_roads
    for name, visits, minutes, km in (
        (_("Planned with estimated times"), before.visits, before.drive_minutes, before.drive_km),
        (_("the same days on the roads"), before.visits, roads.minutes, roads.km),
        (_("Planned with times by road"), after.visits, after.drive_minutes, after.drive_km),
    ):
        rows.add_row(name, str(visits), duration(minutes), decimal(km, 0))
    out.print(rows)
    out.print()
    for line in (*_late(found, people), "", *_changed(found), "", *_fit(found.fit)):
        out.print(text(line))
    if explain:
        print_changes(found.changes, handles, people, out)
        out.print()
    remarks(found.assumptions, out, explain=explain)


def _late(found: RoadsComparison, people: People) -> Iterator[str]:
    if not found.late and not found.late_home:
        yield _("Planned with estimated times, nobody would be late by road.")
        return
    yield _("Planned with estimated times, these would be late by road:")
    for stop in found.late[:TOLD]:
        yield "  " + say(
            "{date} {start} {who}, {name}: {minutes} min",
            date=short_date(stop.date),
            start=f"{stop.start:%H:%M}",
            who=people[stop.medarbeider],
            name=stop.navn,
            minutes=stop.minutes,
        )
    if len(found.late) > TOLD:
        yield "  " + say("and {count} more: --json", count=len(found.late) - TOLD)
    for day in found.late_home[:TOLD]:
        yield "  " + say(
            "{date} {start} {who}, return: {minutes} min",
            date=short_date(day.date),
            start=f"{day.end:%H:%M}",
            who=people[day.medarbeider],
            minutes=day.minutes,
        )


def _changed(found: RoadsComparison) -> Iterator[str]:
    """Give how many visits the plan by the roads has otherwise."""
    kinds = Counter(change.kind for change in found.changes)
    if not kinds:
        yield _("Planned with times by road, all visits are at the same time.")
        return
    yield say(
        "Planned with times by road: {moved} visits at another time, {new} new ones instead of "
        "{dropped}.",
        moved=kinds["moved"],
        new=kinds["new"],
        dropped=kinds["dropped"],
    )


def _fit(fit: Fit | None) -> Iterator[str]:
    if fit is None:
        yield _("Too few driving times are known to adjust the estimate.")
        return
    yield say(
        "Where roads are missing, this estimate fits the region better ({count} driving times):",
        count=fit.drives,
    )
    yield "  [kjoring]"
    yield f"  omvei = {fit.omvei:g}"
    yield f"  km_per_time = {fit.km_per_time:g}"
    yield say(
        "Half of the driving times are then less than {error} off (today {usual}), and one in "
        "twenty more than {error95} off (today {usual95}).",
        error=percent(fit.error),
        usual=percent(fit.usual_error),
        error95=percent(fit.error95),
        usual95=percent(fit.usual_error95),
    )
