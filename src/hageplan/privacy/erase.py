"""Take what is said of somebody out of a workspace's files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomli
import tomli_w

from hageplan.records.personvern import Kvittering
from hageplan.records.spelling import number_in
from hageplan.workspace.edit import (
    Unwanted,
    is_plain,
    rewritten,
    table_spans,
    without,
    without_keys,
)
from hageplan.workspace.files import BOM
from hageplan.workspace.find import KOPIER, PERSONVERN, PLANER
from hageplan.workspace.kilder import drop_kept
from hageplan.workspace.lock import FOLDER
from hageplan.workspace.receipts import receipt_files
from hageplan.workspace.write import replace_files


@dataclass(frozen=True)
class Broom:
    """What is to go.

    Attributes:
        numbers: Organisasjonsnummer of companies whose tables go.
        is_gone: Tells of a table's name and data whether it goes.
        is_unwanted: Tells of a table's name, a key and the table's data whether the key goes.
        clean: Returns a text without mentions.
    """

    numbers: frozenset[str] = frozenset()
    is_gone: Callable[[str, Mapping[str, Any]], bool] = lambda _name, _data: False
    is_unwanted: Unwanted = lambda _name, _key, _data: False
    clean: Callable[[str], str] = lambda text: text


@dataclass(frozen=True)
class Left:
    """A place that people must look at; `why` is a code."""

    place: str
    why: str


@dataclass
class Swept:
    """The new contents of files, how many of what went, where, and what is left to people."""

    contents: dict[Path, bytes] = field(default_factory=dict)
    removed: Counter[str] = field(default_factory=Counter)
    places: list[tuple[str, str]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class Forgetting:
    """What forgetting comes to: where, the receipt, and the files as they will be.

    Attributes:
        contents: What changed files will hold; the receipt's own is not among them.
        deleted: Files that go as a whole.
    """

    swept: Swept
    receipt: Kvittering
    salt: str
    contents: Mapping[Path, str | bytes]
    deleted: tuple[Path, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to forget."""
        return not any(self.swept.removed.values())

    def without_files(self, folder: Path, files: Mapping[str, Sequence[Path]]) -> Forgetting:
        """Return this and that whole files go too, by the code under which the receipt counts."""
        deleted = (*self.deleted, *(path for paths in files.values() for path in paths))
        names = {path.relative_to(folder).as_posix() for path in deleted}
        self.swept.left = [one for one in self.swept.left if one.place not in names]
        for code, paths in files.items():
            self.swept.removed[code] += len(paths)
            self.swept.places.extend((p.relative_to(folder).as_posix(), code) for p in paths)
        counts = {code: count for code, count in sorted(self.swept.removed.items()) if count}
        kept = {path: content for path, content in self.contents.items() if path not in deleted}
        receipt = self.receipt.model_copy(
            update={"fjernet": counts, "gjenstaar": len(self.swept.left)}
        )
        return replace(self, receipt=receipt, contents=kept, deleted=deleted)


def apply(folder: Path, forgetting: Forgetting) -> Path:
    """Write all files and the receipt in one step, then remove those that go as a whole.

    What imports keep for themselves goes too: it holds companies as they were.

    Returns the receipt's file. Raises RequestError where one cannot be written.
    """
    receipt = receipt_files(folder, forgetting.receipt, forgetting.salt)
    replace_files({**forgetting.contents, **receipt})
    for path in forgetting.deleted:
        path.unlink(missing_ok=True)
    drop_kept(folder)
    return list(receipt)[-1]


def sweep(folder: Path, broom: Broom) -> Swept:
    """Return what the workspace's files come to without what is to go; writes nothing."""
    swept = Swept()
    for path in toml_files(folder):
        name = path.relative_to(folder).as_posix()
        before = path.read_bytes()
        try:
            data = tomli.loads(before.removeprefix(BOM).decode())
        except (UnicodeDecodeError, tomli.TOMLDecodeError, RecursionError):
            swept.left.append(Left(name, "damaged"))
            continue
        after = (
            _plan(data, before, name, broom, swept)
            if path.parent.name == PLANER
            else _text(before, name, data, broom, swept)
        )
        if after != before:
            swept.contents[path] = after
    return swept


def toml_files(folder: Path) -> list[Path]:
    """Return the workspace's TOML files, but for receipts and what the tool needs while it runs."""
    aside = (FOLDER, KOPIER, PERSONVERN)
    return [
        p for p in sorted(folder.rglob("*.toml")) if p.relative_to(folder).parts[0] not in aside
    ]


def _text(before: bytes, name: str, data: Mapping[str, Any], broom: Broom, swept: Swept) -> bytes:
    """Return a file that people may have written, changed in place."""
    bom = BOM if before.startswith(BOM) else b""
    text = before.removeprefix(BOM)
    if _has_what_goes(data, broom) and not is_plain(text, data):
        swept.left.append(Left(name, "inline"))
        return before
    gone = [
        part for part in table_spans(text) if _goes(part.name, data[part.name][part.index], broom)
    ]
    for part in gone:
        swept.removed[part.name] += 1
        swept.places.append((f"{name}:{part.line}", part.name))
    text = without(text, gone)

    def unwanted(table: str, key: str, content: Mapping[str, Any]) -> bool:
        goes = broom.is_unwanted(table, key, content)
        if goes:
            swept.removed[f"{table}.{key}"] += 1
            swept.places.append((name, f"{table}.{key}"))
        return goes

    def clean(value: str) -> str:
        cleaned = broom.clean(value)
        if cleaned != value:
            swept.removed["mention"] += 1
            swept.places.append((name, "mention"))
        return cleaned

    return bom + rewritten(without_keys(text, unwanted), clean)


def _has_what_goes(data: Mapping[str, Any], broom: Broom) -> bool:
    lists = ((name, rows) for name, rows in data.items() if isinstance(rows, list))
    return any(
        _goes(name, row, broom) or any(broom.is_unwanted(name, key, row) for key in row)
        for name, rows in lists
        for row in rows
        if isinstance(row, dict)
    )


def _goes(table: str, data: Mapping[str, Any], broom: Broom) -> bool:
    number = number_in(data)
    return number in broom.numbers or broom.is_gone(table, data)


def _plan(data: dict[str, Any], before: bytes, name: str, broom: Broom, swept: Swept) -> bytes:
    """Return a saved plan without the stops of those who go; the other stops keep their times."""

    def cleaned(value: Any) -> Any:  # noqa: ANN401  (what TOML holds)
        if isinstance(value, dict):
            kept = (
                (k, one) for k, one in value.items() if isinstance(one, str) or not is_gone(one)
            )
            return {key: cleaned(one) for key, one in kept}
        if isinstance(value, list):
            return [cleaned(one) for one in value if not is_gone(one)]
        return broom.clean(value) if isinstance(value, str) else value

    def is_gone(value: Any) -> bool:  # noqa: ANN401  (what TOML holds)
        number = value.get("organisasjonsnummer") if isinstance(value, dict) else value
        return isinstance(number, str) and number in broom.numbers

    after = cleaned(data)
    if after == data:
        return before
    swept.removed["plan"] += 1
    swept.places.append((name, "plan"))
    return tomli_w.dumps(after).encode()
