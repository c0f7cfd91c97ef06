"""A file that is far too large for a workspace is refused by its name, at every door."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hageplan.workspace.find import BEDRIFTER, LOGG
from tests.conftest import NUMBERS, Write, bedrift
from tests.driver import hageplan

HUGE = 450_000_000
DAY = ("--today", "2026-11-24")
BOOK = ("book", NUMBERS[0], "--at", "2026-12-01 10:00", *DAY)
DOORS = [
    ("hageplan.toml", ("check",)),
    ("kommuner.toml", ("score", *DAY)),
    ("veier.toml", ("check",)),
    ("ressurser.toml", ("match", *DAY)),
    ("reservert.toml", ("next", *DAY)),
    (f"{BEDRIFTER}/tynset.toml", ("check",)),
    (f"{BEDRIFTER}/tynset.toml", ("plan", "--kommune", "Os", *DAY)),
    (f"{LOGG}/2026.toml", BOOK),
    (f"{LOGG}/2026.toml", ("check", "--repair", "--yes")),
    (f"{LOGG}/2026.toml", ("privacy", "forget", NUMBERS[0], "--yes")),
    (f"{LOGG}/2026.toml", ("log", "show", NUMBERS[0])),
    ("kilder/l.toml", ("check",)),
    ("planer/2026-11-24-1.toml", ("show", "latest")),
    ("planer/2026-11-24-1.toml", ("invite", "latest", "--folder", "utkast", *DAY)),
    ("uttrekk.csv", ("backup",)),
    ("kalendere/kari.ics", ("backup",)),
]


@pytest.mark.parametrize(("name", "words"), DOORS)
def test_a_huge_file_is_refused_with_its_name(
    write: Write, name: str, words: tuple[str, ...]
) -> None:
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0], "Sag")})
    _lay(folder / name)
    ended = hageplan(*words, "-w", str(folder), "--lang", "en")
    said = " ".join((ended.err + ended.out).split())
    assert ended.code == 1, said
    assert name in said
    assert "larger than 50 MB" in said
    assert "move it out of the workspace" in said
    assert not (folder / "sikkerhetskopier").exists()


def test_a_backup_of_too_much_in_all_is_refused(write: Write) -> None:
    folder = write({})
    for number in range(5):
        _lay(folder / f"{number}.csv", 45_000_000)
    ended = hageplan("backup", "-w", str(folder), "--lang", "en")
    assert (ended.code, "larger than 200 MB" in ended.err) == (1, True)
    assert not (folder / "sikkerhetskopier").exists()


def _lay(path: Path, size: int = HUGE) -> None:
    """Lay a file with a hole, which takes no room on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, size)
