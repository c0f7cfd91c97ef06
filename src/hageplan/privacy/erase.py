"""Take what is said of somebody out of a workspace's files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli
import tomli_w

from hageplan.privacy.result import Leftover, Removal
from hageplan.privacy.target import ErasureTarget
from hageplan.workspace.edit import is_plain, rewritten, table_spans, without, without_keys
from hageplan.workspace.files import BOM, read_file
from hageplan.workspace.find import PLANER, SETTINGS_FILE, toml_files
from hageplan.workspace.privacy_files import without_numbers


@dataclass
class FileErasure:
    """The new contents of files, what goes from them where, and what is left to people."""

    contents: dict[Path, bytes] = field(default_factory=dict)
    places: list[Removal] = field(default_factory=list)
    left: list[Leftover] = field(default_factory=list)

    def remove(self, place: str, what: str) -> None:
        """Note that something goes."""
        self.places.append(Removal(place=place, what=what))


def erase_from_files(folder: Path, target: ErasureTarget) -> FileErasure:
    """Return what the workspace's TOML files become without `target`; writes nothing."""
    found = FileErasure(contents=without_numbers(folder, target.numbers))
    for path in toml_files(folder):
        name = path.relative_to(folder).as_posix()
        before = read_file(path)
        try:
            data = tomli.loads(before.removeprefix(BOM).decode())
        except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
            found.left.append(Leftover(place=name, why="damaged"))
            continue
        after = (
            _plan(data, before, name, target, found)
            if path.parent.name == PLANER
            else _text(before, name, data, target, found)
        )
        if after != before:
            found.contents[path] = after
    return found


def _text(
    before: bytes, name: str, data: Mapping[str, Any], target: ErasureTarget, found: FileErasure
) -> bytes:
    """Return a file that people may have written, changed in place."""
    bom = BOM if before.startswith(BOM) else b""
    text = before.removeprefix(BOM)
    if _has_what_goes(data, target) and not is_plain(text, data):
        found.left.append(Leftover(place=name, why="inline"))
        return before
    gone = [p for p in table_spans(text) if target.is_gone(p.name, data[p.name][p.index])]
    for part in gone:
        found.remove(f"{name}:{part.line}", part.name)
    text = without(text, gone)
    if name == SETTINGS_FILE:
        text = _without_exceptions(text, target, found)

    def unwanted(table: str, key: str, content: Mapping[str, Any]) -> bool:
        goes = target.is_unwanted(table, key, content)
        if goes:
            found.remove(name, f"{table}.{key}")
        return goes

    def clean(value: str) -> str:
        cleaned = target.clean(value)
        if cleaned != value:
            found.remove(name, "mention")
        return cleaned

    return bom + rewritten(without_keys(text, unwanted), clean)


def _without_exceptions(text: bytes, target: ErasureTarget, found: FileErasure) -> bytes:
    """Return the settings without the numbers of who goes in `maalgruppe.alltid` and `aldri`.

    A mark in their place would be no number. With one goes the comma behind it.
    """
    opening = rb"([\[,]\s*(?:\#[^\n]*\n\s*)*)"
    for number in sorted(target.numbers):
        spelt = rb" ?".join(number[n : n + 3].encode() for n in (0, 3, 6))
        text, count = re.subn(opening + rb"[\"']" + spelt + rb"[\"'][ \t]*,?", rb"\1", text)
        if count:
            found.remove(SETTINGS_FILE, "maalgruppe")
    return text


def _has_what_goes(data: Mapping[str, Any], target: ErasureTarget) -> bool:
    lists = ((name, rows) for name, rows in data.items() if isinstance(rows, list))
    return any(
        target.is_gone(name, row) or any(target.is_unwanted(name, key, row) for key in row)
        for name, rows in lists
        for row in rows
        if isinstance(row, dict)
    )


def _plan(
    data: dict[str, Any], before: bytes, name: str, target: ErasureTarget, found: FileErasure
) -> bytes:
    """Return a saved plan without the stops of those who go; the other stops keep their times."""

    def cleaned(value: object) -> object:
        if isinstance(value, dict):
            kept = (
                (k, one) for k, one in value.items() if isinstance(one, str) or not is_gone(one)
            )
            return {key: cleaned(one) for key, one in kept}
        if isinstance(value, list):
            return [cleaned(one) for one in value if not is_gone(one)]
        return target.clean(value) if isinstance(value, str) else value

    def is_gone(value: object) -> bool:
        number = value.get("organisasjonsnummer") if isinstance(value, dict) else value
        return isinstance(number, str) and number in target.numbers

    after = cleaned(data)
    if after == data or not isinstance(after, dict):
        return before
    found.remove(name, "plan")
    return tomli_w.dumps(after).encode()
