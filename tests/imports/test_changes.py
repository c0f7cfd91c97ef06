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
