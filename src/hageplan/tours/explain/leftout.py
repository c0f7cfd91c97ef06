"""Why each company that is not visited is not, and what would let it be: by trying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hageplan.messages import encode
from hageplan.records.bedrift import Bedrift
from hageplan.records.plan import LeftOut, Reason
from hageplan.records.settings.planlegging import Planlegging
from hageplan.tours.build import PlanningCase, VisitCandidate
from hageplan.tours.choose import Choice
from hageplan.tours.explain.remedies import Remedies
from hageplan.tours.solve.local_search import InsertionCache, open_visits
from hageplan.tours.solve.problem import Routes, VisitProblem, VisitTask
from hageplan.tours.solve.windows import is_closed

HELPED: Final = 100
"""For so many, the best, it is tried what would help: nobody reads as far, and each takes 5 ms."""


def left_out(
    case: PlanningCase, routes: Routes, choice: Choice, rules: Planlegging
) -> tuple[LeftOut, ...]:
    """Return the companies without a visit: the considered, best prize first, then the excluded."""
    visited = {case.candidate(n).organisasjonsnummer for route in routes for n in route}
    insertions = InsertionCache(case.problem)
    remedies = Remedies(case, routes, insertions, rules)
    reasons = _Reasons(case, routes, choice, insertions, remedies)
    numbers = {case.candidate(n).organisasjonsnummer: n for n in open_visits(case.problem, routes)}
    tried = [
        reasons.entry(n, is_helped=rank < HELPED)
        for rank, n in enumerate(_best_first(case, (numbers[c] for c in numbers.keys() - visited)))
    ]
    count = encode("", count=len(case.candidates))
    others = [
        _entry(c.bedrift, "later", encode("", date=choice.later[number]), prize=c.prize_minutes)
        if (number := c.organisasjonsnummer) in choice.later
        else _entry(c.bedrift, "not-tried", count, prize=c.prize_minutes)
        for c in choice.candidates
        if c.organisasjonsnummer not in case.candidates
    ]
    best_first = sorted([*tried, *others], key=lambda c: (-c.prize_minutes, c.organisasjonsnummer))
    return (*best_first, *(_entry(e.bedrift, e.reason, e.detail) for e in choice.excluded))


def _best_first(case: PlanningCase, numbers: Iterable[int]) -> list[int]:
    """Return visits in the order of their companies' prizes."""

    def rank(number: int) -> tuple[int, str]:
        candidate = case.candidate(number)
        return -candidate.prize_minutes, candidate.organisasjonsnummer

    return sorted(numbers, key=rank)


def _entry(
    bedrift: Bedrift,
    reason: Reason,
    detail: str,
    *,
    prize: int = 0,
    detour: int | None = None,
    remedies: Sequence[str] = (),
) -> LeftOut:
    return LeftOut(
        organisasjonsnummer=bedrift.organisasjonsnummer,
        navn=bedrift.navn,
        kommunenummer=bedrift.kommunenummer,
        reason=reason,
        detail=detail,
        prize_minutes=prize,
        detour_minutes=detour,
        remedies=tuple(remedies),
    )


class _Reasons:
    """Finds the reason of one company after another."""

    def __init__(
        self,
        case: PlanningCase,
        routes: Routes,
        choice: Choice,
        insertions: InsertionCache,
        remedies: Remedies,
    ) -> None:
        self._case = case
        self._problem = case.problem
        self._routes = routes
        self._insertions = insertions
        self._remedies = remedies
        self._names = {c.organisasjonsnummer: c.bedrift.navn for c in choice.candidates}
        self._waiting = {rule.later for rule in choice.precedences}
        visited = {case.candidate(n).organisasjonsnummer for route in routes for n in route}
        self._missing: Mapping[str, str] = {
            rule.later: rule.earlier for rule in choice.precedences if rule.earlier not in visited
        }
        self._visited = len(visited)
        self._is_full = max(case.problem.room(routes)) <= 0

    def entry(self, number: int, *, is_helped: bool) -> LeftOut:
        """Return why a visit is not made, and what would help where that `is_helped`."""
        candidate = self._case.candidate(number)
        reason, detour, detail = self._why(number, candidate)
        is_tried = is_helped and candidate.organisasjonsnummer not in self._waiting
        remedies = self._remedies.of(number, reason, detour) if is_tried else ()
        return _entry(
            candidate.bedrift,
            reason,
            detail,
            prize=candidate.prize_minutes,
            detour=detour,
            remedies=remedies,
        )

    def _why(self, number: int, candidate: VisitCandidate) -> tuple[Reason, int | None, str]:
        problem, visit = self._problem, self._problem.visits[number]
        earlier = self._missing.get(visit.organisasjonsnummer)
        if earlier is not None:
            return "waits", None, encode("", name=self._names.get(earlier, earlier))
        if candidate.is_for_two:
            return "no-time-for-two", None, ""
        if not _is_open_while_we_work(problem, visit):
            return self._closed(candidate)
        empty = tuple(() for _ in problem.shifts)
        if self._insertions.best(empty, number) is None:
            return "too-far", None, ""
        if self._is_full:
            return "visit-limit", None, encode("", limit=self._visited)
        insertion = self._insertions.best(self._routes, number)
        if insertion is None:
            return "no-time-left", None, ""
        if insertion.detour < visit.prize:
            return "uneven", insertion.detour, ""
        detail = encode("", detour_minutes=insertion.detour, prize_minutes=visit.prize)
        return "not-worth-the-drive", insertion.detour, detail

    def _closed(self, candidate: VisitCandidate) -> tuple[Reason, int | None, str]:
        bedrift, days = candidate.bedrift, self._case.days
        if not any(set(bedrift.krever) <= set(day.medarbeider.kan) for day in days):
            return "nobody-can", None, ""
        if all(is_closed(bedrift, day.date) for day in days):
            return "season", None, ""
        if off := candidate.called_off & {day.date for day in days}:
            return "called-off", None, encode("", date=min(off))
        return "outside-hours", None, ""


def _is_open_while_we_work(problem: VisitProblem, visit: VisitTask) -> bool:
    """Tell whether a meeting would fit into some working day, were we there already."""
    return any(
        window.latest >= shift.earliest and window.earliest + visit.minutes <= shift.latest
        for shift, windows in zip(problem.shifts, visit.windows, strict=True)
        for window in windows
    )
