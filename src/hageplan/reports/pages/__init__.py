"""The pages of reports: what stands on them in words, and the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hageplan.reports.pages.board_page import board_html
from hageplan.reports.pages.kommune_page import kommune_html
from hageplan.reports.pages.siva_page import siva_html
from hageplan.reports.report_result import Part, Report

PAGES: Final[Mapping[Part, Callable[[Report], str]]] = {
    "siva": siva_html,
    "styre": board_html,
    "kommune": kommune_html,
}
