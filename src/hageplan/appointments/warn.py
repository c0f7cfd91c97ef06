"""What to think of before an appointment; nothing of it forbids the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hageplan.appointments.request import (
    AppointmentRequest,
    clock,
    driving,
    meetings_of,
    working_hours,
)
from hageplan.messages import Message, msg
from hageplan.records.workspace import Workspace
from hageplan.tours.build import place_of
from hageplan.tours.days import ends_of, minutes, office_of
from hageplan.travel import Travel


def warnings(
    wanted: AppointmentRequest, workspace: Workspace, travel: Travel
) -> tuple[Message, ...]:
    """Return what to think of before keeping `wanted`."""
    rules = workspace.oppsett.planlegging
    return (
        *_at_odds(wanted, rules.klokkeslett_hver_minutter),
        *_long_day(wanted, workspace, travel),
    )


def _at_odds(wanted: AppointmentRequest, grid: int) -> Iterator[Message]:
    """Give what the company's record and planned meetings would have otherwise."""
    bedrift = wanted.bedrift
    if minutes(wanted.tid.time()) % grid:
        yield msg(
            "{time} is not on the {grid}-minute grid that planned meetings follow",
            time=clock(wanted.tid),
            grid=grid,
        )
    if bedrift.to_medarbeidere:
        yield msg("two people should visit {navn}: make sure a second one comes", navn=bedrift.navn)


def _long_day(
    wanted: AppointmentRequest, workspace: Workspace, travel: Travel
) -> Iterator[Message]:
    """The day's first drive and its last belong to the working hours too."""
    person, settings = wanted.medarbeider, workspace.oppsett
    hours = working_hours(person, wanted.day, settings.planlegging)
    if hours is None:
        return
    office = office_of(workspace, (wanted.bedrift.kommunenummer,))
    start, end = ends_of(person, office)
    place = place_of(wanted.bedrift, workspace.kommuner)
    there = driving(start, place, wanted.day, travel, settings.kjoring.parkering_minutter)
    back = driving(place, end, wanted.day, travel, 0)
    others = [other.tid for other in meetings_of(wanted, workspace)]
    leaves = wanted.tid - timedelta(minutes=there)
    home = wanted.end + timedelta(minutes=settings.planlegging.slakk_minutter + back)
    if leaves < hours[0] and all(other > wanted.tid for other in others):
        yield msg(
            "{who} must leave {sted} at {time} to be there",
            who=person.called,
            sted=start.navn,
            time=clock(leaves),
        )
    if home > hours[1] and all(other < wanted.tid for other in others):
        yield msg(
            "{who} is back in {sted} at {time} afterwards",
            who=person.called,
            sted=end.navn,
            time=clock(home),
        )
