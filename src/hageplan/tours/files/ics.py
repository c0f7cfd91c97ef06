"""A plan as an iCalendar file (RFC 5545): a visit an event, the driving beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as IcsEvent
from icalendar.prop import vCalAddress, vGeo, vRecur

from hageplan.i18n import _, say, shown
from hageplan.messages import msg
from hageplan.tours.files.alert_texts import known_lines
from hageplan.tours.files.calendar_events import CalendarEvent
from hageplan.tours.files.itinerary import ItineraryStop
from hageplan.tours.files.visit_texts import (
    introduction,
    is_at_centre,
    planned,
    unknown_position,
    way,
)
from hageplan.ui.clean import printable
from hageplan.ui.texts import remark

ZONE: Final = ZoneInfo("Europe/Oslo")
NO_MAIL: Final = "invalid:nomail"
_SINCE: Final = date(1996, 10, 27)
"""Since when summer time in Norway follows the rule that it still follows (EU 2000/84)."""


@dataclass(frozen=True, kw_only=True)
class Organizer:
    """Whose calendar it is: the næringshage, and the address that its letters come from."""

    navn: str
    epost: str


def plan_ics(
    events: tuple[CalendarEvent, ...],
    name: str,
    organizer: Organizer,
    alarm_minutes: int,
    *,
    example: bool,
) -> bytes:
    """Return the events as a calendar called `name`; an alarm tells when to leave.

    The same events give the same bytes. `example` marks each event as invented.

    The events are published: nobody is invited, so an answer is neither asked for nor possible, and
    Outlook makes appointments of them. Of a REQUEST it makes a meeting of the first event alone,
    and leaves the others out (MS-STANOICAL, 2.2.175).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//hageplan//hageplan//NO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(name))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add_component(_oslo())
    has_several = len({event.hendelse.medarbeider for event in events}) > 1
    for event in events:
        component = _event(event, alarm_minutes)
        component.add("organizer", _address(organizer))
        component.add("summary", _summary(event, has_several=has_several, example=example))
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _address(organizer: Organizer) -> vCalAddress:
    """Return whose events these are: RFC 5546, 3.2.1 asks for it; Outlook writes `invalid:nomail`.

    That is where there is no address.
    """
    found = vCalAddress(f"mailto:{organizer.epost}" if organizer.epost else NO_MAIL)
    if organizer.navn:
        found.params["cn"] = printable(organizer.navn)
    return found


def _oslo() -> Timezone:
    """Return the rules of Norwegian time."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    daylight, standard = TimezoneDaylight(), TimezoneStandard()
    parts = ((daylight, "CEST", winter, summer, 3, 2), (standard, "CET", summer, winter, 10, 3))
    for part, short, before, after, month, hour in parts:
        year = _SINCE.year + (month < _SINCE.month)
        part.add("tzname", short)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("dtstart", _last_sunday(year, month, hour))
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        zone.add_component(part)
    return zone


def _last_sunday(year: int, month: int, hour: int) -> datetime:
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(hour))


def _event(event: CalendarEvent, alarm_minutes: int) -> IcsEvent:
    own, found = event.hendelse, IcsEvent()
    changed = datetime.combine(own.endret, time(), UTC)
    found.add("uid", own.uid)
    found.add("sequence", own.sekvens)
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("dtstart", own.start.replace(tzinfo=ZONE))
    found.add("dtend", own.slutt.replace(tzinfo=ZONE))
    found.add("categories", ["hageplan"])
    is_busy = event.kind == "visit" and not own.avlyst
    found.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    found.add("x-microsoft-cdo-busystatus", "BUSY" if is_busy else "FREE")
    if own.avlyst:
        found.add("status", "CANCELLED")
        return found
    if event.visit is None:
        found.add("status", "CONFIRMED")
        return found
    _tell(found, event.visit, event)
    before = own.start - (event.leave or own.start) + timedelta(minutes=alarm_minutes)
    found.add_component(_alarm(before, event))
    return found


def _tell(found: IcsEvent, visit: ItineraryStop, event: CalendarEvent) -> None:
    """Add where the visit is, and what is known of it."""
    stop = visit.stop
    found.add("status", "CONFIRMED" if stop.avtale else "TENTATIVE")
    found.add("location", printable(visit.adresse or stop.place))
    if not is_at_centre(stop):
        found.add("geo", vGeo((stop.lat, stop.lon)))
    found.add("description", "\n".join(map(printable, _description(visit, event))))


def _description(visit: ItineraryStop, event: CalendarEvent) -> Iterator[str]:
    stop, contact = visit.stop, visit.kontakt
    yield say("Leave at {time}; {who}", time=f"{event.leave:%H:%M}", who=event.who)
    yield from planned(visit)
    person = ", ".join(filter(None, (contact.navn, contact.rolle, contact.telefon, contact.epost)))
    if person:
        yield _("Contact: {person}").format(person=person)
    yield from filter(None, (unknown_position(stop), way(visit)))
    known, asked = [*known_lines(visit, is_aged=False)], [*map(remark, visit.ask)]
    for heading, lines in ((_("Known before"), known), (_("Ask about"), asked)):
        if lines:
            yield ""
            yield f"{heading}:"
            yield from (f"- {line}" for line in lines)
    if stop.introduce is not None:
        yield f"- {introduction(stop.introduce)}"


def _summary(event: CalendarEvent, *, has_several: bool, example: bool) -> str:
    """Return what a calendar shows of an event; of several people's it says whose it is."""
    if event.kind == "visit":
        words = say("Visit: {name}", name=event.navn or "–")
    elif event.kind == "lunch":
        words = _("Lunch")
    else:
        words = say("Drive to {name}", name=event.navn) if event.navn else _("Drive")
    if has_several:
        words = f"{words} ({event.who})"
    if event.hendelse.avlyst:
        words = say("Cancelled: {what}", what=words)
    return printable(f"{_('EXAMPLE')}: {words}" if example else words)


def _alarm(before: timedelta, event: CalendarEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    told = msg("Leave at {time} for {name}", time=f"{event.leave:%H:%M}", name=event.navn)
    alarm.add("description", printable(shown(told)))
    return alarm
