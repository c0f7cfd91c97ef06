"""From the list in Excel to a month of work, as a script runs it: no terminal, no question."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from hageplan.records.spelling import is_provisional
from tests.conftest import Run
from tests.documents import document
from tests.sessions import lists
from tests.sessions.office import COMMENTS, SURVEY, Office

pytestmark = pytest.mark.slow
REAL = "310000132"
"""A number that a company gets later."""
WORDS = '\n[innlesing.status]\n"aktuell" = "prospekt"\n"lunken" = "prospekt"\n'


class Script:
    """Runs commands in an office's folder."""

    def __init__(self, office: Office, run: Run) -> None:
        self.office, self._run = office, run

    def ends(self, line: str, code: int = 0) -> CompletedProcess[str]:
        """Run a line that ends with `code`."""
        words = shlex.split(line)[1:]
        is_timeless = words[0] == "init" or words[1:2] == ["undo"]
        day = () if is_timeless else ("--today", self.office.today)
        done = self._run(*words, *day, cwd=self.office.folder)
        assert done.returncode == code, (line, done.stdout, done.stderr)
        return done

    def tells(self, line: str) -> dict[str, Any]:
        """Return the document that a line prints."""
        found: dict[str, Any] = document(self.ends(f"{line} --json").stdout)
        return found


def test_from_the_list_in_excel_to_a_month_of_work(tmp_path: Path, run: Run) -> None:
    office = Office(tmp_path / "Min hage på fjellet æ")
    script = Script(office, run)
    script.ends("hageplan init . --kommune Tynset --kommune Os")
    november_comes_in(script)
    appointments_by_name(script)
    what_happens_to_companies(script)
    december_and_a_form(script)
    forgotten_stays_forgotten(script)
    the_table_goes_out_and_comes_back(script)
    kept = office.contents("bedrifter")["bedrifter/tynset.toml"].decode()
    assert kept.startswith(COMMENTS[0])
    assert COMMENTS[1] in kept


def november_comes_in(script: Script) -> None:
    office = script.office
    office.write_november()
    listed = "hageplan import excel 'Bedriftsliste november.xlsx'"
    told = script.ends(f"{listed} --dry-run").stdout
    assert '"aktuell" = "" # rader: 8' in " ".join(told.split())
    assert not office.records.bedrifter
    settings = office.folder / "hageplan.toml"
    settings.write_text(settings.read_text("utf-8") + WORDS, "utf-8")
    found = script.tells(listed)
    reasons = {one["line"]: one["reason"] for one in found["rejected"]}
    assert sorted(reasons) == [7, 8, 13, 15]
    assert reasons[7] == "the same organisation number as Os Maskin AS in line 8"
    assert reasons[8] == "the same organisation number as Grøftegraverne AS in line 7"
    assert "--add-new" in reasons[13]
    assert [one["navn"] for one in found["unknown"]] == ["Nye Idéer"]
    rejected = (office.folder / "Bedriftsliste november-avvist.csv").read_text("utf-8-sig")
    assert "Nye Idéer" in rejected
    assert [one.antall_ansatte for one in office.records.bedrifter] == [2, 9, 6, 12, 15, 1, 8, 80]  # fmt: skip
    office.comment("tynset.toml")
    assert script.tells(listed)["counts"]["same"] == 8


def appointments_by_name(script: Script) -> None:
    visits = script.tells("hageplan next")
    assert visits["outside"] == 1
    names = {one["navn"] for one in visits["visits"]}
    assert "Tynset Regnskap AS" in names
    assert "Tynset sykehjem" not in names
    script.ends("hageplan plan --save --days 2 --without 'tynset regnskap'")
    script.ends("hageplan book 'Elve Data' --at 'mandag kl 10'")
    refused = script.ends("hageplan slots 'nordre gard'", code=1).stderr
    assert all(f"{number} = Nordre Gard" in refused for number in (
        lists.OS_GARD, lists.TYNSET_GARD,
    ))  # fmt: skip
    assert script.tells(f"hageplan slots {lists.OS_GARD}")["offers"]
    script.ends("hageplan move elve --at '1.12. kl 9'")
    (booked,) = script.tells("hageplan avtaler")["avtaler"]
    assert (booked["navn"], booked["date"]) == ("Elve Data AS", "2026-12-01")
    script.ends("hageplan cancel elve")
    assert script.tells("hageplan avtaler")["avtaler"] == []
    script.ends("hageplan log 'tynset regnskap' --kind møte --interesse nøytral --at 'i går kl 9'")
    assert script.tells("hageplan log show tynset-regnskap")["entries"]


def what_happens_to_companies(script: Script) -> None:
    office = script.office
    new = "hageplan bedrift ny --navn 'Nye Idéer' --kommune tynset --ansatte 1"
    script.ends(new, code=1)
    script.ends(f"{new} --yes")
    script.ends("hageplan log 'nye ideer' --notat 'Ringte' --kind telefon")
    provisional = office.called("Nye Idéer").organisasjonsnummer
    assert is_provisional(provisional)
    script.ends(f"hageplan bedrift endre 'nye ideer' --orgnr {REAL} --yes")
    assert office.called("Nye Idéer").organisasjonsnummer == REAL
    assert provisional.encode() not in b"".join(office.contents().values())
    script.ends("hageplan bedrift medlem elve --dato 1.11. --yes")
    script.ends("hageplan bedrift avslag 'tynset regnskap' --grunn 'ikke nå' --kind telefon --yes")
    script.ends("hageplan bedrift sluttet 'os lys' --dato 15.11. --yes")
    script.ends("hageplan bedrift ring-ikke 'nye ideer' --yes")
    before = office.contents()
    script.ends("hageplan bedrift medlem elve --dato 31.2. --yes", code=2)
    script.ends("hageplan bedrift endre elve --status kanskje --yes", code=2)
    assert office.contents() == before
    assert office.company(lists.LYS).sluttet == date(2026, 11, 15)
    assert office.records.henvendelser[-1].interesse == "ikke"


def december_and_a_form(script: Script) -> None:
    office = script.office
    office.write_december()
    before = office.contents()
    found = script.tells("hageplan import excel 'Bedriftsliste desember.xlsx'")
    assert (found["counts"]["new"], found["missing"]) == (1, [])
    assert {(one["navn"], one["field"]) for one in found["changes"]} >= {
        ("Elve Data AS", "antall_ansatte"), ("Elve Data AS", "kontakt.telefon"),
        ("Fjellbakeriet", "antall_ansatte"), ("Kvernberget Sag AS", "status"),
    }  # fmt: skip
    assert office.company(lists.ELVE).status == "medlem"
    script.ends("hageplan import undo")
    assert office.contents() == before
    script.ends("hageplan import excel 'Bedriftsliste desember.xlsx'")
    (office.folder / "svar.csv").write_text(SURVEY, "utf-8")
    unknown = script.tells("hageplan import survey svar.csv --dry-run")["unknown"]
    assert [one["navn"] for one in unknown] == ["Ukjent Snekkeri"]
    script.ends("hageplan import survey svar.csv --add-new")
    answers = [one.interesse for one in office.records.henvendelser]
    assert answers.count("forpliktet") == answers.count("interessert") == 1
    assert is_provisional(office.called("Ukjent Snekkeri").organisasjonsnummer)


def forgotten_stays_forgotten(script: Script) -> None:
    office = script.office
    before = office.contents()
    script.ends("hageplan privacy forget 'Mari Eksempel'", code=1)
    assert office.contents() == before
    script.ends("hageplan privacy forget 'Mari Eksempel' --yes")
    found = script.tells("hageplan import excel 'Bedriftsliste desember.xlsx'")
    assert (found["forgotten"], found["changes"]) == (1, [])
    told = b"".join(office.contents("bedrifter", "logg", "kilder", "personvern").values())
    assert b"Mari" not in told
    assert b"91 11 11 11" not in told


def the_table_goes_out_and_comes_back(script: Script) -> None:
    before = script.office.contents()
    script.ends("hageplan export companies -o liste.csv -o liste.xlsx")
    for line in ("hageplan import csv liste.csv", "hageplan import excel liste.xlsx"):
        counts = script.tells(line)["counts"]
        assert (counts["same"], counts["new"] + counts["changed"]) == (counts["rows"], 0)
    assert script.office.contents() == before
