"""A plan of visits: what `plan` answers, what `--json` prints and what `planer/*.toml` keep.

The field names are the keys of the schema `hageplan/plan/1`; docs/schemas holds it.
Times are local, durations whole minutes, distances kilometres.
"""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Document, Klokkeslett, Many, Record, Schema, Sted
from hageplan.records.proof import Proof

Minutes = Annotated[int, Field(ge=0)]
Kilometres = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Kroner = Annotated[float | None, Field(ge=0, exclude_if=lambda kroner: kroner is None)]

Reason = Literal[
    "opted-out",
    "asked-to-leave-out",
    "booked",
    "planned",
    "called-off",
    "closed-down",
    "declined",
    "recently-contacted",
    "waits",
    "season",
    "nobody-can",
    "no-time-for-two",
    "outside-hours",
    "too-far",
    "not-worth-the-drive",
    "uneven",
    "no-time-left",
    "visit-limit",
    "later",
    "not-tried",
]


class StopRule(Record):
    """When the solver stops: after `iterations`, or after `seconds`."""

    iterations: Annotated[int, Field(gt=0)] | None = None
    seconds: Annotated[float, Field(gt=0)] | None = None

    def part(self, parts: int) -> "StopRule":
        """Return the stop rule of one of several solves that share this one."""
        if self.seconds is not None:
            return StopRule(seconds=self.seconds / parts)
        return StopRule(iterations=max(1, (self.iterations or 1) // parts))


class Absence(Record):
    """A day on which a medarbeider turned out not to come."""

    medarbeider: str
    date: Dato


class PlanRequest(Record):
    """What to plan; what is not said is as in an earlier plan, else as usual.

    `kommuner` are numbers (none: all that the næringshage covers and considers), `from_` the first
    day, `days` working days, `medarbeidere` ids (none: everyone), `must`, `only` and `without`
    organisasjonsnummer, `absent` who is missing when. A plan
    `as_week` is one of the office's weeks: there is time to invite before it and to follow up
    within it, and what later weeks do better is left to them; else the days stand by themselves.
    Before `propose_from` there are appointments
    alone: that is when those who are proposed are invited. Without `stop_rule` the solver takes its
    usual rounds.
    """

    kommuner: Many[str] = ()
    from_: Annotated[Dato | None, Field(alias="from")] = None
    days: int | None = None
    medarbeidere: Many[str] = ()
    max_visits: int | None = None
    must: Many[str] = ()
    only: Many[str] = ()
    without: Many[str] = ()
    absent: Many[Absence] = ()
    as_week: Annotated[bool, Field(exclude_if=lambda is_week: not is_week)] = False
    propose_from: Annotated[Dato | None, Field(exclude_if=lambda day: day is None)] = None
    seed: int = 0
    stop_rule: StopRule | None = None


class Request(PlanRequest):
    """What was asked for, after defaults."""

    kommuner: Many[str]
    from_: Annotated[Dato, Field(alias="from")]
    days: int
    medarbeidere: Many[str]
    seed: int


class Endpoint(Record):
    """Where and when a day begins or ends."""

    place: str
    lat: float
    lon: float
    time: Klokkeslett

    @property
    def sted(self) -> Sted:
        """The point on the map."""
        return Sted(navn=self.place, lat=self.lat, lon=self.lon)


PauseKind = Literal["lunch", "free", "busy"]
"""Lunch, the free slot of the day, and what a calendar blocks."""


class Pause(Record):
    """A part of the day without visits and driving.

    Lunch and the free slot wait for the visit under way, what a calendar blocks does not. What is
    written without a kind is lunch.
    """

    kind: Annotated[PauseKind, Field(exclude_if=lambda kind: kind == "lunch")] = "lunch"
    start: Klokkeslett
    end: Klokkeslett


class Introduction(Record):
    """Whom to ask about at a stop: a company that could meet it, `km` of road on, and why.

    `needs` are tags that meet, or else words alike; `same_day` tells that the tour leads there too.
    """

    organisasjonsnummer: str
    navn: str
    km: Kilometres
    needs: Many[str] = ()
    same_day: bool = False


class Stop(Record):
    """One visit; `drive_minutes` and `drive_km` lead to it from the place before.

    `lat`/`lon` are the municipality centre's where `position` is "kommune".
    `detour_minutes` are the driving and waiting that dropping it would save, `avtale` is the id of
    its appointment, `together_with` the other medarbeider who is there, `on_time` the chance to
    begin on time, `introduce` the company that it could
    meet. `reasons` are coded remarks, the same in every language, as is what holds on the `road`
    there that day.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    place: str
    lat: float
    lon: float
    position: Literal["bedrift", "kommune"]
    arrive: Klokkeslett
    start: Klokkeslett
    end: Klokkeslett
    drive_minutes: Minutes
    drive_km: Kilometres
    wait_minutes: Minutes
    prize_minutes: int
    detour_minutes: int = 0
    status: str
    reasons: Many[str]
    avtale: str | None = None
    together_with: str | None = None
    on_time: Share | None = None
    introduce: Introduction | None = None
    road: Annotated[Many[str], Field(exclude_if=lambda told: not told)] = ()

    @property
    def sted(self) -> Sted:
        """The point on the map."""
        return Sted(navn=self.place, lat=self.lat, lon=self.lon)


class Tour(Record):
    """One day of one medarbeider; the totals include the way back.

    `pauses` are those beside lunch; `home_in_time` is the chance that the day is over within the
    working hours; `mileage_kr` is what the kilometres are paid with; `return_road` is what holds on
    the way back that day, as coded remarks.
    """

    medarbeider: str
    date: Dato
    start: Endpoint
    end: Endpoint
    lunch: Pause | None = None
    pauses: Many[Pause] = ()
    stops: Many[Stop]
    drive_minutes: Minutes
    drive_km: Kilometres
    visit_minutes: Minutes
    wait_minutes: Minutes
    return_minutes: Minutes
    return_km: Kilometres
    home_in_time: Share | None = None
    mileage_kr: Kroner = None
    return_road: Annotated[Many[str], Field(exclude_if=lambda told: not told)] = ()

    @property
    def breaks(self) -> tuple[Pause, ...]:
        """Lunch and all other pauses, in the order of the day."""
        found = filter(None, (self.lunch, *self.pauses))
        return tuple(sorted(found, key=lambda pause: (pause.start, pause.end)))

    @property
    def events(self) -> tuple[Pause | Stop, ...]:
        """Pauses and stops in the order of the day; a pause comes before what begins with it."""
        both: tuple[Pause | Stop, ...] = (*self.breaks, *self.stops)
        return tuple(sorted(both, key=lambda event: (event.start, isinstance(event, Stop))))


class LeftOut(Record):
    """A company that was considered and is not visited.

    `detour_minutes` is the least extra driving and waiting it would cost; None where it never fits.
    `remedies` say, as coded remarks, what makes room for it beside the others; each was tried. Who
    plans again with one and asks for the company with `must` gets it; without, another one may be
    worth more in that room.
    """

    organisasjonsnummer: str
    navn: str
    kommunenummer: str
    reason: Reason
    detail: str
    prize_minutes: int
    detour_minutes: int | None = None
    remedies: Many[str] = ()


class When(Record):
    """A visit's place in a plan."""

    medarbeider: str
    date: Dato
    start: Klokkeslett


class Change(Record):
    """What another plan does differently with one company: moved, dropped or new.

    `is_booked` tells that it has an appointment in either plan, `ring_ikke` that it is told in
    another way than by telephone.
    """

    organisasjonsnummer: str
    navn: str
    kind: Literal["moved", "dropped", "new"]
    before: When | None = None
    after: When | None = None
    is_booked: bool = False
    ring_ikke: Annotated[bool, Field(exclude_if=lambda is_told: not is_told)] = False


class Conflict(Record):
    """An appointment that breaks rules, and is kept at its time all the same where it can be.

    `why` says as coded remarks what is broken, `is_kept` whether the plan has it: nobody can be at
    two places at once.
    """

    avtale: str
    organisasjonsnummer: str
    navn: str
    medarbeider: str
    date: Dato
    start: Klokkeslett
    why: Many[str]
    is_kept: bool = True


class Safety(Record):
    """How sure a plan's times are, and what that costs.

    `on_time` is the expected share of visits that begin on time; `usual_` figures are those of
    the plan without reserves. `drive_factor` and `extra_slack` are the reserves that were taken.
    """

    required: Share
    on_time: Share
    drive_factor: float
    extra_slack: Minutes
    visits: int
    prize_minutes: int
    usual_on_time: Share
    usual_visits: int
    usual_prize_minutes: int
    simulations: int


class Totals(Record):
    """Sums over all tours; `at_kommune_centre` counts the considered without coordinates."""

    visits: int
    drive_minutes: Minutes
    drive_km: Kilometres
    visit_minutes: Minutes
    wait_minutes: Minutes
    prize_minutes: int
    considered: int
    at_kommune_centre: int
    mileage_kr: Kroner = None

    @classmethod
    def of(cls, tours: Collection[Tour], *, considered: int, at_kommune_centre: int) -> "Totals":
        """Return the sums; a company's prize counts once, as at its first stop."""
        prizes: dict[str, int] = {}
        for stop in (stop for tour in tours for stop in tour.stops):
            prizes.setdefault(stop.organisasjonsnummer, stop.prize_minutes)
        paid = [tour.mileage_kr for tour in tours if tour.mileage_kr is not None]
        return cls(
            visits=len(prizes),
            drive_minutes=sum(tour.drive_minutes for tour in tours),
            drive_km=round(sum(tour.drive_km for tour in tours), 1),
            visit_minutes=sum(tour.visit_minutes for tour in tours),
            wait_minutes=sum(tour.wait_minutes for tour in tours),
            prize_minutes=sum(prizes.values()),
            considered=considered,
            at_kommune_centre=at_kommune_centre,
            mileage_kr=round(sum(paid), 2) if paid else None,
        )


class TravelInfo(Record):
    """Where driving times come from, and what they assume (English)."""

    provider: str
    assumptions: Many[str]


class DeskTime(Record):
    """Time beside the tours until the plan's last day, and the follow-ups that need it.

    `expected_followups` are those that the plan's visits lead to, `due_tasks` open ones due by
    then; `left_minutes` are the working minutes of the plan's people outside the tours. `worth` are
    the visits that would be worth their drive, were there time to follow them all up.
    """

    until: Dato
    expected_followups: float
    due_tasks: int
    needed_minutes: Minutes
    left_minutes: Minutes
    is_enough: bool
    worth: Annotated[int | None, Field(exclude_if=lambda count: count is None)] = None


class Plan(Document):
    """A whole plan; `outside` counts the companies there that are not in the target group."""

    schema_: Schema[Literal["hageplan/plan/1"]] = "hageplan/plan/1"
    example_data: bool
    request: Request
    tours: Many[Tour]
    left_out: Many[LeftOut]
    totals: Totals
    outside: Annotated[int, Field(exclude_if=lambda count: not count)] = 0
    travel: TravelInfo
    conflicts: Annotated[Many[Conflict], Field(exclude_if=lambda found: not found)] = ()
    changes: Many[Change] | None = None
    safety: Safety | None = None
    desk_time: DeskTime | None = None
    proof: Annotated[Proof | None, Field(exclude_if=lambda proof: proof is None)] = None

    def of_people(self, only: Collection[str]) -> "Plan":
        """Return the plan with the tours of these medarbeidere alone; none named: all."""
        if not only:
            return self
        tours = tuple(tour for tour in self.tours if tour.medarbeider in only)
        conflicts = tuple(one for one in self.conflicts if one.medarbeider in only)
        return self.model_copy(update={"tours": tours, "conflicts": conflicts})


class Comparison(Document):
    """What plan `after` does otherwise than plan `before`."""

    schema_: Schema[Literal["hageplan/compare/1"]] = "hageplan/compare/1"
    example_data: bool
    before: Totals
    after: Totals
    changes: Many[Change]
