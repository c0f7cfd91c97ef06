"""A double click on the program: it asks for the workspace once, and leaves a terminal in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from hageplan.app.doorstep import House, open_door, shell

NAME = "Min hage på fjellet æ"


def visited(home: Path, answers: Sequence[str]) -> tuple[list[str], list[tuple[list[str], Path]]]:
    """Return what was offered at each question, and what was run where, but for the real `init`."""
    offered, ran, left = [], [], [*answers]

    def ask(question: str, usual: str) -> str:
        assert question
        offered.append(usual)
        return left.pop(0) or usual

    def run(words: Sequence[str], folder: Path, environ: object) -> int:
        ran.append(([*words[3:]] if words[0] == sys.executable else [*words], folder))
        assert str(Path(sys.executable).parent) in str(environ) or "init" in words
        return subprocess.call(words, cwd=folder) if "init" in words else 0

    house = House(
        hageplan=[sys.executable, "-m", "hageplan"],
        home=home,
        settings=home / "settings",
        environ={"SHELL": "/bin/fish", "PATH": os.environ["PATH"]},
        ask=ask,
        run=run,
    )
    assert open_door(house) == 0
    assert not left
    return offered, ran


@pytest.mark.slow
def test_the_first_visit_makes_a_workspace_and_the_next_knows_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / NAME
    (tmp_path / "Documents").mkdir()
    # No such municipality: `init` says so, and both are asked again. Paths are dragged in, quoted.
    answers = [f'"{folder}"', "Trondhjemsvatn", f'"{folder}"', ""]
    offered, ran = visited(tmp_path, answers)
    usual = str(tmp_path / "Documents/hageplan")
    assert offered == [usual, "", usual, ""]
    assert ran[-3:] == [
        (["init", str(folder), "--quiet", "--demo"], tmp_path), ([], folder), (["/bin/fish"], folder),
    ]  # fmt: skip
    assert (folder / "hageplan.toml").is_file()
    seen = capfd.readouterr()
    assert "Trondhjemsvatn" in seen.err
    assert str(folder) in seen.out.splitlines()[-7]
    assert "  hageplan plan" in seen.out.splitlines()
    assert visited(tmp_path, [""]) == ([str(folder)], [([], folder), (["/bin/fish"], folder)])


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        (r"C:\Users\kari\R&D", ["cmd.exe", "/k", "rem"]),  # it is started there
        (r"\\tjener\felles\hage", ["cmd.exe", "/k", "pushd", r"\\tjener\felles\hage"]),
    ],
)
def test_windows_has_its_own_shell(folder: str, words: list[str]) -> None:
    assert shell(Path(folder), {"COMSPEC": "cmd.exe", "SHELL": "/bin/sh"}) == words
