"""Jobs of a period as rows: one a municipality, or one a claim where these were asked for."""

from __future__ import annotations

from typing import Final

from hageplan.jobs.result import Claim, Jobs
from hageplan.ui.rows import Rows, Value, flat, keys

SUMS: Final = ("claims", "companies", "new", "kept", "baseline", "baseline_unknown")
COLUMNS: Final = (
    "kommunenummer",
    "navn",
    *SUMS,
    "period",
    "first",
    "last",
    "today",
    "example_data",
)
CLAIM_COLUMNS: Final = (*keys(Claim), "period", "example_data")


def jobs_rows(jobs: Jobs) -> Rows:
    """Return the municipalities, the last row all together; or the claims."""
    same = flat(jobs)
    if jobs.claims:
        claims = (
            {**same, **flat(claim), "said_before": " ".join(claim.said_before)}
            for claim in jobs.claims
        )
        return Rows.of(CLAIM_COLUMNS, claims)
    rows = [{**same, **flat(row), **flat(row.sums)} for row in jobs.kommuner]
    together: dict[str, Value] = {"kommunenummer": "*", "navn": ""}
    return Rows.of(COLUMNS, [*rows, {**same, **together, **flat(jobs.total)}])
