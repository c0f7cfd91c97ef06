"""Those who have opted out are left alone, whatever else the records, a plan or a register say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

TODAY = ("--today", "2026-11-23", "--lang", "en")
A, B, C = NUMBERS[:3]
HERE = {"lat": 62.5, "lon": 11.2}
COMPANIES = bedrift(A, "Fjell AS", **HERE) + bedrift(B, "Dal AS", reservert=False, **HERE)
LIST = f"""# De som ikke vil.
[[reservasjon]]
organisasjonsnummer = "{B[:3]} {B[3:6]} {B[6:]}"
siden = 2026-11-01
grunn = "ring aldri"
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES, "reservert.toml": LIST})


def numbers(text: str) -> set[str]:
    return {number for number in NUMBERS if number in text}


def test_no_plan_and_no_suggestion_has_them(run: Run, folder: Path) -> None:
    found = document(run("next", "-w", folder, "--json", *TODAY).stdout)
    assert {visit["organisasjonsnummer"] for visit in found["visits"]} == {A}
    plan = document(run("plan", "-w", folder, "--json", *TODAY).stdout)
    stops = [stop["organisasjonsnummer"] for tour in plan["tours"] for stop in tour["stops"]]
    assert stops == [A]
    (left,) = (one for one in plan["left_out"] if one["organisasjonsnummer"] == B)
    assert left["reason"] == "opted-out"


@pytest.mark.parametrize(
    "asked",
    [
        ("plan", "--must", B),
        ("slots", B),
        ("book", B, "--at", "2026-12-01 10:00"),
    ],
    ids=["plan", "slots", "book"],
)
def test_who_asks_for_one_of_them_is_refused(
    run: Run, folder: Path, asked: tuple[str, ...]
) -> None:
    done = run(*asked, "-w", folder, *TODAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Dal AS has opted out" in done.stderr
    assert not (folder / "logg").exists()


def test_book_says_since_when_and_why(run: Run, folder: Path) -> None:
    done = run("book", B, "--at", "2026-12-01 10:00", "-w", folder, *TODAY)
    assert "Dal AS has opted out, since 1 Nov 2026: ring aldri" in done.stderr
    assert "reservert.toml" in done.stderr


def test_a_saved_plan_does_not_bring_them_back(run: Run, folder: Path) -> None:
    (folder / "reservert.toml").unlink()
    assert run("plan", "-w", folder, "--save", "-q", *TODAY).returncode == 0
    assert B in (folder / "planer/2026-11-23-1.toml").read_text(encoding="utf-8")
    assert run("privacy", "reserve", B, "-w", folder, *TODAY).returncode == 0
    again = document(run("plan", "--from-plan", "latest", "-w", folder, "--json", *TODAY).stdout)
    assert [s["organisasjonsnummer"] for t in again["tours"] for s in t["stops"]] == [A]
    assert [(c["organisasjonsnummer"], c["kind"]) for c in again["changes"]] == [(B, "dropped")]


def test_an_appointment_with_one_of_them_is_told_and_not_planned(run: Run, folder: Path) -> None:
    (folder / "reservert.toml").unlink()
    run("book", B, "--at", "2026-11-25 10:00", "-w", folder, *TODAY)
    run("privacy", "reserve", B, "-w", folder, *TODAY)
    planned = document(run("plan", "-w", folder, "--json", *TODAY).stdout)
    (conflict,) = planned["conflicts"]
    assert (conflict["organisasjonsnummer"], conflict["is_kept"]) == (B, False)
    assert B not in [s["organisasjonsnummer"] for t in planned["tours"] for s in t["stops"]]
    told = " ".join(run("plan", "-w", folder, *TODAY).stdout.split())
    assert "has opted out: cancel the appointment" in told
    assert run("cancel", B, "-w", folder, *TODAY).returncode == 0
    assert "conflicts" not in document(run("plan", "-w", folder, "--json", *TODAY).stdout)


def test_an_import_does_not_bring_them_in_and_counts_them(run: Run, folder: Path) -> None:
    (folder / "reservert.toml").write_text(LIST + LIST.replace(f"{B[:3]} {B[3:6]} {B[6:]}", C))
    table = folder / "uttrekk.csv"
    rows = [f"{A},Fjell AS,Os", f"{B},Dal AS,Os", f"{C},Ny AS,Os", f"{NUMBERS[3]},Annen AS,Os"]
    table.write_text("\n".join(["orgnr,navn,kommune", *rows, "1,Feil AS,Os\n"]), encoding="utf-8")
    report = document(run("import", "csv", table, "-w", folder, "--json").stdout)
    counts = report["counts"]
    assert (counts["new"], counts["rejected"], report["opted_out"]) == (1, 2, [C])
    assert counts["rows"] == sum(v for key, v in counts.items() if key != "rows") == 5
    assert C not in (folder / "bedrifter/os.toml").read_text(encoding="utf-8")
    told = run("import", "csv", table, "-w", folder, "--lang", "en").stdout
    assert f"Ny AS ({C}) has opted out or been erased" in told
    assert "5 rows: 0 new, 0 changed, 3 unchanged, 0 gone, 2 rejected" in told


def test_reserve_adds_once_and_keeps_what_stands_there(run: Run, folder: Path) -> None:
    spelt = f"{C[:3]} {C[3:6]} {C[6:]}"
    reason = 'sa "nei"\n[[reservasjon]]'
    done = run("privacy", "reserve", spelt, "--grunn", reason, "-w", folder, *TODAY)
    assert (done.returncode, done.stdout) == (0, f"Opted out from now on: {C}\n")
    assert f"{C} is not on the list" in done.stderr
    text = (folder / "reservert.toml").read_text(encoding="utf-8")
    assert text.startswith(LIST)
    assert text.count("\n[[reservasjon]]") == 2
    again = run("privacy", "reserve", C, "-w", folder, "--json", *TODAY)
    told = document(again.stdout)
    assert (told["added"], told["organisasjonsnummer"], "siden" in told) == (False, C, False)
    assert run("privacy", "reserve", B, "-w", folder, "-q", *TODAY).stdout.startswith(
        f"Dal AS ({B})"
    )
    assert (folder / "reservert.toml").read_text(encoding="utf-8") == text
    assert run("check", "-w", folder, "--lang", "en").returncode == 0


def test_reserve_refuses_what_it_cannot_keep(run: Run, folder: Path, tmp_path: Path) -> None:
    wrong = run("privacy", "reserve", "310000001", "-w", folder, *TODAY)
    assert wrong.returncode == 1
    assert "is not an organisation number" in wrong.stderr
    assert run("privacy", "reserve", A, cwd=tmp_path).returncode == 1
    damaged = LIST + '[[reservasjon]]\norganisasjonsnummer = "3'
    (folder / "reservert.toml").write_text(damaged, encoding="utf-8")
    done = run("privacy", "reserve", A, "-w", folder, *TODAY)
    assert done.returncode == 1
    assert "nothing was added" in done.stderr
    assert (folder / "reservert.toml").read_text(encoding="utf-8") == damaged


def test_check_knows_the_list(run: Run, write: Write) -> None:
    wrong = '[[reservasjon]]\norganisasjonsnummer = "310000001"\nsiden = 2026-01-01\n'
    entry = f'\n[[reservasjon]]\norganisasjonsnummer = "{C}"\nsiden = 2026-01-01\n'
    folder = write({"bedrifter/os.toml": COMPANIES, "reservert.toml": wrong + entry + entry})
    report = document(run("check", "-w", folder, "--json").stdout)
    assert [(p["file"], p["line"], p["code"]) for p in report["errors"]] == [
        ("reservert.toml", 2, "organisasjonsnummer")
    ]
    assert [(p["file"], p["line"], p["code"]) for p in report["warnings"]] == [
        ("reservert.toml", 10, "duplicate-reservasjon")
    ]


def test_email_says_whether_and_why(run: Run, write: Write) -> None:
    person = {"navn": "Kari", "epost": "kari@fjell.no", "samtykke": "2026-11-01"}
    companies = bedrift(A, "Fjell {AS}", kontakt=person) + bedrift(B, "Dal AS", reservert=True)
    folder = write({"bedrifter/os.toml": companies, "hageplan.toml": SETTINGS})
    own = run("privacy", "email", A, "-w", folder, *TODAY)
    assert (own.returncode, own.stdout) == (0, "Allowed: kari@fjell.no, Fjell {AS}\n")
    before = run("privacy", "email", A, "-w", folder, "--lang", "en", "--today", "2026-10-31")
    assert before.returncode == 1
    assert "Not allowed: kari@fjell.no, Fjell {AS}: it is a person's address" in before.stdout
    assert "samtykke" in before.stdout
    refused = run("privacy", "email", B, "post@dal.no", "-w", folder, "--json", *TODAY)
    answer = document(refused.stdout)
    assert refused.returncode == 1
    assert (answer["schema"], answer["allowed"], answer["reason"]) == (
        "hageplan/email/1",
        False,
        "opted-out",
    )
    run("privacy", "reserve", C, "-w", folder, *TODAY)
    assert "opted out" in run("privacy", "email", C, "post@x.no", "-w", folder, *TODAY).stdout
    assert run("privacy", "email", NUMBERS[5], "post@x.no", "-w", folder, *TODAY).returncode == 1
