"""Accounts of companies, from Regnskapsregisteret's service, stood in for on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hageplan import load
from hageplan.records.bedrift import Regnskap
from hageplan.web import service
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift
from tests.documents import document
from tests.driver import Ended, hageplan
from tests.imports.filed import Filing, filed, serving

pytestmark = pytest.mark.slow

A, B, C, D, E, F = NUMBERS[:6]
OWNER = NUMBERS[9]
COMPANIES = (
    bedrift(A, "Sag AS", status="maalbedrift")
    + "# et ord om Elv\n"
    + bedrift(B, "Elv AS", status="medlem", regnskap=[{"aar": 2024, "omsetning": 90, "ansatte": 3}])
    + bedrift(C, "Nils Eksempel", status="medlem", organisasjonsform="ENK")
    + bedrift(D, "Fjell AS")
    + bedrift(E, "Sag avd Os", status="maalbedrift", overordnet_enhet=OWNER)
)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_WAIT_S", 0.01)
    monkeypatch.setattr(service, "_SILENCE_S", 1.0)


def imported(folder: Path, filing: Filing, *words: str, code: int = 0) -> dict[str, Any]:
    """Return what importing from a service comes to."""
    done = ended(folder, filing, *words, "--json")
    assert done.code == code, done.err
    return document(done.out)


def ended(folder: Path, filing: Filing, *words: str) -> Ended:
    settings = SETTINGS + f'\n[innlesing]\nregnskap_url = "{filing.url}"\npause_sekunder = 0\n'
    (folder / "hageplan.toml").write_text(settings, "utf-8")
    return hageplan("import", "regnskap", "-w", str(folder), "--lang", "en", *words)


def accounts(folder: Path, number: str) -> tuple[Regnskap, ...]:
    return load(folder).bedrift_by_number[number].regnskap


def test_accounts_go_to_whom_they_are_of(write: Write) -> None:
    """Members and målbedrifter are asked for, a place by its owner, nobody who trades alone."""
    folder = write({"bedrifter/os.toml": COMPANIES})
    before = (folder / "bedrifter/os.toml").read_bytes()
    held = {A: [filed(A)], OWNER: [filed(OWNER, 2025, 9e6, -2e5)], D: [filed(D)]}
    with serving(Filing(held)) as filing:
        found = imported(folder, filing, "--dry-run")
        assert (folder / "bedrifter/os.toml").read_bytes() == before
        assert found["written"] == []
        found = imported(folder, filing)
    assert sorted(filing.asked) == sorted([A, B, OWNER])  # the second time from what was kept
    assert (found["asked"], found["found"]) == (4, 2)
    assert (found["absent"], found["not_asked"], found["unread"]) == ([B], [C], [])
    assert accounts(folder, A) == (Regnskap(aar=2025, omsetning=5_200_000, driftsresultat=310_000),)
    assert accounts(folder, E) == (
        Regnskap(aar=2025, omsetning=9_000_000, driftsresultat=-200_000),
    )
    assert accounts(folder, D) == ()
    assert "# et ord om Elv\n" in (folder / "bedrifter/os.toml").read_text("utf-8")
    (kilde,) = load(folder).kilder
    assert (kilde.navn, kilde.lisens, kilde.hentet.year) == ("regnskap", "NLOD 2.0", 2026)
    assert hageplan("import", "undo", "-w", str(folder)).code == 0
    assert (folder / "bedrifter/os.toml").read_bytes() == before


def test_a_correction_replaces_and_what_else_is_known_stays(write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    with serving(Filing({B: [filed(B, 2024, 95.4, 7)]})) as filing:
        found = imported(folder, filing, "Elv AS")
        assert [(c["field"], c["ours"], c["theirs"]) for c in found["changes"]] == [
            ("omsetning", 90, 95), ("driftsresultat", None, 7),
        ]  # fmt: skip
        assert accounts(folder, B) == (
            Regnskap(aar=2024, omsetning=95, driftsresultat=7, ansatte=3),
        )
        filing.held = {B: [filed(B, 2025, 100, 8)]}
        assert "2025: turnover 100, operating result 8" in ended(folder, filing, "Elv AS").out
        assert [one.aar for one in accounts(folder, B)] == [2024, 2025]
        assert imported(folder, filing, "Elv AS")["changes"] == []


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (filed(A, valuta="USD"), "in USD, not in kroner"),
        (filed(A, avviklingsregnskap=True), "accounts of a winding-up"),
        (
            filed(A, regnskapsperiode={"fraDato": "2025-04-01", "tilDato": "2025-12-31"}),
            "of 2025-04-01 to 2025-12-31, which is not twelve months",
        ),
        (
            filed(A, regnskapsperiode={"fraDato": "2024-01-01", "tilDato": "2025-06-30"}),
            "of 2024-01-01 to 2025-06-30, which is not twelve months",
        ),
        (filed(A, turnover=None, result=None), "neither turnover nor operating result"),
        (filed(A, turnover=-1), "turnover or employees are below zero"),
    ],
)
def test_what_is_of_another_kind_is_told_and_not_mixed_in(
    write: Write, one: dict[str, Any], why: str
) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    with serving(Filing({A: [one]})) as filing:
        found = imported(folder, filing, "Sag AS")
        assert "left out:\nSag AS (310000000), 2025:" in ended(folder, filing, "Sag AS").out
    assert [unused["reason"] for unused in found["unused"]] == [why]
    assert accounts(folder, A) == ()


def test_a_year_may_end_in_summer_and_groups_are_passed_over(write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    own = filed(A, regnskapsperiode={"fraDato": "2024-07-01", "tilDato": "2025-06-30"})
    group = filed(A, 2025, 1e9, 1e8, regnskapstype="KONSERN")
    with serving(Filing({A: [group, own]})) as filing:
        imported(folder, filing, "Sag AS")
    assert accounts(folder, A) == (Regnskap(aar=2025, omsetning=5_200_000, driftsresultat=310_000),)


def without(path: str) -> dict[str, Any]:
    """Return accounts without one of the fields that are read."""
    found = filed(A)
    *above, name = path.split(".")
    part = found
    for key in above:
        part = part[key]
    del part[name]
    return found


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        *(
            ([without(path)], path)
            for path in ("regnskapstype", "virksomhet", "virksomhet.organisasjonsnummer",
                         "regnskapsperiode.fraDato", "regnskapsperiode.tilDato", "valuta",
                         "avviklingsregnskap", "resultatregnskapResultat",
                         "resultatregnskapResultat.driftsresultat",
                         "resultatregnskapResultat.driftsresultat.driftsinntekter")
        ),
        ([without("resultatregnskapResultat.driftsresultat.driftsresultat")], "driftsresultat"),
        (
            [filed(A, resultatregnskapResultat={"driftsresultat": {
                "driftsresultat": 1, "driftsinntekter": {"sumInntekter": 2}}})],
            "without sumDriftsinntekter",
        ),
        ([filed(A, valuta=578)], "valuta"),
        ([filed(B)], "virksomhet.organisasjonsnummer"),
        ({"regnskap": []}, "list"),
        (["tekst"], "0"),
    ],
)  # fmt: skip
def test_a_changed_service_is_told_and_others_come_in(write: Write, answer: Any, why: str) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    with serving(Filing({A: answer, OWNER: [filed(OWNER)]})) as filing:
        done = ended(folder, filing)
    assert done.code == 3
    told = " ".join(done.err.split())
    assert why in told
    assert "--record DIR" in told
    assert "Not as documented, and left out: Sag AS" in " ".join(done.out.split())
    assert accounts(folder, A) == ()
    assert [one.aar for one in accounts(folder, E)] == [2025]


@pytest.mark.parametrize("fault", ["500", "429", "slow", "cut"])
def test_a_passing_fault_costs_nothing(write: Write, fault: str) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    with serving(Filing({A: [filed(A)]}, faults=[fault])) as filing:
        imported(folder, filing, "Sag AS")
    assert len(filing.asked) == 2
    assert len(accounts(folder, A)) == 1


def test_what_breaks_goes_on_where_it_stopped(write: Write) -> None:
    """Nothing is written of an import that breaks, and nothing is asked for twice."""
    folder = write({"bedrifter/os.toml": COMPANIES})
    before = (folder / "bedrifter/os.toml").read_bytes()
    with serving(Filing({A: [filed(A)]}, faults=["", "", *["500"] * 4])) as filing:
        done = ended(folder, filing)
        assert done.code == 3
        assert "where it stopped" in done.err
        assert (folder / "bedrifter/os.toml").read_bytes() == before
        imported(folder, filing)
    assert filing.asked.count(A) == filing.asked.count(B) == 1
    assert len(accounts(folder, A)) == 1
    assert not (folder / ".hageplan/brreg").exists()


def test_answers_are_shown_and_kept(write: Write, tmp_path: Path) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    before = {path: path.read_bytes() for path in folder.rglob("*.toml")}
    kept = tmp_path / "svar"
    with serving(Filing({A: [filed(A)]})) as filing:
        done = ended(folder, filing, "--try", "--record", str(kept))
        assert done.code == 0, done.err
        assert "The answer is understood" in done.out
        assert '"sumDriftsinntekter": 5200000.0' in done.out
        assert "404" in ended(folder, filing, "--try", "Elv AS").out
        filing.held = {A: [without("valuta")]}
        done = ended(folder, filing, "--try")
        assert (done.code, "valuta" in done.err) == (3, True)
    assert [path.name for path in kept.iterdir()] == [f"0001-200-{A}.json"]
    settings = folder / "hageplan.toml"
    assert before | {settings: b""} == {
        path: b"" if path == settings else path.read_bytes() for path in folder.rglob("*.toml")
    }


def test_employees_are_those_of_the_register(write: Write) -> None:
    """What it last said of them is of that year; growth is told once there are two."""
    said = (
        '[kilde]\nnavn = "brreg"\ntittel = "E"\nlisens = "N"\nhentet = 2026-11-01\n\n'
        f'[[sagt]]\norganisasjonsnummer = "{A}"\nantall_ansatte = 12\n'
    )
    folder = write({"bedrifter/os.toml": COMPANIES, "kilder/brreg.toml": said})
    with serving(Filing({A: [filed(A)]})) as filing:
        imported(folder, filing, "Sag AS")
    assert accounts(folder, A)[-1] == Regnskap(aar=2026, ansatte=12)


def test_who_is_forgotten_leaves_no_accounts(write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES})
    with serving(Filing({A: [filed(A)], B: [filed(B)]})) as filing:
        imported(folder, filing)
    done = hageplan("privacy", "forget", A, "--yes", "-w", str(folder))
    assert done.code == 0, done.err
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]
    assert not any(A in text for text in texts)
    assert any(B in text for text in texts)


def test_somebody_has_to_be_meant(write: Write) -> None:
    folder = write({"bedrifter/os.toml": bedrift(D, "Fjell AS")})
    with serving(Filing()) as filing:
        assert "--alle" in ended(folder, filing).err
        assert imported(folder, filing, "--alle")["absent"] == [D]
