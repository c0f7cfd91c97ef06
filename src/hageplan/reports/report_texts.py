"""What stands in a report's cells, in the reader's language."""

from __future__ import annotations

from hageplan.i18n import _, shown
from hageplan.messages import Message
from hageplan.reports.report_result import Cell, Report
from hageplan.ui.clean import printable
from hageplan.ui.numbers import chance, decimal, percent, percents, points


def said(value: Message | str) -> str:
    """Return a Message, or text from the records made harmless for one line."""
    return shown(value) if isinstance(value, Message) else printable(value)


def report_title(report: Report) -> str:
    """Return the title with its period."""
    return f"{said(report.title)}, {report.period}"


def cell_text(cell: Cell) -> str:
    """Return a cell as a reader sees it: what is missing or withheld says so."""
    if cell.text is not None:
        return said(cell.text)
    if cell.kind == "withheld":
        return _("withheld")
    if cell.value is None:
        return _("not known")
    if cell.kind == "share":
        interval = "" if cell.low is None or cell.high is None else percents(cell.low, cell.high)
        return f"{percent(cell.value)} ({interval})" if interval else percent(cell.value)
    if cell.kind == "chance":
        return chance(cell.value)
    if cell.kind == "change":
        return f"{points(cell.value)} %"
    digits = {"count": 0, "kroner": 0, "number": 1}[cell.kind]
    told = decimal(cell.value, digits)
    if cell.low is None or cell.high is None:
        return told
    return f"{told} ({decimal(cell.low, digits)} – {decimal(cell.high, digits)})"
