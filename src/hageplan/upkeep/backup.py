"""Backups: a dated zip of the workspace's files, with checksums that `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from pydantic import NonNegativeInt

from hageplan.errors import RequestError, why_of
from hageplan.messages import msg
from hageplan.records.base import Document, Schema
from hageplan.records.settings.epost import SENDT, UTBOKS
from hageplan.workspace.files import TOO_LARGE, read_file
from hageplan.workspace.find import INTERNAL, KOPIER, PERSONVERN, SETTINGS_FILE
from hageplan.workspace.write import remove_abandoned, replace_file

SUMS: Final = "SHA256SUMS"
BACKUP: Final = "hageplan"
BEFORE_RESTORE: Final = "foer-restore"
BEFORE_REPAIR: Final = "foer-repair"
"""How the names of backups begin: those that people made, and those that are made before a change.

The latest backup is one that people made: else to restore it twice would undo the first time.
"""
LARGEST: Final = 200_000_000
"""Bytes that all files of an archive may come to; what claims more is no workspace."""


_NO_GAP: Final = msg("no backup was made: a file could not be read")


class Backup(Document):
    """A backup that was written and read back: its `file`, and how many `files` it holds."""

    schema_: Schema[Literal["hageplan/backup/1"]] = "hageplan/backup/1"
    file: str
    files: NonNegativeInt


def backup_to(folder: Path, target: Path | None, now: datetime, *, name: str = BACKUP) -> Backup:
    """Write a backup of the workspace and read it back; its file begins with `name`.

    It is put into `sikkerhetskopier/` of the workspace, or into the folder `target`. Raises
    RequestError where a file cannot be read or the archive cannot be written.
    """
    path = _free(target or folder / KOPIER, f"{name}-{now:%Y-%m-%d-%H%M%S}")
    contents = contents_of(folder)
    remove_abandoned(path.parent)  # of another day, which nothing else would find on another disk
    replace_file(path, _zipped(contents, now))
    if read_backup(path) != contents:
        raise RequestError(
            msg("{path}: what was read back is not what was written", path=path),
            msg("do not rely on this backup; write one to another disk with --folder FOLDER"),
        )
    return Backup(file=str(path), files=len(contents))


def _free(folder: Path, name: str) -> Path:
    """Return a path that no earlier backup of the same second has."""
    names = (f"{name}{end}.zip" for end in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return all files of the workspace by their names in it; raises RequestError."""
    found: dict[str, bytes] = {}
    left = LARGEST
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if _is_ours(path, name):
            try:
                found[_kept_as(name)] = content = read_file(path)
            except OSError as fault:
                raise RequestError(
                    msg("{path}: cannot be read: {why}", path=path, why=why_of(fault)),
                    _NO_GAP,
                ) from fault
            left -= len(content)
            if left < 0:
                most = LARGEST // 1_000_000
                raise RequestError(
                    msg("{path} makes the workspace larger than {most} MB",
                        path=path, most=most),
                    TOO_LARGE,
                )  # fmt: skip
    return found


def latest_backup(folder: Path) -> Path:
    """Return the latest backup in the workspace's own folder for them; raises RequestError."""
    found = sorted((folder / KOPIER).glob(f"{BACKUP}-*.zip"), key=lambda path: path.stem)
    if not found:
        raise RequestError(
            msg("there is no backup in {folder}", folder=folder / KOPIER),
            msg("give its file, or make one: hageplan backup"),
        )
    return found[-1]


def read_backup(path: Path) -> dict[str, bytes]:
    """Return the files of a backup, each as its checksum says; raises RequestError."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_names(path, archive.infolist())
            contents = {one.filename: archive.read(one) for one in archive.infolist()}
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as fault:
        raise RequestError(
            msg(
                "{path} cannot be read as a backup: {why}",
                path=path,
                why=why_of(fault)
                if isinstance(fault, OSError)
                else msg("the zip file is incomplete or damaged"),
            ),
            msg("use another backup; nothing was changed"),
        ) from fault
    _check_sums(path, contents)
    return contents


def _is_ours(path: Path, name: str) -> bool:
    parts = PurePosixPath(name).parts
    aside = parts[0] in (INTERNAL, KOPIER) or any(part.startswith(".") for part in parts)
    whole = parts[0] in (PERSONVERN, UTBOKS, SENDT)
    kept = whole or path.suffix in (".toml", ".ics", ".j2", ".txt", ".csv")
    return kept and not aside and path.is_file()


def _kept_as(name: str) -> str:
    """Return a file's name in a backup: an e-mail that waits is one that may have been sent.

    It will have been when the backup is brought back, and must not be sent twice.
    """
    path = PurePosixPath(name)
    waits = path.parts[0] == UTBOKS and path.suffix in (".eml", ".sendes")
    return path.with_suffix(".uviss").as_posix() if waits else name


def _zipped(contents: Mapping[str, bytes], now: datetime) -> bytes:
    """Return the archive; the same contents at the same time give the same bytes."""
    stream = io.BytesIO()
    sums = "".join(f"{_sum(data)}  {name}\n" for name, data in contents.items()).encode()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**contents, SUMS: sums}.items():
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o640 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def _check_names(path: Path, entries: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse names that lead out of the workspace or come twice, links, and what is too large."""
    names: set[str] = set()
    total = 0
    for entry in entries:
        pure = PurePosixPath(entry.filename)
        leads_out = pure.is_absolute() or ".." in pure.parts or "\\" in entry.filename
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        total += entry.file_size
        hidden = any(part.startswith(".") or ":" in part for part in pure.parts)
        if leads_out or is_link or hidden or entry.is_dir() or entry.filename in names:
            raise _not_ours(path, entry.filename)
        if total > LARGEST:
            raise _not_ours(path, f"> {LARGEST // 1_000_000} MB")
        names.add(entry.filename)
    if SUMS not in names or SETTINGS_FILE not in names:
        raise _not_ours(path, SUMS if SUMS not in names else SETTINGS_FILE)


def _check_sums(path: Path, contents: dict[str, bytes]) -> None:
    """Compare every file with its checksum, and take the checksums out of `contents`."""
    lines = contents.pop(SUMS).decode("utf-8", "replace").splitlines()
    sums = {name: known for known, _, name in (line.partition("  ") for line in lines)}
    found = {name: _sum(content) for name, content in contents.items()}
    wrong = {name for name, _ in found.items() ^ sums.items()}
    if wrong:
        raise RequestError(
            msg(
                "{path} is damaged; these do not match the checksums: {names}",
                path=path,
                names=", ".join(sorted(wrong)),
            ),
            msg("use another backup; nothing was changed"),
        )


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _not_ours(path: Path, why: str) -> RequestError:
    return RequestError(
        msg("{path} is not a backup of a workspace: {why}", path=path, why=why),
        msg("use a backup made by hageplan backup; nothing was changed"),
    )
