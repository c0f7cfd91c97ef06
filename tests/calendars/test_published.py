"""Calendars that are published as links: fetched within bounds, kept as times, told when old."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hageplan import load
from hageplan.calendars.busy import with_busy_times
from hageplan.calendars.links import PublishedCalendar, copy_of, is_link
from hageplan.calendars.published import fetch_by, refresh
from hageplan.errors import ServiceError
from hageplan.i18n import shown
from hageplan.messages import msg
from hageplan.records.settings.planlegging import Kalender
from hageplan.records.settings.rules import Innlesing
from tests.calendars.test_calendars import OUTLOOK, OUTLOOK_ZONE
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.hostile_servers import HOST, HTTP, answering, serving

NOW = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Europe/Oslo"))
EVENT = """\
BEGIN:VEVENT
UID:1
SUMMARY:Hemmelig
LOCATION:Fjellheimen
DTSTART;TZID=W. Europe Standard Time:20261124T090000
DTEND;TZID=W. Europe Standard Time:20261124T120000
END:VEVENT
"""
CALENDAR = OUTLOOK.format(
    zone=OUTLOOK_ZONE.format(name="W. Europe Standard Time"), events=EVENT
).replace("\n", "\r\n")


def refreshed(folder: Path, url: str, answer: bytes | ServiceError, now: datetime) -> list[str]:
    def fetch(_link: PublishedCalendar) -> bytes:
        if isinstance(answer, ServiceError):
            raise answer
        return answer

    links = [PublishedCalendar(medarbeider="kari", url=url)]
    told = refresh(folder, links, settings=Kalender(), fetch=fetch, now=now)
    return [shown(message) for message in told]


def workspace(write: Write, url: str) -> Path:
    return write({
        "hageplan.toml": f'{SETTINGS}kalender = "{url}"\n',
        "bedrifter/a.toml": bedrift(NUMBERS[0]),
    })  # fmt: skip


def aged(path: Path, hours: float) -> None:
    then = (NOW - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def test_a_link_blocks_time_and_its_copy_holds_times_alone(write: Write) -> None:
    url = "https://outlook.example/secret/calendar.ics"
    folder = workspace(write, url)
    assert refreshed(folder, url, CALENDAR.encode(), NOW) == []
    records = with_busy_times(load(folder), folder, NOW.date())
    assert [(f"{o.fra:%d %H:%M}", f"{o.til:%H:%M}") for o in records.opptatt] == [
        ("24 09:00", "12:00")
    ]
    kept = copy_of(folder, url).read_text("utf-8")
    assert "Hemmelig" not in kept
    assert "Fjellheimen" not in kept


def test_a_copy_is_used_for_an_hour_and_told_where_it_is_old(write: Write) -> None:
    url = "webcal://calendar.example/basic.ics"
    folder = workspace(write, url)
    refreshed(folder, url, CALENDAR.encode(), NOW)
    path, gone = copy_of(folder, url), ServiceError(msg("no answer"), msg("wait"))
    before = path.read_bytes()
    aged(path, 0.9)
    assert refreshed(folder, url, gone, NOW) == []
    aged(path, 50)
    (told,) = refreshed(folder, url, gone, NOW)
    assert "no answer; the copy from" in told
    assert "50 hours old" in told
    (told,) = refreshed(folder, url, b"<html>sign in</html>", NOW)
    assert "not an iCalendar file" in told
    assert path.read_bytes() == before, "the last good copy stays"
    assert url not in told
    aged(path, -5)
    refreshed(folder, url, CALENDAR.encode() * 2, NOW)
    assert path.stat().st_mtime > NOW.timestamp(), "a clock put back makes no copy last for ever"


def test_without_a_copy_nothing_is_planned_in_the_dark(write: Write, run: Run) -> None:
    with serving(HTTP["status 404"]) as port:
        folder = workspace(write, f"http://{HOST}:{port}/hemmelig.ics")
        done = run("plan", "-w", folder, "--today", "2026-11-23", "--lang", "en")
    assert done.returncode == 3
    assert "the calendar of kari" in done.stderr
    assert "404" in done.stderr
    assert "hemmelig" not in done.stderr


def test_a_command_reads_the_link_and_then_its_copy(write: Write, run: Run) -> None:
    with serving(answering(CALENDAR.encode(), content_type="text/calendar")) as port:
        folder = workspace(write, f"http://{HOST}:{port}/k.ics")
        words = ("slots", NUMBERS[0], "-w", folder, "--today", "2026-11-23", "--from", "2026-11-24",
                 "--days", "1", "-n", "20", "--lang", "en")  # fmt: skip
        first = run(*words)
    assert first.returncode == 0, first.stderr
    assert " 10:00" not in first.stdout
    again = run(*words)  # nobody answers any more
    assert (again.returncode, again.stdout) == (0, first.stdout)
    checked = run("check", "-w", folder)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a body without end", "drips a body", "silent", "to a file"])
def test_no_server_keeps_a_command_waiting(name: str) -> None:
    with serving(HTTP[name]) as port:
        fetch = fetch_by(Innlesing(), waiting_s=1.0)
        with pytest.raises(ServiceError) as fault:
            fetch(PublishedCalendar(medarbeider="kari", url=f"http://{HOST}:{port}/hemmelig.ics"))
    assert "hemmelig" not in shown(fault.value.message)


@pytest.mark.parametrize(
    ("kalender", "expected"),
    [
        ("https://a/b.ics", True),
        ("WEBCAL://a", True),
        ("kalendere/a.ics", False),
        ("C:\\k.ics", False),
    ],
)
def test_what_is_a_link(kalender: str, *, expected: bool) -> None:
    assert is_link(kalender) is expected
