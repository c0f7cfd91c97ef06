"""The estimate's factor and speed, fitted to the roads of a region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.roads.compare_result import Fit
from hageplan.travel import FAR_M, DriveTable, Numbers
from hageplan.travel.estimate import great_circle_km

SHORTEST_KM: Final = 3.0
"""As the crow flies; what is nearer hangs on streets more than on the region."""
FEWEST: Final = 10
"""Drives, at least: of fewer there is no median to speak of."""


def fitted(places: Sequence[Sted], driving: DriveTable, usual: Kjoring) -> Fit | None:
    """Return the settings that are right for half of the drives on the roads.

    Medians, so that a mountain in between weighs no more than one drive. None for too few drives.
    """
    straight = great_circle_km(places)
    is_off = driving.off_road_m > FAR_M
    counts = (straight >= SHORTEST_KM) & ~driving.stood_in & ~is_off & ~is_off[:, None]
    if counts.sum() < FEWEST:
        return None
    straight, km, minutes = straight[counts], driving.km[counts], driving.minutes[counts]
    omvei = min(max(round(float(np.median(km / straight)), 2), 1.0), 3.0)
    speed = float(omvei * 60 / np.median(minutes / straight))
    new = usual.model_copy(update={"omvei": omvei, "km_per_time": round(min(speed, 110.0), 1)})
    error, error95 = _errors(straight, minutes, new)
    usual_error, usual_error95 = _errors(straight, minutes, usual)
    return Fit(
        drives=int(counts.sum()),
        omvei=new.omvei,
        km_per_time=new.km_per_time,
        error=error,
        error95=error95,
        usual_omvei=usual.omvei,
        usual_km_per_time=usual.km_per_time,
        usual_error=usual_error,
        usual_error95=usual_error95,
    )


def _errors(straight: Numbers, minutes: Numbers, kjoring: Kjoring) -> tuple[float, float]:
    """Return the median and the 95th percentile of how far off the estimate is."""
    estimated = straight * kjoring.omvei / kjoring.km_per_time * 60
    off = np.abs(estimated - minutes) / minutes
    return round(float(np.median(off)), 3), round(float(np.percentile(off, 95)), 3)
