"""From interest, positions and tasks to what the board is shown, and asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hageplan.followup.result import Oppfolgingsliste
from hageplan.forecast.result import Forecast
from hageplan.interest.result import Estimated, KommuneScore, Score
from hageplan.reports.board_result import Board, BoardKommune, Option, Question
from hageplan.staff.result import Staffing
from hageplan.staff.staffing import SUFFICES

SURE = 0.9
"""The chance of a share above the threshold with which a municipality surely wants us."""

StaffingOf = Callable[[Sequence[str]], Staffing]
"""What some municipalities take, by their numbers."""


def board_of(
    interest: Score,
    all_of_them: Staffing,
    tasks: Oppfolgingsliste,
    ahead: Forecast,
    *,
    staffing_of: StaffingOf,
) -> Board:
    """Return what the board is shown; `all_of_them` is what all considered municipalities take.

    What those alone take that surely want us is asked of `staffing_of` where they are not all.
    """
    considered = [row for row in interest.kommuner if not row.covered]
    sure = [row for row in considered if _chance(row) >= SURE]
    options = [_option(all_of_them)] if considered else []
    if 0 < len(sure) < len(considered):
        options = [_option(staffing_of([row.kommunenummer for row in sure])), *options]
    escalated = sum(task.urgency == "escalated" for task in tasks.oppgaver)
    red = tuple(dict.fromkeys(task.navn for task in tasks.oppgaver if task.flagg == "rod"))
    covered = [row for row in interest.kommuner if row.covered]
    return Board(
        threshold=interest.threshold,
        kommuner=tuple(_kommune(row, all_of_them) for row in (*covered, *considered)),
        year=all_of_them.year,
        existing=all_of_them.wisn.existing,
        calibration=all_of_them.calibration,
        required_today=all_of_them.wisn.required_today,
        options=tuple(options),
        questions=tuple(_questions(considered, options, bool(escalated or red))),
        open_tasks=len(tasks.oppgaver),
        escalated=escalated,
        red=red,
        position_cost=_position_cost(all_of_them),
        drivers=all_of_them.drivers,
        ahead=ahead,
    )


def is_open(estimated: Estimated) -> bool:
    """Tell whether more answers could show on which side of the threshold a municipality is."""
    chance = estimated.above_threshold
    return chance is not None and 1 - SURE <= chance < SURE


def _chance(row: KommuneScore) -> float:
    return row.estimated.above_threshold or 0.0


def _kommune(row: KommuneScore, staffing: Staffing) -> BoardKommune:
    positions = {one.kommunenummer: one.fte for one in staffing.kommuner if not one.covered}
    return BoardKommune(
        kommunenummer=row.kommunenummer,
        navn=row.navn,
        covered=row.covered,
        asked=row.asked,
        estimated=row.estimated,
        sure=not row.covered and _chance(row) >= SURE,
        positions=positions.get(row.kommunenummer),
    )


def _option(staffing: Staffing) -> Option:
    return Option(
        kommuner=tuple(row.navn for row in staffing.kommuner),
        positions=staffing.fte,
        required=staffing.wisn.required_after,
        hire=staffing.wisn.hire,
        hire_enough=staffing.wisn.hire_enough,
        step=staffing.wisn.hire_needed,
        new_members=staffing.new_members,
        money=staffing.money,
    )


def _position_cost(staffing: Staffing) -> float | None:
    if staffing.money is None:
        return None
    return next(one.value for one in staffing.assumptions if one.input == "cost_per_position")


def _questions(
    considered: Sequence[KommuneScore], options: Sequence[Option], is_late: bool
) -> Iterator[Question]:
    """Give what is to be decided, in the order in which it is."""
    if any(_chance(row) >= SURE for row in considered):
        yield "offer"
    if any(is_open(row.estimated) for row in considered):
        yield "ask-more"
    if options:
        last = options[-1]
        if last.suffices_today < SUFFICES:
            yield "hire"
        if last.money is not None and last.money.net.q50 < 0:
            yield "money"
    if is_late:
        yield "tasks"
