"""Faults in records, and what ends a command, for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace

from rich.console import Console

from hageplan.errors import HageplanError, Problem, RecordsError, RefusedError
from hageplan.i18n import _, shown
from hageplan.ui.console import console, text


def print_problems(problems: Iterable[Problem], out: Console) -> None:
    """Print each fault as `file:line: key: what`, then what was expected and what to do."""
    for problem in problems:
        marker = _("warning") if problem.severity == "warning" else _("error")
        style = "yellow" if problem.severity == "warning" else "red"
        line = text(f"{problem.place}: ", "bold")
        line.append_text(text(f"{marker}: ", style))
        line.append_text(text(_sentence(problem)))
        out.print(line, soft_wrap=True)
        for label, message in ((_("expected"), problem.expected), (_("suggestion"), problem.todo)):
            if message.template:
                out.print(text(f"    {label}: {shown(message)}"), soft_wrap=True)


def warn_of(faults: Iterable[Problem]) -> None:
    """Print faults that stop nothing, on standard error."""
    print_problems((replace(fault, severity="warning") for fault in faults), console(sys.stderr))


def _sentence(problem: Problem) -> str:
    what = shown(problem.what)
    value = "" if not problem.value or problem.value in what else f" ({problem.value})"
    return f"{problem.key}: {what}{value}" if problem.key else f"{what}{value}"


def print_error(error: HageplanError) -> None:
    """Print on standard error what went wrong, and what to do."""
    out = console(sys.stderr)
    if isinstance(error, RecordsError):
        print_problems(error.problems, out)
    out.print(text(f"hageplan: {shown(error.message)}", "red"), soft_wrap=True)
    if error.todo.template:
        out.print(text(f"  {shown(error.todo)}"), soft_wrap=True)
    if isinstance(error, RefusedError):
        for other in error.others:
            print_error(other)
