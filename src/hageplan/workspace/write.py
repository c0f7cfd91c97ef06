"""Write files so that a crash leaves either the old or the new, never half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.messages import msg


def replace_file(path: Path, text: str) -> None:
    """Put `text` into `path` in one step; raises RequestError where it cannot be written."""
    replace_files({path: text})


def replace_files(texts: Mapping[Path, str]) -> None:
    """Write all temporary files first, then put each in place.

    Until the last temporary file is safely on disk, nothing visible has changed.
    Raises RequestError where one cannot be written.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged[path] = _staged(path, text)
        for path, temporary in staged.items():
            temporary.replace(path)
        for folder in {path.parent for path in texts}:
            _sync_folder(folder)
    except OSError as fault:
        target = fault.filename or next(iter(texts))
        raise RequestError(
            msg("{path}: cannot be written: {why}", path=target, why=fault.strerror or str(fault)),
            msg("nothing was changed; check the folder's rights and the free space"),
        ) from fault
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _staged(path: Path, text: str) -> Path:
    """Return a synced temporary file beside `path` with `text`, and with the mode of `path`."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o640)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover  (Windows has no handle of a folder to sync)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
