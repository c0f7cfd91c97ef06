"""Whom to ask about at each stop of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from hageplan.matching.result import PairEnd, Suggestion
from hageplan.records.plan import Introduction, Stop, Tour
from hageplan.records.workspace import Workspace


def with_introductions(
    workspace: Workspace, tours: Iterable[Tour], *, today: date
) -> tuple[Tour, ...]:
    """Return the tours with each stop's best partner among the pairs that are suggested today."""
    # The solver of pairs takes longer to load than most of what a plan is written into.
    from hageplan.matching.match import match

    partner: dict[str, Introduction] = {}
    for pair in match(workspace, today=today).bedrifter:
        if pair.chosen and pair.b.slag is None:
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                partner.setdefault(one.id, _introduction(other, pair))
    return tuple(_with_partners(tour, partner) for tour in tours)


def _with_partners(tour: Tour, partner: Mapping[str, Introduction]) -> Tour:
    there = {stop.organisasjonsnummer for stop in tour.stops}
    stops = tuple(_told(stop, partner, there) for stop in tour.stops)
    return tour.model_copy(update={"stops": stops})


def _told(stop: Stop, partner: Mapping[str, Introduction], there: Collection[str]) -> Stop:
    found = partner.get(stop.organisasjonsnummer)
    if found is None:
        return stop
    same_day = found.organisasjonsnummer in there
    return stop.model_copy(update={"introduce": found.model_copy(update={"same_day": same_day})})


def _introduction(other: PairEnd, pair: Suggestion) -> Introduction:
    return Introduction(
        organisasjonsnummer=other.id,
        navn=other.navn,
        km=pair.km or 0.0,
        needs=tuple(dict.fromkeys(meeting.needs for meeting in pair.meetings)),
    )
