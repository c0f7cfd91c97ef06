"""A week as Markdown: all of it."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import _
from hageplan.ui.clean import markdown
from hageplan.week.line_texts import WeekLine, Words
from hageplan.week.result import Uke
from hageplan.week.texts import groups, headline, title


def week_md(week: Uke, words: Words) -> str:
    """Return a week as Markdown."""
    return "\n".join(_markdown(week, words)) + "\n"


def _markdown(week: Uke, words: Words) -> Iterator[str]:
    yield f"# {markdown(headline(week))}"
    yield ""
    yield markdown(title(week, words))
    if week.example_data:
        yield ""
        yield f"**{_('EXAMPLE')}**"
    for group in groups(week, words):
        yield ""
        more = f" ({group.more})" if group.more else ""
        yield f"## {markdown(f'{group.heading}: {len(group.lines)}{more}')}"
        yield ""
        if group.command:
            yield f"`{group.command}`"
            yield ""
        yield from (f"- {_item(line)}" for line in group.lines)


def _item(line: WeekLine) -> str:
    parts = (line.when, line.who, line.place, line.phone or line.aside, line.note)
    facts = ", ".join(markdown(part) for part in parts if part)
    name = markdown(line.what)
    handle = f" ({markdown(line.handle)})" if line.handle else ""
    return f"**{name}**{handle}: {facts}" if facts else name
