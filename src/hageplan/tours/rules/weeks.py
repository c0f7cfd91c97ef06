"""Several weeks in one plan: one after another, each of its own size, each knowing the others.

The size of a week is what can be followed up in it, so weeks that are planned together would put
most visits first. One after another costs little: four weeks of the example were worth 5 789 and
5 777 (two seeds), all 20 days at once with as many visits, and no limit by week, 5 968 and 6 003.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hageplan.messages import decode, encode
from hageplan.records.plan import LeftOut, Plan, Request, Totals, Tour, TravelInfo
from hageplan.records.proof import Proof
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.calendar import A_WEEK


def are_weeks(asked: Request, rules: Planlegging) -> bool:
    """Tell whether a plan is made week by week.

    Not where it is said how many visits are wanted, or who is visited, on the days together, nor
    where each municipality is to have its share of them.
    """
    is_said = asked.max_visits is not None or asked.only or asked.must
    return asked.as_week and asked.days > A_WEEK and not is_said and not rules.has_shares


def each_week(asked: Request, dates: Sequence[date]) -> Iterator[Request]:
    """Give the requests of the weeks of a plan whose working days are `dates`.

    Each begins after the last working day of the one before: an appointment between two is the
    later one's.
    """
    firsts = dates[::A_WEEK]
    last = (dates[number - 1] for number in range(A_WEEK, len(dates), A_WEEK))
    begins = [asked.from_, *(day + timedelta(days=1) for day in last)]
    stop = asked.stop_rule.part(len(firsts)) if asked.stop_rule else None
    for number, (begin, first) in enumerate(zip(begins, firsts, strict=True)):
        update: dict[str, Any] = {
            "from_": begin,
            "propose_from": first if number or asked.propose_from else None,
            "days": len(dates[number * A_WEEK : (number + 1) * A_WEEK]),
            "stop_rule": stop,
        }
        yield asked.model_copy(update=update)


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """The plans of weeks, in their order, and the tours of an `earlier` plan that they change."""

    plans: tuple[Plan, ...] = ()
    earlier: Plan | None = None

    def known(self, week: Request) -> Plan | None:
        """Return what the next week has to know: what is planned, and what was from its days on."""
        if not self.plans:
            return self.earlier
        begins = week.propose_from or week.from_
        rest = self.earlier.tours if self.earlier else ()
        ours = {stop.organisasjonsnummer for tour in self.tours for stop in tour.stops}
        kept = (_without(tour, ours) for tour in rest if tour.date >= begins)
        tours = (*self.tours, *(tour for tour in kept if tour.stops))
        return (self.earlier or self.plans[0]).model_copy(update={"tours": tours})

    @property
    def tours(self) -> tuple[Tour, ...]:
        """The tours of all of them."""
        return tuple(tour for plan in self.plans for tour in plan.tours)

    def whole(self, asked: Request) -> dict[str, Any]:
        """Return what one plan of all of them has, as the fields of `Plan` are called.

        Not what depends on the records: the time at the desk, and what changes.
        """
        first = self.plans[0]
        proofs = [plan.proof for plan in self.plans if plan.proof is not None]
        stop = asked.stop_rule or first.request.stop_rule
        return {
            "request": asked.model_copy(update={"stop_rule": stop}),
            "tours": self.tours,
            "left_out": tuple(self._left_out()),
            "totals": Totals.of(
                self.tours,
                considered=first.totals.considered,
                at_kommune_centre=first.totals.at_kommune_centre,
            ),
            "travel": TravelInfo(
                provider=first.travel.provider, assumptions=tuple(self._assumptions())
            ),
            "conflicts": tuple(one for plan in self.plans for one in plan.conflicts),
            "proof": Proof.of_weeks(proofs) if proofs else None,
        }

    def _left_out(self) -> Sequence[LeftOut]:
        """Return whom no week visits, and why: the first reason that is more than to come later."""
        visited = {stop.organisasjonsnummer for tour in self.tours for stop in tour.stops}
        found: dict[str, LeftOut] = {}
        for left in (left for plan in self.plans for left in plan.left_out):
            before = found.get(left.organisasjonsnummer)
            if before is None or before.reason == "later":
                found[left.organisasjonsnummer] = left
        rest = (left for number, left in found.items() if number not in visited)
        return sorted(rest, key=lambda left: -left.prize_minutes)

    def _assumptions(self) -> Iterator[str]:
        """Give all remarks once; how long it was looked for is told of the first week."""
        told = {code: None for plan in self.plans for code in plan.travel.assumptions}
        first = self.plans[0].travel.assumptions
        for code in told:
            if code in first or not decode(code)[0].startswith("solver-"):
                yield code
        yield encode("each-week")


def _without(tour: Tour, numbers: set[str]) -> Tour:
    stops = tuple(stop for stop in tour.stops if stop.organisasjonsnummer not in numbers)
    return tour.model_copy(update={"stops": stops})
