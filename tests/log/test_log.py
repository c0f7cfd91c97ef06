"""The log on the command line: one line a visit, questions on a terminal, corrections, tasks."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli

from hageplan.log.contact_input import ContactInput
from hageplan.log.result import FlagTask
from hageplan.log.write import correct_contact, log_contact
from hageplan.workspace.partial import Company
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document
from tests.terminal import CTRL_C, CTRL_D, answered

SETTINGS = """
sprak = "en"
[naeringshage]
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }
vurderer = ["Os"]
[[medarbeider]]
id = "kari"
[[medarbeider]]
id = "ola"
"""
COMPANIES = (
    bedrift(NUMBERS[0], "Fjellbakeriet AS", behov=["kapital"])
    + bedrift(NUMBERS[1], "Dalbakeriet AS")
    + bedrift(NUMBERS[2], "Dal Verksted [red]\x1b[31m AS")
)
LOG = f"""# Håndskrevet: blir stående.
[[henvendelse]]  # uten id
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-05-01 10:00:00
medarbeider = "kari"
interesse = "ikke"
flagg = "gul"
"""
AT = ("--at", "2026-11-20 10:00")
TODAY = ("--today", "2026-11-24")


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"hageplan.toml": SETTINGS, "bedrifter/os.toml": COMPANIES, "logg/2026.toml": LOG})


def text(folder: Path, year: int = 2026) -> str:
    return (folder / f"logg/{year}.toml").read_bytes().decode("utf-8")


def entries(folder: Path, table: str = "henvendelse", year: int = 2026) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomli.loads(text(folder, year)).get(table, [])
    return found


def answers(run: Run, folder: Path) -> tuple[int, int]:
    """Return how many answered, and how many of them are interested."""
    asked = json.loads(run("score", "-w", folder, "--json", *TODAY).stdout)["kommuner"][0]["asked"]
    return asked["answered"], asked["interested"]


def test_all_that_a_visit_brings_is_written_in_one_line(run: Run, folder: Path) -> None:
    # fmt: off
    done = run(
        "log", NUMBERS[0], *AT, "--kind", "mote", "--inn", "--interesse", "noytral",
        "--utvider", "ny hall", "--flytter", "--selger", "--legger-ned", "--behov", "kapital, folk",
        "--behov", "kapital", "--tilbyr", "mel", "--minutter", "45", "--flagg", "rod",
        "--arbeidsplasser", "nye=2,bevarte=1,kilde=bedriften, muntlig,sikkerhet=antatt",
        "--oppfolging", "2026-12-05 ring om IN-søknad", "--oppfolging", "2026-12-06 send skjema",
        "--ansvarlig", "ola", "--medarbeider", "kari", "--notat", "Det går bra.", "-w", folder,
    )
    # fmt: on
    first = f"h-20261120-1000-{NUMBERS[0]}"
    assert done.returncode == 0
    assert done.stdout.count("Saved: ") == 3
    assert first in done.stdout
    assert text(folder).startswith(LOG)
    table = entries(folder)[-1]
    jobs = table.pop("arbeidsplasser")
    assert jobs == {"nye": 2, "bevarte": 1, "kilde": "bedriften, muntlig", "sikkerhet": "antatt"}
    assert f"{table.pop('tid')}" == "2026-11-20 10:00:00"
    assert table == {
        "id": first,
        "organisasjonsnummer": NUMBERS[0],
        "medarbeider": "kari",
        "kanal": "mote",
        "retning": "inn",
        "interesse": "nøytral",
        "utvider": True,
        "utvidelse": "ny hall",
        "flytter": True,
        "selger": True,
        "legger_ned": True,
        "flagg": "rod",
        "behov": ["kapital", "folk"],
        "tilbyr": ["mel"],
        "minutter": 45,
        "notat": "Det går bra.",
    }
    promises = entries(folder, "oppfolging")
    assert [(p["tekst"], p["ansvarlig"], p["henvendelse"]) for p in promises] == [
        ("ring om IN-søknad", "ola", first),
        ("send skjema", "ola", first),
    ]
    assert run("check", "-w", folder).returncode == 0


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("--kind", "skjema"), {"kanal": "skjema", "retning": "inn"}),  # they came to us
        (("--kind", "skjema", "--ut"), {"kanal": "skjema"}),  # "ut" is as usual
        (("--utvider", "--notat", "x"), {"utvider": True, "notat": "x"}),  # no text
        (("--utvider=ny hall",), {"utvider": True, "utvidelse": "ny hall"}),
        (("--notat", '"\n[[bedrift]]\nx = """\\'), {"notat": '"\n[[bedrift]]\nx = """\\'}),
        (("--notat", "\x1b]0;x\x07[red]"), {"notat": "\x1b]0;x\x07[red]"}),
    ],
)
def test_what_is_written(
    run: Run, folder: Path, words: tuple[str, ...], written: dict[str, Any]
) -> None:
    done = run("log", NUMBERS[0], *AT, "--medarbeider", "kari", *words, "-w", folder)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    table = entries(folder)[-1]
    for key in ("id", "tid", "organisasjonsnummer", "medarbeider"):
        del table[key]
    assert table == written


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((NUMBERS[3],), "no company in bedrifter/ has the organisation number"),
        (("xxxxx",), "no company is called"),
        (("bakeriet",), "Fjellbakeriet AS"),  # two are alike: both are named
        ((NUMBERS[0], "--at", "2026-12-24 10:00", *TODAY), "is in the future"),
        ((NUMBERS[0], "--medarbeider", "per"), "no medarbeider has the ID per"),
        ((NUMBERS[0], "--oppfolging", "ring"), "does not begin with a date"),
        ((NUMBERS[0], "--oppfolging", "2026-12-01 ring"), "the task has no owner"),
        ((NUMBERS[0], "--arbeidsplasser", "mange"), "cannot interpret"),
        (
            (NUMBERS[1], "--at", "2026-05-01 10:00", "--interesse", "ikke"),
            "the log already has an answer",
        ),
        (("fix", "h-1", "--interesse", "ikke"), "the log has no entry"),
        (("fix", f"h-20260501-1000-{NUMBERS[1]}"), "no change was given"),
        ((), "the company is missing"),
        (("--from-plan", *TODAY), "today's stops are already logged"),
    ],
)
def test_what_cannot_be_is_refused(
    run: Run, folder: Path, words: tuple[str, ...], told: str
) -> None:
    done = run("log", *words, "-w", folder, COLUMNS="300")
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert text(folder) == LOG


def test_a_name_is_enough_where_there_is_no_doubt(run: Run, folder: Path) -> None:
    for name in ("fjellbakeriet", "Fjelbakeriet as", "FJELLBAKERIET AS"):
        assert run("log", name, "--notat", name, "-w", folder).returncode == 0
    assert [e["organisasjonsnummer"] for e in entries(folder)[1:]] == [NUMBERS[0]] * 3


def test_answers_of_the_same_moment_are_told_apart(run: Run, folder: Path) -> None:
    for _ in range(3):
        assert run("log", NUMBERS[0], "--interesse", "ikke", "-w", folder).returncode == 0
    assert len({entry["tid"] for entry in entries(folder)[1:]}) == 3
    assert len({entry["id"] for entry in entries(folder)[1:]}) == 3
    assert run("check", "-w", folder).returncode == 0


def test_a_year_has_its_own_file(run: Run, folder: Path) -> None:
    run("log", NUMBERS[0], "--at", "2025-12-31 23:59", "-w", folder)
    assert len(entries(folder, year=2025)) == 1
    assert text(folder) == LOG


def test_a_correction_is_a_new_entry_and_history_stays(run: Run, folder: Path) -> None:
    first = f"h-20260501-1000-{NUMBERS[1]}"  # the id of one that has none
    fixed = run("log", "fix", first, "--interesse", "forpliktet", "-w", folder, "--json")
    second = document(fixed.stdout)["entries"][0]["id"]
    assert text(folder).startswith(LOG)
    assert entries(folder)[-1]["erstatter"] == first
    assert entries(folder)[-1]["flagg"] == "gul"
    assert run("check", "-w", folder).returncode == 0
    assert answers(run, folder) == (1, 1)
    again = run("log", "fix", first, "--interesse", "ikke", "-w", folder)
    assert (again.returncode, second in again.stderr) == (1, True)
    assert run("log", "fix", second, "--stryk", "-w", folder).returncode == 0
    assert answers(run, folder) == (0, 0)
    listed = document(run("log", "show", "-w", folder, "--json", "--corrected").stdout)["entries"]
    assert [entry["counts"] for entry in listed] == [False, False, False]
    assert json.loads(run("log", "show", "-w", folder, "--json").stdout)["entries"] == []


def test_a_visit_keeps_the_appointment_of_the_day(run: Run, folder: Path) -> None:
    booked = run(
        "book", NUMBERS[0], "--at", "2026-12-01 10:00", "--medarbeider", "ola", "-w", folder, *TODAY
    )
    assert booked.returncode == 0
    then = ("--at", "2026-12-01 10:30", "--today", "2026-12-01")
    done = run("log", NUMBERS[0], *then, "--interesse", "interessert", "-w", folder)
    assert "the appointment 1 Dec 2026 10:00" in done.stdout
    assert [entry["status"] for entry in entries(folder, "avtale")[1:]] == ["gjennomfort"]
    assert entries(folder)[-1]["medarbeider"] == "ola"
    listed = run("avtaler", "-w", folder, "--json", "--today", "2026-12-01")
    assert json.loads(listed.stdout)["avtaler"] == []


def test_tasks_red_first_and_closed_with_what_was_done(run: Run, folder: Path) -> None:
    def tasks(*words: str) -> list[dict[str, Any]]:
        done = run("followup", "-w", folder, "--json", *TODAY, *words)
        found: list[dict[str, Any]] = json.loads(done.stdout)["oppgaver"]
        return found

    promised = ("--oppfolging", "2026-11-20 ring", "--ansvarlig", "ola")
    run("log", NUMBERS[0], "--at", "2026-11-10 10:00", *promised, "-w", folder)
    run("log", NUMBERS[2], "--at", "2026-11-24 10:00", "--flagg", "rod", *TODAY, "-w", folder)
    found = tasks()
    assert [(t["flagg"], t["frist"], t["overdue_days"]) for t in found] == [
        ("rod", "2026-11-24", 0),  # at once
        ("gul", "2026-05-15", 193),  # within two weeks
        (None, "2026-11-20", 4),
    ]
    assert [t["flagg"] for t in tasks("--overdue")] == ["gul", None]
    assert [t["tekst"] for t in tasks("--medarbeider", "ola")] == ["ring"]
    # A flag that somebody took up is that promise's, also after its contact was corrected.
    taken = ("--oppfolging", "2026-11-30 møt dem", "--ansvarlig", "kari")
    flagged = found[0]["id"]
    assert run("log", "fix", flagged, *taken, *TODAY, "-w", folder).returncode == 0
    first = tasks()[0]
    assert (first["kind"], first["flagg"], first["tekst"]) == ("oppfolging", "rod", "møt dem")
    silent = run("done", found[1]["id"], "-w", folder, *TODAY)
    assert (silent.returncode, "what was done" in silent.stderr) == (1, True)
    for task in tasks():
        done = run("done", task["id"], "--notat", "ordnet", "-w", folder, *TODAY)
        assert done.returncode == 0
    assert tasks() == []
    assert {entry["resultat"] for entry in entries(folder, "oppfolging") if "utfort" in entry} == {
        "ordnet"
    }
    assert run("check", "-w", folder).returncode == 0


def test_answers_have_the_schema_of_the_log(run: Run, folder: Path) -> None:
    """A contact, the appointment that it kept and what was promised; then the list of contacts."""
    at = ("--at", "2026-11-20 10:00", "--medarbeider", "ola")
    run("book", NUMBERS[0], *at, "-w", folder, "--today", "2026-11-19")
    said = ("--arbeidsplasser", "nye=2", "--oppfolging", "2026-12-01 ring")
    written = document(run("log", NUMBERS[0], *at, *said, "--json", "-w", folder, *TODAY).stdout)
    assert written["navn"] == "Fjellbakeriet AS"
    assert [e["table"] for e in written["entries"]] == ["henvendelse", "avtale", "oppfolging"]
    listed = document(run("log", "show", "--json", "-w", folder, *TODAY).stdout)
    first, second = listed["entries"]
    assert [*first][-2:] == ["id", "counts"]  # one that was written by hand, without an id
    assert second == {**written["entries"][0], "counts": True}


def test_a_program_logs_without_a_terminal(folder: Path) -> None:
    said = ContactInput(answers={"interesse": "ikke", "medarbeider": "kari", "flagg": "rod"})
    company = Company(NUMBERS[0], "Fjellbakeriet AS", "3430")
    written = log_contact(folder, company, said, datetime(2026, 11, 20, 10))
    assert written.path == folder / "logg/2026.toml"
    assert written.flag_task == FlagTask(ansvarlig="kari", frist=date(2026, 11, 20))
    fixed = correct_contact(
        folder,
        f"h-20261120-1000-{NUMBERS[0]}",
        ContactInput(answers={"stroket": True}),
        datetime(2026, 11, 21, 9),
    )
    assert (fixed.navn, fixed.flag_task) == ("Fjellbakeriet AS", None)
    assert [e.get("stroket", False) for e in entries(folder)] == [False, False, True]


def test_an_opt_out_wins_over_plans_and_mail(run: Run, folder: Path) -> None:
    words = ("--kind", "epost", "--ut", "--reservert", "--notat", "Ikke ring.")
    done = run("log", NUMBERS[0], *AT, *words, "-w", folder)
    assert done.returncode == 0
    listed = tomli.loads((folder / "reservert.toml").read_text(encoding="utf-8"))["reservasjon"]
    assert [(one["organisasjonsnummer"], one["grunn"]) for one in listed] == [
        (NUMBERS[0], "Ikke ring.")
    ]
    assert "opted out" in done.stderr
    assert "HAS OPTED OUT" in run("bedrift", NUMBERS[0], "-w", folder).stdout
    at = ("--at", "2026-12-01 10:00", "--medarbeider", "ola", *TODAY)
    assert run("book", NUMBERS[0], *at, "-w", folder).returncode == 1
    assert run("privacy", "email", NUMBERS[0], "post@fjell.example", "-w", folder).returncode == 1


def test_a_page_of_all_that_is_known(run: Run, folder: Path) -> None:
    said = ("--behov", "folk", "--tilbyr", "mel", "--notat", "Det går bra.", "--interesse", "ikke")
    promised = ("--oppfolging", "2026-12-05 ring", "--ansvarlig", "ola")
    run("log", NUMBERS[0], *AT, *said, *promised, "-w", folder)
    plain = run("bedrift", "fjellbakeriet", "-w", folder, *TODAY)
    for part in ("Fjellbakeriet AS", "kapital, folk", "mel", "Det går bra.", "5 Dec 2026", "Os"):
        assert part in plain.stdout
    page = document(run("bedrift", NUMBERS[0], "-w", folder, "--json", *TODAY).stdout)
    assert page["schema"] == "hageplan/bedrift/1"
    assert page["behov"] == ["kapital", "folk"]
    assert [task["tekst"] for task in page["oppgaver"]] == ["ring"]
    assert [entry["notat"] for entry in page["henvendelser"]] == ["Det går bra."]
    hostile = run("bedrift", NUMBERS[2], "-w", folder)
    assert "[red]" in hostile.stdout
    assert "\x1b" not in hostile.stdout


def test_questions_on_a_terminal(folder: Path) -> None:
    # which (asked again), how, outcome, when, how goes it, plans (a text, which is kept as a note; letters in
    # one, which are no word; two letters), expand how, needs, offers, interest, minutes, flag,
    # promise (one that is not understood, one that is, none), save
    typed = ["bakeriet\n", "\n", "9\n", "1\n", "\n", "s\n", "2026-11-20 10:00\n", "Bra.\n"]
    typed += ["vil ansette flere\n", "\n", "fu\n", "n\n", "f, u\n", "hall\n"]
    typed += ["folk, mel\n", "\n", "3\n", "45\n", "\n", "ring\n", "2026-12-05 ring\n", "\n", "\n"]
    code, seen = answered(folder, typed, "log", "--medarbeider", "kari", "--today", "2026-11-24")
    assert code == 0, seen
    table = entries(folder)[-1]
    assert table["organisasjonsnummer"] in NUMBERS[:2]
    assert (table["interesse"], table["flagg"], table["minutter"]) == ("interessert", "rod", 45)
    assert (table["utvider"], table["flytter"], table["utvidelse"]) == (True, True, "hall")
    assert table["behov"] == ["folk", "mel"]
    assert table["notat"] == "Bra.; vil ansette flere"
    assert "«vil ansette flere» is not among these: u expands" in seen
    saved = "To be saved: 20 Nov 2026 10:00"
    assert saved in seen.replace("\r\n", "")
    assert seen.index("To be saved") < seen.index("Save? [Y/n]")
    assert entries(folder, "oppfolging")[0]["tekst"] == "ring"
    assert "does not begin with a date" in seen
    assert "utfall" not in table
    # Of who would not talk, one key, a note and a promise are asked.
    code, seen = answered(folder, ["\n", "a\n", "\n", "nei\n", "\n", "\n"], "log", NUMBERS[0])
    assert code == 0, seen
    table = entries(folder)[-1]
    assert (table["utfall"], table["notat"]) == ("avslo", "nei")
    assert "would not talk" in seen
    assert not table.keys() & {"interesse", "minutter", "behov"}


def test_who_did_not_talk_has_no_answer(run: Run, folder: Path) -> None:
    said = ("--utfall", "ville ikke snakke", *AT, "-w", folder)
    assert run("log", NUMBERS[0], "--interesse", "ikke", *said).returncode == 1
    done = run("log", NUMBERS[0], *said, "--json")
    (entry,) = document(done.stdout)["entries"]
    assert (entry["utfall"], "interesse" in entry) == ("avslo", False)
    # A correction to an answer says that they talked, and one to an outcome takes the answer back.
    for option, value, outcome, answer in (
        ("--interesse", "ikke", "snakket", "ikke"),
        ("--utfall", "ikke_truffet", "ikke_truffet", None),
    ):
        done = run("log", "fix", entry["id"], option, value, "-w", folder, "--json")
        (entry,) = document(done.stdout)["entries"]
        assert (entry["utfall"], entry.get("interesse")) == (outcome, answer)
    (folder / "logg" / "2025.toml").write_text(
        f'[[henvendelse]]\norganisasjonsnummer = "{NUMBERS[0]}"\ntid = 2025-05-01 10:00:00\n'
        'utfall = "avslo"\ninteresse = "ikke"\n'
    )
    assert "an answer, although nobody talked" in run("check", "-w", folder, "--lang", "en").stdout


@pytest.mark.parametrize("width", ["70", "80"])
def test_no_word_and_no_id_of_the_log_is_broken(run: Run, folder: Path, width: str) -> None:
    note = "Reguleringsplanarbeidet ferdigstilles; næringsutviklingsprosjektet utsettes."
    said = ("--at", "2026-11-20 10:00", "--notat", note, "--today", "2026-11-24")
    assert run("log", NUMBERS[0], *said, "-w", folder).returncode == 0
    done = run("log", "show", "-w", folder, COLUMNS=width)
    shown = done.stdout.split()
    assert [word for word in note.split() if word not in shown] == []
    assert f"h-20261120-1000-{NUMBERS[0]}" in shown
    assert max(map(len, done.stdout.splitlines())) <= int(width)


def test_interrupted_questions_write_nothing(folder: Path) -> None:
    code, seen = answered(folder, ["fjellbakeriet\n", CTRL_C], "log", "--today", "2026-11-24")
    assert (code, "interrupted" in seen) == (130, True), seen
    assert text(folder) == LOG
    assert answered(folder, ["fjellbakeriet\n", CTRL_D], "log")[0] == 130


def test_the_days_stops_in_turn(run: Run, folder: Path) -> None:
    for number, hour in ((NUMBERS[1], "13:00"), (NUMBERS[0], "09:00")):
        at = ("--at", f"2026-12-01 {hour}", "--medarbeider", "kari")
        assert run("book", number, *at, "-w", folder, *TODAY).returncode == 0
    # Nothing is said of the first; the second is left out.
    typed = ["\n"] * 13 + ["n\n"]
    code, seen = answered(folder, typed, "log", "--from-plan", "--today", "2026-12-01")
    assert code == 0, seen
    assert seen.index("Fjellbakeriet") < seen.index("Dalbakeriet")
    last = entries(folder)[-1]
    assert (last["organisasjonsnummer"], f"{last['tid']}") == (NUMBERS[0], "2026-12-01 09:00:00")
    assert [a["status"] for a in entries(folder, "avtale")[2:]] == ["gjennomfort"]
    left = run("log", "--from-plan", "-w", folder, "--today", "2026-12-01", COLUMNS="300")
    assert (left.returncode, "hageplan log dalbakeriet --at" in left.stderr) == (1, True)
    assert "fjellbakeriet" not in left.stderr


NOTHING = ("", "n", "N", "nei", "-", "no")


@pytest.mark.parametrize("answer", NOTHING)
def test_a_clear_no_plans_nothing(answer: str, folder: Path) -> None:
    typed = ["fjellbakeriet", "", "", "", "", answer, "", "", answer, "", answer, answer, ""]
    code, seen = answered(folder, [f"{one}\n" for one in typed], "log", "--today", "2026-11-24")
    assert code == 0, seen
    table = entries(folder)[-1]
    assert table.keys() <= {"id", "organisasjonsnummer", "tid", "medarbeider", "kanal"}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("legger ned", {"legger_ned"}),
        ("Utvider, selger", {"utvider", "selger"}),
        ("u s", {"utvider", "selger"}),
        ("expands", {"utvider"}),
    ],
)
def test_plans_are_chosen_by_letters_and_words(answer: str, kept: set[str], folder: Path) -> None:
    typed = ["fjellbakeriet", "", "", "", "", answer, *([""] if "utvider" in kept else [])]
    typed += ["", "", "", "", "n", "", ""]
    code, seen = answered(folder, [f"{one}\n" for one in typed], "log", "--today", "2026-11-24")
    assert code == 0, seen
    table = entries(folder)[-1]
    assert {key for key in ("utvider", "flytter", "selger", "legger_ned") if key in table} == kept


def test_what_is_to_be_saved_can_be_corrected_or_left(folder: Path) -> None:
    first = [
        "fjellbakeriet",
        "t",
        "",
        "",
        "Bra.",
        "s",
        "folk",
        "",
        "2",
        "45",
        "",
        "2026-12-05 ring",
        "",
    ]
    again = [
        "n",
        "",
        "",
        "",
        "",
        "-",
        "n",
        "",
        "mel",
        "3",
        "",
        "n",
        "-",
        "2026-12-06 skriv",
        "",
        "",
    ]
    typed = [f"{one}\n" for one in (*first, *again)]
    said = ("--today", "2026-11-24", "--medarbeider", "kari")
    code, seen = answered(folder, typed, "log", *said)
    assert code == 0, seen
    assert seen.count("To be saved:") == 2
    table = entries(folder)[-1]
    assert (table["kanal"], table["interesse"], table["minutter"]) == ("telefon", "interessert", 45)
    assert (table["behov"], table["tilbyr"]) == (["folk"], ["mel"])
    assert not table.keys() & {"notat", "selger", "flagg"}
    assert [one["tekst"] for one in entries(folder, "oppfolging")] == ["skriv"]
    before = text(folder)
    code, seen = answered(folder, [f"{one}\n" for one in (*first, "n", "n")], "log", *said)
    assert (code, "not saved" in seen) == (0, True), seen
    assert text(folder) == before
