"""A week on one screen: what is most urgent is shown, and the rest is counted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, say
from hageplan.ui.console import SCREEN, shares, text
from hageplan.week.line_texts import WeekLine, Words
from hageplan.week.result import Uke
from hageplan.week.texts import WeekGroup, advice, groups, headline, title, whole

_WIDEST: Final = 100
"""Signs; eyes lose their line in a wider one."""
_COLUMNS: Final = ("when", "who", "what", "place", "aside", "note", "handle")
_SHRINK: Final = (
    ("what", 20), ("place", 6), ("what", 14), ("place", 0), ("note", 18), ("who", 8), ("what", 10),
    ("note", 6), ("aside", 8), ("who", 4), ("what", 6), ("note", 0), ("aside", 0), ("what", 1),
)  # fmt: skip
"""Which columns give way where a line is too long, one after another, and how many signs stay.

Never when it is, nor what is typed back.
"""


def print_week(week: Uke, words: Words, usual: str, out: Console) -> None:
    """Print a week on at most `SCREEN` lines; `usual` is the week that is meant unsaid."""
    for line in week_lines(week, words, usual, min(out.width, _WIDEST)):
        out.print(line, no_wrap=True, overflow="ellipsis", crop=True)


def week_lines(week: Uke, words: Words, usual: str, width: int) -> Iterator[Text]:
    """Give the lines of a week, none wider than `width`.

    Where the screen has no room for all visits of the day, the blank lines make some.
    """
    top, hints = [*_top(week, words, width)], [*_hints(advice(week))]
    found = groups(week, words)
    room = SCREEN - len(top) - len(hints) - bool(hints)
    for blank in (1, 0):
        sizes = _dealt(found, room, blank)
        if not week.stops or sizes[0] == len(week.stops):
            break
    yield from top
    for group, size in zip(found, sizes, strict=True):
        yield from [Text()] * blank
        yield from _group(group, size, width)
    if hints:
        yield from [Text(), *hints]
    if _is_cut(found, sizes):
        yield from [Text()] * blank
        yield text(say("Show everything: {command}", command=whole(week, usual)), "dim")


def _dealt(found: Sequence[WeekGroup], room: int, blank: int) -> list[int]:
    """Return how many lines each group shows, where a heading has so many `blank` ones before it.

    The line that says how to see the rest has as many, and is there where something is left out.
    """
    heights = [[1] * len(group.lines[: group.most]) for group in found]
    weights = [group.weight for group in found]
    room -= (1 + blank) * len(found)
    sizes = shares(heights, room, weights)
    return shares(heights, room - 1 - blank, weights) if _is_cut(found, sizes) else sizes


def _is_cut(found: Sequence[WeekGroup], sizes: Sequence[int]) -> bool:
    return any(size < len(group.lines) for size, group in zip(sizes, found, strict=True))


def _top(week: Uke, words: Words, width: int) -> Iterator[Text]:
    if week.example_data:
        notice = _("EXAMPLE DATA: the companies are invented. Make your own: hageplan init FOLDER")
        yield text(notice, "bold yellow")
    yield text(title(week, words), "dim")
    for line in textwrap.wrap(headline(week), width):
        yield text(line, "bold")
    if week.unread:
        yield text(say("Records that cannot be read: {count}.", count=week.unread), "yellow")


def _hints(commands: Iterator[tuple[str, str]]) -> Iterator[Text]:
    listed = [*commands]
    longest = max((len(command) for command, _told in listed), default=0)
    for command, told in listed:
        yield text(f"  {command.ljust(longest)}  {told}")


def _group(group: WeekGroup, size: int, width: int) -> Iterator[Text]:
    """Give a group's heading, with what is typed, and `size` of its lines."""
    total = len(group.lines)
    count = f"{total}" if size == total else say("{shown} of {total}", shown=size, total=total)
    more = f" ({group.more})" if group.more else ""
    heading = text(f"{group.heading}: {count}{more}", "bold")
    command = text(f"  {group.command}" if group.command else "", "dim not bold")
    heading.truncate(width - len(command), overflow="ellipsis", pad=bool(group.command))
    yield heading.append_text(command)
    lines = group.lines[:size]
    widths = fitted(lines, width)
    for line in lines:
        yield _row(line, widths)


def fitted(lines: Sequence[WeekLine], width: int) -> dict[str, int]:
    """Return the widths of the columns that are not empty, so that lines fit into `width`."""
    found = {
        column: max((cell_len(_cell(line, column).plain) for line in lines), default=0)
        for column in _COLUMNS
    }
    for column, least in _SHRINK:
        excess = sum(size + 1 for size in found.values() if size) + 1 - width
        if excess > 0:
            found[column] = max(found[column] - excess, min(found[column], least))
    return {column: size for column, size in found.items() if size}


def _row(line: WeekLine, widths: dict[str, int]) -> Text:
    row = Text(" ")
    for column, size in widths.items():
        style = {"what": "bold", "handle": "dim"}.get(column, "")
        if line.is_red and column in ("when", "aside", "note"):
            style = "red"
        cell = _cell(line, column, style)
        cell.truncate(size, overflow="ellipsis", pad=True)
        row.append(" ").append_text(cell)
    row.rstrip()
    return row


def _cell(line: WeekLine, column: str, style: str = "") -> Text:
    """Return what a line has in a column; a number to ring takes the place of words aside."""
    return text((line.phone if column == "aside" else "") or getattr(line, column), style)
