"""What records must agree on with each other: faults that no record shows by itself."""

from __future__ import annotations

from datetime import date

from hageplan.errors import Problem
from hageplan.records.kommune import Kommuner
from hageplan.workspace.checks.companies import check_companies
from hageplan.workspace.checks.log import check_log
from hageplan.workspace.checks.settings import check_settings
from hageplan.workspace.located import Reading


def crosscheck(reading: Reading, kommuner: Kommuner, today: date | None) -> list[Problem]:
    """Return all faults between records; the future begins after `today`."""
    return [
        *check_settings(reading, kommuner),
        *check_companies(reading, kommuner, today),
        *check_log(reading, today),
    ]
