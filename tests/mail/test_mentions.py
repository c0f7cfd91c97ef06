"""Letters hold personal data: they are forgotten, go when they are old, and are backed up."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from hageplan.mail.letter import Attachment, Letter, calendar
from hageplan.mail.outbox import read_queued
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.mail.servers import KARI, OLA, Inbox, put, send, serving, settings, states

TODAY = ("--today", "2026-11-24")
PERSON = {"navn": "Nils Eksempel", "epost": "nils@sag.example"}
COMPANIES = bedrift(NUMBERS[0], "Bjørk & Sønn", kontakt=PERSON) + bedrift(NUMBERS[1], "Fjell AS")


def packed(text: str) -> Attachment:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{text}</t>")
    return Attachment("uke.xlsx", "application/octet-stream", stream.getvalue())


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"hageplan.toml": settings(25), "bedrifter/os.toml": COMPANIES})


@pytest.mark.parametrize(
    "letter",
    [
        Letter("Bjørk & Sønn", "", ""),
        Letter("Uke 48", f"Ring {NUMBERS[0]}\n", ""),
        Letter("Uke 48", "", "<p>Bjørk\n&amp; <b>Sønn</b></p>"),
        Letter("Uke 48", "", "", (calendar("SUMMARY:Bjørk & \r\n Sønn\r\n".encode()),)),
        Letter("Uke 48", "", "", (packed("Bjørk &amp; Sønn"),)),
        Letter("Uke 48", "", "", (Attachment(f"{NUMBERS[0]}.csv", "text/csv", b""),)),
    ],
)
def test_letters_that_speak_of_the_forgotten_go(run: Run, folder: Path, letter: Letter) -> None:
    (waiting,) = put(folder, KARI, letter=letter)
    put(folder, KARI, letter=Letter("Uke 49", "Fjell AS", ""))
    kept = folder / "sendt/2026/2026-11-20-x.eml"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(waiting.read_bytes())
    shown = run("privacy", "forget", NUMBERS[0], "--dry-run", "-w", folder, "--lang", "en", *TODAY)
    assert "sendt/2026/2026-11-20-x.eml: e-mail, or a copy of one" in shown.stdout
    assert kept.exists()
    done = run("privacy", "forget", NUMBERS[0], "--yes", "-w", folder, "--json", *TODAY)
    assert (done.returncode, json.loads(done.stdout)["removed"]["brev"]) == (0, 2)
    assert not kept.exists()
    (left,) = folder.glob("utboks/*.eml")
    assert read_queued(left).subject == "Uke 49"
    assert json.loads(done.stdout)["left"] == []


def test_who_got_letters_is_forgotten_and_told_what_is_held(run: Run, folder: Path) -> None:
    put(folder, "nils@sag.example", OLA, letter=Letter("Møte", "Hei på deg", "<p>Hei</p>"))
    done = run("privacy", "export", "nils@sag.example", "-w", folder, "--json", *TODAY)
    (letter,) = [t for t in json.loads(done.stdout)["tables"] if t["table"] == "brev"]
    assert letter["data"]["mottaker"] == "nils@sag.example"
    assert letter["data"]["tekst"].strip() == "Hei på deg"
    run("privacy", "forget", "nils@sag.example", "--yes", "-w", folder, *TODAY)
    assert states(folder) == {OLA: "waiting"}


def test_a_short_name_in_a_letter_is_left_to_people(run: Run, folder: Path) -> None:
    person = {"navn": "Åse", "epost": "aase@fjell.example"}
    text = COMPANIES.replace("Nils Eksempel", "Kristian") + bedrift(NUMBERS[2], "X", kontakt=person)
    (folder / "bedrifter/os.toml").write_text(text, encoding="utf-8")
    (path,) = put(folder, KARI, letter=Letter("Uke 48", "Ring Åse i dag", ""))
    done = run("privacy", "forget", "Åse", "--yes", "-w", folder, "--json", *TODAY)
    left = json.loads(done.stdout)["left"]
    assert {"place": f"utboks/{path.name}", "why": "file"} in left
    assert path.exists()


def test_old_letters_go_and_are_counted_until_then(run: Run, folder: Path) -> None:
    with serving(Inbox()) as port:
        (folder / "hageplan.toml").write_text(settings(port), encoding="utf-8")
        put(folder, KARI)
        send(folder)
    held = json.loads(run("privacy", "-w", folder, "--json", *TODAY).stdout)["holdings"]
    (row,) = [row for row in held if row["kind"] == "brev"]
    assert (row["count"], row["since"], row["until"]) == (1, "2026-11-24", "2027-11-24")
    purge = ("privacy", "purge", "--yes", "-w", folder, "--json", "--today")
    assert json.loads(run(*purge, "2027-11-24").stdout)["removed"] == {}
    assert json.loads(run(*purge, "2027-11-25").stdout)["removed"] == {"brev": 1}
    assert not list(folder.glob("sendt/*/*.eml"))


def test_a_backup_holds_letters_and_never_sends_one_again(run: Run, folder: Path) -> None:
    """What waited when it was made may have been sent when it is brought back."""
    put(folder, KARI, OLA)
    archive = json.loads(run("backup", "-w", folder, "--json").stdout)["file"]
    inbox = Inbox(at_rcpt={OLA: ["550 no"]})
    with serving(inbox) as port:
        (folder / "hageplan.toml").write_text(settings(port), encoding="utf-8")
        send(folder)
        run("restore", archive, "--yes", "-w", folder)
        (folder / "hageplan.toml").write_text(settings(port), encoding="utf-8")
        done = run("outbox", "--send", "-w", folder)
        assert done.returncode == 0, done.stdout + done.stderr
    assert inbox.accepted == {KARI: 1}
    assert len(inbox.texts[KARI]) == 1
    assert {p.suffix for p in folder.glob("utboks/2*")} == {".avvist", ".uviss"}
    again = json.loads(run("backup", "-w", folder, "--json").stdout)["file"]
    with zipfile.ZipFile(again) as saved:
        names = {Path(name).parts[0] for name in saved.namelist()}
    assert {"sendt", "utboks"} <= names
