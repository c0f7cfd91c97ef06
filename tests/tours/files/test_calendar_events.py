"""A calendar that is given plan after plan shows the last one, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import hageplan
from hageplan.records.memory import Kalenderhendelse
from hageplan.records.plan import Endpoint, Plan, Request, Stop, StopRule, Totals, Tour, TravelInfo
from hageplan.records.settings.planlegging import Kalender
from hageplan.tours.files.calendar_events import CalendarUpdate, events_of
from hageplan.tours.files.itinerary import itinerary_of
from tests.conftest import NUMBERS

TODAY = date(2026, 11, 23)
PEOPLE = ("kari", "ola")
EXAMPLE = hageplan.load(today=TODAY)
Wish = dict[str, tuple[str, int, int]]
"""Of each company: who visits it, on which day from tomorrow, at which hour."""

wishes = st.dictionaries(
    st.sampled_from(NUMBERS[:5]),
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 3), st.integers(8, 15)),
    max_size=5,
)


def plan_of(wish: Wish) -> Plan:
    """Return a plan with these visits; driving is a quarter of an hour each way."""
    days: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for number, (who, day, hour) in wish.items():
        days.setdefault((who, day), []).append((hour, number))
    return Plan(
        example_data=False,
        request=Request(
            kommuner=(),
            from_=TODAY + timedelta(days=1),
            days=4,
            medarbeidere=PEOPLE,
            seed=0,
            stop_rule=StopRule(iterations=1),
        ),
        tours=tuple(
            tour(who, TODAY + timedelta(days=1 + day), sorted(stops))
            for (who, day), stops in sorted(days.items())
        ),
        left_out=(),
        totals=Totals(
            visits=len(wish),
            drive_minutes=0,
            drive_km=0.0,
            visit_minutes=0,
            wait_minutes=0,
            prize_minutes=0,
            considered=0,
            at_kommune_centre=0,
        ),
        travel=TravelInfo(provider="", assumptions=()),
    )


def tour(who: str, day: date, stops: list[tuple[int, str]]) -> Tour:
    ends = [Endpoint(place="Røros", lat=62.5, lon=11.3, time=time(hour)) for hour in (7, 17)]
    return Tour(
        medarbeider=who,
        date=day,
        start=ends[0],
        end=ends[1],
        stops=tuple(
            Stop(
                organisasjonsnummer=number,
                navn=number,
                kommunenummer="3430",
                place="Os",
                lat=62.5,
                lon=11.2,
                position="bedrift",
                arrive=time(hour),
                start=time(hour),
                end=time(hour, 45),
                drive_minutes=15,
                drive_km=9.0,
                wait_minutes=0,
                prize_minutes=60,
                status="prospekt",
                reasons=(),
            )
            for hour, number in stops
        ),
        drive_minutes=15,
        drive_km=9.0,
        visit_minutes=45,
        wait_minutes=0,
        return_minutes=15,
        return_km=9.0,
    )


def published(
    wish: Wish,
    before: tuple[Kalenderhendelse, ...],
    today: date = TODAY,
    only: tuple[str, ...] = (),
) -> CalendarUpdate:
    told = itinerary_of(plan_of(wish), EXAMPLE, today=today, only=only)
    return events_of(
        itinerary=told,
        before=before,
        settings=Kalender(),
        names={},
        last=TODAY + timedelta(days=4),
        today=today,
    )


class Client:
    """A calendar as RFC 5545 wants it: the higher sequence of a uid is the newer."""

    def __init__(self) -> None:
        self.known: dict[str, Kalenderhendelse] = {}

    def take(self, events: CalendarUpdate) -> None:
        for event in events.events:
            own = event.hendelse
            held = self.known.get(own.uid)
            if held is not None and held.sekvens == own.sekvens:
                assert held == own, "the same sequence says two things"
            if held is None or own.sekvens > held.sekvens:
                self.known[own.uid] = own

    def visits(self) -> Wish:
        shown: Wish = {}
        for one in self.known.values():
            if one.organisasjonsnummer and not one.avlyst:
                day = (one.start.date() - TODAY).days - 1
                assert one.organisasjonsnummer not in shown, "a visit stands there twice"
                shown[one.organisasjonsnummer] = (one.medarbeider, day, one.start.hour)
        return shown


@settings(max_examples=200)
@given(st.lists(wishes, min_size=1, max_size=5))
def test_after_every_plan_the_calendar_shows_that_plan(plans: list[Wish]) -> None:
    client = Client()
    remembered: tuple[Kalenderhendelse, ...] = ()
    for wish in plans:
        events = published(wish, remembered)
        client.take(events)
        remembered = events.remembered
        assert client.visits() == wish


@settings(max_examples=100)
@given(st.lists(wishes, min_size=1, max_size=4))
def test_each_has_a_calendar_of_their_own(plans: list[Wish]) -> None:
    """Who gets only the own days sees those, whatever the others' calendars are given."""
    clients = {who: Client() for who in PEOPLE}
    remembered: tuple[Kalenderhendelse, ...] = ()
    for wish in plans:
        for who, client in clients.items():
            events = published(wish, remembered, only=(who,))
            client.take(events)
            remembered = events.remembered
        for who, client in clients.items():
            assert client.visits() == {n: w for n, w in wish.items() if w[0] == who}


@settings(max_examples=100)
@given(wishes, wishes)
def test_nothing_changes_where_the_plan_is_the_same(first: Wish, second: Wish) -> None:
    events = published(second, published(first, ()).remembered)
    again = published(second, events.remembered, TODAY + timedelta(days=0))
    assert again.remembered == events.remembered
    assert set(events.events) >= {e for e in again.events if not e.hendelse.avlyst}


def test_a_visit_keeps_its_uid_and_gets_a_higher_sequence() -> None:
    before = published({NUMBERS[0]: ("kari", 0, 9)}, ())
    after = published({NUMBERS[0]: ("kari", 2, 13)}, before.remembered)
    (old,) = [e.hendelse for e in before.events if e.kind == "visit"]
    (new,) = [e.hendelse for e in after.events if e.kind == "visit"]
    assert (new.uid, new.sekvens) == (old.uid, old.sekvens + 1)
    assert new.start == datetime(2026, 11, 26, 13)


def test_what_has_been_stays_and_the_next_visit_is_another_event() -> None:
    before = published({NUMBERS[0]: ("kari", 0, 9)}, ())
    later = TODAY + timedelta(days=3)
    after = published({NUMBERS[0]: ("kari", 3, 9)}, before.remembered, later)
    visits = [one for one in after.remembered if one.organisasjonsnummer]
    assert len({one.uid for one in visits}) == 2
    assert not any(one.avlyst for one in visits)


def test_who_loses_a_visit_to_somebody_else_is_told() -> None:
    before = published({NUMBERS[0]: ("kari", 0, 9)}, ())
    after = published({NUMBERS[0]: ("ola", 0, 9)}, before.remembered)
    told = {(e.hendelse.medarbeider, e.hendelse.avlyst) for e in after.events if e.kind == "visit"}
    assert told == {("kari", True), ("ola", False)}


def test_driving_can_be_left_out() -> None:
    told = itinerary_of(plan_of({NUMBERS[0]: ("kari", 0, 9)}), EXAMPLE, today=TODAY)
    events = events_of(
        itinerary=told,
        before=(),
        settings=Kalender(kjoring=False),
        names={},
        last=TODAY,
        today=TODAY,
    )
    assert [event.kind for event in events.events] == ["visit"]
    both = events_of(
        itinerary=told, before=(), settings=Kalender(), names={}, last=TODAY, today=TODAY
    )
    assert [event.kind for event in both.events] == ["drive", "visit", "drive"]


def test_a_company_that_is_gone_is_told_by_the_plan_alone() -> None:
    gone = replace(EXAMPLE, bedrifter=())
    told = itinerary_of(plan_of({NUMBERS[0]: ("kari", 0, 9)}), gone, today=TODAY)
    (visit,) = told.days[0].visits
    assert (visit.stop.navn, visit.known, visit.ask) == (NUMBERS[0], (), ())
