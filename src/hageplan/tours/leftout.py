"""Why each company that is not visited is not, by trying to fit it in."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.interest.candidates import Excluded
from hageplan.records.bedrift import Bedrift
from hageplan.records.coded import encode
from hageplan.records.plan import LeftOut, Reason
from hageplan.tours.build import Candidate
from hageplan.tours.improve import Routes, best_insertion, unplanned
from hageplan.tours.problem import Visit, VisitProblem


def left_out(
    problem: VisitProblem,
    routes: Routes,
    kept: Sequence[Candidate],
    considered: Sequence[Candidate],
    excluded: Sequence[Excluded],
    limit: int | None,
) -> tuple[LeftOut, ...]:
    """Return the companies without a visit: the considered, best prize first, then the excluded.

    `kept` are those of `considered` that the solver saw, in the order of `problem.visits`.
    """
    tried = [
        _considered(kept[number], *_why(problem, routes, number, limit))
        for number in unplanned(problem, routes)
    ]
    seen = {candidate.bedrift.organisasjonsnummer for candidate in kept}
    others = [
        _considered(candidate, "not-tried", None, encode("", count=len(kept)))
        for candidate in considered
        if candidate.bedrift.organisasjonsnummer not in seen
    ]
    best_first = sorted([*tried, *others], key=lambda c: (-c.prize_minutes, c.organisasjonsnummer))
    return (*best_first, *(_entry(c.bedrift, c.reason, c.detail) for c in excluded))


def _considered(candidate: Candidate, reason: Reason, detour: int | None, detail: str) -> LeftOut:
    return _entry(candidate.bedrift, reason, detail, candidate.prize.minutes, detour)


def _entry(
    bedrift: Bedrift, reason: Reason, detail: str, prize: int = 0, detour: int | None = None
) -> LeftOut:
    return LeftOut(
        organisasjonsnummer=bedrift.organisasjonsnummer,
        navn=bedrift.navn,
        kommunenummer=bedrift.kommunenummer,
        reason=reason,
        detail=detail,
        prize_minutes=prize,
        detour_minutes=detour,
    )


def _why(
    problem: VisitProblem, routes: Routes, number: int, limit: int | None
) -> tuple[Reason, int | None, str]:
    visit = problem.visits[number]
    if not _is_open_while_we_work(problem, visit):
        return "outside-hours", None, ""
    empty = tuple(() for _ in problem.shifts)
    if best_insertion(problem, empty, number) is None:
        return "too-far", None, ""
    if limit is not None and sum(map(len, routes)) >= limit:
        return "visit-limit", None, encode("", limit=limit)
    insertion = best_insertion(problem, routes, number)
    if insertion is None:
        return "no-time-left", None, ""
    detail = encode("", detour_minutes=insertion.detour, prize_minutes=visit.prize)
    return "not-worth-the-drive", insertion.detour, detail


def _is_open_while_we_work(problem: VisitProblem, visit: Visit) -> bool:
    """Tell whether a meeting would fit into some working day, were we there already."""
    return any(
        window.latest >= shift.earliest and window.earliest + visit.minutes <= shift.latest
        for shift, windows in zip(problem.shifts, visit.windows, strict=True)
        for window in windows
    )
