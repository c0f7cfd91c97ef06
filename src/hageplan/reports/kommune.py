"""A page about each municipality, for those who live there: no company is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from hageplan.interest.result import KommuneScore, Score
from hageplan.jobs.result import Jobs, Sums
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Status
from hageplan.records.periode import Periode
from hageplan.records.workspace import Workspace
from hageplan.reports.activity import Activity, activity
from hageplan.reports.report import Cell, Report, Section, count, text, withhold
from hageplan.reports.siva import outside_remarks

NEEDS_TOLD: Final = 5
"""The commonest needs that a page tells."""
STATUSES: Final[Mapping[Status, Message]] = {
    "medlem": msg("Members"),
    "maalbedrift": msg("Målbedrifter"),
    "prospekt": msg("Prospects"),
    "avslag": msg("Declined"),
}


def kommune_report(
    workspace: Workspace,
    kommuner: Sequence[str],
    period: Periode,
    score: Score,
    jobs: Jobs,
    today: date,
) -> Report:
    """Return a page for each of `kommuner`; figures of too few companies are withheld."""
    least = workspace.oppsett.rapport.minste_antall
    scores = {row.kommunenummer: row for row in score.kommuner}
    sums = {row.kommunenummer: row.sums for row in jobs.kommuner}
    sections = [
        section
        for number in kommuner
        for section in _sections(workspace, number, period, scores[number], sums[number], least)
    ]
    remarks = (*outside_remarks(jobs.remarks, least), *score.assumptions)
    return Report(
        "kommune",
        msg("The næringshage in the municipality"),
        period,
        today,
        tuple(sections),
        remarks,
        workspace.example_data,
    )


def _sections(
    workspace: Workspace, number: str, period: Periode, score: KommuneScore, jobs: Sums, least: int
) -> Iterator[Section]:
    name = workspace.kommuner[number].navn
    done = activity(workspace, period, {number})
    yield Section(msg("{name}: companies", name=name), ("", msg("Companies")),
                  tuple(_companies(workspace, number, least)))  # fmt: skip
    figures = [*_figures(done, jobs), _interest(score)]
    cells = withhold([cell for _name, cell in figures], least, has_total=False)
    rows = ((text(name), cell) for (name, _cell), cell in zip(figures, cells, strict=True))
    yield Section(msg("{name}: the period", name=name), ("", ""), tuple(rows))
    needs = [(tag, n) for tag, n in done.needs if n >= least][:NEEDS_TOLD]
    if needs:
        told = tuple((text(tag), count(n)) for tag, n in needs)
        yield Section(msg("{name}: needs", name=name), (msg("Need"), msg("Companies")), told)


def _companies(workspace: Workspace, number: str, least: int) -> Iterator[tuple[Cell, ...]]:
    """Give the companies by status; the last row is all that have not closed down."""
    found = Counter(b.status for b in workspace.bedrifter if b.kommunenummer == number)
    counts = [count(found[status]) for status in STATUSES]
    total = count(sum(found[status] for status in STATUSES))
    shown = withhold([*counts, total], least, has_total=True)
    for name, cell in zip((*STATUSES.values(), msg("All")), shown, strict=True):
        yield text(name), cell


def _figures(done: Activity, jobs: Sums) -> list[tuple[Message, Cell]]:
    return [
        (msg("Visits"), count(done.visits, done.visited)),
        (msg("Companies that answered"), count(done.answers)),
        (msg("Companies introduced"), count(done.introduced)),
        (msg("New members"), count(done.new_members)),
        (msg("New jobs"), count(jobs.new, jobs.companies)),
        (msg("Kept jobs"), count(jobs.kept, jobs.companies)),
    ]


def _interest(score: KommuneScore) -> tuple[Message, Cell]:
    estimated = score.estimated
    inner = estimated.share80
    if estimated.share is None or inner is None:
        return msg("Interested"), Cell("missing")
    cell = Cell("share", estimated.share, inner.low, inner.high, basis=score.asked.answered)
    return msg("Interested"), cell
