"""Records that come with the package: the municipalities and the network's resources."""

from __future__ import annotations

import tomli

from hageplan.records.bedrift import Ressurs
from hageplan.records.kommune import Kommune, Kommuner
from hageplan.workspace.find import RESSURSER_FILE, data_dir


def read_kommuner() -> Kommuner:
    """Return all municipalities of Norway."""
    data = tomli.loads((data_dir() / "kommuner.toml").read_text(encoding="utf-8"))
    return Kommuner(Kommune.model_validate(table) for table in data["kommune"])


def read_ressurser() -> tuple[Ressurs, ...]:
    """Return the national network's resources that are shipped as an example."""
    data = tomli.loads((data_dir() / "mal" / RESSURSER_FILE).read_text(encoding="utf-8"))
    return tuple(Ressurs.model_validate(table) for table in data["ressurs"])
