"""A time that a company called off is not proposed to it again; another day is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from hageplan import load, plan
from hageplan.appointments.slots import find_slots
from hageplan.invitations.invitation import invitations
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.tours.checker import check_plan
from hageplan.travel.roads import travel_of
from tests.conftest import NUMBERS, Write, bedrift

TODAY, DAY = date(2026, 11, 23), date(2026, 11, 24)
SAG, GARD = NUMBERS[:2]
BRIEF = StopRule(iterations=200)
BOOKED = """[[avtale]]
id = "a-1"
organisasjonsnummer = "{number}"
tid = {tid}
medarbeider = "kari"
"""
CANCELLED = BOOKED + 'erstatter = "a-1"\nstatus = "avlyst"\n'
MOVED = BOOKED + 'erstatter = "a-1"\nstatus = "flyttet"\n'


@pytest.fixture(params=["cancelled", "moved first"])
def folder(request: pytest.FixtureRequest, write: Write) -> Path:
    """Return a workspace whose log has a visit that was called off on `DAY`, or moved from it."""
    then = datetime(2026, 11, 24, 10)
    later = datetime(2026, 11, 30, 9)
    log = BOOKED.format(number=SAG, tid=then)
    if request.param == "moved first":
        log += MOVED.replace("a-1", "a-2", 1).format(number=SAG, tid=later)
        last = CANCELLED.replace("a-1", "a-3", 1).replace("a-1", "a-2")
        log += last.format(number=SAG, tid=later)
    else:
        log += CANCELLED.replace("a-1", "a-2", 1).format(number=SAG, tid=then)
    place = {"lat": 62.49, "lon": 11.2, "kontakt": {"epost": "post@sag.example"}}
    companies = bedrift(SAG, "Storsag AS", **place) + bedrift(GARD, "Nordgard AS", **place)
    return write({"bedrifter/os.toml": companies, "logg/2026.toml": log})


def test_not_that_day_and_another_one_is_fine(folder: Path) -> None:
    workspace = load(folder, today=TODAY)
    days = [PlanRequest(from_=DAY, days=n, must=(SAG,) * (n > 1), stop_rule=BRIEF) for n in (1, 2)]
    alone, two = (plan(workspace, asked, today=TODAY) for asked in days)
    visited = {s.organisasjonsnummer: t.date for t in two.tours for s in t.stops}
    assert visited[SAG] == date(2026, 11, 25)
    (left,) = alone.left_out
    assert (left.organisasjonsnummer, left.reason) == (SAG, "called-off")
    assert "2026-11-24" in left.detail


def test_an_earlier_plan_does_not_bring_it_back(folder: Path) -> None:
    """The plan that was saved before the company called off has it at that time."""
    workspace = load(folder, today=TODAY)
    (folder / "logg/2026.toml").write_text("", "utf-8")
    before = plan(load(folder, today=TODAY), PlanRequest(days=1, stop_rule=BRIEF), today=TODAY)
    assert len(before.tours[0].stops) == 2
    breaches = check_plan(before, workspace, travel_of(workspace))
    assert [b for b in breaches if "called off its visit" in b]
    again = plan(workspace, PlanRequest(stop_rule=BRIEF), today=TODAY, earlier=before)
    assert [s.organisasjonsnummer for t in again.tours for s in t.stops] == [GARD]
    refused = [i for i in invitations(workspace, before, today=TODAY, times=1) if not i.allowed]
    assert [(i.answer.organisasjonsnummer, i.obstacle) for i in refused] == [(SAG, "called-off")]


def test_no_time_of_that_day_is_offered(folder: Path) -> None:
    workspace = load(folder, today=TODAY)
    asked = PlanRequest(from_=DAY, days=2, stop_rule=BRIEF)
    found = find_slots(workspace, SAG, asked, today=TODAY, count=9)
    assert {offer.date for offer in found.offers} == {date(2026, 11, 25)}
