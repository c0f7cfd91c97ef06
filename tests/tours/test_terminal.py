from __future__ import annotations

import io
import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from hageplan import i18n, load, plan
from hageplan.records.names import People, handles_of
from hageplan.records.plan import Pause, PlanRequest, StopRule
from hageplan.tours.files.table import plan_rows
from hageplan.tours.screen.day_terminal import print_tour
from hageplan.tours.screen.plan_terminal import print_plan
from hageplan.ui.clean import cell, printable
from hageplan.ui.console import console
from hageplan.ui.numbers import day_name, duration
from hageplan.ui.texts import remark
from tests.conftest import NUMBERS, Write, bedrift
from tests.tours.files.test_calendar_events import tour

EVIL = "=Ond[bold] \x1b[31m\u202e AS\n"


def test_names_never_act(write: Write) -> None:
    workspace = load(write({"bedrifter/a.toml": bedrift(NUMBERS[0], EVIL, lat=62.57, lon=11.38)}))
    result = plan(
        workspace,
        PlanRequest(kommuner=("3430",), stop_rule=StopRule(iterations=10)),
        today=date(2026, 11, 23),
    )
    stream = io.StringIO()
    print_plan(result, workspace.kommuner, workspace.handles, workspace.people, console(stream))
    shown = stream.getvalue()
    assert "=Ond[bold] \N{REPLACEMENT CHARACTER}[31m" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "'=Ond[bold]" in plan_rows(result).csv_text()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_formulas_are_disarmed(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"a{text}") == f"a{text}"


def test_lines_and_boxes_only_on_a_terminal() -> None:
    result = plan(
        load(),
        PlanRequest(kommuner=("3430",), stop_rule=StopRule(iterations=10)),
        today=date(2026, 11, 23),
    )
    for is_terminal in (True, False):
        stream = io.StringIO()
        print_plan(
            result,
            load().kommuner,
            {},
            People(),
            Console(file=stream, force_terminal=is_terminal, width=110),
        )
        assert ("─" in stream.getvalue()) is is_terminal


def test_no_visits_is_said_and_an_unknown_remark_stays() -> None:
    result = plan(
        load(),
        PlanRequest(kommuner=("3430",), max_visits=1, stop_rule=StopRule(iterations=10)),
        today=date(2026, 11, 23),
    )
    empty = result.model_copy(update={"tours": (), "left_out": ()})
    stream = io.StringIO()
    print_plan(empty, load().kommuner, {}, People(), console(stream))
    assert "No visit is worth the drive" in stream.getvalue()
    assert remark("new-code x=1\x1b") == "new-code x=1\N{REPLACEMENT CHARACTER}"
    assert printable("æøå 😀") == "æøå 😀"


def test_durations_in_both_languages() -> None:
    assert duration(125) == "2 h 05 min"
    i18n.use("nb")
    assert duration(125) == "2 t 05 min"
    assert duration(5) == "5 min"


def test_numbers_and_plurals_in_remarks() -> None:
    i18n.use("nb")
    assert remark("employees count=1") == "1 ansatt"
    assert remark("employees count=2") == "2 ansatte"
    assert "× 1,25 i 62 km/t" in remark("estimate omvei=1.25 km_per_time=62")


def test_remarks_say_grades_and_statuses_in_words() -> None:
    interest, status = "interest grade=forpliktet date=2026-09-23", "status status=maalbedrift"
    assert remark(interest).startswith("committed")
    i18n.use("nb")
    assert remark(interest).startswith("vil bli medlem")
    assert remark(status) == "målbedrift"


COMPANY = st.lists(
    st.text(alphabet="abdegiklmnorstuvå", min_size=2, max_size=18), min_size=1, max_size=8
).map(lambda words: " ".join(words).title())
REASONS = st.sets(
    st.sampled_from(
        [
            "do-not-phone",
            "interest grade=forpliktet date=2026-09-23",
            "member-chance percent=86",
            "teaches times=2.9",
            "employees count=120",
            "status status=maalbedrift",
            "last-contact date=2026-09-23",
            "visit-due date=2026-09-23",
        ]
    )
).map(sorted)


@pytest.mark.parametrize("language", ["nb", "en"])
@settings(max_examples=60)
@given(names=st.lists(COMPANY, min_size=6, max_size=6, unique=True), data=st.data())
def test_a_full_day_fits_a_screen(language: str, names: list[str], data: st.DataObject) -> None:
    """Six visits of an hour, lunch, and half an hour kept free."""
    i18n.use(language)
    numbers = dict(zip(NUMBERS, names, strict=False))
    stops = [
        stop.model_copy(
            update={
                "navn": numbers[stop.organisasjonsnummer],
                "place": data.draw(COMPANY),
                "reasons": tuple(data.draw(REASONS)),
                "avtale": data.draw(st.sampled_from([None, "a-1"])),
                "drive_minutes": 120,
            }
        )
        for stop in tour(
            "kari", date(2026, 11, 24), [(8 + n, m) for n, m in enumerate(numbers)]
        ).stops
    ]
    pauses = (Pause(kind="free", start=time(13), end=time(13, 30)),)
    lunch = Pause(start=time(11, 30), end=time(12))
    day = tour("kari", date(2026, 11, 24), [(8, NUMBERS[0])]).model_copy(
        update={"stops": tuple(stops), "lunch": lunch, "pauses": pauses}
    )
    stream = io.StringIO()
    print_tour(day, handles_of(numbers), People(), Console(file=stream, width=80))
    lines = stream.getvalue().splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    assert all(number in stream.getvalue() or handles_of(numbers)[number] in stream.getvalue()
               for number in numbers)  # fmt: skip


def test_a_reason_that_companies_share_is_told_once() -> None:
    asked = PlanRequest(days=2, max_visits=3, stop_rule=StopRule(iterations=50))
    result, workspace = plan(load(), asked, today=date(2026, 11, 23)), load()
    stream = io.StringIO()
    print_plan(result, workspace.kommuner, {}, workspace.people, Console(file=stream, width=160))
    shown = stream.getvalue()
    alike = [left for left in result.left_out[:8] if left.reason == "visit-limit"]
    assert len(alike) > 3
    assert shown.count("more than 3 visits") == 1
    assert shown.count("chance that the visit leads to one") == 1
    assert "chance of a new member" not in shown


def test_weeks_at_a_glance_have_every_visit_once() -> None:
    asked = PlanRequest(days=7, stop_rule=StopRule(iterations=200))
    result = plan(load(), asked, today=date(2026, 11, 23))
    stream = io.StringIO()
    workspace = load()
    out = Console(file=stream, width=80)
    print_plan(result, workspace.kommuner, {}, workspace.people, out)
    glance, day, _rest = stream.getvalue().partition(day_name(result.tours[0].date))
    assert day
    counts = re.findall(r"(\d+) visits?\b", glance)
    assert len(counts) == len(result.tours)
    assert sum(map(int, counts)) == result.totals.visits
    assert re.findall(r"Week (\d+)", glance) == ["48", "49"]
    assert max(map(len, glance.splitlines())) <= 80
