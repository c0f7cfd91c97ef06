"""What was just written into the log, in a few lines, without waiting for a renderer of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hageplan.i18n import _, short_date, short_moment, shown
from hageplan.messages import Message, msg
from hageplan.records.entries import id_of
from hageplan.records.logg import Avtale, Entry, Henvendelse, Kobling, Oppfolging
from hageplan.records.names import People
from hageplan.ui.clean import printable

KINDS: Final[Mapping[str, Message]] = {
    "besok": msg("visit"),
    "telefon": msg("phone"),
    "epost": msg("e-mail"),
    "mote": msg("meeting"),
    "skjema": msg("form"),
}
OUTCOMES: Final[Mapping[str, Message]] = {
    "snakket": msg("talked"),
    "ikke_truffet": msg("not met"),
    "avslo": msg("would not talk"),
}
GRADES: Final[Mapping[str, Message]] = {
    "ikke": msg("not interested"),
    "nøytral": msg("neutral"),
    "interessert": msg("interested"),
    "forpliktet": msg("committed"),
}
PLANS: Final[Mapping[str, Message]] = {
    "utvider": msg("expands"),
    "flytter": msg("moves"),
    "selger": msg("sells"),
    "legger_ned": msg("closes down"),
}
APPOINTMENTS: Final[Mapping[str, Message]] = {
    "foreslatt": msg("proposed"),
    "avtalt": msg("booked"),
    "flyttet": msg("moved"),
    "avlyst": msg("cancelled"),
    "gjennomfort": msg("held"),
}
FLAGS: Final[Mapping[str, Message]] = {"rod": msg("red flag"), "gul": msg("yellow flag")}


def entry_lines(
    entries: Iterable[Entry], navn: str, people: People, other: str = ""
) -> Iterator[str]:
    """Give a line for each entry that was saved; `other` is whom `navn` was introduced to."""
    for entry in entries:
        what = summary(entry, navn, people, other)
        yield printable(_("Saved: {what} ({id})").format(what=what, id=id_of(entry)))


def summary(entry: Entry, navn: str, people: People, other: str = "") -> str:
    """Return an entry on one line; what people wrote is not made harmless yet."""
    if isinstance(entry, Avtale):
        told = (
            _("the appointment {when} with {navn} was not held")
            if entry.status == "avlyst"
            else _("the appointment {when} with {navn} was held")
        )
        return told.format(when=short_moment(entry.tid), navn=navn)
    if isinstance(entry, Oppfolging):
        return _("{ansvarlig}, due {frist}: {tekst}").format(
            ansvarlig=people[entry.ansvarlig],
            frist=short_date(entry.frist),
            tekst=entry.resultat or entry.tekst,
        )
    if isinstance(entry, Kobling) and entry.stroket:
        return _("withdrawn: {navn} was not introduced to {other}").format(
            navn=navn, other=other or entry.til
        )
    if isinstance(entry, Kobling):
        return _("{navn} was introduced to {other}").format(navn=navn, other=other or entry.til)
    return ", ".join([f"{short_moment(entry.tid)} {navn}", *contact_words(entry)])


def contact_words(entry: Henvendelse) -> Iterator[str]:
    """Give what a contact said, a few words each."""
    if entry.stroket:
        yield _("withdrawn")
        return
    yield shown(KINDS[entry.kanal]) + ("" if entry.retning == "ut" else _(" to us"))
    if not entry.talked:
        yield shown(OUTCOMES[entry.utfall])
    if entry.interesse:
        yield shown(GRADES[entry.interesse])
    yield from (shown(word) for key, word in PLANS.items() if getattr(entry, key))
    if entry.flagg:
        yield shown(FLAGS[entry.flagg])
    if entry.neste_besok:
        yield _("next visit {date}").format(date=short_date(entry.neste_besok))
    if entry.utvidelse or entry.notat:
        yield " ".join(filter(None, (entry.utvidelse, entry.notat)))


def whole_contact(entry: Henvendelse) -> Iterator[str]:
    """Give all that a contact said, also what other lines leave out."""
    yield from contact_words(entry)
    if entry.behov:
        yield _("Needs: {tags}").format(tags=", ".join(entry.behov))
    if entry.tilbyr:
        yield _("Offers: {tags}").format(tags=", ".join(entry.tilbyr))
    if entry.minutter:
        yield _("{minutes} min").format(minutes=entry.minutter)
