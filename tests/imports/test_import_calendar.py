"""`hageplan import calendar`: visits in somebody's calendar, logged or booked, each once."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hageplan import load
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document

SAG, GARD, KRO, KRO_TYNSET = NUMBERS[:4]
COMPANIES = (
    bedrift(SAG, "Storsag AS")
    + bedrift(GARD, "Nordgard")
    + bedrift(KRO, "Fjellkroa AS")
    + bedrift(KRO_TYNSET, "Fjellkroa", kommunenummer="3427")
)
DAY = ("--today", "2026-11-25")


def event(uid: str, start: str, summary: str, *more: str) -> str:
    length = "P1D" if "VALUE=DATE" in start else "PT1H30M"
    lines = (
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", f"DTSTART{start}",
        f"DURATION:{length}", f"SUMMARY:{summary}", *more, "END:VEVENT",
    )  # fmt: skip
    return "\r\n".join(lines)


def calendar(path: Path, *events: str) -> Path:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//p//")
    path.write_text("\r\n".join([*head, *events, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


EVENTS = (
    event("1", ";TZID=Europe/Oslo:20261120T100000", "Besøk hos Storsag"),
    event("2", ":20261202T090000Z", "Lunsj med Nordgard", "LOCATION:Os"),
    event("3", ";TZID=Europe/Oslo:20261203T100000", "Fjellkroa"),
    event("4", ";TZID=Europe/Oslo:20261121T180000", "Tannlege hemmelig"),
    event("5", ";VALUE=DATE:20261122", "Storsag hele dagen"),
    event("6", ";TZID=Europe/Oslo:20261123T100000", "Storsag", "STATUS:CANCELLED"),
    event("7", ";TZID=Europe/Oslo:20261204T120000", f"Møte {KRO}"),
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES})


def visits(run: Run, folder: Path, file: Path, *words: str) -> dict[str, Any]:
    base = ("import", "calendar", file, "--medarbeider", "kari", "-w", folder, *DAY)
    done = run(*base, "--json", *words)
    assert done.returncode == 0, done.stderr
    return document(done.stdout)


def test_what_was_is_logged_and_what_comes_is_booked(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file = calendar(tmp_path / "k.ics", *EVENTS)
    found = visits(run, folder, file, "--dry-run")
    assert found["counts"] == {"rows": 4, "new": 3, "same": 0, "rejected": 1}
    assert found["outside"] == 1
    assert "Fjellkroa, Fjellkroa AS" in found["rejected"][0]["reason"]
    assert not (folder / "logg").exists()
    base = ("import", "calendar", file, "--medarbeider", "kari", "-w", folder, *DAY)
    asked = run(*base, "--lang", "en")
    assert (asked.returncode, "without being asked: --yes" in asked.stderr) == (1, True)
    assert "Storsag AS, kari, 90 min" in asked.stdout
    assert "hemmelig" not in asked.stdout + json.dumps(found)
    visits(run, folder, file, "--yes")
    records = load(folder)
    (contact,) = records.henvendelser
    assert (contact.organisasjonsnummer, contact.tid, contact.minutter, contact.medarbeider) == (
        SAG,
        datetime(2026, 11, 20, 10),
        90,
        "kari",
    )
    assert {(a.organisasjonsnummer, a.tid, a.status) for a in records.avtaler} == {
        (GARD, datetime(2026, 12, 2, 10), "avtalt"),
        (KRO, datetime(2026, 12, 4, 12), "avtalt"),
    }
    assert run("check", "-w", folder).returncode == 0


def test_again_adds_nothing_a_moved_one_is_told_and_all_can_be_taken_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    file, log = calendar(tmp_path / "k.ics", *EVENTS), folder / "logg/2026.toml"
    log.parent.mkdir()
    log.write_text("# Skrevet for hånd\n", encoding="utf-8")
    visits(run, folder, file, "--yes")
    again = visits(run, folder, file, "--yes")
    assert (again["counts"]["new"], again["counts"]["same"]) == (0, 3)
    moved = event("2", ":20261202T120000Z", "Nordgard")
    found = visits(run, folder, calendar(tmp_path / "k.ics", moved), "--yes")
    assert "Nordgard has an appointment 2026-12-02 10:00" in found["rejected"][0]["reason"]
    assert run("import", "undo", "-w", folder).returncode == 0
    assert (load(folder).henvendelser, load(folder).avtaler) == ((), ())
    assert log.read_text("utf-8") == "# Skrevet for hånd\n"


UNSURE = (
    event("1", ":20261201T090000Z", "Avlyst: Storsag"),
    event("2", ":20261201T120000Z", "Canceled: Nordgard"),
    event("3", ":20261202T090000Z", "Storsag", "STATUS:TENTATIVE"),
    event("4", ":20261203T090000Z", "Frokost for alle", "LOCATION:Nordgard\\, Os"),
    event("5", ":20261204T090000Z", "Storsag og Nordgard"),
    event("6", ":20261207T090000Z", f"Møte {SAG[:3]} {SAG[3:6]} {SAG[6:]}"),
)


def test_what_may_be_no_visit_is_told_and_not_booked(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    found = visits(run, folder, calendar(tmp_path / "k.ics", *UNSURE), "--yes")
    assert found["counts"] == {"rows": 4, "new": 1, "same": 0, "rejected": 3}
    reasons = [one["reason"] for one in found["rejected"]]
    assert "2026-12-02 10:00: this may not be a visit to Storsag AS" in reasons[0]
    assert "Nordgard may be only the location" in reasons[1]
    assert "it may be Nordgard, Storsag AS" in reasons[2]
    assert [one["organisasjonsnummer"] for one in found["to_be_booked"]] == [SAG]


def test_short_names_are_known_with_their_form(run: Run, write: Write, tmp_path: Path) -> None:
    names = {SAG: "Elv AS", GARD: "Dal AS", KRO: "Storelva AS"}
    folder = write({"bedrifter/os.toml": "".join(bedrift(n, name) for n, name in names.items())})
    events = (
        event("1", ":20261201T090000Z", "Besøk hos Elv AS"),
        event("2", ":20261202T090000Z", "Elv AS og Dal AS"),
        event("3", ":20261203T090000Z", "Tur langs elv og dal"),
        event("4", ":20261204T090000Z", "Utsatt: Storelva"),
    )
    found = visits(run, folder, calendar(tmp_path / "k.ics", *events), "--yes")
    assert [one["organisasjonsnummer"] for one in found["to_be_booked"]] == [SAG]
    reasons = [one["reason"] for one in found["rejected"]]
    assert "it may be Dal AS, Elv AS" in reasons[0]
    assert "this may not be a visit to Storelva AS" in reasons[1]
    assert found["outside"] == 1


def test_of_a_series_the_next_is_booked(run: Run, folder: Path, tmp_path: Path) -> None:
    weekly = event("1", ":20261201T090000Z", "Storsag", "RRULE:FREQ=WEEKLY;COUNT=9")
    file = calendar(tmp_path / "k.ics", weekly)
    for new in (1, 0):
        counts = visits(run, folder, file, "--yes")["counts"]
        assert counts == {"rows": 9, "new": new, "same": 9 - new, "rejected": 0}


def test_an_event_without_a_sound_time_spoils_no_other(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    broken = (event(uid, ":i morgen", name) for uid, name in (("1", "Storsag"), ("2", "Tannlege")))
    sound = event("3", ":20261202T090000Z", "Nordgard")
    found = visits(run, folder, calendar(tmp_path / "k.ics", *broken, sound), "--yes")
    assert found["counts"] == {"rows": 2, "new": 1, "same": 0, "rejected": 1}
    assert found["rejected"][0]["reason"].startswith("Storsag AS: ")
    assert found["outside"] == 1


def test_an_appointment_that_was_moved_since_stays_when_the_import_is_taken_back(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    visits(run, folder, calendar(tmp_path / "k.ics", *EVENTS), "--yes")
    assert run("move", GARD, "--at", "2026-12-02 14:00", "-w", folder, *DAY).returncode == 0
    undone = run("import", "undo", "-w", folder, "--lang", "en")
    assert "1 tables have been changed since or are needed by the log" in undone.stderr
    assert run("check", "-w", folder).returncode == 0
    assert load(folder).henvendelser == ()


@pytest.mark.parametrize(
    ("content", "who", "told"),
    [
        ("ingen kalender", "kari", "k.ics:1: error: the file is not an iCalendar file"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
            "kari",
            "k.ics:1: error: the calendar that begins here",
        ),
        ("", "per", "no medarbeider is called per"),
    ],
)
def test_what_is_no_calendar_or_nobodys_is_refused(
    run: Run, folder: Path, tmp_path: Path, content: str, who: str, told: str
) -> None:
    file = tmp_path / "k.ics"
    file.write_text(content, encoding="utf-8")
    words = ("--medarbeider", who, "-w", folder, "--lang", "en", *DAY)
    done = run("import", "calendar", file, *words)
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr
