"""The data that comes with the package: the municipalities and the example region."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import tomli

if TYPE_CHECKING:
    from hageplan.records.kommune import Kommuner
    from hageplan.records.ressurs import Ressurs

RESSURSER_FILE: Final = "ressurser.toml"
_PACKAGE: Final = Path(__file__).parents[1]


def data_dir() -> Path:
    """Return the folder of the shipped data, in an installed package or in a checkout."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "data"


def example_dir() -> Path:
    """Return the example region, a workspace."""
    return data_dir() / "eksempel"


def read_kommuner() -> Kommuner:
    """Return all municipalities of Norway."""
    from hageplan.records.kommune import Kommune, Kommuner

    data = tomli.loads((data_dir() / "kommuner.toml").read_text(encoding="utf-8"))
    return Kommuner(Kommune.model_validate(table) for table in data["kommune"])


def read_ressurser() -> tuple[Ressurs, ...]:
    """Return the national network's resources that are shipped as an example."""
    from hageplan.records.ressurs import Ressurs

    data = tomli.loads((data_dir() / "mal" / RESSURSER_FILE).read_text(encoding="utf-8"))
    return tuple(Ressurs.model_validate(table) for table in data["ressurs"])
