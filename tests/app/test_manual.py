"""The manual pages, as `man` shows them."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from hageplan.app import speak
from hageplan.app.examples import EXAMPLES
from hageplan.app.manual import ManualCommand, commands, roff

FOLDER = Path(__file__).parents[2] / "man"
PAGES = [FOLDER / "hageplan.1", FOLDER / "nb/hageplan.1"]


def told_in(language: str) -> list[ManualCommand]:
    """Return the commands as they are told in a language."""
    speak(language)
    found = [*commands(import_module("hageplan.app.commands").app_for(None))]
    speak("en")
    return found


def rendered(page: Path) -> str:
    """Return what `man` shows of a page, very wide; it must not warn."""
    program = shutil.which("man")
    if program is None:
        pytest.skip("man is not installed")
    done = subprocess.run(
        [program, "--warnings", "-l", page],
        env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "500"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if "minimized" in done.stdout:
        pytest.skip("man is a stand-in here that shows nothing")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(FOLDER)))
def test_a_page_has_every_command_with_its_options_and_examples(page: Path) -> None:
    lines = [line.strip() for line in rendered(page).splitlines()]
    for command in told_in("nb" if page.parent.name == "nb" else "en"):
        start = lines.index(f"hageplan {command.words}") + 1
        assert lines[start] == command.usage.replace("…", "...")
        rest = "\n".join(lines[start:])
        assert all(name.replace("…", "...") in rest for name, _told in command.options)
        assert all(line in lines[start:] for line in EXAMPLES[command.words])


def test_the_sections_are_those_of_a_manual_page() -> None:
    lines = rendered(PAGES[0]).splitlines()
    titles = [line for line in lines if line and not line.startswith((" ", "HAGEPLAN(1)"))]
    assert titles[:5] == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS"]
    assert titles[5:10] == ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"]


def test_nothing_in_a_text_is_a_command_of_the_page(tmp_path: Path) -> None:
    texts = [
        ".TH is a word",
        "'br is one too",
        r"C:\fBbin\e",
        "--from-plan - a–b",
        '"in" `these` ^ ~',
        "Våler (Østfold) · §",
    ]
    page = tmp_path / "page.1"
    page.write_text(
        "\n".join([".TH X 1", ".SH NAME", ".nf", *map(roff, texts), ".fi", ""]), encoding="utf-8"
    )
    shown = [line.strip() for line in rendered(page).splitlines()]
    assert all(text in shown for text in texts)
