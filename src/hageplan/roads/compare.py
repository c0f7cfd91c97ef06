"""What roads change: the plan by the estimate lived through on the roads, and another by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Final

import numpy as np

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.plan import PlanRequest, Tour
from hageplan.records.settings.planlegging import Kjoring
from hageplan.records.settings.veier import Veier
from hageplan.records.workspace import Workspace
from hageplan.roads.compare_result import Driving, Fit, LateHome, LateStop, RoadsComparison
from hageplan.roads.fit import fitted
from hageplan.tours.build import whole_minutes
from hageplan.tours.changes import changes
from hageplan.tours.days import minutes
from hageplan.tours.explain.punctuality import Durations, Times, walk
from hageplan.tours.plan import plan
from hageplan.tours.solve.solver import Progress, part
from hageplan.travel import Travel
from hageplan.travel.roads import travel_of
from hageplan.travel.source import places_of

MOST_PLACES: Final = 100
"""Places between which drives are asked for, to fit the estimate to: some 10 000 drives."""


def compare_roads(
    workspace: Workspace,
    request: PlanRequest,
    *,
    today: date,
    progress: Progress = lambda _: None,
) -> RoadsComparison:
    """Return the plan under the estimate and under roads. Raises RequestError without roads."""
    roads = travel_of(workspace)
    if roads.source.name == "estimate":
        raise RequestError(
            msg("driving times are estimated here, so there are no roads to compare with"),
            msg(
                "build a network (hageplan roads build FILE.osm.pbf), or add a server: tjener "
                "under [veier] in hageplan.toml"
            ),
        )
    before = plan(_estimated(workspace), request, today=today, progress=part(progress, 0, 2))
    after = plan(workspace, request, today=today, progress=part(progress, 1, 2))
    kjoring = workspace.oppsett.kjoring
    days = [_driven(tour, roads, kjoring) for tour in before.tours]
    lived = walk(before.tours, [day.durations for day in days])
    return RoadsComparison(
        example_data=workspace.example_data,
        provider=roads.provider,
        data=roads.source.data,
        estimated=before.totals,
        estimated_on_roads=Driving(
            minutes=sum(sum(day.drives) for day in days),
            km=round(sum(day.km for day in days), 1),
        ),
        by_roads=after.totals,
        late=tuple(_late(before.tours, lived)),
        late_home=tuple(_late_home(before.tours, lived)),
        changes=changes(before, after.tours, after.request, ()),
        fit=_fitted(workspace, today),
        assumptions=roads.assumptions(),
    )


def _estimated(workspace: Workspace) -> Workspace:
    """Return the records as if there were no roads."""
    none = workspace.oppsett.veier.model_copy(update={"tjener": None, "nett": False})
    oppsett = workspace.oppsett.model_copy(update={"veier": none})
    return replace(workspace, oppsett=oppsett)


@dataclass(frozen=True)
class _Day:
    """A tour on the roads: minutes of its drives as plans have them, and kilometres."""

    tour: Tour
    drives: Sequence[int]
    km: float

    @property
    def durations(self) -> Durations:
        """The day, if meetings take as long as they should."""
        meetings = [[float(minutes(s.end) - minutes(s.start))] for s in self.tour.stops]
        return Durations(np.array(meetings), np.array(self.drives, dtype=float)[:, None])


def _driven(tour: Tour, roads: Travel, kjoring: Kjoring) -> _Day:
    places = [tour.start.sted, *(stop.sted for stop in tour.stops), tour.end.sted]
    table = roads.table(places, tour.date)
    parking = np.array([*[kjoring.parkering_minutter] * len(tour.stops), 0.0])
    drives = whole_minutes(table.minutes.diagonal(1) + parking)
    return _Day(tour, drives.tolist(), float(table.km.diagonal(1).sum()))


def _fitted(workspace: Workspace, today: date) -> Fit | None:
    """Return the estimate fitted to the roads alone, without what is known of them by hand."""
    roads = travel_of(replace(workspace, veier=Veier()))
    places = [*dict.fromkeys(places_of(workspace))]
    some = places[:: ceil(len(places) / MOST_PLACES) or 1]
    return fitted(some, roads.table(some, today), workspace.oppsett.kjoring)


def _late(tours: Sequence[Tour], lived: Sequence[Times]) -> Iterator[LateStop]:
    """Give the visits that begin late, in the order of the days."""
    for tour, times in zip(tours, lived, strict=True):
        for stop, begins in zip(tour.stops, times.begins[:, 0], strict=True):
            late = round(float(begins)) - minutes(stop.start)
            if late > 0:
                yield LateStop(
                    organisasjonsnummer=stop.organisasjonsnummer,
                    navn=stop.navn,
                    medarbeider=tour.medarbeider,
                    date=tour.date,
                    start=stop.start,
                    minutes=late,
                )


def _late_home(tours: Sequence[Tour], lived: Sequence[Times]) -> Iterator[LateHome]:
    for tour, times in zip(tours, lived, strict=True):
        late = round(float(times.home[0])) - minutes(tour.end.time)
        if late > 0:
            yield LateHome(
                medarbeider=tour.medarbeider, date=tour.date, end=tour.end.time, minutes=late
            )
