"""The command on a terminal of its own, with somebody who types."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

CTRL_C, CTRL_D = "\x03", "\x04"


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
