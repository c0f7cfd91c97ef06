"""The page of a municipality, or of several one after another: no company is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hageplan.i18n import _, language, nsay, say, shown
from hageplan.messages import Message, msg
from hageplan.reports.pages.shared_texts import (
    first_figures,
    over,
    section_values,
    share_label,
    share_ticks,
)
from hageplan.reports.report_result import Cell, Report, Section
from hageplan.ui.charts.axis import share_axis
from hageplan.ui.charts.marks import bar, interval_row
from hageplan.ui.numbers import percent, percents
from hageplan.ui.page import page
from hageplan.ui.texts import remark

WIDE: Final = 340
"""Pixels of the chart of interest."""
BARS_WIDE: Final = 180
FIRST: Final[tuple[tuple[str, Message], ...]] = (
    ("visits", msg("visits to companies")),
    ("answers", msg("companies answered")),
    ("introduced", msg("companies introduced")),
    ("new", msg("new jobs")),
    ("kept", msg("retained jobs")),
)
"""Figures that are read first."""

Values = dict[str, Any]
"""What a template takes."""


def kommune_html(report: Report) -> str:
    """Return the page."""
    places = [_place(of) for of in _by_place(report)]
    title = places[0]["heading"]
    if len(places) > 1:
        title = say("The næringshage in {count} municipalities", count=len(places))
    return page(
        "hageplan.reports",
        "kommune.html.j2",
        title=title,
        over=over(report),
        places=places,
        assumptions=[*map(remark, report.remarks)],
        example=report.example_data,
        today=report.today,
        language=language(),
    )


def _by_place(report: Report) -> Iterator[Mapping[str, Section]]:
    """Give the tables of each municipality, by what they are about."""
    for place in dict.fromkeys(section.place for section in report.sections):
        yield {one.about: one for one in report.sections if one.place == place}


def _place(of: Mapping[str, Section]) -> Values:
    period, companies = of["period"], of["companies"]
    interest, visits = period.cells("interest")[0], period.cells("visits")[0]
    axis = share_axis(WIDE)
    chart, label = None, ""
    if (
        interest.value is not None
        and interest.low is not None
        and interest.high is not None
        and interest.outer is not None
    ):
        inner, outer = (interest.low, interest.high), interest.outer.ends
        chart = interval_row(axis, interest.value, inner=inner, outer=outer)
        label = share_label(inner, outer)
    return {
        "id": companies.place,
        "heading": _heading(companies.place, interest, visits),
        "told": _told(interest),
        "chart": chart,
        "label": label,
        "axis": axis,
        "ticks": share_ticks(axis),
        "figures": first_figures((period.cells(key)[0], shown(name)) for key, name in FIRST),
        "companies": {**section_values(companies), "heading": _("The companies there")},
        "period": {**section_values(period), "heading": _("Activity in the period")},
        "needs": [*_needs(of["needs"])] if "needs" in of else [],
    }


def _heading(place: str, interest: Cell, visits: Cell) -> str:
    """Return what is known of a municipality in a sentence: interest, or else our visits."""
    if interest.value is not None:
        return say("{share} of the companies in {place} are interested",
                   share=percent(interest.value), place=place)  # fmt: skip
    count = round(visits.value or 0)
    return nsay("{place}: 1 visit", "{place}: {count} visits", count=count, place=place)


def _told(interest: Cell) -> str:
    if interest.kind == "withheld":
        return _("The share interested is withheld: it would reveal too few companies.")
    if interest.value is None or interest.low is None or interest.high is None:
        return _("The share interested is not known.")
    return say(
        "Probably {between}. 8 out of 10 such intervals are right.",
        between=percents(interest.low, interest.high),
    )


def _needs(section: Section) -> Iterator[Values]:
    most = max(row[1].value or 0 for row in section.rows)
    for row, values in zip(section.rows, section_values(section)["rows"], strict=True):
        yield {
            "name": values[0],
            "bar": bar(row[1].value or 0, most, BARS_WIDE),
            "told": values[1],
        }
