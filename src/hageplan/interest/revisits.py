"""Visits that come back: how much of its interval has passed since a company was last visited.

Source of the intervals that stretch: portatour makes all longer in proportion where a team has
more to visit than it can; so does a plan here, since what a revisit is worth compares companies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final, get_args

from hageplan.interest.model.history import History, history_of, latest_answer
from hageplan.interest.region import checked_region
from hageplan.interest.revisit_result import Coverage, DueVisit, DueVisits, mean_elapsed
from hageplan.messages import encode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.settings.planlegging import Besoksintervaller, Besoksklasse
from hageplan.records.status import MEMBERS
from hageplan.records.workspace import Workspace

HALF: Final = 0.5
"""The part of an interval before which nobody is visited again."""
A_WEEK: Final = 7
"""Days before an agreed day from which on a plan may take it."""
_MOST: Final = 2.0
"""The part of an interval from which on a revisit is worth no more."""


@dataclass(frozen=True, kw_only=True)
class Revisit:
    """When a company is to be visited again.

    Attributes:
        klasse: Its class, None where it has only an interval or a day of its own.
        visited: When it was last visited; None: never.
        since: The day from which its interval counts.
        interval: Its days.
        rests_until: The first day on which it may be visited again.
        is_first: Whether it waits for its first visit, which is due at once.
        is_own: Whether the company has an interval, or an agreed day, of its own.
    """

    bedrift: Bedrift
    klasse: Besoksklasse | None
    visited: date | None
    since: date
    interval: int
    rests_until: date
    is_first: bool = False
    is_own: bool = False

    @property
    def due(self) -> date:
        """The day on which the interval is over."""
        return _days_after(self.since, self.interval)

    def elapsed(self, day: date) -> float:
        """Return the part of the interval that has passed on `day`; 1 or more: it is due."""
        passed = (day - self.since).days / self.interval
        return max(1.0, passed) if self.is_first else max(0.0, passed)


def _days_after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def worth_of(elapsed: float) -> float:
    """Return what a revisit is worth, in [0, 2]: 0 before half the interval, 1 when it is due."""
    return max(0.0, min((elapsed - HALF) / HALF, elapsed, _MOST))


def revisits(workspace: Workspace, history: History) -> Mapping[str, Revisit]:
    """Return when each company of the target group is due, by organisasjonsnummer.

    Left out are those that are not visited, and prospects that never answered and have no interval
    or day of their own. Who was never visited waits since it became what it is, or since the log
    began.
    """
    settings = workspace.oppsett.besoksintervall_dager
    log_began = min((c[0].tid.date() for c in history.values()), default=date.max)
    found = {}
    for bedrift in workspace.maalgruppe:
        number = bedrift.organisasjonsnummer
        if bedrift.may_be_visited and bedrift.status != "avslag":
            one = _revisit(bedrift, history, settings, log_began)
            if one is not None:
                found[number] = one
    return found


def _revisit(
    bedrift: Bedrift, history: History, settings: Besoksintervaller, log_began: date
) -> Revisit | None:
    number = bedrift.organisasjonsnummer
    contacts = history.get(number, ())
    visited = max((c.tid.date() for c in contacts if c.took_place), default=None)
    klasse = class_of(bedrift, history)
    agreed, days = _agreed_day(contacts, visited), interval_of(bedrift, klasse, settings)
    if agreed is not None:
        said, wait = agreed
        return Revisit(
            bedrift=bedrift,
            klasse=klasse,
            visited=visited,
            since=said,
            interval=wait,
            rests_until=_days_after(said, wait - min(A_WEEK, wait // 2)),
            is_own=True,
        )
    if days is None:
        return None
    since = visited or _waits_since(bedrift, history, log_began)
    return Revisit(
        bedrift=bedrift,
        klasse=klasse,
        visited=visited,
        since=since,
        interval=days,
        rests_until=_days_after(visited, -(-days // 2)) if visited else date.min,
        is_first=visited is None,
        is_own=bedrift.besoksintervall_dager is not None,
    )


def interval_of(
    bedrift: Bedrift, klasse: Besoksklasse | None, settings: Besoksintervaller
) -> int | None:
    """Return the days from one visit to the next; None where nothing says so."""
    if bedrift.besoksintervall_dager is not None:
        return bedrift.besoksintervall_dager
    return settings.of(klasse) if klasse else None


def class_of(bedrift: Bedrift, history: History) -> Besoksklasse | None:
    """Return what a company is by its status, else by its latest answer."""
    if bedrift.status == "medlem" or bedrift.status == "maalbedrift":
        return bedrift.status
    answer = latest_answer(history, bedrift.organisasjonsnummer)
    return answer.grade if answer else None


def _agreed_day(contacts: Iterable[Henvendelse], visited: date | None) -> tuple[date, int] | None:
    """Return when it was last agreed to come again, and in how many days."""
    said = [
        (c.tid.date(), c.neste_besok)
        for c in contacts
        if c.neste_besok is not None and (visited is None or c.tid.date() >= visited)
    ]
    if not said:
        return None
    on, due = said[-1]
    return on, max(1, (due - on).days)


def _waits_since(bedrift: Bedrift, history: History, log_began: date) -> date:
    if bedrift.status in MEMBERS:
        return bedrift.medlem_siden or bedrift.status_endret or log_began
    answer = latest_answer(history, bedrift.organisasjonsnummer)
    return answer.date if answer else log_began


def coverage(found: Iterable[Revisit], workspace: Workspace, today: date) -> tuple[Coverage, ...]:
    """Return how many companies of each class were visited within their interval."""
    settings = workspace.oppsett.besoksintervall_dager
    by_class: dict[Besoksklasse, list[Revisit]] = {k: [] for k in get_args(Besoksklasse)}
    for one in found:
        if one.klasse is not None:
            by_class[one.klasse].append(one)
    return tuple(
        Coverage(
            klasse=klasse,
            interval_days=settings.of(klasse),
            companies=len(ones),
            visited=sum(one.visited is not None and today <= one.due for one in ones),
            elapsed=fmean(one.elapsed(today) for one in ones),
        )
        for klasse, ones in by_class.items()
        if ones
    )


def coverage_of(
    workspace: Workspace, today: date, kommuner: Collection[str] = ()
) -> tuple[Coverage, ...]:
    """Return how many companies of each class were visited within their interval, as of `today`.

    `kommuner` are numbers (none: everywhere).
    """
    found = revisits(workspace, history_of(workspace.henvendelser, today)).values()
    here = (one for one in found if not kommuner or one.bedrift.kommunenummer in kommuner)
    return coverage(here, workspace, today)


def due_visits(
    workspace: Workspace, *, today: date, kommuner: Iterable[str] = (), count: int | None = None
) -> DueVisits:
    """Return up to `count` visits that are due on `today`, the longest overdue first.

    `kommuner` are numbers (none: all that are covered or considered). Who has an appointment is
    left out.
    """
    asked = tuple(kommuner)
    places = set(asked or checked_region(workspace, ()))
    again = revisits(workspace, history_of(workspace.henvendelser, today))
    here = [one for one in again.values() if one.bedrift.kommunenummer in places]
    agreed = {a.organisasjonsnummer for a in booked(workspace.avtaler) if a.tid.date() >= today}
    free = (one for one in here if one.bedrift.organisasjonsnummer not in agreed)
    due = [one for one in free if one.elapsed(today) >= 1]
    due.sort(key=lambda one: (-one.elapsed(today), one.due, one.bedrift.organisasjonsnummer))
    covered = coverage(here, workspace, today)
    return DueVisits(
        today=today,
        visits=tuple(_due_visit(one, workspace, today) for one in due[:count]),
        due=len(due),
        coverage=covered,
        outside=workspace.count_outside(places),
        assumptions=(
            *workspace.remarks(),
            *interval_remarks(workspace.oppsett.besoksintervall_dager, covered),
        ),
        example_data=workspace.example_data,
    )


def _due_visit(one: Revisit, workspace: Workspace, today: date) -> DueVisit:
    bedrift = one.bedrift
    return DueVisit(
        organisasjonsnummer=bedrift.organisasjonsnummer,
        navn=bedrift.navn,
        kommunenummer=bedrift.kommunenummer,
        kommune=workspace.kommuner[bedrift.kommunenummer].navn,
        ring_ikke=bedrift.ring_ikke,
        klasse=one.klasse,
        visited=one.visited,
        due=None if one.is_first else one.due,
        elapsed=one.elapsed(today),
    )


def interval_remarks(settings: Besoksintervaller, covered: Iterable[Coverage]) -> tuple[str, ...]:
    """Return the intervals, and whether more is due than is visited, as coded remarks."""
    days = encode("visit-intervals", **{key: f"{days}" for key, days in settings})
    elapsed = mean_elapsed(covered)
    if elapsed <= 1:
        return (days,)
    return days, encode("visits-behind", percent=round(100 * elapsed))
