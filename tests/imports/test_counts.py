"""How many companies there are in municipalities: SSB's table, stood in for on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hageplan import load
from hageplan.web import service
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift
from tests.documents import document
from tests.driver import Ended, hageplan
from tests.imports.tables import CODES, Tables, counts, serving, table

pytestmark = pytest.mark.slow

OS, TYNSET, ROROS = "3430", "3427", "5025"
COMPANIES = "".join(
    (
        bedrift(NUMBERS[0], "Sag AS", antall_ansatte=12, naeringskode="41.200"),
        bedrift(NUMBERS[1], "Elv AS", antall_ansatte=3, naeringskode="01.110"),
        bedrift(NUMBERS[2], "Fjell AS", antall_ansatte=0),
        bedrift(NUMBERS[3], "Dal AS"),
        bedrift(NUMBERS[4], "Borte AS", antall_ansatte=9, status="nedlagt"),
    )
)
THERE = {
    OS: counts(464, 30, 10, 5, 2, 0, 0, 1, industries={"01": 120, "41": 60, "00": 2}),
    TYNSET: counts(1000, 100, 50, 20, 8, 1, 0, 0),
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_WAIT_S", 0.01)
    monkeypatch.setattr(service, "_SILENCE_S", 1.0)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES})


def ended(folder: Path, tables: Tables, *words: str) -> Ended:
    settings = SETTINGS + f'\n[innlesing]\nssb_url = "{tables.url}"\npause_sekunder = 0\n'
    (folder / "hageplan.toml").write_text(settings, "utf-8")
    return hageplan("import", "ssb", "-w", str(folder), "--lang", "en", *words)


def told(folder: Path, *words: str) -> dict[str, Any]:
    done = hageplan(*words, "-w", str(folder), "--lang", "en", "--json")
    assert done.code == 0, done.err
    return document(done.out)


def test_counts_stand_beside_the_list(folder: Path) -> None:
    """Told by the import, by check and by score; what has closed down is not counted."""
    with serving(Tables(THERE)) as tables:
        assert ended(folder, tables, "--dry-run").code == 0
        assert not (folder / "virksomheter.toml").exists()
        done = ended(folder, tables, "-k", "Os", "-k", "Tynset", "-k", "Røros", "--json")
    found = document(done.out)
    os, tynset = found["kommuner"]
    assert (os["ours"], os["all"], os["unknown"]) == (4, 512, 1)
    assert (os["ours_with_employees"], os["all_with_employees"]) == (2, 48)
    assert [(one["name"], one["ours"], one["all"]) for one in os["sizes"]][:4] == [
        ("0", 1, 464), ("1-4", 1, 30), ("5-9", 0, 10), ("10-19", 1, 5),
    ]  # fmt: skip
    industries = {one["name"]: (one["ours"], one["all"]) for one in os["industries"]}
    assert industries["PRIMARY"] == (1, 120)
    assert industries["CONSTRUCTION"] == (1, 60)
    assert (tynset["ours"], tynset["all"]) == (0, 1179)
    assert (found["missing"], found["written"]) == (["Røros"], ["virksomheter.toml"])
    kept = load(folder).virksomheter
    assert kept is not None
    assert (kept.tabell, kept.lisens, kept.aar) == ("07091", "CC BY 4.0", 2026)
    line = (
        "The list has 4 of 512 companies in Os, 2 of 48 with employees (SSB, table 07091, 1 Jan"
        " 2026)."
    )
    assert line in " ".join(hageplan("check", "-w", str(folder), "--lang", "en").out.split())
    assert [one["all"] for one in told(folder, "check")["coverage"]] == [512, 1179]
    scored = told(folder, "score", "-k", "Os")
    assert [one["all"] for one in scored["coverage"]] == [512]
    shown = hageplan("score", "-k", "Os", "-w", str(folder), "--lang", "en").out
    assert line in " ".join(shown.split())


def test_the_estimate_is_of_the_list_alone(folder: Path) -> None:
    """What statistics count is told, and changes no estimate."""
    before = told(folder, "score")
    with serving(Tables(THERE)) as tables:
        ended(folder, tables)
    after = told(folder, "score")
    assert before["coverage"] == []
    assert {**after, "coverage": []} == before


def test_many_municipalities_are_asked_for_some_at_a_time(folder: Path) -> None:
    numbers = [one.kommunenummer for one in load(folder).kommuner][:120]
    there = {number: counts(*range(8)) for number in numbers}
    with serving(Tables(there)) as tables:
        words = [word for number in numbers for word in ("-k", number)]
        found = document(ended(folder, tables, *words, "--json").out)
    asked = [query["valueCodes[Region]"].count(",") + 1 for query in tables.asked]
    assert asked == [100, 20]
    assert len(found["kommuner"]) == 120
    assert tables.asked[0]["valueCodes[Tid]"] == "top(1)"


def renamed(name: str, to: str) -> Callable[[dict[str, Any]], Any]:
    def changed(told: dict[str, Any]) -> Any:
        told["id"] = [to if one == name else one for one in told["id"]]
        told["dimension"][to] = told["dimension"].pop(name)
        return told

    return changed


def coded(name: str, code: str, to: str) -> Callable[[dict[str, Any]], Any]:
    def changed(told: dict[str, Any]) -> Any:
        index = told["dimension"][name]["category"]["index"]
        index[to] = index.pop(code)
        return told

    return changed


def called(code: str, label: str) -> Callable[[dict[str, Any]], Any]:
    def changed(told: dict[str, Any]) -> Any:
        told["dimension"]["AntAnsatte"]["category"]["label"][code] = label
        return told

    return changed


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (renamed("AntAnsatte", "Ansatte"), "no dimension AntAnsatte"),
        (renamed("NACE2007", "NACE2025"), "no dimension NACE2007"),
        (coded("AntAnsatte", "99", "00-99"), "AntAnsatte has no code 99"),
        (coded("NACE2007", "01-99", "A-U"), "NACE2007 has no code 01-99"),
        (called("01", "1-9 ansatte"), "AntAnsatte 01 is called 1-9 ansatte"),
        (lambda told: {**told, "value": told["value"][1:]}, "do not agree"),
        (lambda told: {**told, "value": {"0": 1}}, "value"),
        (lambda told: {**told, "class": "collection"}, "class"),
        (lambda told: [told], "dictionary"),
        (lambda told: {key: told[key] for key in told if key != "label"}, "label"),
    ],
)
def test_a_changed_table_is_told_and_nothing_written(
    folder: Path, changed: Callable[[dict[str, Any]], Any], why: str
) -> None:
    with serving(Tables(THERE, changed=changed)) as tables:
        done = ended(folder, tables)
        assert done.code == 3
        assert why in " ".join(done.err.split())
        assert "--try" in done.err
        assert not (folder / "virksomheter.toml").exists()
        tried = ended(folder, tables, "--try", "-k", "Os")
    assert tried.code == 3
    assert why in " ".join(tried.err.split())
    assert '"NACE20' in tried.out or why == "dictionary"


@pytest.mark.parametrize("fault", ["500", "429", "slow", "cut"])
def test_a_passing_fault_costs_nothing(folder: Path, fault: str) -> None:
    with serving(Tables(THERE, faults=[fault])) as tables:
        assert ended(folder, tables).code == 0
    assert len(tables.asked) == 2


def test_an_answer_is_shown_and_kept(folder: Path, tmp_path: Path) -> None:
    with serving(Tables(THERE)) as tables:
        done = ended(folder, tables, "--try", "-k", "Os", "--record", str(tmp_path / "svar"))
    assert done.code == 0, done.err
    assert "The answer is understood" in done.out
    (kept,) = (tmp_path / "svar").iterdir()
    assert b'"07091: Virksomheter' in kept.read_bytes()
    assert not (folder / "virksomheter.toml").exists()


def test_what_is_not_counted_is_not_taken_for_none(folder: Path) -> None:
    """A cell without a figure is no 0."""
    there = {OS: {**THERE[OS], ("01-99", "00"): None, ("01", "99"): None}}
    with serving(Tables(there)) as tables:
        found = document(ended(folder, tables, "--json", "-k", "Os").out)
        done = ended(folder, tables, "-k", "Os")
    (os,) = found["kommuner"]
    assert os["all_with_employees"] is None
    assert os["sizes"][0] == {"name": "0", "ours": 1, "all": None}
    assert "The list has 4 of 512 companies in Os (SSB, table 07091" in " ".join(done.out.split())


def test_a_damaged_file_of_counts_is_a_fault_with_its_line(folder: Path) -> None:
    (folder / "virksomheter.toml").write_text('tabell = "07091"\naar = "i fjor"\n', "utf-8")
    done = hageplan("check", "-w", str(folder), "--lang", "en")
    assert done.code == 1
    assert "virksomheter.toml:2" in done.err + done.out


def test_the_stand_in_is_of_the_documented_form() -> None:
    told = table(THERE)
    assert told["size"] == [2, 4, len(CODES), 1, 1]
    assert len(told["value"]) == 2 * 4 * len(CODES)
