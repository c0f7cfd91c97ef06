"""What `--version` prints: what whoever helps needs to know of an installation."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution, requires
from typing import Final

from hageplan import __version__
from hageplan.errors import RequestError
from hageplan.i18n import _, say, shown
from hageplan.messages import Message, msg
from hageplan.records.settings.planlegging import STATENS_SATS
from hageplan.tours.solve.compiled import wheel_platform
from hageplan.tours.solve.engine import LIBRARY, library

EXTRAS: Final = ("nokkelring", "veier", "klynge")
"""Those that commands ask for."""
_OF_EXTRA: Final = re.compile(r"""([\w.-]+).*extra == ["'](\w+)["']""")
"""A line of a package's metadata: what one of its extras asks for."""
DATA: Final[Mapping[str, Message]] = {
    "2024": msg("municipalities and their borders"),
    f"{STATENS_SATS.fra:%Y}": msg("mileage rate"),
}
"""What is carried along, by its year. Source: `data/README.md`."""


def version_lines() -> Iterator[str]:
    """Give a line each for the version, the engine, Python, the extras and the data."""
    yield f"hageplan {__version__}"
    yield say("Engine: {engine}", engine=_engine())
    machine = f"{platform.system()} {platform.machine()}"
    yield f"Python: {platform.python_version()}, {machine}"
    yield say("Extras: {extras}", extras=", ".join(extras()) or _("none"))
    yield say(
        "Data: {data}", data=", ".join(f"{shown(what)} {year}" for year, what in DATA.items())
    )


def _engine() -> str:
    """Return the engine's file and which interface it tells, or why it cannot be used."""
    try:
        found = library()
    except RequestError as fault:
        return shown(fault.message)
    interface = f"{found.hageplan_input_size()}/{found.hageplan_parameters_size()}"
    return say(
        "{file}, interface {interface}, wheel {wheel}",
        file=LIBRARY.name,
        interface=interface,
        wheel=wheel_platform(),
    )


def extras() -> tuple[str, ...]:
    """Return the extras of which all packages are installed."""
    asked: dict[str, list[str]] = {name: [] for name in EXTRAS}
    for found in map(_OF_EXTRA.match, requires("hageplan") or ()):
        if found and found[2] in asked:
            asked[found[2]].append(found[1])
    return tuple(
        name for name, packages in asked.items() if packages and all(map(_is_there, packages))
    )


def _is_there(package: str) -> bool:
    try:
        return bool(distribution(package))
    except PackageNotFoundError:
        return False
