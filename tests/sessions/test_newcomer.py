"""Who comes new types every line of README and of the pages for tasks, in their order."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PATIENCE_S, ROOT
from tests.driver import hageplan
from tests.sessions.office import Office

pytestmark = pytest.mark.slow
FOLDER = "Min hage på fjellet æ"
LOCALES = {"README.md": "C", "README.en.md": "nb_NO.UTF-8"}
WORDS = '\n[innlesing.status]\n"aktuell" = "prospekt"\n'
"""What somebody who is told of the list's words writes into hageplan.toml."""
WITHOUT_DAY = ("init", "check", "backup")
IN_THE_EXAMPLE = (
    "for-turen", "etter-turen", "mandagsmotet", "styremotet", "siva-rapporten",
    "slutter-eller-slettes",
)  # fmt: skip
"""Pages whose companies are those of the exercise that the first week makes."""


def lines_of(page: Path) -> Iterator[str]:
    """Give the lines of a page that are to be typed after hageplan is installed."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        yield from (line for line in block.splitlines() if line.split()[:1] == ["hageplan"])


@pytest.mark.parametrize("name", LOCALES)
def test_the_first_hour_in_the_readme(name: str, tmp_path: Path, is_long: bool) -> None:
    """In a shell, as it stands there; both READMEs say the same."""
    lines = [*lines_of(ROOT / name)]
    assert lines[0].startswith("hageplan init .")
    assert lines == [*lines_of(ROOT / "README.md")]
    if name != "README.md" and not is_long:
        return
    folder = tmp_path / FOLDER
    Office(folder).write_november()
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    command = f'hageplan() {{ {shlex.quote(sys.executable)} -m hageplan "$@"; }}'
    done = subprocess.run(
        ["bash", "-ec", "\n".join([command, *lines])],
        cwd=folder, env={**keep, "LANG": LOCALES[name]}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=5 * PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Fjellbakeriet" in done.stdout
    assert (folder / "tur.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_every_line_of_the_pages_for_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / FOLDER
    Office(folder).write_november()
    for where, name in (
        (folder, "forste-uken"),
        *((folder / "trening", n) for n in IN_THE_EXAMPLE),
    ):
        lines = [*lines_of(ROOT / f"docs/nb/{name}.md")]
        assert lines, name
        for line in lines:
            monkeypatch.chdir(where)
            words = shlex.split(line)[1:] or ["now"]
            day = () if words[0] in WITHOUT_DAY else ("--today", "2026-11-23")
            done = hageplan(*words, *day)
            assert done.code == 0, f"{line}\n{done.out}{done.err}"
            if line.startswith("hageplan init ."):
                with (folder / "hageplan.toml").open("a", encoding="utf-8") as settings:
                    settings.write(WORDS)
