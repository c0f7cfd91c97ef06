"""The house rules: docs that run, a complete catalogue, a wheel that carries its data."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

import hageplan
from hageplan.records.base import Document
from hatch_build import MISSING
from tests.conftest import Run

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = [
    (path.relative_to(ROOT).as_posix(), line)
    for path in DOCS
    for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    for line in re.findall(r"^\$ (hageplan .*)$", block, re.MULTILINE)
]

NO_COMPILER = {"CXX": shutil.which("false") or "", "PATH": ""}


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("COVERAGE", "CXX"))}


def built(folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Build the wheel into `folder`."""
    options = ["--wheel", "--no-isolation", "--skip-dependency-check"]
    return subprocess.run(
        [sys.executable, "-m", "build", *options, "-o", folder, ROOT],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**environment(), **variables},
    )


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


def test_python_in_the_readme_runs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


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
    maker = [sys.executable, "-m", "tools.make_example", str(tmp_path)]
    subprocess.run(maker, check=True, cwd=ROOT)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*.toml")}
    ours = ROOT / "data/eksempel"
    assert made == {p.relative_to(ours): p.read_bytes() for p in ours.rglob("*.toml")}


@pytest.mark.parametrize("by_zig", [False, True], ids=["compiler", "zig"])
def test_the_wheel_carries_its_data_and_plans(tmp_path: Path, by_zig: bool) -> None:
    if by_zig and find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed: no test that it compiles the engine")
    done = built(tmp_path, NO_COMPILER if by_zig else {})
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    elsewhere = tmp_path / "et annet sted"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(elsewhere)
    assert (elsewhere / "hageplan/data/kommunegrenser.topojson").is_file()
    (pages,) = elsewhere.glob("*.data/data/share/man")
    for name in ("hageplan.1", "nb/hageplan.1"):
        installed = pages / Path(name).parent / "man1/hageplan.1"
        assert installed.read_bytes() == (ROOT / "man" / name).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "hageplan", "plan", "--kommune", "Tynset", "--iterations", "50"],
        cwd=tmp_path,
        env={**environment(), "PYTHONPATH": str(elsewhere)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "EKSEMPELDATA" in done.stdout
    assert "Turene er funnet av hageplan med 50 runder, som bestilt." in done.stdout


def test_without_a_compiler_there_is_no_wheel_but_what_to_install(tmp_path: Path) -> None:
    without_zig = "import sys\nsys.modules['ziglang'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(without_zig, encoding="utf-8")
    done = built(tmp_path, {**NO_COMPILER, "PYTHONPATH": str(tmp_path)})
    assert done.returncode != 0
    assert MISSING in done.stdout + done.stderr
    assert not list(tmp_path.glob("*.whl"))


def test_the_catalogue_can_see_every_text() -> None:
    """What `_` is given must stand there as it is: a variable's text would not be translated."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "src/hageplan").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("_", "i18n._")
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_public_names_exist_and_others_do_not() -> None:
    assert all(callable(getattr(hageplan, name)) for name in hageplan.__all__)
    with pytest.raises(AttributeError):
        _ = hageplan.nothing


def test_every_document_has_a_published_schema() -> None:
    for module in pkgutil.walk_packages(hageplan.__path__, "hageplan."):
        if module.name != "hageplan.__main__":
            importlib.import_module(module.name)
    documents, found = [Document], set[str]()
    while documents:
        kind = documents.pop()
        documents += kind.__subclasses__()
        if kind is not Document and (field := kind.model_fields.get("schema_")):
            found.add(field.default.removeprefix("hageplan/").replace("/", "-"))
    published = {
        path.name.removesuffix(".schema.json") for path in (ROOT / "docs/schemas").iterdir()
    }
    assert found == published
