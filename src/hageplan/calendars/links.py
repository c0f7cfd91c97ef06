"""Which calendars are links to published ones, as Outlook and Google give, and where copies lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hageplan.workspace.find import INTERNAL

_SCHEMES: Final = ("https://", "http://", "webcal://")
_COPIES: Final = "kalendere"


@dataclass(frozen=True, kw_only=True)
class PublishedCalendar:
    """A published calendar: whose, and where."""

    medarbeider: str
    url: str

    @property
    def name(self) -> str:
        """What faults call it."""
        return link_name(self.medarbeider)


def link_name(medarbeider: str) -> str:
    """Return what faults call somebody's published calendar."""
    return f"kalender ({medarbeider})"


def is_link(kalender: str) -> bool:
    """Tell whether a calendar is named by a link, and not by a file."""
    return kalender.casefold().startswith(_SCHEMES)


def links_of(people: Iterable[Mapping[str, Any]]) -> tuple[PublishedCalendar, ...]:
    """Return the links of the tables `[[medarbeider]]`, as far as they are sound."""
    named = ((str(person.get("id", "")), person.get("kalender")) for person in people)
    return tuple(
        PublishedCalendar(medarbeider=who, url=url)
        for who, url in named
        if isinstance(url, str) and is_link(url)
    )


def copy_of(folder: Path, url: str) -> Path:
    """Return the file of the workspace `folder` that keeps what a link last said."""
    return folder / INTERNAL / _COPIES / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.ics"
