"""Appointments, from the first call to what came of it, by the real command."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from hageplan.appointments.booking import book
from hageplan.appointments.request import Present
from hageplan.appointments.result import Avtaleliste
from hageplan.travel.roads import travel_of
from hageplan.workspace.read import load
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

TODAY = ("--today", "2026-11-23", "--lang", "en")
THEN = ("--today", "2026-12-01", "--lang", "en")
TEN = ("--at", "2026-12-01 10:00")
FIRST = f"avtale-20261201-1000-{NUMBERS[0]}"
COMPANIES = (
    bedrift(NUMBERS[0], "Fjell AS", lat=62.5, lon=11.2)
    + bedrift(NUMBERS[1], "Dal [red]\x1b[31m AS")
    + bedrift(NUMBERS[2], "Reservert AS", reservert=True)
)
LOG = f"""# Håndskrevet: blir stående.
[[henvendelse]]  # et første besøk
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-05-01 10:00:00
medarbeider = "kari"
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": LOG})


def log(folder: Path, year: int = 2026) -> str:
    return (folder / f"logg/{year}.toml").read_bytes().decode("utf-8")


def test_book_appends_and_leaves_the_rest_as_it_is(run: Run, folder: Path) -> None:
    done = run("book", NUMBERS[0], *TEN, "-w", folder, *TODAY)
    assert (done.returncode, done.stdout) == (
        0,
        "Booked: Tuesday 1 December 2026 10:00–11:00, Fjell AS, kari\n",
    )
    assert "written: " in done.stderr
    assert log(folder) == (
        LOG
        + f"""
[[avtale]]
id = "{FIRST}"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-12-01 10:00:00
medarbeider = "kari"
"""
    )
    assert run("check", "-w", folder).returncode == 0


@pytest.mark.parametrize(
    ("before", "gap", "end"),
    [
        (LOG, "\n", "\n"),
        (LOG.rstrip("\n"), "\n\n", "\n"),
        (LOG + "\n\n# slutt\n\n", "", "\n"),
        ("\ufeff" + LOG, "\n", "\n"),
        (LOG.replace("\n", "\r\n"), "\r\n", "\r\n"),
    ],
    ids=["usual", "no last line end", "blank lines", "byte order mark", "windows"],
)
def test_bytes_before_survive(run: Run, folder: Path, before: str, gap: str, end: str) -> None:
    (folder / "logg/2026.toml").write_bytes(before.encode())
    assert run("book", NUMBERS[0], *TEN, "-w", folder, "-q", *TODAY).returncode == 0
    assert log(folder).startswith(f"{before}{gap}[[avtale]]{end}id = ")
    assert run("check", "-w", folder).returncode == 0


def test_a_list_that_nothing_can_follow_stays_as_it_is(run: Run, folder: Path) -> None:
    closed = "avtale = []\n"
    (folder / "logg/2026.toml").write_text(closed, encoding="utf-8")
    done = run("book", NUMBERS[0], *TEN, "-w", folder, *TODAY)
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert log(folder) == closed


def test_move_and_cancel_add_entries_of_their_own(run: Run, folder: Path) -> None:
    number = f"{NUMBERS[0][:3]} {NUMBERS[0][3:6]} {NUMBERS[0][6:]}"
    run("book", number, *TEN, "--minutter", "45", "-w", folder, *TODAY)
    booked = log(folder)
    moved = run("move", number, "--at", "2027-01-05T09:00", "-w", folder, *TODAY)
    assert moved.stdout.startswith("Moved to: Tuesday 5 January 2027 09:00–09:45, Fjell AS")
    assert log(folder) == booked
    second = f"avtale-20270105-0900-{NUMBERS[0]}"
    entry = f"""[[avtale]]
id = "{second}"
erstatter = "{FIRST}"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2027-01-05 09:00:00
medarbeider = "kari"
minutter = 45
status = "flyttet"
"""
    assert log(folder, 2027) == entry
    cancelled = run("cancel", second, "-w", folder, *TODAY)
    assert cancelled.stdout.startswith("Cancelled: Tuesday 5 January 2027")
    assert log(folder, 2027) == (
        entry
        + "\n"
        + entry.replace(f'"{second}"', f'"{second}-2"')
        .replace(f'"{FIRST}"', f'"{second}"')
        .replace("flyttet", "avlyst")
    )
    assert run("check", "-w", folder).returncode == 0
    again = run("book", number, *TEN, "--json", "-w", folder, *TODAY)
    assert json.loads(again.stdout)["avtaler"][0]["id"] == f"{FIRST}-2"


def test_done_writes_the_visit_beside_it(run: Run, folder: Path) -> None:
    run("book", NUMBERS[0], *TEN, "-w", folder, *TODAY)
    run("book", NUMBERS[1], "--at", "2026-12-01 08:30", "-w", folder, *TODAY)
    nobody = run("done", NUMBERS[1], "--utfall", "ikke_truffet", "-w", folder, *THEN, "--json")
    assert [one["status"] for one in json.loads(nobody.stdout)["avtaler"]] == ["avlyst"]
    assert 'utfall = "ikke_truffet"' in log(folder)
    before = log(folder)
    early = run("done", NUMBERS[0], "-w", folder, *TODAY)
    assert early.returncode == 1
    assert "is not until 1 Dec 2026 10:00" in early.stderr
    assert log(folder) == before
    note = 'Sa "ja".\n[[avtale]]'
    words = ("--interesse", "noytral", "--notat", note, "--minutter", "40")
    done = run("done", FIRST, *words, "-w", folder, *THEN)
    assert done.stdout.startswith("Held: Tuesday 1 December 2026 10:00–11:00, Fjell AS")
    assert log(folder) == (
        before
        + f"""
[[avtale]]
id = "{FIRST}-2"
erstatter = "{FIRST}"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-12-01 10:00:00
medarbeider = "kari"
status = "gjennomfort"

[[henvendelse]]
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-12-01 10:00:00
medarbeider = "kari"
interesse = "nøytral"
minutter = 40
notat = "Sa \\"ja\\".\\n[[avtale]]"
"""
    )
    again = run("done", FIRST, "-w", folder, *THEN)
    assert again.returncode == 1
    assert f"is replaced by {FIRST}-2" in again.stderr
    over = run("cancel", f"{FIRST}-2", "-w", folder, *THEN)
    assert "has been held" in over.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((NUMBERS[0], "--at", "2026-11-20 10:00"), ["is in the past", "a time in the future"]),
        ((NUMBERS[0], "--at", "2026-12-25 10:00"), ["public holiday", "another time"]),
        ((NUMBERS[0], "--at", "2026-12-05 10:00"), ["does not work on 5 Dec 2026", "--anyway"]),
        ((NUMBERS[0], "--at", "2026-12-01 15:30"), ["outside kari's working hours", "08:00–16:00"]),
        ((NUMBERS[2], *TEN), ["Reservert AS has opted out"]),
        (("310000001", *TEN), ["no company in bedrifter/", "did you mean 310000000 Fjell AS?"]),
        ((NUMBERS[0], *TEN, "--medarbeider", "per"), ["has the ID per", "one of: kari"]),
        ((NUMBERS[2], "--at", "2026-11-20 10:00"), ["has opted out", "is in the past"]),
        ((NUMBERS[1], *TEN), ["Dal [red]\ufffd[31m AS has an appointment already", "move dal "]),
        ((NUMBERS[0], "--at", "2026-12-02 10:30"), ["30 min overlap"]),
        ((NUMBERS[0], "--at", "2026-12-02 11:00"), ["and Fjell AS", "min too little time"]),
    ],
)
def test_faults(run: Run, folder: Path, arguments: tuple[str, ...], words: list[str]) -> None:
    there = f"""
[[avtale]]
id = "mote"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-12-02 10:00:00
medarbeider = "kari"
"""
    (folder / "logg/2026.toml").write_text(LOG + there, encoding="utf-8")
    done = run("book", *arguments, "-w", folder, *TODAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert [word for word in words if word not in done.stderr] == []
    assert "(mote)" not in done.stderr, "people read of a company, not of an id"
    assert "Traceback" not in done.stderr
    assert log(folder) == LOG + there


def test_what_breaks_rules_is_booked_anyway(run: Run, write: Write) -> None:
    """On purpose only; a plan then has it, and says what is against it."""
    keys: dict[str, Any] = {
        "besokstider": [{"fra": "12:00", "til": "14:00"}],
        "stengt": [{"fra": "11-15", "til": "01-10", "grunn": "\x1b[31mslakting"}],
        "krever": ["samisk"],
        "to_medarbeidere": True,
    }
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0], "Fjell AS", **keys)})
    booking = ("book", NUMBERS[0], "--at", "2026-12-01 10:02", "-w", folder, *TODAY)
    refused = run(*booking)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert not (folder / "logg").exists()
    done = run(*booking, "--anyway")
    assert done.returncode == 0
    for words in ("12:00–14:00", "\ufffd[31mslakting", "10:02", "samisk", "two people should"):
        assert words in done.stderr
    assert "\x1b" not in done.stderr
    plan = run(
        "plan",
        "-w",
        folder,
        *TODAY,
        "--days",
        "9",
        "--iterations",
        "100",
        "-o",
        "tur.md",
        cwd=folder,
    )
    assert plan.returncode == 0, plan.stderr
    for told in (plan.stdout, (folder / "tur.md").read_text(encoding="utf-8")):
        assert "Appointments that break the rules" in told
        assert "outside the visiting hours of Fjell AS" in " ".join(told.split())
    run("cancel", NUMBERS[0], "-w", folder, *TODAY)
    quiet = run(*booking, "--anyway", "-q")
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_avtaler_lists_what_is_booked(run: Run, folder: Path) -> None:
    assert "There are no appointments" in run("avtaler", "-w", folder, *TODAY).stdout
    booked = run("book", NUMBERS[0], *TEN, "--json", "-w", folder, *TODAY)
    run("book", NUMBERS[1], "--at", "2026-12-02 12:00", "-w", folder, *TODAY)
    shown = run("avtaler", "-w", folder, *TODAY)
    assert shown.stdout.splitlines()[0] == "Tuesday 1 December 2026"
    assert FIRST not in shown.stdout
    assert "fjell" in shown.stdout.split()
    assert "Dal [red]\ufffd[31m AS" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    document = json.loads(run("avtaler", "--json", "-w", folder, *TODAY).stdout)
    assert document["schema"] == "hageplan/avtaler/1"
    assert [line["id"] for line in document["avtaler"]] == [
        FIRST,
        f"avtale-20261202-1200-{NUMBERS[1]}",
    ]
    assert document["avtaler"][0] == {
        "id": FIRST,
        "organisasjonsnummer": NUMBERS[0],
        "navn": "Fjell AS",
        "kommunenummer": "3430",
        "date": "2026-12-01",
        "start": "10:00",
        "end": "11:00",
        "minutes": 60,
        "medarbeider": "kari",
        "status": "avtalt",
        "replaces": None,
    }
    assert json.loads(booked.stdout) == {**document, "avtaler": document["avtaler"][:1]}
    Avtaleliste.model_validate(document)
    later = run("avtaler", "-w", folder, "--today", "2026-12-02", "--lang", "en")
    assert FIRST not in later.stdout
    assert "neither held nor cancelled: Fjell AS" in later.stderr


def test_which_appointment_is_meant(run: Run, folder: Path) -> None:
    two = "".join(
        f'[[avtale]]\nid = "{name}"\norganisasjonsnummer = "{NUMBERS[0]}"\n'
        f'tid = 2026-12-0{day} 10:00:00\nmedarbeider = "kari"\nstatus = "{status}"\n'
        for name, day, status in (
            ("en", 1, "avtalt"),
            ("to", 2, "flyttet"),
            ("forslag", 3, "foreslatt"),
            ("avlyst", 4, "avlyst"),
        )
    )
    (folder / "logg/2026.toml").write_text(two, encoding="utf-8")
    for which, words in (
        (NUMBERS[0], "choose one of them: en, to"),
        (NUMBERS[1], "book one: hageplan book dal --at"),
        ("forslag", "forslag is only proposed"),
        ("avlyst", "avlyst is cancelled"),
        ("enn", "did you mean en?"),
        ("xyzxyz", "to show the appointments: hageplan avtaler"),
        ("123456789", "no company in bedrifter/"),
    ):
        refused = run("cancel", which, "-w", folder, *TODAY)
        assert refused.returncode == 1
        assert words in refused.stderr
    assert run("cancel", "en", "-w", folder, *TODAY).returncode == 0
    assert run("cancel", NUMBERS[0], "-w", folder, *TODAY).returncode == 0


def test_who_comes_where_there_are_several_or_none(run: Run, write: Write) -> None:
    company = {"bedrifter/os.toml": COMPANIES}
    folder = write({**company, "hageplan.toml": SETTINGS + '[[medarbeider]]\nid = "ola"\n'})
    asked = run("book", NUMBERS[0], *TEN, "-w", folder, *TODAY)
    assert asked.returncode == 1
    assert "one of: kari, ola" in asked.stderr
    run("book", NUMBERS[0], *TEN, "--medarbeider", "ola", "-w", folder, *TODAY)
    moved = run("move", NUMBERS[0], "--at", "2026-12-02 10:00", "-w", folder, *TODAY)
    assert moved.stdout.endswith(", ola\n")
    other = ("--medarbeider", "kari", "--at", "2026-12-02 10:00")
    assert ", kari\n" in run("move", NUMBERS[0], *other, "-w", folder, *TODAY).stdout
    (folder / "logg/2026.toml").unlink()
    (folder / "hageplan.toml").write_text('[naeringshage]\ndekker = ["Os"]\n', encoding="utf-8")
    alone = run("book", NUMBERS[0], *TEN, "-w", folder, *TODAY)
    assert ", medarbeider\n" in alone.stdout


@pytest.mark.parametrize(
    "arguments",
    [("book", "301877250", *TEN), ("move", "a", *TEN), ("cancel", "a"), ("done", "a")],
)
def test_the_example_region_is_not_written(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, *TODAY)
    assert done.returncode == 1
    assert "there is no workspace to save in" in done.stderr
    assert "hageplan init FOLDER" in done.stderr


def test_wrong_usage(run: Run, folder: Path) -> None:
    assert run("book", NUMBERS[0], "-w", folder).returncode == 2
    assert run("book", NUMBERS[0], "--at", "i morgen", "-w", folder).returncode == 2
    assert run("book", NUMBERS[0], *TEN, "--minutter", "4", "-w", folder).returncode == 2
    assert run("done", "a", "--interesse", "kanskje", "-w", folder).returncode == 2


def test_each_answer_has_its_schema(run: Run, folder: Path) -> None:
    """The appointment's own, and the log's where a task is closed."""

    def answer(*words: str, today: tuple[str, ...] = TODAY) -> dict[str, Any]:
        return document(run(*words, "--json", "-w", str(folder), *today).stdout)

    booked = answer("book", NUMBERS[0], *TEN)
    assert answer("avtaler") == booked
    moved = answer("move", FIRST, "--at", "2026-12-02 10:00")["avtaler"][0]
    assert (moved["status"], moved["replaces"]) == ("flyttet", FIRST)
    assert answer("cancel", NUMBERS[0])["avtaler"][0]["status"] == "avlyst"
    assert answer("book", NUMBERS[0], *TEN)["avtaler"][0]["id"] == f"{FIRST}-2"
    held = answer("done", NUMBERS[0], "--interesse", "ikke", today=THEN)
    assert held["avtaler"][0]["status"] == "gjennomfort"
    at = ("--at", "2026-11-20 10:00", "--medarbeider", "kari")
    answer("log", NUMBERS[0], *at, "--oppfolging", "2026-12-01 ring")
    closed = answer("done", NUMBERS[0], "--notat", "ringte", today=THEN)
    assert [entry["resultat"] for entry in closed["entries"]] == ["ringte"]


def test_a_task_takes_no_answer(run: Run, folder: Path) -> None:
    at = ("--at", "2026-11-20 10:00", "--medarbeider", "kari", "-w", folder, *TODAY)
    run("log", NUMBERS[0], "--oppfolging", "2026-12-01 ring", *at)
    refused = run("done", NUMBERS[0], "--notat", "x", "--minutter", "5", "-w", folder, *TODAY)
    assert refused.returncode == 2


def test_times_to_offer(run: Run, folder: Path) -> None:
    words = ("slots", NUMBERS[0], "-n", "2", "--days", "2", "-w", folder, *TODAY)
    found = document(run(*words, "--json").stdout)
    assert (found["navn"], found["is_saved_plan"], len(found["offers"])) == ("Fjell AS", False, 2)
    shown = run(*words)
    assert shown.stdout.startswith("Available times for Fjell AS\n")
    assert "a plan made just now" in shown.stdout


def test_a_program_books_without_a_folder(folder: Path) -> None:
    records = load(folder, today=date(2026, 11, 23))
    change = book(
        records,
        NUMBERS[0],
        datetime(2026, 12, 1, 10, 2),
        present=Present(date(2026, 11, 23)),
        travel=travel_of(records),
    )
    assert [type(entry).__name__ for entry in change.entries] == ["Avtale"]
    assert ["10:02" in str(warning) for warning in change.warnings] == [True]
    assert "[[avtale]]" not in log(folder)
