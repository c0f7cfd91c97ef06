"""Mend damaged files of the log and of companies, and keep what has to go.

A damaged file is taken apart at the lines that begin a table. What can be read stays byte for byte;
what cannot goes into a file beside, which nothing reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

import tomli

from hageplan.workspace.files import BOM
from hageplan.workspace.find import BEDRIFTER, LOGG

KEPT: Final = "reddet"
"""Folder beside the files for what had to go."""
_TABLE: Final = re.compile(
    rb"^\[(?!\[?[ \t]*(?:henvendelse|avtale|oppfolging|kobling|bedrift)[ \t]*\.)", re.MULTILINE
)
"""A line that begins a table, perhaps torn, which is none below another."""
_MARKER: Final = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: [^\n]*)?\r?\n?", re.MULTILINE)
_JOINED: Final = 20
"""Lines within one text that look like tables, at most."""

Damage = Literal["torn", "nul", "encoding", "merge", "line-end", "double"]


@dataclass(frozen=True)
class Finding:
    """One damage: the line it begins at, what it is, and the bytes that go."""

    line: int
    damage: Damage
    removed: bytes = b""


@dataclass(frozen=True)
class Mend:
    """A file as it would be, and what was found in it; `line`s count from 1 in the damaged file."""

    name: str
    content: bytes
    findings: tuple[Finding, ...]


def mended(name: str, content: bytes, known: Mapping[str, bytes] | None = None) -> Mend | None:
    """Return how a file is mended, None where nothing is wrong with it.

    `known` are the blocks of other files by their entries' ids: an equal one here is a double.
    """
    findings: list[Finding] = []
    text = _without_marks(content, findings) if not _is_sound(content) else content
    if not _is_sound(text):
        text = b"".join(_sound_blocks(content, text, findings))
    if not _is_sound(text):  # what stands before the first table forbids the tables
        head = _blocks(text)[0]
        findings.append(Finding(1, "torn", head))
        text = text.removeprefix(head)
    text = _without_doubles(text, dict(known or {}), findings)
    if text and not text.endswith(b"\n"):
        findings.append(Finding(text.count(b"\n") + 1, "line-end"))
        text += b"\n"
    return Mend(name, text, tuple(findings)) if findings else None


def proposal(folder: Path) -> tuple[Mend, ...]:
    """Return how the damaged files of `folder` are mended; writes nothing."""
    found = []
    known: dict[str, bytes] = {}
    for path in (*sorted((folder / BEDRIFTER).glob("*.toml")), *_logs(folder)):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        is_log = path.parent.name == LOGG
        mend = mended(name, content, known if is_log else None)
        if mend is not None:
            found.append(mend)
        if is_log:
            known |= _by_id(mend.content if mend else content)
    return tuple(found)


def _logs(folder: Path) -> list[Path]:
    """Return the logs, those of a year before the copies that a sync tool left beside them."""
    paths = (folder / LOGG).glob("*.toml")
    return sorted(paths, key=lambda path: (not re.fullmatch(r"\d{4}", path.stem), path.name))


def files_of(folder: Path, mends: Iterable[Mend], now: datetime) -> dict[Path, bytes]:
    """Return the contents of the mended files and of those that keep what goes."""
    found: dict[Path, bytes] = {}
    for mend in mends:
        path = folder / mend.name
        found[path] = mend.content
        removed = [one for one in mend.findings if one.removed]
        if removed:
            kept = path.parent / KEPT / f"{path.stem}-{now:%Y%m%d-%H%M%S}.txt"
            found[kept] = b"".join(_kept(mend.name, one) for one in removed)
    return found


def _kept(name: str, finding: Finding) -> bytes:
    head = f"# {name}:{finding.line} {finding.damage} ({len(finding.removed)} bytes)\n"
    return head.encode() + finding.removed + b"\n"


def _is_sound(content: bytes) -> bool:
    try:
        tomli.loads(content.removeprefix(BOM).decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
        return False
    return True


def _without_marks(content: bytes, findings: list[Finding]) -> bytes:
    """Take away what no table ever holds: NULs that a power cut left, and marks of a merge."""
    text = content.rstrip(b"\0")
    if text != content:
        findings.append(Finding(_line(content, len(text)), "nul", content[len(text) :]))
    marks = list(_MARKER.finditer(text))
    if {mark[0][:1] for mark in marks} >= {b"<", b"="}:
        findings += [Finding(_line(text, mark.start()), "merge", mark[0]) for mark in marks]
        text = _MARKER.sub(b"", text)
    return text


def _sound_blocks(whole: bytes, text: bytes, findings: list[Finding]) -> Iterator[bytes]:
    """Give the blocks that can be read; note the others."""
    for block in _blocks(text):
        sound = _sound_part(block)
        yield sound
        torn = block.removeprefix(sound)
        if torn:
            line = _line(whole, max(whole.find(torn), 0))
            read = _from_windows(torn)
            findings.append(Finding(line, "torn" if read is None else "encoding", torn))
            yield read or b""


def _sound_part(block: bytes) -> bytes:
    """Return all of a block that can be read, else what can up to an empty line: a whole entry."""
    if _is_sound(block):
        return block
    ends = [match.end() for match in re.finditer(rb"\n\r?\n", block)]
    return next((block[:end] for end in reversed(ends[-50:]) if _is_sound(block[:end])), b"")


def _from_windows(block: bytes) -> bytes | None:
    """Return a block that was saved as Windows-1252 as UTF-8, None where it is something else.

    One that ends within a character was cut off.
    """
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.end == len(block) and fault.reason == "unexpected end of data":
            return None
        read = block.decode("cp1252", "replace").encode()
        return read if "\ufffd".encode() not in read and _is_sound(read) else None
    return None


def _blocks(text: bytes) -> list[bytes]:
    """Return the pieces from each line that begins a table to the next.

    Pieces that are none by themselves are joined where that makes a whole, so that a text of
    several lines stays in one.
    """
    borders = sorted({0, *(match.start() for match in _TABLE.finditer(text)), len(text)})
    pieces = [text[a:b] for a, b in pairwise(borders)]
    joined: list[bytes] = []
    while pieces:
        count = _whole_count(pieces)
        joined.append(b"".join(pieces[:count]))
        del pieces[:count]
    return joined


def _whole_count(pieces: list[bytes]) -> int:
    """Return how many of the first pieces make a whole together, 1 where none do."""
    for count, piece in enumerate(pieces[:_JOINED], start=1):
        if _is_sound(b"".join(pieces[:count])):
            return count
        if count > 1 and _is_sound(piece):
            break
    return 1


def _without_doubles(text: bytes, known: dict[str, bytes], findings: list[Finding]) -> bytes:
    """Leave out tables that stand here, or in another file, with the same id and content."""
    kept = []
    for block in _blocks(text):
        entry = _by_id(block)
        ids = {key: value for key, value in entry.items() if known.get(key) == value}
        if entry and ids == entry:
            findings.append(Finding(_line(text, text.find(block)), "double", block))
        else:
            kept.append(block)
            known |= entry
    return b"".join(kept)


def _by_id(content: bytes) -> dict[str, bytes]:
    """Return the entries of a log by id, as something that tells equal ones."""
    if not _is_sound(content):
        return {}
    data = tomli.loads(content.removeprefix(BOM).decode())
    return {
        f"{name} {entry['id']}": repr(sorted(entry.items())).encode()
        for name, entries in data.items()
        if name != "bedrift" and isinstance(entries, list)
        for entry in entries
        if isinstance(entry, dict) and "id" in entry
    }


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
