"""The board's page: interest, positions, what was done, jobs, money, and what is to be decided."""

from __future__ import annotations

from datetime import date

from hageplan.followup.result import Oppfolgingsliste
from hageplan.interest.result import KommuneScore, Score
from hageplan.jobs.periode import Periode
from hageplan.jobs.result import Jobs
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.reports.activity import activity
from hageplan.reports.report import (
    MISSING,
    Cell,
    Kind,
    Report,
    Section,
    count,
    source_remarks,
    text,
)
from hageplan.reports.siva import jobs_section
from hageplan.staff.result import Quantiles, Staffing


def board_report(
    workspace: Workspace,
    period: Periode,
    score: Score,
    staffing: Staffing,
    jobs: Jobs,
    tasks: Oppfolgingsliste,
    today: date,
) -> Report:
    """Return the page; it is for the board alone, so nothing is withheld."""
    return Report(
        "styre",
        msg("To the board"),
        period,
        today,
        (
            _interest(score),
            _positions(staffing),
            _done(workspace, period),
            jobs_section(jobs, None),
            _money(staffing),
            _overdue(tasks),
        ),
        tuple(dict.fromkeys((*jobs.remarks, *score.assumptions, *staffing.remarks)))
        + source_remarks(workspace),
        workspace.example_data,
    )


def _interest(score: Score) -> Section:
    columns = (
        msg("Municipality"),
        msg("Interested"),
        msg("At the threshold"),
        msg("Answered"),
        msg("Companies"),
        msg("New members"),
    )
    notes = (
        msg("As of {date}; intervals hold 80 of 100.", date=score.today),
        msg("At the threshold: the chance that the share is {percent} % or more.",
            percent=f"{100 * score.threshold:g}"),
    )  # fmt: skip
    rows = tuple(_kommune(row) for row in score.kommuner)
    return Section(msg("Interest"), columns, rows, notes)


def _kommune(row: KommuneScore) -> tuple[Cell, ...]:
    found, inner, new = row.estimated, row.estimated.share80, row.estimated.new_members80
    share = Cell("share", found.share, inner.low, inner.high) if inner else MISSING
    chance = MISSING
    if found.above_threshold is not None:
        chance = Cell("chance", found.above_threshold)
    return (
        text(row.navn),
        share,
        chance,
        count(row.asked.answered),
        count(row.asked.companies),
        Cell("number", found.new_members, new.low, new.high),
    )


def _positions(staffing: Staffing) -> Section:
    rows = [
        (text(msg("Needed")), _quantiles("number", staffing.fte)),
        (text(msg("Suffices with a chance of 80 %")), Cell("number", staffing.needed)),
        (text(msg("Today")), Cell("number", staffing.wisn.existing)),
        (text(msg("Needed today")), _quantiles("number", staffing.wisn.required_today)),
        (text(msg("Needed after")), _quantiles("number", staffing.wisn.required_after)),
    ]
    note = msg("In {year}, scenario {scenario}; intervals hold 90 of 100.", year=staffing.year,
               scenario=staffing.scenario)  # fmt: skip
    return Section(msg("Positions"), ("", msg("Positions")), tuple(rows), (note,))


def _money(staffing: Staffing) -> Section:
    money = staffing.money
    rows = (
        (text(msg("Cost")), _quantiles("kroner", money.cost)),
        (text(msg("Income")), _quantiles("kroner", money.income)),
        (text(msg("Income less cost")), _quantiles("kroner", money.net)),
    )
    note = msg("A year of the expansion; fees, wages and kilometres are those of [bemanning].")
    return Section(msg("Money"), ("", msg("Kroner a year")), rows, (note,))


def _quantiles(kind: Kind, found: Quantiles) -> Cell:
    return Cell(kind, found.q50, found.q05, found.q95)


def _done(workspace: Workspace, period: Periode) -> Section:
    regions = (
        (msg("Served"), workspace.dekker),
        (msg("Considered"), workspace.vurderer),
        (msg("All"), (*workspace.dekker, *workspace.vurderer)),
    )
    found = [activity(workspace, period, set(numbers)) for _name, numbers in regions]
    figures = (
        (msg("Visits"), [done.visits for done in found]),
        (msg("Companies visited"), [done.visited for done in found]),
        (msg("Companies that answered"), [done.answers for done in found]),
        (msg("Of these interested"), [done.interested for done in found]),
        (msg("New members"), [done.new_members for done in found]),
        (msg("Companies introduced"), [done.introduced for done in found]),
    )
    rows = tuple((text(name), *map(count, numbers)) for name, numbers in figures)
    return Section(msg("Done"), ("", *(name for name, _numbers in regions)), rows)


def _overdue(tasks: Oppfolgingsliste) -> Section:
    owners = dict.fromkeys(task.ansvarlig for task in tasks.oppgaver)
    rows = []
    for owner in owners:
        own = [task for task in tasks.oppgaver if task.ansvarlig == owner]
        late = [task for task in own if task.overdue_days]
        escalated = [task for task in own if task.urgency == "escalated"]
        rows.append((text(owner), count(len(own)), count(len(late)), count(len(escalated))))
    columns = (msg("Who"), msg("To be done"), msg("Overdue"), msg("Overdue for too long"))
    notes = [msg("As of {date}.", date=tasks.today)]
    if not rows:
        notes.append(msg("Nothing is open."))
    return Section(msg("Follow-up"), columns, tuple(rows), tuple(notes))
