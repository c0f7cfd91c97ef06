"""Mentions of somebody that remain after all that the tool can take out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hageplan.mail.mentions import FOLDED, LARGEST
from hageplan.privacy.erase import FileErasure
from hageplan.privacy.result import Leftover
from hageplan.workspace.files import read_file
from hageplan.workspace.find import INTERNAL, KOPIER, PERSONVERN

_ASIDE: Final = (INTERNAL, PERSONVERN, ".git")


def mentions_left(
    folder: Path, pattern: re.Pattern[str] | None, erased: FileErasure
) -> Iterator[Leftover]:
    """Give what still mentions somebody: lines of TOML files, other files, backups, git's history.

    TOML files count as they will be after `erased`.
    """
    if pattern is None:
        return
    known = {one.place for one in erased.left}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name.split("/")[0] in _ASIDE:
            continue
        if pattern.search(re.sub(r"[-_.]", " ", name)) or pattern.search(name):
            yield Leftover(place=name, why="name")
        if path.suffix == ".toml":
            content = erased.contents[path] if path in erased.contents else read_file(path)
            yield from () if name in known else _lines(name, content, pattern)
        elif _speaks(path, pattern):
            is_backup = name.startswith(f"{KOPIER}/")
            yield Leftover(place=name, why="backup" if is_backup else "file")
    if any((above / ".git").exists() for above in (folder.resolve(), *folder.resolve().parents)):
        yield Leftover(place=".git", why="git")


def _lines(name: str, content: bytes, pattern: re.Pattern[str]) -> Iterator[Leftover]:
    text = _text_of(content)
    numbers = {text.count("\n", 0, found.start()) + 1 for found in pattern.finditer(text)}
    return (Leftover(place=f"{name}:{number}", why="line") for number in sorted(numbers))


def _speaks(path: Path, pattern: re.Pattern[str]) -> bool:
    """Tell whether a file, or what is packed in it (zip, xlsx, docx, ods), speaks of somebody."""
    if path.suffix == ".zip" or zipfile.is_zipfile(path):
        return _zip_speaks(path, pattern)
    return path.stat().st_size <= LARGEST and _says(path.read_bytes(), pattern)


def _zip_speaks(path: Path, pattern: re.Pattern[str]) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            small = (one for one in archive.infolist() if one.file_size <= LARGEST)
            return any(_says(archive.read(one), pattern) for one in small)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return True  # what cannot be looked into may hold it


def _says(content: bytes, pattern: re.Pattern[str]) -> bool:
    text = _text_of(content)
    return any(pattern.search(one) for one in (text, FOLDED.sub("", text)))


def _text_of(content: bytes) -> str:
    """Return what a file says: UTF-8, else UTF-16 with a mark, else as Norwegian Excel saves it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        other = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
        return content.decode(other, "replace")
