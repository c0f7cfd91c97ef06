"""One writer at a time in a workspace."""

from __future__ import annotations

import contextlib
import errno
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.workspace.find import INTERNAL
from hageplan.workspace.holder import Holder, holder_file, moment, read_holder, write_holder
from hageplan.workspace.journal import Settlement, settle
from hageplan.workspace.write import cannot_write, make_folder, remove_abandoned

PATIENCE_S: Final = 10.0
SENDING: Final = "sending"
"""The folder of the lock of who sends e-mail, in `.hageplan/`."""
_NO_LOCKS: Final = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}
"""How network folders say that they know no locks."""

_SOFT: Final = ".soft"


@dataclass(frozen=True)
class Locked:
    """A workspace of one's own: whether it guards the lock itself, and what had been cut off."""

    is_native: bool
    settled: Settlement | None


@contextlib.contextmanager
def locked(folder: Path, holder: Holder, patience_s: float = PATIENCE_S) -> Iterator[Locked]:
    """Be the only one who writes in the workspace `folder`; settle what was cut off there before.

    Where the folder knows no locks, as some on a network don't, the presence of a file stands for
    one. Raises RequestError if another holds it for `patience_s`, or the folder is read-only.
    """
    with _held(folder / INTERNAL, holder, patience_s) as is_native:
        settled = settle(folder)
        remove_abandoned(folder)
        yield Locked(is_native, settled)


@contextlib.contextmanager
def sending(folder: Path, holder: Holder, patience_s: float) -> Iterator[None]:
    """Be the only one who hands over letters of the workspace `folder`, while others write there.

    Who needs the other lock too takes this one first. Raises RequestError as `locked` does.
    """
    with _held(folder / INTERNAL / SENDING, holder, patience_s):
        yield


@contextlib.contextmanager
def _held(own: Path, holder: Holder, patience_s: float) -> Iterator[bool]:
    """Hold the lock that lies in the folder `own`, under the holder's name."""
    lock = _acquired(own, patience_s)
    try:
        with contextlib.suppress(OSError):
            write_holder(own, holder)
        yield not isinstance(lock, SoftFileLock)
    finally:
        with contextlib.suppress(OSError):
            holder_file(own).unlink(missing_ok=True)
        # The lock ends with the process at the latest; what is written stays written.
        with contextlib.suppress(OSError):
            lock.release()


def _acquired(own: Path, patience_s: float) -> BaseFileLock:
    path = own / "lock"
    try:
        _make(own)
        try:
            return _taken(FileLock(path, timeout=patience_s, mode=0o660, fallback_to_soft=False))
        except OSError as fault:
            if fault.errno not in _NO_LOCKS:
                raise
            return _taken(SoftFileLock(path.with_suffix(_SOFT), timeout=patience_s))
    except Timeout as fault:
        raise RequestError(_who(own), _what_to_do(Path(fault.lock_file))) from None
    except OSError as fault:
        raise cannot_write(own, fault) from fault


def _make(own: Path) -> None:
    """Make the folder, which tells git to leave it alone."""
    make_folder(own)
    ignored = own / ".gitignore"
    if not ignored.exists():
        ignored.touch(mode=0o640)
        ignored.write_text("*\n", encoding="utf-8")


def _taken(lock: BaseFileLock) -> BaseFileLock:
    with warnings.catch_warnings():
        # The library warns when a file stands for a lock; `locked` says so too.
        warnings.simplefilter("ignore")
        lock.acquire()
    return lock


def _who(own: Path) -> Message:
    """Say who holds the lock, as far as it is known."""
    holder = read_holder(own)
    if holder is None:
        return msg("another hageplan command is writing in {folder}", folder=own.parent)
    return msg(
        "{user} on {host} is writing here: {command}, process {process}, since {since}",
        **{**asdict(holder), "since": moment(holder.since)},
    )


def _what_to_do(path: Path) -> Message:
    if path.suffix == _SOFT:
        return msg(
            "nothing was changed; try again when it has finished, or delete {path} if it "
            "has crashed",
            path=path,
        )
    return msg("nothing was changed; try again when it has finished")
