"""What imports keep for themselves in `.hageplan`: how the last is undone, and fetched pages."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Final

from hageplan.workspace.lock import FOLDER
from hageplan.workspace.write import replace_file

_UNDO: Final = "angre.json"
_PAGES: Final = "brreg"


class KeptPages:
    """Texts by key, a file each, of one day; those of other days are not known."""

    def __init__(self, folder: Path, day: date) -> None:
        self._folder = folder / FOLDER / _PAGES / f"{day}"

    def get(self, key: str) -> str | None:
        """Return what is kept, None where nothing is."""
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
    """Return where it stands how the last import is taken back."""
    return folder / FOLDER / _UNDO


def drop_pages(folder: Path) -> None:
    """Remove the pages that were fetched."""
    shutil.rmtree(folder / FOLDER / _PAGES, ignore_errors=True)


def drop_kept(folder: Path) -> None:
    """Remove all of it."""
    undo_path(folder).unlink(missing_ok=True)
    drop_pages(folder)
