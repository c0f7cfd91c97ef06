"""Repair damaged files of the log and of companies, and keep what has to go.

A damaged file is taken apart at the lines that begin a table. What can be read stays byte for byte;
what cannot goes into a file beside, which nothing reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final, Literal

import tomli
from pydantic import Field, InstanceOf, PlainSerializer

from hageplan.records.base import Document, Many, Record, Schema
from hageplan.workspace.files import BOM, read_file
from hageplan.workspace.find import BEDRIFTER, LOGG, journal_file
from hageplan.workspace.journal import Settlement

KEPT: Final = "reddet"
"""Folder beside the files for what had to go."""
_TABLE: Final = re.compile(
    rb"^\[(?!\[?[ \t]*(?:henvendelse|avtale|oppfolging|kobling|bedrift)[ \t]*\.)", re.MULTILINE
)
"""A line that begins a table, perhaps torn, which is none below another."""
_MARKER: Final = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: [^\n]*)?\r?\n?", re.MULTILINE)
_JOINED: Final = 20
"""Lines within one text that look like tables, at most."""

Damage = Literal["cut-off", "passed-over", "torn", "nul", "encoding", "merge", "line-end", "double"]
Found = Callable[[int, Damage, bytes], None]
"""Notes a damage: its line, what it is, and the bytes that go."""


Removed = Annotated[
    bytes, PlainSerializer(len, return_type=int), Field(serialization_alias="bytes")
]
"""Bytes that go; a document has how many they are, under the key `bytes`."""


class Finding(Record):
    """One damage: the line of the damaged `file` it begins at, what it is, and what goes."""

    file: str
    line: int
    damage: Damage
    removed: Removed = b""


@dataclass(frozen=True, kw_only=True)
class RepairedFile:
    """A file's new content, unless it goes, and the damages in the old one."""

    name: str
    content: bytes
    goes: bool = False
    findings: tuple[Finding, ...]


class Repair(Document):
    """How damaged files are repaired, or were; `findings` are by file and line."""

    schema_: Schema[Literal["hageplan/repair/1"]] = "hageplan/repair/1"
    applied: bool = False
    findings: Many[Finding]
    files: Annotated[Many[InstanceOf[RepairedFile]], Field(exclude=True)]


def repaired(
    name: str, content: bytes, known: Mapping[str, bytes] | None = None
) -> RepairedFile | None:
    """Return a file as it is after its repair, None where nothing is wrong with it.

    `known` are the blocks of other files by their entries' ids: an equal one here is a double.
    """
    findings: list[Finding] = []

    def found(line: int, damage: Damage, removed: bytes) -> None:
        findings.append(Finding(file=name, line=line, damage=damage, removed=removed))

    text = _without_marks(content, found) if not _is_sound(content) else content
    if not _is_sound(text):
        text = b"".join(_sound_blocks(content, text, found))
    if not _is_sound(text):  # what stands before the first table forbids the tables
        head = _blocks(text)[0]
        found(1, "torn", head)
        text = text.removeprefix(head)
    text = _without_doubles(text, dict(known or {}), found)
    if text and not text.endswith(b"\n"):
        found(text.count(b"\n") + 1, "line-end", b"")
        text += b"\n"
    if not findings:
        return None
    return RepairedFile(name=name, content=text, findings=tuple(findings))


def proposal(folder: Path, stuck: Settlement | None = None) -> Repair:
    """Return how the damaged files of `folder` are repaired; writes nothing.

    `stuck` is a change that was cut off and can't be completed as it was meant.
    """
    files = [] if stuck is None else list(_finished(folder, stuck))
    handled = {file.name for file in files}
    known: dict[str, bytes] = {}
    for path in (*sorted((folder / BEDRIFTER).glob("*.toml")), *_logs(folder)):
        content = read_file(path)
        name = path.relative_to(folder).as_posix()
        if name in handled:
            continue
        is_log = path.parent.name == LOGG
        repair = repaired(name, content, known if is_log else None)
        if repair is not None:
            files.append(repair)
        if is_log:
            known |= _by_id(repair.content if repair else content)
    findings = tuple(finding for file in files for finding in file.findings)
    return Repair(findings=findings, files=tuple(files))


def _finished(folder: Path, stuck: Settlement) -> Iterator[RepairedFile]:
    """Give the files of a change that was cut off: those it had not come to, those of others."""
    own = folder.resolve()
    for path, content in stuck.missing.items():
        name = path.relative_to(own).as_posix()
        finding = Finding(file=name, line=1, damage="cut-off")
        yield RepairedFile(
            name=name, content=content or b"", goes=content is None, findings=(finding,)
        )
    for path, meant in stuck.foreign.items():
        name = path.relative_to(own).as_posix()
        finding = Finding(file=name, line=1, damage="passed-over", removed=meant or b"")
        goes = not path.is_file()
        now = b"" if goes else read_file(path)
        yield RepairedFile(name=name, content=now, goes=goes, findings=(finding,))
    if not (stuck.missing or stuck.foreign):
        note = journal_file(folder)
        name = note.relative_to(folder).as_posix()
        finding = Finding(file=name, line=1, damage="torn", removed=note.read_bytes())
        yield RepairedFile(name=name, content=b"", goes=True, findings=(finding,))


def _logs(folder: Path) -> list[Path]:
    """Return the logs, those of a year before the copies that a sync tool left beside them."""
    paths = (folder / LOGG).glob("*.toml")
    return sorted(paths, key=lambda path: (not re.fullmatch(r"\d{4}", path.stem), path.name))


def contents_of_repair(
    folder: Path, files: Iterable[RepairedFile], now: datetime
) -> dict[Path, bytes | None]:
    """Return the contents of repaired files and of those that keep what goes."""
    found: dict[Path, bytes | None] = {}
    for file in files:
        path = folder / file.name
        if path != journal_file(folder):  # which goes with every change
            found[path] = None if file.goes else file.content
        removed = [one for one in file.findings if one.removed]
        if removed:
            kept = path.parent / KEPT / f"{path.stem}-{now:%Y%m%d-%H%M%S}.txt"
            found[kept] = b"".join(map(_kept, removed))
    return found


def _kept(finding: Finding) -> bytes:
    head = f"# {finding.file}:{finding.line} {finding.damage} ({len(finding.removed)} bytes)\n"
    return head.encode() + finding.removed + b"\n"


def _is_sound(content: bytes) -> bool:
    try:
        tomli.loads(content.removeprefix(BOM).decode("utf-8"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
        return False
    return True


def _without_marks(content: bytes, found: Found) -> bytes:
    """Take away what no table ever holds: NULs that a power cut left, and marks of a merge."""
    text = content.rstrip(b"\0")
    if text != content:
        found(_line(content, len(text)), "nul", content[len(text) :])
    marks = list(_MARKER.finditer(text))
    if {mark[0][:1] for mark in marks} >= {b"<", b"="}:
        for mark in marks:
            found(_line(text, mark.start()), "merge", mark[0])
        text = _MARKER.sub(b"", text)
    return text


def _sound_blocks(whole: bytes, text: bytes, found: Found) -> Iterator[bytes]:
    """Give the blocks that can be read; note the others."""
    for block in _blocks(text):
        sound = _sound_part(block)
        yield sound
        torn = block.removeprefix(sound)
        if torn:
            line = _line(whole, max(whole.find(torn), 0))
            read = _from_windows(torn)
            found(line, "torn" if read is None else "encoding", torn)
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


def _without_doubles(text: bytes, known: dict[str, bytes], found: Found) -> bytes:
    """Leave out tables that come twice, here or in another file, with the same id and content."""
    kept = []
    for block in _blocks(text):
        entry = _by_id(block)
        ids = {key: value for key, value in entry.items() if known.get(key) == value}
        if entry and ids == entry:
            found(_line(text, text.find(block)), "double", block)
        else:
            kept.append(block)
            known |= entry
    return b"".join(kept)


def _by_id(content: bytes) -> dict[str, bytes]:
    """Return the entries of a log by id, in a form in which equal ones are equal."""
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
