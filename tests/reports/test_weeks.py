"""A week as it is lived on the command line: plan, offer, book, fall ill, plan again, compare."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.documents import document

TODAY = ("--today", "2026-11-23")
QUICK = ("--iterations", "300")


@pytest.fixture
def demo(run: Run, tmp_path: Path) -> Path:
    """Return a copy of the example region with a saved plan."""
    folder = tmp_path / "demo"
    assert run("init", "--demo", folder).returncode == 0
    made = run("plan", *TODAY, *QUICK, "--save", "--quiet", "-w", folder)
    assert made.returncode == 0, made.stderr
    return folder


def left_with_an_offer(run: Run, demo: Path, plan: Any) -> tuple[Any, Any]:
    """Return the first company that the plan leaves out and the days could hold, and its offer."""
    for left in plan["left_out"]:
        told = run("slots", left["organisasjonsnummer"], *TODAY, "--json", "-w", demo)
        if offers := document(told.stdout)["offers"]:
            return left, offers[0]
    raise AssertionError("nobody left out fits on any day")


def test_a_week_from_plan_to_illness(run: Run, demo: Path) -> None:
    plan = json.loads(run("show", "--json", "-w", demo).stdout)
    stop = plan["tours"][0]["stops"][0]
    left, offer = left_with_an_offer(run, demo, plan)
    for number, at, who in (
        (
            stop["organisasjonsnummer"],
            f"{plan['tours'][0]['date']} {stop['start']}",
            plan["tours"][0]["medarbeider"],
        ),
        (left["organisasjonsnummer"], f"{offer['date']} {offer['start']}", offer["medarbeider"]),
    ):
        booked = run("book", number, "--at", at, "--medarbeider", who, *TODAY, "-w", demo)
        assert booked.returncode == 0, booked.stderr
    again = run("plan", "--from-plan", "latest", *TODAY, *QUICK, "--save", "--json", "-w", demo)
    assert again.returncode == 0, again.stderr
    found = document(again.stdout)
    stops = {s["organisasjonsnummer"]: s for t in found["tours"] for s in t["stops"]}
    assert stops[stop["organisasjonsnummer"]]["start"] == stop["start"]
    assert stops[left["organisasjonsnummer"]]["start"] == offer["start"]
    assert all(
        stops[n]["avtale"] for n in (stop["organisasjonsnummer"], left["organisasjonsnummer"])
    )
    ill = f"{plan['tours'][0]['medarbeider']}:{plan['tours'][0]['date']}"
    sick = run(
        "plan",
        "--from-plan",
        "latest",
        "--absent",
        ill,
        *TODAY,
        *QUICK,
        "--save",
        "--lang",
        "en",
        "-w",
        demo,
        COLUMNS="200",
    )
    assert sick.returncode == 0, sick.stderr
    assert "Changed: call these" in sick.stdout
    assert re.search(rf"{stop['navn']}[^\n]*\s+\(booked\)", sick.stdout)
    compared = run("compare", "2026-11-23-1", "latest", "--json", "-w", demo)
    changes = document(compared.stdout)["changes"]
    assert changes[0]["is_booked"]
    told = run("compare", "2026-11-23-1", "-w", demo)
    assert "Endret: ring disse" in told.stdout
    # Against the first plan, which knew of no appointment, both are told as agreed.
    agreed = {stop["organisasjonsnummer"], left["organisasjonsnummer"]}
    told_of = {one["organisasjonsnummer"]: one["is_booked"] for one in changes}
    assert all(told_of[number] for number in agreed & told_of.keys())
    assert told_of[stop["organisasjonsnummer"]]
    same = run("compare", "latest", "latest", "-w", demo)
    assert "Alle besøk er som før." in same.stdout


def test_slots_for_people(run: Run, demo: Path) -> None:
    plan = json.loads(run("show", "--json", "-w", demo).stdout)
    left, _offer = left_with_an_offer(run, demo, plan)
    told = run("slots", left["organisasjonsnummer"], "-n", "3", *TODAY, "--lang", "en", "-w", demo)
    assert told.returncode == 0, told.stderr
    assert f"Available times for {left['navn']}" in told.stdout
    assert "minutes of driving and waiting on top of the saved plan" in told.stdout
    wrong = run("slots", "310000000", *TODAY, "--lang", "en", "-w", demo)
    assert wrong.returncode == 1
    assert "no company in bedrifter/" in wrong.stderr


def test_robust_prints_chances_and_what_they_cost(run: Run, demo: Path) -> None:
    settings = demo / "hageplan.toml"
    wild = "\n[usikkerhet]\nbesok_spredning = 0.6\ntoleranse_minutter = 0\n"
    settings.write_text(settings.read_text("utf-8") + wild, encoding="utf-8")
    command = ("plan", "-k", "Os", "--days", "1", *TODAY, *QUICK, "--robust", "-w", demo)
    told = run(*command, "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "% on time" in told.stdout
    assert "% chance of being back in time" in told.stdout
    assert "Extra time: driving ×" in told.stdout
    found = document(run(*command, "--json").stdout)
    assert found["safety"]["on_time"] > found["safety"]["usual_on_time"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--absent", "sigrid"), 2, "--absent takes an ID and days"),
        (("--absent", "ida:2026-11-24"), 1, "no medarbeider has the ID ida"),
        (("--must", "310000000"), 1, "no company in bedrifter/"),
        (("--from-plan", "2020-01-01-1"), 1, "no saved plan is called"),
    ],
)
def test_wrong_requests(
    run: Run, demo: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run("plan", *arguments, *TODAY, *QUICK, "--lang", "en", "-w", demo)
    assert done.returncode == code
    assert words in " ".join(done.stderr.replace("│", " ").split())


def test_a_calendar_blocks_time(run: Run, demo: Path) -> None:
    ics = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20261101T000000Z\n"
        "DTSTART;TZID=Europe/Oslo:20261124T100000\nDTEND;TZID=Europe/Oslo:20261124T120000\n"
        "RRULE:FREQ=DAILY;COUNT=5\nSUMMARY:Hemmelig\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    (demo / "s.ics").write_text(ics, encoding="utf-8")
    settings = demo / "hageplan.toml"
    text = settings.read_text("utf-8").replace('id = "sigrid"', 'id = "sigrid"\nkalender = "s.ics"')
    settings.write_text(text, encoding="utf-8")
    done = run(
        "plan",
        "-k",
        "Os",
        "--from",
        "2026-11-24",
        "--days",
        "3",
        "--medarbeider",
        "sigrid",
        *TODAY,
        *QUICK,
        "--json",
        "-w",
        demo,
    )
    tours = json.loads(done.stdout)["tours"]
    assert tours
    assert all(s["end"] <= "10:00" or s["start"] >= "12:00" for t in tours for s in t["stops"])
    assert "Hemmelig" not in done.stdout
