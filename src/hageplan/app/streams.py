"""Standard output and standard error that outlive whoever reads them."""

from __future__ import annotations

import errno
import io
import os
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


_GONE: Final = (errno.EPIPE, errno.EINVAL)
"""How a pipe without a reader refuses what is written: Windows calls it an invalid argument."""


class _Outliving(io.FileIO):
    """A file whose reader may go away, as `head` does: what is written then goes nowhere.

    A command whose words nobody reads to the end has its work to do all the same.
    """

    def write(self, content: ReadableBuffer, /) -> int:
        try:
            return super().write(content)
        except OSError as fault:
            if fault.errno not in _GONE:
                raise
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return super().write(content)


def outliving(stream: TextIO) -> TextIO:
    """Return a text stream like `stream` that no reader can break, where it is a pipe or a file."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if not isinstance(stream, io.TextIOWrapper) or type(raw) is not io.FileIO or raw.isatty():
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_Outliving(raw.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering or stream.write_through,
    )


def encoding(stream: TextIO, platform: str) -> str | None:
    """Return the encoding that a stream gets, None where it keeps its own.

    Windows gives a file or a pipe the signs of one part of the world, which no other program
    expects of JSON or CSV; its terminal has all.
    """
    return "utf-8" if platform == "win32" and not stream.isatty() else None
