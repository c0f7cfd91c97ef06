"""What is held of people, and how it goes, by the real command."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import tomli

from hageplan.privacy.mentions import MARK, pattern_of
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document

EXAMPLE = Path(__file__).parents[2] / "data/eksempel"
SETTINGS = """
sprak = "en"
[naeringshage]
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }
vurderer = ["Os"]
[[medarbeider]]
id = "kari"
navn = "Kari Prøve"
[[medarbeider]]
id = "ola"
"""
PERSON = {"navn": "Nils Eksempel", "epost": "nils@enk.example", "telefon": "+47 900 00 001"}
COMPANIES = (
    bedrift(NUMBERS[0], "Eksempel Sau", organisasjonsform="ENK", kontakt=PERSON, antall_ansatte=1)
    + "# Nils Eksempel er daglig leder her også\n"
    + bedrift(NUMBERS[1], "Fjell AS", organisasjonsform="AS", kontakt=PERSON, etter=[NUMBERS[0]])
)
LOG = f"""# Nils eksempel ringte i mai
[[henvendelse]]
id = "h-1"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-05-01 10:00:00
medarbeider = "kari"
interesse = "interessert"
notat = "Snill."

[[henvendelse]]
id = "h-2"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2022-05-01 10:00:00
medarbeider = "ola"
interesse = "ikke"
notat = "Kjenner NILS  EKSEMPEL, ring 90000001 eller 900 00 001; se Eksempel Sau"

[[oppfolging]]
id = "o-1"
organisasjonsnummer = "{NUMBERS[1]}"
frist = 2022-05-01
ansvarlig = "kari"
tekst = "Ring Fjell"
utfort = 2022-06-01
"""
TODAY = ("--today", "2026-11-24")


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"hageplan.toml": SETTINGS, "bedrifter/os.toml": COMPANIES, "logg/2026.toml": LOG})


def everything(folder: Path) -> str:
    """Return the texts of all files but backups."""
    paths = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".zip")
    return "\n".join(p.read_text(encoding="utf-8") for p in paths)


def asked(run: Run, folder: Path) -> list[Any]:
    rows = document(run("score", "-w", folder, "--json", *TODAY).stdout)["kommuner"]
    keys = ("companies", "answered", "interested", "inbound")
    return [[row["asked"][key] for key in keys] for row in rows]


def test_what_is_held_why_and_how_long(run: Run, folder: Path) -> None:
    plain = run("privacy", "-w", folder, *TODAY)
    assert (plain.returncode, "legitimate interest" in plain.stdout) == (0, True)
    held = document(run("privacy", "-w", folder, "--json", *TODAY).stdout)["holdings"]
    rows = {row["kind"]: (row["count"], row["since"], row["until"]) for row in held}
    assert rows["kontakt"] == (2, "2022-05-01", "2025-05-01")
    assert rows["enk"] == (1, "2026-05-01", "2029-05-01")
    assert rows["medarbeider"] == (2, None, None)


def test_a_company_goes_everywhere_and_the_counts_stay(run: Run, folder: Path) -> None:
    planned = run("plan", "-w", folder, "--save", "-q", "--must", NUMBERS[0], *TODAY)
    assert planned.returncode == 0
    before = asked(run, folder)
    shown = run("privacy", "forget", NUMBERS[0], "-w", folder, *TODAY)
    assert (shown.returncode, "nothing was changed" in shown.stderr) == (1, True)
    assert "bedrifter/os.toml:1: company" in shown.stdout
    assert NUMBERS[0] in everything(folder)
    dry = run("privacy", "forget", NUMBERS[0], "-w", folder, "--dry-run", *TODAY)
    assert dry.returncode == 0
    done = run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, *TODAY)
    assert done.returncode == 0
    left = everything(folder).casefold()
    for word in (NUMBERS[0], "eksempel sau", "nils", "enk.example", "900 00 001", "90000001"):
        assert word not in left
    assert asked(run, folder) == before
    assert run("check", "-w", folder).returncode == 0
    assert run("show", "latest", "-w", folder).returncode == 0
    receipt = tomli.loads(next((folder / "personvern").glob("*.toml")).read_text())
    assert receipt["fjernet"]["bedrift"] == 1
    again = run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, *TODAY)
    assert again.returncode == 1


def test_an_import_does_not_bring_the_forgotten_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, *TODAY)
    file = tmp_path / "inn.csv"
    rows = [f"{number};Ny AS;3430" for number in (NUMBERS[0], NUMBERS[2])]
    file.write_text("\n".join(["organisasjonsnummer;navn;kommunenummer", *rows]), "utf-8")
    assert run("import", "csv", file, "-w", folder).returncode == 0
    assert NUMBERS[0] not in everything(folder)
    assert NUMBERS[2] in everything(folder)


def test_what_an_import_remembers_of_the_forgotten_goes_too(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "inn.csv"
    rows = [f"{number};Ny AS;3430" for number in (NUMBERS[7], NUMBERS[8])]
    file.write_text("\n".join(["organisasjonsnummer;navn;kommunenummer", *rows]), "utf-8")
    assert run("import", "csv", file, "-w", folder).returncode == 0
    assert NUMBERS[7] in (folder / "kilder/inn.toml").read_text("utf-8")
    assert run("privacy", "forget", NUMBERS[7], "--yes", "-w", folder, *TODAY).returncode == 0
    held = (path for path in folder.rglob("*") if path.is_file())
    assert not [path for path in held if NUMBERS[7].encode() in path.read_bytes()]
    assert NUMBERS[8] in (folder / "kilder/inn.toml").read_text("utf-8")


def test_a_person_goes_by_name_mail_or_phone(run: Run, folder: Path) -> None:
    done = run("privacy", "forget", "nils@enk.example", "--yes", "-w", folder, *TODAY)
    assert done.returncode == 0
    left = everything(folder).casefold()
    for word in ("nils", "enk.example", "900 00 001", "90000001"):
        assert word not in left
    assert NUMBERS[0] in left
    assert MARK in left
    assert "snill." in left
    assert run("check", "-w", folder).returncode == 0


def test_who_has_left_us_goes_too(run: Run, folder: Path) -> None:
    assert run("privacy", "forget", "kari", "--yes", "-w", folder, *TODAY).returncode == 0
    left = everything(folder)
    assert "kari" not in left.casefold()
    assert run("check", "-w", folder).returncode == 0


def test_what_the_tool_cannot_remove_is_listed(run: Run, folder: Path) -> None:
    (folder / "notater.txt").write_text("Nils Eksempel var her", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / "sikkerhetskopier").mkdir()
    with zipfile.ZipFile(folder / "sikkerhetskopier/hageplan-2026-01-01-000000.zip", "w") as kopi:
        kopi.writestr("logg/2026.toml", LOG)
    done = run("privacy", "forget", "Nils Eksempel", "--yes", "-w", folder, "--json", *TODAY)
    left = {one["place"]: one["why"] for one in document(done.stdout)["left"]}
    assert left == {
        "notater.txt": "file",
        "sikkerhetskopier/hageplan-2026-01-01-000000.zip": "backup",
        ".git": "git",
    }


def test_who_has_a_short_name_goes_too(run: Run, folder: Path) -> None:
    settings = SETTINGS.replace('id = "ola"', 'id = "ola"\nnavn = "Ola"')
    (folder / "hageplan.toml").write_text(settings + "[interesse.konvertering]\nikke = 0.5\n")
    run(
        "book", NUMBERS[1], "--at", "2026-11-26 10:00", "--medarbeider", "ola", "-w", folder, *TODAY
    )
    assert run("plan", "-w", folder, "--save", "-q", *TODAY).returncode == 0
    with (folder / "logg/2026.toml").open("a", encoding="utf-8") as log:
        log.write("# Ola ringer igjen\n")
    told = run("privacy", "export", "ola", "-w", folder, "--json", *TODAY)
    assert "henvendelse" in {row["table"] for row in document(told.stdout)["tables"]}
    done = run("privacy", "forget", "ola", "--yes", "-w", folder, "--json", *TODAY)
    line = (folder / "logg/2026.toml").read_text(encoding="utf-8").count("\n")
    left = {(one["place"], one["why"]) for one in document(done.stdout)["left"]}
    assert left == {(f"logg/2026.toml:{line}", "line")}
    assert everything(folder).casefold().count("ola") == 1
    after = tomli.loads((folder / "hageplan.toml").read_text(encoding="utf-8"))
    assert after["interesse"] == {"konvertering": {"ikke": 0.5}}
    assert run("show", "latest", "-w", folder).returncode == 0
    assert run("check", "-w", folder).returncode == 0


def test_who_is_nobody_here_is_not_looked_for_by_a_short_name(run: Run, folder: Path) -> None:
    done = run("privacy", "forget", "bo", "--yes", "-w", folder, *TODAY)
    assert (done.returncode, "too short" in done.stderr) == (1, True)


def test_other_files_are_looked_into_as_programs_write_them(run: Run, folder: Path) -> None:
    with zipfile.ZipFile(folder / "liste.xlsx", "w", zipfile.ZIP_DEFLATED) as sheet:
        sheet.writestr("xl/sharedStrings.xml", "<t>Åse Øverås</t>")
    (folder / "excel.csv").write_bytes("1;Åse Øverås".encode("cp1252"))
    (folder / "notisblokk.txt").write_bytes("Åse Øverås".encode("utf-16"))
    (folder / "avtaler.ics").write_bytes("SUMMARY:Møte med Åse Øve\r\n rås".encode())
    (folder / "åse_øverås.txt").write_text("hei", encoding="utf-8")
    (folder / "tom.txt").write_text("Åse Øveråsen", encoding="utf-8")
    (folder / "sikkerhetskopier").mkdir()
    (folder / "sikkerhetskopier/ødelagt.zip").write_bytes(b"PK")
    done = run("privacy", "forget", "Åse Øverås", "--dry-run", "-w", folder, "--json", *TODAY)
    left = {one["place"]: one["why"] for one in document(done.stdout)["left"]}
    assert left == {
        "liste.xlsx": "file",
        "excel.csv": "file",
        "notisblokk.txt": "file",
        "avtaler.ics": "file",
        "åse_øverås.txt": "name",
        "sikkerhetskopier/ødelagt.zip": "backup",
    }


def test_what_cannot_be_cut_safely_stays_and_is_told(run: Run, folder: Path) -> None:
    dal = f'organisasjonsnummer = "{NUMBERS[2]}", navn = "Dal AS", kommunenummer = "3428"'
    before = f"bedrift = [{{ {dal} }}]\n".encode()
    (folder / "bedrifter/alvdal.toml").write_bytes(before)
    done = run("privacy", "forget", NUMBERS[2], "--yes", "-w", folder, "--json", *TODAY)
    left = [(one["place"], one["why"]) for one in document(done.stdout)["left"]]
    assert left == [("bedrifter/alvdal.toml", "inline")]
    assert (folder / "bedrifter/alvdal.toml").read_bytes() == before
    # Where it says nothing of whom is meant, it is no matter.
    other = run("privacy", "forget", NUMBERS[0], "--dry-run", "-w", folder, "--json", *TODAY)
    assert document(other.stdout)["left"] == []


def test_a_name_that_another_bears_too_is_told(run: Run, folder: Path) -> None:
    more = COMPANIES + bedrift(NUMBERS[2], "Eksempel Sau avd Os")
    (folder / "bedrifter/os.toml").write_text(more, encoding="utf-8")
    done = run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, "--json", *TODAY)
    assert {"place": "Eksempel Sau", "why": "shared"} in document(done.stdout)["left"]
    assert "Eksempel Sau avd Os" in everything(folder)


def test_what_is_old_goes(run: Run, folder: Path) -> None:
    before = asked(run, folder)
    assert run("privacy", "purge", "-w", folder, *TODAY).returncode == 1
    done = run("privacy", "purge", "--yes", "-w", folder, "--json", *TODAY)
    removed = document(done.stdout)["removed"]
    assert removed == {"bedrift.kontakt": 1, "henvendelse.notat": 1, "oppfolging.tekst": 1}
    log = tomli.loads((folder / "logg/2026.toml").read_text(encoding="utf-8"))
    assert [entry.get("notat") for entry in log["henvendelse"]] == ["Snill.", None]
    assert asked(run, folder) == before
    assert run("check", "-w", folder).returncode == 0
    # Three years on the sole trader goes as well, and is counted still.
    late = ("--today", "2029-06-01")
    then = run("privacy", "purge", "--yes", "-w", folder, "--json", *late)
    assert document(then.stdout)["removed"]["bedrift"] == 1
    assert NUMBERS[0] not in everything(folder)
    assert run("privacy", "purge", "-w", folder, *late).returncode == 0


def test_what_was_noted_of_a_company_goes_after_the_last_contact(run: Run, folder: Path) -> None:
    noted = bedrift(NUMBERS[1], "Fjell AS", notat="Kranglete") + bedrift(NUMBERS[2], notat="Ny")
    (folder / "bedrifter/os.toml").write_text(COMPANIES.split("# ")[0] + noted, encoding="utf-8")
    run("privacy", "purge", "--yes", "-w", folder, *TODAY)
    left = tomli.loads((folder / "bedrifter/os.toml").read_text(encoding="utf-8"))["bedrift"]
    assert [one.get("notat") for one in left] == [None, None, "Ny"]


def test_scores_of_the_example_region_hardly_move(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "eksempel"
    shutil.copytree(EXAMPLE, folder)
    log = tomli.loads((folder / "logg/2026.toml").read_text(encoding="utf-8"))["henvendelse"]
    number = next(one["organisasjonsnummer"] for one in log if one.get("interesse"))
    before = document(run("score", "-w", folder, "--json", *TODAY).stdout)["kommuner"]
    done = run("privacy", "forget", number, "--yes", "-w", folder, *TODAY)
    assert (done.returncode, number in everything(folder)) == (0, False)
    after = document(run("score", "-w", folder, "--json", *TODAY).stdout)["kommuner"]
    for was, now in zip(before, after, strict=True):
        for key in ("companies", "members", "answered", "interested", "inbound"):
            assert now["asked"][key] == was["asked"][key]
        # A month has at most 31 days, a hundredth of the age at which an answer counts half.
        assert now["estimated"]["share"] == pytest.approx(was["estimated"]["share"], abs=0.005)


def test_a_person_is_told_what_is_held(run: Run, folder: Path) -> None:
    plain = run("privacy", "export", "Nils Eksempel", "-w", folder, *TODAY).stdout
    assert "bedrifter/os.toml:1 bedrift" in plain
    assert "nils@enk.example" in plain
    rows = document(run("privacy", "export", NUMBERS[0], "-w", folder, "--json", *TODAY).stdout)[
        "tables"
    ]
    assert ("logg/2026.toml:2", "henvendelse") in {(r["place"], r["table"]) for r in rows}


@pytest.mark.parametrize(
    ("word", "text", "is_there"),
    [
        ("Nils Eksempel", "ring NILS\n eksempel!", True),
        ("Nils Eksempel", "Nils Eksempelsen", False),
        ("90000001", "tlf +47 900 00 001.", True),
        ("+47 900 00 001", "90000001", True),
        ("90000001", "900-00-001", True),
        ("(+47) 900.00.001", "90000001", True),
        ("90000001", "1900000012", False),
        ("Ola", "Ola ringte", False),
        ("Ola", " ola ", True),
        ("a@b.no", "(A@B.NO)", True),
    ],
)
def test_mentions_are_found_as_people_write_them(word: str, text: str, is_there: bool) -> None:
    pattern = pattern_of([word])
    assert pattern is not None
    assert bool(pattern.search(text)) == is_there


def test_who_goes_leaves_the_exceptions_of_the_target_group(run: Run, folder: Path) -> None:
    """A mark in place of a number would stop every command."""
    group = (
        f'\n[maalgruppe]\nalltid = ["{NUMBERS[1]}", "310 000 000"]    # to vi vil ha med\n'
        f'aldri = [\n    # fra før\n    "{NUMBERS[2]}",\n]\n'
    )
    (folder / "hageplan.toml").write_text(SETTINGS + group, "utf-8")
    run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, *TODAY)
    text = (folder / "hageplan.toml").read_text("utf-8")
    assert tomli.loads(text)["maalgruppe"] == {"alltid": [NUMBERS[1]], "aldri": [NUMBERS[2]]}
    assert "# to vi vil ha med" in text
    assert run("score", "-w", folder, *TODAY).returncode == 0
    run("privacy", "forget", NUMBERS[1], "--yes", "-w", folder, *TODAY)
    left = tomli.loads((folder / "hageplan.toml").read_text("utf-8"))["maalgruppe"]
    assert left == {"alltid": [], "aldri": [NUMBERS[2]]}
