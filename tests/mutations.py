"""Files as bad luck, bad editors and bad will leave them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

Files = Mapping[str, bytes]

VALUES: Final = [
    "-1",
    "0",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "99999999999999999999",
    "0x7fffffffffffffff",
    "1e-300",
    "true",
    "[]",
    "{}",
    "[[]]",
    "9" * 5000,
    "0x" + "f" * 5000,
    '[1e400, 0xffffffffffffffffffff, "\\u001b", 10:00:00]',
    '""',
    '" "',
    '"\\u0000"',
    '"\\u001b[31m"',
    '"[red]x[/bold]"',
    '"' + "x" * 20_000 + '"',
    "2026-02-30",
    "2026-12-01",
    "0001-01-01",
    "0001-01-01 00:00:00",
    "9999-12-31",
    "9999-12-31 23:59:59",
    "2026-03-29 02:30:00",
    "2026-12-01T10:00:00+23:59",
    "10:00:00",
    '"24:00"',
    '"00:00"',
    '"9999-12-31"',
    '"310000000"',
    '"000000000"',
    '"kari"',
    '"Røros"',
    '"3430"',
    '[1, "a", 2026-01-01, [], {}]',
    "{ lat = 62.5, lon = 11.3 }",
    "{ lat = nan, lon = 999.0, navn = 1 }",
    '{ fra = "16:00", til = "08:00" }',
    "[" * 3000 + "]" * 3000,
    "{ a = " * 500 + "1" + " }" * 500,
]
LINES: Final = [
    "[[bedrift]]",
    "[bedrift]",
    "[[avtale]]",
    "[[henvendelse]]",
    "[naeringshage]",
    "[[medarbeider]]",
    "[[vei]]",
    "bedrift = []",
    "avtale = 3",
    "a.b.c.d = 1",
    '"" = 1',
    "=",
    "\x00\x01\x02",
    "\x1b]0;x\x07",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=DAILY;UNTIL=00000000T000000",
    "RRULE:FREQ=YEARLY;BYDAY=99MO;INTERVAL=0",
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=SECONDLY;UNTIL=30200101T000000Z",
    "RRULE:FREQ=DAILY;COUNT=1000000000",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=YEARLY;BYDAY=53SU;BYSETPOS=-366",
    "RDATE:" + ",".join(["20261201T120000Z"] * 500),
    "RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z",
    "BEGIN:VTIMEZONE",
    "DTSTART:99991231T235959Z",
    "DTSTART;TZID=Mars/Olympus:20261201T100000",
    "DTSTART;VALUE=DATE:20261301",
    "DTEND:00010101T000000Z",
    "DURATION:P99999999999D",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    ";;;;;;;",
    '"""',
]
BYTES: Final = [
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b'"',
    b"[",
    b"#",
    b"\xed\xa0\x80",
]


def _flip(content: bytes, at: int, what: int) -> bytes:
    at %= len(content) or 1
    return content[:at] + bytes([(*content, 0)[at] ^ (1 + what % 255)]) + content[at + 1 :]


def _cut(content: bytes, at: int, what: int) -> bytes:
    at %= len(content) or 1
    return content[:at] + content[at + 1 + what % 200 :] if what % 3 else content[:at]


def _insert(content: bytes, at: int, what: int) -> bytes:
    at %= len(content) + 1
    return content[:at] + BYTES[what % len(BYTES)] + content[at:]


def _line(content: bytes, at: int, what: int) -> bytes:
    lines = content.split(b"\n")
    lines.insert(at % (len(lines) + 1), LINES[what % len(LINES)].encode())
    return b"\n".join(lines)


def _double(content: bytes, at: int, what: int) -> bytes:
    blocks = re.split(rb"(?m)^(?=\[|BEGIN:)", content)
    return b"".join([*blocks, *[blocks[at % len(blocks)]] * (1 + what % 3)])


def _value(content: bytes, at: int, what: int) -> bytes:
    """Put another value behind a key: an odd one, or that of another key."""
    found = list(re.finditer(rb"(?<== )[^\n#]+?(?=\s*(?:#|,|\n|$))", content))
    if not found:
        return content
    others = [value.encode() for value in VALUES] + [match[0] for match in found]
    hit = found[at % len(found)]
    return content[: hit.start()] + others[what % len(others)] + content[hit.end() :]


def _drop_line(content: bytes, at: int, what: int) -> bytes:
    lines = content.split(b"\n")
    at %= len(lines)
    return b"\n".join(lines[:at] + lines[at + 1 + what % 3 :])


def _whole(content: bytes, at: int, what: int) -> bytes:  # noqa: ARG001  (nothing to point at)
    forms = [
        content.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + content,
        content.decode("utf-8", "replace").encode("utf-16"),
        content.decode("utf-8", "replace").encode("latin-1", "replace"),
        b"",
        b"\x00" * 100,
        content * 2,
    ]
    return forms[what % len(forms)]


KINDS: Final[tuple[Callable[[bytes, int, int], bytes], ...]] = (
    _value,
    _value,
    _value,
    _flip,
    _cut,
    _insert,
    _line,
    _double,
    _drop_line,
    _whole,
)
AS_IT_IS: Final = (0, "file")
_FAR = st.integers(0, 1 << 16)
CHANGES = st.lists(
    st.tuples(_FAR, st.integers(0, len(KINDS) - 1), _FAR, _FAR), min_size=1, max_size=3
)
ODD_PLACES = st.tuples(
    _FAR, st.sampled_from([*["file"] * 16, "folder", "loop", "gone", "dangling", "pipe"])
)
"""One file in some cases is no file: a folder, a link to itself or to nowhere, or not there."""


def mutated(files: Files, changes: list[tuple[int, int, int, int]]) -> Files:
    """Return the files with changes: (which file, which kind, where, what)."""
    found, names = dict(files), sorted(files)
    for which, kind, at, what in changes:
        name = names[which % len(names)]
        found[name] = KINDS[kind](found[name], at, what)
    return found


def lay_out(folder: Path, files: Files, odd: tuple[int, str]) -> None:
    """Write the files into a new folder, one of them perhaps as no file."""
    place, how = sorted(files)[odd[0] % len(files)], odd[1]
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == place and how != "file":
            _lay_odd(path, how)
        else:
            path.write_bytes(content)


def _lay_odd(path: Path, how: str) -> None:
    if how == "folder":
        path.mkdir()
    elif how == "loop":
        path.symlink_to(path.name)
    elif how == "dangling":
        path.symlink_to("ingensteds")
    elif how == "pipe":
        os.mkfifo(path)
