"""Text from records, made harmless for where it is shown."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

_FORMULA: Final = re.compile(r"(^|;)(?=[\s\"']*[=+\-@＝＋－＠])")
"""Where a cell begins that a spreadsheet takes for a formula: past blanks and quotation marks, in
full width too, and behind a semicolon, where Norwegian Excel parts a line that has commas.
Source: OWASP, CSV Injection."""

_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>#|~!]|(?<=^)[+-](?= )|(?<=^\d)[.)](?= )|&(?=#?\w+;)")
"""Signs that CommonMark acts on within a line or at its beginning."""


def printable(text: str) -> str:
    """Return `text` on one line, control and direction characters replaced by a visible sign."""
    if text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _acts(sign) else sign for sign in text)


def _acts(sign: str) -> bool:
    """Tell whether a terminal would act on `sign` instead of showing it, or no text may hold it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") or _is_none(ord(sign))


def _is_none(point: int) -> bool:
    """Tell whether a code point is a noncharacter. Source: The Unicode Standard, 23.7."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def cell(text: str) -> str:
    """Return `text` for a CSV cell, on one line; an apostrophe keeps it from being computed."""
    return _FORMULA.sub(r"\1'", printable(" ".join(text.splitlines())))


def markdown(text: str) -> str:
    """Return `text` for a line of Markdown: what would be a sign of it stands for itself."""
    return _MARKDOWN.sub(r"\\\g<0>", printable(" ".join(text.split())))


def json_text(document: object) -> str:
    """Return a JSON document, readable; what a terminal would act on is escaped."""
    lines = json.dumps(document, ensure_ascii=False, indent=2).split("\n")
    return "\n".join(line if line.isprintable() else _escaped(line) for line in lines)


def _escaped(line: str) -> str:
    return "".join(json.dumps(sign)[1:-1] if _acts(sign) else sign for sign in line)
