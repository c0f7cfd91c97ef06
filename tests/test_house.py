"""The house rules: docs that run, a complete catalogue, published schemas."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import hageplan
from hageplan.records.base import Document
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
