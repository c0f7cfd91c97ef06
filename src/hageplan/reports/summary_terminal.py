"""The weekly summary for the terminal: as much as a screen holds of what is most urgent."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import nsay
from hageplan.records.names import People
from hageplan.reports.summary_result import Summary
from hageplan.reports.summary_texts import Line, summary_sections, summary_title
from hageplan.ui.console import SCREEN, height, shares, text, title

_AROUND: Final = 2
"""Lines of a section that are none of its own: a blank one and the heading."""
_END: Final = 2
"""Lines below the sections."""


def print_summary(summary: Summary, people: People, out: Console) -> None:
    """Print the summary on `out`, and in one line how to see what a screen does not hold."""
    title(summary_title(summary), out, is_example=summary.example_data)
    sections = summary_sections(summary, people)
    # What `title` prints takes three lines of an example, else one.
    left = SCREEN - (3 if summary.example_data else 1) - _AROUND * len(sections) - _END
    shown = shares(
        [[height(_line(one), out) for one in section.lines] for section in sections], left
    )
    for section, count in zip(sections, shown, strict=True):
        out.print()
        out.print(text(section.heading, "bold"))
        for one in section.lines[:count]:
            out.print(_line(one))
    if rest := sum(len(section.lines) for section in sections) - sum(shown):
        out.print()
        out.print(
            text(
                nsay(
                    "1 line is left out here. For all: -o FILE",
                    "{count} lines are left out here. For all: -o FILE",
                    count=rest,
                ),
                "dim",
            )
        )


def _line(told: Line) -> Padding:
    style = "red" if told.is_red else ""
    return Padding(text(told.whole, style), (0, 0, 0, 2), expand=False)
