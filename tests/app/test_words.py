"""People read names of people and days in their language; ids and ISO dates are for machines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23")
IDS = {"sigrid": "m1", "ola": "m2"}
"""Ids of the example that are names too, and such as are none."""
READING = (
    ("score", "--explain"), ("next", "--explain"), ("staffing", "--explain"),
    ("forecast", "--explain", "--months", "6"), ("match", "--explain"), ("slots", "Dunkevollen Gard"), ("log", "show"),
    ("followup",), ("avtaler",), ("bedrift", "301877250"), ("bedrift", "Osterknask Sag"),
    ("report", "siva", "--explain"), ("report", "styre", "--explain"),
    ("report", "kommune", "--explain", "-k", "Tynset"), ("report", "siva", "--period", "2026-H2"),
    ("compare", "2026-11-23-1", "2026-11-23-2"), ("summary",), ("jobs", "--explain"), ("privacy",), ("check",), ("outbox",), ("show",),
    ("show", "2026-11-23-2"), ("uke",),
    ("plan", "-k", "Os", "--days", "2", "--iterations", "5", "--absent", "m2:24.11.",
     "--from-plan", "2026-11-23-1"),
)  # fmt: skip
_ID = re.compile(r"(?<![\w-])m[12](?![\w-])")
_ISO = re.compile(r"(?<![\w-])\d{4}-(\d\d|[WHQ]\d)")


def _as_typed(line: str) -> bool:
    """Tell whether a line has a command to type, or the name of a file."""
    return "hageplan " in line or ".toml" in line


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """Make the example a workspace whose ids are no names, with plans and appointments."""
    assert run("init", "hage", "--demo").returncode == 0
    for path in (tmp_path / "hage").rglob("*.toml"):
        text = path.read_text("utf-8")
        for name, new in IDS.items():
            text = text.replace(f'"{name}"', f'"{new}"')
        path.write_text(text, "utf-8")
    hage = tmp_path / "hage"
    plan = ("plan", "-k", "Os", "-k", "Tolga", "--days", "2", "--iterations", "5", "--save")
    for words in (
        plan,
        ("book", "301877250", "--at", "25.11.2026 10:00", "--medarbeider", "m1", "--anyway"),
        ("book", "Osterknask Sag", "--at", "24.11.2026 12:00", "--medarbeider", "m2", "--anyway"),
        ("log", "Osterknask Sag", "--medarbeider", "m2", "--flagg", "rod",
         "--oppfolging", "24.11. ring", "--ansvarlig", "m1"),
        ("match", "introduce", "Osterknask Sag", "301877250", "--medarbeider", "m2"),
        plan,
    ):  # fmt: skip
        done = run(*words, "-w", hage, *DAY)
        assert done.returncode == 0, done.stderr
    return hage


def _for_machines(text: str) -> list[str]:
    """Return the lines that show an id of a medarbeider or a date as machines write it."""
    lines = (line for line in text.splitlines() if not _as_typed(line))
    return [line for line in lines if _ID.search(line) or _ISO.search(line)]


def test_people_read_names_and_days(run: Run, folder: Path, is_long: bool) -> None:
    wrong = []
    for turn, words in enumerate(READING):
        day = () if words[0] in ("check", "show", "compare", "outbox") else DAY
        for language in ("nb", "en") if is_long else (("nb", "en")[turn % 2],):
            done = run("--lang", language, *words, "-w", folder, *day)
            assert done.returncode == 0, (words, done.stderr)
            wrong += [(*words, line) for line in _for_machines(done.stdout + done.stderr)]
    for words in (("summary", *DAY), ("show",), ("uke", *DAY)):
        done = run(*words, "-w", folder, "-o", folder.parent / f"{words[0]}.md", "--quiet")
        assert done.returncode == 0, done.stderr
        written = (folder.parent / f"{words[0]}.md").read_text("utf-8")
        wrong += [(*words, line) for line in _for_machines(written)]
    assert not wrong
