"""Jobs of a period as rows and as a sheet: one a municipality, or where asked for one a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hageplan.i18n import _
from hageplan.jobs.result import Claim, Jobs, Sums
from hageplan.jobs.terminal import job_words
from hageplan.ui.numbers import period_words
from hageplan.ui.rows import Rows, Value, flat, keys
from hageplan.ui.sheets.sheet import Column, Sheet, columns
from hageplan.ui.sheets.sheet import Value as CellValue
from hageplan.ui.texts import remark

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
        return Rows.of(CLAIM_COLUMNS, claims, _claim_sheet(jobs))
    rows = [{**same, **flat(row), **flat(row.sums)} for row in jobs.kommuner]
    together: dict[str, Value] = {"kommunenummer": "*", "navn": ""}
    return Rows.of(COLUMNS, [*rows, {**same, **together, **flat(jobs.total)}], _kommune_sheet(jobs))


def _kommune_sheet(jobs: Jobs) -> Sheet:
    counts = (
        *(_("Reports"), _("Companies"), _("New jobs"), _("Retained jobs")),
        *(_("Employees before"), _("Companies with unknown number of employees")),
    )
    return _sheet(
        jobs,
        [*columns(_("Municipality")), *columns(*counts, kind="count")],
        [(row.navn, *_counts(row.sums)) for row in jobs.kommuner],
        total=(_("Total"), *_counts(jobs.total)),
    )


def _counts(sums: Sums) -> Sequence[CellValue]:
    return (
        *(sums.claims, sums.companies, sums.new, sums.kept),
        *(sums.baseline, sums.baseline_unknown),
    )


def _claim_sheet(jobs: Jobs) -> Sheet:
    names = {row.kommunenummer: row.navn for row in jobs.kommuner}
    heads = (
        *columns(_("Company"), _("Municipality"), _("Day"), _("Matter")),
        *columns(_("New jobs"), _("Retained jobs"), kind="count"),
        *columns(_("New, as reported earlier"), _("Retained, as reported earlier"), kind="count"),
        *columns(_("Employees before"), kind="count"),
        *columns(_("Source"), _("Certainty"), _("Counted"), _("Log entry")),
    )
    rows = (
        (
            *(one.navn, names.get(one.kommunenummer, one.kommunenummer), one.day, one.gjelder),
            *(one.new, one.kept, one.new_before, one.kept_before, one.baseline),
            job_words(one.source) or _("source not given"),
            job_words(one.confidence) or _("certainty not given"),
            *(one.counted, one.henvendelse),
        )
        for one in jobs.claims
    )
    return _sheet(jobs, heads, [*rows])


def _sheet(
    jobs: Jobs,
    heads: Sequence[Column],
    rows: Sequence[Sequence[CellValue]],
    total: Sequence[CellValue] = (),
) -> Sheet:
    return Sheet(
        title=f"{_('Jobs')}, {period_words(jobs.first, jobs.last)}",
        today=jobs.today,
        columns=heads,
        rows=rows,
        total=total,
        notes=[*map(remark, jobs.remarks)],
        example_data=jobs.example_data,
    )
