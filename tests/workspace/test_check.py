"""Every fault is found, with its line, and says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hageplan.errors import Problem, RecordsError
from hageplan.workspace.find import example_dir
from hageplan.workspace.read import load, read_workspace
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift

COMPANY = f'[[bedrift]]\norganisasjonsnummer = "{NUMBERS[0]}"\nnavn = "Prøve AS"\nkommunenummer = "3430"\n'


def faults(folder: Path, severity: str = "error") -> list[Problem]:
    return [p for p in read_workspace(folder)[1] if p.severity == severity]


@pytest.mark.parametrize(
    ("line", "code", "key", "hint"),
    [
        ("antal_ansatte = 3", "extra-forbidden", "antal_ansatte", "antall_ansatte"),
        ('antall_ansatte = "tolv"', "int-type", "antall_ansatte", "leave the key out"),
        ("antall_ansatte = -1", "greater-than-equal", "antall_ansatte", "0 or more"),
        ("lat = 11.2\nlon = 62.1", "greater-than-equal", "lat", "swapped"),
        ("lat = 62.1", "koordinater", "", "both, or neither"),
        ('naeringskode = "tre"', "string-pattern-mismatch", "naeringskode", "16.100"),
        ('status = "kunde"', "literal-error", "status", "prospekt"),
        ("reservert = 1", "bool-type", "reservert", "true or false"),
        ('behov = "alt"', "tuple-type", "behov", "square brackets"),
        ('kontakt = "Kari"', "model-type", "kontakt", "table"),
        ('kontakt = { tlf = "1" }', "extra-forbidden", "kontakt.tlf", "telefon"),
        ('besokstider = [{ fra = "15:00", til = "09:00" }]', "rekkefolge", "besokstider", "later"),
        (
            'besokstider = [{ fra = "ni", til = "10:00" }]',
            "klokkeslett",
            "besokstider.fra",
            "09:00",
        ),
        (
            'besokstider = [{ fra = "09:00", til = "10:00", ukedager = [] }]',
            "too-short",
            "besokstider.ukedager",
            "one or more",
        ),
    ],
)
def test_fault_in_a_company(write: Write, line: str, code: str, key: str, hint: str) -> None:
    folder = write({"bedrifter/os.toml": COMPANY + line + "\n"})
    found = next(p for p in faults(folder) if p.code == code and p.key == key)
    assert found.place == f"bedrifter/os.toml:{1 if key == '' else 5}"
    assert hint in f"{found.expected} {found.todo}"


FERRY = """
ferje = [{ navn = "a", minutter = 9, ventetid_minutter = 5, fra_kai = { lat = 62, lon = 11 },
 til_kai = { lat = 62, lon = 11.2 }, omraade = [{ lat = 61, lon = 11.1 }, { lat = 63, lon = 11.1 },
 { lat = 62, lon = 13 }] }]
"""


@pytest.mark.parametrize(
    ("keys", "code", "hint"),
    [
        ("fra = 2026-12-02, til = 2026-12-01, ekstra_minutter = 3", "rekkefolge", "later"),
        ('fra = 2026-12-02, til = "12-05", ekstra_minutter = 3', "ulike-dager", "two dates"),
        ('fra = "02-30", til = "12-05", ekstra_minutter = 3', "maaned-dag", "month and day"),
        ('fra = "ni", til = "12-05", ekstra_minutter = 3', "dato", "2026-12-01"),
        ('fra = "11-01", til = "12-05"', "vei-rundt", "one of rundt"),
        ('fra = "11-01", til = "12-05", rundt = "Os", kolonne_minutter = 9', "vei-rundt", "one of"),
        ('fra = "11-01", til = "12-05", rundt = "Oss"', "unknown-place", "municipality"),
    ],
)
def test_fault_in_a_closed_road(write: Write, keys: str, code: str, hint: str) -> None:
    shut = f'stengt = [{{ navn = "fv. 30", punkter = [{{ lat = 62.5, lon = 11 }}], {keys} }}]\n'
    folder = write({"bedrifter/os.toml": COMPANY, "veier.toml": shut + FERRY})
    (found,) = faults(folder)
    assert (found.code, found.place) == (code, "veier.toml:1")
    assert hint in f"{found.expected} {found.todo}"


def test_points_are_shown_as_they_are_written(write: Write) -> None:
    shut = 'navn = "a", fra = "11-01", til = "12-05", ekstra_minutter = 3, punkter = [[62.5, 11]]'
    (found,) = faults(write({"veier.toml": f"stengt = [{{ {shut} }}]\n"}))
    assert found.place == "veier.toml:1"
    assert "{ lat = 62.55, lon = 11.02 }" in f"{found.expected}"


def test_a_ferry_leads_into_its_area(write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANY, "veier.toml": FERRY.replace("11.2", "11")})
    (found,) = faults(folder)
    assert (found.code, found.place) == ("kaier", "veier.toml:2")
    assert not faults(write({"veier.toml": FERRY}))


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ('status = "medlem"\nsluttet = 2026-01-31', "left-member", 6),
        ("medlem_siden = 2026-05-01\nsluttet = 2026-01-31", "left-before", 6),
        ("sluttet = 2026-12-01", "not-yet", 5),
        ("status_endret = 2026-12-01", "not-yet", 5),
    ],
)
def test_days_that_contradict_are_warned_about(
    write: Write, lines: str, code: str, line: int
) -> None:
    folder = write({"bedrifter/os.toml": COMPANY + lines + "\n"})
    (found,) = (p for p in read_workspace(folder, date(2026, 11, 23))[1] if p.code == code)
    assert (found.severity, found.place) == ("warning", f"bedrifter/os.toml:{line}")


def test_all_faults_at_once_and_the_right_records_survive(write: Write) -> None:
    folder = write(
        {
            "hageplan.toml": SETTINGS.replace('"Os"', '"Våler"').replace("Tynset", "Tynsett"),
            "bedrifter/a.toml": bedrift(NUMBERS[0]) + bedrift("310000001"),
            "bedrifter/b.toml": bedrift(NUMBERS[0]) + bedrift(NUMBERS[1], kommunenummer="9999"),
            "bedrifter/c.toml": "[[bedrift]\n",
            "bedrifter/e.toml": "[[bedrifft]]\n[bedrift]\n",
            "logg/2026.toml": f"""
[[henvendelse]]
id = "h-1"
organisasjonsnummer = "{NUMBERS[2]}"
tid = 2026-05-01T10:00:00
medarbeider = "ukjent"

[[avtale]]
id = "h-1"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-05-01T10:00:00Z
medarbeider = "kari"
""",
            "veier.toml": 'vei = [{ fra = "Røros", til = "Ingensted", minutter = 3 }]\n',
        }
    )
    (folder / "bedrifter/d.toml").write_bytes(b"# \n# bl\xe5\n")
    workspace, problems = read_workspace(folder)
    found = {(p.code, p.place) for p in problems if p.severity == "error"}
    assert found == {
        ("kommune", "hageplan.toml:5"),
        ("organisasjonsnummer", "bedrifter/a.toml:7"),
        ("duplicate-bedrift", "bedrifter/b.toml:2"),
        ("kommune", "bedrifter/b.toml:9"),
        ("toml-syntax", "bedrifter/c.toml:1"),
        ("not-utf8", "bedrifter/d.toml:2"),
        ("unknown-table", "bedrifter/e.toml:1"),
        ("single-table", "bedrifter/e.toml:2"),
        ("unknown-bedrift", "logg/2026.toml:4"),
        ("tidssone", "logg/2026.toml:11"),
        ("unknown-place", "veier.toml:1"),
    }
    assert [p.code for p in problems if p.severity == "warning"] == ["unknown-medarbeider"]
    assert NUMBERS[1] in {b.organisasjonsnummer for b in workspace.bedrifter}
    with pytest.raises(RecordsError) as caught:
        load(folder)
    assert len(caught.value.problems) == 12


def test_duplicate_ids_and_missing_home(write: Write) -> None:
    folder = write(
        {
            "hageplan.toml": SETTINGS + '[[medarbeider]]\nid = "kari"\nstart = "hjem"\n',
            "bedrifter/os.toml": COMPANY,
            "logg/2026.toml": f"""
[[oppfolging]]
id = "o-1"
organisasjonsnummer = "{NUMBERS[0]}"
frist = "2026-05-01"
ansvarlig = "kari"
[[oppfolging]]
id = "o-1"
organisasjonsnummer = "{NUMBERS[0]}"
frist = 2026-13-01
ansvarlig = "ola"
""".replace("2026-13-01", "2026-12-01"),
        }
    )
    assert {p.code for p in faults(folder)} == {"duplicate-id", "no-home"}
    assert [p.key for p in faults(folder, "warning")] == ["ansvarlig"]


def test_a_bare_workspace_is_only_warned_about(write: Write) -> None:
    folder = write({"hageplan.toml": ""})
    assert faults(folder) == []
    codes = {p.code for p in faults(folder, "warning")}
    assert codes == {"empty-folder", "no-office", "no-medarbeider"}


def test_faults_in_nested_settings_leave_the_rest(write: Write) -> None:
    text = SETTINGS + 'arbeidstid = { fra = "16:00", til = "08:00" }\n[[medarbeider]]\nid = "ola"\n'
    folder = write({"hageplan.toml": text, "bedrifter/os.toml": COMPANY})
    workspace, problems = read_workspace(folder)
    assert [p.code for p in problems] == ["rekkefolge"]
    assert [person.id for person in workspace.oppsett.medarbeider] == ["ola"]


def test_unreadable_file(write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANY})
    (folder / "bedrifter/mappe.toml").mkdir()
    assert [p.code for p in faults(folder)] == ["unreadable"]


def test_the_example_region_has_no_fault() -> None:
    workspace, problems = read_workspace(example_dir())
    assert problems == ()
    assert len(workspace.bedrifter) == 160
    assert {b.kommunenummer for b in workspace.bedrifter} == {
        *workspace.dekker,
        *workspace.vurderer,
    }
    assert all(b.organisasjonsnummer[0] in "23" for b in workspace.bedrifter)


def test_own_kommuner_replace_the_shipped(write: Write) -> None:
    text = """[[kommune]]
kommunenummer = "3430"
navn = "Os"
fylkesnummer = "34"
fylke = "Innlandet"
senter = "Nørdalen"
lat = 62.5
lon = 11.2
"""
    folder = write({"kommuner.toml": text, "bedrifter/os.toml": COMPANY})
    workspace = load(folder)
    assert workspace.kommuner["3430"].senter == "Nørdalen"
    assert len(workspace.kommuner) == 357


def test_answers_that_cannot_be(write: Write) -> None:
    entry = f"""[[henvendelse]]
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-11-24T09:00:00
"""
    folder = write(
        {
            "bedrifter/a.toml": COMPANY,
            "logg/2025.toml": entry + 'interesse = "ikke"\n',
            "logg/2026.toml": entry
            + 'interesse = "interessert"\n'
            + entry
            + entry.replace("24T", "23T")
            + 'interesse = "kanskje"\n',
        }
    )
    found = {(p.code, p.place) for p in read_workspace(folder, date(2026, 11, 23))[1]}
    assert found == {
        ("future", "logg/2025.toml:3"),
        ("future", "logg/2026.toml:3"),
        ("future", "logg/2026.toml:7"),
        ("duplicate-answer", "logg/2026.toml:3"),
        ("literal-error", "logg/2026.toml:11"),
    }
    later = {p.code for p in read_workspace(folder, date(2026, 11, 24))[1]}
    assert later == {"duplicate-answer", "literal-error"}
    by_code = {p.code: p for p in read_workspace(folder, date(2026, 11, 23))[1]}
    assert "logg/2025.toml:1" in str(by_code["duplicate-answer"].what)
    assert str(by_code["future"].expected).endswith("2026-11-23 at the latest")
    assert "nøytral" in str(by_code["literal-error"].expected)
    with pytest.raises(RecordsError):
        load(folder, today=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("terskel = 1.5", "interesse.terskel"),
        ("halveringstid_aar = 0", "interesse.halveringstid_aar"),
        ("modell = { kommune_sd = [0.5, 0.2] }", "interesse.modell"),
        ("modell = { kommune_sd = [50] }", "interesse.modell.kommune_sd"),
        ("modell = { kommune_sd_skala = 0.001 }", "interesse.modell.kommune_sd_skala"),
        ("terskel = nan", "interesse.terskel"),
        ("konvertering = { kanskje = 0.5 }", "interesse.konvertering.kanskje"),
    ],
)
def test_fault_in_the_settings_of_interest(write: Write, line: str, key: str) -> None:
    folder = write({"hageplan.toml": f"[interesse]\n{line}\n", "bedrifter/a.toml": COMPANY})
    (found,) = faults(folder)
    assert (found.key, found.place) == (key, "hageplan.toml:2")


def test_entries_that_replace_what_they_cannot(write: Write) -> None:
    def entry(name: str, erstatter: str | None = None, number: str = NUMBERS[0]) -> str:
        replaced = f'erstatter = "{erstatter}"\n' if erstatter else ""
        keys = (
            f'organisasjonsnummer = "{number}"\ntid = 2026-12-01 10:00:00\nmedarbeider = "kari"\n'
        )
        return f'[[avtale]]\nid = "{name}"\n{replaced}{keys}'

    folder = write(
        {
            "bedrifter/a.toml": COMPANY + bedrift(NUMBERS[1]),
            "logg/2026.toml": entry("avtale-1")
            + entry("avtale-2", "avtale-1")
            + entry("b", "avtale-1")
            + entry("c", "avtale-22")
            + entry("d", "b", NUMBERS[1])
            + entry("e", "e")
            + entry("f", "g")
            + entry("g", "f")
            + entry("h", "g"),
        }
    )
    found = {(p.code, p.place) for p in faults(folder)}
    assert found == {
        ("replaced-twice", "logg/2026.toml:14"),
        ("unknown-avtale", "logg/2026.toml:20"),
        ("replaces-another", "logg/2026.toml:26"),
        ("replaces-itself", "logg/2026.toml:32"),
        ("replaces-itself", "logg/2026.toml:38"),
        ("replaces-itself", "logg/2026.toml:44"),
        ("replaced-twice", "logg/2026.toml:50"),
    }
    by_code = {p.code: p for p in faults(folder)}
    assert str(by_code["unknown-avtale"].todo) == "did you mean avtale-2?"
    assert "logg/2026.toml:36" in str(by_code["replaced-twice"].what)
    assert {p.key for p in faults(folder)} == {"erstatter"}


def test_a_company_that_stands_twice_is_told_with_which_to_keep(write: Write) -> None:
    """Like names in one place, and an address, phone or e-mail in common."""
    phone, sawmill = {"telefon": "62 48 00 00"}, {"adresse": "Sagveien 1"}
    folder = write(
        {
            "bedrifter/os.toml": bedrift(NUMBERS[0], "Stor og Sag AS", **sawmill)
            + bedrift(NUMBERS[1], "STORSAG A/S", adresse="sagveien 1", antall_ansatte=4)
            + bedrift(NUMBERS[2], "Storsag", kontakt=phone, status="medlem")
            + bedrift(NUMBERS[3], "Nordgard", kontakt=phone)
            + bedrift(NUMBERS[4], "Storsag", status="nedlagt", **sawmill)
            + bedrift(NUMBERS[5], "Sag og Stor", **sawmill)
            + bedrift(NUMBERS[6], "Sag og Stor 2", **sawmill)
            + bedrift(NUMBERS[7], "Stor-Sag", kommunenummer="3427", **sawmill)
        }
    )
    assert _twice(folder) == {(NUMBERS[5], NUMBERS[0])}
    (folder / "bedrifter/os.toml").write_text(
        bedrift(NUMBERS[0], "Storsag AS", antall_ansatte=4, kontakt=phone, **sawmill)
        + bedrift(NUMBERS[1], "STORSAGA A/S", **sawmill)
        + bedrift(NUMBERS[2], "Storsag", kontakt=phone, status="medlem"),
        encoding="utf-8",
    )
    assert _twice(folder) == {(NUMBERS[1], NUMBERS[0]), (NUMBERS[0], NUMBERS[2])}


def test_a_company_and_its_place_of_business_stand_twice(write: Write) -> None:
    """A list has the company's number and the register its place's; two places are two."""
    company = bedrift(NUMBERS[0], "Storsag AS", antall_ansatte=4)
    yard = bedrift(NUMBERS[1], "Storsag avd. Os", overordnet_enhet=NUMBERS[0])
    shop = bedrift(NUMBERS[2], "Trelasten", overordnet_enhet=NUMBERS[0])
    folder = write({"bedrifter/os.toml": company + yard})
    assert _twice(folder) == {(NUMBERS[1], NUMBERS[0])}
    (folder / "bedrifter/os.toml").write_text(company + yard + shop, encoding="utf-8")
    assert _twice(folder) == set()
    own = bedrift(NUMBERS[3], "Storsag", overordnet_enhet=NUMBERS[0])
    (folder / "bedrifter/os.toml").write_text(company + yard + shop + own, encoding="utf-8")
    assert _twice(folder) == {(NUMBERS[3], NUMBERS[0])}


def _twice(folder: Path) -> set[tuple[str, str]]:
    """Return the numbers of those who stand twice, each with the one to keep."""
    _records, problems = read_workspace(folder)
    found = [problem for problem in problems if problem.code == "maybe-twice"]
    assert all(problem.severity == "warning" for problem in found)
    kept = [str(problem.todo).partition("keep ")[2][:9] for problem in found]
    return {(str(p.value).strip('"'), number) for p, number in zip(found, kept, strict=True)}
