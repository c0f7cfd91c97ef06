"""Workbooks of bad luck and bad will: damage to what is packed, and what unpacks to too much."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO
from typing import Final

Parts = dict[str, bytes]
"""What is packed in a workbook, by name."""
SHEET: Final = "xl/worksheets/sheet1.xml"


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: Parts) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def damaged(content: bytes, seed: int) -> bytes:
    """Return a workbook with damage: to the archive, to its parts, or to numbers and names in them."""
    dice = random.Random(seed)
    if dice.random() < 0.3:
        return _hurt(content, dice)
    parts = unpacked(content)
    for _ in range(dice.choice([1, 1, 2, 5])):
        name = dice.choice([*parts, SHEET, SHEET])
        hurt = dice.choice([_hurt, _swap, _swap, _wrong_value, _wrong_value])
        parts[name] = hurt(parts[name], dice)
    if dice.random() < 0.1:
        del parts[dice.choice([*parts])]
    return packed(parts)


def _hurt(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(content) + 1)
    kind = dice.randrange(4)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + content[at + 1 + dice.randrange(50) :]
    flipped = bytearray(content)
    for _ in range(dice.choice([1, 1, 4, 40])):
        if flipped:
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


_TAGS = re.compile(rb"<[^<>]*>")
_VALUES = re.compile(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')
_ODD = (b"", b"-1", b"0", b"1e400", b"nan", b"9" * 5000, b"XFD1048576", b"ZZZZ1", b"A0", b"A1:XFD1048576",
        b"99999999999", b"\x00", b"&lol;", b"d", b"s", b"b", b"inlineStr", b"e", b"1e18", b"\xff\xfe")  # fmt: skip


def _swap(content: bytes, dice: random.Random) -> bytes:
    """Drop a tag, or put it somewhere else."""
    tags = [*_TAGS.finditer(content)]
    if not tags:
        return _hurt(content, dice)
    tag, other = dice.choice(tags), dice.choice(tags)
    without = content[: tag.start()] + content[tag.end() :]
    return (
        without
        if dice.random() < 0.5
        else without[: other.start()] + tag[0] + without[other.start() :]
    )


def _wrong_value(content: bytes, dice: random.Random) -> bytes:
    values = [*_VALUES.finditer(content)]
    if not values:
        return _hurt(content, dice)
    hit = dice.choice(values)
    return content[: hit.start()] + dice.choice(_ODD) + content[hit.end() :]


_ROWS = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_NAMES = "abcdefghijkl"
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
    for before, name in zip(_NAMES, _NAMES[1:], strict=False)
)


def workbooks(content: bytes) -> dict[str, tuple[bytes, str]]:
    """Return workbooks that ask for too much, each with what is to be said; `content` is a sound one."""
    parts = unpacked(content)
    sheet, styles = parts[SHEET], parts["xl/styles.xml"]
    body = sheet[sheet.index(b"<sheetData>") :]
    lol = sheet.replace(b"<worksheet", _ENTITIES + b"]><worksheet", 1)
    rows = body[len(b"<sheetData>") : body.index(b"</sheetData>")]
    wide = rows + b"".join(
        b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(100, 3000)
    )
    cell = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    strange, damage = "no spreadsheet program writes", "cannot be read as an Excel workbook"

    def with_sheet(text: bytes) -> bytes:
        return packed({**parts, SHEET: text})

    def of_rows(rows: bytes) -> bytes:
        return with_sheet(_ROWS + b"><sheetData>" + rows + b"</sheetData></worksheet>")

    return {
        "declarations that grow": (with_sheet(lol), strange),
        "the same in two bytes each": (with_sheet(lol.decode().encode("utf-16")), strange),
        "a declaration of a file": (
            with_sheet(sheet.replace(b"<worksheet", b'<!DOCTYPE x SYSTEM "/etc/passwd"><worksheet', 1)),
            strange),
        "in the styles": (packed({**parts, "xl/styles.xml": _ENTITIES + b"]>" + styles}), strange),
        "said to be as large as sheets can be": (
            with_sheet(_ROWS + b'><dimension ref="A1:XFD1048576"/>' + body), ""),
        "a last cell far away": (of_rows(rows + cell), ""),
        "rows as wide as can be": (of_rows(wide), "more than 20000000 cells"),
        "a row beyond all rows": (of_rows(b'<row r="99999999999999"/>' * 2), "no rows under the headings"),
        "one long row": (of_rows(b"<row>" + b'<c r="A1"><v>1</v></c>' * 800_000 + b"</row>"), strange),
        "styles without end": (
            packed({**parts, "xl/styles.xml": styles.replace(b"<cellXfs", b"<xf/>" * 200_000 + b"<cellXfs")}),
            strange),
        "zeros that unpack to a hundred times": (with_sheet(b"\0" * 40_000_000), "larger than 30 MB"),
        "no sheet": (
            packed({**parts, "xl/workbook.xml": re.sub(rb"<sheet .*?/>", b"", parts["xl/workbook.xml"])}),
            "has no sheets"),
        "a sheet that is not there": (packed({k: v for k, v in parts.items() if k != SHEET}), "has no sheets"),
        "cut in the middle": (with_sheet(sheet[: len(sheet) // 2]), damage),
        "a date that is none": (
            with_sheet(sheet.replace(b'<c r="A2"', b'<c r="A2" t="d"', 1)), damage),
        "a text that is not there": (
            with_sheet(re.sub(rb't="s"><v>\d+', b't="s"><v>99999', sheet)), damage),
        "styles that are none": (packed({**parts, "xl/styles.xml": b"<x/>"}), ""),
    }  # fmt: skip
