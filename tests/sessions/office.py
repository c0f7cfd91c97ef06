"""An office of its own, in a folder with a space and an æ, and what its files hold."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl

from hageplan import load
from hageplan.records.bedrift import Bedrift
from hageplan.records.workspace import Workspace
from tests.sessions.lists import NOVEMBER, NY, december, write_list
from tests.terminal import conversation

COMMENTS: Final = ("# Kari kjenner dem\n", "  # spurt i oktober\n")
SURVEY: Final = (
    "Tidsmerke;Bedriftens navn;Organisasjonsnummer;Kommune;Interesse;Hva trenger dere?\n"
    "20.11.2026 10:00;Elve Data;;Tynset;forpliktet;Kapital\n"
    "21.11.2026 11:15;Ukjent Snekkeri;;Os;interessert;Lokaler\n"
)
"""As a form service exports answers; nobody knows the second company."""


class Office:
    """The folder, and somebody who works in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today = "2026-11-28"
        folder.mkdir()

    def types(self, line: str, *answers: tuple[str, str], code: int = 0) -> str:
        """Type a line on a terminal, answer what is asked, and return what was seen.

        Each answer stands behind a part of its question. Another question than the next is a
        failure, and so is one that is not asked.
        """
        left = list(answers)

        def answer(asked: str) -> str:
            assert left, f"not foreseen: {asked}"
            assert left[0][0] in asked, f"{left[0]}: {asked}"
            return left.pop(0)[1]

        seen = self.replies(line, answer, code=code)
        assert not left, f"not asked: {left}: {seen}"
        return seen

    def replies(self, line: str, answer: Callable[[str], str], code: int = 0) -> str:
        """Type a line, give the answer to each question, and return what was seen."""
        words = shlex.split(line)[1:]
        is_timeless = words[0] == "init" or words[1:2] == ["undo"]
        day = () if is_timeless else ("--today", self.today)
        ended, seen = conversation([*words, *day], self.folder, answer)
        assert ended == code, seen
        return seen

    @property
    def records(self) -> Workspace:
        return load(self.folder)

    def company(self, number: str) -> Bedrift:
        return self.records.bedrift_by_number[number]

    def called(self, navn: str) -> Bedrift:
        (found,) = (one for one in self.records.bedrifter if one.navn == navn)
        return found

    def contents(self, *names: str) -> dict[str, bytes]:
        """Return the records' files by name; all but what only the program reads."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for name in names or ("bedrifter", "logg")
            for path in sorted((self.folder / name).glob("*.toml"))
        }

    def comment(self, name: str) -> None:
        """Put comments of a person's into a file of companies."""
        path = self.folder / "bedrifter" / name
        head, *rest = path.read_text("utf-8").splitlines(keepends=True)
        first = next(n for n, line in enumerate(rest) if line.startswith("status"))
        rest[first] = rest[first].rstrip("\n") + COMMENTS[1]
        path.write_text("".join([COMMENTS[0], head, *rest]), "utf-8")

    def write_november(self) -> None:
        write_list(self.folder / "Bedriftsliste november.xlsx", NOVEMBER, "Bedrifter november")

    def write_december(self) -> None:
        """Write the next month's list: other cells, and a company more."""
        changes: dict[str, dict[str, object]] = {
            "Elve Data AS": {"Ant. ansatte": 8, "Tlf": "99 88 77 66"},
            "Fjellbakeriet": {"Ant. ansatte": 14},
            "Kvernberget Sag AS": {"Status": "medlem", "Medlem siden": "20.11.2026"},
            "Tynset Regnskap AS": {"Kontaktperson": "Mari Eksempel", "Tlf": "91 11 11 11"},
        }
        new = (NY, "Ny i desember AS", "Os", 5, "56.110 Servering", "lunken", *[None] * 6)
        write_list(
            self.folder / "Bedriftsliste desember.xlsx",
            december(changes, new),
            "Bedrifter desember",
        )

    def edit(self, name: str, navn: str, heading: str, value: object) -> None:
        """Change a cell of the table that `export companies` wrote."""
        workbook: Any = openpyxl.load_workbook(self.folder / name)
        sheet = workbook.active
        headings = [cell.value for cell in sheet[1]]
        row = next(row for row in sheet.iter_rows() if navn in [cell.value for cell in row])
        row[headings.index(heading)].value = value
        workbook.save(self.folder / name)
