"""Commands in processes of their own that need not load everything first.

A server that has loaded the package forks for each command. What is left out is the start of the
interpreter; words, streams, environment, folder and exit codes are the command's own. Run as a module it
is the server, given the handle of a socket.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import io
import json
import locale
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hageplan

_MOST = 1 << 20
_OWN_START = "PYTHON"
"""Variables that the interpreter reads when it starts begin with it."""
_SEEDS = 2
"""Servers that take turns: sets have another order in each, as in two real processes."""
_servers: list[Server] = []


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Where a command is killed, by a server that has loaded `killer.c`.

    Attributes:
        at: Before which call that changes something, from 1 on; 0: it is let alone.
        clock: The moment at which its clock stands, in seconds since 1970.
        told: The handle that each such call is written to.
    """

    at: int
    clock: int
    told: int


def run_forked(
    words: Sequence[str], cwd: Path, env: Mapping[str, str], patience_s: float
) -> subprocess.CompletedProcess[str]:
    """Run `hageplan` with `words` in a process of its own and return what it did."""
    return _next_server().run(words, cwd, env, patience_s)


def start_forked(words: Sequence[str], cwd: Path, env: Mapping[str, str], terminal: int) -> int:
    """Start `hageplan` with `words` on a terminal, as `Server.start`."""
    return _next_server().start(words, cwd, env, terminal)


def _next_server() -> Server:
    if not _servers:
        _servers.extend(Server() for _ in range(_SEEDS))
    _servers.append(_servers.pop(0))
    return _servers[0]


class Server:
    """A process that has loaded the package and forks for each command."""

    def __init__(self, **variables: str) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = theirs.fileno()
        keep = {key: value for key, value in os.environ.items() if not key.startswith("HAGEPLAN")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(number)],
            pass_fds=[number],
            cwd=Path(__file__).parents[1],
            env={**keep, "PYTHONHASHSEED": str(len(_servers) + 1), **variables},
        )
        theirs.close()
        atexit.register(self._end)

    def run(
        self,
        words: Sequence[str],
        cwd: Path,
        env: Mapping[str, str],
        patience_s: float,
        deadline: Deadline | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; raises subprocess.TimeoutExpired after `patience_s`."""
        pipes = [os.pipe() for _ in range(3)]
        nothing = os.open(os.devnull, os.O_RDONLY)
        request: dict[str, Any] = {"words": [*words], "cwd": str(cwd), "env": dict(env)}
        request |= {"deadline": deadline and [deadline.at, deadline.clock]}
        theirs = [nothing, *(write for _read, write in pipes)]
        self._send(request, theirs, [deadline.told] if deadline else [])
        out, err, code = _read_all([read for read, _write in pipes], patience_s)
        if not code:
            raise subprocess.TimeoutExpired([*words], patience_s)
        return subprocess.CompletedProcess([*words], int(code), _text(out), _text(err))

    def start(self, words: Sequence[str], cwd: Path, env: Mapping[str, str], terminal: int) -> int:
        """Start a command on a terminal; return the handle on which it tells how it ended."""
        ended, told = os.pipe()
        request = {"words": [*words], "cwd": str(cwd), "env": dict(env), "deadline": None}
        self._send(request, [terminal, os.dup(terminal), os.dup(terminal), told], [])
        return ended

    def _send(self, request: Mapping[str, Any], theirs: Sequence[int], more: Sequence[int]) -> None:
        """Ask for a command with the handles `theirs`, which are closed here, and `more`."""
        content = json.dumps({**request, "umask": _umask()}).encode()
        socket.send_fds(self._socket, [content], [*theirs, *more])
        for handle in theirs:
            os.close(handle)

    def _end(self) -> None:
        self._socket.close()
        self._process.wait()


def is_forkable(environ: Mapping[str, str]) -> bool:
    """Tell whether a command with these variables of its own is the same when it is forked.

    Coverage is measured from a process's start on, and Windows forks nothing.
    """
    is_measured = "COVERAGE_PROCESS_CONFIG" in os.environ
    is_own = is_measured or any(name.startswith(_OWN_START) for name in environ)
    return hasattr(os, "fork") and not is_own


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _read_all(handles: Sequence[int], patience_s: float) -> list[bytes]:
    """Return what comes from each handle until all are closed, or until time is out."""
    parts: dict[int, list[bytes]] = {handle: [] for handle in handles}
    waiting, end = set(handles), time.monotonic() + patience_s
    while waiting and time.monotonic() < end:
        for handle in select.select([*waiting], [], [], 1.0)[0]:
            piece = os.read(handle, _MOST)
            parts[handle].append(piece)
            if not piece:
                waiting.discard(handle)
    for handle in handles:
        os.close(handle)
    return [b"".join(pieces) for pieces in parts.values()]


def _text(content: bytes) -> str:
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def serve(number: int) -> None:
    """Fork for each request on the socket until it is closed; only the server's own copy returns."""
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    requests = socket.socket(fileno=number)
    while True:
        content, handles, _flags, _address = socket.recv_fds(requests, _MOST, 5)
        if not content:
            return
        if os.fork() == 0:
            requests.close()
            _supervise(json.loads(content), handles)
            os._exit(0)
        for handle in handles:
            os.close(handle)


def _load() -> None:
    """Load all but the commands: their help is made in the language that is asked for."""
    for module in pkgutil.walk_packages(hageplan.__path__, "hageplan."):
        if not module.name.startswith("hageplan.app.") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("highspy", "openpyxl", "scipy.stats", "xlsxwriter"):
        importlib.import_module(name)
    gc.freeze()


def _supervise(request: Mapping[str, Any], handles: Sequence[int]) -> None:
    """Let a copy become the command, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    streams, told, of_calls = handles[:3], handles[3], handles[4:]
    if child == 0:
        os.close(told)
        _become(request, streams, of_calls)
    for handle in (*streams, *of_calls):
        os.close(handle)
    _child, status = os.waitpid(child, 0)
    os.write(told, str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: Mapping[str, Any], streams: Sequence[int], of_calls: Sequence[int]) -> None:
    """Be `python -m hageplan` until the end of the process."""
    for number, handle in enumerate(streams):
        os.dup2(handle, number)
        os.close(handle)
    os.umask(request["umask"])
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    sys.argv = ["hageplan", *request["words"]]
    sys.stdin = io.TextIOWrapper(io.FileIO(0), "utf-8", "surrogateescape")
    sys.stdout = _written_to(1, "strict")
    sys.stderr = _written_to(2, "backslashreplace")
    for handle in of_calls:
        at, clock = request["deadline"]
        ctypes.CDLL(None).killer_arm(ctypes.c_long(at), handle, ctypes.c_long(clock))
    code = _code()
    atexit._run_exitfuncs()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code)


def _written_to(number: int, errors: str) -> io.TextIOWrapper:
    stream = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    return io.TextIOWrapper(stream, "utf-8", errors, line_buffering=number == 2)


def _code() -> int:
    from hageplan.app import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(int(sys.argv[1]))
