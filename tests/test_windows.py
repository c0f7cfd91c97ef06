"""What Windows does otherwise: its line ends, names, signs and locks. Most can be shown anywhere."""

from __future__ import annotations

import ast
import io
import json
import re
from pathlib import Path

import pytest

from hageplan.app.streams import encoding
from hageplan.workspace.files import parse_toml
from tests.conftest import ROOT
from tests.driver import hageplan

ELSEWHERE = re.compile(
    r"chown|fchmod|fork|getp?gid|gete?[gu]id|is_mount|killpg|mkfifo|pthread_sigmask|setsid|statvfs|uname"
    r"|wait[34]|waitpid|SIG(?!INT|TERM)[A-Z12]{3,}|AF_UNIX|fcntl|grp|pty|pwd|resource|termios|tty"
)
"""What Python has on other systems alone. `Path.is_mount` came to Windows with Python 3.12."""


def names_in(tree: ast.AST) -> set[str]:
    """Return the attributes and modules that code names."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
    return found


def test_nothing_is_asked_for_that_windows_lacks() -> None:
    """But in functions that ask which system it is."""
    found = set[str]()
    for path in (ROOT / "src/hageplan").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for part in node.body if isinstance(node, ast.ClassDef) else [node]:
                lacking = {*filter(ELSEWHERE.fullmatch, names_in(part))}
                if lacking and "'win32'" not in ast.unparse(part):
                    found |= {f"{path.name}: {name}" for name in lacking}
    assert found == set()


def test_files_get_utf8_where_windows_has_other_signs() -> None:
    piped = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    assert (encoding(piped, "win32"), encoding(piped, "linux")) == ("utf-8", None)


def test_a_path_as_windows_shows_it_is_told_how_to_be_written() -> None:
    text = '[[medarbeider]]\nid = "kari"\nkalender = "C:\\Users\\kari\\kalender.ics"\n'
    file, (fault,) = parse_toml(text.encode(), "hageplan.toml")
    assert (file, fault.place) == (None, "hageplan.toml:3")
    assert "C:/Users/kari" in str(fault.todo)
    assert parse_toml(text.replace("\\", "/").encode(), "hageplan.toml")[1] == []


@pytest.mark.slow
def test_what_takes_a_change_back_can_be_typed_there(tmp_path: Path) -> None:
    """Windows' own shell knows double quotation marks alone."""
    assert hageplan("init", str(tmp_path), "--demo").code == 0
    for before, quoted in (("Sag & Høvel AS", '"Sag & Høvel AS"'), ("Sag $1", "'Sag $1'")):
        undo = ""
        for name in (before, "Sag"):
            words = ("bedrift", "endre", "301877250", "--navn", name, "--yes", "--json")
            undo = json.loads(hageplan(*words, "-w", str(tmp_path)).out)["undo"]
        assert undo.endswith(f" --navn {quoted}")
