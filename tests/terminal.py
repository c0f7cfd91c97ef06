"""The command on a terminal of its own, with somebody who types."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.forking import start_forked

CTRL_C, CTRL_D = "\x03", "\x04"
_PATIENCE_S = 60.0
_PAUSE_S = 0.1
"""Who asks says nothing more for so long."""


def answered(folder: Path, answers: Sequence[str], *words: str) -> tuple[int, str]:
    """Run the command on a terminal of its own; type an answer at each question."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "hageplan", *words, "-w", str(folder)]
    environ = {**os.environ, "HAGEPLAN_LANG": "en", "TERM": "dumb"}
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, close_fds=True
    )
    os.close(theirs)
    seen, left, until = "", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            part = os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:
            break
        seen += part
        if part.rstrip(" ").endswith(":") and left:
            answer = left.pop(0)
            if answer == CTRL_C:
                time.sleep(0.5)  # by then it waits for an answer
                process.send_signal(signal.SIGINT)
            else:
                os.write(ours, answer.encode())
    os.close(ours)
    return process.wait(timeout=10), seen


def conversation(words: Sequence[str], cwd: Path, answer: Callable[[str], str]) -> tuple[int, str]:
    """Run the command in Norwegian on a terminal; return its exit code and what was seen.

    `answer` gives the answer to what was printed since the last one.
    """
    ours, theirs = pty.openpty()
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    env = {**keep, "LANG": "C.UTF-8", "TERM": "dumb", "COLUMNS": "80"}
    ended = start_forked(words, cwd, env, theirs)
    try:
        seen = _answered(ours, answer)
    finally:
        os.close(ours)  # a command that still waits has nobody to wait for
    code = os.read(ended, 16)
    os.close(ended)
    assert code, f"it still waits:\n{seen}"
    return int(code), seen


def _answered(ours: int, answer: Callable[[str], str]) -> str:
    """Answer each question on a terminal until the command ends; return what was seen."""
    seen, asked = "", 0
    while True:
        try:
            part = os.read(ours, 4096) if select.select([ours], [], [], _PATIENCE_S)[0] else b""
        except OSError:  # the command has closed the terminal
            part = b""
        if not part:
            return seen
        seen += part.decode("utf-8", "replace").replace("\r\n", "\n")
        if seen.endswith(": ") and not select.select([ours], [], [], _PAUSE_S)[0]:
            typed = answer(seen[asked:])
            asked = len(seen)
            os.write(ours, f"{typed}\n".encode())
