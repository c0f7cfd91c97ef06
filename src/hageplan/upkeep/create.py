"""Make a new workspace."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.kommune import Kommune
from hageplan.workspace.find import SETTINGS_FILE, data_dir, example_dir
from hageplan.workspace.journal import change_files

_COPIED: Final = (".toml", ".j2")


def new_workspace(folder: Path, kommuner: Sequence[Kommune], *, demo: bool) -> dict[Path, str]:
    """Return the files of a commented workspace that covers `kommuner`, or of the example region.

    The settings come first: with them the folder is a workspace.
    """
    source = example_dir() if demo else data_dir() / "mal"
    texts = {
        folder / path.relative_to(source): path.read_text(encoding="utf-8")
        for path in sorted(source.rglob("*"))
        if path.suffix in _COPIED
    }
    settings = texts.pop(folder / SETTINGS_FILE)
    if kommuner and not demo:
        settings = _filled(settings, kommuner)
    return {folder / SETTINGS_FILE: settings, **texts}


def create_workspace(folder: Path, files: Mapping[Path, str]) -> None:
    """Write the files of a new workspace; only the holder of its lock may call this.

    Raises RequestError where one of them is there already.
    """
    check_free(files)
    change_files(folder, files)


def check_free(paths: Iterable[Path]) -> None:
    """Raise RequestError where one of the files is there already: none is ever overwritten."""
    present = next((path for path in paths if path.exists()), None)
    if present is not None:
        raise RequestError(
            msg("{path} already exists", path=present),
            msg("choose another folder; nothing was changed"),
        )


def _filled(template: str, kommuner: Sequence[Kommune]) -> str:
    """Put the municipalities and an office in the first one's centre into the template."""
    numbers = ", ".join(json.dumps(kommune.kommunenummer) for kommune in kommuner)
    names = ", ".join(kommune.navn for kommune in kommuner)
    first = kommuner[0]
    place = f"navn = {json.dumps(first.senter, ensure_ascii=False)}, lat = {first.lat}"
    return template.replace("dekker = []", f"dekker = [{numbers}]  # {names}").replace(
        '# kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }',
        f"kontor = {{ {place}, lon = {first.lon} }}",
    )
