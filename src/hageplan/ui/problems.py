"""Faults in records, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console

from hageplan.errors import HageplanError, Problem, RecordsError, RefusedError
from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import text


def print_problems(problems: Iterable[Problem], out: Console) -> None:
    """Print each fault as `file:line: key: what`, then what was expected and what to do."""
    for problem in problems:
        marker = _("warning") if problem.severity == "warning" else _("error")
        style = "yellow" if problem.severity == "warning" else "red"
        line = text(f"{problem.place}: ", "bold")
        line.append_text(text(f"{marker}: ", style))
        line.append_text(text(_sentence(problem)))
        out.print(line, soft_wrap=True)
        for label, message in ((_("expected"), problem.expected), (_("to do"), problem.todo)):
            if message.template:
                out.print(text(f"    {label}: {shown(message)}"), soft_wrap=True)


def _sentence(problem: Problem) -> str:
    what = shown(problem.what)
    value = "" if not problem.value or problem.value in what else f" ({problem.value})"
    return f"{problem.key}: {what}{value}" if problem.key else f"{what}{value}"


def print_error(error: HageplanError, out: Console) -> None:
    """Print what went wrong, and what to do."""
    if isinstance(error, RecordsError):
        print_problems(error.problems, out)
    out.print(text(f"hageplan: {shown(error.message)}", "red"), soft_wrap=True)
    if error.todo.template:
        out.print(text(f"  {shown(error.todo)}"), soft_wrap=True)
    if isinstance(error, RefusedError):
        for other in error.others:
            print_error(other, out)


def print_counts(problems: Iterable[Problem], folder: str, out: Console) -> None:
    """Print how many faults there are."""
    counts = count(problems)
    summary = msg("{folder}: {errors} errors, {warnings} warnings", folder=folder, **counts)
    out.print(text(shown(summary), "red" if counts["errors"] else "green"), soft_wrap=True)


def count(problems: Iterable[Problem]) -> dict[str, int]:
    """Return the numbers of `errors` and `warnings`."""
    severities = [problem.severity for problem in problems]
    return {"errors": severities.count("error"), "warnings": severities.count("warning")}


def problems_json(
    problems: Iterable[Problem], folder: str, *, example_data: bool
) -> Mapping[str, Any]:
    """Return the document of the schema `hageplan/check/1`, texts in English."""
    problems = list(problems)
    return {
        "schema": "hageplan/check/1",
        "workspace": folder,
        "example_data": example_data,
        "counts": count(problems),
        "errors": [_entry(p) for p in problems if p.severity == "error"],
        "warnings": [_entry(p) for p in problems if p.severity == "warning"],
    }


def _entry(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "value": problem.value,
        "what": _english(problem.what),
        "expected": _english(problem.expected),
        "todo": _english(problem.todo),
    }


def _english(message: Message) -> str:
    return str(message)
