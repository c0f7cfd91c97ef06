"""Workload indicators of staffing need: from hours of work to positions.

Source: WHO (2010), Workload Indicators of Staffing Need: User's manual.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hageplan.errors import RequestError
from hageplan.interest.model.design import Floats
from hageplan.messages import msg
from hageplan.records.settings.bemanning import Bemanning

DAYS_A_WEEK: Final = 5


def available_hours(working_days: float, settings: Bemanning) -> float:
    """Return the available working time of one position in a year, hours (AWT).

    `working_days` are the year's weekdays less its public holidays; half days count half. Raises
    RequestError where holidays, sickness and courses leave none.
    """
    absent = settings.feriedager + settings.sykedager + settings.kursdager
    days = working_days - absent
    if days <= 0:
        raise RequestError(
            msg(
                "{absent} days of absence in {days} working days leave no working time",
                absent=f"{absent:g}",
                days=f"{working_days:g}",
            ),
            msg("check feriedager, sykedager and kursdager under [bemanning]"),
        )
    return days * settings.uketimer / DAYS_A_WEEK


def category_factor(support_share: float) -> float:
    """Return the category allowance factor, CAF = 1 / (1 - CAS), for a share in [0, 1)."""
    return 1 / (1 - support_share)


def positions(hours: Floats, available: float, support_share: float, own_hours: float) -> Floats:
    """Return the positions that `hours` of work a year need, of the same shape.

    FTE = A·CAF + IAF, with A = hours / AWT and IAF = individual allowance hours / AWT.
    """
    standard = hours / available
    return standard * category_factor(support_share) + own_hours / available


def direct_hours(fte: float, available: float, support_share: float, own_hours: float) -> float:
    """Return the hours of work in a year that `fte` positions do, the inverse of `positions`."""
    return (fte * available - own_hours) / category_factor(support_share)


def existing_positions(weekly_minutes: Sequence[float], settings: Bemanning) -> float:
    """Return today's positions: as the settings say, else by everyone's working minutes a week."""
    if settings.aarsverk is not None:
        return settings.aarsverk
    return sum(weekly_minutes) / 60 / settings.uketimer
