"""The ends of the calendar: refused with what was expected, or reckoned with; never a fault of ours."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, SETTINGS, Write, bedrift
from tests.driver import hageplan

DAYS = (
    "0001-01-01",
    "0001-12-31",
    "1909-12-31",
    "1910-01-01",
    "2189-12-31",
    "2190-01-01",
    "9999-12-31",
)
WEEKS = (
    "0001-W01",
    "1910-W01",
    "2026-W53",
    "2027-W53",
    "2189-W52",
    "9999-W52",
    "9999-W53",
    "0000-W01",
)
PERIODS = (
    "0001",
    "0001-Q1",
    "1910-H1",
    "2189-12",
    "2189",
    "2199",
    "9999",
    "9999-12",
    "9999-H2",
    "0000-01",
)
WITH_TODAY = (
    "score", "next", "plan --kommune Os --iterations 3", "slots 310000000 --count 1", "followup", "bedrift 310000000", "uke",
    "avtaler", "jobs", "match", "summary", "report siva --period 2026", "report styre --period 2026",
    "report kommune --kommune Os", "staffing", "staffing --year 2026", "forecast --months 2", "privacy export 310000000", "privacy purge --yes",
    "log 310000000 --interesse noytral", 'book 310000000 --at "2026-12-01 10:00"', "log show 310000000",
    'move 310000000 --at "2026-12-02 10:00"', "cancel 310000000", "done 310000000", "invite latest", "export",
    "match introduce 310000000 310000019", "import csv ingen.csv", "import survey svar.csv", "import calendar k.ics",
)  # fmt: skip
LINES = [
    *(f"{words} --today {day}" for words in WITH_TODAY for day in DAYS),
    *(f"{words} --week {week} --today 2026-11-24" for words in ("summary", "uke") for week in WEEKS),
    *(f"report {kind} --period {period} --today 2026-11-24" for kind in ("siva", "styre") for period in PERIODS),
    *(f"report kommune --kommune Os --period {period} --today 2026-11-24" for period in PERIODS),
    *(f"jobs --period {period} --today 2026-11-24" for period in PERIODS),
    *(f"staffing --year {year} --today 2026-11-24" for year in (0, 1, 1909, 1910, 2189, 2190, 9999, 10**9)),
    *(f"plan --kommune Os --iterations 3 --from {day} --today 2026-11-24" for day in DAYS),
    *(f"plan --kommune Os --iterations 3 --absent kari:{day} --today 2026-11-24" for day in DAYS),
    *(f"plan --kommune Os --iterations 3 --days 60 --from 2189-12-01 --today {day}" for day in DAYS[3:5]),
    *(f"slots 310000000 --from {day} --today 2026-11-24" for day in DAYS),
    *(f'{words} 310000000 --at "{day} 10:00" --today 2026-11-24' for words in ("book", "move", "log") for day in DAYS),
    *(f'log 310000000 --oppfolging "{day} ring" --ansvarlig kari --today 2026-11-24' for day in DAYS),
    *(f"match introduce 310000000 310000019 --frist {day} --today 2026-11-24" for day in DAYS),
]  # fmt: skip
LOG = """[[henvendelse]]
organisasjonsnummer = "310000000"
tid = {told} 10:00:00
medarbeider = "kari"
interesse = "interessert"

[[avtale]]
id = "a"
organisasjonsnummer = "310000000"
tid = {agreed} 10:00:00
medarbeider = "kari"

[[oppfolging]]
id = "b"
organisasjonsnummer = "310000000"
frist = {agreed}
ansvarlig = "kari"
tekst = "ring"
"""
READERS = (
    "check", "score", "next", "plan --kommune Os --iterations 3", "followup", "bedrift 310000000", "avtaler",
    "jobs", "summary", "summary --since-last", "report siva --period 2026", "report styre --period 2026", "match",
    "privacy export 310000000", "privacy purge --yes", "slots 310000000 --count 1", "staffing", "log show 310000000",
)  # fmt: skip


@pytest.fixture
def folder(write: Write) -> Path:
    return _workspace(write, "2026-11-01", "2026-12-01", "2020-01-01")


def _workspace(write: Write, told: str, agreed: str, member: str) -> Path:
    """Write a workspace whose every kind of day is one of these: gone by, to come, long ago."""
    settings = f"{SETTINGS}fravaer = [{{ fra = {agreed}, til = {agreed} }}]\n"
    keys = {"status": "medlem", "medlem_siden": member}
    companies = bedrift(NUMBERS[0], "Sag", **keys) + bedrift(NUMBERS[1], "Dal", behov=["kapital"])
    files = {"hageplan.toml": settings, "bedrifter/os.toml": companies}
    return write({**files, "logg/2026.toml": LOG.format(told=told, agreed=agreed)})


@pytest.mark.parametrize("line", LINES)
def test_any_day_that_is_asked_for_ends_as_documented(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "svar.csv").write_text(
        "Tid;Org. nr.\n0001-01-01 10:00;310000000\n9999-12-31;310000000\n", "utf-8"
    )
    (folder / "k.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "utf-8")
    ended = hageplan(*shlex.split(line), "--lang", "en")
    assert ended.code in (0, 1, 2), ended.err
    assert ended.code == 0 or ended.err, ended.out
    if any(f" {flag} {day}" in f" {line.replace(chr(34), '')}" for flag in ("--today", "--from", "--at", "--frist")
           for day in ("0001", "1909", "2190", "9999")):  # fmt: skip
        assert (ended.code, "is too far back or ahead in time" in " ".join(ended.err.split())) == (
            2,
            True,
        ), ended.err


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize(("told", "agreed", "member", "is_told"), [
    ("1900-01-01", "2199-12-31", "1900-01-01", True),
    ("0001-01-01", "9999-12-31", "0001-01-01", False),
])  # fmt: skip
def test_records_at_the_ends_end_as_documented(
    write: Write, words: str, told: str, agreed: str, member: str, is_told: bool
) -> None:
    folder = _workspace(write, told, agreed, member)
    ended = hageplan(*words.split(), "-w", str(folder), "--lang", "en")
    assert ended.code in (0, 1), ended.err
    if not is_told and words != "log show 310000000":
        assert ended.code == 1
        assert "is too far back or ahead in time" in ended.out + ended.err
        assert "a day between the years 1900 and 2199" in " ".join((ended.out + ended.err).split())
