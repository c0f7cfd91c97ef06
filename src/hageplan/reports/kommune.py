"""A page about each municipality, for those who live there: no company is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from hageplan.interest.result import KommuneScore
from hageplan.interest.score import score
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import Periode
from hageplan.jobs.result import Jobs
from hageplan.messages import Message, msg
from hageplan.records.status import Status
from hageplan.records.workspace import Workspace
from hageplan.reports.report import (
    WITHHELD,
    Activity,
    activity,
    count,
    is_withheld,
    report_of,
    text,
    withhold,
)
from hageplan.reports.report_result import Cell, Report, Section
from hageplan.reports.siva import outside_remarks

NEEDS_TOLD: Final = 5
"""The commonest needs that a page tells."""
STATUSES: Final[Mapping[Status, Message]] = {
    "medlem": msg("Members"),
    "maalbedrift": msg("Målbedrifter"),
    "prospekt": msg("Potential members"),
    "avslag": msg("Declined"),
}


def kommune_report(
    workspace: Workspace, period: Periode, kommuner: Sequence[str], *, today: date
) -> Report:
    """Return a page for each of `kommuner`; figures of too few companies are withheld."""
    least = workspace.oppsett.rapport.minste_antall
    interest = score(workspace, today=today, kommuner=kommuner)
    jobs = count_jobs(workspace, period, today=today)
    scores = {row.kommunenummer: row for row in interest.kommuner}
    sections = (
        section
        for number in kommuner
        for section in _sections(workspace, period, scores[number], jobs, today)
    )
    return report_of(
        "kommune",
        msg("The næringshage in the municipality"),
        period,
        sections,
        (*outside_remarks(jobs.remarks, least), *interest.assumptions),
        today=today,
        workspace=workspace,
        outside=None if 0 < interest.outside < least else interest.outside,
    )


def _sections(
    workspace: Workspace, period: Periode, score: KommuneScore, jobs: Jobs, today: date
) -> Iterator[Section]:
    number, name = score.kommunenummer, workspace.kommuner[score.kommunenummer].navn
    least = workspace.oppsett.rapport.minste_antall
    done = activity(workspace, period, {number})
    statuses = _statuses(workspace, number, least)
    names = (*map(text, STATUSES.values()), text(msg("All")))
    heading = msg("{name}: companies on {date}", name=name, date=today)
    yield Section(
        about="companies",
        keys=(*STATUSES, "all"),
        place=name,
        heading=heading,
        columns=("", msg("Companies")),
        rows=tuple(zip(names, statuses, strict=True)),
    )
    figures = [*_figures(done, jobs, number, least), _interest(score, today)]
    # New members are members, and the interest counts them: either would tell who was withheld.
    after = ("new-members", "interest") if statuses[0].kind == "withheld" else ()
    also = {n for n, (kind, _name, cell) in enumerate(figures) if kind in after and cell.value}
    cells = withhold([one[2] for one in figures], least, has_total=False, also=also)
    rows = ((text(one[1]), cell) for one, cell in zip(figures, cells, strict=True))
    yield Section(
        about="period",
        keys=tuple(key for key, _name, _cell in figures),
        place=name,
        heading=msg("{name}: the period", name=name),
        columns=("", ""),
        rows=tuple(rows),
    )
    needs = [(tag, n) for tag, n in done.needs if n >= least][:NEEDS_TOLD]
    if needs:
        told = tuple((text(tag), count(n)) for tag, n in needs)
        yield Section(
            about="needs",
            place=name,
            heading=msg("{name}: needs", name=name),
            columns=(msg("Need"), msg("Companies")),
            rows=told,
        )


def _statuses(workspace: Workspace, number: str, least: int) -> tuple[Cell, ...]:
    """Return the companies by status; the last cell is all that have not closed down."""
    found = Counter(b.status for b in workspace.maalgruppe if b.kommunenummer == number)
    counts = [count(found[status]) for status in STATUSES]
    total = count(sum(found[status] for status in STATUSES))
    tells_others = _tells_others(workspace, number, least)
    also = ([*STATUSES].index("maalbedrift"),) if tells_others else ()
    return withhold([*counts, total], least, has_total=True, also=also)


def _tells_others(workspace: Workspace, number: str, least: int) -> bool:
    """Tell whether målbedrifter here, and the county's, which Siva is told, give away others'."""
    fylke = workspace.kommuner[number].fylke
    kommuner = {k.kommunenummer for k in workspace.kommuner if k.fylke == fylke}
    found = Counter(b.kommunenummer for b in workspace.bedrifter if b.status == "maalbedrift")
    counts = [(one, count(found[one])) for one in sorted(kommuner) if found[one] or one == number]
    return is_withheld([one for one, _cell in counts].index(number), [c for _n, c in counts], least)


def _figures(
    done: Activity, jobs: Jobs, number: str, least: int
) -> list[tuple[str, Message, Cell]]:
    # How often we came is our own work, and tells nothing of a company.
    return [
        ("visits", msg("Visits"), Cell(kind="count", value=float(done.visits))),
        ("answers", msg("Companies that answered"), count(done.answers)),
        ("introduced", msg("Companies introduced"), count(done.introduced)),
        ("new-members", msg("Companies that became members"), count(done.new_members)),
        ("new", msg("New jobs"), _jobs_of(jobs, number, least, "new")),
        ("kept", msg("Retained jobs"), _jobs_of(jobs, number, least, "kept")),
    ]


def _jobs_of(jobs: Jobs, number: str, least: int, kind: Literal["new", "kept"]) -> Cell:
    """Return a municipality's jobs; withheld where they and the sum of all would tell others'."""
    cells = {
        row.kommunenummer: count(getattr(row.sums, kind), getattr(row.sums, f"{kind}_companies"))
        for row in jobs.kommuner
    }
    if number not in cells:
        return count(0)
    at = [*cells].index(number)
    return WITHHELD if is_withheld(at, [*cells.values()], least) else cells[number]


def _interest(score: KommuneScore, today: date) -> tuple[str, Message, Cell]:
    estimated = score.estimated
    inner = estimated.share80
    name = msg("Interested as of {date}", date=today)
    if estimated.share is None or inner is None:
        return "interest", name, Cell(kind="missing")
    cell = Cell(
        kind="share",
        value=estimated.share,
        low=inner.low,
        high=inner.high,
        outer=estimated.share90,
        basis=score.asked.answered,
    )
    return "interest", name, cell
