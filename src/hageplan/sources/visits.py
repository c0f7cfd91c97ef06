"""Visits that stand in somebody's calendar: those that were, and those that are to come.

Only events that name a company of the records are told of: the rest of a calendar is private.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.avtaler import booked, new_avtale
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.spelling import name_key
from hageplan.records.workspace import Workspace
from hageplan.sources.companies import Rejection

SPAN: Final = timedelta(days=366)
"""How far back and ahead a calendar is read."""
SHORTEST_NAME: Final = 4
"""Letters that a name must have to be looked for in what an event is called."""
_ZONE: Final = ZoneInfo("Europe/Oslo")
_NUMBER: Final = re.compile(r"\d{9}")
_SIGNS: Final = "\n "


@dataclass
class Visits:
    """What a calendar came to.

    Attributes:
        past: Contacts to be logged, as proposals.
        coming: Appointments to be booked.
        same: How many events are in the log already.
        rejected: Events that may be of several companies, or collide with what is booked; `line`
            is the number of the event.
        outside: How many events name no company.
    """

    file: str
    past: list[Henvendelse] = field(default_factory=list)
    coming: list[Avtale] = field(default_factory=list)
    same: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    outside: int = 0

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many events there were, and of which kind."""
        new = len(self.past) + len(self.coming)
        kinds = {"new": new, "same": self.same, "rejected": len(self.rejected)}
        return {"rows": sum(kinds.values()), **kinds}


def read_visits(path: Path, workspace: Workspace, medarbeider: str, now: datetime) -> Visits:
    """Return the visits in a calendar file of `medarbeider`, as of the local time `now`.

    Raises RequestError where it is no calendar.
    """
    found = Visits(path.name)
    logged = {(h.organisasjonsnummer, h.tid.date()) for h in workspace.henvendelser}
    agreed = {a.organisasjonsnummer: a for a in booked(workspace.avtaler) if a.tid >= now}
    taken = {id_of(avtale) for avtale in workspace.avtaler}
    names = [(name_key(b.navn), b) for b in workspace.bedrifter]
    for number, event in enumerate(_events(path, now.date()), start=1):
        companies = _companies(event, names)
        if len(companies) != 1:
            if companies:
                which = ", ".join(sorted(bedrift.navn for bedrift in companies))
                found.rejected.append(Rejection(number, msg("it may be {which}", which=which)))
            else:
                found.outside += 1
            continue
        company, tid, minutes = companies[0].organisasjonsnummer, *_span(event)
        if tid < now:
            if (company, tid.date()) in logged:
                found.same += 1
                continue
            logged.add((company, tid.date()))
            found.past.append(
                Henvendelse(
                    organisasjonsnummer=company, tid=tid, medarbeider=medarbeider, minutter=minutes
                )
            )
        elif (there := agreed.get(company)) is None:
            avtale = new_avtale(company, tid, medarbeider, minutes, taken)
            taken.add(avtale.id)
            agreed[company] = avtale
            found.coming.append(avtale)
        elif there.tid == tid:
            found.same += 1
        else:
            what = msg(
                "{name} is booked at {when}; move that: hageplan move",
                name=companies[0].navn,
                when=f"{there.tid:%Y-%m-%d %H:%M}",
            )
            found.rejected.append(Rejection(number, what))
    return found


def _events(path: Path, today: date) -> Iterator[Any]:
    """Give the events with a time of day that take their owner's time, in order."""
    import recurring_ical_events
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(path.read_bytes())
        events = recurring_ical_events.of(calendar).between(today - SPAN, today + SPAN)
    except OSError as fault:
        raise RequestError(
            msg("{path}: cannot be read: {why}", path=path, why=fault.strerror or str(fault))
        ) from fault
    except Exception as fault:  # a library may raise anything on a foreign file
        raise RequestError(
            msg("{path}: not a calendar (iCalendar): {why}", path=path, why=type(fault).__name__),
            msg("export the calendar again; nothing was changed"),
        ) from fault
    timed = (event for event in events if isinstance(event["DTSTART"].dt, datetime))
    open_ = (
        event
        for event in timed
        if str(event.get("STATUS", "")) != "CANCELLED"
        and str(event.get("TRANSP", "")) != "TRANSPARENT"
    )
    yield from sorted(open_, key=lambda event: (_local(event.start), str(event.get("UID", ""))))


def _span(event: Any) -> tuple[datetime, int]:  # noqa: ANN401  (icalendar's events)
    """Return the local beginning and the minutes, as many as a visit may take."""
    start, end = _local(event.start), _local(event.end)
    return start, min(max(int((end - start).total_seconds() // 60), 5), 480)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_ZONE).replace(tzinfo=None) if moment.tzinfo else moment


def _companies(event: Any, names: Iterable[tuple[str, Bedrift]]) -> list[Bedrift]:  # noqa: ANN401
    """Return the companies that an event names: by number, else by the longest of names."""
    told = _SIGNS.join(str(event.get(key, "")) for key in ("SUMMARY", "LOCATION", "UID"))
    numbers = set(_NUMBER.findall(told))
    known = [*names]
    if by_number := [b for _key, b in known if b.organisasjonsnummer in numbers]:
        return by_number
    text = f" {name_key(str(event.get('SUMMARY', '')))} {name_key(str(event.get('LOCATION', '')))} "
    found = [(key, b) for key, b in known if len(key) >= SHORTEST_NAME and f" {key} " in text]
    longest = max((len(key) for key, _b in found), default=0)
    return [bedrift for key, bedrift in found if len(key) == longest]
