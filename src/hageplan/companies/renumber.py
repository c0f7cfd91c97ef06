"""Another organisasjonsnummer for a company, wherever the workspace names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.spelling import compact, is_organisasjonsnummer
from hageplan.records.workspace import Workspace
from hageplan.workspace.edit import with_replaced
from hageplan.workspace.files import BOM, parse_toml, read_file
from hageplan.workspace.find import toml_files
from hageplan.workspace.kilder import undo_path
from hageplan.workspace.lookup import repr_name
from hageplan.workspace.privacy_files import read_forgotten, renumbered_file


def free_number(folder: Path, workspace: Workspace, text: str, old: str) -> str:
    """Return the number that `text` is, for the company that has the number `old`.

    Raises RequestError where it is none, or another company's, or one's that was forgotten.
    """
    number = compact(text)
    if not is_organisasjonsnummer(number):
        raise RequestError(
            msg("{value} is not an organisation number", value=repr_name(text)),
            msg("nine digits; the last is a check digit (mod 11)"),
        )
    other = workspace.bedrift_by_number.get(number)
    if other is not None and number != old:
        raise RequestError(
            msg("{number} belongs to {navn}", number=number, navn=other.navn),
            msg("if they are the same company, merge the two tables in bedrifter/ and remove one"),
        )
    if read_forgotten(folder).has(number):
        raise RequestError(msg("{number} has been erased and cannot be added again", number=number))
    return number


def renumbered(folder: Path, old: str, new: str) -> dict[Path, bytes | None]:
    """Return the files of a workspace in which a company's number, and ids made of it, change.

    Texts alone change; comments and all else stay as they are. Drafts of letters are called by the
    number too. Who was forgotten is known again by the old number. Raises RequestError where a
    file that names it is damaged.
    """
    found: dict[Path, bytes | None] = {**renumbered_file(folder, old, new)}
    parts = (old[n : n + 3].encode() for n in (0, 3, 6))
    pattern = re.compile(rb"(?<!\d)" + rb" ?".join(parts) + rb"(?!\d)")
    for path in toml_files(folder):
        before = read_file(path)
        if pattern.search(before):
            after = _replaced(path, before, pattern, new.encode())
            found |= {path: after} if after != before else {}
    undo = undo_path(folder)
    if undo.exists():
        kept = read_file(undo)
        found |= {undo: pattern.sub(new.encode(), kept)} if pattern.search(kept) else {}
    for draft in _drafts(folder, old):
        found[draft] = None
        found[draft.with_name(draft.name.replace(old, new, 1))] = read_file(draft)
    return found


def _replaced(path: Path, before: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    bom = BOM if before.startswith(BOM) else b""
    text = before.removeprefix(BOM)
    after = with_replaced(text, pattern, new)
    if parse_toml(after, path.name)[0] is None:
        raise RequestError(
            msg("{path} is damaged and mentions the company", path=path),
            msg("fix it first (hageplan check); nothing was changed"),
        )
    return bom + after


def _drafts(folder: Path, number: str) -> Iterator[Path]:
    yield from sorted(folder.rglob(f"{number}-*.eml"))
