"""The pages on an office's own list: what they tell people to type is typed, and works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sessions.office import SURVEY, Office

DOCS = Path(__file__).parents[2] / "docs"


def answer_to(asked: str) -> str:
    """Answer a question as the page does; what is new in a list is added later, by a verb."""
    if "Nye Idéer står ikke på listen" in asked:
        return "nei"
    assert "Hvilken?" not in asked or "Hva betyr" in asked, asked
    return "mulig medlem" if "Hvilken?" in asked else "j"


def lines_of(name: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (DOCS / name).read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_both_languages_tell_the_same_commands() -> None:
    assert lines_of("nb/egen-liste.md") == lines_of("en/own-list.md")


@pytest.mark.slow
def test_what_the_pages_say_can_be_typed_from_top_to_bottom(tmp_path: Path) -> None:
    office = Office(tmp_path / "hage")
    office.write_november()
    office.write_december()
    (office.folder / "svar.csv").write_text(SURVEY, "utf-8")
    seen = {line: office.replies(line, answer_to) for line in lines_of("nb/egen-liste.md")}
    told = seen['hageplan import excel "Bedriftsliste november.xlsx"']
    (example,) = re.findall(
        r"```text\n(.*?)```", (DOCS / "nb/egen-liste.md").read_text("utf-8"), re.DOTALL
    )
    assert told.startswith(example)
    assert "tynset-regnskap" in seen["hageplan next"]
    assert "0 endret, 11 uendret" in seen["hageplan import excel liste.xlsx"]
    assert (
        "Ukjent Snekkeri (uten organisasjonsnummer ennå)" in seen["hageplan import survey svar.csv"]
    )
