"""Write files so that a crash leaves either the old or the new, never half of one.

One file is changed in one step; `journal` makes the change of several files a whole.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError, why_of
from hageplan.messages import Message, msg
from hageplan.workspace.find import INTERNAL

_NEW_FILE: Final = 0o640
_NEW_FOLDER: Final = 0o750
"""What is new can be read by the owner's group at most, and by fewer where the umask says so."""
TEMPORARY: Final = ".hageplan-tmp"
_ANY: Final = f".*{TEMPORARY}"
_HELD_BY_OTHERS: Final = (5, 32, 33)
"""Windows' errors for a file that another program, such as one that syncs, holds for a moment."""
_WAITS_S: Final = (0.05, 0.1, 0.2, 0.4, 0.8)


Contents = Mapping[Path, str | bytes | None]
"""What files become; texts are UTF-8, and None is a file that goes."""


class HalfWrittenError(RequestError):
    """The disk failed after the first of the files was put in place."""


@dataclass(frozen=True)
class FileStep:
    """What one file becomes: its `content`, None where it goes, by way of a file beside it."""

    target: Path
    temporary: Path
    content: bytes | None


def step_to(path: Path, content: str | bytes | None) -> FileStep:
    """Return the step that gives `path` its content; texts become UTF-8."""
    target = path.resolve()
    return FileStep(
        target,
        target.with_name(f".{target.name}.{os.urandom(4).hex()}{TEMPORARY}"),
        content.encode() if isinstance(content, str) else content,
    )


def replace_file(path: Path, content: str | bytes) -> None:
    """Put `content` into `path` in one step; raises RequestError if it cannot be written."""
    replace_files({path: content})


def replace_files(contents: Mapping[Path, str | bytes]) -> None:
    """Write all temporary files first, then put each in place; texts become UTF-8.

    Until the last temporary file is safely on disk, nothing visible has changed; when the function
    returns, everything is on disk. Raises RequestError if one cannot be written.
    """
    steps = [step_to(path, content) for path, content in contents.items()]
    try:
        carry_out(steps)
    finally:
        discard(steps)


def carry_out(steps: Sequence[FileStep]) -> None:
    """Stage all steps, then take each; raises RequestError, as it says, before or between them."""
    try:
        stage(steps)
        if len(steps) > 1:
            # Else a power cut may leave the first in its new place, and others without the name
            # that the journal knows them by.
            sync_folders(step.temporary for step in steps)
    except OSError as fault:
        raise cannot_write(steps[0].target, fault) from fault
    placed: list[Path] = []
    try:
        for step in steps:
            place(step)
            placed.append(step.target)
        sync_folders(step.target for step in steps)
    except OSError as fault:
        if placed:
            raise _half_way(placed, len(steps), fault) from fault
        raise cannot_write(steps[0].target, fault) from fault


def stage(steps: Iterable[FileStep]) -> None:
    """Put what is to come into temporary files, safely on disk; raises OSError."""
    for step in steps:
        make_folder(step.target.parent)
        _remove_abandoned(step.target.parent, f".{escape(step.target.name)}.*{TEMPORARY}")
        _write_temporary(step)


def place(step: FileStep) -> None:
    """Take a step that was staged; raises OSError."""
    if step.content is None:
        _patiently(lambda: step.target.unlink(missing_ok=True))
        step.temporary.unlink(missing_ok=True)
        return
    try:
        _put(step.temporary, step.target)
    except FileNotFoundError:
        # Somebody else who writes the same result took it for one that a crash left.
        _write_temporary(step)
        _put(step.temporary, step.target)


def discard(steps: Iterable[FileStep]) -> None:
    """Remove the temporary files of steps that were not taken."""
    for step in steps:
        with contextlib.suppress(OSError):
            step.temporary.unlink(missing_ok=True)


def move_file(source: Path, target: Path) -> None:
    """Move a file to another name or folder in one step; raises RequestError if it cannot be."""
    try:
        make_folder(target.parent)
        _put(source, target)
        sync_folders((source, target))
    except OSError as fault:
        raise cannot_write(target, fault) from fault


def remove_abandoned(folder: Path) -> None:
    """Remove the temporary files that a crash left; only who holds the lock may."""
    for place in ("", "*/", f"{INTERNAL}/**/"):
        _remove_abandoned(folder, f"{place}{_ANY}")


def _remove_abandoned(folder: Path, pattern: str) -> None:
    with contextlib.suppress(OSError):
        for temporary in folder.glob(pattern):
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, fault: OSError) -> RequestError:
    """Return what to say where nothing could be written."""
    return RequestError(
        msg(
            "{path} cannot be written: {why}",
            path=_meant(Path(fault.filename)) if fault.filename else path,
            why=why_of(fault),
        ),
        msg("nothing was changed; check the folder's permissions and free space"),
    )


def _meant(path: Path) -> Path:
    """Return the file that a temporary one is written for: people know its name only."""
    is_ours = path.match(_ANY)
    return path.with_name(path.name[1:].rsplit(".", 2)[0]) if is_ours else path


def disk_failed(fault: OSError) -> Message:
    """Return what to say where the disk failed half way."""
    return msg("the disk failed while files were being written: {why}", why=why_of(fault))


def _half_way(placed: Sequence[Path], total: int, fault: OSError) -> HalfWrittenError:
    """Return what to say where the disk failed after a file was put in place."""
    return HalfWrittenError(
        disk_failed(fault),
        msg(
            "{count} of {total} files are written but may be lost in a power cut: "
            "{names}. Check them before you try again.",
            count=len(placed),
            total=total,
            names=", ".join(path.name for path in placed),
        ),
    )


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each on disk before what is put into it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_NEW_FOLDER)
    try:
        _sync_folder(folder.parent)
    except OSError:
        # The next write must not take it for one that survives a power cut.
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise


def _write_temporary(step: FileStep) -> None:
    """Write and sync the temporary file of a step, with the mode of the file it replaces."""
    handle = os.open(step.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _NEW_FILE)
    with os.fdopen(handle, "wb") as stream:
        stream.write(step.content or b"")
        stream.flush()
        # On Windows a mode says only whether a file may be written, and such a one is not replaced.
        if os.name != "nt" and step.target.exists():
            step.temporary.chmod(step.target.stat().st_mode)
        os.fsync(stream.fileno())


def _put(temporary: Path, target: Path) -> None:
    """Move a file into place."""
    _patiently(lambda: temporary.replace(target))


def _patiently(change: Callable[[], object]) -> None:
    """Change a file; one that another program holds is waited for. Raises OSError."""
    for wait_s in _WAITS_S:
        try:
            change()
        except PermissionError as fault:
            if getattr(fault, "winerror", None) not in _HELD_BY_OTHERS:
                raise
            time.sleep(wait_s)
        else:
            return
    change()


def sync_folders(paths: Iterable[Path]) -> None:
    """Wait until the names of files are on disk; raises OSError."""
    for folder in {path.parent for path in paths}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover  (Windows has no handle of a folder to sync)
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
