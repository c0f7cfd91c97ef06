"""What programs for e-mail do not show: a check of a letter's HTML.

Outlook lays out with Word, and Gmail drops what it does not know. Sources: Microsoft, Word 2007 HTML and
CSS Rendering Capabilities in Outlook 2007; caniemail.com.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

WIDEST: Final = 640
ELEMENTS: Final = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "table",
        "tr",
        "td",
        "th",
        "p",
        "h1",
        "h2",
        "h3",
        "b",
        "strong",
        "span",
        "br",
        "a",
        "ul",
        "ol",
        "li",
    ]
)
HARMLESS: Final = frozenset({"max-width"})
"""Ignored by Outlook, and told otherwise to it alone."""
PROPERTIES: Final = frozenset(
    {
        *("color", "background-color", "font-family", "font-size", "font-weight", "font-style"),
        *("line-height", "text-align", "text-decoration", "border", "border-bottom", "border-top"),
        *("border-collapse", "border-color"),
    }
)
OF_CELLS: Final = frozenset({"padding", "padding-left", "padding-right", "vertical-align"})
OF_BLOCKS: Final = frozenset({"body", "p", "h1", "h2", "h3", "ul", "ol", "li"})
SIZED: Final = frozenset({"table", "td", "th"})
VOID: Final = frozenset({"meta", "br"})
_BAD_VALUES: Final = re.compile(
    r"var\(|calc\(|url\(|rgba|hsl|\d(rem|vw|vh|ch)\b|flex|grid|absolute"
)
_PIXELS: Final = re.compile(r"(?<!-)\bwidth:\s*(\d+)px")


def ignored(html: str) -> list[str]:
    """Return what of a letter's HTML some programs for e-mail would not show, in words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.found
    if reader.open_:
        found.append(f"not closed: {reader.open_}")
    if reader.has_tables and "<!--[if mso]><table" not in html:
        found.append("no width for Outlook")
    for size in (*_PIXELS.findall(html), *re.findall(r'width="(\d+)"', html)):
        if int(size) > WIDEST:
            found.append(f"wider than {WIDEST} px: {size}")
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open_: list[str] = []
        self.has_tables = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open_.append(tag)
        if tag not in ELEMENTS:
            self.found.append(f"<{tag}>")
        self.has_tables |= tag == "table"
        values = dict(attrs)
        style = values.get("style") or ""
        for rule in filter(None, (part.strip() for part in style.split(";"))):
            self._check(tag, *(part.strip() for part in rule.split(":", 1)))
        if tag in ("td", "th") and "color:" not in style:
            self.found.append(f"<{tag}> without a colour: {self.getpos()}")

    def _check(self, tag: str, name: str, value: str) -> None:
        known = (
            name in PROPERTIES | HARMLESS
            or (name in OF_CELLS and tag in ("td", "th"))
            or (name == "margin" and (tag in OF_BLOCKS or value == "0 auto"))
            or (name in ("padding", "margin") and value == "0")
            or (name == "width" and tag in SIZED)
        )
        if not known or _BAD_VALUES.search(value):
            self.found.append(f"{tag} {name}: {value}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open_ or self.open_.pop() != tag:
            self.found.append(f"</{tag}> out of place: {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Look at a style sheet: not all heed it, so it is for the dark and for narrow screens."""
        if self.open_ and self.open_[-1] == "style":
            plain = re.sub(r"@media[^{]*\{([^{}]*\{[^{}]*\})*\s*\}", "", data)
            if plain.strip():
                self.found.append(f"rules in <style> alone: {plain.strip()}")
