"""Each reason why an appointment cannot be kept, and each to think of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pytest

from hageplan.appointments.judge import broken, check_answer, check_done, faults
from hageplan.appointments.request import AppointmentRequest, Present, person_of, working_hours
from hageplan.appointments.warn import warnings
from hageplan.errors import RequestError
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.naeringshage import Medarbeider, Naeringshage, Oppsett
from hageplan.records.settings.planlegging import Kjoring, Planlegging
from hageplan.records.settings.veier import Veier
from hageplan.records.workspace import Opptatt, Workspace
from hageplan.travel import DriveTable, Leg, Source
from hageplan.ui.texts import remark
from hageplan.workspace.partial import read_kommuner
from tests.conftest import NUMBERS

TODAY = Present(date(2026, 11, 23))
TUESDAY = date(2026, 12, 1)
KARI: dict[str, Any] = {"id": "kari"}


class Half:
    """Every drive between two places takes 29.5 minutes."""

    source = Source("half")
    provider = "half"

    def table(self, places: Sequence[Sted], day: date) -> DriveTable:  # noqa: ARG002
        minutes = np.full((len(places), len(places)), 29.5)
        return DriveTable.of(minutes, minutes)

    def leg(self, start: Sted, end: Sted, day: date) -> Leg:
        table = self.table([start, end], day)
        return Leg((), float(table.minutes[0, 1]), float(table.km[0, 1]))

    def remarks(self, *_leg: object) -> tuple[str, ...]:
        return ()

    def condition(self, day: date) -> float:  # noqa: ARG002
        return 1.0

    def assumptions(self) -> tuple[str, ...]:
        return ()


def company(index: int, **keys: Any) -> Bedrift:
    table = {"navn": f"Bedrift {index}", "kommunenummer": "3430", **keys}
    return Bedrift.model_validate({"organisasjonsnummer": NUMBERS[index], **table})


def region(
    *bedrifter: Bedrift,
    people: Sequence[dict[str, Any]] = (KARI,),
    avtaler: Sequence[Avtale] = (),
) -> Workspace:
    oppsett = Oppsett(
        naeringshage=Naeringshage(),
        medarbeider=tuple(map(Medarbeider.model_validate, people)),
        planlegging=Planlegging(),
        kjoring=Kjoring(),
    )
    kommuner = read_kommuner()
    return Workspace(
        oppsett=oppsett,
        kommuner=kommuner,
        dekker=("5025",),
        vurderer=(),
        bedrifter=bedrifter,
        henvendelser=(),
        avtaler=tuple(avtaler),
        oppfolginger=(),
        veier=Veier(),
    )


def at(clock: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def wish(workspace: Workspace, tid: datetime, minutes: int = 60, **keys: Any) -> AppointmentRequest:
    person = workspace.oppsett.medarbeider[0]
    return AppointmentRequest(
        bedrift=workspace.bedrifter[0], medarbeider=person, tid=tid, minutes=minutes, **keys
    )


def booking(index: int, clock: str, name: str = "annen", **keys: Any) -> Avtale:
    table = {"organisasjonsnummer": NUMBERS[index], "tid": at(clock), "medarbeider": "kari", **keys}
    return Avtale.model_validate({"id": name, **table})


def said(workspace: Workspace, wanted: AppointmentRequest, present: Present = TODAY) -> list[str]:
    never = [f"{f.message} / {f.todo}" for f in faults(wanted, workspace, present)]
    return never + [remark(coded) for coded in broken(wanted, workspace, Half())]


def warned(workspace: Workspace, wanted: AppointmentRequest) -> list[str]:
    return [str(message) for message in warnings(wanted, workspace, Half())]


def test_an_ordinary_appointment_has_no_fault() -> None:
    workspace = region(company(0))
    wanted = wish(workspace, at("10:00"))
    assert said(workspace, wanted) == []
    assert warned(workspace, wanted) == []


@pytest.mark.parametrize(
    ("keys", "words"),
    [({"reservert": True}, "has opted out"), ({"status": "nedlagt"}, "has closed down")],
)
def test_companies_that_are_not_visited(keys: dict[str, Any], words: str) -> None:
    workspace = region(company(0, **keys))
    (found,) = said(workspace, wish(workspace, at("10:00")))
    assert words in found


def test_the_past_begins_now_or_with_the_day_before_today() -> None:
    workspace = region(company(0))
    wanted = wish(workspace, at("10:00"))
    assert said(workspace, wanted, Present(TUESDAY)) == []
    assert said(workspace, wanted, Present(TUESDAY, time(10))) == []
    (found,) = said(workspace, wanted, Present(TUESDAY, time(10, 0, 1)))
    assert found.startswith("2026-12-01 10:00 is in the past")
    assert len(said(workspace, wanted, Present(date(2026, 12, 2)))) == 1


@pytest.mark.parametrize(
    ("tid", "minutes", "words"),
    [
        (at("10:00", date(2026, 12, 25)), 60, "25 Dec 2026 is a public holiday"),
        (at("10:00", date(2026, 12, 5)), 60, "kari does not work on 5 Dec 2026"),
        (at("10:00", date(2026, 12, 7)), 60, "kari is away from 7 Dec 2026 to 8 Dec 2026"),
        (at("10:00", date(2026, 12, 8)), 60, "kari is away"),
        (at("07:55"), 60, "07:55–08:55 is outside kari's working hours on 1 Dec 2026: 08:00–16:00"),
        (at("15:05"), 60, "15:05–16:05 is outside"),
        (at("11:30", date(2026, 12, 24)), 60, "on 24 Dec 2026, a half day: 09:00–12:00"),
        # Thursdays are short.
        (at("12:30", date(2026, 12, 3)), 60, "on 3 Dec 2026: 09:00–13:00"),
    ],
)
def test_days_and_hours_that_are_not_worked(tid: datetime, minutes: int, words: str) -> None:
    person = {
        **KARI,
        "fravaer": [{"fra": "2026-12-07", "til": "2026-12-08"}],
        "arbeidstider": [{"fra": "09:00", "til": "13:00", "ukedager": ["tor"]}],
    }
    workspace = region(company(0), people=[person])
    (found,) = said(workspace, wish(workspace, tid, minutes))
    assert words in found


def test_hours_to_the_minute() -> None:
    workspace = region(company(0))
    assert said(workspace, wish(workspace, at("08:00"), 480)) == []
    friday = date(2026, 12, 4)
    person = Medarbeider.model_validate(
        {**KARI, "arbeidstider": [{"fra": "10:00", "til": "11:00", "ukedager": ["fre"]}]}
    )
    assert working_hours(person, friday, Planlegging()) == (
        at("10:00", friday),
        at("11:00", friday),
    )


def test_a_company_has_one_appointment() -> None:
    workspace = region(company(0), avtaler=[booking(0, "12:00", medarbeider="ola")])
    wanted = wish(workspace, at("10:00", date(2026, 12, 2)))
    (found,) = said(workspace, wanted)
    assert "an appointment already: 2026-12-01 12:00, ola" in found
    assert "hageplan move bedrift " in found
    (late,) = said(workspace, wanted, Present(date(2026, 12, 2)))
    assert "hageplan done bedrift," in late
    assert said(workspace, replace(wanted, replaces="annen")) == []


def test_two_meetings_at_once() -> None:
    workspace = region(company(0), company(1), avtaler=[booking(1, "10:30", minutter=20)])
    (found,) = said(workspace, wish(workspace, at("10:00")))
    assert "kari is with Bedrift 1 then (10:30–10:50): 20 min overlap" in found
    assert said(workspace, replace(wish(workspace, at("10:00")), replaces="annen")) == []


@pytest.mark.parametrize(
    ("clock", "missing"),
    [
        # 15 min of slack and 32.5 min of driving and parking, rounded up: 48 min.
        ("13:47", "1 min too little time between Bedrift 1 and Bedrift 0"),
        ("13:48", None),
        ("10:12", None),
        ("10:13", "1 min too little time between Bedrift 0 and Bedrift 1"),
        ("11:00", "48 min too little time between Bedrift 0 and Bedrift 1"),
    ],
)
def test_meetings_too_near_in_time(clock: str, missing: str | None) -> None:
    workspace = region(company(0), company(1), avtaler=[booking(1, "12:00")])
    found = said(workspace, wish(workspace, at(clock)))
    assert len(found) == (missing is not None)
    assert missing is None or found[0].startswith(missing)
    assert missing is None or "15 min of buffer and 33 min of driving" in found[0]


def test_others_and_other_days_are_no_hindrance() -> None:
    avtaler = [
        booking(1, "10:00", "a", medarbeider="ola"),
        booking(2, "10:00", "b", status="foreslatt"),
        booking(3, "10:00", "c", status="avlyst"),
        booking(4, "10:00", "d", tid=at("10:00", date(2026, 12, 2))),
    ]
    workspace = region(*(company(n) for n in range(5)), avtaler=avtaler)
    assert said(workspace, wish(workspace, at("10:00"))) == []


def test_a_calendar_says_that_it_is_taken() -> None:
    busy = (
        Opptatt("kari", at("09:00"), at("10:00")),
        Opptatt("kari", at("10:59"), at("12:00")),
        Opptatt("ola", at("10:00"), at("11:00")),
    )
    workspace = replace(region(company(0)), opptatt=busy)
    (found,) = said(workspace, wish(workspace, at("10:00")))
    assert found.startswith(
        "kari is busy from 1 Dec 2026 10:59 to 1 Dec 2026 12:00, according to the calendar"
    )


def test_all_faults_at_once() -> None:
    workspace = region(company(0, reservert=True))
    found = said(workspace, wish(workspace, at("07:00", date(2026, 11, 20))))
    assert "opted out" in found[0]
    assert "is in the past" in found[1]
    assert found[2].endswith("08:00–16:00")


@pytest.mark.parametrize(
    ("keys", "clock", "words"),
    [
        (
            {"besokstider": [{"fra": "12:00", "til": "13:30"}]},
            "12:31",
            "outside the visiting hours of Bedrift 0 that day: 12:00–13:30",
        ),
        ({"besokstider": [{"fra": "12:00", "til": "13:30"}]}, "12:30", None),
        (
            {"besokstider": [{"fra": "08:00", "til": "16:00", "ukedager": ["man"]}]},
            "12:30",
            "does not take visits on that weekday",
        ),
        (
            {"stengt": [{"fra": "11-15", "til": "01-10", "grunn": "slakting"}]},
            "12:30",
            "does not take visits from 15 November to 10 January (slakting)",
        ),
        ({"stengt": [{"fra": "11-15", "til": "12-01"}]}, "12:30", "from 15 November to 1 December"),
        ({"krever": ["samisk", "skog"]}, "12:30", "asks for samisk, which kari does not have"),
    ],
)
def test_what_the_company_says(keys: dict[str, Any], clock: str, words: str | None) -> None:
    workspace = region(company(0, **keys), people=[{**KARI, "kan": ["skog"]}])
    found = said(workspace, wish(workspace, at(clock)))
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


@pytest.mark.parametrize(
    ("keys", "rules", "clock", "words"),
    [
        # 29.5 minutes each way and 3 to park: leaving at 11:57 for 12:30, and 15 min of slack.
        ({"maks_kjoring_minutter": 63}, {}, "12:30", None),
        (
            {"maks_kjoring_minutter": 62},
            {},
            "12:30",
            "63 min of driving to appointments that day; the limit is 62 min",
        ),
        (
            {},
            {"maks_kjoring_minutter": 62},
            "12:30",
            "63 min of driving to appointments that day; the limit is 62 min",
        ),
        ({"kun_dagslys": True}, {}, "12:30", None),
        ({"kun_dagslys": True}, {}, "14:30", "kari would have to drive in the dark"),
    ],
)
def test_what_plans_keep_too(
    keys: dict[str, Any], rules: dict[str, Any], clock: str, words: str | None
) -> None:
    workspace = region(company(0), people=[{**KARI, **keys}])
    planlegging = Planlegging.model_validate(rules)
    oppsett = workspace.oppsett.model_copy(update={"planlegging": planlegging})
    workspace = replace(workspace, oppsett=oppsett)
    found = said(workspace, wish(workspace, at(clock)))
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


def test_a_day_that_breaks_a_rule_already_refuses_nothing_more() -> None:
    """What another appointment broke is not the fault of the next."""
    night = booking(1, "18:00")
    workspace = region(company(0), company(1), avtaler=[night])
    assert said(workspace, wish(workspace, at("10:00"))) == []


@pytest.mark.parametrize(
    ("keys", "clock", "words"),
    [
        ({}, "12:32", "12:32 is not on the 5-minute grid"),
        ({"to_medarbeidere": True}, "12:30", "two people should visit Bedrift 0"),
        ({}, "08:30", "kari must leave Røros at 07:57 to be there"),
        ({}, "14:30", "kari is back in Røros at 16:15 afterwards"),
    ],
)
def test_what_to_think_of(keys: dict[str, Any], clock: str, words: str) -> None:
    workspace = region(company(0, **keys))
    wanted = wish(workspace, at(clock))
    assert said(workspace, wanted) == []
    (found,) = warned(workspace, wanted)
    assert words in found


def test_drives_from_another_meeting_are_not_those_of_the_day() -> None:
    workspace = region(company(0), company(1), avtaler=[booking(1, "12:00")])
    assert warned(workspace, wish(workspace, at("15:00"))) == [
        "kari is back in Røros at 16:45 afterwards"
    ]
    assert warned(workspace, wish(workspace, at("08:00"))) == [
        "kari must leave Røros at 07:27 to be there"
    ]
    off = wish(workspace, at("10:00", date(2026, 12, 5)))
    assert warned(workspace, off) == []


def test_who_comes() -> None:
    ola = {"id": "ola"}
    assert person_of(region(), None).id == "kari"
    assert person_of(region(people=[]), None).id == "medarbeider"
    assert person_of(region(people=[KARI, ola]), "ola").id == "ola"
    for name in (None, "per"):
        with pytest.raises(RequestError) as caught:
            person_of(region(people=[KARI, ola]), name)
        assert str(caught.value.todo) == "one of: kari, ola"


def test_done_when_it_has_been() -> None:
    avtale = booking(0, "10:00")
    workspace = region(company(0))
    check_done(avtale, workspace, Present(TUESDAY))
    check_done(avtale, workspace, Present(TUESDAY, time(10)))
    for present in (Present(TUESDAY, time(9, 59)), TODAY):
        with pytest.raises(RequestError, match="not until 2026-12-01 10:00"):
            check_done(avtale, workspace, present)


def test_one_answer_at_a_time() -> None:
    avtale = booking(0, "10:00")
    said_before = Henvendelse(organisasjonsnummer=NUMBERS[0], tid=avtale.tid)
    workspace = replace(region(company(0)), henvendelser=(said_before,))
    check_answer(avtale, workspace)
    answered = said_before.model_copy(update={"interesse": "ikke"})
    with pytest.raises(RequestError, match="has an answer"):
        check_answer(avtale, replace(workspace, henvendelser=(answered,)))
