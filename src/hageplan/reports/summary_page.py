"""The weekly summary as text, as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import _, language
from hageplan.reports.summary_result import Summary
from hageplan.reports.summary_texts import summary_sections, summary_title
from hageplan.ui.clean import markdown
from hageplan.ui.page import page


def summary_text(summary: Summary) -> str:
    """Return the summary as a letter's text."""
    return "\n".join(_text(summary)) + "\n"


def summary_md(summary: Summary) -> str:
    """Return the summary as Markdown."""
    lines = [f"# {markdown(summary_title(summary))}", ""]
    if summary.example_data:
        lines += [f"**{_('EXAMPLE')}**", ""]
    for section in summary_sections(summary):
        lines += [f"## {markdown(section.heading)}", ""]
        lines += [f"- {markdown(line)}" for line in section.lines]
        lines.append("")
    return "\n".join(lines)


def summary_html(summary: Summary) -> str:
    """Return the summary as a page that needs no network."""
    return page(
        "hageplan.reports",
        "summary.html.j2",
        title=summary_title(summary),
        sections=summary_sections(summary),
        example=summary.example_data,
        today=summary.today,
        language=language(),
    )


def _text(summary: Summary) -> Iterator[str]:
    if summary.example_data:
        yield _("EXAMPLE DATA: invented companies. Your own: hageplan init FOLDER")
    yield summary_title(summary)
    for section in summary_sections(summary):
        yield ""
        yield section.heading
        yield from (f"  {line}" for line in section.lines)
