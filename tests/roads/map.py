"""A small map near Røros, as OpenStreetMap has it."""

from __future__ import annotations

from itertools import pairwise

Point = tuple[float, float]
AREA: Point = (62.57, 11.4)
STEP = 0.002
"""Degrees between two nodes of a road: some hundred metres or two."""
FIRST_ID = 12_000_000_000
"""As high as they are today."""
RING: Point = (62.60, 11.40)
"""On the mountain road."""
MOUNTAIN: tuple[Point, ...] = ((62.58, 11.40), (62.62, 11.40))
"""The part of it that closes in winter."""
WAYS: dict[str, tuple[dict[str, str], tuple[Point, ...]]] = {
    "main": ({"highway": "primary", "maxspeed": "80"}, ((62.57, 11.20), (62.57, 11.40), (62.57, 11.70))),
    "mountain": ({"highway": "tertiary", "maxspeed": "60"}, ((62.57, 11.40), RING, (62.66, 11.40))),
    "valley": (
        {"highway": "secondary", "maxspeed": "80"},
        ((62.57, 11.70), (62.66, 11.70), (62.66, 11.40)),
    ),
    "one way": (
        {"highway": "residential", "oneway": "yes", "maxspeed": "30"},
        ((62.57, 11.50), (62.56, 11.50), (62.56, 11.20), (62.57, 11.20)),
    ),
    "private": ({"highway": "service", "access": "private"}, ((62.57, 11.30), (62.60, 11.30))),
    "ferry": ({"route": "ferry", "motor_vehicle": "yes", "duration": "00:20"},
              ((62.57, 11.20), (62.57, 11.10))),
    "island": ({"highway": "unclassified"}, ((62.57, 11.10), (62.57, 11.00))),
    "built": ({"highway": "primary", "construction": "primary"}, ((62.57, 11.40), (62.54, 11.40))),
    "path": ({"highway": "path"}, ((62.57, 11.60), (62.52, 11.60))),
}  # fmt: skip
PLACES: dict[str, Point] = {
    "office": (62.57, 11.40),
    "farm": (62.66, 11.40),
    "street": (62.56, 11.45),
    "private": (62.60, 11.30),
    "island": (62.57, 11.02),
    "built": (62.545, 11.40),
    "far": (62.90, 11.40),
}


def osm_xml() -> str:
    """Return the map as XML; where roads meet they share a node."""
    ids: dict[Point, int] = {}
    ways = []
    for number, (tags, corners) in enumerate(WAYS.values(), start=1):
        refs = [ids.setdefault(point, FIRST_ID + len(ids)) for point in _points(corners)]
        told = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        about = f'id="{number}" version="1" timestamp="2026-10-0{number}T00:00:00Z"'
        ways.append(f"<way {about}>{nodes}{told}</way>")
    nodes = "".join(
        f'<node id="{ref}" version="1" lat="{lat}" lon="{lon}"/>' for (lat, lon), ref in ids.items()
    )
    return f'<osm version="0.6">{nodes}{"".join(ways)}</osm>'


def _points(corners: tuple[Point, ...]) -> list[Point]:
    found = [corners[0]]
    for (lat, lon), (north, east) in pairwise(corners):
        count = round(max(abs(north - lat), abs(east - lon)) / STEP)
        found += [
            (round(lat + (north - lat) * n / count, 6), round(lon + (east - lon) * n / count, 6))
            for n in range(1, count + 1)
        ]
    return found
