"""Where things are: the workspace, the files in it, and the data that comes with the package."""

from __future__ import annotations

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
PERSONVERN: Final = "personvern"
KILDER: Final = "kilder"
KOPIER: Final = "sikkerhetskopier"
ANONYME_FILE: Final = "anonyme.toml"
KALENDER_FILE: Final = "kalender.toml"
OPPSUMMERT_FILE: Final = "oppsummert.toml"
RESSURSER_FILE: Final = "ressurser.toml"
INTERNAL: Final = ".hageplan"
"""Holds what the tool needs while it runs; git ignores it."""
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
    from `here` upwards that holds hageplan.toml counts. Raises RequestError.
    """
    if asked_for is None:
        return next((d for d in (here, *here.parents) if (d / SETTINGS_FILE).is_file()), None)
    if (asked_for / SETTINGS_FILE).is_file():
        return asked_for
    if not asked_for.is_dir():
        raise RequestError(
            msg("{folder}: there is no such folder", folder=asked_for),
            msg('make one: hageplan init "{folder}"', folder=asked_for),
        )
    raise RequestError(
        msg("{folder}: not a workspace, it has no hageplan.toml", folder=asked_for),
        msg('make it one: hageplan init "{folder}"', folder=asked_for),
    )


def journal_file(folder: Path) -> Path:
    """Return the file in which a change of several files is noted while it happens."""
    return folder / INTERNAL / "journal"


def is_cut_off(folder: Path) -> bool:
    """Tell whether a change of several files is under way in a workspace, or was cut off."""
    return journal_file(folder).exists()


def read_language(folder: Path) -> str:
    """Return the language that the settings in `folder` ask for, whatever is wrong in them."""
    file, _ = read_toml(folder / SETTINGS_FILE, SETTINGS_FILE)
    wanted = file.data.get("sprak", "") if file else ""
    return wanted if isinstance(wanted, str) else ""
