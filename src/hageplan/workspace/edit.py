"""Change a TOML text in place: what is not meant stays byte for byte, comments included."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

import tomli
from tree_sitter import Node

from hageplan.workspace.positions import VALUE, key_parts, parsed

Unwanted = Callable[[str, str, Mapping[str, Any]], bool]
"""Tells of a table's name, a key in it, and the table's data whether the key is to go."""
Key = tuple[str, ...]
Edit = tuple[int, int, bytes]
"""Where a part of a text begins and ends, and what comes in its place."""
_TABLES = ("table", "table_array_element")
_COMMENT_LINE = re.compile(rb"^[ \t]*#[^\n]*\n?$")
_BELOW = re.compile(rb"(?:[ \t]*#[^\n]*(?:\n|$))*(?:[ \t\r]*\n)*")


@dataclass(frozen=True)
class TableSpan:
    """The bytes of an element of a list of tables, with the tables below and the comment above it.

    `name` is the list's, `index` counts from 0, `line` from 1.
    """

    name: str
    index: int
    start: int
    end: int
    line: int


def table_spans(text: bytes) -> tuple[TableSpan, ...]:
    """Return the elements of the lists of tables at the top of `text`, which is valid TOML."""
    tables = [node for node in parsed(text).children if node.type in _TABLES]
    starts = [*(_with_comment(text, node.start_byte) for node in tables), len(text)]
    counts: dict[str, int] = {}
    found = []
    for position, node in enumerate(tables):
        if node.type == "table_array_element" and len(_path(node)) == 1:
            (name,) = _path(node)
            index = counts[name] = counts.get(name, -1) + 1
            last = position + _count_below(name, tables[position + 1 :])
            end = _end(text, tables[last], starts[last + 1])
            found.append(TableSpan(name, index, starts[position], end, node.start_point[0] + 1))
    return tuple(found)


def is_plain(text: bytes, data: Mapping[str, Any]) -> bool:
    """Tell whether `text` has each list of tables of its `data` block by block.

    It has not if a list is written in square brackets or a sub-table is elsewhere.
    """
    blocks: dict[str, list[Any]] = {}
    for part in table_spans(text):
        block = tomli.loads(text[part.start : part.end].decode())
        blocks.setdefault(part.name, []).extend(block[part.name])
    lists = {k: v for k, v in data.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    return blocks == lists


def without(text: bytes, parts: Iterable[TableSpan]) -> bytes:
    """Return `text` without `parts`."""
    for part in sorted(parts, key=lambda part: part.start, reverse=True):
        text = text[: part.start] + text[part.end :]
    return text


def rewritten(text: bytes, changed: Callable[[str], str]) -> bytes:
    """Return `text` with `changed` applied to what its texts and comments say."""
    edits = []
    for node in _leaves(parsed(text)):
        before = text[node.start_byte : node.end_byte].decode()
        after = _comment(before, changed) if node.type == "comment" else _string(before, changed)
        if after != before:
            edits.append((node.start_byte, node.end_byte, after.encode()))
    return _with_edits(text, edits)


def _comment(written: str, changed: Callable[[str], str]) -> str:
    return "#" + changed(written[1:]).replace("\n", " ")


def _string(written: str, changed: Callable[[str], str]) -> str:
    """Return a string as it was written where it doesn't change, else as a plain one."""
    before = tomli.loads(f"x = {written}")["x"]
    after = changed(before)
    return written if after == before else _inline(after)


def with_replaced(text: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    """Return `text` with what `pattern` finds in its strings replaced by what a string may hold."""
    edits = [
        (node.start_byte + found.start(), node.start_byte + found.end(), new)
        for node in _leaves(parsed(text))
        if node.type == "string"
        for found in pattern.finditer(text[node.start_byte : node.end_byte])
    ]
    return _with_edits(text, edits)


def without_keys(text: bytes, unwanted: Unwanted) -> bytes:
    """Return `text` without the keys that are `unwanted` in the lists of tables at its top.

    A sub-table counts as a key of the table above it.
    """
    edits: list[Edit] = []
    for part in table_spans(text):
        block = text[part.start : part.end]
        data = tomli.loads(block.decode())[part.name][0]
        for start, end in _unwanted_in(block, part.name, data, unwanted):
            edits.append((part.start + start, part.start + end, b""))
    return _with_edits(text, edits)


def _unwanted_in(
    block: bytes, name: str, data: Mapping[str, Any], unwanted: Unwanted
) -> Iterator[tuple[int, int]]:
    """Give the bytes of each unwanted key: its line, or its sub-table up to the next table."""
    tables = [node for node in parsed(block).children if node.type in _TABLES]
    starts = [*(_with_comment(block, node.start_byte) for node in tables), len(block)]
    for position, table in enumerate(tables):
        path = _path(table)
        if len(path) > 1:
            if unwanted(name, path[1], data):
                yield starts[position], _end(block, table, starts[position + 1])
            continue
        for pair in (child for child in table.children if child.type == "pair"):
            if unwanted(name, key_parts(pair.children[0])[0], data):
                yield pair.start_byte, _next_line(block, pair.end_byte)


def with_values(block: bytes, values: Mapping[str, Any]) -> bytes:
    """Return the bytes of one table with other values of keys; None takes a key out.

    A key such as `kontakt.navn` is one of a table in it, wherever that is written: in braces,
    below, or with dots. A key that is not there comes below the last one above the sub-tables. A
    list of tables below goes where its key gets another value, which is written on one line; its
    comments stay.
    """
    table, *below = (node for node in parsed(block).children if node.type in _TABLES)
    in_braces = {key[0]: pair.children[VALUE] for key, pair in _pairs(table).items()
                 if pair.children[VALUE].type == "inline_table"}  # fmt: skip
    subtables = {
        _path(node)[-1]: node for node in below if len(_path(node)) == len(("list", "key"))
    }
    own: dict[Key, Any] = {}
    within: dict[str, dict[Key, Any]] = {}
    for key, value in values.items():
        name, *rest = key.split(".")
        if rest and (name in subtables or name in in_braces):
            within.setdefault(name, {})[tuple(rest)] = value
        else:
            own[name, *rest] = value
    edits = _table_edits(block, table, own)
    lists = (node for node in below if node.type == "table_array_element")
    edits += (_without_list(block, node, below) for node in lists if _path(node)[1:] in own)
    for name, inner in within.items():
        if name in subtables:
            edits += _table_edits(block, subtables[name], inner)
        else:
            edits += _braces_edits(in_braces[name], inner)
    return _with_edits(block, edits)


def _without_list(block: bytes, node: Node, below: Sequence[Node]) -> Edit:
    """Return what takes an element of a list of tables out, all but its comments."""
    later = (other.start_byte for other in below if other.start_byte > node.start_byte)
    limit = _with_comment(block, next(later, len(block)))
    end = _end(block, node, limit)
    comments = [leaf for leaf in _leaves(node) if leaf.type == "comment" and leaf.start_byte < end]
    return node.start_byte, end, b"".join(_line_of(block, one) for one in comments)


def _line_of(block: bytes, comment: Node) -> bytes:
    """Return a comment as a line of its own."""
    return block[comment.start_byte : comment.end_byte].rstrip() + b"\n"


def _pairs(node: Node) -> dict[Key, Node]:
    """Return the pairs of a table by their keys."""
    pairs = (child for child in node.children if child.type == "pair")
    return {tuple(key_parts(pair.children[0])): pair for pair in pairs}


def _table_edits(block: bytes, table: Node, values: Mapping[Key, Any]) -> list[Edit]:
    """Return what changes where a table's keys get other values."""
    pairs = _pairs(table)
    last = max((pair.end_byte for pair in pairs.values()), default=table.children[-1].end_byte)
    below = _next_line(block, last)
    newline = b"\r\n" if b"\r\n" in block else b"\n"
    edits: list[Edit] = []
    added = b""
    for key, value in values.items():
        pair = pairs.get(key)
        if pair is None and value is not None:
            added += f"{'.'.join(key)} = {_inline(value)}".encode() + newline
        elif pair is not None and value is None:
            end = _comment_after(block, pair.children[VALUE].end_byte)
            edits.append((pair.start_byte, end, b""))
        elif pair is not None:
            old = pair.children[VALUE]
            edits.append((old.start_byte, old.end_byte, _inline(value).encode()))
    if added:
        is_ended = b"\n" in block[last:]
        edits.append((below, below, added if is_ended else newline + added))
    return edits


def _braces_edits(node: Node, values: Mapping[Key, Any]) -> list[Edit]:
    """Return what changes where keys of a table in braces get values."""
    pairs = _pairs(node)
    edits: list[Edit] = []
    for key in values.keys() & pairs.keys():
        old = pairs[key].children[VALUE]
        edits.append((old.start_byte, old.end_byte, _inline(values[key]).encode()))
    written = [f"{'.'.join(k)} = {_inline(v)}" for k, v in values.items() if k not in pairs]
    if written and pairs:
        last = max(pair.end_byte for pair in pairs.values())
        edits.append((last, last, "".join(f", {one}" for one in written).encode()))
    elif written:
        edits.append((node.start_byte, node.end_byte, f"{{ {', '.join(written)} }}".encode()))
    return edits


def _inline(value: object) -> str:
    """Return a value as TOML writes it on one line: a text, a number, yes or no, a day, a list.

    Tables, in a list as well, stand in braces.
    """
    if isinstance(value, date):
        return f"{value}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_inline(one)}' for key, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _with_edits(text: bytes, edits: Iterable[Edit]) -> bytes:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _next_line(text: bytes, position: int) -> int:
    """Return where the line after `position` begins."""
    return text.find(b"\n", position) + 1 or len(text)


def _comment_after(text: bytes, position: int) -> int:
    """Return where the comment behind `position` begins, the next line where there is none."""
    end = _next_line(text, position)
    comment = text.find(b"#", position, end)
    return end if comment < 0 else comment


def _with_comment(text: bytes, start: int) -> int:
    """Return where the comment lines directly above the table at `start` begin."""
    while True:
        above = text.rfind(b"\n", 0, max(start - 1, 0)) + 1
        if start == 0 or not _COMMENT_LINE.match(text[above:start]):
            return start
        start = above


def _count_below(name: str, tables: Sequence[Node]) -> int:
    """Return how many of the next `tables` are sub-tables of the list `name`."""
    paths = map(_path, tables)
    return sum(1 for _ in takewhile(lambda path: len(path) > 1 and path[0] == name, paths))


def _end(text: bytes, table: Node, limit: int) -> int:
    """Return where what belongs to `table` ends: comment lines right below it, and the gap.

    A comment after a gap is about something else. `limit` is where the next table begins.
    """
    content = max(child.end_byte for child in table.children if child.type != "comment")
    below = _BELOW.match(text, _next_line(text, content))
    return min(below.end() if below else len(text), limit)


def _path(table: Node) -> tuple[str, ...]:
    return next((key_parts(child) for child in table.children if key_parts(child)), ())


def _leaves(node: Node) -> Iterator[Node]:
    if node.type in ("string", "comment"):
        yield node
        return
    for child in node.children:
        yield from _leaves(child)
