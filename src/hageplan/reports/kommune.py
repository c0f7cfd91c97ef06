"""A page about each municipality, for those who live there: no company is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from hageplan.interest.result import KommuneScore, Score
from hageplan.jobs.periode import Periode
from hageplan.jobs.result import Jobs
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Status
from hageplan.records.workspace import Workspace
from hageplan.reports.activity import Activity, activity
from hageplan.reports.report import (
    WITHHELD,
    Cell,
    Report,
    Section,
    count,
    is_withheld,
    source_remarks,
    text,
    withhold,
)
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
    sections = [
        section
        for number in kommuner
        for section in _sections(workspace, number, period, scores[number], jobs, today, least)
    ]
    remarks = (
        *outside_remarks(jobs.remarks, least),
        *score.assumptions,
        *source_remarks(workspace),
    )
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
    workspace: Workspace,
    number: str,
    period: Periode,
    score: KommuneScore,
    jobs: Jobs,
    today: date,
    least: int,
) -> Iterator[Section]:
    name = workspace.kommuner[number].navn
    done = activity(workspace, period, {number})
    statuses = _statuses(workspace, number, least)
    names = (*map(text, STATUSES.values()), text(msg("All")))
    heading = msg("{name}: companies on {date}", name=name, date=today)
    yield Section(heading, ("", msg("Companies")), tuple(zip(names, statuses, strict=True)))
    figures = [*_figures(done, jobs, number, least), _interest(score, today)]
    # New members are members, and the interest counts them: either would tell who was withheld.
    after = ("new-members", "interest") if statuses[0].kind == "withheld" else ()
    also = {n for n, (kind, _name, cell) in enumerate(figures) if kind in after and cell.value}
    cells = withhold([one[2] for one in figures], least, has_total=False, also=also)
    rows = ((text(one[1]), cell) for one, cell in zip(figures, cells, strict=True))
    yield Section(msg("{name}: the period", name=name), ("", ""), tuple(rows))
    needs = [(tag, n) for tag, n in done.needs if n >= least][:NEEDS_TOLD]
    if needs:
        told = tuple((text(tag), count(n)) for tag, n in needs)
        yield Section(msg("{name}: needs", name=name), (msg("Need"), msg("Companies")), told)


def _statuses(workspace: Workspace, number: str, least: int) -> tuple[Cell, ...]:
    """Return the companies by status; the last cell is all that have not closed down."""
    found = Counter(b.status for b in workspace.bedrifter if b.kommunenummer == number)
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
    return [
        ("visits", msg("Visits"), count(done.visits, done.visited)),
        ("answers", msg("Companies that answered"), count(done.answers)),
        ("introduced", msg("Companies introduced"), count(done.introduced)),
        ("new-members", msg("Companies that became members"), count(done.new_members)),
        ("new", msg("New jobs"), _jobs_of(jobs, number, least, "new")),
        ("kept", msg("Kept jobs"), _jobs_of(jobs, number, least, "kept")),
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
    name = msg("Interested on {date}", date=today)
    if estimated.share is None or inner is None:
        return "interest", name, Cell("missing")
    cell = Cell("share", estimated.share, inner.low, inner.high, basis=score.asked.answered)
    return "interest", name, cell
