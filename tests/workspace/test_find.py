"""Which folder is the workspace: the one that is named, else the nearest of one's own above."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hageplan.workspace.find import find_workspace, others_workspace
from tests.conftest import SETTINGS, Run

CHECK = ("check", "--lang", "en")


def workspace(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hageplan.toml").write_text(SETTINGS, "utf-8")
    return folder


def below(folder: Path) -> Path:
    made = folder / "a" / "b"
    made.mkdir(parents=True)
    return made


def test_the_nearest_above_is_the_workspace(run: Run, tmp_path: Path) -> None:
    folder = workspace(tmp_path / "hage")
    for here in (folder, below(folder)):
        assert f"{folder}: 0 errors" in run(*CHECK, cwd=here).stdout
    nearer = workspace(folder / "a")
    assert f"{nearer}: 0 errors" in run(*CHECK, cwd=folder / "a/b").stdout


def test_none_above_the_home_folder_is(run: Run, tmp_path: Path) -> None:
    workspace(tmp_path / "hjem")
    home = tmp_path / "hjem" / "kari"
    here = below(home)
    assert "EXAMPLE DATA" in run(*CHECK, cwd=here, HOME=str(home)).stdout
    workspace(home)
    assert f"{home}: 0 errors" in run(*CHECK, cwd=here, HOME=str(home)).stdout


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("given", [".", "hageplan.toml"])
def test_that_of_others_is_where_one_stands_or_is_named(
    run: Run, tmp_path: Path, given: str
) -> None:
    """Somebody's that lies in a shared temporary folder takes over nobody's command."""
    folder = workspace(tmp_path / "hage")
    here = below(folder)
    os.chown(folder / given, 12345, -1)
    done = run(*CHECK, cwd=here)
    assert "EXAMPLE DATA" in done.stdout
    assert f"hageplan: {folder} belongs to someone else and is not used" in " ".join(
        done.stderr.split()
    )
    assert f"{folder}: 0 errors" in run(*CHECK, cwd=folder).stdout
    assert f"{folder}: 0 errors" in run(*CHECK, "--workspace", folder, cwd=here).stdout
    assert f"{folder}: 0 errors" in run(*CHECK, cwd=here, HAGEPLAN_WORKSPACE=str(folder)).stdout


def test_none_of_another_file_system_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = below(workspace(tmp_path / "hage"))
    assert find_workspace(None, here) == tmp_path / "hage"
    monkeypatch.setattr("os.path.ismount", lambda path: path == here.parent)
    assert find_workspace(None, here) is None
    assert others_workspace(here) is None
