from __future__ import annotations

import os
from pathlib import Path

import pytest

from hageplan.errors import RequestError
from hageplan.workspace.write import replace_file, replace_files


def test_mode_is_kept_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    path.chmod(0o604)
    replace_file(path, "nytt æøå")
    assert path.read_text(encoding="utf-8") == "nytt æøå"
    assert path.stat().st_mode & 0o777 == 0o604
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]


def test_one_impossible_file_changes_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("a file where a folder must be")
    (tmp_path / "a").write_text("old")
    with pytest.raises(RequestError) as caught:
        replace_files({tmp_path / "a": "new", tmp_path / "b" / "c": "new"})
    assert "nothing was changed" in str(caught.value.todo)
    assert (tmp_path / "a").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_interrupted_while_staging_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_names_the_file_and_no_temporary_one(tmp_path: Path) -> None:
    """The name fits, but that of the temporary file beside it is too long."""
    path = tmp_path / f"{'x' * 240}.md"
    with pytest.raises(RequestError) as caught:
        replace_file(path, "new")
    assert str(caught.value).startswith(f"{path} cannot be written")
