"""What imports keep: what each source said last, how the last is undone, and fetched pages."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import tomli_w
from pydantic import ValidationError

from hageplan.errors import Problem, RecordsError
from hageplan.messages import msg
from hageplan.records.memory import Kilde, SourceSnapshot
from hageplan.records.spelling import number_in
from hageplan.workspace.files import BOM, MOST_MB, TomlFile, parse_toml, read_toml
from hageplan.workspace.find import INTERNAL, KILDER
from hageplan.workspace.write import replace_file

_HEAD: Final = (
    "# Det denne kilden sa sist. Skrevet av hageplan import; skal ikke endres for hånd.\n\n"
)
_UNDO: Final = "angre.json"
_PAGES: Final = "brreg"
_NUMBER: Final = "organisasjonsnummer"


def read_kilder(folder: Path) -> tuple[tuple[Kilde, ...], list[Problem]]:
    """Return the sources of a workspace's records, by name, and what is wrong with their files.

    Only the head of a file is read: what follows may be thousands of tables.
    """
    found, problems = [], []
    for path in sorted((folder / KILDER).glob("*.toml")):
        file, faults = _head(path)
        problems += faults
        try:
            found += [_kilde(file)] if file else []
        except RecordsError as fault:
            problems += fault.problems
    return tuple(found), problems


def _head(path: Path) -> tuple[TomlFile | None, list[Problem]]:
    """Read the part of a file before the companies."""
    name = f"{KILDER}/{path.name}"
    try:
        if path.stat().st_size > MOST_MB * 1_000_000:
            return read_toml(path, name)
        with path.open("rb") as lines:
            before_companies = takewhile(lambda line: not line.startswith(b"[[sagt]]"), lines)
            head = b"".join(before_companies)
    except OSError:
        return read_toml(path, name)  # which tells why it cannot be read
    return parse_toml(head.removeprefix(BOM), name)


def read_snapshot(folder: Path, navn: str) -> SourceSnapshot:
    """Return what a source said last, nothing if it is new; raises RecordsError."""
    path = kilde_path(folder, navn)
    if not path.exists():
        return {}
    file, problems = read_toml(path, f"{KILDER}/{path.name}")
    if file is None:
        raise _damaged(path, problems)
    _kilde(file)
    tables: list[dict[str, Any]] = file.data.get("sagt", [])
    return {number_in(table): {k: v for k, v in table.items() if k != _NUMBER} for table in tables}


def kilde_path(folder: Path, navn: str) -> Path:
    """Return the file of a source."""
    return folder / KILDER / f"{navn}.toml"


def kilde_text(kilde: Kilde, said: SourceSnapshot) -> str:
    """Return the file of a source anew."""
    told = {key: value for key, value in kilde.model_dump().items() if value or key == "lisens"}
    head = f"{_HEAD}{tomli_w.dumps({'kilde': told})}"
    # A table each, also of those that are short: so that forgetting can take one out.
    tables = (
        f"[[sagt]]\n{tomli_w.dumps({_NUMBER: number, **fields})}"
        for number, fields in sorted(said.items())
    )
    return "\n".join([head, *tables])


def _kilde(file: TomlFile) -> Kilde:
    try:
        return Kilde.model_validate(file.data.get("kilde", {}))
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        key = ".".join(map(str, error["loc"]))
        what = msg("{key} is missing or not allowed", key=f"kilde.{key}")
        problem = Problem(
            severity="error", code="kilde", file=file.name, line=1, key=f"kilde.{key}", what=what
        )
        raise _damaged(Path(file.name), [problem]) from fault


def _damaged(path: Path, problems: list[Problem]) -> RecordsError:
    what = msg(
        "{name} has errors. Restore it from a backup, or delete it; the next import will "
        "then not change existing values.",
        name=f"{KILDER}/{path.name}",
    )
    return RecordsError(what, problems)


class KeptPages:
    """Texts by key, a file each, of one day; those of other days are not known."""

    def __init__(self, folder: Path, day: date) -> None:
        self._folder = folder / INTERNAL / _PAGES / f"{day}"

    def get(self, key: str) -> str | None:
        """Return what is kept, None if nothing is."""
        try:
            return self._path(key).read_text("utf-8")
        except FileNotFoundError:
            return None

    def put(self, key: str, text: str) -> None:
        """Keep a text."""
        replace_file(self._path(key), text)

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()


def undo_path(folder: Path) -> Path:
    """Return the file that says how the last import is undone."""
    return folder / INTERNAL / _UNDO


def drop_pages(folder: Path) -> None:
    """Remove the pages that were fetched."""
    shutil.rmtree(folder / INTERNAL / _PAGES, ignore_errors=True)


def kept_files(folder: Path) -> tuple[Path, ...]:
    """Return the files in which imports keep companies as they were, beside the sources' own."""
    pages = (path for path in (folder / INTERNAL / _PAGES).rglob("*") if path.is_file())
    undo = undo_path(folder)
    return (*([undo] if undo.exists() else ()), *sorted(pages))
