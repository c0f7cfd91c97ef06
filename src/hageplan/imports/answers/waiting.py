"""The answers that wait in files of a workspace, for somebody to put right and bring in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from hageplan.imports.answers.form import REMARK, STOP_ID, told_by

_FILES: Final = ("*.txt", "*/*.txt")
_HEAD: Final = REMARK.encode()
_COMMAND: Final = b"hageplan import visits"
"""What the first line of such a file says, in every language."""
_LONGEST_HEAD: Final = 500
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class WaitingVisit:
    """A visit whose answer waits in the file `path`, by the company's number."""

    path: Path
    number: str
    start: datetime


def waiting_in(folder: Path) -> Iterator[WaitingVisit]:
    """Give the visits whose answers wait in text files of a workspace, or of a folder in it."""
    for path in sorted(chain.from_iterable(map(folder.glob, _FILES))):
        for found in dict.fromkeys(STOP_ID.findall(_text(path))):
            if told := told_by(found):
                number, start = told
                yield WaitingVisit(path=path, number=number, start=start)


def is_waiting_file(path: Path) -> bool:
    """Tell whether a file has, or had, answers that wait."""
    try:
        with path.open("rb") as stream:
            return _is_head(stream.readline(_LONGEST_HEAD))
    except OSError:
        return False


def _is_head(line: bytes) -> bool:
    return line.startswith(_HEAD) and _COMMAND in line


def _text(path: Path) -> str:
    """Return what stands in a file of answers that wait, without its remarks; "" of another one."""
    try:
        with path.open("rb") as stream:
            if not _is_head(stream.readline(_LONGEST_HEAD)):
                return ""
            lines = stream.read(_MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:  # not ours to read, or no file at all
        return ""
    return "\n".join(line for line in lines if not line.startswith(REMARK))
