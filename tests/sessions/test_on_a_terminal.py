"""From the list in Excel to a month of work, as somebody types it on a terminal, in Norwegian."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hageplan.records.spelling import is_provisional
from tests.sessions import lists
from tests.sessions.office import COMMENTS, SURVEY, Office

pytestmark = pytest.mark.slow
NONE_OF_THESE = "ingen av"


def test_from_the_list_in_excel_to_a_month_of_work(tmp_path: Path) -> None:
    office = Office(tmp_path / "Min hage på fjellet æ")
    assert "hageplan import excel LISTE.xlsx" in office.types(
        "hageplan init . --kommune Tynset --kommune Os"
    )
    november_comes_in(office)
    appointments_by_name(office)
    what_happens_to_companies(office)
    december_updates(office)
    a_form_knows_others(office)
    forgotten_stays_forgotten(office)
    the_table_goes_out_and_comes_back(office)
    kept = office.contents("bedrifter")["bedrifter/tynset.toml"].decode()
    assert kept.startswith(COMMENTS[0])
    assert COMMENTS[1] in kept
    assert "Nordre Gard" in office.types("hageplan followup")


def november_comes_in(office: Office) -> None:
    office.write_november()
    listed = "hageplan import excel 'Bedriftsliste november.xlsx'"
    nobody = ("Nye Idéer står ikke på listen", "nei")
    asked = (("«aktuell»", "mulig medlem"), ("«?»", NONE_OF_THESE), nobody)
    office.types(listed, *asked, ("Hente inn dette?", ""), code=1)
    assert not office.records.bedrifter
    seen = office.types(listed, *asked, ("Hente inn dette?", "ja"))
    assert lists.GRUNN not in office.records.bedrift_by_number  # two names of one number
    assert "12 rader: 8 nye, 0 endret, 0 uendret, 0 borte, 4 avvist" in seen
    bakeri, elve = office.company(lists.BAKERI), office.company(lists.ELVE)
    assert (bakeri.antall_ansatte, bakeri.medlem_siden) == (12, date(2022, 3, 1))
    assert (elve.naeringskode, elve.status, elve.kontakt.telefon) == (
        "62.010", "prospekt", "99 00 00 01",
    )  # fmt: skip
    assert office.company(lists.OS_GARD).ring_ikke
    assert (office.company(lists.SAG).status, office.company(lists.LYS).medlem_siden) == (
        "avslag", date(2020, 1, 15),
    )  # fmt: skip
    assert [one.organisasjonsnummer for one in office.records.henvendelser] == [
        lists.BAKERI,
        lists.LYS,
    ]
    office.comment("tynset.toml")
    # Known words are not asked about again, and nor is a list that changes nothing.
    assert "8 uendret" in office.types(listed, ("«?»", NONE_OF_THESE), nobody)


def appointments_by_name(office: Office) -> None:
    seen = office.types("hageplan next")
    assert "tynset-regnskap" in seen
    assert "sykehjem" not in seen
    assert "Én bedrift er utenfor målgruppen" in seen
    assert "Elve Data AS" in office.types("hageplan plan --save")
    seen = office.types("hageplan book 'Elve Data' --at 'mandag kl 10'")
    assert "Avtalt: mandag 30. november 2026 10:00–11:00, Elve Data AS, medarbeider1\n" in seen
    seen = office.types("hageplan slots 'nordre gard'", ("Hvilken?", "tynset"))
    assert "Ledige tider for Nordre Gard" in seen
    assert f"hageplan book {lists.TYNSET_GARD}" in seen
    office.types("hageplan book tynset-regnskap --at '1.12. kl 9'")
    office.types("hageplan move tynset-regnskap --at 'onsdag 9.30'")
    seen = office.types("hageplan avtaler")
    assert "Onsdag 2. desember 2026" in seen
    assert "tynset-regnskap" in seen
    office.types("hageplan cancel tynset-regnskap")
    office.types("hageplan cancel tynset-regnskap", code=1)
    done = "hageplan done elve --interesse interessert --notat 'Vil ha besøk i mars'"
    early = office.types(done, code=1)
    assert "avtalen med Elve Data AS er først 30. nov. 2026 10:00" in early
    assert "hageplan cancel elve, og så hageplan log elve" in early
    office.today = "2026-11-30"
    office.types(done)
    assert office.records.henvendelser[-1].interesse == "interessert"
    answers = (
        ("Hvilken bedrift", "nordre"), ("Hvilken?", "os"), ("Type kontakt", "møte"), ("Utfall", "s"), ("Når", "i går kl 9"),
        ("Hvordan går det", "Travelt"), ("Planer", "vil ansette flere"), ("notat?", "j"),
        ("Planer", "nei"), ("trenger", "kapital, lokaler"), ("tilby", ""), ("Interesse", ""),
        ("Minutter", "45"), ("Flagg", "gult"), ("Lovet", "15.12. send lenken"), ("Lovet", ""), ("Lagre?", ""),
    )  # fmt: skip
    seen = office.types("hageplan log", *answers)
    (said,) = (
        one for one in office.records.henvendelser if one.organisasjonsnummer == lists.OS_GARD
    )
    assert (said.kanal, said.tid.day, said.behov, said.flagg, said.minutter) == (
        "mote", 29, ("kapital", "lokaler"), "gul", 45,
    )  # fmt: skip
    assert "vil ansette flere" in said.notat
    assert not any((said.flytter, said.selger, said.legger_ned, said.utvider))
    assert office.records.oppfolginger[0].frist == date(2026, 12, 15)


def what_happens_to_companies(office: Office) -> None:
    new = (
        ("Navn", "Nye Idéer"), ("Kommune", "tynset"), ("Ansatte", "1"), ("Kontakt", "Ada Eksempel"),
        ("Telefon", "99 00 00 08"), ("Organisasjonsnummer", ""), ("Lagre dette?", "j"),
    )  # fmt: skip
    assert "uten organisasjonsnummer ennå" in office.types("hageplan bedrift ny", *new)
    assert is_provisional(office.called("Nye Idéer").organisasjonsnummer)
    yes, no = ("Lagre dette?", "j"), ("Lagre dette?", "")
    office.types("hageplan bedrift medlem elve --dato 1.11.", no, code=1)
    seen = office.types("hageplan bedrift medlem elve --dato 1.11.", yes)
    assert "Medlem siden: – -> 1. nov. 2026" in seen
    office.types("hageplan bedrift endre 'nye ideer' --telefon '91 00 00 08'", yes)
    office.types("hageplan bedrift endre fjellbakeriet --ansatte 13", yes)
    office.types("hageplan bedrift avslag nordre --grunn 'ikke nå'", ("Hvilken?", "tynset"), yes)
    office.types("hageplan bedrift ring-ikke tynset-regnskap", yes)
    office.types("hageplan bedrift sluttet 'os lys' --dato 15.11.", yes)
    lys = office.company(lists.LYS)
    assert (lys.status, lys.sluttet, lys.medlem_siden) == (
        "avslag", date(2026, 11, 15), date(2020, 1, 15),
    )  # fmt: skip
    assert office.company(lists.ELVE).medlem_siden == date(2026, 11, 1)
    assert "ikke nå" in office.company(lists.TYNSET_GARD).notat
    assert "(ikke ring)" in office.types("hageplan next")


def december_updates(office: Office) -> None:
    office.write_december()
    before = office.contents()
    listed = "hageplan import excel 'Bedriftsliste desember.xlsx'"
    answers = (("«?»", NONE_OF_THESE), ("«lunken»", "mulig"), ("Hente inn dette?", "ja"))
    seen = office.types(listed, *answers)
    assert "Fjellbakeriet" in seen.partition("Beholdt")[2] or "13 <> 14" in seen
    elve, bakeri = office.company(lists.ELVE), office.company(lists.BAKERI)
    assert (elve.antall_ansatte, elve.kontakt.telefon) == (8, "99 88 77 66")
    assert elve.status == "medlem"
    assert bakeri.antall_ansatte == 13
    assert (office.company(lists.SAG).status, office.company(lists.SAG).medlem_siden) == (
        "medlem", date(2026, 11, 20),
    )  # fmt: skip
    regnskap = office.company(lists.REGNSKAP).kontakt
    assert (regnskap.navn, regnskap.telefon) == ("Mari Eksempel", "91 11 11 11")
    assert office.company(lists.NY).status == "prospekt"
    office.types("hageplan import undo")
    assert office.contents() == before
    assert "Hva betyr" in office.types(listed, *answers)


def a_form_knows_others(office: Office) -> None:
    (office.folder / "svar.csv").write_text(SURVEY, "utf-8")
    form = "hageplan import survey svar.csv"
    answers = (("Ukjent Snekkeri", "j"), ("Hente inn dette?", "ja"))
    assert "Elve Data AS" in office.types(form, *answers)
    new = office.called("Ukjent Snekkeri")
    assert (new.kommunenummer, is_provisional(new.organisasjonsnummer)) == ("3430", True)
    assert office.records.henvendelser[-1].organisasjonsnummer == new.organisasjonsnummer
    assert "2 uendret" in office.types(form)


def forgotten_stays_forgotten(office: Office) -> None:
    forget = "hageplan privacy forget 'Mari Eksempel'"
    before = office.contents()
    office.types(forget, ("Slette dette for godt?", ""), code=1)
    assert office.contents() == before
    office.types(forget, ("Slette dette for godt?", "ja"))
    listed = "hageplan import excel 'Bedriftsliste desember.xlsx'"
    seen = office.types(listed, ("«?»", NONE_OF_THESE))
    assert "gjelder en som er slettet" in seen
    assert office.company(lists.REGNSKAP).kontakt.navn == ""
    told = b"".join(office.contents("bedrifter", "logg", "kilder", "personvern").values())
    assert b"Mari" not in told
    assert b"91 11 11 11" not in told


def the_table_goes_out_and_comes_back(office: Office) -> None:
    office.types("hageplan export companies -o liste.xlsx")
    before = office.contents()
    assert "0 nye, 0 endret, 11 uendret" in office.types("hageplan import excel liste.xlsx")
    assert office.contents() == before
    office.edit("liste.xlsx", "Nye Idéer", "Ansatte", 2)
    office.types("hageplan import excel liste.xlsx", ("Hente inn dette?", "ja"))
    assert office.called("Nye Idéer").antall_ansatte == 2
    office.types("hageplan import undo")
    assert office.contents() == before
