"""Figures in the words of a page: positions, kroner and chances, with their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from hageplan.i18n import _, say
from hageplan.reports.board_result import Board, BoardKommune, Option
from hageplan.staff.result import Quantiles
from hageplan.ui.numbers import between, chance, decimal, fixed, percent

SHOWN: Final = 0.05
"""What is less rounds to nothing with one decimal."""
STEPS_NAMED: Final = 3
MILLION: Final = 1_000_000
LEAST_MILLION: Final = 100_000
"""Kroner; less is told in thousands."""


def positions(of: Quantiles) -> str:
    """Return positions with their interval, such as `1,9 (1,5–2,7)`."""
    return f"{fixed(of.q50, 1)} ({between(of.q05, of.q95)})"


def missing(needed: Quantiles, existing: float) -> str:
    """Return the positions that are missing, or free."""
    of = needed.less(existing)
    if of.q50 > -SHOWN:
        return positions(of)
    return say("{free} free", free=fixed(-of.q50, 1))


def kroner(value: float) -> str:
    """Return an amount: millions, or thousands where it is less than a tenth of one."""
    if abs(value) < LEAST_MILLION:
        return say("NOK {amount}", amount=decimal(round(value, -3), 0))
    return say("NOK {amount} million", amount=fixed(value / MILLION, 2))


def millions(of: Quantiles) -> str:
    """Return an amount in millions, with its interval."""
    low, high = of.q05 / MILLION, of.q95 / MILLION
    return f"{fixed(of.q50 / MILLION, 2)} ({between(low, high, 2)})"


def municipalities(names: Sequence[str]) -> str:
    """Return one municipality by its name, and several as all of them."""
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("both municipalities")
    return say("all {count} municipalities", count=len(names))


def threshold(board: Board) -> str:
    """Return the share that decides."""
    return percent(board.threshold)


def names_of(rows: Iterable[BoardKommune]) -> list[str]:
    """Return the names of municipalities."""
    return [row.navn for row in rows]


def with_more(option: Option, most: float) -> list[str]:
    """Return the chances that so many more suffice, half by half, those nearest to `most`."""
    steps = [one for one in option.hire_enough if 0 < one.positions <= most]
    return [
        say(
            "{chance} with {step} more", chance=chance(one.probability), step=decimal(one.positions)
        )
        for one in steps[-STEPS_NAMED:]
    ]
