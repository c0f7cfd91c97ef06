"""`hageplan uke`, and `hageplan` alone: the week on one screen, most urgent first."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hageplan.imports.answers.form import form_text, stop_id
from hageplan.records.plan import (
    Change,
    Endpoint,
    Plan,
    Request,
    Stop,
    StopRule,
    Totals,
    Tour,
    TravelInfo,
    When,
)
from hageplan.records.spelling import control_digit
from hageplan.workspace.plans import plan_file
from hageplan.workspace.write import replace_files
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift, inline
from tests.driver import hageplan
from tests.test_text_is_data import acting

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs/schemas/uke-1.schema.json").read_text("utf-8")
)
MONDAY = date(2026, 11, 30)
TODAY = ("--today", f"{MONDAY}", "--lang", "en")
SAG, GARD, KRO, BYGG, MAUR, ELV = NUMBERS[:6]
NAMES = {SAG: "Storsag AS", GARD: "Nordgard", KRO: "Os Kro", BYGG: "Bygg og Sånt AS",
         MAUR: "Maur AS", ELV: "Elv AS"}  # fmt: skip
OLA = '\n[[medarbeider]]\nid = "ola"\nnavn = "Ola"\n'
Visit = tuple[str, date, str]
"""Who, on which day, at what time."""


def companies(**more: Mapping[str, object]) -> str:
    tables = {n: {"navn": navn, **more.get(navn.split()[0], {})} for n, navn in NAMES.items()}
    return "".join(bedrift(n, table.pop("navn"), **table) for n, table in tables.items())


def entry(table: str, number: str, **keys: object) -> str:
    lines = (f"{k} = {v if isinstance(v, date) else inline(v)}" for k, v in keys.items())
    return "\n".join([f"[[{table}]]", f'organisasjonsnummer = "{number}"', *lines, "", ""])


def agreed(number: str, tid: datetime, who: str = "kari", **keys: object) -> str:
    one = {"id": f"a-{number}", "tid": tid, "medarbeider": who, **keys}
    return entry("avtale", number, **one)


def task(number: str, frist: date, ident: str = "", **keys: object) -> str:
    one = {"id": ident or f"o-{number}", "frist": frist, "ansvarlig": "kari", **keys}
    return entry("oppfolging", number, **one)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def save(
    folder: Path,
    visits: Mapping[str, Visit],
    *,
    changes: tuple[Change, ...] = (),
    on: date = date(2026, 11, 27),
    people: tuple[str, ...] = ("kari",),
) -> None:
    """Save a plan that visits companies so, as the next one of the day `on`."""
    place: dict[str, Any] = {"place": "Os", "lat": 62.5, "lon": 11.2}
    tours = []
    for who, day in sorted({(who, day) for who, day, _ in visits.values()}):
        stops = [
            Stop(
                organisasjonsnummer=number, navn=NAMES.get(number, number), kommunenummer="3430", **place,
                position="bedrift", arrive=time.fromisoformat(clock), start=time.fromisoformat(clock),
                end=(at(day, clock) + timedelta(hours=1)).time(), drive_minutes=5, drive_km=1, wait_minutes=0,
                prize_minutes=9, status="prospekt", reasons=(),
            )
            for number, (one, on_day, clock) in sorted(visits.items(), key=lambda v: v[1][2])
            if (one, on_day) == (who, day)
        ]  # fmt: skip
        end = Endpoint(**place, time=time(8))
        tours.append(
            Tour(medarbeider=who, date=day, start=end, end=end, stops=tuple(stops), drive_minutes=5,
                 drive_km=1, visit_minutes=60, wait_minutes=0, return_minutes=5, return_km=1)
        )  # fmt: skip
    rule, days = StopRule(iterations=1), {tour.date for tour in tours}
    plan = Plan(
        example_data=False,
        request=Request(kommuner=("3430",), from_=min(days), days=len(days), medarbeidere=people, seed=0,
                        stop_rule=rule),
        tours=tuple(tours), left_out=(), changes=changes or None,
        totals=Totals(visits=1, drive_minutes=1, drive_km=1, visit_minutes=1, wait_minutes=1,
                      prize_minutes=1, considered=1, at_kommune_centre=0),
        travel=TravelInfo(provider="x", assumptions=()),
    )  # fmt: skip
    (folder / "planer").mkdir(exist_ok=True)
    replace_files(plan_file(folder, plan, on))


def document(folder: Path, *words: str) -> dict[str, Any]:
    ended = hageplan("uke", "-w", str(folder), "--json", *TODAY, *words)
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    jsonschema.validate(found, SCHEMA)
    return found


def screen(folder: Path, *words: str) -> list[str]:
    ended = hageplan("uke", "-w", str(folder), *TODAY, *words)
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert len(lines) <= 40
    assert max(map(cell_len, lines)) <= 80
    return lines


def names(stops: Iterable[Mapping[str, Any]]) -> list[str]:
    return [stop["navn"] for stop in stops]


def test_the_day_and_the_week_are_told_with_what_to_type(run: Run, write: Write) -> None:
    kro = {"kontakt": {"navn": "Kari", "telefon": "00 62 48 01"}}
    log = agreed(SAG, at(MONDAY, "12:30")) + task(BYGG, MONDAY - timedelta(days=3), tekst="tilbud")
    folder = write({"bedrifter/os.toml": companies(Os=kro), "logg/2026.toml": log})
    save(
        folder,
        {KRO: ("kari", MONDAY, "09:00"), GARD: ("kari", MONDAY + timedelta(days=1), "10:00")},
    )
    done = run("uke", "-w", folder, *TODAY)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[1] == "Today 2 visits, 1 booked; 2 calls; 1 task overdue."
    (kro_line,) = [line for line in lines if line.startswith("  09:00")]
    assert " ".join(kro_line.split()) == "09:00 Os Kro Os 00 62 48 01 not booked os"
    assert any(
        line.startswith("  12:30") and line.split()[-2:] == ["booked", "storsag"] for line in lines
    )
    calls = lines.index(next(line for line in lines if line.startswith("Call and book: 1")))
    assert lines[calls].endswith('hageplan book COMPANY --at "DATE TIME"')
    assert [line.split()[-1] for line in lines[calls + 1 : calls + 2]] == ["nordgard"]
    assert any("Bygg og Sånt AS: tilbud" in line and "3 days late" in line for line in lines)
    assert any(line.startswith("  Tue 1 Os 10:00–11:00 1 visit, 1 not booked") for line in lines)


def test_an_appointment_takes_the_place_of_what_is_planned(write: Write) -> None:
    tuesday, later = MONDAY + timedelta(days=1), MONDAY + timedelta(days=20)
    log = (
        agreed(SAG, at(tuesday, "14:00"))  # planned for Monday
        + agreed(GARD, at(later, "10:00"))  # agreed for another week
        + agreed(KRO, at(MONDAY, "10:00"), status="avlyst")  # called off that day
        + entry("henvendelse", BYGG, tid=at(MONDAY, "00:00"), medarbeider="kari")  # visited
    )
    declined: dict[str, dict[str, object]] = {
        "Maur": {"status": "avslag"},
        "Elv": {"reservert": True},
    }
    folder = write({"bedrifter/os.toml": companies(**declined), "logg/2026.toml": log})
    save(folder, {number: ("kari", MONDAY, f"{8 + n:02}:00") for n, number in enumerate(NAMES)})
    found = document(folder)
    assert [(one["navn"], one["date"], one["start"], one["booked"]) for one in found["stops"]] == [
        ("Storsag AS", f"{tuesday}", "14:00", True)
    ]
    assert (found["calls"], len(found["days"])) == ([], 1)


def test_the_latest_plan_speaks_for_its_people_on_its_days(write: Write) -> None:
    tuesday = MONDAY + timedelta(days=1)
    folder = write({"hageplan.toml": SETTINGS + OLA, "bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari", MONDAY, "09:00"), GARD: ("ola", MONDAY, "09:00"),
                  KRO: ("kari", tuesday, "09:00")}, people=("kari", "ola"))  # fmt: skip
    save(folder, {KRO: ("kari", MONDAY, "10:00")})
    calls = document(folder)["calls"]
    assert [(c["navn"], c["medarbeider"], c["date"]) for c in calls] == [
        ("Nordgard", "ola", "2026-11-30"),
        ("Os Kro", "kari", "2026-11-30"),
    ]
    assert {day["date"] for day in document(folder)["days"]} == {"2026-11-30"}
    for call in calls:  # what the screen shows is all that has to be typed
        when = f"{call['date']} {call['start'][:5]}"
        done = hageplan(
            "book", call["organisasjonsnummer"], "--at", when, "-w", str(folder), *TODAY
        )
        assert done.code == 0, done.err
    booked = [(s["navn"], s["medarbeider"]) for s in document(folder)["stops"] if s["booked"]]
    assert booked == [("Nordgard", "ola"), ("Os Kro", "kari")]


def test_a_visit_earlier_in_the_week_makes_a_planned_one_needless(write: Write) -> None:
    wednesday = MONDAY + timedelta(days=2)
    visits = {SAG: MONDAY, GARD: MONDAY - timedelta(days=3)}
    log = "".join(entry("henvendelse", n, tid=at(day, "00:00")) for n, day in visits.items())
    folder = write({"bedrifter/os.toml": companies(), "logg/2026.toml": log})
    save(folder, {SAG: ("kari", wednesday, "09:00"), GARD: ("kari", wednesday, "11:00")})
    assert names(document(folder)["calls"]) == ["Nordgard"]


def test_a_long_handle_makes_room_for_the_number(write: Write) -> None:
    long = {"navn": "Kystkulturformidlingssenteret i Os AS"}
    folder = write({"bedrifter/os.toml": companies(Storsag=long)})
    save(folder, {SAG: ("kari", MONDAY, "09:00")})
    (line,) = [line for line in screen(folder) if line.startswith("  09:00")]
    assert line.endswith(f" {SAG}")


def test_the_log_and_the_summary_take_the_same_plans(run: Run, write: Write) -> None:
    folder = write({"hageplan.toml": SETTINGS + OLA, "bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari", MONDAY, "09:00"), GARD: ("ola", MONDAY, "09:00")},
         people=("kari", "ola"))  # fmt: skip
    save(folder, {KRO: ("kari", MONDAY, "10:00")})
    asked = run("log", "--from-plan", "-w", folder, *TODAY, COLUMNS="300")
    assert "hageplan log nordgard" in asked.stderr
    assert "hageplan log os " in asked.stderr
    assert "storsag" not in asked.stderr
    told = run("summary", "-w", folder, "--today", f"{MONDAY}", "--json")
    assert names(json.loads(told.stdout)["coming"]) == ["Nordgard", "Os Kro"]


def test_two_who_go_together_make_one_visit(write: Write) -> None:
    log = agreed(SAG, at(MONDAY, "10:00")) + agreed(SAG, at(MONDAY, "10:00"), "ola", id="a-2")
    files = {"hageplan.toml": SETTINGS + OLA, "bedrifter/os.toml": companies()}
    lines = screen(write({**files, "logg/2026.toml": log}))
    assert "Today 1 visit, all booked." in lines
    assert [line.split()[1] for line in lines if line.startswith("  10:00")] == ["kari", "Ola"]


def test_who_must_be_told_of_a_change(write: Write) -> None:
    tuesday = MONDAY + timedelta(days=1)
    log = "".join(
        agreed(number, at(tuesday, f"{9 + n:02}:00"), who)
        for n, (number, who) in enumerate(
            [(SAG, "kari"), (GARD, "kari"), (KRO, "ola"), (BYGG, "kari"), (MAUR, "kari")]
        )
    )
    away = f"fravaer = [{{ fra = {tuesday}, til = {tuesday} }}]\n"
    gone = {"Bygg": {"reservert": True}}
    files = {"hageplan.toml": SETTINGS + OLA + away, "bedrifter/os.toml": companies(**gone)}
    folder = write({**files, "logg/2026.toml": log})

    def change(number: str, clock: str, after: When | None) -> Change:
        before = When(medarbeider="kari", date=tuesday, start=time.fromisoformat(clock))
        return Change(organisasjonsnummer=number, navn=NAMES[number], before=before, after=after,
                      kind="moved" if after else "dropped", is_booked=True)  # fmt: skip

    instead = When(medarbeider="ola", date=tuesday + timedelta(days=1), start=time(12))
    changes = (change(SAG, "09:00", instead), change(GARD, "10:00", None))
    save(folder, {SAG: ("ola", instead.date, "12:00"), MAUR: ("kari", tuesday, "13:00")},
         changes=changes, people=("kari", "ola"))  # fmt: skip
    found = document(folder)
    assert [(one["stop"]["navn"], one["kind"]) for one in found["changes"]] == [
        ("Storsag AS", "moved"),
        ("Nordgard", "dropped"),
        ("Os Kro", "away"),
        ("Bygg og Sånt AS", "opted-out"),
    ]
    lines = screen(folder)
    assert any("to Wed 2 12:00 Ola" in line and "storsag" in line for line in lines)
    assert any("Ola is away" in line for line in lines)
    # What the log has moved or called off since needs no telling.
    moved = agreed(
        SAG, at(instead.date, "12:00"), "ola", id="a-2", erstatter=f"a-{SAG}", status="flyttet"
    )
    off = agreed(GARD, at(tuesday, "10:00"), id="a-3", erstatter=f"a-{GARD}", status="avlyst")
    (folder / "logg/2026.toml").write_text(log + moved + off, "utf-8")
    assert names(one["stop"] for one in document(folder)["changes"]) == [
        "Os Kro",
        "Bygg og Sånt AS",
    ]
    # A later plan that keeps an appointment has the last word.
    (folder / "logg/2026.toml").write_text(log, "utf-8")
    save(folder, {SAG: ("kari", tuesday, "09:00")}, people=("kari", "ola"))
    assert "Storsag AS" not in names(one["stop"] for one in document(folder)["changes"])


def test_a_calendar_takes_the_time_and_one_with_faults_is_told(write: Write) -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T100000\r\nDTEND:20261201T113000\r\nEND:VEVENT\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n"
    tuesday = MONDAY + timedelta(days=1)
    log = agreed(SAG, at(tuesday, "11:00")) + agreed(GARD, at(tuesday, "13:00"))
    files = {"hageplan.toml": SETTINGS + 'kalender = "k.ics"\n', "bedrifter/os.toml": companies()}
    folder = write({**files, "k.ics": calendar, "logg/2026.toml": log})
    assert [(c["stop"]["navn"], c["kind"]) for c in document(folder)["changes"]] == [
        ("Storsag AS", "busy")
    ]
    (folder / "k.ics").write_text("BEGIN:VCALENDAR\r\n", "utf-8")
    ended = hageplan("uke", "-w", str(folder), *TODAY)
    assert ended.code == 0
    assert "k.ics" in ended.err
    assert "storsag" in ended.out


def test_a_plan_with_a_fault_is_told_and_the_others_count(write: Write) -> None:
    folder = write({"bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari", MONDAY, "09:00")}, on=date(2026, 11, 20))
    save(folder, {GARD: ("kari", MONDAY, "09:00")}, on=date(2026, 11, 26))
    broken = folder / "planer/2026-11-26-1.toml"
    broken.write_text(
        broken.read_text("utf-8").replace("drive_km = 1.0", 'drive_km = "x"', 1), "utf-8"
    )
    ended = hageplan("uke", "-w", str(folder), *TODAY)
    assert ended.code == 0
    assert "2026-11-26-1.toml:" in ended.err
    assert "storsag" in ended.out


def test_who_is_not_to_be_phoned_is_written_to(write: Write) -> None:
    quiet = {"ring_ikke": True, "kontakt": {"telefon": "00 62 48 01", "epost": "k@example.no"}}
    folder = write({"bedrifter/os.toml": companies(Storsag=quiet)})
    save(folder, {SAG: ("kari", MONDAY, "09:00"), GARD: ("kari", MONDAY, "11:00")})
    assert document(folder)["calls"][0]["telefon"] == ""
    shown = screen(folder)
    assert not any("00 62 48 01" in line for line in shown)
    assert any("only write" in line and "storsag" in line for line in shown)
    assert any("no number" in line and "nordgard" in line for line in shown)


def test_visits_that_are_over_and_not_in_the_log(write: Write) -> None:
    days = [MONDAY - timedelta(days=n) for n in (3, 10, 17)]
    log = (
        agreed(SAG, at(days[1], "10:00"))
        + agreed(GARD, at(days[2], "10:00"))  # too long ago
        + agreed(KRO, at(days[1], "12:00"))
        + entry("henvendelse", KRO, tid=at(days[1], "12:00"), medarbeider="kari")
    )
    folder = write({"bedrifter/os.toml": companies(), "logg/2026.toml": log})
    save(folder, {BYGG: ("kari", days[0], "09:00")})
    assert names(document(folder)["unlogged"]) == ["Storsag AS", "Bygg og Sånt AS"]
    assert any(line.startswith("Not logged yet: 2") for line in screen(folder))


def test_a_task_is_closed_by_what_is_shown(run: Run, write: Write) -> None:
    due = MONDAY + timedelta(days=2)
    log = (
        task(SAG, due, tekst="en") + task(GARD, due, "o-1") + task(GARD, due, "o-2")
        + task(KRO, due) + agreed(KRO, at(due, "10:00"))
    )  # fmt: skip
    folder = write({"bedrifter/os.toml": companies(), "logg/2026.toml": log})
    shown = [line.split()[-1] for line in screen(folder) if line.startswith("  2 Dec")]
    assert shown == ["o-1", "o-2", "storsag", f"o-{KRO}"]
    for handle in shown:
        assert run("done", handle, "--notat", "gjort", "-w", folder, *TODAY).returncode == 0
    assert document(folder)["tasks"] == []


def test_red_flags_come_first_and_owners_are_counted(write: Write) -> None:
    late, soon = MONDAY - timedelta(days=9), MONDAY + timedelta(days=6)
    flagged = entry("henvendelse", SAG, tid=at(MONDAY, "00:00"), medarbeider="ola", flagg="rod")
    log = task(GARD, late) + task(KRO, soon) + task(BYGG, soon + timedelta(days=1)) + flagged
    files = {"hageplan.toml": SETTINGS + OLA, "bedrifter/os.toml": companies()}
    folder = write({**files, "logg/2026.toml": log})
    assert names(document(folder)["tasks"]) == ["Storsag AS", "Nordgard", "Os Kro"]
    assert any(line.startswith("Tasks: 3 (kari 2, Ola 1)") for line in screen(folder))
    assert names(document(folder, "--medarbeider", "ola")["tasks"]) == ["Storsag AS"]


def test_two_of_the_same_name_are_told_apart(write: Write) -> None:
    two = "".join(f'\n[[medarbeider]]\nid = "{one}"\nnavn = "Kari"\n' for one in ("kari1", "kari2"))
    settings_ = SETTINGS.split("[[medarbeider]]", maxsplit=1)[0] + two
    folder = write({"hageplan.toml": settings_, "bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari1", MONDAY, "09:00"), GARD: ("kari2", MONDAY, "09:00")},
         people=("kari1", "kari2"))  # fmt: skip
    shown = "\n".join(screen(folder))
    assert "Kari (kari1)" in shown
    assert "Kari (kari2)" in shown
    assert names(document(folder, "--medarbeider", "kari2")["calls"]) == ["Nordgard"]
    refused = hageplan("uke", "-w", str(folder), "--medarbeider", "kari", *TODAY)
    assert refused.code == 1
    assert "kari1 = Kari, kari2 = Kari" in refused.err
    unknown = hageplan("uke", "-w", str(folder), "--medarbeider", "per", *TODAY)
    assert (unknown.code, "no medarbeider is called «per»" in unknown.err) == (1, True)


def test_other_weeks(write: Write) -> None:
    visits = {SAG: -28, GARD: 1, KRO: 8, BYGG: 15}
    folder = write({"bedrifter/os.toml": companies()})
    for number, ahead in visits.items():
        save(folder, {number: ("kari", MONDAY + timedelta(days=ahead), "09:00")})
    this = document(folder)
    assert (this["week"], names(this["stops"])) == ("2026-W49", ["Nordgard"])
    assert names(this["calls"]) == ["Nordgard", "Os Kro"], "a third week may wait"
    for words in ("neste uke", "next week", "uke 50", "50", "2026-W50"):
        coming = document(folder, "--week", words)
        assert (coming["week"], names(coming["stops"])) == ("2026-W50", ["Os Kro"])
    over = document(folder, "--week", "2026-W45")
    assert (over["day"], over["stops"], over["unlogged"]) == (None, [], [])
    assert [(day["date"], day["visits"]) for day in over["days"]] == [("2026-11-02", 1)]
    assert any(
        line.startswith("The week, day by day: 1") for line in screen(folder, "--week", "2026-W45")
    )
    wrong = hageplan("uke", "-w", str(folder), "--week", "i sommer", *TODAY)
    assert (wrong.code, "is not a week" in wrong.err) == (1, True)
    at_weekend = document(folder, "--today", "2026-11-28")
    assert at_weekend["week"] == "2026-W49"


def test_answers_from_the_car_wait_until_somebody_puts_them_right(run: Run, write: Write) -> None:
    friday = MONDAY - timedelta(days=3)
    folder = write({"bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari", friday, "09:00"), GARD: ("kari", friday, "11:00")})
    said = {
        "stopp": stop_id(SAG, at(friday, "09:00")),
        "utfall": "snakket",
        "interesse": "tja, kanskje",
    }
    (folder / "svar").mkdir()
    (folder / "svar/bil.txt").write_text(form_text(said, "nb"), "utf-8")
    (folder / "svar/huskelapp.txt").write_text(f"Stopp: {said['stopp']}\n", "utf-8")
    words = ("import", "visits", "-w", folder, "--yes", *TODAY)
    assert run(*words, folder / "svar/bil.txt").returncode in (0, 1)
    (one,) = document(folder)["waiting"]
    assert (one["navn"], one["date"], one["start"]) == ("Storsag AS", f"{friday}", "09:00")
    lines = screen(folder)
    head = lines.index(next(line for line in lines if line.startswith("Answers waiting: 1")))
    assert lines[head].endswith("hageplan import visits FILE")
    assert lines[head + 1].split() == ["Fri", "27", "09:00", "Storsag", "AS", one["file"]]
    waits = folder / one["file"]
    waits.write_text(waits.read_text("utf-8").replace("tja, kanskje", "interessert"), "utf-8")
    assert run(*words, waits).returncode == 0
    assert document(folder)["waiting"] == []


def test_visits_that_are_due_by_their_interval(write: Write) -> None:
    late = {SAG: 200, GARD: 300, KRO: 10}
    log = "".join(
        entry("henvendelse", n, tid=at(MONDAY - timedelta(days=days), "10:00"), medarbeider="kari")
        for n, days in late.items()
    )
    members = {key: {"status": "medlem"} for key in ("Storsag", "Nordgard", "Os")}
    folder = write({"bedrifter/os.toml": companies(**members), "logg/2026.toml": log})
    assert names(document(folder)["due"]) == ["Nordgard", "Storsag AS"]
    lines = screen(folder)
    head = next(n for n, line in enumerate(lines) if line.startswith("Visits due: 2 (1 of 3 in"))
    assert " ".join(lines[head + 1].split()) == "3 Feb Nordgard Os members 120 days late nordgard"
    assert lines[head].endswith("hageplan slots COMPANY")
    save(folder, {GARD: ("kari", MONDAY + timedelta(days=9), "10:00")})
    assert names(document(folder)["due"]) == ["Storsag AS"]
    nowhere = SETTINGS.replace('dekker = ["Røros"]', "").replace('vurderer = ["Os", "Tynset"]', "")
    (folder / "hageplan.toml").write_text(nowhere, "utf-8")
    assert document(folder)["due"] == []


def test_what_is_new_is_what_no_summary_has_told(run: Run, write: Write) -> None:
    contact = entry(
        "henvendelse", SAG, tid=at(MONDAY - timedelta(days=3), "10:00"), interesse="ikke"
    )
    folder = write({"bedrifter/os.toml": companies(), "logg/2026.toml": contact})
    assert document(folder)["news"]["visits"] == 1
    assert any("Visits: 1" in line for line in screen(folder))
    told = run("summary", "--since-last", "--if-new", "-w", folder, *TODAY)
    assert told.returncode == 0, told.stderr
    found = document(folder)
    assert (found["since"], found["news"]["visits"]) == ("2026-11-30", 0)
    late = entry("henvendelse", GARD, tid=at(MONDAY - timedelta(days=9), "10:00"), kanal="telefon")
    (folder / "logg/2026.toml").write_text(contact + late, "utf-8")
    assert document(folder)["news"]["other_contacts"] == 1


def test_an_empty_week_says_how_to_go_on(write: Write) -> None:
    folder = write({})
    lines = screen(folder)
    assert "No visits." in lines
    assert any("hageplan import excel" in line for line in lines)
    (folder / "bedrifter").mkdir()
    (folder / "bedrifter/os.toml").write_text(companies(), "utf-8")
    assert any("hageplan plan --save" in line for line in screen(folder))


def test_neither_model_nor_solver_nor_page_is_loaded_for_a_look(write: Write) -> None:
    folder = write({"bedrifter/os.toml": companies()})
    save(folder, {SAG: ("kari", MONDAY, "09:00")})
    heavy = {"numpy", "jinja2", "astral", "icalendar", "hageplan.interest.score",
             "hageplan.ui.map.borders",
             "hageplan.imports.answers.sources"}  # fmt: skip
    code = (
        f"import sys; sys.argv = ['hageplan', 'uke', '-w', {str(folder)!r}]\n"
        "from hageplan.app import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        f"assert not {heavy!r} & sys.modules.keys(), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_page_and_markdown_have_all_and_act_on_nothing(write: Write, tmp_path: Path) -> None:
    bad = "<script>x</script> [red]\x1b[31m **fet** \u202e"
    hostile = {"Storsag": {"navn": bad, "kontakt": {"telefon": "00 62 48 01"}, "poststed": bad}}
    log = task(GARD, MONDAY, tekst=bad, ansvarlig=bad) + agreed(KRO, at(MONDAY, "10:00"))
    folder = write({"bedrifter/os.toml": companies(**hostile), "logg/2026.toml": log})
    save(folder, {SAG: ("kari", MONDAY, "09:00")})
    page, lines = tmp_path / "uke.html", tmp_path / "uke.md"
    ended = hageplan("uke", "-w", str(folder), "-o", str(page), "-o", str(lines), *TODAY)
    assert (ended.code, ended.out) == (0, "")
    html, md = page.read_text("utf-8"), lines.read_text("utf-8")
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html
    assert 'href="tel:00624801"' in html
    assert "\\*\\*fet" in md
    assert not acting(md.replace("\n", ""))
    assert not acting("".join(screen(folder)))


REGISTER = [
    f"{n}{control_digit(f'{n}')}"
    for n in range(31000100, 31000140)
    if control_digit(f"{n}") is not None
]


def test_what_has_no_room_is_shown_by_the_command_that_is_named(run: Run, write: Write) -> None:
    firms = "".join(bedrift(n, f"Firma {n}") for n in REGISTER[:30])
    folder = write({"hageplan.toml": SETTINGS + OLA, "bedrifter/os.toml": firms})
    days = [MONDAY + timedelta(days=7 + n % 5) for n in range(30)]
    save(folder, {n: ("kari", day, "10:00") for n, day in zip(REGISTER, days, strict=False)})
    last = screen(folder, "--week", "50", "--medarbeider", "kari")[-1]
    words = last.removeprefix("Show everything: hageplan ").split()
    assert words == ["uke", "--week", "2026-W50", "--medarbeider", "kari", "-o", "week.html"]
    assert run(*words, *TODAY, cwd=folder).returncode == 0
    page = (folder / "week.html").read_text("utf-8")
    assert all(f"Firma {number}" in page for number in REGISTER[:30])


@st.composite
def weeks(draw: st.DrawFn) -> tuple[str, str, dict[str, Visit], int]:
    """Return companies, a log, what is planned, and how many tasks are due: up to 30 and 60."""
    count = draw(st.integers(0, 30))
    numbers = REGISTER[:count]
    phones = st.sampled_from(["", "00 62 48 01", "+47 00 62 48 01 (bare på dagtid) " * 3])
    firms = "".join(
        bedrift(n, draw(st.sampled_from(["Sag", "Lang " * 30, "漢字"])) + f" {n}",
                kontakt={"telefon": draw(phones)}, ring_ikke=draw(st.booleans()))
        for n in numbers
    )  # fmt: skip
    days = st.integers(0, 6).map(lambda n: MONDAY + timedelta(days=n))
    clocks = st.integers(8, 15).map(lambda hour: f"{hour:02}:00")
    planned = {n: ("kari", draw(days), draw(clocks)) for n in numbers}
    log = "".join(
        agreed(n, at(planned[n][1], planned[n][2])) for n in numbers if draw(st.booleans())
    )
    tasks = draw(st.integers(0, 60)) if numbers else 0
    log += "".join(
        task(draw(st.sampled_from(numbers)), MONDAY + timedelta(days=draw(st.integers(-99, 6))), f"o-{n}",
             tekst=draw(st.sampled_from(["", "ring", "lang tekst " * 20])))
        for n in range(tasks)
    )  # fmt: skip
    return firms, log, planned, tasks


@given(weeks())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_stop_and_task_is_shown_or_counted(
    tmp_path_factory: pytest.TempPathFactory, week: tuple[str, str, dict[str, Visit], int]
) -> None:
    firms, log, planned, tasks = week
    folder = tmp_path_factory.mktemp("hage")
    for name, text in (
        ("hageplan.toml", SETTINGS),
        ("bedrifter/os.toml", firms),
        ("logg/2026.toml", log),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    if planned:
        save(folder, planned)
    lines = screen(folder)
    found = document(folder)
    assert len(found["tasks"]) == tasks
    assert sum(day["visits"] for day in found["days"]) == len(planned)
    assert len(found["calls"]) == len(planned) - log.count("[[avtale]]")
    totals = {
        line.split(":")[0]: _counted(line) for line in lines if line[:1].isalpha() and ":" in line
    }
    shown = {head: n for head, (n, _) in totals.items()}
    assert totals.get("Tasks", (0, 0))[1] == tasks
    of_day = sum(
        total
        for head, (_, total) in totals.items()
        if head[-8:] == "November" or head[-8:] == "December"
    )
    assert of_day == len(found["stops"])
    calls = len(found["calls"]) - sum(not stop["booked"] for stop in found["stops"])
    assert totals.get("Call and book", (0, 0))[1] == calls
    assert sum(shown.values()) == sum(
        line.startswith("  ") for line in lines if "hageplan" not in line
    )


def _counted(line: str) -> tuple[int, int]:
    """Return how many lines a heading says that it shows, and of how many."""
    words = line.replace("(", " ").split(": ")[-1].split()
    if not words or not words[0].isdigit():
        return 0, 0
    shown = int(words[0])
    return (shown, int(words[2])) if words[1:2] == ["of"] else (shown, shown)
