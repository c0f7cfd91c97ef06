"""A disk that loses its power: what was written is there for sure only where it was synced."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.durability.killer import Call


@dataclass(eq=False)
class Stored:
    """A file: its content, and what of it is `safe`, None where nothing is."""

    content: bytes
    safe: bytes | None = None


Folder = dict[str, "Stored | None"]
"""What is in a folder by name; None is a folder in it."""
_TELL_NOTHING: Final = ("flock", "lock", "half", "chmod", "fchmod", "utimens", "send")


class Disk:
    """The files below `root`, as the calls of a command change them and as they would survive."""

    def __init__(self, root: Path) -> None:
        self._folders: dict[str, Folder] = {"": {}}
        for path in sorted(root.rglob("*")):
            place, name = os.path.split(path.relative_to(root).as_posix())
            if path.is_dir():
                self._folders[f"{place}/{name}".lstrip("/")] = {}
            content = None if path.is_dir() else path.read_bytes()
            stored = None if content is None else Stored(content, content)
            self._folders[place][name] = stored
        self._safe = {name: {**inside} for name, inside in self._folders.items()}

    def make(self, call: Call) -> None:
        """Let a call change it; raises KeyError for one that nobody thought of."""
        path = "" if call.path == "." else call.path
        place, name = os.path.split(path)
        if call.name in _TELL_NOTHING or place not in self._folders:
            return
        inside = self._folders[place]
        if call.name in ("create", "empty"):
            stored = inside.setdefault(name, Stored(b""))
            if stored is not None and call.name == "empty":
                stored.content = b""
        elif call.name == "write":
            self._file(path).content += call.data
        elif call.name in ("fsync", "fdatasync"):
            self._sync(path)
        elif call.name in ("unlink", "rmdir"):
            inside.pop(name, None)
            self._folders.pop(path, None)
        elif call.name == "mkdir":
            inside.setdefault(name, None)
            self._folders.setdefault(path, {})
        else:
            {"rename": self._rename}[call.name](path, call.to)

    def files(self) -> Mapping[str, bytes]:
        """Return the files as programs find them, where the power stays."""
        return {
            f"{place}/{name}".lstrip("/"): stored.content
            for place, inside in self._folders.items()
            for name, stored in inside.items()
            if stored is not None
        }

    def after_cut(self, is_lucky: Callable[[str], bool]) -> Mapping[str, bytes]:
        """Return the files that are there when the power is back.

        Of content that was not synced nothing is. Names that were not are there in the folders that
        were `is_lucky` alone.
        """
        return dict(self._survivors("", is_lucky))

    def _survivors(
        self, place: str, is_lucky: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes]]:
        inside = self._folders if is_lucky(place) else self._safe
        for name, stored in inside.get(place, {}).items():
            path = f"{place}/{name}".lstrip("/")
            if stored is None:
                yield from self._survivors(path, is_lucky)
            else:
                yield path, stored.safe or b""

    def _file(self, path: str) -> Stored:
        place, name = os.path.split(path)
        stored = self._folders[place][name]
        assert stored is not None, path
        return stored

    def _sync(self, path: str) -> None:
        if path in self._folders:
            self._safe[path] = {**self._folders[path]}
        else:
            stored = self._file(path)
            stored.safe = stored.content

    def _rename(self, path: str, to: str) -> None:
        (place, name), (target, fresh) = os.path.split(path), os.path.split(to)
        if name in self._folders[place]:
            stored = self._folders[place].pop(name)
            assert stored is not None, f"{path} is a folder"
            self._folders[target][fresh] = stored
