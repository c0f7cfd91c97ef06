"""Contacts as cards, read by another library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import NUMBERS, Run, Write, bedrift

CARI = {"navn": "Kari Anne Nordmann", "rolle": "daglig leder; eier", "telefon": "62 00 00 01"}
HOSTILE = {"navn": "A\nEND:VCARD\nX:,;\\\\ Æ" + "ø" * 90, "epost": "a@firma.example"}


def cards(path: Path) -> list[Any]:
    found = [*vobject.readComponents(path.read_text("utf-8"))]
    for card in found:
        card.validate()
        assert card.version.value == "4.0"
    return found


def test_contacts_become_cards(run: Run, write: Write, tmp_path: Path) -> None:
    place = {"adresse": "Vei 1, oppgang B", "postnummer": "2550", "poststed": "Os"}
    write({
        "bedrifter/a.toml": bedrift(NUMBERS[0], navn="Ål; Bygg, Drift AS", kontakt=CARI, **place)
        + bedrift(NUMBERS[1], navn="Uten navn AS", kontakt={"epost": "post@firma.example"})
        + bedrift(NUMBERS[2], navn="Ring ikke AS", ring_ikke=True, kontakt=CARI)
        + bedrift(NUMBERS[3], navn="Reservert AS", reservert=True, kontakt=CARI)
        + bedrift(NUMBERS[4], navn="Ingen AS")
        + bedrift(NUMBERS[5], navn="Fiendtlig AS", kontakt=HOSTILE),
    })  # fmt: skip
    path = tmp_path / "kontakter.vcf"
    done = run("export", "companies", "-w", tmp_path / "hage", "-o", path, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "privacy forget" in done.stderr
    kari, office, hostile = cards(path)
    assert (kari.fn.value, kari.n.value.family, kari.kind.value) == (
        "Kari Anne Nordmann", "Nordmann", "individual",
    )  # fmt: skip
    assert (kari.org.value, kari.title.value) == (["Ål; Bygg, Drift AS"], "daglig leder; eier")
    assert kari.tel.value == "62 00 00 01"
    assert kari.adr.value.street == "Vei 1, oppgang B"
    assert (office.fn.value, office.kind.value) == ("Uten navn AS", "org")
    assert hostile.email.value == "a@firma.example"
    assert "x" not in hostile.contents
    again = tmp_path / "igjen.vcf"
    run("export", "companies", "-w", tmp_path / "hage", "-o", again)
    assert again.read_bytes() == path.read_bytes()
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 75


@pytest.mark.slow
def test_a_plan_exports_the_contacts_of_its_stops(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "region"
    run("init", folder, "--demo", "--quiet")
    run("plan", "-w", folder, "--today", "2026-11-23", "--days", "1", "--save", "--quiet")
    path = tmp_path / "kontakter.vcf"
    done = run(
        "export", "latest", "-w", folder, "-o", path, "--today", "2026-11-23", "--lang", "en"
    )
    assert done.returncode == 0, done.stderr
    assert "privacy forget" in done.stderr
    assert 0 < len(cards(path)) <= 12
