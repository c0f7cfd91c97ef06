"""The line of each key of a TOML text. Loads tree-sitter: import it only to place a fault."""

from __future__ import annotations

from collections import Counter

import tomli
import tree_sitter
import tree_sitter_toml

from hageplan.workspace.files import Loc

VALUE = 2
"""The index of the value in a pair: after the key and the sign; a comment may follow."""
_KEYS = ("bare_key", "quoted_key", "dotted_key")


def key_lines(text: bytes) -> dict[Loc, int]:
    """Return the line (from 1) of every table, array element and key of `text`."""
    return _Lines().of_document(parsed(text))


def parsed(text: bytes) -> tree_sitter.Node:
    """Return the root of the tree of `text`."""
    language = tree_sitter.Language(tree_sitter_toml.language())
    return tree_sitter.Parser(language).parse(text).root_node


class _Lines:
    """Walks one document; counts array tables to give each its index."""

    def __init__(self) -> None:
        self._lines: dict[Loc, int] = {}
        self._tables: Counter[Loc] = Counter()

    def of_document(self, root: tree_sitter.Node) -> dict[Loc, int]:
        for node in root.children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node)
        return self._lines

    def _table(self, node: tree_sitter.Node) -> None:
        header = next((child for child in node.children if child.type in _KEYS), None)
        if header is None:
            return
        here = self._resolved(key_parts(header), is_element=node.type == "table_array_element")
        self._note(here, node)
        for child in node.children:
            if child.type == "pair":
                self._pair(child, here)

    def _resolved(self, parts: tuple[str, ...], *, is_element: bool) -> Loc:
        """Insert into a header's path the index of the array element it speaks of."""
        here: Loc = ()
        for part in parts[:-1]:
            here = self._latest((*here, part))
        here = (*here, parts[-1])
        if not is_element:
            return self._latest(here)
        self._tables[here] += 1
        return self._latest(here)

    def _latest(self, here: Loc) -> Loc:
        count = self._tables[here]
        return (*here, count - 1) if count else here

    def _pair(self, node: tree_sitter.Node, parent: Loc) -> None:
        if not node.children or node.children[0].type not in _KEYS:
            return
        here = (*parent, *key_parts(node.children[0]))
        self._note(here, node)
        self._value(node.children[VALUE], here)

    def _value(self, node: tree_sitter.Node, here: Loc) -> None:
        if node.type == "inline_table":
            for pair in (child for child in node.children if child.type == "pair"):
                self._pair(pair, here)
        elif node.type == "array":
            items = (item for item in node.children if item.is_named and item.type != "comment")
            for index, item in enumerate(items):
                self._note((*here, index), item)
                self._value(item, (*here, index))

    def _note(self, here: Loc, node: tree_sitter.Node) -> None:
        self._lines.setdefault(here, node.start_point[0] + 1)


def key_parts(key: tree_sitter.Node) -> tuple[str, ...]:
    """Return the parts of a key; none if `key` is another kind of node."""
    if key.type == "dotted_key":
        return tuple(part for child in key.children for part in key_parts(child))
    if key.type not in _KEYS or key.text is None:
        return ()
    text = key.text.decode()
    if key.type == "quoted_key":
        return tuple(tomli.loads(f"{text} = 0"))
    return (text,)
