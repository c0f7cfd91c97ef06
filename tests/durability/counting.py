"""What was said to be saved against what is found: entries that tell their own number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import tomli

from hageplan.records.logg import Avtale, Entry, Henvendelse
from hageplan.workspace.holder import Holder
from tests.conftest import NUMBERS

YEAR = 2026
LOG = f"logg/{YEAR}.toml"
HOLDER = Holder("kari", "kontor", 1, "hageplan log", "2026-11-24 09:00")
NOTE = 'Sa "ja", så\n[[avtale]]\nid = "nei"\\ \'\'\' """ æøå '


@cache
def entries(number: int) -> tuple[Entry, ...]:
    """Return what call `number` writes: a contact, every fifth with an appointment before it."""
    known = {
        "organisasjonsnummer": NUMBERS[number % len(NUMBERS)],
        "tid": datetime(YEAR, 1, 1) + timedelta(minutes=number),
        "medarbeider": "kari",
    }
    note = NOTE * (number % 7 * number % 100)
    contact = Henvendelse.model_validate({**known, "id": f"n-{number}", "notat": note})
    if number % 5:
        return (contact,)
    return (Avtale.model_validate({**known, "id": f"a-{number}"}), contact)


@dataclass
class Tally:
    """Calls over all rounds; `extra` were found though nobody had been told yet."""

    what: str
    rounds: int = 0
    said: int = 0
    found: int = 0
    extra: int = 0
    lost: int = 0
    torn: int = 0
    double: int = 0

    def count(self, folder: Path, said: Collection[int]) -> list[int]:
        """Compare the log in `folder` with the calls that were said; return those found beside."""
        copies, torn = _calls(folder / LOG)
        self.rounds += 1
        self.said += len(said)
        self.found += len(copies.keys() & set(said))
        self.lost += len(set(said) - copies.keys() - torn)
        self.torn += len(torn)
        self.double += sum(count > 1 for count in copies.values())
        extra = sorted(copies.keys() - set(said))
        self.extra += len(extra)
        return extra

    @property
    def is_clean(self) -> bool:
        """Whether all that was said is there, whole and once."""
        return self.said == self.found and not (self.lost or self.torn or self.double)

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.rounds} rounds, {self.said} said, {self.found} found,"
            f" {self.extra} more than said, {self.lost} lost, {self.torn} torn,"
            f" {self.double} double"
        )


def _calls(path: Path) -> tuple[Counter[int], set[int]]:
    """Return how often each whole call stands in a log, and the calls that stand there in part.

    A log that isn't TOML counts as one torn call, -1.
    """
    try:
        tables = tomli.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomli.TOMLDecodeError, UnicodeDecodeError):
        return Counter(), {-1}
    contacts = Counter(_known(table) for table in tables.get("henvendelse", []))
    meetings = Counter(_known(table) for table in tables.get("avtale", []))
    whole = Counter({number: count for number, count in contacts.items() if number >= 0})
    apart = {n for n in contacts.keys() | meetings.keys() if not _fits(n, contacts, meetings)}
    return whole, apart


def _fits(number: int, contacts: Counter[int], meetings: Counter[int]) -> bool:
    """Tell whether a call's contact has its appointment, where it is to have one."""
    return number >= 0 and meetings[number] == (0 if number % 5 else contacts[number])


def _known(table: dict[str, Any]) -> int:
    """Return the number of the call that wrote exactly this table, -1 where none did."""
    kind, _, number = str(table.get("id", "")).partition("-")
    if not number.isdecimal():
        return -1
    given = next((e for e in entries(int(number)) if e.id == f"{kind}-{number}"), None)
    return int(number) if given and given.model_dump(exclude_defaults=True) == table else -1


def leftovers(folder: Path) -> list[str]:
    """Return the temporary files that lie in `folder`, and anything else not meant to be there."""
    expected = {LOG, "hageplan.toml", ".hageplan/lock", ".hageplan/.gitignore"}
    files = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(set(files) - expected)
