"""What lies in a folder, so that it can be compared: files by name, with content and rights."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

WORKSPACE: Final = "hage"
TEMPORARY: Final = "*.hageplan-tmp"
_PAGES: Final = "*.hageplan/brreg/*"
_TELLS_NOTHING: Final = ("*.hageplan/*lock", "*.hageplan/*holder.json", "*.hageplan/*.gitignore",
                         _PAGES, TEMPORARY)  # fmt: skip
"""Who writes now, pages of the day that need not be fetched again, and what `temporary` counts."""
_COPIES: Final = "*/sikkerhetskopier/*.zip"
_CHANCE: Final = re.compile(rb"\b[0-9a-f]{32,64}\b")
"""The salt of the forgotten, and fingerprints made with it."""

Archive = frozenset[tuple[str, bytes]]
"""The names and contents of what is in a backup."""


@dataclass(frozen=True, kw_only=True)
class State:
    """What lies in a folder: `files` with their rights, and the contents of whole `copies`."""

    files: Mapping[str, tuple[bytes, int]]
    copies: frozenset[Archive]

    def is_like(self, other: State, spare: Collection[Archive] = ()) -> bool:
        """Tell whether it is the `other` state, where `spare` copies may lie there besides."""
        known = other.copies | set(spare)
        return self.files == other.files and other.copies <= self.copies <= known

    def without(self, names: Collection[str]) -> State:
        """Return the state but for the files of these names."""
        kept = {name: file for name, file in self.files.items() if name not in names}
        return State(files=kept, copies=self.copies)

    def is_between(self, old: State, new: State) -> bool:
        """Tell whether each file is as it was or as it is to be."""
        names = self.files.keys() | old.files.keys() | new.files.keys()
        return self.copies in (old.copies, new.copies) and all(
            self.files.get(name) in (old.files.get(name), new.files.get(name)) for name in names
        )

    def safety_copy(self) -> Archive:
        """Return what a backup of the workspace holds, where there is nothing but TOML files."""
        places = ((name.partition("/"), content) for name, (content, _mode) in self.files.items())
        return frozenset(
            (inside, content)
            for (place, _, inside), content in places
            if place == WORKSPACE and not inside.startswith(".")
        )

    def differences(self, other: State) -> list[str]:
        """Return the names of files that are not as in the `other` state."""
        names = self.files.keys() | other.files.keys()
        found = sorted(name for name in names if self.files.get(name) != other.files.get(name))
        return [*found, *(["sikkerhetskopier"] if self.copies != other.copies else [])]


def state_of(root: Path) -> State:
    """Return the state of all that lies below `root`; raises where a backup cannot be read."""
    files, copies = {}, set()
    for name, path in _files(root):
        if fnmatch(name, _COPIES):
            copies.add(_archived(path))
        elif not any(fnmatch(name, pattern) for pattern in _TELLS_NOTHING):
            content, mode = path.read_bytes(), path.stat().st_mode & 0o777
            is_private = "/personvern/" in name
            files[name] = (_CHANCE.sub(b"*", content) if is_private else content, mode)
    return State(files=files, copies=frozenset(copies))


def temporary(root: Path) -> list[str]:
    """Return the temporary files that lie anywhere below `root`, but for those of fetched pages."""
    return [
        name
        for name, _path in _files(root)
        if fnmatch(name, TEMPORARY) and not fnmatch(name, _PAGES)
    ]


def holding(root: Path, words: tuple[str, ...]) -> list[str]:
    """Return the files that hold one of the `words` in any case, in their name or content."""
    found = []
    for name, path in _files(root):
        text = f"{name}\n{path.read_bytes().decode('utf-8', 'replace')}".casefold()
        if any(word.casefold() in text for word in words):
            found.append(name)
    return found


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def _archived(path: Path) -> Archive:
    with zipfile.ZipFile(path) as archive:
        names = (name for name in archive.namelist() if name != "SHA256SUMS")
        return frozenset((name, archive.read(name)) for name in names)
