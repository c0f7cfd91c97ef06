"""Extras: docs name all of them, and a command that needs one says what to type."""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from pathlib import Path

import pytest

from hageplan.app import version
from hageplan.app.version import extras
from tests.driver import hageplan
from tests.mail.servers import free_port, put, settings

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
FOR_USERS = EXTRAS.keys() - {"bench", "docs", "test"}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


def test_the_version_names_the_engine_python_extras_and_data() -> None:
    first, engine, python, with_extras, data = hageplan("--version").out.splitlines()
    assert first == f"hageplan {VERSION}"
    assert re.fullmatch(r"Engine: engine\.\w+, interface \d+/\d+, wheel .+", engine)
    assert python.startswith(f"Python: {platform.python_version()}, ")
    assert with_extras == f"Extras: {', '.join(extras()) or 'none'}"
    assert re.search(r"municipalities .* 20\d\d", data)
    assert {*version.EXTRAS} == FOR_USERS


def test_an_extra_is_there_when_all_its_packages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["numpy>=2", 'numpy; extra == "veier"', 'gibtsnicht>=1; extra == "veier"']
    monkeypatch.setattr(version, "requires", lambda _: [*asked, "typer ; extra == 'klynge'"])
    assert extras() == ("klynge",)


@pytest.mark.parametrize("page", ["docs/en/extras.md", "docs/nb/tillegg.md"])
def test_the_docs_name_every_extra_and_what_it_asks_for(page: str) -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (.*) \| .* \|$", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    asked = {name: [re.split(r"[<>=;]", one)[0] for one in EXTRAS[name]] for name in FOR_USERS}
    assert {name: packages.split(", ") for name, packages in rows} == asked


@pytest.mark.parametrize(
    ("extra", "package", "words"),
    [
        ("nokkelring", "keyring", "outbox --send -w {folder}"),
        ("veier", "osmium", "roads build land.osm.pbf -w {folder}"),
        ("klynge", "distributed", "forecast -w {folder} -w {other} --cluster tcp://127.0.0.1:9"),
    ],
)
def test_a_command_without_its_extra_says_the_line(
    extra: str, package: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    for one in (folder, other):
        assert hageplan("init", str(one), "--demo").code == 0
    with (folder / "hageplan.toml").open("a", encoding="utf-8") as file:
        file.write("[epost]" + settings(free_port(), bruker="hage").partition("[epost]")[2])
    put(folder, "kari@firma.example")
    monkeypatch.setitem(sys.modules, package, None)
    done = hageplan(*words.format(folder=folder, other=other).split())
    assert (done.code, f"hageplan[{extra}]" in done.err) == (1, True), done.err
