"""Change a TOML text in place: what is not meant stays byte for byte, comments included."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tomli
import tree_sitter
import tree_sitter_toml

from hageplan.workspace.positions import key_parts

Unwanted = Callable[[str, str, Mapping[str, Any]], bool]
"""Tells of a table's name, a key in it, and the table's data whether the key is to go."""
_TABLES = ("table", "table_array_element")
_COMMENT_LINE = re.compile(rb"^[ \t]*#[^\n]*\n?$")


@dataclass(frozen=True)
class Part:
    """The bytes of an element of a list of tables, with the tables below and the comment above it.

    `name` is the list's, `index` counts from 0, `line` from 1.
    """

    name: str
    index: int
    start: int
    end: int
    line: int


def parts_of(text: bytes) -> tuple[Part, ...]:
    """Return the elements of the lists of tables at the top of `text`, which is valid TOML."""
    nodes = [n for n in _root(text).children if n.type in _TABLES and len(_path(n)) == 1]
    starts = [_with_comment(text, node.start_byte) for node in nodes]
    counts: dict[str, int] = {}
    found = []
    for node, (start, end) in zip(nodes, pairwise([*starts, len(text)]), strict=True):
        if node.type == "table_array_element":
            (name,) = _path(node)
            index = counts[name] = counts.get(name, -1) + 1
            found.append(Part(name, index, start, end, node.start_point[0] + 1))
    return tuple(found)


def without(text: bytes, parts: Iterable[Part]) -> bytes:
    """Return `text` without `parts`."""
    for part in sorted(parts, key=lambda part: part.start, reverse=True):
        text = text[: part.start] + text[part.end :]
    return text


def rewritten(text: bytes, changed: Callable[[str], str]) -> bytes:
    """Return `text` with `changed` applied to what its texts and comments say."""
    edits = []
    for node in _leaves(_root(text)):
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
    return written if after == before else _quoted(after)


def without_keys(text: bytes, unwanted: Unwanted) -> bytes:
    """Return `text` without the keys that are `unwanted` in the lists of tables at its top.

    A sub-table counts as a key of the table above it.
    """
    edits: list[tuple[int, int, bytes]] = []
    for part in parts_of(text):
        block = text[part.start : part.end]
        data = tomli.loads(block.decode())[part.name][0]
        for start, end in _unwanted_in(block, part.name, data, unwanted):
            edits.append((part.start + start, part.start + end, b""))
    return _with_edits(text, edits)


def _unwanted_in(
    block: bytes, name: str, data: Mapping[str, Any], unwanted: Unwanted
) -> Iterator[tuple[int, int]]:
    """Give the bytes of each unwanted key: its line, or its sub-table up to the next table."""
    tables = [node for node in _root(block).children if node.type in _TABLES]
    for position, table in enumerate(tables):
        path = _path(table)
        if len(path) > 1:
            if unwanted(name, path[1], data):
                last = position + 1 == len(tables)
                yield table.start_byte, len(block) if last else tables[position + 1].start_byte
            continue
        for pair in (child for child in table.children if child.type == "pair"):
            if unwanted(name, key_parts(pair.children[0])[0], data):
                end = block.find(b"\n", pair.end_byte)
                yield pair.start_byte, len(block) if end < 0 else end + 1


def _with_edits(text: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _with_comment(text: bytes, start: int) -> int:
    """Return where the comment lines directly above the table at `start` begin."""
    while True:
        above = text.rfind(b"\n", 0, max(start - 1, 0)) + 1
        if start == 0 or not _COMMENT_LINE.match(text[above:start]):
            return start
        start = above


def _root(text: bytes) -> tree_sitter.Node:
    language = tree_sitter.Language(tree_sitter_toml.language())
    return tree_sitter.Parser(language).parse(text).root_node


def _path(table: tree_sitter.Node) -> tuple[str, ...]:
    return next((key_parts(child) for child in table.children if key_parts(child)), ())


def _leaves(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    if node.type in ("string", "comment"):
        yield node
        return
    for child in node.children:
        yield from _leaves(child)


def _quoted(text: str) -> str:
    """Return a text as TOML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
