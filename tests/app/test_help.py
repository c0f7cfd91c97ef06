"""What people read who ask for help, or who type nothing but the program's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from hageplan.app.commands import COMMANDS, GROUPS
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift

TODAY = ("now", "--today", "2026-11-30")
AVTALE = """[[avtale]]
id = "{id}"
organisasjonsnummer = "{number}"
tid = {tid}
medarbeider = "kari"

"""
RESTING = ("score", "next", "staffing", "match")
"""Commands whose answer rests on what is shown where it is asked for."""
OVERDUE = """[[oppfolging]]
id = "o"
organisasjonsnummer = "{number}"
frist = 2026-11-20
ansvarlig = "kari"
tekst = "ring"
"""


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_commands_stand_in_groups_with_a_whole_line_each(run: Run, language: str) -> None:
    listed = run("--lang", language, "--help").stdout.splitlines()
    first = next(n for n, line in enumerate(listed) if line.split()[:1] == [next(iter(COMMANDS))])
    below = listed[first - 1 :]
    rows = [line for line in below if line.split()[:1] and line.split()[0] in COMMANDS]
    assert [line.split()[0] for line in rows] == [*COMMANDS]
    assert sum(line.endswith(":") for line in below) == len(GROUPS)
    assert max(map(len, listed)) <= 80
    assert not [line for line in rows if line.endswith(("...", ".")) or len(line.split()) < 3]
    # No line is what is left of the one before it.
    assert len([line for line in below if line.startswith("   ")]) == 0


@pytest.mark.parametrize("words", [("log",), ("match",), ("log", "fix"), ()])
@pytest.mark.parametrize("wrong", ["--help", "--no-such-option"])
def test_a_command_that_may_go_unsaid_is_not_shown(
    run: Run, words: tuple[str, ...], wrong: str
) -> None:
    done = run(*words, wrong)
    shown = done.stdout + done.stderr
    assert not [name for name in ("log write", "match suggest", "hageplan now") if name in shown]


def test_the_language_may_stand_before_the_command(run: Run) -> None:
    before, after = run("--lang", "en", "avtaler"), run("avtaler", "--lang", "en")
    assert (before.returncode, before.stdout) == (0, after.stdout)
    assert "no appointments" in run("--lang=en", "avtaler").stdout
    assert run("--lang", "en", "plan", "--help").stdout == run("plan", "--help", "--lang=en").stdout
    assert run("--lang", "sv", "avtaler").returncode == 2


def test_without_words_there_is_what_to_do_now(run: Run, write: Write) -> None:
    booked = (("2026-11-30 09:00:00", 0), ("2026-11-30 12:00:00", 1), ("2026-11-30 14:30:00", 2),
              ("2026-12-01 10:00:00", 3), ("2026-12-02 10:00:00", 4))  # fmt: skip
    companies = "".join(bedrift(number, f"Nr. {n}") for n, number in enumerate(NUMBERS[:5]))
    log = "".join(AVTALE.format(id=f"a{n}", number=NUMBERS[n], tid=tid) for tid, n in booked)
    broken = bedrift(NUMBERS[5], antall_ansatte="tolv")
    files = {"bedrifter/os.toml": companies + broken}
    folder = write({**files, "logg/2026.toml": log + OVERDUE.format(number=NUMBERS[0])})
    done = run(*TODAY, "-w", folder)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Uke 49, 30. nov.–6. des. 2026"
    assert lines[1] == "I dag 3 besøk, alle avtalt; 1 oppgave over fristen."
    assert [line[:7] for line in lines if "avtalt nr" in line] == ["  09:00", "  12:00", "  14:30"]
    assert [line.split()[:2] for line in lines if line.endswith("1 besøk")] == [
        ["tir.", "1."], ["ons.", "2."]
    ]  # fmt: skip
    assert any("hageplan check" in line for line in lines)
    told = run("uke", *TODAY[1:], "-w", folder)
    assert (told.returncode, told.stdout) == (0, done.stdout)
    assert "os.toml" in told.stderr


def test_a_day_without_anything_and_settings_that_cannot_be_read(run: Run, write: Write) -> None:
    folder = write({})
    calm = run("--lang", "en", cwd=folder)
    assert "No visits." in calm.stdout
    assert "hageplan import excel" in calm.stdout
    (folder / "hageplan.toml").write_text(SETTINGS + "x = = 1\n", "utf-8")
    broken = run(cwd=folder)
    assert broken.returncode == 1
    assert "hageplan check" in broken.stdout


def test_outside_a_workspace_there_is_how_to_begin(run: Run, tmp_path: Path) -> None:
    lines = run(cwd=tmp_path).stdout.splitlines()
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 80
    assert any("hageplan init" in line for line in lines)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "words",
    [
        "score", "next", "staffing", "staffing --where", "forecast", "match",
        "slots 301877250", "log show",
        "followup", "followup --overdue", "avtaler", "uke", "bedrift 301877250", "report siva",
        "report kommune", "report styre", "summary", "jobs", "privacy", "check", "outbox",
    ],
)  # fmt: skip
def test_an_answer_fits_a_screen(run: Run, words: str, language: str) -> None:
    """Of a plan all is shown; else what matters, and how to see the rest and what it rests on."""
    day = () if words == "check" else ("--today", "2026-11-23")
    done = run("--lang", language, *words.split(), *day)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert 1 <= len(lines) <= 40
    # What is to be copied, and where a file lies, stays on one line.
    assert all(len(line) <= 80 for line in lines if "hageplan" not in line)
    if language == "en" and words in RESTING:
        assert "--explain" in done.stdout
        assert "\nAssumptions\n" not in done.stdout
        assert "\nAssumptions\n" in run("--lang", language, words, *day, "--explain").stdout


def test_a_season_is_told_in_words(run: Run) -> None:
    where = ("plan", "--kommune", "Os", "--iterations", "5", "--today", "2026-11-23")
    assert "Vinter, 15. november–10. april" in run(*where).stdout
    assert "Winter, 15 November to 10 April" in run(*where, "--lang", "en").stdout


def test_what_a_screen_does_not_hold_is_counted_and_goes_into_files(
    run: Run, tmp_path: Path
) -> None:
    day = ("--today", "2026-11-23", "--lang", "en")
    shown = run("summary", *day).stdout
    assert run("summary", *day, "-o", tmp_path / "uke.txt", "-q").returncode == 0
    whole = (tmp_path / "uke.txt").read_text("utf-8").splitlines()
    left = next(line for line in shown.splitlines() if "lines are left out here" in line)
    unfolded = " ".join(shown.split())
    missing = [line for line in whole if line.startswith("  ") and line.strip() not in unfolded]
    assert left.startswith(f"{len(missing)} lines")
    plain, explained = (run("report", "styre", *day, *more).stdout for more in ((), ("--explain",)))
    assert "tables are left out here" in plain
    assert "\nActivity in the period\n" not in plain
    assert "\nActivity in the period\n" in explained
