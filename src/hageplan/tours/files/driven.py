"""How a day is driven over the map."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

from hageplan.records.plan import Tour
from hageplan.records.workspace import Workspace
from hageplan.travel import Leg, Line
from hageplan.travel.roads import travel_of


@dataclass(frozen=True)
class DrivenDay:
    """The drives of a day in their order; `roads` tells whether they follow roads."""

    legs: tuple[Leg, ...]
    roads: bool

    @property
    def line(self) -> Line:
        """The whole way, each place once; degrees north and east."""
        points = (point for leg in self.legs for point in leg.line)
        return tuple(point for point, _ in groupby(points))


def driven(workspace: Workspace, tour: Tour) -> DrivenDay:
    """Return how a tour is driven, as the workspace's roads are on its day."""
    travel = travel_of(workspace)
    places = [tour.start.sted, *(stop.sted for stop in tour.stops), tour.end.sted]
    legs = tuple(travel.leg(one, then, tour.date) for one, then in pairwise(places))
    is_estimate = travel.source.name == "estimate"
    return DrivenDay(legs, roads=not is_estimate and not all(leg.stood_in for leg in legs))
