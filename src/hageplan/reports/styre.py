"""The board's page: interest, positions, what was done, jobs, money, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hageplan.followup.due import task_list
from hageplan.followup.result import Oppfolgingsliste
from hageplan.forecast.forecast import ForecastRequest, forecast
from hageplan.forecast.policies import ours
from hageplan.forecast.result import Forecast
from hageplan.interest.result import KommuneScore, Score
from hageplan.interest.score import score
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import Periode
from hageplan.messages import msg
from hageplan.records.names import People
from hageplan.records.workspace import Workspace
from hageplan.reports.board import board_of
from hageplan.reports.report import MISSING, activity, count, report_of, text
from hageplan.reports.report_result import Cell, Kind, Report, Section
from hageplan.reports.siva import jobs_section
from hageplan.staff.result import Quantiles, Staffing
from hageplan.staff.scenario import StaffingRequest
from hageplan.staff.staffing import staffing as estimate_staffing
from hageplan.staff.terminal_texts import SCENARIOS
from hageplan.tours.solve.solver import Progress, part


def board_report(
    workspace: Workspace,
    period: Periode,
    *,
    today: date,
    progress: Progress = lambda _: None,
) -> Report:
    """Return the page; it is for the board alone, so nothing is withheld."""
    interest = score(workspace, today=today)

    def staffing_of(kommuner: Sequence[str], told: Progress) -> Staffing:
        request = StaffingRequest(kommuner=tuple(kommuner))
        return estimate_staffing(workspace, request, today=today, progress=told)

    staffing = staffing_of((), part(progress, 0, 3))
    tasks = task_list(workspace, today=today)
    board = board_of(
        interest,
        staffing,
        tasks,
        _ahead(workspace, today, part(progress, 2, 3)),
        staffing_of=lambda kommuner: staffing_of(kommuner, part(progress, 1, 3)),
    )
    jobs = count_jobs(workspace, period, today=today)
    sections = (
        _interest(interest),
        _positions(staffing),
        _overdue(tasks, workspace.people),
        _done(workspace, period),
        jobs_section(jobs, None),
        *_money(staffing),
    )
    remarks = dict.fromkeys((*jobs.remarks, *interest.assumptions, *staffing.remarks))
    found = report_of(
        "styre",
        msg("To the board"),
        period,
        sections,
        remarks,
        today=today,
        workspace=workspace,
        outside=interest.outside,
    )
    return found.model_copy(update={"board": board})


def _ahead(workspace: Workspace, today: date, progress: Progress) -> Forecast:
    """Return the months to come, with today's staff and if somebody is hired now."""
    hire = ours("hire-now", workspace.oppsett.prognose, ())
    asked = ForecastRequest(policies=(hire,), with_drivers=False)
    return forecast(workspace, asked, today=today, progress=progress)


def _interest(score: Score) -> Section:
    columns = (
        msg("Municipality"),
        msg("Interested"),
        msg("Above threshold"),
        msg("Answered"),
        msg("Companies"),
        msg("New members"),
    )
    notes = (
        msg("As of {date}. Intervals are 80% intervals.", date=score.today),
        msg("Above threshold: the chance that the share is {percent}% or more.",
            percent=f"{100 * score.threshold:g}"),
    )  # fmt: skip
    rows = tuple(_kommune(row) for row in score.kommuner)
    return Section(
        about="interest", heading=msg("Interest"), columns=columns, rows=rows, notes=notes
    )


def _kommune(row: KommuneScore) -> tuple[Cell, ...]:
    found, inner, new = row.estimated, row.estimated.share80, row.estimated.new_members80
    share = (
        Cell(kind="share", value=found.share, low=inner.low, high=inner.high) if inner else MISSING
    )
    chance = MISSING
    if found.above_threshold is not None:
        chance = Cell(kind="chance", value=found.above_threshold)
    return (
        text(row.navn),
        share,
        chance,
        count(row.asked.answered),
        count(row.asked.companies),
        Cell(kind="number", value=found.new_members, low=new.low, high=new.high),
    )


def _positions(staffing: Staffing) -> Section:
    wisn, needed = staffing.wisn, _quantiles("number", staffing.fte)
    more = Cell(kind="number", value=wisn.hire_needed)
    rows = [
        (text(msg("Missing beyond today's")),
         _quantiles("number", wisn.required_after.less(wisn.existing))),
        (text(msg("Positions to add for an 80% chance of having enough")), more),
        (text(msg("Today")), Cell(kind="number", value=wisn.existing)),
        (text(msg("Needed today")), _quantiles("number", wisn.required_today)),
        (text(msg("Needed after the expansion")), _quantiles("number", wisn.required_after)),
        (text(msg("Municipalities under consideration, alone")), needed),
    ]  # fmt: skip
    note = msg("In {year}, scenario: {scenario}. Intervals are 90% intervals.", year=staffing.year,
               scenario=SCENARIOS.get(staffing.scenario, staffing.scenario))  # fmt: skip
    return Section(
        about="positions",
        heading=msg("Positions"),
        columns=("", msg("Positions")),
        rows=tuple(rows),
        notes=(note,),
    )


def _money(staffing: Staffing) -> Iterator[Section]:
    money = staffing.money
    if money is None:
        return
    rows = (
        (text(msg("Cost")), _quantiles("kroner", money.cost)),
        (text(msg("Income")), _quantiles("kroner", money.income)),
        (text(msg("Income less cost")), _quantiles("kroner", money.net)),
    )
    note = msg(
        "One year of the expansion. Membership fees, wages and mileage are those under [bemanning]."
    )
    yield Section(
        about="money",
        heading=msg("Money"),
        columns=("", msg("Kroner per year")),
        rows=rows,
        notes=(note,),
    )


def _quantiles(kind: Kind, found: Quantiles) -> Cell:
    return Cell(kind=kind, value=found.q50, low=found.q05, high=found.q95)


def _done(workspace: Workspace, period: Periode) -> Section:
    regions = (
        (msg("Covered"), workspace.dekker),
        (msg("Under consideration"), workspace.vurderer),
        (msg("All"), (*workspace.dekker, *workspace.vurderer)),
    )
    found = [activity(workspace, period, set(numbers)) for _name, numbers in regions]
    figures = (
        ("visits", msg("Visits"), [done.visits for done in found]),
        ("visited", msg("Companies visited"), [done.visited for done in found]),
        ("answers", msg("Companies that answered"), [done.answers for done in found]),
        ("interested", msg("Of these interested"), [done.interested for done in found]),
        ("new-members", msg("Companies that became members"), [d.new_members for d in found]),
        ("introduced", msg("Companies introduced"), [done.introduced for done in found]),
    )
    return Section(
        about="done",
        keys=tuple(key for key, _name, _numbers in figures),
        heading=msg("Activity in the period"),
        columns=("", *(name for name, _numbers in regions)),
        rows=tuple((text(name), *map(count, numbers)) for _key, name, numbers in figures),
    )


def _overdue(tasks: Oppfolgingsliste, people: People) -> Section:
    owners = dict.fromkeys(task.ansvarlig for task in tasks.oppgaver)
    rows = []
    for owner in owners:
        own = [task for task in tasks.oppgaver if task.ansvarlig == owner]
        late = [task for task in own if task.overdue_days]
        escalated = [task for task in own if task.urgency == "escalated"]
        rows.append((text(people[owner]), count(len(own)), count(len(late)), count(len(escalated))))
    columns = (msg("Who"), msg("Tasks"), msg("Overdue"), msg("Overdue for too long"))
    notes = [msg("As of {date}.", date=tasks.today)]
    if not rows:
        notes.append(msg("There are no open tasks."))
    return Section(
        about="tasks",
        heading=msg("Follow-up"),
        columns=columns,
        rows=tuple(rows),
        notes=tuple(notes),
    )
