"""A plan as those who drive need it: each stop with what is known, and what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from hageplan.followup.due import open_tasks
from hageplan.followup.result import Oppgave
from hageplan.mail.consent import Refusal, refusal
from hageplan.messages import encode
from hageplan.records.avtaler import booked, current
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift, Kontakt
from hageplan.records.entries import back_from, id_of
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.names import People
from hageplan.records.plan import Plan, Stop, Tour
from hageplan.records.workspace import Workspace
from hageplan.tours.files.alerts import LEAVING, Alert, Alerts
from hageplan.tours.introductions import with_introductions

if TYPE_CHECKING:
    from hageplan.tours.files.driven import DrivenDay

CONTACTS_TOLD: Final = 3
"""So many of the latest contacts are told; `hageplan bedrift` has all."""
TAGS_OFFERED: Final = 6
"""So many common tags can be ticked in the form of the page; others are written."""
DAYS_A_YEAR: Final = 365.25


@dataclass(frozen=True, kw_only=True)
class ItineraryStop:
    """A stop, its number in the day, and the company behind it.

    Attributes:
        bedrift: Its record; none where it is known by the plan alone.
        adresse: The whole address.
        alerts: What comes before all else.
        known: What the records say, as coded remarks.
        ask: What they lack, likewise.
        contacts: Its latest contacts, the latest first, with the names of who had them;
            `answer` is the latest with a grade.
        needs: Tags of its record and of all its contacts, as are those it `offers`.
        together: What the other medarbeider is called who is there too, "" where nobody is.
        email: Why no e-mail may go to its contact without asking, None where it may.
    """

    number: int
    stop: Stop
    together: str
    bedrift: Bedrift | None = None
    adresse: str = ""
    kontakt: Kontakt = field(default_factory=Kontakt)
    alerts: tuple[Alert, ...] = ()
    known: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    contacts: tuple[Henvendelse, ...] = ()
    answer: Henvendelse | None = None
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    promises: tuple[Oppgave, ...] = ()
    email: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class ItineraryDay:
    """One day of one medarbeider; `navn` is the name, or else the id; `drive` asks for the way."""

    tour: Tour
    navn: str
    visits: tuple[ItineraryStop, ...]
    drive: Callable[[], DrivenDay]

    @cached_property
    def driven(self) -> DrivenDay:
        """How it is driven over the map; it takes time where roads are asked."""
        return self.drive()


@dataclass(frozen=True, kw_only=True)
class MapPoint:
    """A point of the map; `number` is a municipality's or a company's."""

    number: str
    navn: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class Itinerary:
    """A plan, day by day.

    Attributes:
        people: What its medarbeidere are called.
        svar_til: The address that answers go to, "" where none is known.
        kontor: Where the office is.
        only: The ids of those whose days these are; none: all that the plan has.
        centres: Where its municipalities have their centres.
        needs: Tags that companies ask for most often, as are those of what they `offers`.
        left_out: Whom it does not visit, as far as they have coordinates.
    """

    plan: Plan
    naeringshage: str
    svar_til: str
    people: People
    kontor: Sted | None
    only: tuple[str, ...]
    days: tuple[ItineraryDay, ...]
    centres: tuple[MapPoint, ...]
    left_out: tuple[MapPoint, ...]
    needs: tuple[str, ...]
    offers: tuple[str, ...]


def itinerary_of(
    plan: Plan,
    workspace: Workspace,
    *,
    today: date,
    only: Sequence[str] = (),
    introduce: bool = False,
) -> Itinerary:
    """Return the plan with what the records say of its companies on the day `today`.

    `only` are the ids of those whose days are wanted; none: all. A company that the records do not
    have any more is told by the plan alone. With `introduce`, a plan that says of no stop whom to
    ask about is told so first.
    """
    tours = plan.tours
    if introduce and not any(stop.introduce for tour in tours for stop in tour.stops):
        tours = with_introductions(workspace, tours, today=today)
    tours = _with_agreed(tours, workspace.avtaler)
    known = _Known(workspace, today, {one.avtale: one.why for one in plan.conflicts})
    wanted = (*plan.request.kommuner, *(s.kommunenummer for t in tours for s in t.stops))
    kommuner = [workspace.kommuner[n] for n in dict.fromkeys(wanted) if n in workspace.kommuner]
    return Itinerary(
        plan=plan,
        naeringshage=workspace.oppsett.naeringshage.navn,
        svar_til=workspace.oppsett.svar_til,
        people=workspace.people,
        kontor=workspace.oppsett.naeringshage.kontor,
        only=tuple(only),
        days=tuple(known.day(tour) for tour in tours if not only or tour.medarbeider in only),
        centres=tuple(
            MapPoint(number=k.kommunenummer, navn=k.navn, lat=k.lat, lon=k.lon) for k in kommuner
        ),
        left_out=tuple(known.places(one.organisasjonsnummer for one in plan.left_out)),
        needs=_common(one.behov for one in _tagged(workspace)),
        offers=_common(one.tilbyr for one in _tagged(workspace)),
    )


def ask_for_ways(itinerary: Itinerary) -> None:
    """Find how each day is driven: a road server may be asked, so nobody waits for us meanwhile."""
    for day in itinerary.days:
        _ = day.driven


def _with_agreed(tours: Sequence[Tour], avtaler: Sequence[Avtale]) -> tuple[Tour, ...]:
    """Return the tours with what has been agreed since they were planned: when, and with whom."""
    agreed = {(a.organisasjonsnummer, a.medarbeider, a.tid): id_of(a) for a in booked(avtaler)}

    def held(tour: Tour, stop: Stop) -> Stop:
        when = datetime.combine(tour.date, stop.start)
        since = agreed.get((stop.organisasjonsnummer, tour.medarbeider, when))
        return stop.model_copy(update={"avtale": stop.avtale or since})

    return tuple(
        tour.model_copy(update={"stops": tuple(held(tour, stop) for stop in tour.stops)})
        for tour in tours
    )


def _tagged(workspace: Workspace) -> Iterator[Bedrift | Henvendelse]:
    yield from workspace.bedrifter
    yield from workspace.henvendelser


def _common(tags: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Return the tags that are named most often."""
    named = Counter(tag for one in tags for tag in one if "," not in tag)
    return tuple(sorted(named, key=lambda tag: (-named[tag], tag))[:TAGS_OFFERED])


def _driven(workspace: Workspace, tour: Tour) -> DrivenDay:
    # Roads need numpy, which takes longer to load than most files take to write.
    from hageplan.tours.files.driven import driven

    return driven(workspace, tour)


class _Known:
    """The records by company."""

    def __init__(
        self, workspace: Workspace, today: date, against: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._against = against
        self._workspace = workspace
        self._bedrifter = workspace.bedrift_by_number
        self._contacts: dict[str, list[Henvendelse]] = {}
        for contact in sorted(workspace.henvendelser, key=lambda c: c.tid, reverse=True):
            self._contacts.setdefault(contact.organisasjonsnummer, []).append(contact)
        self._tasks: dict[str, list[Oppgave]] = {}
        for task in open_tasks(workspace, today):
            self._tasks.setdefault(task.organisasjonsnummer, []).append(task)
        everything = [task for tasks in self._tasks.values() for task in tasks]
        self._alerts = Alerts(workspace, everything, today)
        by_id = {id_of(avtale): avtale for avtale in workspace.avtaler}
        self._held = {id_ for a in current(workspace.avtaler) for id_ in _held_as(a, by_id)}
        self._half_life_days = workspace.oppsett.interesse.halveringstid_aar * DAYS_A_YEAR
        self._people = workspace.people
        self._today = today

    def day(self, tour: Tour) -> ItineraryDay:
        """Return a tour with what is known of its stops."""
        visits = (self.visit(number, stop) for number, stop in enumerate(tour.stops, start=1))
        return ItineraryDay(
            tour=tour,
            navn=self._people[tour.medarbeider],
            visits=tuple(visits),
            drive=partial(_driven, self._workspace, tour),
        )

    def visit(self, number: int, stop: Stop) -> ItineraryStop:
        """Return a stop with what is known and what is not."""
        together = self._people[stop.together_with] if stop.together_with else ""
        bedrift = self._bedrifter.get(stop.organisasjonsnummer)
        if bedrift is None:
            return ItineraryStop(number=number, stop=stop, together=together)
        changed = [*self._changed_since(bedrift, stop)]
        against = self._against.get(stop.avtale or "", ())
        if stop.avtale not in self._held:
            stop = stop.model_copy(update={"avtale": None})
        contacts = self._contacts.get(bedrift.organisasjonsnummer, [])
        tasks = self._tasks.get(bedrift.organisasjonsnummer, [])
        post = " ".join(filter(None, (bedrift.postnummer, bedrift.poststed)))
        needs = dict.fromkeys((*bedrift.behov, *(tag for c in contacts for tag in c.behov)))
        offers = dict.fromkeys((*bedrift.tilbyr, *(tag for c in contacts for tag in c.tilbyr)))
        whole = self._bedrifter.get(bedrift.overordnet_enhet or "")
        return ItineraryStop(
            number=number,
            stop=stop,
            together=together,
            bedrift=bedrift,
            adresse=", ".join(filter(None, (bedrift.adresse, post))),
            kontakt=_reached(bedrift),
            alerts=self._alerts.of(bedrift.organisasjonsnummer, contacts),
            known=(*against, *_facts(bedrift, needs, offers, tasks, self._people)),
            ask=(*changed, *self._questions(bedrift, contacts)),
            contacts=tuple(map(self._named, contacts[:CONTACTS_TOLD])),
            answer=next((one for one in contacts if one.interesse), None),
            needs=tuple(needs),
            offers=tuple(offers),
            promises=tuple(one for one in tasks if one.kind == "oppfolging"),
            email=refusal(bedrift, bedrift.kontakt.epost.strip(), self._today, whole),
        )

    def _named(self, contact: Henvendelse) -> Henvendelse:
        return contact.model_copy(update={"medarbeider": self._people[contact.medarbeider]})

    def _changed_since(self, bedrift: Bedrift, stop: Stop) -> Iterator[str]:
        """Say what makes a stop of a plan doubtful that was made before."""
        if stop.avtale is not None and stop.avtale not in self._held:
            yield encode("ask-called-off")
        if bedrift.status in ("avslag", "nedlagt") or bedrift.reservert:
            yield encode("ask-declined", status=bedrift.status)

    def places(self, numbers: Iterable[str]) -> Iterator[MapPoint]:
        """Give the companies that have coordinates."""
        for number in numbers:
            bedrift = self._bedrifter.get(number)
            if bedrift is not None and bedrift.lat is not None and bedrift.lon is not None:
                yield MapPoint(number=number, navn=bedrift.navn, lat=bedrift.lat, lon=bedrift.lon)

    def _questions(self, bedrift: Bedrift, contacts: list[Henvendelse]) -> Iterator[str]:
        if not contacts:
            yield encode("ask-first")
        for plan in LEAVING:
            if any(getattr(contact, plan) for contact in contacts):
                yield encode(f"ask-{plan}")
        answer = next((c for c in contacts if c.interesse), None)
        if answer is None:
            yield encode("ask-interest")
        elif (self._today - answer.tid.date()).days > self._half_life_days:
            yield encode("ask-again", grade=answer.interesse, date=answer.tid.date())
        expanding = next((c for c in contacts if c.utvider), None)
        if expanding is not None:
            yield encode("ask-expansion", date=expanding.tid.date())
        if bedrift.status in ("medlem", "maalbedrift"):
            yield encode("ask-jobs")
        if bedrift.antall_ansatte is None:
            yield encode("ask-size")
        if not bedrift.behov and not any(c.behov for c in contacts):
            yield encode("ask-needs")
        if not bedrift.tilbyr and not any(c.tilbyr for c in contacts):
            yield encode("ask-offers")
        if not bedrift.kontakt.navn or not (bedrift.kontakt.telefon or bedrift.kontakt.epost):
            yield encode("ask-contact")


def _held_as(avtale: Avtale, by_id: Mapping[str, Avtale]) -> Collection[str]:
    """Return the ids by which a plan may know an appointment that stands; moved, it has another."""
    if avtale.status == "avlyst":
        return ()
    return back_from(avtale, by_id) if avtale.status == "gjennomfort" else (id_of(avtale),)


def _reached(bedrift: Bedrift) -> Kontakt:
    """Return the contact as it is taken along: a number that is not to be called is left out."""
    return bedrift.kontakt.model_copy(update={"telefon": ""} if bedrift.ring_ikke else {})


def _facts(
    bedrift: Bedrift,
    needs: Collection[str],
    offers: Collection[str],
    tasks: Sequence[Oppgave],
    people: People,
) -> Iterator[str]:
    if bedrift.ring_ikke:
        yield encode("do-not-phone")
    yield encode("status", status=bedrift.status)
    if bedrift.antall_ansatte is not None:
        yield encode("employees", count=bedrift.antall_ansatte)
    if bedrift.notat:
        yield encode("said", text=_line(bedrift.notat))
    if needs:
        yield encode("needs", text=", ".join(needs))
    if offers:
        yield encode("offers", text=", ".join(offers))
    for task in tasks:
        if task.kind == "oppfolging":
            who, words = people[task.ansvarlig], _line(task.tekst)
            code = "promised" if words else "promised-untold"
            yield encode(code, date=task.frist, who=who, text=words)


def _line(text: str) -> str:
    return " ".join(text.split())
