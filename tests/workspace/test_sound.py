"""A fault of one company, or of one entry of the log, hides that and what belongs to it alone."""

from __future__ import annotations

import json
import random
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hageplan.errors import RecordsError
from hageplan.mail.consent import may_email
from hageplan.workspace.read import load_sound
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift

MONDAY = "2026-11-23"
ONE, TWO, THREE, *_ = NUMBERS
READING = (
    ("next", "--json"),
    ("score", "--json"),
    ("followup", "--json"),
    ("avtaler", "--json"),
    ("match", "--json"),
    ("jobs", "--json"),
    ("report", "siva", "--json"),
    ("report", "kommune", "--json"),
    ("summary", "--json"),
    ("log", "show", "--json"),
    ("plan", "--days", "2", "--iterations", "300", "--json"),
    ("slots", "OTHER", "--days", "2", "--json"),
    ("staffing", "--json"),
)
_TABLE = re.compile(r"^(?=\[\[)", re.MULTILINE)
_KEY = re.compile(r"^(\w+) = .*$", re.MULTILINE)


def entry(table: str, **keys: str) -> str:
    return "\n".join([f"[[{table}]]", *(f"{k} = {v}" for k, v in keys.items()), "", ""])


def avtale(name: str, number: str, day: int, **keys: str) -> str:
    usual = {"tid": f"2026-12-{day:02} 10:00:00", "medarbeider": '"kari"'}
    return entry("avtale", id=f'"{name}"', organisasjonsnummer=f'"{number}"', **{**usual, **keys})


def test_a_company_goes_with_all_that_the_log_has_of_it(write: Write) -> None:
    log = avtale("a", ONE, 1) + avtale("b", TWO, 1)
    log += entry(
        "kobling", organisasjonsnummer=f'"{TWO}"', til=f'"{ONE}"', tid="2026-11-02 10:00:00"
    )
    folder = write(
        {
            "bedrifter/os.toml": bedrift(ONE, antall_ansatte="tolv") + bedrift(TWO, "To AS"),
            "logg/2026.toml": log,
        }
    )
    found, (fault,) = load_sound(folder)
    assert (fault.place, fault.key) == ("bedrifter/os.toml:5", "antall_ansatte")
    assert [b.organisasjonsnummer for b in found.bedrifter] == [TWO]
    assert [a.id for a in found.avtaler] == ["b"]
    assert found.koblinger == ()
    assert sorted(found.unread) == [ONE, ONE, TWO]
    assert found.remarks() == ("unread count=3",)


def test_who_cannot_even_be_told_by_number_hides_nobody_else(write: Write) -> None:
    """Entries of an unknown company may be its own: they go with it, and are no faults."""
    folder = write(
        {
            "bedrifter/os.toml": bedrift("123", "Feil AS") + bedrift(TWO, etter=[ONE]),
            "logg/2026.toml": avtale("a", ONE, 1) + avtale("b", TWO, 1),
        }
    )
    found, (fault,) = load_sound(folder)
    assert fault.key == "organisasjonsnummer"
    assert [b.etter for b in found.bedrifter] == [(ONE,)]
    assert [a.id for a in found.avtaler] == ["b"]
    assert sorted(found.unread) == ["123", ONE]


def test_who_waits_for_one_that_cannot_be_read_waits(write: Write, run: Run) -> None:
    companies = bedrift(ONE).replace('kommunenummer = "3430"\n', "") + bedrift(TWO, etter=[ONE])
    folder = write({"bedrifter/os.toml": companies})
    done = run("plan", "--json", "--iterations", "100", "-w", folder, "--today", MONDAY)
    assert done.returncode == 0, done.stderr
    (left,) = json.loads(done.stdout)["left_out"]
    assert (left["organisasjonsnummer"], left["reason"]) == (TWO, "waits")


def test_what_an_unreadable_entry_replaced_does_not_come_back(write: Write) -> None:
    """A cancelled appointment with a slip of the pen is still no appointment."""
    log = avtale("a", TWO, 1) + avtale("b", TWO, 2, erstatter='"a"', status='"flyttet"')
    log += avtale("c", TWO, 2, erstatter='"b"', status='"avlyyst"') + avtale("d", TWO, 3)
    folder = write({"bedrifter/os.toml": bedrift(TWO), "logg/2026.toml": log})
    found, (fault,) = load_sound(folder)
    assert fault.key == "status"
    assert [a.id for a in found.avtaler] == ["d"]


def test_a_later_change_stands_by_itself(write: Write) -> None:
    log = avtale("a", TWO, 1, minutter='"lenge"') + avtale("b", TWO, 2, erstatter='"a"')
    folder = write({"bedrifter/os.toml": bedrift(TWO), "logg/2026.toml": log})
    found, (fault,) = load_sound(folder)
    assert fault.key == "minutter"
    assert [a.id for a in found.avtaler] == ["b"]


def test_a_company_that_stands_twice_is_not_taken_for_either(write: Write) -> None:
    """One of the two may be the one that has opted out."""
    folder = write(
        {"bedrifter/os.toml": bedrift(ONE, reservert=True) + bedrift(ONE) + bedrift(TWO)}
    )
    found, (fault,) = load_sound(folder)
    assert fault.code == "duplicate-bedrift"
    assert [b.organisasjonsnummer for b in found.bedrifter] == [TWO]
    assert found.unread == (ONE, ONE)


@pytest.mark.parametrize(
    "files",
    [
        {"hageplan.toml": SETTINGS + "[planlegging]\ndager = 0\n"},
        {"reservert.toml": "[[reservasjon]]\norganisasjonsnummer = 1\n"},
        {"bedrifter/os.toml": "[[bedrift]\n"},
        {"bedrifter/os.toml": "[[bedriften]]\n"},
        {"bedrifter/os.toml": "[bedrift]\n"},
        {"veier.toml": "radius_km = -1\n"},
    ],
)
def test_what_concerns_all_still_stops(files: dict[str, str], write: Write, run: Run) -> None:
    folder = write({"bedrifter/tynset.toml": bedrift(ONE, antall_ansatte="tolv"), **files})
    with pytest.raises(RecordsError) as stopped:
        load_sound(folder)
    assert len(stopped.value.problems) > 1
    assert run("next", "-w", folder).returncode == 1


def test_who_must_see_everything_refuses(write: Write, run: Run) -> None:
    """What is forgotten, purged or brought in must be all there is; so must what is changed."""
    log = avtale("a", TWO, 1, minutter='"lenge"')
    files = {
        "bedrifter/os.toml": bedrift(ONE, antall_ansatte="tolv") + bedrift(TWO) + bedrift(THREE),
        "logg/2026.toml": log,
    }
    folder = write(files)
    (folder / "ny.csv").write_text("organisasjonsnummer;navn;kommune\n")
    for words in (
        ("privacy", "forget", ONE, "--yes"),
        ("privacy", "purge", "--yes"),
        ("privacy", "email", THREE),
        ("import", "csv", "ny.csv", "--yes"),
        ("book", ONE, "--at", "2026-12-01 10:00"),
        ("book", TWO, "--at", "2026-12-01 10:00"),
        ("check",),
    ):
        done = run(*words, "-w", folder, cwd=folder)
        assert done.returncode == 1, (words, done.stdout, done.stderr)
    assert (folder / "logg" / "2026.toml").read_text(encoding="utf-8") == log
    done = run("book", THREE, "--at", "2026-12-01 10:00", "-w", folder, "--today", MONDAY)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        (bedrift(ONE, reservert="ja"), "unread"),
        (bedrift("31000000", reservert=True), "unread"),
        (bedrift(ONE, antall_ansatte=3), None),
        ("", None),
    ],
)
def test_nobody_is_written_to_whose_main_unit_may_have_opted_out(
    write: Write, main: str, reason: str | None
) -> None:
    part = bedrift(TWO, overordnet_enhet=ONE, kontakt={"epost": "post@bedrift.example"})
    folder = write({"bedrifter/os.toml": main + part})
    found, _faults = load_sound(folder)
    answer = may_email(found, TWO, today=date(2026, 11, 23))
    assert (answer.allowed, answer.reason) == (reason is None, reason)


def _damaged(table: str, key: str, rng: random.Random) -> str:
    """Return a company's table with one key that is wrong, lacking or unknown."""
    value = rng.choice(["[[1]]", "{ feil = 1 }", "1979-05-27"])
    return re.sub(rf"^{key} = .*$", f"{key} = {value}", table, count=1, flags=re.MULTILINE)


def _without_remarks(value: Any) -> Any:
    """Return a document without what says how many records are left out."""
    if isinstance(value, dict):
        return {k: _without_remarks(v) for k, v in value.items() if k != "unread"}
    if isinstance(value, list):
        found = [one for one in value if not (isinstance(one, str) and one.startswith("unread "))]
        return [_without_remarks(one) for one in found]
    return value


def _tables(path: Path) -> list[str]:
    return _TABLE.split(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(3))
def test_each_reading_command_is_as_without_the_company(
    seed: int, tmp_path: Path, run: Run, is_long: bool
) -> None:
    rng = random.Random(seed)
    damaged, without = tmp_path / "feil", tmp_path / "uten"
    assert run("init", damaged, "--demo").returncode == 0
    shutil.copytree(damaged, without)
    name = rng.choice(sorted(p.name for p in (damaged / "bedrifter").glob("*.toml")))
    tables = _tables(damaged / "bedrifter" / name)
    chosen = rng.randrange(1, len(tables))
    numbers = re.findall(r'^organisasjonsnummer = "(\d+)"', "".join(tables), re.MULTILINE)
    number = re.findall(r'"(\d{9})"', tables[chosen])[0]
    bad = _damaged(tables[chosen], rng.choice(_KEY.findall(tables[chosen])), rng)
    left = [table for n, table in enumerate(tables) if n != chosen]
    (damaged / "bedrifter" / name).write_text(
        "".join([*tables[:chosen], bad, *tables[chosen + 1 :]]), encoding="utf-8"
    )
    (without / "bedrifter" / name).write_text("".join(left), encoding="utf-8")
    for log in (without / "logg").glob("*.toml"):
        kept = (table for table in _tables(log) if number not in table)
        log.write_text("".join(kept), encoding="utf-8")
    other = next(one for one in numbers if one != number)
    for words in READING if is_long else rng.sample(READING, 6):
        typed = [other if word == "OTHER" else word for word in words]
        with_fault = run(*typed, "--today", MONDAY, "-w", damaged)
        alone = run(*typed, "--today", MONDAY, "-w", without)
        assert with_fault.returncode == alone.returncode, (typed, with_fault.stderr)
        assert f"bedrifter/{name}:" in with_fault.stderr
        found, expected = (json.loads(done.stdout or "{}") for done in (with_fault, alone))
        assert _without_remarks(found) == _without_remarks(expected), typed
        assert found or typed[0] == "slots", with_fault.stderr
