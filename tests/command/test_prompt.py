"""Questions on a terminal: a bare Enter loses nothing, and nothing is read into an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.terminal import answered

TODAY = ("--today", "2026-11-24")
DOUBLE = f"""
[[henvendelse]]
id = "h-1"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2020-01-10 10:00:00
kanal = "telefon"
notat = "Ring Nils."
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write(
        {
            "bedrifter/os.toml": bedrift(NUMBERS[0], "Elve Data AS")
            + bedrift(NUMBERS[1], "Dal AS", kontakt={"navn": "Nils Eksempel"}),
            "logg/2020.toml": DOUBLE,
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
        if ".hageplan" not in path.parts
    }


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("privacy", "forget", "elve-data"), f"Elve Data AS ({NUMBERS[0]})"),
        (("privacy", "forget", "Nils Eksempel"), "bedrifter/os.toml"),
        (("privacy", "purge"), "logg/2020.toml"),
        (("restore", "latest"), "bedrifter/os.toml: changed"),
        (("check", "--repair"), "logg/2020.toml"),
    ],
)
@pytest.mark.parametrize("answers", [["\n"], ["n\n"], ["kanskje\n", "\n"]])
def test_only_a_yes_erases_restores_or_repairs(
    words: tuple[str, ...], shown: str, answers: list[str], run: Run, folder: Path
) -> None:
    if words[0] == "restore":
        assert run("backup", "-w", folder).returncode == 0
        (folder / "bedrifter/os.toml").write_text(bedrift(NUMBERS[0], "Elva AS"), encoding="utf-8")
    if words[0] == "check":
        log = folder / "logg/2020.toml"
        log.write_text(log.read_text(encoding="utf-8") + DOUBLE.rstrip("\n"), encoding="utf-8")
    before = files(folder)
    today = TODAY if words[0] == "privacy" else ()
    code, seen = answered(folder, answers, *words, *today)
    assert code == 1, seen
    assert files(folder) == before
    assert "[y/N]" in seen
    assert seen.index(shown) < seen.index("[y/N]")
    assert ("answer yes or no" in seen) == (answers[0] == "kanskje\n")
    code, seen = answered(folder, ["yes\n"], *words, *today)
    assert files(folder) != before, seen
