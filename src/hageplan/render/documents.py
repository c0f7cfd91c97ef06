"""Results as JSON documents, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from hageplan.interest.result import Score
from hageplan.interest.suggest import NextVisits
from hageplan.jobs.result import Jobs
from hageplan.workload.result import Homes, Staffing

SCORE_SCHEMA: Final = "hageplan/score/1"
NEXT_SCHEMA: Final = "hageplan/next/1"
STAFFING_SCHEMA: Final = "hageplan/staffing/1"
JOBS_SCHEMA: Final = "hageplan/jobs/1"
HOMES_SCHEMA: Final = "hageplan/homes/1"


def score_document(score: Score) -> Mapping[str, Any]:
    """Return the document of `hageplan score --json`."""
    return {"schema": SCORE_SCHEMA, **plain(asdict(score))}


def next_document(visits: NextVisits) -> Mapping[str, Any]:
    """Return the document of `hageplan next --json`."""
    return {"schema": NEXT_SCHEMA, **plain(asdict(visits))}


def staffing_document(staffing: Staffing) -> Mapping[str, Any]:
    """Return the document of `hageplan staffing --json`."""
    return {"schema": STAFFING_SCHEMA, **plain(asdict(staffing))}


def homes_document(homes: Homes) -> Mapping[str, Any]:
    """Return the document of `hageplan staffing --where --json`."""
    return {"schema": HOMES_SCHEMA, **plain(asdict(homes))}


def jobs_document(jobs: Jobs) -> Mapping[str, Any]:
    """Return the document of `hageplan jobs --json`."""
    return {"schema": JOBS_SCHEMA, **plain(asdict(jobs))}


def plain(value: Any) -> Any:  # noqa: ANN401  (whatever a result holds)
    """Return a result's fields as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
