"""Kilometres by road between those who are suggested to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from hageplan.matching.result import ScorePart, Suggestion
from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.travel import Travel

MOST: Final = 1000
"""Pairs that are asked for: of a whole county's there are more than anybody reads."""
_Drives = dict[tuple[str, str], tuple[float, bool]]
"""Of pairs of ids: kilometres, and whether the estimate stands in for the road."""


def by_road(
    pairs: Sequence[Suggestion],
    places: Mapping[str, Sted],
    travel: Travel,
    *,
    half_km: float,
    today: date,
) -> list[Suggestion]:
    """Return pairs with kilometres by road, and nearness and score with them; the best first.

    Nobody else's drives are asked for. Pairs after the first `MOST` stay estimated.
    """
    first = pairs[:MOST]
    drives = _drives(first, places, travel, today)
    found = (_moved(pair, drives, half_km) for pair in first)
    return [*sorted(found, key=lambda one: (-one.score, one.a.id, one.b.id)), *pairs[MOST:]]


def remarks(travel: Travel, today: date) -> Iterator[str]:
    """Give what kilometres by road rest on, as coded remarks."""
    yield encode("match-roads", most=MOST)
    yield from travel.assumptions()
    yield from travel.source.aged(today)


def _drives(
    pairs: Sequence[Suggestion], places: Mapping[str, Sted], travel: Travel, today: date
) -> _Drives:
    """Return the drive of each pair, asked for with the others of the same first company."""
    others: dict[str, list[str]] = {}
    for pair in pairs:
        others.setdefault(pair.a.id, []).append(pair.b.id)
    found: _Drives = {}
    for one, to in others.items():
        table = travel.table([places[id_] for id_ in (one, *to)], today)
        for at, other in enumerate(to, start=1):
            found[one, other] = float(table.km[0, at]), bool(table.stood_in[0, at])
    return found


def _moved(pair: Suggestion, drives: _Drives, half_km: float) -> Suggestion:
    """Return the pair as far apart as it is by road."""
    km, stood_in = drives[pair.a.id, pair.b.id]
    before = next(part for part in pair.parts if part.name == "distance")
    now = ScorePart(name="distance", value=0.5 ** (km / half_km), weight=before.weight)
    changed = {
        "km": round(km, 1),
        "stood_in": stood_in,
        "score": pair.score + now.weight * (now.value - before.value),
        "parts": tuple(now if part is before else part for part in pair.parts),
    }
    return pair.model_copy(update=changed)
