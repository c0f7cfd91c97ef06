"""What is said of a company's flags, plans, contacts and questions, wherever its stop is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from hageplan.i18n import _, nsay, say, short_date, shown
from hageplan.messages import Message, msg
from hageplan.records.logg import Flagg, Henvendelse
from hageplan.tours.files.alerts import Alert
from hageplan.tours.files.itinerary import ItineraryStop
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import contact_words
from hageplan.ui.numbers import sentence
from hageplan.ui.texts import remark

WANTS: Final[Mapping[str, Message]] = {
    "flytter": msg("may move"),
    "selger": msg("may sell"),
    "legger_ned": msg("may close down"),
    "utvider": msg("wants to expand"),
}
_HEADS: Final[Mapping[Flagg, Message]] = {
    "rod": msg("Red flag: {about}."),
    "gul": msg("Yellow flag: {about}."),
}
_LONGEST: Final = 60
"""Letters of a note that an alert tells; the whole note stands with the contact."""

Day = Callable[[date], str]
"""How a day is written."""


def alert_text(alert: Alert, day: Day, *, is_aged: bool) -> str:
    """Return what a flag or plan is about, and since when; with ages where those will be read."""
    about = what_about(alert.about)
    told = f"{sentence(about)}."
    if alert.flagg is not None:
        told = shown(Message(_HEADS[alert.flagg].template, {"about": about}))
    return f"{told} {_since(alert, day, is_aged=is_aged)}"


def what_about(contact: Henvendelse) -> str:
    """Return what a flag is about: plans, else what was noted, else needs."""
    if plans := [shown(words) for plan, words in WANTS.items() if getattr(contact, plan)]:
        return ", ".join(plans)
    if note := " ".join(f"{contact.utvidelse} {contact.notat}".split()):
        return printable(_shortened(note)).rstrip(".")
    if contact.behov:
        return printable(say("needs {tags}", tags=", ".join(contact.behov)))
    return _("without a note")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _since(alert: Alert, day: Day, *, is_aged: bool) -> str:
    said = day(alert.about.tid.date())
    if is_aged and alert.days:
        if alert.flagg is None:
            return say("Said {date}, {age} ago.", date=said, age=days_words(alert.days))
        if alert.overdue_days and alert.flagg == "rod" and not alert.is_promised:
            age = days_words(alert.days)
            return say("Said {date}, not followed up for {age}.", date=said, age=age)
        if alert.overdue_days:
            age = days_words(alert.overdue_days)
            return say("Said {date}, {age} overdue.", date=said, age=age)
    if alert.frist is None:
        return say("Said {date}.", date=said)
    return say("Said {date}, due {due}.", date=said, due=day(alert.frist))


def days_words(count: int) -> str:
    """Return a number of days."""
    return nsay("1 day", "{count} days", count=count)


def known_lines(visit: ItineraryStop, *, is_aged: bool = True) -> Iterator[str]:
    """Give what is known of a stop, flags first; without ages in what is read for long."""
    for alert in visit.alerts:
        yield alert_text(alert, short_date, is_aged=is_aged)
    yield from map(remark, visit.known)
    for contact in visit.contacts:
        yield contact_line(contact, short_date)


def contact_line(contact: Henvendelse, day: Day) -> str:
    """Return when a contact was, who of us had it, and what was said."""
    words = ", ".join(" ".join(part.split()) for part in contact_words(contact))
    when = ", ".join(filter(None, (day(contact.tid.date()), contact.medarbeider)))
    return printable(f"{when}: {words}")
