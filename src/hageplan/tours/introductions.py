"""Whom to ask about at each stop of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

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
            needs = tuple(dict.fromkeys(one.needs for one in pair.meetings or pair.words))
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                whom = Introduction(
                    organisasjonsnummer=other.id, navn=other.navn, km=pair.km or 0.0, needs=needs
                )
                partner.setdefault(one.id, whom)
    return tuple(_with_partners(tour, partner) for tour in tours)


def _with_partners(tour: Tour, partner: Mapping[str, Introduction]) -> Tour:
    there = {stop.organisasjonsnummer for stop in tour.stops}

    def told(stop: Stop) -> Stop:
        found = partner.get(stop.organisasjonsnummer)
        if found is None:
            return stop
        whom = found.model_copy(update={"same_day": found.organisasjonsnummer in there})
        return stop.model_copy(update={"introduce": whom})

    return tour.model_copy(update={"stops": tuple(map(told, tour.stops))})
