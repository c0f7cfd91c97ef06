"""A stop as the page shows it: a card of what matters, and the rest to unfold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from hageplan.i18n import _, nsay, say, shown
from hageplan.messages import decode
from hageplan.records.plan import Stop
from hageplan.tours.files.alert_texts import (
    Day,
    alert_text,
    contact_line,
    what_about,
)
from hageplan.tours.files.itinerary import ItineraryStop
from hageplan.tours.files.visit_texts import reasons, unknown_position, way
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import GRADES
from hageplan.ui.labels import STATUS_LABELS
from hageplan.ui.links import email, telephone
from hageplan.ui.numbers import decimal, near_date, sentence
from hageplan.ui.texts import remark

_DUTIES: Final = {"ask-first": "amber", "ask-called-off": "red", "ask-declined": "red"}
"""What is no question, but must not be overlooked, with its colour."""
_ON_THE_CARD: Final = frozenset({"do-not-phone", "status", "employees", "needs", "offers"})
"""Codes of what is known that the card tells unfolded, in other words; promises too."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One of the four places: a link, or `why` there is none."""

    icon: str
    url: str = ""
    text: str = ""
    label: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Callout:
    """What must not be overlooked, and its colour."""

    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A line of facts; `strong` comes first."""

    strong: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class StopCard:
    """What the page tells of a stop.

    Attributes:
        id: Where links within the page lead.
        flag: What its most urgent flag is about.
        reached: Number and address in words, for paper.
        asides: What is folded: headings and their lines; `more` says what and how many.
    """

    id: str
    number: int
    time: str
    end: str
    name: str
    place: str
    person: str
    agreed: str
    flag: str
    reached: str
    actions: Sequence[Action]
    callouts: Sequence[Callout]
    facts: Sequence[Fact]
    ask: str
    introduce: Fact | None
    more: str
    asides: Sequence[tuple[str, Sequence[str]]] = field(default=())


def stop_card(visit: ItineraryStop, id_: str, answer: str, today: date) -> StopCard:
    """Return a stop's card; `answer` is the id of its report."""
    stop, day = visit.stop, partial(near_date, today=today)
    coded = [one for one in visit.ask if decode(one)[0] not in _DUTIES]
    ask, *others = [remark(one, day) for one in coded] or [""]
    known = [*_known(visit, day)]
    flags = (one for one in visit.alerts if one.flagg == "rod")
    return StopCard(
        id=id_,
        number=visit.number,
        time=f"{stop.start:%H:%M}",
        end=f"{stop.end:%H:%M}",
        name=printable(stop.navn),
        place=_place(visit),
        person=_person(visit) if visit.kontakt.navn else "",
        agreed=_("booked") if stop.avtale is not None else "",
        flag=next((what_about(one.about) for one in flags), ""),
        reached=_reached(visit),
        actions=[*_actions(visit, answer)],
        callouts=[*_callouts(visit, day)],
        facts=[*_facts(visit, day)],
        ask=ask,
        introduce=_introduced(stop),
        more=_more(len(others), len(known)),
        asides=[(_("Also ask"), others), (_("Known before"), known)],
    )


def street(visit: ItineraryStop) -> str:
    """Return where a stop is within its place, or else the place."""
    return printable((visit.bedrift.adresse if visit.bedrift else "") or visit.stop.place)


def _place(visit: ItineraryStop) -> str:
    parts = dict.fromkeys((street(visit), printable(visit.stop.place)))
    return ", ".join(parts)


def _person(visit: ItineraryStop) -> str:
    return printable(", ".join(filter(None, (visit.kontakt.navn, visit.kontakt.rolle))))


def _reached(visit: ItineraryStop) -> str:
    contact = visit.kontakt
    number = printable(contact.telefon) or _without_number(visit)
    address = printable(contact.epost) or _("No e-mail").lower()
    return f"{number} · {address}"


def _without_number(visit: ItineraryStop) -> str:
    not_called = visit.bedrift is not None and visit.bedrift.ring_ikke
    return _("Do not call") if not_called else _("No number")


def _actions(visit: ItineraryStop, answer: str) -> Iterator[Action]:
    name, contact = printable(visit.stop.navn), visit.kontakt
    if call := telephone(contact.telefon):
        number = printable(contact.telefon)
        label = say("Call {name}, {number}", name=name, number=number)
        yield Action(icon="call", url=call, text=_("Call"), label=label)
    else:
        yield Action(icon="call", why=_without_number(visit))
    write = email(contact.epost)
    if write and visit.email not in ("opted-out", "sole-trader"):
        label = say("Write to {name}", name=name)
        yield Action(icon="write", url=write, text=_("E-mail"), label=label)
    else:
        yield Action(icon="write", why=_("Ask about e-mail") if write else _("No e-mail"))
    label = say("Directions to {name}", name=name)
    yield Action(icon="way", url=way(visit), text=_("Map"), label=label)
    label = _("Answer of {name}").format(name=name)
    yield Action(icon="answer", url=f"#{answer}", text=_("Answer"), label=label)


def _callouts(visit: ItineraryStop, day: Day) -> Iterator[Callout]:
    """Give what comes first: flags, then duties."""
    for alert in visit.alerts:
        kind = "red" if alert.flagg == "rod" else "amber"
        yield Callout(text=alert_text(alert, day, is_aged=True), kind=kind)
    for coded in visit.known:
        if decode(coded)[0].startswith("agreed-"):
            yield Callout(text=sentence(remark(coded, day)), kind="amber")
    for coded in visit.ask:
        if kind := _DUTIES.get(decode(coded)[0], ""):
            yield Callout(text=remark(coded, day), kind=kind)


def _facts(visit: ItineraryStop, day: Day) -> Iterator[Fact]:
    grade, rest = _grade(visit, day)
    told = [rest, *_chance(visit.stop), *_company(visit)]
    if visit.together:
        told.append(say("together with {name}", name=printable(visit.together)))
    line = " · ".join(filter(None, told))
    yield Fact(strong=grade, text=line if grade else sentence(line))
    needs, offers = (printable(", ".join(tags)) for tags in (visit.needs, visit.offers))
    wants = [say("needs {tags}", tags=needs)] if needs else []
    wants += [say("offers {tags}", tags=offers)] if offers else []
    if wants:
        yield Fact(text=sentence("; ".join(wants)))
    if visit.kontakt.telefon and not telephone(visit.kontakt.telefon):
        yield Fact(strong=_("Telephone"), text=printable(visit.kontakt.telefon))
    for coded in visit.known:
        if decode(coded)[0].startswith("promised"):
            yield Fact(text=remark(coded, day))


def _grade(visit: ItineraryStop, day: Day) -> tuple[str, str]:
    """Return what was last answered, or when the latest contact was, with its day."""
    answer = visit.answer
    if answer is not None and answer.interesse is not None:
        return sentence(shown(GRADES[answer.interesse])), day(answer.tid.date())
    if not visit.contacts:
        return "", ""
    last = visit.contacts[0]
    when = day(last.tid.date())
    if last.took_place:
        return "", say("Last visited {date}", date=when)
    return "", say("Last contact {date}", date=when)


def _chance(stop: Stop) -> Iterator[str]:
    for reason in stop.reasons:
        code, values = decode(reason)
        if code == "member-chance":
            yield say("{percent}% chance", percent=values.get("percent", ""))


def _company(visit: ItineraryStop) -> Iterator[str]:
    if visit.bedrift is None:
        return
    for coded in visit.known:
        if decode(coded)[0] == "employees":
            yield remark(coded)
    if visit.bedrift.status != "prospekt":
        yield shown(STATUS_LABELS[visit.bedrift.status])


def _introduced(stop: Stop) -> Fact | None:
    """Return whom to introduce, how far away it is, and about what."""
    other = stop.introduce
    if other is None:
        return None
    told = f", {decimal(other.km, 0)} km"
    told += f" ({', '.join(other.needs)})" if other.needs else ""
    return Fact(strong=printable(other.navn), text=printable(told))


def _known(visit: ItineraryStop, day: Day) -> Iterator[str]:
    """Give what the card does not tell: why it is planned, notes, contacts, the register."""
    yield from (remark(one, day) for one in reasons(visit) if decode(one)[0] != "member-chance")
    for coded in visit.known:
        code = decode(coded)[0]
        if code not in _ON_THE_CARD and not code.startswith(("promised", "agreed-")):
            yield remark(coded, day)
    for contact in visit.contacts:
        yield contact_line(contact, day)
    if unknown := unknown_position(visit.stop):
        yield unknown
    number = say("org. no. {number}", number=_spaced(visit.stop.organisasjonsnummer))
    form = visit.bedrift.organisasjonsform if visit.bedrift else ""
    yield printable(", ".join(filter(None, (form, number))))
    reached = ", ".join(filter(None, (_person(visit), printable(visit.kontakt.epost))))
    if reached:
        yield _("Contact: {person}").format(person=reached)


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _more(questions: int, facts: int) -> str:
    """Return what is folded, and how many."""
    known = nsay("1 fact", "{count} facts", count=facts)
    if not questions:
        return say("More: {known}", known=known)
    asked = nsay("1 question", "{count} questions", count=questions)
    return say("More: {asked}, {known}", asked=asked, known=known)
