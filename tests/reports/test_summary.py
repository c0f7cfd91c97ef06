"""`hageplan summary`: what the week brought, once, as cron runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hageplan.errors import RequestError
from hageplan.jobs.periode import parse_week, week_before, weeks_since
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.mail.servers import KARI, OLA, Inbox, free_port, serving, settings

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "docs/schemas"
MONDAY = "2026-11-23"
SAG, GARD, KRO = NUMBERS[:3]
CRON = ("--since-last", "--if-new", "--lang", "en")
COMPANIES = (
    bedrift(SAG, "Storsag AS", status="medlem", antall_ansatte=4)
    + bedrift(GARD, "Nordgard")
    + bedrift(KRO, "Os Kro", lat=62.49, lon=11.2)
)


def contact(number: str, day: str, **keys: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = {day} 10:00:00\n{lines}\n'


LAST_WEEK = (
    contact(SAG, "2026-11-17", interesse='"interessert"', flagg='"rod"', medarbeider='"kari"')
    + contact(GARD, "2026-11-19", kanal='"telefon"', arbeidsplasser="{ nye = 2, bevarte = 1 }")
    + contact(KRO, "2026-11-10", interesse='"ikke"')
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": LAST_WEEK})


def summary(run: Run, folder: Path, *words: str, code: int = 0) -> str:
    done = run("summary", "-w", folder, "--today", MONDAY, *words)
    assert done.returncode == code, done.stderr
    return done.stdout


def document(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(summary(run, folder, "--json", *words))
    schema = json.loads((SCHEMAS / "summary-1.schema.json").read_text("utf-8"))
    jsonschema.validate(found, schema)
    return found


def log(folder: Path, text: str) -> None:
    with (folder / "logg/2026.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_the_last_whole_week_is_told(run: Run, folder: Path) -> None:
    found = document(run, folder)
    assert (found["weeks"], found["first"], found["last"]) == (
        "2026-W47",
        "2026-11-16",
        "2026-11-22",
    )
    happened = found["happened"]
    assert (happened["visits"], happened["other_contacts"]) == (1, 1)
    assert [answer["navn"] for answer in happened["answers"]] == ["Storsag AS"]
    assert (happened["new_jobs"], happened["kept_jobs"]) == (2, 1)
    assert [task["navn"] for task in found["due"]] == ["Storsag AS"]
    kinds = [(one["kind"], one["what"]) for one in found["decisions"]]
    assert ("red-flag", "Storsag AS") in kinds
    assert found["quality"] == {
        "unread": 0,
        "old_answers": 0,
        "no_position": 2,
        "no_headcount": 2,
        "no_contact": 1,
    }


def test_a_score_changes_by_what_score_says_before_and_after(run: Run, folder: Path) -> None:
    (change,) = [one for one in document(run, folder)["changes"] if one["navn"] == "Os"]
    now = json.loads(run("score", "-w", folder, "--today", "2026-11-22", "--json").stdout)
    (os_now,) = [row for row in now["kommuner"] if row["navn"] == "Os"]
    assert change["share"] == pytest.approx(os_now["estimated"]["share"])
    (folder / "logg/2026.toml").write_text(contact(KRO, "2026-11-10", interesse='"ikke"'), "utf-8")
    then = json.loads(run("score", "-w", folder, "--today", "2026-11-15", "--json").stdout)
    (os_then,) = [row for row in then["kommuner"] if row["navn"] == "Os"]
    assert change["share_before"] == pytest.approx(os_then["estimated"]["share"])


def test_a_member_of_the_week_and_a_booked_visit_are_told(run: Run, write: Write) -> None:
    kro = f'organisasjonsnummer = "{KRO}"\n'
    companies = COMPANIES.replace(kro, f"{kro}ring_ikke = true\n") + bedrift(
        "310000035", "Ny AS", status="medlem"
    ).replace('status = "medlem"', 'status = "medlem"\nmedlem_siden = 2026-11-18')
    booked = "".join(
        f'[[avtale]]\nid = "a-{day}-{hour}"\norganisasjonsnummer = "{KRO}"\n'
        f'tid = 2026-11-{day} {hour:02}:00:00\nmedarbeider = "kari"\n'
        for day, hour in [(25, 9), *((day, hour) for day in (26, 27) for hour in range(6, 17))]
    )
    folder = write({"bedrifter/os.toml": companies, "logg/2026.toml": booked})
    text = summary(run, folder, "--lang", "en")
    assert "New member: Ny AS" in text
    assert "Wed 25 Nov 09:00 kari: Os Kro (booked, do not phone)" in text
    path = folder / "told.txt"
    assert summary(run, folder, "--lang", "en", "-o", str(path)) == ""
    assert "  and 3 more: hageplan uke --week 2026-W48\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        ("txt", "Visits: 1"),
        ("md", "## What happened"),
        ("html", "<h2"),
        ("json", '"schema": "hageplan/summary/1"'),
    ],
)
def test_each_file_twice_the_same(
    run: Run, folder: Path, tmp_path: Path, ending: str, told: str
) -> None:
    files = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for path in files:
        assert summary(run, folder, "-o", str(path), "--lang", "en") == ""
    first, second = (path.read_text(encoding="utf-8") for path in files)
    assert first == second
    assert told in first


def test_cron_is_told_once_and_then_nothing(run: Run, folder: Path) -> None:
    assert "Week 47, 16–22 Nov 2026" in summary(run, folder, *CRON)
    done = run("summary", "-w", folder, "--today", MONDAY, *CRON)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert summary(run, folder, *CRON, "--exit-code", code=4) == ""


def test_missed_weeks_are_caught_up_with_and_late_words_too(run: Run, folder: Path) -> None:
    assert summary(run, folder, *CRON)
    log(folder, contact(GARD, "2026-11-20", interesse='"forpliktet"'))
    log(folder, contact(KRO, "2026-12-01"))
    text = summary(run, folder, *CRON, "--today", "2026-12-14")
    assert "Weeks 48–50, 23 Nov – 13 Dec 2026" in text
    assert "20 Nov 2026 Nordgard, Os: committed (logged late)" in text
    assert "Storsag AS, Os: interested" not in text
    assert summary(run, folder, *CRON, "--today", "2026-12-14") == ""


def test_a_week_without_news_is_told_with_the_next(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": contact(KRO, "2026-11-18")})
    assert summary(run, folder, *CRON)
    assert summary(run, folder, *CRON, "--today", "2026-11-30") == ""
    log(folder, contact(KRO, "2026-12-02"))
    assert "Weeks 48–49, 23 Nov – 6 Dec 2026" in summary(
        run, folder, *CRON, "--today", "2026-12-07"
    )


def test_of_two_that_run_at_once_one_tells(run: Run, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        told = [*pool.map(lambda _n: summary(run, folder, *CRON), range(4))]
    assert sum(bool(text) for text in told) == 1


def test_without_a_terminal_and_in_the_c_locale(run: Run, write: Write) -> None:
    companies = bedrift(SAG, "Bærøy Smørgård")
    log_ = contact(SAG, "2026-11-18", interesse='"nøytral"')
    folder = write({"bedrifter/os.toml": companies, "logg/2026.toml": log_})
    done = run("summary", "-w", folder, "--today", MONDAY, LANG="C", LC_ALL="C", TERM="dumb")
    assert "Bærøy Smørgård, Os: nøytral" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--week", "2026-W54"), 1, "is not a week"),
        (("--week", "den uken"), 1, "is not a week"),
        (("--week", "2027-W40"), 1, "2027-W40 has not begun choose a week that has, e.g. the last"),
        (("--week", "2026-W47", "--since-last"), 2, "cannot be used together"),
        (("--dry-run",), 2, "--dry-run can only be used"),
        (("--send", KARI), 1, "no mail server"),
    ],
)
def test_what_cannot_be_told(
    run: Run, folder: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run("summary", "-w", folder, "--lang", "en", "--today", MONDAY, *words)
    assert done.returncode == code
    assert told in " ".join(done.stderr.split())


def test_the_example_region_remembers_nothing(run: Run) -> None:
    assert "Week 47, 16–22 Nov 2026" in run("summary", "--today", MONDAY, "--lang", "en").stdout
    done = run("summary", "--if-new", "--today", MONDAY, "--lang", "en")
    assert done.returncode == 1
    assert "hageplan init" in done.stderr


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_weeks_follow_each_other(day: date, later: int) -> None:
    week = week_before(day)
    assert (week.first.weekday(), week.last - week.first) == (0, timedelta(days=6))
    assert week.last < day <= week.last + timedelta(days=7)
    assert parse_week(week.name, week.last) == week
    since = weeks_since(week.last, day + timedelta(days=later))
    if since is None:
        assert week_before(day + timedelta(days=later)) == week
    else:
        assert since.first == week.last + timedelta(days=1)
        assert since.last == week_before(day + timedelta(days=later)).last


def test_no_week_53_where_the_year_has_none() -> None:
    assert parse_week("2026-W53", date(2027, 1, 9)).last == date(2027, 1, 3)
    with pytest.raises(RequestError):
        parse_week("2027-W53", date(2027, 1, 9))


def parts(raw: bytes) -> dict[str, EmailMessage]:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


def test_it_is_sent_with_the_plan_and_only_once(run: Run, write: Write) -> None:
    inbox = Inbox()
    port = free_port()
    folder = write({"hageplan.toml": settings(port, forsok=1), "bedrifter/os.toml": COMPANIES,
                    "logg/2026.toml": LAST_WEEK})  # fmt: skip
    words = ("--kommune", "Os", "--days", "2", "--iterations", "50", "--save", "-q")
    assert run("plan", "-w", folder, *words, "--today", "2026-11-22").returncode == 0
    send = (*CRON, "--send", KARI, "--send", OLA)
    with serving(inbox, port=port):
        for _again in range(2):
            assert summary(run, folder, *send) == ""
    assert inbox.accepted == {KARI: 1, OLA: 1}
    found = parts(inbox.texts[KARI][0])
    assert set(found) == {"text/plain", "text/html", "text/calendar"}
    assert "Storsag AS, Os: interested" in found["text/plain"].get_content()
    visits = Calendar.from_ical(found["text/calendar"].get_content()).walk("VEVENT")
    assert any("Visit" in str(event["summary"]) for event in visits)


def test_what_could_not_be_sent_goes_with_the_next_run(run: Run, write: Write) -> None:
    inbox, port = Inbox(), free_port()
    folder = write({"hageplan.toml": settings(port, forsok=1), "bedrifter/os.toml": COMPANIES,
                    "logg/2026.toml": LAST_WEEK})  # fmt: skip
    send = (*CRON, "--send", KARI)
    summary(run, folder, *send, code=3)
    assert len([*(folder / "utboks").glob("*.eml")]) == 1
    with serving(inbox, port=port):
        summary(run, folder, *send)
        summary(run, folder, *send)
    assert inbox.accepted == {KARI: 1}


def test_a_dry_run_writes_the_letter_and_remembers_nothing(run: Run, write: Write) -> None:
    folder = write({"hageplan.toml": settings(1), "bedrifter/os.toml": COMPANIES,
                    "logg/2026.toml": LAST_WEEK})  # fmt: skip
    before = sorted(folder.rglob("*"))
    made = []
    for _again in range(2):
        done = run("summary", "-w", folder, "--today", MONDAY, *CRON,
                   "--send", KARI, "--dry-run")  # fmt: skip
        assert done.returncode == 0, done.stderr
        made.append((folder.parent / "2026-W47-1.eml").read_bytes())
    assert made[0] == made[1]
    assert parts(made[0])["text/html"].get_content().startswith("<!doctype html>")
    assert [p for p in sorted(folder.rglob("*")) if ".hageplan" not in p.parts] == before


def test_the_crontab_and_the_timer_of_the_docs_run(write: Write, tmp_path: Path) -> None:
    """Each line is run as cron and systemd do: by sh, in a bare environment, without a terminal."""
    folder = write({"bedrifter/os.toml": COMPANIES, "logg/2026.toml": LAST_WEEK})
    page = (Path(__file__).parents[2] / "docs/en/weekly-summary.md").read_text("utf-8")
    lines = [
        line for line in page.splitlines() if "hageplan summary" in line and "--if-new" in line
    ]
    commands = [line.split(" * * 1 ")[-1].removeprefix("ExecStart=") for line in lines]
    assert len(commands) >= 2
    shim = tmp_path / "bin" / "hageplan"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hageplan "$@"\n', "utf-8")
    shim.chmod(0o755)
    for command in commands:
        local = command.replace("/srv/hage", str(folder)).replace("/opt/hageplan", str(tmp_path))
        (folder / "oppsummert.toml").unlink(missing_ok=True)
        done = subprocess.run(
            ["/bin/sh", "-c", local.replace(" --send styret@hage.example", "")],
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **_python_path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


def _python_path() -> dict[str, str]:
    return {key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ}


def happened(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = document(run, folder, *words)["happened"]
    return found


def test_what_is_logged_late_is_told_whole_and_once(run: Run, folder: Path) -> None:
    assert summary(run, folder, *CRON)
    before = document(run, folder)["changes"]
    log(folder, contact(KRO, "2026-10-06", arbeidsplasser="{ nye = 9 }"))
    log(folder, contact(GARD, "2026-11-05", interesse='"forpliktet"'))
    log(
        folder,
        f'[[kobling]]\ntid = 2026-11-18 10:00:00\norganisasjonsnummer = "{SAG}"\ntil = "{GARD}"\n',
    )
    words = ("--since-last", "--if-new", "--today", "2026-11-30")
    told = document(run, folder, *words)
    assert (told["happened"]["new_jobs"], told["happened"]["visits"]) == (9, 2)
    assert told["happened"]["introductions"] == 1
    assert [change["kommunenummer"] for change in told["changes"]] == ["3430"]
    assert told["changes"][0]["share_before"] == pytest.approx(before[0]["share"], abs=0.02)
    assert summary(run, folder, *words) == ""


def test_a_correction_of_what_was_told_is_no_news_but_its_jobs_are(run: Run, folder: Path) -> None:
    assert summary(run, folder, *CRON)
    first = f"h-20261119-1000-{GARD}"
    done = run("log", "fix", first, "--notat", "x", "-w", folder, "--today", "2026-11-24")
    assert done.returncode == 0, done.stderr
    assert summary(run, folder, *CRON, "--today", "2026-11-30") == ""
    path = folder / "logg/2026.toml"
    path.write_text(path.read_text("utf-8").replace("nye = 2", "nye = 5"), "utf-8")
    told = happened(run, folder, "--since-last", "--if-new", "--today", "2026-11-30")
    assert (told["new_jobs"], told["other_contacts"]) == (3, 0)


def test_a_named_week_is_what_the_log_says_whatever_was_told(run: Run, folder: Path) -> None:
    before = summary(run, folder, "--week", "2026-W47", "--json")
    assert summary(run, folder, *CRON)
    assert summary(run, folder, "--week", "2026-W47", "--json") == before


def test_a_week_that_was_told_is_not_told_by_its_name(run: Run, folder: Path) -> None:
    assert summary(run, folder, *CRON)
    words = ("--week", "2026-W47", "--if-new", "--exit-code")
    assert summary(run, folder, *words, code=4) == ""
    log(folder, contact(GARD, "2026-11-25"))
    assert summary(run, folder, *CRON, "--today", "2026-11-30")
    assert summary(run, folder, *words, "--today", "2026-12-07", code=4) == ""
    assert summary(run, folder, *CRON, "--today", "2026-12-07") == ""


def test_a_week_counts_as_told_when_it_is_over(run: Run, folder: Path) -> None:
    log(folder, contact(KRO, "2026-11-25"))
    words = ("--week", "2026-W48", "--if-new", "--today", "2026-11-26")
    assert summary(run, folder, *words)
    assert summary(run, folder, *words) == ""
    log(folder, contact(GARD, "2026-11-27", arbeidsplasser="{ nye = 5 }"))
    told = happened(run, folder, "--since-last", "--if-new", "--today", "2026-11-30")
    assert (told["visits"], told["new_jobs"]) == (1, 3)


def test_a_clock_that_was_ahead_is_told(run: Run, folder: Path) -> None:
    assert summary(run, folder, *CRON, "--today", "2031-01-15")
    done = run("summary", "-w", folder, "--today", MONDAY, *CRON)
    assert done.returncode == 1
    assert "set the clock, or delete that file" in done.stderr


def test_what_waits_for_the_settings_to_be_mended_is_sent_once(run: Run, write: Write) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        text, broken = settings(port), settings(port, bruker="hage")
        folder = write(
            {
                "hageplan.toml": broken,
                "bedrifter/os.toml": COMPANIES,
                "logg/2026.toml": LAST_WEEK,
            }
        )
        words = (*CRON, "--send", KARI)
        for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
            done = run("summary", "-w", folder, "--today", day, *words)
            assert done.returncode == 1
            assert len([*folder.glob("utboks/*.eml")]) == 1
        (folder / "hageplan.toml").write_text(text, "utf-8")
        done = run("summary", "-w", folder, "--today", "2026-11-26", *words)
        assert done.returncode == 0, done.stderr
    assert {to: len(texts) for to, texts in inbox.texts.items()} == {KARI: 1}
