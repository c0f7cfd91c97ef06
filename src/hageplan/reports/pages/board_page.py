"""The board's page: what it decides on the first sheet of paper, and the grounds on the second."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hageplan.forecast.months_page import months_ahead
from hageplan.i18n import _, language, say, shown
from hageplan.reports.board_result import Board, BoardKommune, Option
from hageplan.reports.pages.board_texts import (
    answers,
    headline,
    money_heading,
    option_name,
    staffing_heading,
)
from hageplan.reports.pages.decision_texts import decisions
from hageplan.reports.pages.figure_texts import millions, missing, municipalities
from hageplan.reports.pages.shared_texts import (
    figure,
    jobs_heading,
    over,
    section_values,
    share_label,
    share_ticks,
)
from hageplan.reports.report_result import Report
from hageplan.staff.result import Quantiles
from hageplan.staff.terminal import DRIVERS
from hageplan.staff.terminal_texts import hours_a_member
from hageplan.ui.charts.axis import Axis, axis_of, share_axis
from hageplan.ui.charts.marks import IntervalRow, bar, empty_row, interval_row
from hageplan.ui.clean import printable
from hageplan.ui.map.borders import borders
from hageplan.ui.map.region import MapArea, region_map
from hageplan.ui.map.texts import region_caption, region_label
from hageplan.ui.numbers import between, chance, decimal, fixed, percent, sentence
from hageplan.ui.page import page
from hageplan.ui.texts import remark

SHARES_WIDE: Final = 200
"""Pixels of the chart of shares."""
NEEDS_WIDE: Final = 200
MAP_WIDE: Final = 330
MAP_HIGH: Final = 440
MONEY_WIDE: Final = 200
BARS_WIDE: Final = 150
HIRE_AT_MOST: Final = 4
"""Rows of the chances that so many more suffice."""
LEAST_SHARE: Final = 0.005
"""What brings less of the uncertainty is not told."""

Values = dict[str, Any]
"""What a template takes."""


def board_html(report: Report) -> str:
    """Return the board's page."""
    if report.board is None:
        raise ValueError("a report to the board has the board's figures")
    board = _harmless(report.board)
    return page(
        "hageplan.reports",
        "styre.html.j2",
        title=headline(board),
        over=over(report),
        answers=[*answers(board)],
        decisions=[*decisions(board)],
        **_interest(board),
        **_map(board),
        **_staffing(board),
        **_money(board),
        ahead=months_ahead(board.ahead),
        **_work(report, board),
        assumptions=[*map(remark, report.remarks)],
        example=report.example_data,
        today=report.today,
        language=language(),
    )


def _harmless(board: Board) -> Board:
    """Return the figures with names made harmless for one line."""
    kommuner = (row.model_copy(update={"navn": printable(row.navn)}) for row in board.kommuner)
    options = (
        option.model_copy(update={"kommuner": tuple(map(printable, option.kommuner))})
        for option in board.options
    )
    red = tuple(map(printable, board.red))
    return board.model_copy(
        update={"kommuner": tuple(kommuner), "options": tuple(options), "red": red}
    )


def _interest(board: Board) -> Values:
    axis = share_axis(SHARES_WIDE, board.threshold)
    groups = [
        {"name": name, "rows": [_kommune_row(row, axis) for row in rows]}
        for name, rows in (
            (_("Covered"), [row for row in board.kommuner if row.covered]),
            (_("Under consideration"), board.considered),
        )
        if rows
    ]
    limit = percent(board.threshold)
    return {
        "shares": axis,
        "share_ticks": share_ticks(axis),
        "share_limit": limit,
        "chance_heading": say("Chance of {percent}", percent=limit),
        "no_estimate": empty_row(axis),
        "groups": groups,
        "legend": say(
            "Ring: estimate. Thick line: 80% interval. Thin line: 90% interval. Dotted: the "
            "threshold of {percent}. Answered: of the companies there. Positions: what the "
            "municipality takes in {year}, with a 90% interval.",
            percent=limit,
            year=board.year,
        ),
    }


def _map(board: Board) -> Values:
    """Return the map of all municipalities; none where no borders of theirs are known."""
    areas = [
        MapArea(
            number=row.kommunenummer,
            name=row.navn,
            share=row.estimated.share,
            is_covered=row.covered,
        )
        for row in board.kommuner
    ]
    drawn = region_map(areas, MAP_WIDE, borders(), highest=MAP_HIGH)
    return {"map": drawn, "map_label": region_label(areas), "map_caption": region_caption()}


def _kommune_row(row: BoardKommune, axis: Axis) -> Values:
    found, needs = row.estimated, row.positions
    chart, label, share, likely = empty_row(axis), "", _("no companies"), _("not known")
    if found.share is not None and found.share80 is not None and found.share90 is not None:
        inner, outer = found.share80.ends, found.share90.ends
        chart, label = (
            interval_row(axis, found.share, inner=inner, outer=outer),
            share_label(inner, outer),
        )
        share, likely = percent(found.share), chance(found.above_threshold or 0.0)
    return {
        "name": row.navn,
        "chart": chart,
        "label": label,
        "share": share,
        "chance": likely,
        "answered": say("{count} of {all}", count=row.asked.answered, all=row.asked.companies),
        "positions": _("covered") if needs is None else fixed(needs.q50, 1),
        "between": needs and between(needs.q05, needs.q95),
    }


def _staffing(board: Board) -> Values:
    rows: list[tuple[str, Quantiles, Option | None]]
    rows = [(_("nobody else"), board.required_today, None)]
    rows += [(option_name(option, board), option.required, option) for option in board.options]
    axis = axis_of([needed.q95 for _name, needed, _o in rows], NEEDS_WIDE, board.existing)
    last = board.options[-1] if board.options else None
    told = ""
    if last:
        told = say(
            "{which} take {positions} positions, today's members {today}. The chance that "
            "today's {existing} are enough is {chance}.",
            which=municipalities(last.kommuner),
            positions=fixed(last.positions.q50, 1),
            today=fixed(board.required_today.q50, 1),
            existing=fixed(board.existing, 1),
            chance=chance(last.suffices_today),
        )
    return {
        "staffing_heading": staffing_heading(board),
        "staffing_told": f"{sentence(told)} {hours_a_member(board.calibration)}".strip(),
        "staffing_legend": say("In {year}. Ring: middle estimate. Line and brackets: 90% interval.",
                               year=board.year),
        "needs": axis,
        "need_ticks": [decimal(tick) for tick in axis.ticks],
        "need_limit": fixed(board.existing, 1),
        "options": [_option_row(*row, board, axis) for row in rows],
        "enough": [*_enough(last, board.existing)] if last else [],
        "enough_heading": last and say(
            "Chance that we are enough for {which}", which=municipalities(last.kommuner)
        ),
        "drivers": [*_drivers(board)],
    }  # fmt: skip


def _option_row(
    name: str, needed: Quantiles, option: Option | None, board: Board, axis: Axis
) -> Values:
    return {
        "name": name,
        "chart": _quantile_row(axis, needed),
        "needed": fixed(needed.q50, 1),
        "between": between(needed.q05, needed.q95),
        "missing": missing(needed, board.existing),
        "suffices": chance(option.suffices_today) if option else _at_least(needed, board.existing),
        "members": decimal(option.new_members, 0) if option else _("none"),
    }


def _at_least(needed: Quantiles, existing: float) -> str:
    """Return the chance that what we have suffices, as far as three quantiles tell it."""
    if existing >= needed.q95:
        return say("over {percent}", percent=percent(0.95))
    if existing >= needed.q50:
        return say("over {percent}", percent=percent(0.5))
    return say("under {percent}", percent=percent(0.5))


def _quantile_row(axis: Axis, of: Quantiles) -> IntervalRow:
    return interval_row(axis, of.q50, outer=(of.q05, of.q95))


def _enough(option: Option, existing: float) -> Iterator[Values]:
    for one in option.hire_enough[:HIRE_AT_MOST]:
        name = say("today's {n}", n=fixed(existing, 1))
        if one.positions:
            name = say("{count} more", count=decimal(one.positions))
        yield {
            "name": name,
            "bar": bar(one.probability, 1.0, BARS_WIDE),
            "told": chance(one.probability),
        }


def _drivers(board: Board) -> Iterator[Values]:
    for one in board.drivers:
        if one.share >= LEAST_SHARE:
            yield {
                "name": shown(DRIVERS[one.input]),
                "bar": bar(one.share, 1.0, BARS_WIDE),
                "told": percent(one.share),
            }


def _work(report: Report, board: Board) -> Values:
    """Return the tables of what was done; their headings have the sums."""
    found = {section.about: section for section in report.sections}
    visits, answers = (figure(found["done"].cells(key)[-1]) for key in ("visits", "answers"))
    headings = {
        "done": say("{visits} visits; {answers} companies answered", visits=visits,
                    answers=answers),
        "jobs": jobs_heading(found["jobs"]),
        "tasks": say("Tasks: {count} open, {late} overdue for too long", count=board.open_tasks,
                     late=board.escalated),
    }  # fmt: skip
    return {key: {**section_values(found[key]), "heading": told} for key, told in headings.items()}


def _money(board: Board) -> Values:
    money = board.options[-1].money if board.options else None
    if money is None:
        return {"money": []}
    option = board.options[-1]
    rows = {_("Cost"): money.cost, _("Income"): money.income, _("Difference"): money.net}
    ends = [end for of in rows.values() for end in (of.q05, of.q95)]
    axis = axis_of(ends, MONEY_WIDE, 0.0)
    return {
        "money_heading": money_heading(option, money),
        "money": [
            {"name": name, "chart": _quantile_row(axis, of), "told": millions(of)}
            for name, of in rows.items()
        ],
        "kroner": axis,
        "kroner_ticks": [decimal(tick / 1e6, 2) for tick in axis.ticks],
        "kroner_limit": "0",
        "money_legend": say(
            "Included: {positions} positions, {members} new members. Each figure is a middle "
            "estimate, so they may not add up exactly.",
            positions=fixed(option.positions.q50, 1),
            members=decimal(option.new_members, 0),
        ),
    }
