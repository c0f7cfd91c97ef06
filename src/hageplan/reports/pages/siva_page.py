"""Siva's page: the indicators of the målbedrifter by county, and jobs."""

from __future__ import annotations

from typing import Final

from hageplan.i18n import _, language, say, shown
from hageplan.messages import Message, msg
from hageplan.reports.pages.shared_texts import (
    figure,
    first_figures,
    jobs_heading,
    over,
    section_values,
)
from hageplan.reports.report_result import Cell, Report, Section
from hageplan.ui.numbers import decimal
from hageplan.ui.page import page
from hageplan.ui.texts import remark

FIRST: Final[tuple[tuple[str, Message], ...]] = (
    ("omsetning", msg("growth in turnover")),
    ("ansatte", msg("growth in employment")),
    ("satisfaction", msg("satisfaction, 1 to 6")),
    ("women", msg("women in leading positions")),
)
"""Indicators that are read first."""


def siva_html(report: Report) -> str:
    """Return the page."""
    sections = {section.about: section for section in report.sections}
    indicators, jobs = sections["indicators"], sections["jobs"]
    return page(
        "hageplan.reports",
        "siva.html.j2",
        title=_heading(indicators),
        over=over(report),
        figures=first_figures((indicators.cells(key)[-1], shown(name)) for key, name in FIRST),
        indicators=section_values(indicators),
        jobs={**section_values(jobs), "heading": jobs_heading(jobs)},
        assumptions=[*map(remark, report.remarks)],
        example=report.example_data,
        today=report.today,
        language=language(),
    )


def _heading(indicators: Section) -> str:
    """Return how many målbedrifter there are, and what their turnover did."""
    companies, turnover = (indicators.cells(key)[-1] for key in ("companies", "omsetning"))
    if companies.value is None:
        return _("Målbedrifter: withheld, for they are too few")
    count = decimal(companies.value, 0)
    if turnover.value is None:
        return say("{count} målbedrifter", count=count)
    growth = figure(Cell(kind="change", value=turnover.value))
    return say("{count} målbedrifter; their turnover changed by {growth}", count=count,
               growth=growth)  # fmt: skip
