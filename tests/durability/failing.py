"""System calls that fail: the n-th of all that a piece of work makes."""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Callable
from typing import Any

import pytest

_OF_OS = [
    "open",
    "close",
    "fsync",
    "replace",
    "rename",
    "unlink",
    "mkdir",
    "rmdir",
    "chmod",
    "fchmod",
    "stat",
    "lstat",
    "fstat",
    "scandir",
    "listdir",
    "write",
]


class Calls:
    """Counts system calls by name; the one numbered `failing`, from 0 on, raises OSError."""

    def __init__(self, patch: pytest.MonkeyPatch, failing: int = -1, code: int = 0) -> None:
        self.names: list[str] = []
        self._failing = failing
        self._code = code
        for name in _OF_OS:
            patch.setattr(os, name, self._counted(name, getattr(os, name)))
        patch.setattr(io, "open", self._counted("open", io.open))
        patch.setattr(os, "fdopen", self._stream)
        patch.setattr(fcntl, "flock", self._counted("flock", fcntl.flock))

    def tick(self, name: str) -> None:
        """Count one call; raises OSError where it is the one that fails."""
        self.names.append(name)
        if len(self.names) - 1 == self._failing:
            raise OSError(self._code, os.strerror(self._code))

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                self.tick(name)
            except OSError:
                if name == "close":
                    real(*args)  # a handle is gone even where closing it fails
                raise
            return real(*args, **kwargs)

        return call

    def _stream(self, handle: int, mode: str) -> io.BufferedWriter:
        return io.BufferedWriter(_HalfWritten(handle, mode, self))


class _HalfWritten(io.FileIO):
    """A file on a disk that gets full: half of the text is in it when writing fails."""

    def __init__(self, handle: int, mode: str, calls: Calls) -> None:
        super().__init__(handle, mode)
        self._calls = calls

    def write(self, content: Any, /) -> int:
        try:
            self._calls.tick("write")
        except OSError:
            super().write(bytes(content)[: len(content) // 2])
            raise
        return super().write(content) or 0

    def close(self) -> None:
        is_open = not self.closed
        super().close()
        if is_open:
            self._calls.tick("close")
