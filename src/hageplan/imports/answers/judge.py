"""Which answers can be stored, and what speaks against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal

from hageplan.imports.answers.form import WHEN, told_by
from hageplan.imports.answers.meaning import Meaning, Vocabulary, meaning_of
from hageplan.imports.answers.result import SentForm
from hageplan.imports.answers.stops import PlannedStop
from hageplan.messages import Message, msg
from hageplan.records.logg import MET, Henvendelse
from hageplan.records.spelling import name_key
from hageplan.records.workspace import Workspace

Doubt = Literal["broken", "sender", "hage", "plan", "cut", "words", "several", "logged"]
ACCEPTED: Final[frozenset[Doubt]] = frozenset({"sender", "hage", "plan", "cut"})
"""What somebody may accept who has looked at the answer."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of a stop.

    Attributes:
        stop: The visit; None where nobody can tell which it is.
        doubts: What speaks against storing it.
    """

    sent: SentForm
    stop: PlannedStop | None = None
    meaning: Meaning = field(default_factory=Meaning)
    doubts: Mapping[Doubt, Message] = field(default_factory=dict)

    @property
    def at(self) -> datetime | None:
        """When the visit was: as planned, unless the answer says otherwise."""
        told: datetime | None = self.meaning.said.get(WHEN.key)
        return told or (self.stop.start if self.stop else None)

    def without(self, *doubts: Doubt) -> Answer:
        """Return the answer as somebody accepts it."""
        return replace(self, doubts={k: v for k, v in self.doubts.items() if k not in doubts})

    def doubted(self, doubt: Doubt, why: Message) -> Answer:
        """Return the answer with one more thing against it."""
        return replace(self, doubts={**self.doubts, doubt: why})

    def meaning_so(self, meaning: Meaning) -> Answer:
        """Return the answer as somebody says that it is meant."""
        left = self if meaning.unread else self.without("words")
        return replace(left, meaning=meaning)


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Answers to be stored, how many are in the log already, and those that wait."""

    new: Sequence[Answer]
    same: int
    waiting: Sequence[Answer]


def judged(
    sent: Iterable[SentForm],
    records: Workspace,
    stops: Mapping[str, PlannedStop],
    accepted: Collection[str],
    now: datetime,
) -> tuple[Answer, ...]:
    """Return the answers with what speaks against each of them.

    `stops` are those of saved plans. `accepted` are addresses and ids of stops of which somebody
    says that their answers are to be stored.
    """
    words = {word.casefold() for word in accepted}
    return tuple(_judged(one, records, stops, words, now) for one in sent)


def _judged(
    sent: SentForm,
    records: Workspace,
    stops: Mapping[str, PlannedStop],
    accepted: Collection[str],
    now: datetime,
) -> Answer:
    stop = stops.get(sent.stop) or _named(sent, records)
    if sent.form is None or stop is None:
        why = sent.fault if sent.form is None else _no_stop(sent)
        found = Answer(sent=sent, stop=stop, doubts={"broken": why})
    else:
        told = stop.known(records.oppsett.naeringshage.navn)
        meaning = meaning_of(sent.form, vocabulary_of(records), stop.start.date(), told)
        doubts = _doubts(sent, stop, meaning, records, now)
        found = Answer(sent=sent, stop=stop, meaning=meaning, doubts=doubts)
        if stop.id not in stops:
            found = found.doubted("plan", msg("no saved plan has the stop {stop}", stop=stop.id))
    if sent.sender and sent.sender not in records.oppsett.own_addresses:
        found = found.doubted(
            "sender", msg("{sender} is not one of your addresses", sender=sent.sender)
        )
    is_accepted = sent.sender in accepted, sent.stop in accepted
    found = found.without("sender") if is_accepted[0] else found
    return found.without(*ACCEPTED - {"sender"}) if is_accepted[1] else found


def vocabulary_of(records: Workspace) -> Vocabulary:
    """Return the words of a workspace: a medarbeider goes by id, name or a first name alone."""
    people = records.oppsett.medarbeider
    first = Counter(person.navn.split(" ")[0] for person in people)
    words = {
        word: person.id
        for person in people
        for word in (person.navn.split(" ")[0], person.navn, person.id)
        if word and first[word] <= 1
    }
    return Vocabulary(grades=records.oppsett.skjema.grader, people=words)


def _named(sent: SentForm, records: Workspace) -> PlannedStop | None:
    """Return the stop that an id speaks of, where its company is known and the time can be."""
    told = told_by(sent.stop)
    if told is None:
        return None
    number, start = told
    people = {person.id for person in records.oppsett.medarbeider}
    who = sent.form.values.get("medarbeider", "") if sent.form else ""
    return PlannedStop(
        number=number,
        navn=records.name_of(number),
        start=start,
        medarbeider=who if who in people else "",
    )


def _no_stop(sent: SentForm) -> Message:
    if not sent.stop:
        return msg("it does not say which stop it is for")
    return msg("«{stop}» is not a stop", stop=sent.stop[:60])


def _doubts(
    sent: SentForm, stop: PlannedStop, meaning: Meaning, records: Workspace, now: datetime
) -> Mapping[Doubt, Message]:
    """Return what speaks against a form that is of a stop."""
    found: dict[Doubt, Message] = {}
    form = sent.form
    ours = records.oppsett.naeringshage.navn
    theirs = form.values.get("naeringshage", "") if form else ""
    if ours and theirs and name_key(ours) != name_key(theirs):
        found["hage"] = msg("the answer is from {name}", name=theirs[:80])
    if form is not None and not form.is_whole:
        found["cut"] = msg("the last line is missing: the answer may be incomplete")
    if meaning.unread:
        words = ", ".join(f"«{one.words[:60]}»" for one in meaning.unread)
        found["words"] = msg("cannot be interpreted: {words}", words=words)
    if stop.number not in records.bedrift_by_number:
        found["broken"] = msg("{number} is not on the list of companies", number=stop.number)
    elif stop.number in records.unread:
        found["broken"] = msg("there are errors in the entries about {navn}", navn=stop.navn)
    elif sent.named and form and sent.named != form.values.get("stopp", sent.named):
        found["broken"] = msg("the subject mentions another stop: {stop}", stop=sent.named)
    elif (at := meaning.said.get(WHEN.key, stop.start)) > now:
        found["broken"] = msg("{when} is in the future", when=at)
    elif meaning.is_empty:
        found["broken"] = msg("nothing is filled in")
    return found


def settled(answers: Sequence[Answer], records: Workspace) -> Settled:
    """Return which answers are stored, are in the log already, or wait."""
    groups: dict[str, list[Answer]] = {}
    for number, one in enumerate(answers):
        groups.setdefault(one.stop.id if one.stop else f"{number}", []).append(one)
    new: list[Answer] = []
    waiting: list[Answer] = []
    for group in groups.values():
        logged = [contact for one in group for contact in _logged(one, records)]
        if any(_agrees(one, contact) for one in group for contact in logged):
            continue
        told = [one for one in group if "sender" not in one.doubts]
        waiting += [one for one in group if "sender" in one.doubts]
        distinct = _distinct(told)
        if logged:
            why = msg(
                "the log says something else about this visit: correct it with hageplan log fix"
            )
            waiting += [one.doubted("logged", why) for one in distinct]
        elif len(distinct) > 1:
            why = msg("there are {count} different answers for this stop", count=len(distinct))
            waiting += [one.doubted("several", why) for one in distinct]
        else:
            (waiting if distinct and distinct[0].doubts else new).extend(distinct)
    same = len(answers) - len(new) - len(waiting)
    return Settled(new=tuple(new), same=same, waiting=tuple(waiting))


def _distinct(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers that say something else than those before; the least doubtful of each."""
    found: list[Answer] = []
    for one in sorted(answers, key=lambda answer: len(answer.doubts)):
        if all(one.meaning != other.meaning for other in found):
            found.append(one)
    return found


def _logged(answer: Answer, records: Workspace) -> list[Henvendelse]:
    """Return what the log has of a visit: also what was corrected or taken back since."""
    if answer.stop is None or answer.at is None:
        return []
    days = {answer.stop.start.date(), answer.at.date()}
    return [
        contact
        for contact in (*records.henvendelser, *records.rettet)
        if contact.organisasjonsnummer == answer.stop.number
        and contact.tid.date() in days
        and contact.kanal in MET
        and contact.retning == "ut"
    ]


def _agrees(answer: Answer, contact: Henvendelse) -> bool:
    """Tell whether a contact says what is understood of an answer; it may say more."""
    if answer.stop is None or answer.sent.form is None:
        return False
    contact_said = answer.meaning.contact()
    said = contact_said.answers
    return contact_said.at in (None, contact.tid) and all(
        said[key] in contact.notat if key == "notat" else getattr(contact, key) == said[key]
        for key in said.keys() - {"kanal", "flagg"}
    )
