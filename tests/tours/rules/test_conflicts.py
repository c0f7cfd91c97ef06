"""Appointments that break rules: which, told how, and what the day keeps all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from hageplan.messages import decode
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Medarbeider
from hageplan.records.plan import Plan, PlanRequest, StopRule
from hageplan.records.workspace import Opptatt, Workspace
from hageplan.tours.plan import plan
from hageplan.tours.rules.conflicts import Judged, judged
from hageplan.ui.texts import remark
from tests.conftest import NUMBERS
from tests.tours.cases import HOME, KARI, TUESDAY, A, B, OnAMeridian, workspace

C = NUMBERS[2]
SATURDAY = date(2026, 11, 28)


def company(number: str, lat: float = 62.6, **keys: Any) -> Bedrift:
    table = {"navn": f"Bedrift {number[-2:]}", "kommunenummer": "3430", "lat": lat, "lon": 11.0}
    return Bedrift.model_validate({"organisasjonsnummer": number, **table, **keys})


def agreed(number: str, clock: str, on: date = TUESDAY, who: str = "kari", **keys: Any) -> Avtale:
    tid = datetime.combine(on, time.fromisoformat(clock))
    return Avtale(
        id=f"a-{number[-2:]}", organisasjonsnummer=number, tid=tid, medarbeider=who, **keys
    )


def region(*avtaler: Avtale, people: tuple[Medarbeider, ...] = (KARI,), **rules: Any) -> Workspace:
    """Return companies 40 minutes of driving and 3 of parking from the office, and each other."""
    found = workspace(**rules)
    hage = found.oppsett.naeringshage.model_copy(update={"kontor": HOME, "dekker": ("Os",)})
    oppsett = found.oppsett.model_copy(update={"naeringshage": hage, "medarbeider": people})
    companies = (company(A), company(B, 62.7), company(C, 62.6))
    return replace(
        found,
        oppsett=oppsett,
        bedrifter=companies,
        henvendelser=(),
        avtaler=avtaler,
        oppfolginger=(),
        koblinger=(),
        dekker=("3430",),
        vurderer=(),
    )


def judge(here: Workspace, on: date = TUESDAY) -> Judged:
    who = here.oppsett.medarbeider[0]
    return judged(here, who, on, here.avtaler, kontor=HOME, travel=OnAMeridian())


def codes(found: Judged) -> list[tuple[str, list[str], bool]]:
    return [
        (one.avtale, [decode(why)[0] for why in one.why], one.is_kept) for one in found.conflicts
    ]


@pytest.mark.parametrize(
    ("clock", "keys", "rules", "expected"),
    [
        # 43 minutes there and 40 back: the drives may go beyond the hours, the meeting may not.
        ("08:00", {}, {}, []),
        ("15:00", {}, {}, []),
        ("07:55", {}, {}, ["agreed-hours"]),
        ("15:05", {}, {}, ["agreed-hours"]),
        ("10:00", {"maks_kjoring_minutter": 83}, {}, []),
        ("10:00", {"maks_kjoring_minutter": 82}, {}, ["agreed-drive"]),
        ("10:00", {}, {"maks_kjoring_minutter": 82}, ["agreed-drive"]),
        ("10:00", {"kun_dagslys": True}, {}, []),
        ("14:30", {"kun_dagslys": True}, {}, ["agreed-dark"]),
        ("10:00", {"fravaer": [{"fra": "2026-11-20", "til": "2026-11-24"}]}, {}, ["agreed-away"]),
        ("10:00", {"ukedager": ["man"]}, {}, ["agreed-off"]),
    ],
)
def test_one_appointment(
    clock: str, keys: dict[str, Any], rules: dict[str, Any], expected: list[str]
) -> None:
    person = Medarbeider.model_validate({"id": "kari", **keys})
    here = region(agreed(A, clock), people=(person,), **rules)
    found = judge(here)
    assert codes(found) == ([("a-00", expected, True)] if expected else [])
    assert [avtale.id for avtale in found.kept] == ["a-00"]


@pytest.mark.parametrize(
    ("second", "slack", "why", "is_kept"),
    [
        # The first is over at 11:00; then come the slack, 40 minutes of driving and 3 to park.
        ("11:43", 0, [], True),
        ("11:58", 15, [], True),
        ("11:57", 15, ["agreed-late"], True),
        ("11:43", 15, ["agreed-late"], True),
        ("11:42", 15, ["agreed-late"], False),
        ("10:30", 15, ["agreed-at-once"], False),
    ],
)
def test_two_appointments(second: str, slack: int, why: list[str], is_kept: bool) -> None:
    """Too little slack is told, and the day is hurried; two at once are for the one asked first."""
    here = region(agreed(A, "10:00"), agreed(B, second), slakk_minutter=slack)
    found = judge(here)
    assert codes(found) == ([("a-19", why, is_kept)] if why else [])
    later_first = replace(here, avtaler=here.avtaler[::-1])
    if not is_kept:
        assert [one.avtale for one in judge(later_first).conflicts] == ["a-00"]


def test_lunch_comes_after_the_drive_between_two_appointments() -> None:
    here = region(agreed(A, "10:30"), agreed(B, "12:15"))
    assert judge(here).conflicts == ()
    (tour,) = planned(here, days=1).tours
    assert tour.lunch is not None
    assert tour.lunch.start == time(13, 15)


def planned(here: Workspace, **request: Any) -> Plan:
    asked = PlanRequest(from_=TUESDAY, stop_rule=StopRule(iterations=100), **request)
    return plan(here, asked, today=TUESDAY - timedelta(days=1))


def test_the_rest_is_planned_around_it() -> None:
    """Late at night, on a Saturday, in time that the calendar blocks: the plan has it."""
    here = region(agreed(A, "18:00"), agreed(B, "10:00", SATURDAY), besok_minutter=60)
    here = replace(here, opptatt=(Opptatt("kari", *two(date(2026, 11, 25), "00:00", "23:00")),))
    here = replace(here, avtaler=(*here.avtaler, agreed(C, "12:00", date(2026, 11, 25))))
    found = planned(here, days=5)
    there = {(t.date, s.navn, s.start) for t in found.tours for s in t.stops}
    assert there == {
        (TUESDAY, "Bedrift 00", time(18)),
        (date(2026, 11, 25), "Bedrift 27", time(12)),
        (SATURDAY, "Bedrift 19", time(10)),
    }
    assert [one.is_kept for one in found.conflicts] == [True] * 3
    texts = [remark(why) for one in found.conflicts for why in one.why]
    assert any("outside kari's working hours" in one for one in texts)
    assert any("does not work on" in one for one in texts)
    assert any("kari is busy from" in one for one in texts)


def two(on: date, first: str, last: str) -> tuple[datetime, datetime]:
    return (
        datetime.combine(on, time.fromisoformat(first)),
        datetime.combine(on, time.fromisoformat(last)),
    )


def test_other_visits_keep_the_hours_on_such_a_day() -> None:
    found = planned(region(agreed(A, "18:00")), days=1, must=(B, C))
    (tour,) = found.tours
    others = [stop for stop in tour.stops if stop.avtale is None]
    assert len(others) == 2
    assert all(time(8) <= stop.start and stop.end <= time(16) for stop in others)
    assert tour.stops[-1].start == time(18)


def test_what_became_impossible_is_told() -> None:
    """The company opted out, the medarbeider left: nobody comes, and nobody is kept from it."""
    here = region(agreed(A, "10:00"), agreed(B, "10:00", who="ola"))
    out = here.bedrifter[0].model_copy(update={"reservert": True})
    found = planned(replace(here, bedrifter=(out, *here.bedrifter[1:])), days=1)
    told = {one.avtale: [decode(why)[0] for why in one.why] for one in found.conflicts}
    assert told == {"a-00": ["agreed-out"], "a-19": ["agreed-unknown"]}
    assert not any(one.is_kept for one in found.conflicts)
    assert {s.navn for t in found.tours for s in t.stops} == {"Bedrift 27"}
    reasons = {one.navn: one.reason for one in found.left_out}
    assert reasons == {"Bedrift 00": "opted-out", "Bedrift 19": "booked"}


def test_two_at_once_leave_the_later_promise_out() -> None:
    found = planned(region(agreed(A, "10:00"), agreed(B, "10:30")), days=1)
    (conflict,) = found.conflicts
    assert (conflict.avtale, conflict.is_kept) == ("a-19", False)
    assert [one.reason for one in found.left_out if one.navn == "Bedrift 19"] == ["booked"]
    assert any(stop.avtale == "a-00" for tour in found.tours for stop in tour.stops)
