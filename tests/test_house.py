"""The house rules: docs that run, a complete catalogue, a wheel that carries its data."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import hageplan
from tests.conftest import Run

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = [
    (path.name, line)
    for path in DOCS
    for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    for line in re.findall(r"^\$ (hageplan .*)$", block, re.MULTILINE)
]


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted({name for name, _ in COMMANDS}))
def test_commands_in_the_docs_run(name: str, run: Run, tmp_path: Path) -> None:
    """Run a page's commands one after another in one folder."""
    (tmp_path / "uttrekk.csv").write_text(
        "Org. nr.,Navn,Kommune\n310000000,Sag AS,Tynset\n", encoding="utf-8"
    )
    for page, line in COMMANDS:
        if page == name:
            done = run(*shlex.split(line)[1:], cwd=tmp_path)
            assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize("tool", ["catalogue.py", "schemas.py", "pages.py", "man.py"])
def test_what_tools_make_is_up_to_date(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / tool, "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "")


def test_the_example_region_is_what_its_maker_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools/make_example.py", tmp_path], check=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.toml")}
    ours = ROOT / "data/eksempel"
    assert made == {p.relative_to(ours): p.read_bytes() for p in ours.rglob("*.toml")}


@pytest.mark.parametrize(
    ("compiler", "solver"),
    [pytest.param("", "hageplan", id="compiled"), pytest.param("false", "PyVRP", id="no compiler")],
)
def test_the_wheel_carries_its_data_and_plans(tmp_path: Path, compiler: str, solver: str) -> None:
    """Where the compiler fails the wheel goes without the engine, and says what plans."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("COVERAGE", "CXX"))}
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, ROOT],
        check=True,
        capture_output=True,
        env={**keep, "CXX": compiler} if compiler else keep,
    )
    (wheel,) = tmp_path.glob("*.whl")
    elsewhere = tmp_path / "et annet sted"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(elsewhere)
    (pages,) = elsewhere.glob("*.data/data/share/man")
    for name in ("hageplan.1", "nb/hageplan.1"):
        installed = pages / Path(name).parent / "man1/hageplan.1"
        assert installed.read_bytes() == (ROOT / "man" / name).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "hageplan", "plan", "--kommune", "Tynset", "--iterations", "50"],
        cwd=tmp_path,
        env={**keep, "PYTHONPATH": str(elsewhere)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "EKSEMPELDATA" in done.stdout
    assert f"Turene er funnet av {solver}." in done.stdout


def test_public_names_exist_and_others_do_not() -> None:
    assert all(callable(getattr(hageplan, name)) for name in hageplan.__all__)
    with pytest.raises(AttributeError):
        _ = hageplan.nothing


def test_every_command_is_documented(run: Run) -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    listed = re.findall(
        r"^  (\w+) ", run("--help").stdout.partition("Kommandoer:")[2], re.MULTILINE
    )
    assert listed
    assert all(f"## hageplan {command}" in text for command in listed)
