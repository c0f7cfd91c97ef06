"""Jobs of a period as rows: one a municipality, or one a claim where these were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.jobs.result import Claim, Jobs, Sums
from hageplan.ui.rows import Rows, Value

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
CLAIM_COLUMNS: Final = (*Claim.model_fields, "period", "example_data")


def jobs_rows(jobs: Jobs) -> Rows:
    """Return the municipalities, the last row all together; or the claims."""
    if jobs.claims:
        return Rows.of(CLAIM_COLUMNS, _claims(jobs))
    return Rows.of(COLUMNS, _rows(jobs))


def _rows(jobs: Jobs) -> Iterator[Mapping[str, Value]]:
    for row in jobs.kommuner:
        yield {"kommunenummer": row.kommunenummer, "navn": row.navn, **_sums(row.sums, jobs)}
    yield {"kommunenummer": "*", "navn": "", **_sums(jobs.total, jobs)}


def _sums(sums: Sums, jobs: Jobs) -> dict[str, Value]:
    return {
        **{name: getattr(sums, name) for name in SUMS},
        "period": jobs.period,
        "first": jobs.first.isoformat(),
        "last": jobs.last.isoformat(),
        "today": jobs.today.isoformat(),
        "example_data": jobs.example_data,
    }


def _claims(jobs: Jobs) -> Iterator[Mapping[str, Value]]:
    for claim in jobs.claims:
        yield {
            **vars(claim),
            "day": claim.day.isoformat(),
            "said_before": " ".join(claim.said_before),
            "period": jobs.period,
            "example_data": jobs.example_data,
        }
