"""Write files so that a crash leaves either the old or the new, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg

_NEW_FILE: Final = 0o640
_NEW_FOLDER: Final = 0o750
"""What is new can be read by the owner's group at most, and by fewer where the umask says so."""
_TEMPORARY: Final = ".*.hageplan-tmp"
_HELD_BY_OTHERS: Final = (5, 32, 33)
"""Windows' errors for a file that another program, such as one that syncs, holds for a moment."""
_WAITS_S: Final = (0.05, 0.1, 0.2, 0.4, 0.8)


def replace_file(path: Path, content: str | bytes) -> None:
    """Put `content` into `path` in one step; raises RequestError if it cannot be written."""
    replace_files({path: content})


def replace_files(contents: Mapping[Path, str | bytes]) -> None:
    """Write all temporary files first, then put each in place; texts become UTF-8.

    Until the last temporary file is safely on disk, nothing visible has changed; when the function
    returns, everything is on disk. Raises RequestError if one cannot be written.
    """
    staged: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, content in contents.items():
            target = path.resolve()
            _make_folder(target.parent)
            staged[target] = _staged(target, content)
        for target, temporary in staged.items():
            _put(temporary, target)
            placed.append(target)
        for folder in {target.parent for target in staged}:
            sync_folder(folder)
    except OSError as fault:
        if placed:
            raise _half_way(placed, staged, fault) from fault
        raise cannot_write(next(iter(contents)), fault) from fault
    finally:
        for target in staged.keys() - set(placed):
            with contextlib.suppress(OSError):
                staged[target].unlink(missing_ok=True)


def move_file(source: Path, target: Path) -> None:
    """Move a file to another name or folder in one step; raises RequestError if it cannot be."""
    try:
        _make_folder(target.parent)
        _put(source, target)
        for folder in {source.parent, target.parent}:
            sync_folder(folder)
    except OSError as fault:
        raise cannot_write(target, fault) from fault


def remove_abandoned(folder: Path) -> None:
    """Remove the temporary files that a crash left; only who holds the lock may."""
    with contextlib.suppress(OSError):
        for temporary in (*folder.glob(_TEMPORARY), *folder.glob(f"*/{_TEMPORARY}")):
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, fault: OSError) -> RequestError:
    """Return what to say where nothing could be written."""
    return RequestError(
        msg(
            "{path}: cannot be written: {why}",
            path=_meant(Path(fault.filename)) if fault.filename else path,
            why=fault.strerror or str(fault),
        ),
        msg("nothing was changed; check the folder's rights and the free space"),
    )


def _meant(path: Path) -> Path:
    """Return the file that a temporary one is written for: people know its name only."""
    is_ours = path.match(_TEMPORARY)
    return path.with_name(path.name[1:].rsplit(".", 2)[0]) if is_ours else path


def _half_way(placed: list[Path], staged: Mapping[Path, Path], fault: OSError) -> RequestError:
    """Return what to say where the disk failed after a file was put in place."""
    return RequestError(
        msg(
            "the disk failed while files were put in place: {why}",
            why=fault.strerror or str(fault),
        ),
        msg(
            "{count} of {total} files are written, but may not survive a power cut: {names}; look"
            " there before you do it again",
            count=len(placed),
            total=len(staged),
            names=", ".join(path.name for path in placed),
        ),
    )


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each on disk before what is put into it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_NEW_FOLDER)
    try:
        sync_folder(folder.parent)
    except OSError:
        # The next write must not take it for one that survives a power cut.
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise


def _staged(path: Path, content: str | bytes) -> Path:
    """Return a synced temporary file beside `path` with `content`, and with the mode of `path`."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.hageplan-tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            if path.exists():
                temporary.chmod(path.stat().st_mode)
            os.fsync(stream.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _put(temporary: Path, target: Path) -> None:
    """Move a file into place; one that another program holds is waited for."""
    for wait_s in _WAITS_S:
        try:
            temporary.replace(target)
        except PermissionError as fault:
            if getattr(fault, "winerror", None) not in _HELD_BY_OTHERS:
                raise
            time.sleep(wait_s)
        else:
            return
    temporary.replace(target)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    if os.name == "nt":  # pragma: no cover  (Windows has no handle of a folder to sync)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
