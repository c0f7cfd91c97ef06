"""Fetch the calendars that are published as links, and keep copies of them.

A copy holds what says when its owner is busy, and nothing else of the calendar. Links are secrets:
no message quotes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hageplan.calendars.faults import NoCalendarError
from hageplan.calendars.links import PublishedCalendar, copy_of
from hageplan.calendars.parts import CALENDAR, KEPT, MOST_MB, RawComponent, read_content
from hageplan.errors import ServiceError
from hageplan.messages import Message, msg
from hageplan.records.settings.planlegging import Kalender
from hageplan.records.settings.rules import Innlesing
from hageplan.web.service import Service
from hageplan.workspace.write import replace_file

_WEBCAL: Final = "webcal://"
_AGAIN: Final = msg("check the link in hageplan.toml, or give a file instead")


def fetch_by(settings: Innlesing, waiting_s: float) -> Callable[[PublishedCalendar], bytes]:
    """Return what asks for a calendar: for so many seconds, and for no more than is read of one."""
    bounds = {"svar_sekunder": min(waiting_s, settings.svar_sekunder), "svar_megabyte": MOST_MB}
    bounded = settings.model_copy(update=bounds)

    def fetch(link: PublishedCalendar) -> bytes:
        url = link.url
        if url.casefold().startswith(_WEBCAL):
            url = f"https://{url[len(_WEBCAL) :]}"
        service = msg("the calendar of {who}", who=link.medarbeider)
        with Service(service, url, bounded, _AGAIN) as asked:
            return asked.content(url)

    return fetch


def refresh(
    folder: Path,
    links: Iterable[PublishedCalendar],
    *,
    settings: Kalender,
    fetch: Callable[[PublishedCalendar], bytes],
    now: datetime,
) -> Iterator[Message]:
    """Fetch the calendars whose copies are older than the settings allow; give what to know of it.

    `now` has a zone. Where a calendar cannot be had its last copy stands in; raises ServiceError
    where there is none.
    """
    for link in links:
        path = copy_of(folder, link.url)
        kept = _kept_since(path, now)
        if kept is not None and now - kept < timedelta(minutes=settings.hent_minutter):
            continue
        try:
            parts = read_content(fetch(link), link.name, KEPT)
        except (ServiceError, NoCalendarError) as fault:
            why = fault.message if isinstance(fault, ServiceError) else fault.problem.what
            if kept is None:
                raise ServiceError(why, _AGAIN) from fault
            yield msg(
                "{why}; the copy from {when} is used ({hours} hours old)",
                why=why,
                when=kept.replace(tzinfo=None),
                hours=round((now - kept) / timedelta(hours=1)),
            )
            continue
        replace_file(path, _text(parts))


def _kept_since(path: Path, now: datetime) -> datetime | None:
    try:
        changed = path.stat().st_mtime
    except OSError:
        return None
    # A clock that was put back must not make a copy last for ever.
    return min(datetime.fromtimestamp(changed, now.tzinfo), now)


def _text(parts: Iterable[RawComponent]) -> str:
    """Return components as a calendar of their own; what was cut off stays so."""
    whole, lines = True, [f"BEGIN:{CALENDAR}"]
    for part in parts:
        if part.name == CALENDAR:
            whole = whole and part.is_whole
            continue
        lines += [
            f"BEGIN:{part.name}",
            *part.lines,
            *([f"END:{part.name}"] if part.is_whole else []),
        ]
    return "\r\n".join([*lines, *([f"END:{CALENDAR}"] if whole else []), ""])
