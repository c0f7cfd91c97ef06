"""Make a new workspace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.kommune import Kommune
from hageplan.workspace.find import SETTINGS_FILE, data_dir, example_dir
from hageplan.workspace.write import replace_files

_COPIED: Final = (".toml", ".j2")


def create_workspace(folder: Path, kommuner: Sequence[Kommune], *, demo: bool) -> tuple[Path, ...]:
    """Write a commented workspace that covers `kommuner`, or with `demo` the example region.

    Never overwrites: raises RequestError where one of the files exists already.
    """
    source = example_dir() if demo else data_dir() / "mal"
    texts = {
        folder / path.relative_to(source): path.read_text(encoding="utf-8")
        for path in sorted(source.rglob("*"))
        if path.suffix in _COPIED
    }
    present = [path for path in texts if path.exists()]
    if present:
        raise RequestError(
            msg("{path} is there already", path=present[0]),
            msg("choose another folder; nothing was changed"),
        )
    if kommuner and not demo:
        texts[folder / SETTINGS_FILE] = _filled(texts[folder / SETTINGS_FILE], kommuner)
    replace_files(texts)
    return tuple(texts)


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
