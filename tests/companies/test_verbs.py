"""Verbs for what happens to a company, in pipes and on a terminal."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import is_organisasjonsnummer, is_provisional
from hageplan.workspace.read import load, read_workspace
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document
from tests.terminal import answered

SAG, GARD, KRO, REAL = NUMBERS[:4]
TODAY = date(2026, 11, 23)
DAY = ("--today", f"{TODAY}", "--lang", "en")
OS = (
    "# Lista vår\n"
    + bedrift(SAG, "Storsag AS", kontakt={"navn": "Nils Eksempel"}, notat="Grei")
    + "# Kari kjenner dem\n"
    + bedrift(GARD, "Nordgard AS", status="medlem", medlem_siden="X")
    + bedrift(KRO, "Os Kro AS", status="avslag")
).replace('"X"', "2020-01-02 # styret")


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": OS})


def changed(run: Run, folder: Path, *words: str, code: int = 0) -> dict[str, Any]:
    done = run("bedrift", *words, "--json", "-w", folder, *DAY)
    assert done.returncode == code, done.stderr
    found: dict[str, Any] = document(done.stdout)
    return found


def company(folder: Path, navn: str) -> Bedrift:
    (found,) = (one for one in load(folder).bedrifter if one.navn == navn)
    return found


@pytest.mark.parametrize(
    ("words", "navn", "fields"),
    [
        (["medlem", "storsag"], "Storsag AS",
         {"status": "medlem", "medlem_siden": TODAY, "status_endret": TODAY, "sluttet": None}),
        (["medlem", "os-kro", "--dato", "2026-11-02"], "Os Kro AS",
         {"status": "medlem", "medlem_siden": date(2026, 11, 2), "status_endret": date(2026, 11, 2)}),
        (["medlem", "nordgard", "--dato", "2020-02-01"], "Nordgard AS",
         {"status": "medlem", "medlem_siden": date(2020, 2, 1), "status_endret": None}),
        (["avslag", "storsag", "--grunn", "ikke nå"], "Storsag AS",
         {"status": "avslag", "status_endret": TODAY, "notat": "Grei Declined 23 Nov 2026: ikke nå"}),
        (["sluttet", "nordgard", "--dato", "2026-10-31"], "Nordgard AS",
         {"status": "avslag", "sluttet": date(2026, 10, 31), "medlem_siden": date(2020, 1, 2)}),
        (["sluttet", "nordgard", "--nedlagt"], "Nordgard AS",
         {"status": "nedlagt", "sluttet": TODAY}),
        (["sluttet", "storsag"], "Storsag AS", {"status": "nedlagt", "sluttet": TODAY}),
        (["ring-ikke", "storsag"], "Storsag AS", {"ring_ikke": True, "reservert": False}),
        (["endre", "nordgard", "--medlem-siden", "31.10."], "Nordgard AS",
         {"medlem_siden": date(2026, 10, 31), "status": "medlem"}),
        (["endre", "storsag", "--navn", 'Sag "Ny" AS', "--ansatte", "7", "--notat", ""],
         'Sag "Ny" AS', {"antall_ansatte": 7, "notat": ""}),
        (["endre", "storsag", "--status", "Målbedrift", "--adresse", "Vegen 1"], "Storsag AS",
         {"status": "maalbedrift", "medlem_siden": TODAY, "adresse": "Vegen 1"}),
    ],
)  # fmt: skip
def test_a_verb_changes_its_fields_in_place_and_what_it_says_puts_them_back(
    words: list[str], navn: str, fields: dict[str, object], run: Run, folder: Path
) -> None:
    path = folder / "bedrifter/os.toml"
    told = changed(run, folder, *words, "--yes")
    after = company(folder, navn)
    assert {key: getattr(after, key) for key in fields} == fields
    assert told["applied"]
    for edit in told["edits"]:
        name, line = edit["place"].split(":")
        assert edit["after"] is None or (
            edit["field"].split(".")[-1] in (folder / name).read_text().splitlines()[int(line) - 1]
        )
    for comment in ("# Lista vår\n", "# Kari kjenner dem\n", " # styret\n"):
        assert comment in path.read_text("utf-8")
    assert run(*shlex.split(told["undo"])[1:], "--yes", "-w", folder, *DAY).returncode == 0
    before = Bedrift.model_dump(company(folder, _named(navn)))
    path.write_text(OS, "utf-8")
    assert before == company(folder, _named(navn)).model_dump()


def _named(navn: str) -> str:
    return "Storsag AS" if navn.startswith("Sag") else navn


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["avslag", "nordgard"], "is already a member"),
        (["medlem", "storsag", "--dato", "2027-01-01"], "is in the future"),
        (["sluttet", "nordgard", "--dato", "2019-01-01"], "before it became a member"),
        (["endre", "storsag", "--sluttet", "31.13.2026"], "does not exist in the calendar"),
        (["endre", "storsag", "--naeringskode", "bygg"], "--naeringskode"),
        (["endre", "storsag", "--navn", ""], "--navn"),
        (["endre", "storsag"], "there is nothing to change"),
        (["endre", "storsag", "--orgnr", GARD], "belongs to Nordgard AS"),
        (["endre", "storsag", "--orgnr", "123456789"], "not an organisation number"),
        (["ny", "--navn", "Ny AS"], "a name and a municipality"),
        (["ny", "--navn", "Ny AS", "--kommune", "Atlantis"], "Atlantis"),
        (["ny", "--navn", "Ny AS", "--kommune", "Os", "--orgnr", SAG], "belongs to Storsag AS"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    words: list[str], told: str, run: Run, folder: Path
) -> None:
    done = run("bedrift", *words, "--yes", "-w", folder, *DAY)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == OS


def test_without_a_yes_nothing_is_written(run: Run, folder: Path) -> None:
    for words in (["medlem", "storsag"], ["ny", "--navn", "Ny AS", "--kommune", "Os"]):
        assert not changed(run, folder, *words, code=1)["applied"]
        assert not changed(run, folder, *words, "--dry-run", "--yes")["applied"]
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == OS


def test_what_stands_so_already_changes_nothing(run: Run, folder: Path) -> None:
    told = changed(run, folder, "medlem", "nordgard", "--yes")
    assert (told["edits"], told["applied"], told["undo"]) == ([], True, "") or not told["applied"]
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == OS


def test_a_refusal_that_was_said_is_an_answer_of_the_log(run: Run, folder: Path) -> None:
    told = changed(run, folder, "avslag", "storsag", "--grunn", "for dyrt", "--kind", "telefon", "--yes")  # fmt: skip
    (contact,) = load(folder).henvendelser
    assert (contact.interesse, contact.kanal, contact.notat) == ("ikke", "telefon", "for dyrt")
    assert company(folder, "Storsag AS").notat == "Grei"
    for command in told["undo"].split(" && "):
        words = (*shlex.split(command)[1:], *(["--yes"] if "endre" in command else []))
        assert run(*words, "-w", folder, *DAY).returncode == 0
    assert load(folder).henvendelser == ()


def test_a_new_company_without_a_number_is_a_company_like_others(run: Run, folder: Path) -> None:
    words = ("ny", "--navn", "Elve Data AS", "--kommune", "os", "--telefon", "90000001", "--yes")
    number = changed(run, folder, *words)["organisasjonsnummer"]
    assert is_organisasjonsnummer(number)
    assert is_provisional(number)
    assert (folder / "bedrifter/os.toml").read_text("utf-8").startswith(OS)
    assert read_workspace(folder, TODAY)[1] == ()
    shown = run("bedrift", "elve-data", "-w", folder, *DAY).stdout
    assert "Elve Data AS (no organisation number yet)" in shown
    again = changed(run, folder, *words[:-1], code=1)
    assert (again["alike"], again["applied"]) == (["Elve Data AS"], False)
    assert changed(run, folder, *words)["organisasjonsnummer"] != number


def test_a_forgotten_number_stays_away(run: Run, folder: Path) -> None:
    assert run("privacy", "forget", SAG, "--yes", "-w", folder, *DAY).returncode == 0
    for words in (["ny", "--navn", "X AS", "--kommune", "Os"], ["endre", "nordgard"]):
        done = run("bedrift", *words, "--orgnr", SAG, "--yes", "-w", folder, *DAY)
        assert done.returncode == 1
        assert "been erased" in done.stderr


def test_another_number_is_put_in_everywhere(run: Run, folder: Path, write: Write) -> None:
    """Records, log and its ids, plans, sources, opt-outs and what an undo needs: one change."""
    ours = ("-w", folder, *DAY)
    place = {"lat": 62.49, "lon": 11.2}
    write({
        "bedrifter/os.toml": "",
        "bedrifter/tynset.toml": f"# {SAG} har byttet eier\n" + bedrift(GARD, "Gard AS", **place),
        "reservert.toml": f'[[reservasjon]]\norganisasjonsnummer = "{GARD}"\nsiden = 2026-01-02\n',
        "liste.csv": f"Org. nr.;Navn;Kommune\n{SAG};Storsag AS;Os\n",
    })  # fmt: skip
    listed = ["import", "csv", folder / "liste.csv", "--source", "liste", "--yes"]
    assert run(*listed, *ours).returncode == 0
    after_it = bedrift(KRO, "Os Kro AS", etter=["310 000 000"], **place)
    write({"bedrifter/andre.toml": after_it})
    for words in (
        ["log", "storsag", "--interesse", "interessert", "--oppfolging", "2026-12-05 Ring"],
        ["book", "storsag", "--at", "2026-12-01 10:00"],
        ["plan", "--days", "2", "--iterations", "5", "--save", "--must", "storsag"],
    ):
        assert run(*words, *ours).returncode == 0, words
    (folder / "liste.csv").unlink()
    assert run("invite", *ours).returncode in (0, 1)
    before = load(folder)
    told = changed(run, folder, "endre", "storsag", "--orgnr", REAL, "--yes")
    assert {name.split("/")[0] for name in told["renumbered"]} >= {
        "bedrifter", "logg", "planer", "kilder", ".hageplan"
    }  # fmt: skip
    left = [path.name for path in folder.rglob("*") if path.is_file() and _names(path, SAG)]
    assert left == ["tynset.toml"]
    assert f"# {SAG} har byttet eier" in (folder / "bedrifter/tynset.toml").read_text("utf-8")
    after = load(folder)
    assert [one.etter for one in after.bedrifter if one.etter] == [(REAL,)]
    assert len(after.henvendelser) == len(before.henvendelser) == 1
    assert run("check", "-w", folder).returncode == 0
    assert REAL in run("show", "--json", *ours).stdout
    for path in (*folder.rglob("*.toml"), folder / ".hageplan/angre.json"):
        assert not _names(path, SAG) or path.name == "tynset.toml"
    assert run(*shlex.split(told["undo"])[1:], "--yes", *ours).returncode == 0
    assert load(folder).henvendelser == before.henvendelser


def _names(path: Path, number: str) -> bool:
    return number in path.read_text("utf-8", "replace").replace("310 000 000", SAG)


def test_an_import_is_taken_back_after_a_number_has_changed(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": OS, "liste.csv": f"Org. nr.;Navn;Kommune\n{REAL};Ny;Os\n"})
    assert run("import", "csv", folder / "liste.csv", "--yes", "-w", folder, *DAY).returncode == 0
    changed(run, folder, "endre", "ny", "--orgnr", NUMBERS[5], "--yes")
    assert run("import", "undo", "-w", folder, "--lang", "en").returncode == 0
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == OS


def test_on_a_terminal_it_asks_for_what_is_not_said(folder: Path) -> None:
    answers = (
        "\n",
        "Elve Data\n",
        "Atlantis\n",
        "Os\n",
        "fire\n",
        "4\n",
        "Kari\n",
        "\n",
        "\n",
        "y\n",
    )
    code, seen = answered(folder, answers, "bedrift", "ny", *DAY)
    assert code == 0, seen
    found = company(folder, "Elve Data")
    assert (found.antall_ansatte, found.kontakt.navn, found.kontakt.telefon) == (4, "Kari", "")
    code, seen = answered(folder, ("\n",), "bedrift", "medlem", "elve data", *DAY)
    assert code == 1  # a bare Enter agrees to nothing
    assert company(folder, "Elve Data").status == "prospekt"
    code, seen = answered(folder, ("y\n",), "bedrift", "medlem", "elve data", *DAY)
    assert code == 0, seen
    assert company(folder, "Elve Data").medlem_siden == TODAY
    code, seen = answered(folder, ("n\n",), "bedrift", "ny", "--navn", "Elve Data AS",
                          "--kommune", "Os", *DAY)  # fmt: skip
    assert code == 1
    assert "It may already be on the list: Elve Data" in seen


def test_fields_and_choices_are_words_that_people_use(run: Run, folder: Path) -> None:
    nb = ("-w", folder, "--today", f"{TODAY}", "--lang", "nb")
    words = ("--navn", "Elve Data", "--kommune", "os", "--ansatte", "4", "--status", "mulig medlem")
    told = run("bedrift", "ny", *words, "--dry-run", *nb).stdout
    for line in ("Ny: Elve Data (uten organisasjonsnummer ennå)", "Kommune: Os", "Ansatte: 4",
                 "Status: mulig medlem"):  # fmt: skip
        assert f"{line}\n" in told
    assert not [key for key in ("antall_ansatte", "prospekt", "3430") if key in told]
    told = run("bedrift", "medlem", "storsag", "--yes", *nb).stdout
    assert "Status: mulig medlem -> medlem" in told
    assert "Medlem siden: – -> 23. nov. 2026" in told
    logged = ("--kind", "Møte", "--interesse", "vil bli medlem", "--flagg", "rødt")
    assert run("log", "storsag", *logged, *nb).returncode == 0
    (contact,) = load(folder).henvendelser
    assert (contact.kanal, contact.interesse, contact.flagg) == ("mote", "forpliktet", "rod")
    wrong = run("log", "storsag", "--kind", "svar", *nb)
    assert wrong.returncode == 2
    assert "«svar» kan ikke brukes; skriv ett av: besok, telefon, epost" in " ".join(
        wrong.stderr.split()
    )


def test_who_stands_outside_the_target_group_is_told_so_at_once(run: Run, write: Write) -> None:
    group = f"{SETTINGS}\n[maalgruppe]\nansatte_minst = 3\n"
    folder = write({"hageplan.toml": group, "bedrifter/os.toml": OS})
    words = ("bedrift", "ny", "--navn", "Liten AS", "--kommune", "Os", "--yes", "-w", folder, *DAY)
    small = run(*words, "--ansatte", "2")
    assert small.returncode == 0, small.stderr
    assert "Outside the target group: 2 employees, fewer than 3\n" in small.stdout
    grown = run("bedrift", "endre", "liten", "--ansatte", "3", "--yes", "-w", folder, *DAY)
    assert (grown.returncode, "target group" in grown.stdout) == (0, False)
    for fields, why in (({"--ansatte": "1"}, "outside-small"), ({"--status": "medlem"}, None)):
        option = [word for pair in fields.items() for word in pair]
        assert (changed(run, folder, "endre", "liten", *option, "--yes")["outside"] or "").split(
            " "
        )[0] == (why or "")
