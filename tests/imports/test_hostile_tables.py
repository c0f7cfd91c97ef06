"""A table that is no table is a fault of that file, in whatever signs it is written."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.conftest import NUMBERS, Write
from tests.driver import hageplan

TABLE = (
    f"Org. nr.;Navn;Kommune;Tid\n{NUMBERS[0]};Sag;Os;20.11.2026\n{NUMBERS[1]};Dal;Os;21.11.2026\n"
)
PLAIN, WIDE = TABLE.encode(), TABLE.encode("utf-16")
NO_TEXT, DAMAGED, NO_ROWS = "not a text file", "incomplete or damaged", "no rows under the headings"
TABLES = {
    "a sign that is none": (PLAIN + b"31\0;x;Os\n", NO_TEXT),
    "two bytes a sign, one of them gone": (WIDE[:-1], NO_TEXT),
    "half a sign in the middle": (WIDE + b"\x00\xd8a\x00", NO_TEXT),
    "four bytes a sign": (TABLE.encode("utf-32"), NO_TEXT),
    "a byte that no encoding has": (PLAIN + b"\x81;x;Os\n", NO_TEXT),
    "packed twice": (gzip.compress(gzip.compress(PLAIN)), NO_TEXT),
    "packed and cut off": (gzip.compress(PLAIN * 1000)[:-5], DAMAGED),
    "said to be packed": (b"\x1f\x8b\x08\0" + b"x" * 1000, DAMAGED),
    "a cell without end": (PLAIN + b'3;"' + b"a" * 3_000_000, "is not valid CSV"),
    "quotes alone": (b'"' * 1_000_000, "is not valid CSV"),
    "a hundred thousand headings": (b"a;" * 100_000 + b"\nb;c\n", "no column for"),
    "empty lines": (b"\n" * 100_000, NO_ROWS),
    "nothing": (b"", NO_ROWS),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("command", ["csv", "survey"])
def test_what_is_no_table_is_refused_with_its_name(write: Write, command: str, name: str) -> None:
    folder: Path = write({})
    content, told = TABLES[name]
    (folder / "l.csv").write_bytes(content)
    words = ("import", command, str(folder / "l.csv"), "--dry-run", "-w", str(folder))
    ended = hageplan(*words, "--lang", "en", "--today", "2026-11-24")
    assert (ended.code, told in ended.err) == (1, True), ended.err
    assert len(ended.err) < 3000
