"""Companies by what people type: the command takes a name everywhere, and asks where unsure."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import tomli

from hageplan import load
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.terminal import answered

TODAY = ("--today", "2026-11-24", "--lang", "en")
NAVN = ("Elve Data AS", "Elve Dak AS", "Tømrespill Gard DA", "Sag AS", "Sag AS")


@pytest.fixture
def folder(write: Write) -> Path:
    tables = "".join(
        bedrift(number, navn, lat=62.5, lon=11.2)
        for number, navn in zip(NUMBERS, NAVN, strict=False)
    )
    return write({"bedrifter/os.toml": tables, "logg/2026.toml": ""})


def logged(folder: Path) -> list[dict[str, object]]:
    tables = tomli.loads((folder / "logg/2026.toml").read_text(encoding="utf-8"))
    return [
        table for name in ("henvendelse", "avtale", "kobling") for table in tables.get(name, ())
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Elve Data AS", NUMBERS[0]),
        ("elve data", NUMBERS[0]),
        ("ELVE-DATA", NUMBERS[0]),
        ("tomrespil gadr", NUMBERS[2]),  # typos
        ("tømrespill", NUMBERS[2]),
        ("tomrespill", NUMBERS[2]),
        ("toemrespill gard", NUMBERS[2]),
        ("tømr", NUMBERS[2]),
        (NUMBERS[3], NUMBERS[3]),
        ("310 000 035", NUMBERS[3]),
    ],
)
def test_a_company_is_meant_by_what_is_typed(
    typed: str, number: str, run: Run, folder: Path
) -> None:
    page = json.loads(run("bedrift", typed, "-w", folder, "--json", *TODAY).stdout)
    assert page["bedrift"]["organisasjonsnummer"] == number


def test_every_command_takes_a_name(run: Run, folder: Path) -> None:
    def done(*words: str, code: int = 0) -> str:
        ended = run(*words, "-w", folder, *TODAY)
        assert ended.returncode == code, (words, ended.stderr)
        return ended.stdout

    done("book", "elve-data", "--at", "2026-12-01 10:00")
    done("move", "Elve Data", "--at", "2026-12-02 10:00")
    assert "2026-12-02" in json.loads(done("avtaler", "--json"))["avtaler"][0]["date"]
    done("cancel", "elve data")
    done("book", "tømrespill", "--at", "2026-11-24 10:00")
    done("done", "tomrespill", "--notat", "Bra.")
    done("log", "elve-dak", "--interesse", "ikke")
    assert "Elve Dak" in done("log", "show", "elve-dak")
    done("match", "introduce", "elve-data", "tømrespill")
    assert json.loads(done("match", "elve-data", "--json"))["bedrifter"] == []
    assert json.loads(done("slots", "elve-dak", "--json"))["organisasjonsnummer"] == NUMBERS[1]
    only = json.loads(done("plan", "--only", "elve-data", "--must", "elve data", "--json"))
    assert only["request"]["only"] == only["request"]["must"] == [NUMBERS[0]]
    without = json.loads(done("plan", "--without", "tømrespill", "--json"))
    assert without["request"]["without"] == [NUMBERS[2]]
    assert NUMBERS[0] in done("privacy", "export", "elve-data")
    done("privacy", "email", "elve-data", "post@elve.example")
    assert NUMBERS[2] in done("privacy", "reserve", "tømrespill")
    assert "bedrifter/os.toml" in done("privacy", "forget", "elve-dak", "--yes")
    assert "Elve Dak" not in (folder / "bedrifter/os.toml").read_text(encoding="utf-8")


def test_in_a_pipe_it_lists_whom_it_may_mean(run: Run, folder: Path) -> None:
    for words in (
        ("book", "elve", "--at", "2026-12-01 10:00"),
        ("plan", "--only", "elve"),
        ("slots", "elve"),
        ("log", "elve", "--interesse", "ikke"),
        ("privacy", "reserve", "elve"),
    ):
        refused = run(*words, "-w", folder, *TODAY)
        assert refused.returncode == 1
        assert f"elve-data = Elve Data AS ({NUMBERS[0]}), Os" in refused.stderr
        assert "elve-dak = Elve Dak AS" in refused.stderr
    same = run("bedrift", "sag", "-w", folder, *TODAY)
    assert all(f"{number} = Sag AS" in same.stderr for number in NUMBERS[3:5])
    unknown = run("slots", "Xyzzy", "-w", folder, *TODAY)
    assert (unknown.returncode, "no company is called «Xyzzy»" in unknown.stderr) == (1, True)
    assert logged(folder) == []


def test_on_a_terminal_it_asks_and_a_bare_enter_chooses_nobody(folder: Path) -> None:
    at = ("--at", "2026-12-01 10:00", *TODAY)
    code, seen = answered(folder, ["\n", "elve\n", "dak\n"], "book", "elve", *at)
    assert code == 0, seen
    assert f"2  Elve Dak AS ({NUMBERS[1]}), Os" in seen
    assert "a number from 1 to 2" in seen
    assert [entry["organisasjonsnummer"] for entry in logged(folder)] == [NUMBERS[1]]


def test_a_person_who_may_be_a_company_is_asked_about(run: Run, folder: Path) -> None:
    path = folder / "bedrifter/os.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + bedrift(NUMBERS[5], "Nils Eksempel ENK", kontakt={"navn": "Nils Eksempel"}),
        encoding="utf-8",
    )
    before = path.read_bytes()
    for who in ("Nils Eksempel", "elve d"):
        refused = run("privacy", "forget", who, "--yes", "-w", folder, *TODAY)
        assert refused.returncode == 1
        assert "can be a person or a company" in refused.stderr
    assert path.read_bytes() == before
    code, seen = answered(folder, ["2\n", "y\n"], "privacy", "forget", "Nils Eksempel", *TODAY)
    assert code == 0, seen
    assert "the person «Nils Eksempel»" in seen
    assert NUMBERS[5] in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("next", "-n", "6"), "visits"),
        (("plan", "--kommune", "Os", "--days", "1", "--iterations", "20"), "left_out"),
        (("followup",), "oppgaver"),
    ],
)
def test_tables_show_what_can_be_typed_back(words: tuple[str, ...], rows: str, run: Run) -> None:
    """The example region, 80 columns wide: every handle stands whole on a line of its own cell."""
    found = json.loads(run(*words, "--json", *TODAY).stdout)[rows][:6]
    shown = run(*words, *TODAY).stdout
    assert max(map(len, shown.splitlines())) <= 80
    typed = {word for line in shown.splitlines() for word in line.split()}
    handles = load().handles
    assert found
    assert {handles[one["organisasjonsnummer"]] for one in found} <= typed


def test_slots_and_appointments_show_the_handle(run: Run, folder: Path) -> None:
    offered = run("slots", "elve-dak", "-w", folder, *TODAY).stdout
    (command,) = re.findall(r"Book the first one: hageplan (book elve-dak .*)", offered)
    assert run(*shlex.split(command), "-w", folder, *TODAY).returncode == 0
    assert "elve-dak" in run("avtaler", "-w", folder, *TODAY).stdout.split()
    assert run("cancel", "elve-dak", "-w", folder, *TODAY).returncode == 0


OPEN = """[[avtale]]
id = "a-1"
organisasjonsnummer = "310000019"
tid = 2026-11-20 10:00:00
medarbeider = "kari"

[[oppfolging]]
id = "o-1"
organisasjonsnummer = "310000027"
frist = 2026-11-20
ansvarlig = "kari"
tekst = "ring"
"""


def test_of_several_by_one_name_those_are_meant_with_something_open(run: Run, write: Write) -> None:
    names = ("Elve Data AS", "Elve Drift AS", "Elve Bygg AS")
    tables = "".join(bedrift(number, navn) for number, navn in zip(NUMBERS[:3], names, strict=True))
    where = write({"bedrifter/os.toml": tables, "logg/2026.toml": OPEN})
    asked = run("done", "elve", "--notat", "ok", "-w", where, *TODAY)
    assert asked.returncode == 1
    assert "elve-drift" in asked.stderr
    assert "elve-bygg" in asked.stderr
    assert "Data" not in asked.stderr
    # Only one has an appointment, so that is the one to be cancelled; then only one has a task.
    assert "Elve Drift AS" in run("cancel", "elve", "-w", where, *TODAY).stdout
    closed = run("done", "elve", "--notat", "ringte", "-w", where, *TODAY)
    assert (closed.returncode, "ringte" in closed.stdout) == (0, True), closed.stderr
    again = run("done", "elve", "--notat", "ok", "-w", where, *TODAY)
    assert "Elve Data AS" in again.stderr  # none has anything open: all of that name may be meant
