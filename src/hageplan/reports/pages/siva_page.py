"""Siva's page: the indicators of the målbedrifter by county, and jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hageplan.i18n import _, language, say, shown
from hageplan.messages import Message, msg
from hageplan.reports.pages.shared_texts import (
    first_figures,
    jobs_heading,
    over,
    section_values,
)
from hageplan.reports.report_page import said
from hageplan.reports.report_result import Report, Section
from hageplan.ui.numbers import decimal, fixed
from hageplan.ui.page import page
from hageplan.ui.texts import remark

FIRST: Final[tuple[tuple[str, Message], ...]] = (
    ("omsetning", msg("growth in turnover")),
    ("ansatte", msg("growth in employment")),
    ("satisfaction", msg("satisfaction (1–6)")),
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
        indicators=_with_known(indicators),
        jobs={**section_values(jobs), "heading": jobs_heading(jobs)},
        assumptions=[*map(remark, report.remarks)],
        example=report.example_data,
        today=report.today,
        language=language(),
    )


def _with_known(indicators: Section) -> dict[str, Any]:
    """Return the table; of how many companies a figure is known stands beside it, not below."""
    notes = [note for note in indicators.notes if isinstance(note, Message)]
    known = {said(name): note.values for note in notes if (name := _known_of(note))}
    found = section_values(indicators)
    return {
        **found,
        "columns": [*found["columns"], {"name": _("Known for"), "number": True}],
        "rows": [[*row, _known(known.get(row[0]))] for row in found["rows"]],
        "notes": [shown(note) for note in notes if not _known_of(note)],
    }


def _known_of(note: Message) -> Message | None:
    """Return the indicator that a note says the companies of, None for one on its years."""
    name = note.values.get("name")
    return name if isinstance(name, Message) and "year" not in note.values else None


def _known(values: Mapping[str, object] | None) -> str:
    if values is None:
        return _("all")
    if "known" in values:
        return say("{count} of {all}", count=values["known"], all=values["all"])
    return say("fewer than {least}", least=values["least"])


def _heading(indicators: Section) -> str:
    """Return how many målbedrifter there are, and what their turnover did."""
    companies, turnover = (indicators.cells(key)[-1] for key in ("companies", "omsetning"))
    if companies.value is None:
        return _("Målbedrifter: withheld (too few)")
    count = decimal(companies.value, 0)
    if turnover.value is None:
        return say("{count} målbedrifter", count=count)
    growth = fixed(100 * abs(turnover.value), 1)
    if turnover.value < 0:
        return say("{count} målbedrifter; their turnover fell by {growth}%",
                   count=count, growth=growth)  # fmt: skip
    return say("{count} målbedrifter; their turnover grew by {growth}%",
               count=count, growth=growth)  # fmt: skip
