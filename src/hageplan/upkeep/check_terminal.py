"""Faults, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from hageplan.i18n import shown
from hageplan.interest.coverage import Coverage
from hageplan.messages import msg
from hageplan.ui.console import example_notice, text
from hageplan.ui.problems import print_problems
from hageplan.upkeep.check import Checked


def print_checked(found: Checked, out: Console, *, with_counts: bool) -> None:
    """Print each fault with its place; `with_counts` also how many, and what the list has."""
    if found.example_data:
        example_notice(out)
    print_problems((*found.errors, *found.warnings), out)
    if with_counts:
        _print_coverage(found.coverage, out)
        summary = msg(
            "{folder}: {errors} errors, {warnings} warnings",
            folder=found.workspace,
            **found.counts.model_dump(),
        )
        style = "red" if found.counts.errors else "green"
        out.print(text(shown(summary), style), soft_wrap=True)


def _print_coverage(rows: Sequence[Coverage], out: Console) -> None:
    if rows:
        # Few have brought in statistics, and how numbers are written takes 8 ms to load.
        from hageplan.interest.coverage_texts import coverage_text

        for row in rows:
            out.print(text(coverage_text(row)), soft_wrap=True)
