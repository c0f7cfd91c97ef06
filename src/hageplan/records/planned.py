"""Which tours stand, where several plans are saved: the latest word on a person's day counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hageplan.records.plan import Plan, Tour


def standing_tours(plans: Iterable[Plan], first: date, last: date) -> tuple[Tour, ...]:
    """Return the tours from `first` to `last`, by day and person; `plans` begin with the latest.

    A plan speaks for its people on the days that it has, also for those whom it leaves at home; not
    before it proposes any visit, since it has nothing but appointments then. Whom a later plan
    visits is not visited by an earlier one.
    """
    found: list[Tour] = []
    told: set[tuple[str, date]] = set()
    visited: set[str] = set()
    for plan in plans:
        begins = max(first, plan.request.propose_from or first)
        tours = [tour for tour in plan.tours if begins <= tour.date <= last]
        for tour in tours:
            stops = tuple(s for s in tour.stops if s.organisasjonsnummer not in visited)
            if stops and (tour.medarbeider, tour.date) not in told:
                found.append(tour.model_copy(update={"stops": stops}))
        people = {*plan.request.medarbeidere, *(tour.medarbeider for tour in tours)}
        told |= {(who, tour.date) for who in people for tour in tours}
        visited |= {stop.organisasjonsnummer for tour in tours for stop in tour.stops}
    return tuple(sorted(found, key=lambda tour: (tour.date, tour.medarbeider)))
