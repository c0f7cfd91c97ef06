"""Where things are: the workspace, the files in it, and the data that comes with the package."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.workspace.files import read_toml

SETTINGS_FILE: Final = "hageplan.toml"
KOMMUNER_FILE: Final = "kommuner.toml"
BEDRIFTER: Final = "bedrifter"
LOGG: Final = "logg"
PLANER: Final = "planer"
SVAR: Final = "svar"
"""Holds the answers from the car that wait for somebody to put them right."""
PERSONVERN: Final = "personvern"
KILDER: Final = "kilder"
HENDELSER: Final = "hendelser"
"""Holds what registers told of companies, a file a year."""
KOPIER: Final = "sikkerhetskopier"
ANONYME_FILE: Final = "anonyme.toml"
KALENDER_FILE: Final = "kalender.toml"
OPPSUMMERT_FILE: Final = "oppsummert.toml"
RESSURSER_FILE: Final = "ressurser.toml"
VIRKSOMHETER_FILE: Final = "virksomheter.toml"
"""Holds how many companies there are, from statistics."""
INTERNAL: Final = ".hageplan"
"""Holds what the tool needs while it runs; git ignores it."""
HOLDER: Final = "holder.json"
"""Names who holds a lock, in the folder where the lock lies."""
_PACKAGE: Final = Path(__file__).parents[1]


def data_dir() -> Path:
    """Return the folder of the shipped data, in an installed package or in a checkout."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "data"


def example_dir() -> Path:
    """Return the example region, a workspace."""
    return data_dir() / "eksempel"


def find_workspace(asked_for: Path | None, here: Path) -> Path | None:
    """Return the workspace's folder, or None if the example region is to be used.

    `asked_for` (from `--workspace` or HAGEPLAN_WORKSPACE) must be one; otherwise the nearest folder
    from `here` upwards that holds hageplan.toml counts, unless it is others'. Raises RequestError.
    """
    if asked_for is None:
        found = _nearest(here)
        return found if found in (None, here) or _is_ours(found) else None
    if (asked_for / SETTINGS_FILE).is_file():
        return asked_for
    if not asked_for.is_dir():
        raise RequestError(
            msg("the folder {folder} does not exist", folder=asked_for),
            msg('create one: hageplan init "{folder}"', folder=asked_for),
        )
    raise RequestError(
        msg("{folder} is not a workspace: hageplan.toml is missing", folder=asked_for),
        msg('create one there: hageplan init "{folder}"', folder=asked_for),
    )


def others_workspace(here: Path) -> Path | None:
    """Return the folder above `here` that would be the workspace if it were not others'."""
    found = _nearest(here)
    return None if found in (None, here) or _is_ours(found) else found


def _nearest(here: Path) -> Path | None:
    """Return the nearest folder that holds hageplan.toml, never one above the home folder.

    Nor is it one of another file system. What lies there was put there by others, or by chance.
    """
    try:
        home = Path.home().resolve()
    except RuntimeError:  # nobody's, as in some containers
        home = None
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
        if folder == home or os.path.ismount(folder):
            return None
    return None


def _is_ours(folder: Path) -> bool:
    """Tell whether a workspace belongs to who runs the command; Windows has no such number."""
    if sys.platform == "win32":  # pragma: no cover
        return True
    owners = {path.stat().st_uid for path in (folder, folder / SETTINGS_FILE)}
    return owners == {os.getuid()}


def journal_file(folder: Path) -> Path:
    """Return the file in which a change of several files is noted while it happens."""
    return folder / INTERNAL / "journal"


def is_cut_off(folder: Path) -> bool:
    """Tell whether a change of several files is under way in a workspace, or was cut off."""
    return journal_file(folder).exists()


def is_held(folder: Path) -> bool:
    """Tell whether somebody writes in a workspace, or was stopped while they did."""
    return (folder / INTERNAL / HOLDER).exists()


def read_language(folder: Path) -> str:
    """Return the language that the settings in `folder` ask for, whatever is wrong in them."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    wanted = file.data.get("sprak", "") if file else ""
    return wanted if isinstance(wanted, str) else ""


def toml_files(folder: Path) -> list[Path]:
    """Return the workspace's TOML files, but for receipts and what the tool needs while it runs."""
    aside = (INTERNAL, KOPIER, PERSONVERN)
    return [
        p for p in sorted(folder.rglob("*.toml")) if p.relative_to(folder).parts[0] not in aside
    ]
