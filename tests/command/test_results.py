"""`-o FILE` and `--csv FILE`: what is refused before anything is reckoned, and what goes where."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import typer

from hageplan.command.results import Results
from hageplan.errors import RequestError

KNOWN = (".csv", ".xlsx", ".json")


def test_the_ending_decides_and_csv_may_be_called_anything(tmp_path: Path) -> None:
    wanted = Results(files=(tmp_path / "a.JSON", tmp_path / "b.json"), csv=tmp_path / "liste.txt")
    wanted.check(KNOWN)
    calls: list[str] = []

    def made(ending: str) -> str:
        calls.append(ending)
        return ending

    found = wanted.contents({ending: partial(made, ending) for ending in KNOWN})
    assert {path.name: text for path, text in found.items()} == {
        "a.JSON": ".json",
        "b.json": ".json",
        "liste.txt": ".csv",
    }
    assert sorted(calls) == [".csv", ".json"]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Results(files=(Path("a.pdf"),)), ".csv .xlsx .json"),
        (Results(files=(Path("a"),)), ".csv .xlsx .json"),
        (Results(files=(Path("a.json"),), excel=True), "--excel"),
        (Results(files=(Path("a.csv"),), csv=Path("a.csv")), "the same file"),
        (Results(files=(Path("a.csv"), Path("a.csv"))), "the same file"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(wanted: Results, told: str) -> None:
    with pytest.raises(typer.BadParameter, match=told):
        wanted.check(KNOWN)


@pytest.mark.parametrize("csv", [None, Path("b.txt")])
def test_the_dialect_goes_with_any_csv(csv: Path | None) -> None:
    Results(files=(Path("a.csv"),), csv=csv, excel=True).check(KNOWN)


@pytest.mark.parametrize("name", ["-", "borte/a.csv", "hageplan.toml"])
def test_no_result_goes_where_none_belongs(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError):
        Results(csv=Path(name)).check(KNOWN)
