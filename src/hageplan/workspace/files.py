"""One TOML file of a workspace: its text, its data, and the line of any key in it."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, Final

import rtoml
import tomli

from hageplan.errors import Problem, RequestError, why_of
from hageplan.messages import Message, msg

Loc = tuple[str | int, ...]
BOM: Final = b"\xef\xbb\xbf"
"""What some editors put before a text that is UTF-8."""
MOST_MB: Final = 50
"""Megabytes of a file, at most: ten thousand companies and years of their log are a tenth of it."""
TOO_LARGE: Final = msg("move it out of the workspace, or split it")
REPAIR: Final = msg("repair it without losing anything: hageplan check --repair")
"""What to do about a log that isn't TOML: a crash may have cut its last entry."""


@dataclass(frozen=True)
class TomlFile:
    """A file that parsed; `name` is relative to the workspace."""

    name: str
    text: bytes
    data: Mapping[str, Any]

    def line(self, loc: Sequence[str | int]) -> int | None:
        """Return the line of the key at `loc`, or of the nearest table around it."""
        prefixes = (tuple(loc[:length]) for length in range(len(loc), 0, -1))
        return next((self._lines[here] for here in prefixes if here in self._lines), None)

    @cached_property
    def _lines(self) -> Mapping[Loc, int]:
        """Lines by a real TOML grammar, loaded only when a fault must be placed."""
        from hageplan.workspace.positions import key_lines

        return key_lines(self.text)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; raises OSError, or RequestError where it is far too large."""
    check_ordinary(path)
    if path.stat().st_size > MOST_MB * 1_000_000:
        raise RequestError(
            msg("{path} is larger than {most} MB, the limit for a file in a workspace",
                path=path, most=MOST_MB),
            TOO_LARGE,
        )  # fmt: skip
    return path.read_bytes()


def check_ordinary(path: Path) -> None:
    """Raise OSError where no ordinary file lies: a pipe or a device may never end."""
    mode = path.stat().st_mode
    if not (S_ISREG(mode) or S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "no ordinary file", str(path))


def read_toml(path: Path, name: str) -> tuple[TomlFile | None, list[Problem]]:
    """Read one file; return None and what is wrong if it is too large, not UTF-8 or not TOML."""
    try:
        text = read_file(path)
    except RequestError:
        what = msg("larger than {most} MB, the limit for a file in a workspace", most=MOST_MB)
        large = Problem(severity="error", code="too-large", file=name, what=what, todo=TOO_LARGE)
        return None, [large]
    except OSError as fault:
        what = msg("cannot be read: {why}", why=why_of(fault))
        return None, [Problem(severity="error", code="unreadable", file=name, what=what)]
    return parse_toml(text.removeprefix(BOM), name)


def parse_toml(text: bytes, name: str) -> tuple[TomlFile | None, list[Problem]]:
    """Parse the bytes of one file, as `read_toml` does."""
    try:
        return TomlFile(name, text, _data(text.decode("utf-8"))), []
    except UnicodeDecodeError as fault:
        return None, [_not_utf8(fault, text, name)]
    except tomli.TOMLDecodeError as fault:
        return None, [_not_toml(fault, text, name)]
    except ValueError:
        return None, [_too_long(text, name)]
    except RecursionError:
        what = msg("tables are nested too deeply")
        return None, [Problem(severity="error", code="toml-syntax", file=name, what=what)]


_OVER_LINES: Final = re.compile(r"\{(?:[^{}\n]|\{[^{}\n]*\})*\n")
"""A table in braces that goes on in the next line: rtoml lets it break even before an equals."""


def _data(text: str) -> dict[str, Any]:
    """Return what a file says; raises tomli's faults.

    rtoml takes less than half of tomli's time; what it does not take, tomli reads, or says why not.
    """
    if not (_OVER_LINES.search(text) or text.startswith("\ufeff")):
        with suppress(rtoml.TomlParsingError):
            return rtoml.loads(text)
    return tomli.loads(text)


def _too_long(text: bytes, name: str) -> Problem:
    """Return the fault of a number with more digits than Python reads."""
    found = re.search(rb"\d[\d_]{4299}", text)
    line = text.count(b"\n", 0, found.start()) + 1 if found else None
    what = msg("a number has too many digits")
    return Problem(severity="error", code="toml-syntax", file=name, line=line, what=what)


def _not_utf8(fault: UnicodeDecodeError, text: bytes, name: str) -> Problem:
    return Problem(
        severity="error",
        code="not-utf8",
        file=name,
        line=text.count(b"\n", 0, fault.start) + 1,
        value=f"0x{text[fault.start]:02x}",
        what=msg("the file is not UTF-8"),
        expected=msg("text saved as UTF-8"),
        todo=msg("open it in an editor and save it again with the encoding UTF-8"),
    )


def _not_toml(fault: tomli.TOMLDecodeError, text: bytes, name: str) -> Problem:
    lines = text.decode("utf-8").splitlines()
    at = min(fault.lineno, len(lines))
    value = lines[at - 1].strip()[:60] if lines else ""
    return Problem(
        severity="error",
        code="toml-syntax",
        file=name,
        line=at or 1,
        value=value,
        what=msg("not valid TOML: {reason}", reason=_reason(fault.msg)),
        expected=msg('lines such as navn = "Fjellbakeriet" under a heading such as [[bedrift]]'),
        todo=_todo(value, fault),
    )


_TWICE: Final = "overwrite|twice|Duplicate|redefine|mutate|other than list|no nest"
_REASONS: Final = (
    (_TWICE, msg("the key or the table is in the file already")),
    ("Expected '='", msg("an equals sign is missing")),
    (r"Expected '\]|Unclosed", msg("a bracket is missing")),
    (r"Unterminated|'\\n'", msg("a quotation mark is missing")),
    ("Invalid date", msg("the date is not valid")),
    ("scaped|hex", msg("a backslash in a text must be doubled")),
)
"""What the parser's words, which are English, mean in words of ours."""


def _reason(words: str) -> Message:
    found = (told for pattern, told in _REASONS if re.search(pattern, words))
    return next(found, msg("the line cannot be interpreted"))


_COMMA: Final = re.compile(r"= *(-?\d+),(\d+)\b")
"""A number as Norwegians write it."""
_BARE_DAY: Final = re.compile(r"= *(\d{1,2}\.\d{1,2}\.\d{2,4}(?: \d{1,2}[:.]\d{2})?)")
"""A date as Norwegians write it, without quotation marks."""
_BACKSLASH: Final = re.compile(r"= *\"[^\"]*\\")
"""A path as Windows shows it: in quotation marks a backslash begins a sign that has no key."""


def _todo(line: str, fault: tomli.TOMLDecodeError) -> Message:
    """Return how a line is mended that is not TOML."""
    if re.search(_TWICE, fault.msg):
        return msg("keep one of the two")
    if found := _COMMA.search(line):
        return msg("write the number with a point: {number}", number=f"{found[1]}.{found[2]}")
    if found := _BARE_DAY.search(line):
        return msg('put the date in quotation marks: "{day}"', day=found[1])
    if _BACKSLASH.search(line):
        return msg("write / in place of \\ in a path, such as C:/Users/kari/kalender.ics")
    return msg("fix column {column}; texts need quotation marks", column=fault.colno)
