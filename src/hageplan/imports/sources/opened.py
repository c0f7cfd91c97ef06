"""Files from elsewhere, plain or packed, and never more of them than is allowed."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ijson

from hageplan.errors import RequestError, why_of
from hageplan.messages import msg

MEGABYTE: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"


class _Counted(io.RawIOBase):
    """A stream that ends with an error where more comes out of it than is allowed."""

    def __init__(self, stream: io.BufferedIOBase, path: Path, most_mb: int) -> None:
        super().__init__()
        self._stream, self._path, self._most_mb = stream, path, most_mb
        self._left = most_mb * MEGABYTE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise too_large(self._path, self._most_mb)
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def opened(path: Path, most_mb: int) -> Iterator[io.BufferedReader]:
    """Open a file for reading, unpacked where it is gzip; at most `most_mb` megabytes come out.

    Raises RequestError where it cannot be read, is cut off or holds more.
    """
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == _GZIP
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if is_packed else raw
            yield io.BufferedReader(_Counted(stream, path, most_mb), 1 << 16)
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise RequestError(
            msg("{path}: the compressed file is incomplete or damaged", path=path),
            msg("fetch it again; nothing was changed"),
        ) from fault
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=why_of(fault))
        ) from fault


def is_json(path: Path, most_mb: int) -> bool:
    """Tell whether a file, packed or not, begins as a JSON list does; raises RequestError."""
    with opened(path, most_mb) as stream:
        return stream.peek(64).lstrip()[:1] == b"["


def read_json(path: Path, most_mb: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the units of one of the register's JSON files, numbered from 1, as they stream by.

    Raises RequestError where it is damaged.
    """
    number = 0
    with opened(path, most_mb) as stream:
        try:
            for number, unit in enumerate(ijson.items(stream, "item"), start=1):
                yield number, unit
        except ijson.JSONError as fault:
            raise RequestError(
                msg(
                    "{path} is not the register's JSON after unit {count}", path=path, count=number
                ),
                msg("fetch it again; nothing was changed"),
            ) from fault


def too_large(path: Path, most_mb: int) -> RequestError:
    """Return what to say of a file that holds more than is allowed."""
    return RequestError(
        msg("{path} is larger than {most} MB when unpacked", path=path, most=most_mb),
        msg("if the size is right, set a higher maks_megabyte under [innlesing] in hageplan.toml"),
    )
