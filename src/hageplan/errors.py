"""What can go wrong: one tree of exceptions with exit codes, and faults in records as values."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from hageplan.messages import NOTHING, Message, msg

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault in what people wrote, with all they need to mend it.

    `file` is relative to the workspace; `line` counts from 1 and is None if the fault has no line.
    `value` is the offending value as TOML shows it, shortened; "" if there is none. `table` is the
    place of the record in the file, such as `("bedrift", 3)`; () where the fault is no record's.
    """

    severity: Severity
    code: str
    file: str
    line: int | None = None
    key: str = ""
    value: str = ""
    what: Message
    expected: Message = NOTHING
    todo: Message = NOTHING
    table: tuple[str | int, ...] = ()

    @property
    def place(self) -> str:
        """`file:line`, as editors understand it."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class HageplanError(Exception):
    """Base of all that hageplan raises on purpose; `exit_code` ends the command."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: Message, todo: Message = NOTHING) -> None:
        super().__init__(str(message))
        self.message = message
        self.todo = todo


class RequestError(HageplanError):
    """What was asked for cannot be done on these records."""


class RefusedError(RequestError):
    """A request breaks several rules; `others` are the faults after the weightiest."""

    def __init__(self, faults: Sequence[RequestError]) -> None:
        super().__init__(faults[0].message, faults[0].todo)
        self.others = tuple(faults[1:])


class MissingExtraError(RequestError):
    """What was asked for needs packages that are not installed: those of an extra."""

    def __init__(self, message: Message, extra: str) -> None:
        super().__init__(
            message, msg('install what is missing: pip install "hageplan[{extra}]"', extra=extra)
        )


class RecordsError(HageplanError):
    """The records have faults; `problems` lists all of them, the most important first."""

    def __init__(self, message: Message, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class ServiceError(HageplanError):
    """An outside service, such as a mail server, did not do what it was asked."""

    exit_code = 3


class InternalError(HageplanError):
    """A fault of ours: a result that broke a rule it must keep."""

    exit_code = 70


_SYSTEM: Final[Mapping[int, Message]] = {
    errno.ENOENT: msg("no such file or folder"),
    errno.EACCES: msg("no access"),
    errno.EPERM: msg("no access"),
    errno.EISDIR: msg("a folder, not a file"),
    errno.ENOTDIR: msg("part of the path is not a folder"),
    errno.EEXIST: msg("already exists"),
    errno.ENOSPC: msg("the disk is full"),
    errno.EROFS: msg("the disk is read-only"),
    errno.EIO: msg("an error on the disk"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.EINVAL: msg("not an ordinary file"),
    errno.ELOOP: msg("links that lead in a circle"),
    errno.EMFILE: msg("too many open files"),
    errno.ECONNREFUSED: msg("the connection was refused"),
    errno.ECONNRESET: msg("the connection was broken"),
    errno.ETIMEDOUT: msg("no answer in time"),
    errno.EHOSTUNREACH: msg("no connection"),
    errno.ENETUNREACH: msg("no connection"),
}
"""Why the operating system refuses; it says so in its own language, not in the reader's."""


def why_of(fault: OSError) -> Message:
    """Return why the system refused, in words of ours where the reason is a usual one."""
    words = Message("{why}", {"why": fault.strerror or str(fault) or type(fault).__name__})
    return _SYSTEM.get(fault.errno or 0, words)
