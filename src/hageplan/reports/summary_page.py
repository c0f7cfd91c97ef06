"""The weekly summary as a letter's text, as Markdown and as a page that letters hold too."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import _, language
from hageplan.records.names import People
from hageplan.reports.summary_result import Summary
from hageplan.reports.summary_texts import summary_lead, summary_sections, summary_title
from hageplan.ui import colours
from hageplan.ui.clean import markdown
from hageplan.ui.page import page


def summary_text(summary: Summary, people: People) -> str:
    """Return the summary as a letter's text."""
    return "\n".join(_text(summary, people)) + "\n"


def _text(summary: Summary, people: People) -> Iterator[str]:
    if summary.example_data:
        yield _("EXAMPLE DATA: the companies are invented. Make your own: hageplan init FOLDER")
    yield summary_title(summary)
    yield summary_lead(summary)
    for section in summary_sections(summary, people):
        yield ""
        yield section.heading
        yield from (f"  {line.whole}" for line in section.lines)


def summary_md(summary: Summary, people: People) -> str:
    """Return the summary as Markdown."""
    lines = [f"# {markdown(summary_title(summary))}", ""]
    if summary.example_data:
        lines += [f"**{_('EXAMPLE')}**", ""]
    lines += [markdown(summary_lead(summary)), ""]
    for section in summary_sections(summary, people):
        lines += [f"## {markdown(section.heading)}", ""]
        lines += [f"- {markdown(line.whole)}" for line in section.lines]
        lines.append("")
    return "\n".join(lines)


def summary_html(summary: Summary, people: People) -> str:
    """Return the summary as a page that needs no network, and that programs for e-mail show."""
    return page(
        "hageplan.reports",
        "summary.html.j2",
        title=summary_title(summary),
        lead=summary_lead(summary),
        sections=summary_sections(summary, people),
        example=summary.example_data,
        today=summary.today,
        language=language(),
        colours=colours,
    )
