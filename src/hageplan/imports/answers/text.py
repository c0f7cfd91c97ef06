"""Forms read back from text, whatever mail programs have made of its lines.

They wrap lines, quote them and sign what they send. So a line without a label goes on with the
field before it, and what nobody can place is kept as it is: it is somebody's to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hageplan.imports.answers.form import END, FIELDS, STOP, FormField
from hageplan.records.spelling import ascii_key

_BY_LABEL: Final = {ascii_key(label): one for one in FIELDS for label in one.label.values()}
_ENDS: Final = frozenset(map(ascii_key, END.values()))
_LONGEST_LABEL: Final = 120
_WRAPPED: Final = 55
"""Signs from which on a line may go on in the next one."""
_LINE: Final = re.compile(r"^[\s*_]*([^\W\d_][^:(]{0,40}?)\s*(?:\([^)]*\))?[\s*_]*:(?!//)(.*)$")
_OPEN: Final = re.compile(r"^[\s*_>|]*([^\W\d_][^:(]{0,40}?)\s*\([^):]*$")
"""A label whose hint goes on in the next line."""
_QUOTE: Final = re.compile(r"^(?:\s?[>|])+ ?")
_SIGNATURE: Final = re.compile(
    r"^(?:-- ?$|_{5,}|-{5,}|(?:sendt fra|sent from|hent outlook|get outlook|skaff deg outlook)\b"
    r"|mvh\b|(?:med )?(?:vennlig|beste?|kind|warm)? ?(?:hilsen|hilsener|regards)\b)",
    re.IGNORECASE,
)
"""How begins what mail programs and people put below what they write."""
_ATTRIBUTION: Final = re.compile(
    r"^(?:(?:den|on|på)\b.*\b(?:skrev|wrote)\b.*|.*\b(?:skrev|wrote) ?: ?"
    r"|(?:fra|from|sendt|sent|til|to|emne|subject|dato|date|kopi|cc)\s*:.*"
    r"|-+ ?(?:opprinnelig melding|original message|videresendt melding|forwarded message) ?-+)$",
    re.IGNORECASE,
)
"""What mail programs put above what they quote."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """A form that somebody filled in: words by field, and lines that belong to no field.

    `is_whole` tells whether its last line is there.
    """

    values: Mapping[str, str]
    loose: tuple[str, ...] = ()
    is_whole: bool = True


def forms_in(text: str) -> Iterator[FilledForm]:
    """Give the forms in a text; what is quoted is an older mail, unless no form stands outside."""
    lines = [line.translate(_INVISIBLE).replace("\xa0", " ").rstrip() for line in text.splitlines()]
    own = [line for line in lines if not _QUOTE.match(line)]
    if not any(map(_begins, own)):
        own = [_QUOTE.sub("", line) for line in lines]
    parts = _parts([*_unbroken(own)])
    above, *forms = parts
    for number, part in enumerate(forms):
        end = next((n for n, line in enumerate(part) if _is_end(line)), None)
        body, below = (part, []) if end is None else (part[:end], part[end + 1 :])
        body = body if end is not None else [*_unsigned(body)]
        around = [*_loose(above if number == 0 else []), *_loose(below)]
        yield _filled(body, around, is_whole=end is not None)


def _parts(lines: list[str]) -> list[list[str]]:
    """Return the lines before the first form, and those of each from its first line on."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _begins(line):
            parts.append([])
        parts[-1].append(line)
    return parts


def _unbroken(lines: Iterable[str]) -> Iterator[str]:
    """Give the lines, labels that were wrapped within their hint on one line again."""
    open_line = ""
    for line in lines:
        if open_line:
            yield f"{open_line} {line.strip()}"
            open_line = ""
        elif (found := _OPEN.match(line)) and ascii_key(found[1]) in _BY_LABEL:
            open_line = line
        else:
            yield line
    if open_line:
        yield open_line


def _filled(lines: Iterable[str], loose: list[str], *, is_whole: bool) -> FilledForm:
    values: dict[str, str] = {}
    here, before = STOP, ""
    for line in lines:
        one, rest = _labelled(line)
        if one is not None:
            here = one
        elif here.kind == "told" and len(before) < _WRAPPED:
            loose = [*loose, rest.strip()] if rest.strip() else loose
            continue
        elif here.key != "notat" and _LINE.match(line[:_LONGEST_LABEL]):
            loose = [*loose, line.strip()]
            continue
        before = line
        values[here.key] = " ".join(f"{values.get(here.key, '')} {rest}".split())
    return FilledForm(values=values, loose=tuple(loose), is_whole=is_whole)


def _loose(lines: Iterable[str]) -> Iterator[str]:
    """Give the lines around a form that somebody wrote, as far as a signature."""
    for line in _unsigned(lines):
        if line.strip() and not _ATTRIBUTION.match(line.strip()):
            yield line.strip()


def _unsigned(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if _SIGNATURE.match(line.strip() or line):
            return
        yield line


def _begins(line: str) -> bool:
    return _labelled(line)[0] is STOP


def _is_end(line: str) -> bool:
    return ascii_key(line.strip("*_. ")) in _ENDS


def _labelled(line: str) -> tuple[FormField | None, str]:
    """Return the field that a line begins, and what stands behind the colon; else the line."""
    found = _LINE.match(line[:_LONGEST_LABEL])
    one = _BY_LABEL.get(ascii_key(found[1].strip("*_ "))) if found else None
    return (one, line[found.start(2) :].strip()) if found and one else (None, line)
