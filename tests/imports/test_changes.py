"""What happened since the register was asked last: its feeds, stood in for on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from hageplan import load
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document
from tests.imports.register import Register, leader, serving, unit, update

A, B, C, D, E, F = NUMBERS[:6]
TODAY = "2026-11-25"
KILDE = f"""[kilde]
navn = "brreg"
tittel = "Enhetsregisteret"
hentet = 2026-11-20

[[sagt]]
organisasjonsnummer = "{A}"
navn = "SAGA AS"
kommunenummer = "3427"
naeringskode = "16.100"
antall_ansatte = 8
"""


def workspace(write: Write, register: Register, **files: str) -> Path:
    asking = f'\n[innlesing]\nbrreg_url = "{register.url}"\npause_sekunder = 0\n'
    saga = bedrift(A, "Saga AS", kommunenummer="3427", naeringskode="16.100", antall_ansatte=8)
    return write(
        {
            "hageplan.toml": f'sprak = "en"\n{SETTINGS}{asking}',
            "bedrifter/tynset.toml": saga,
            "kilder/brreg.toml": KILDE,
            **files,
        }
    )


def test_what_happened_is_told_once_and_stands_in_the_records(write: Write, run: Run) -> None:
    register = Register(
        enheter=[
            unit(A, "SAGA AS", antallAnsatte=20, underAvvikling=True),
            unit(B, "NY SAG AS", "3430", antallAnsatte=5),
            unit(C, "FLYTTET AS", "3427", antallAnsatte=6),
            unit(D, "ANNEN KOMMUNE AS", "0301"),
        ],
        updates={
            "enheter": [
                update(7, A, antallAnsatte=12, day="2026-11-21"),
                update(8, D, "Ny"),
                update(9, A, antallAnsatte=20, underAvvikling=True, day="2026-11-23"),
                update(11, B, "Ny"),
                update(12, C, forretningsadresse__kommunenummer="3427"),
                update(13, E, navn="UINTERESSANT AS"),
                update(14, F, "Fjernet"),
            ]
        },
        size=3,
    )
    with serving(register):
        folder = workspace(write, register)
        words = ("import", "brreg", "--changes", "-w", folder, "--today", TODAY, "--json")
        first, second = run(*words), run(*words)
    found, again = document(first.stdout), document(second.stdout)
    told = [(one["organisasjonsnummer"], one["slag"], one["dato"]) for one in found["happenings"]]
    assert told == [
        (A, "avvikling", "2026-11-23"),
        (A, "ansatte", "2026-11-23"),
        (B, "ny", "2026-11-24"),
        (C, "flyttet_inn", "2026-11-24"),
    ]
    assert (found["updates"], found["since"]["enheter"]) == (7, "2026-11-20")
    assert (again["updates"], again["happenings"], again["since"]["enheter"]) == (0, [], 15)
    # Only what may concern the workspace is asked for, many at a time.
    assert not [path for path in register.asked if E in path or F in path]
    records = load(folder)
    assert records.bedrift_by_number[A].antall_ansatte == 20
    assert {B, C} <= records.bedrift_by_number.keys()
    assert D not in records.bedrift_by_number
    assert [(one.slag, one.fra, one.til, one.oppdatering) for one in records.hendelser[:2]] == [
        ("avvikling", "", "", 9),
        ("ansatte", "8", "20", 9),
    ]


def follow(run: Run, folder: Path, *words: str) -> tuple[int, str, str]:
    done = run("import", "brreg", "--changes", "-w", folder, "--today", TODAY, *words)
    return done.returncode, done.stdout, done.stderr


def test_a_break_loses_a_page_at_most_and_all_of_a_run_is_taken_back(
    write: Write, run: Run
) -> None:
    many = [unit(number, f"NY {number} AS", antallAnsatte=6) for number in NUMBERS[1:4]]
    told = [update(n, one["organisasjonsnummer"], "Ny") for n, one in enumerate(many, start=5)]
    faults = ["", "", "", "500", "500", "500", "500"]
    register = Register(enheter=many, updates={"enheter": told}, faults=faults, size=1)
    with serving(register):
        folder = workspace(write, register)
        before = {path.name: path.read_bytes() for path in folder.rglob("*.toml")}
        code, _, said = follow(run, folder)
        assert (code, "Enhetsregisteret" in said) == (3, True)
        assert [one.organisasjonsnummer for one in load(folder).hendelser] == [B]
        code, shown, _ = follow(run, folder)
        assert (code, shown.count("new company")) == (0, 2)
        assert [one.organisasjonsnummer for one in load(folder).hendelser] == [B, C, D]
        assert run("import", "undo", "-w", folder).returncode == 0
        left = {path.name: path.read_bytes() for path in folder.rglob("*.toml")}
    # What the first run brought in stands; the second is taken back with both of its pages.
    assert [one.organisasjonsnummer for one in load(folder).hendelser] == [B]
    assert left.keys() - before.keys() == {"2026.toml", "brreg-endringer.toml"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("dato", "gaar"), ("endringstype", "Splittet"), ("organisasjonsnummer", "12")],
)
def test_a_feed_of_another_form_is_said_and_changes_nothing(
    write: Write, run: Run, tmp_path: Path, field: str, value: str
) -> None:
    register = Register(updates={"enheter": [{**update(7, A), field: value}]})
    with serving(register):
        folder = workspace(write, register)
        code, _, said = follow(run, folder, "--record", f"{tmp_path}/svar")
    assert (code, field in said) == (3, True)
    assert not (folder / "hendelser").exists()
    kept = [path.read_text() for path in sorted((tmp_path / "svar").iterdir())]
    assert value in kept[-1]


def test_leaders_come_where_they_are_asked_for_and_no_birth_date_does(
    write: Write, run: Run, tmp_path: Path
) -> None:
    register = Register(roles={A: [leader("Kari Prøve"), leader("Ola Gammel", "2020-01-01")]})
    with serving(register):
        folder = workspace(write, register)
        assert follow(run, folder)[0] == 0
        assert not load(folder).hendelser
        follow(run, folder, "--roller", "--record", f"{tmp_path}/svar")
        follow(run, folder, "--roller")
    (one,) = load(folder).hendelser
    assert (one.slag, one.rolle, one.til) == ("rolle", "daglig leder", "Kari Prøve")
    written = [path.read_text() for path in tmp_path.rglob("*.*") if path.is_file()]
    assert not [text for text in written if "1970" in text]
    assert run("privacy", "forget", "Kari Prøve", "--yes", "-w", folder).returncode == 0
    assert "Kari" not in (folder / "hendelser/2026.toml").read_text()


def test_bankruptcy_of_the_owner_and_moving_out_are_told_of_the_place(
    write: Write, run: Run
) -> None:
    register = Register(
        enheter=[unit(B, "EIER AS", "0301", konkurs=True, konkursdato="2026-11-22")],
        underenheter=[unit(A, "SAGA AS", "0301", overordnetEnhet=B, antallAnsatte=8)],
        updates={
            "underenheter": [update(3, A, beliggenhetsadresse__kommunenummer="0301")],
            "enheter": [update(4, B, konkurs=True)],
        },
    )
    with serving(register):
        folder = workspace(write, register)
        place = bedrift(A, "Saga AS", kommunenummer="3427", overordnet_enhet=B)
        (folder / "bedrifter/tynset.toml").write_text(place)
        code, shown, _ = follow(run, folder, "--dry-run")
        assert (code, list(folder.glob("hendelser/*"))) == (0, [])
        assert "moved out" in shown
        assert "bankruptcy" in shown
        follow(run, folder)
    told = [
        (one.slag, one.fra, one.til, f"{one.dato}", one.enhet) for one in load(folder).hendelser
    ]
    assert told == [
        ("flyttet_ut", "Tynset", "Oslo", "2026-11-24", None),
        ("konkurs", "", "", "2026-11-22", B),
    ]


def test_a_feed_that_is_too_long_is_not_read_but_the_municipalities_are(
    write: Write, run: Run
) -> None:
    new = unit(B, "NY SAG AS", antallAnsatte=5, registreringsdatoEnhetsregisteret="2026-11-21")
    old = unit(C, "GAMMEL SAG AS", antallAnsatte=5)
    saga = unit(A, "SAGA AS", antallAnsatte=20)
    told = [update(7, D), update(8, E)]
    held = Register(enheter=[saga, new, old], updates={"enheter": told}, more=2_000_000)
    with serving(held) as register:
        folder = workspace(write, register)
        code, _, said = follow(run, folder)
        assert (code, "read whole" in said) == (0, True)
        register.more = 0
        assert follow(run, folder)[0] == 0
    records = load(folder)
    found = [(one.organisasjonsnummer, one.slag) for one in records.hendelser]
    assert found == [(A, "ansatte"), (B, "ny")]
    assert C in records.bedrift_by_number


def test_try_shows_what_the_service_answers_and_writes_nothing(write: Write, run: Run) -> None:
    register = Register(enheter=[unit(A, "SAGA AS")], updates={"enheter": [update(7, A, navn="S")]})
    with serving(register):
        folder = workspace(write, register)
        before = sorted(path for path in folder.rglob("*"))
        shown = run("import", "brreg", "--try", "-w", folder, "--today", TODAY).stdout
        assert sorted(path for path in folder.rglob("*")) == before
    assert f"7 24 Nov 2026 {A} Endring /navn" in shown
