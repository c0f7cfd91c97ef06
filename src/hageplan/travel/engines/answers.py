"""Numbers and lines out of what road engines answer; ValueError where they are none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from hageplan.travel import Leg, Line, Numbers

Json = Any
"""What came as JSON, before anybody has looked at it."""
_MOST: Final = 1e8
"""Seconds or metres of no drive on Earth."""
NO_WAY: Final = Leg((), math.nan, math.nan)


def numbers(rows: Json, shape: tuple[int, int]) -> Numbers:
    """Return the numbers of a table; NaN where it has null."""
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        raise ValueError(f"not a table of {shape[0]} x {shape[1]}")
    return np.array([[_number(one) for one in row] for row in rows], dtype=float).reshape(shape)


def _number(value: object) -> float:
    if value is None:
        return math.nan
    if type(value) not in (int, float) or not 0 <= float(str(value)) < _MOST:
        raise ValueError(f"{str(value)[:20]} is no time or distance")
    return float(str(value))


def metres(value: object) -> float:
    """Return a distance."""
    found = _number(value)
    if math.isnan(found):
        raise ValueError("a distance is missing")
    return found


def line_of(points: Sequence[Sequence[float]]) -> Line:
    """Return the line of GeoJSON's positions."""
    found = tuple((float(lat), float(lon)) for lon, lat in points)
    if not all(abs(lat) <= 90 and abs(lon) <= 180 for lat, lon in found):
        raise ValueError("a point that is not on Earth")
    return found


def decoded(shape: str) -> Line:
    """Return the line of an encoded polyline of six digits.

    Source: Google's Encoded Polyline Algorithm Format, with Valhalla's precision.
    """
    numbers, value, shift = [], 0, 0
    for sign in shape:
        bits = ord(sign) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lats, lons = np.cumsum(numbers[::2]) / 1e6, np.cumsum(numbers[1::2]) / 1e6
    return line_of([*zip(lons.tolist(), lats.tolist(), strict=True)])
