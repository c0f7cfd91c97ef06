"""What a member is worth: one each, its jobs, or the hours a year that it is worked with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats
from hageplan.interest.next_result import Value
from hageplan.records.bedrift import Bedrift
from hageplan.records.settings.interesse import Medlemstimer

ONE_OWNER: Final = 1
"""Jobs of a company without employees: its owner's."""


def values(bedrifter: Sequence[Bedrift], value: Value, hours: Medlemstimer) -> Floats:
    """Return what each is worth as a member; unknown headcounts count as the median known one."""
    employees = _employees(bedrifter)
    if value == "jobs":
        return np.maximum(employees, ONE_OWNER)
    if value == "hours":
        return _hours(employees, hours)
    return np.ones(len(bedrifter))


def member_hours(bedrifter: Sequence[Bedrift], hours: Medlemstimer) -> float:
    """Return the hours a year that these companies would get as members, on average."""
    return float(_hours(_employees(bedrifter), hours).mean()) if bedrifter else hours.fast


def _hours(employees: Floats, hours: Medlemstimer) -> Floats:
    return np.minimum(hours.fast + hours.per_ansatt * employees, hours.tak)


def _employees(bedrifter: Sequence[Bedrift]) -> Floats:
    usual = median_headcount(bedrifter)
    known = [usual if b.antall_ansatte is None else b.antall_ansatte for b in bedrifter]
    return np.array(known, dtype=np.float64)


def median_headcount(bedrifter: Sequence[Bedrift]) -> float:
    """Return the median of the known headcounts; an owner's where none is known."""
    known = [b.antall_ansatte for b in bedrifter if b.antall_ansatte is not None]
    return float(np.quantile(known, 0.5)) if known else float(ONE_OWNER)
