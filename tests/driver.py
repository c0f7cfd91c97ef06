"""The command line in this process: the same words, streams and exit codes, much faster."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from hageplan import i18n


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def hageplan(*words: str) -> Ended:
    """Run `hageplan` with `words`; what it doesn't catch itself is raised."""
    from hageplan.app.commands import app_for

    out, err, code = io.StringIO(), io.StringIO(), 0
    before = i18n.language()
    with (
        patch.object(sys, "argv", ["hageplan", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            app_for(words[0])(list(words), prog_name="hageplan")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            i18n.use(before)
    return Ended(code, out.getvalue(), err.getvalue())
