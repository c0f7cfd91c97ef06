"""A place on the map."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sted:
    """A named place; `lat`/`lon` in degrees (WGS 84)."""

    navn: str
    lat: float
    lon: float
