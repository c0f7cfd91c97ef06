"""The real command in a subprocess, as people and cron run it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
import tomli

from hageplan import load
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/schemas/plan-1.schema.json").read_text(encoding="utf-8"))
TODAY = ("--today", "2026-11-23")
QUICK = (*TODAY, "--iterations", "100")


def test_plan_on_the_example_region(run: Run) -> None:
    done = run("plan", "--kommune", "Tynset", *QUICK)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "EKSEMPELDATA" in done.stdout
    assert "Mandag 30. november" in done.stdout
    assert "Lunsj" in done.stdout
    assert "Forutsetninger" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_english_wide_and_quiet(run: Run) -> None:
    done = run("plan", "-k", "tynset", "-k", "5025", "--lang", "en", *QUICK, COLUMNS="120")
    assert "Monday 30 November" in done.stdout
    assert "known driving times" in done.stdout
    assert run("plan", "-k", "Os", *QUICK, HAGEPLAN_LANG="en").stdout.startswith("EXAMPLE DATA")


def test_same_seed_same_bytes_and_the_schema_holds(run: Run) -> None:
    first = run("plan", "--json", "--seed", "3", *QUICK)
    assert first.stdout == run("plan", "--json", "--seed", "3", "--lang", "en", *QUICK).stdout
    document = json.loads(first.stdout)
    jsonschema.validate(document, SCHEMA)
    assert document["schema"] == "hageplan/plan/1"
    assert document["example_data"] is True
    assert document["request"]["from"] == "2026-11-24"
    assert document["tours"][0]["start"]["time"].count(":") == 1


@pytest.mark.parametrize("excel", [False, True])
def test_csv(run: Run, tmp_path: Path, excel: bool) -> None:
    path = tmp_path / "plan.csv"
    done = run("plan", "-k", "Os", "--csv", path, *(["--excel"] if excel else []), *QUICK)
    assert done.returncode == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") is excel
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if excel else ","))
    assert rows
    assert all("2026-11-30" <= row["date"] <= "2026-12-04" for row in rows)
    assert rows[0]["example_data"] == "true"
    assert ("," in rows[0]["lat"]) is excel


def test_a_saved_plan_is_printed_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "min hage æøå"
    assert run("init", "--demo", folder).returncode == 0
    first = run("plan", "-k", "Os", "--save", "-w", folder, *QUICK)
    again = run("plan", "-k", "Os", "--save", "--json", "-w", folder, *QUICK)
    assert "planer" in first.stderr
    assert {p.name for p in (folder / "planer").iterdir()} == {
        "2026-11-23-1.toml",
        "2026-11-23-2.toml",
    }
    assert run("show", "2026-11-23-1", "-w", folder).stdout == first.stdout
    assert json.loads(run("show", "--json", cwd=folder).stdout) == json.loads(again.stdout)
    missing = run("show", "i-går", "-w", folder)
    assert missing.returncode == 1
    assert "2026-11-23-2.toml" in missing.stderr
    (folder / "planer/2026-11-23-3.toml").write_text('schema = "x"\n', encoding="utf-8")
    broken = run("show", "-w", folder)
    assert broken.returncode == 1
    assert "2026-11-23-3.toml:1" in broken.stderr


def test_nothing_to_show_or_save_into(run: Run) -> None:
    assert run("plan", "-k", "Os", "--save", *QUICK).returncode == 1
    assert run("show").returncode == 1


def test_init_makes_a_workspace_that_plans_after_an_import(run: Run, tmp_path: Path) -> None:
    folder, table = tmp_path / "hage", tmp_path / "uttrekk.csv"
    assert run("init", folder, "--kommune", "Notodden").returncode == 0
    assert run("check", "-w", folder).returncode == 0
    again = run("init", folder)
    assert again.returncode == 1
    assert "finnes fra før" in again.stderr
    table.write_text(
        "Org. nr.,Navn,Beliggenhetsadresse - Kommune,Antall ansatte\n"
        + "".join(f"{n},Virksomhet {n},Notodden,\n" for n in NUMBERS),
        encoding="utf-8",
    )
    dry = run("import", "csv", table, "--dry-run", "-w", folder)
    assert "12 nye" in dry.stdout
    assert not (folder / "bedrifter/notodden.toml").exists()
    done = json.loads(run("import", "csv", table, "--json", "-w", folder).stdout)
    assert done["counts"] == {
        "rows": 12,
        "new": 12,
        "changed": 0,
        "same": 0,
        "gone": 0,
        "rejected": 0,
    }
    before = (folder / "bedrifter/notodden.toml").read_bytes()
    second = run("import", "csv", table, "--map", "navn=Org. nr.", "-w", folder)
    assert "12 endret" in second.stdout
    undone = run("import", "undo", "-w", folder)
    assert "angret: uttrekk.csv" in undone.stderr
    assert undone.stderr.count("skrevet:") == 1
    assert (folder / "bedrifter/notodden.toml").read_bytes() == before
    planned = run("plan", "--kommune", "Notodden", "-w", folder, *QUICK)
    assert planned.returncode == 0
    assert "EKSEMPELDATA" not in planned.stdout
    assert "12 bedrifter mangler koordinater" in planned.stdout


def test_import_needs_a_workspace_and_right_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Navn\nSag\n")
    assert run("import", "csv", tmp_path / "x.csv").returncode == 1
    folder = tmp_path / "hage"
    run("init", folder)
    assert run("import", "csv", tmp_path / "x.csv", "--map", "navn", "-w", folder).returncode == 2
    wrong = run("import", "csv", tmp_path / "x.csv", "-w", folder)
    assert wrong.returncode == 1
    assert "organisasjonsnummer" in wrong.stderr


def test_several_columns_in_one_word(run: Run, write: Write, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f'Nr,"Hva, da",Hvor\n{NUMBERS[0]},Sag,Os\n', encoding="utf-8")
    mapping = "organisasjonsnummer=Nr,navn=Hva, da,kommune=Hvor"
    done = run("import", "csv", tmp_path / "x.csv", "--map", mapping, "-w", write({}))
    assert "1 nye" in done.stdout


def test_import_lists_rejections_and_differences(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0])})
    rows = [f"{NUMBERS[0]},Annet navn,Os"] + [f"1{n},Feil,Os" for n in range(30)]
    (tmp_path / "x.csv").write_text("\n".join(["orgnr,navn,kommune", *rows]) + "\n")
    dry = run("import", "csv", tmp_path / "x.csv", "--json", "--dry-run", "-w", folder)
    report = json.loads(dry.stdout)
    assert report["kept"][0]["theirs"] == "Annet navn"
    assert len(report["rejected"]) == 30
    assert not (tmp_path / "x-avvist.csv").exists()
    done = run("import", "csv", tmp_path / "x.csv", "-w", folder)
    assert "x.csv:3:" in done.stdout
    lines = (tmp_path / "x-avvist.csv").read_text("utf-8-sig").splitlines()
    aside = [*csv.reader(lines, delimiter=";")]
    assert aside[0] == ["linje", "grunn", "orgnr", "navn", "kommune"]
    assert aside[1][0] == "3"
    assert aside[1][2:] == ["10", "Feil", "Os"]
    assert len(aside) == 31
    assert "Prøve AS <> Annet navn" in done.stdout
    assert "og 10 til" in done.stdout


def test_check_reports_with_file_and_line(run: Run, write: Write) -> None:
    folder = write(
        {"bedrifter/os.toml": bedrift(NUMBERS[0], antall_ansatte="tolv", x="[red]\x1b[31m")}
    )
    done = run("check", "-w", folder)
    assert done.returncode == 1
    assert "bedrifter/os.toml:5: feil: antall_ansatte" in done.stdout
    assert "skal være: 0 eller mer" in done.stdout
    assert "2 feil, 0 advarsler" in done.stdout
    assert "\x1b" not in done.stdout
    found = document(run("check", "--json", "-w", folder).stdout)
    assert found["counts"] == {"errors": 2, "warnings": 0}
    assert found["errors"][0]["line"] == 5
    assert found["errors"][0]["expected"].startswith("0 or more")
    refused = run("plan", "-w", folder, *QUICK)
    assert refused.returncode == 1
    assert "bedrifter/os.toml:5" in refused.stderr
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr


def test_check_of_the_example_and_the_workspace_language(run: Run, write: Write) -> None:
    assert "EKSEMPELDATA" in run("check").stdout
    folder = write(
        {"hageplan.toml": 'sprak = "en"\n' + SETTINGS, "bedrifter/os.toml": bedrift(NUMBERS[0])}
    )
    assert "0 errors" in run("check", "-w", folder).stdout
    assert "0 feil" in run("check", "-w", folder, "--lang", "nb").stdout


def test_faults_and_saved_plans_are_told_in_the_workspace_language(run: Run, write: Write) -> None:
    settings = 'sprak = "en"\n' + SETTINGS
    folder = write({"hageplan.toml": settings, "bedrifter/os.toml": bedrift(NUMBERS[0])})
    run("plan", "-k", "Os", "--save", "-w", folder, *QUICK)
    assert "Assumptions" in run("show", "-w", folder).stdout
    broken = write({"hageplan.toml": settings, "bedrifter/os.toml": "[[bedrift]\n"})
    assert "not valid TOML" in run("plan", "-w", broken, *QUICK).stderr
    assert "ikke gyldig TOML" in run("plan", "-w", broken, "--lang", "nb", *QUICK).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("plan", "--kommune", "Våler"), 1, "Østfold"),
        (("plan", "--kommune", "Tynsett"), 1, "3427"),
        (("plan", "--medarbeider", "per"), 1, "sigrid"),
        (("plan", "--days", "0"), 2, "days"),
        (("plan", "--time-limit", "1", "--iterations", "1"), 2, "--iterations"),
        (("plan", "--from", "en dag"), 2, "from"),
        (("show", "--excel"), 2, "--csv"),
        (("plan", "--lang", "sv"), 2, "sv"),
        (("tegn",), 2, "tegn"),
        (("check", "-w", "finnes-ikke"), 1, "hageplan init"),
        (("check", "-w", "."), 1, "hageplan.toml"),
    ],
)
def test_wrong_requests(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_help_and_version(run: Run) -> None:
    assert "Valg:" in run("--help").stdout
    assert "Options:" in run("plan", "--help", "--lang", "en").stdout
    assert run("--version").stdout.startswith("hageplan 0.")
    assert run("import", "--help").returncode == 0


def test_a_first_day_before_today_is_noted(run: Run) -> None:
    done = run("plan", "-k", "Os", "--from", "2026-04-01", "--days", "1", *QUICK)
    assert done.returncode == 0
    assert "ikke etter i dag" in done.stderr
    half = run("plan", "--from", "2026-04-01", "--days", "1", "--json", "--quiet", *QUICK)
    assert half.stderr == ""
    ends = [tour["end"]["time"] for tour in json.loads(half.stdout)["tours"]]
    assert ends
    assert max(ends) <= "12:00"


@pytest.mark.parametrize("language", ["C", "C.UTF-8", "nb_NO.UTF-8"])
def test_any_locale(run: Run, language: str) -> None:
    done = run("plan", "-k", "Røros", "--days", "1", *QUICK, LC_ALL=language)
    assert done.returncode == 0
    assert "Røros" in done.stdout


def test_ascii_output_does_not_fail(run: Run) -> None:
    done = run("plan", "-k", "Os", *QUICK, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_read_only_workspace(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "hage"
    run("init", "--demo", folder)
    (folder / "planer").write_text("a file where the folder must be")
    done = run("plan", "-k", "Os", "--save", "-w", folder, *QUICK)
    assert done.returncode == 1
    assert "kan ikke skrives" in done.stderr
    assert "Traceback" not in done.stderr
    assert run("plan", "-k", "Os", "-w", folder, *QUICK).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_interrupt_ends_with_a_clear_line_and_130(tmp_path: Path) -> None:
    csv_file = tmp_path / "plan.csv"
    process = subprocess.Popen(
        [sys.executable, "-m", "hageplan", "plan", "--time-limit", "60", "--csv", str(csv_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "avbrutt" in err
    assert (out, "Traceback" in err, csv_file.exists()) == ("", False, False)


def test_a_fault_of_ours_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import hageplan.tours.plan\ndef plan(*a, **k): raise ZeroDivisionError('oi')\nhageplan.tours.plan.plan = plan\n"
    )
    done = run("plan", *QUICK, PYTHONPATH=str(tmp_path))
    assert done.returncode == 70
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError: oi" in done.stderr
    debugged = run("plan", "--debug", *QUICK, PYTHONPATH=str(tmp_path))
    assert "Traceback" in debugged.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("plan", "--help"), ("check", "--help")])
def test_nothing_heavy_is_loaded_for_help(arguments: tuple[str, ...]) -> None:
    heavy = (
        "numpy",
        "scipy",
        "matplotlib",
        "babel",
        "rich",
        "tree_sitter",
    )
    code = f"""
import sys
sys.argv = ["hageplan", *{arguments!r}]
from hageplan.app import main
try:
    main()
finally:
    print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


def test_the_demo_is_the_example_region(run: Run, tmp_path: Path) -> None:
    run("init", "--demo", tmp_path / "hage")
    data = tomli.loads((tmp_path / "hage/hageplan.toml").read_text(encoding="utf-8"))
    assert data["eksempel"] is True
    assert run("check", "-w", tmp_path / "hage").returncode == 0


def test_rejected_rows_are_mended_and_brought_in(run: Run, write: Write, tmp_path: Path) -> None:
    """They are remembered with the list that they came from, and nobody's mending is lost."""
    folder, source = write({}), tmp_path / "medlemmer-2026-11.csv"
    good, bad = f"{NUMBERS[0]},Sag AS,Os,=ring", f"{NUMBERS[1]},Elv AS,Ingensted,+47 90 00 00 00"
    source.write_text("\n".join(["orgnr,navn,kommune,notat", good, bad, ""]), encoding="utf-8")
    refused = run("import", "csv", source, "-w", folder, "--rejected", source, "--lang", "en")
    assert (refused.returncode, "is the file being imported" in refused.stderr) == (1, True)
    assert not (folder / "bedrifter").exists()
    assert run("import", "csv", source, "-w", folder).returncode == 0
    aside = tmp_path / "medlemmer-2026-11-avvist.csv"
    aside.write_text(aside.read_text("utf-8-sig").replace("Ingensted", "Os"), "utf-8-sig")
    mended = aside.read_bytes()
    assert run("import", "csv", source, "-w", folder).returncode == 0
    assert (aside.read_bytes(), len([*tmp_path.glob("*avvist*")])) == (mended, 2)
    done = json.loads(run("import", "csv", aside, "--json", "-w", folder).stdout)
    assert (done["counts"]["new"], done["source"]["navn"], done["missing"]) == (1, "medlemmer", [])
    notes = {b.organisasjonsnummer: b.notat for b in load(folder).bedrifter}
    assert notes == {NUMBERS[0]: "=ring", NUMBERS[1]: "+47 90 00 00 00"}


def test_every_suggestion_in_a_new_workspace_s_settings_can_be_used(
    run: Run, tmp_path: Path
) -> None:
    """All that stands behind a "# " and is TOML, taken in as it stands."""
    folder = tmp_path / "hage"
    run("init", folder, "--kommune", "Tynset")
    (folder / "kalendere").mkdir()
    (folder / "kalendere/sigrid.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//prøve//\r\nEND:VCALENDAR\r\n", "utf-8"
    )
    settings = folder / "hageplan.toml"
    text = settings.read_text("utf-8").replace('id = "medarbeider1"', 'id = "sigrid"')
    taken = re.sub(r'^# (?=\[|"|\w+ = )(?!kontor)', "", text, flags=re.MULTILINE)
    settings.write_text(taken, "utf-8")
    assert len(tomli.loads(taken)["skjema"]["grader"]) == 2
    done = run("check", "-w", folder)
    assert done.returncode == 0, done.stdout
    assert "hageplan.toml" not in done.stdout


def test_a_command_that_is_not_there_is_answered_by_the_nearest(run: Run) -> None:
    done = run("staffin")
    assert done.returncode == 2
    assert "mente du staffing?" in done.stderr
