"""A finished plan walked through from outside: the JSON that people get, held against the files.

Nothing of hageplan is used here. Times are minutes since midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import asin, ceil, cos, hypot, radians, sin, sqrt
from typing import Any
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import elevation

from tests.tours.worlds import WEEKDAYS, Span, Table, World

Minutes = tuple[int, int]
WORKWEEK = WEEKDAYS[:5]
USUAL = {
    "besok_minutter": 60,
    "besok_fra": "08:00",
    "besok_til": "16:00",
    "halve_dager": ["onsdag-for-skjaertorsdag", "julaften"],
    "halv_dag_slutt": "12:00",
}


def minute(clock: str) -> int:
    """Return a time of day in minutes."""
    return int(clock[:2]) * 60 + int(clock[3:5])


def easter(year: int) -> date:
    """Return Easter Sunday. Source: the anonymous Gregorian algorithm (Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_free(day: date) -> bool:
    """Tell whether `day` is a public holiday of Norway (the law of 1947, and 1 and 17 May)."""
    moved = (day - easter(day.year)).days
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return (day.month, day.day) in fixed or moved in (-3, -2, 0, 1, 39, 49, 50)


def half_day(day: date) -> str:
    """Return which half day it is, if it is one."""
    if day == easter(day.year) - timedelta(days=4):
        return "onsdag-for-skjaertorsdag"
    return {(12, 24): "julaften", (12, 31): "nyttaarsaften"}.get((day.month, day.day), "")


def unpaused(begin: int, end: int, pauses: list[Minutes]) -> int:
    """Return the minutes from `begin` to `end` that are in no pause."""
    taken = sum(max(0, min(end, until) - max(begin, start)) for start, until in pauses)
    return end - begin - taken


class Outside:
    """One plan, and the tables of its workspace."""

    def __init__(self, world: World, plan: Table, told: set[tuple[str, str, str, str]]) -> None:
        self.world, self.plan, self.told = world, plan, told
        self.rules = {**USUAL, **world.rules}
        self.people = {person["id"]: person for person in world.people}
        self.companies = {b["organisasjonsnummer"]: b for b in world.bedrifter}
        held = (a for a in world.avtaler if a.get("status", "avtalt") in ("avtalt", "flyttet"))
        self.agreed = {avtale["id"]: avtale for avtale in held}
        safety = plan.get("safety") or {}
        self.slack = self.rules["slakk_minutter"] + safety.get("extra_slack", 0)
        self.slower = safety.get("drive_factor", 1.0)

    def breaches(self) -> Iterator[str]:
        """Give every rule that is broken."""
        yield from self.whole()
        for tour in self.plan["tours"]:
            day = Day(self, tour)
            for breach in day.breaches():
                yield f"{tour['medarbeider']} {tour['date']}: {breach}"

    def stops(self) -> list[tuple[Table, Table]]:
        """Return each stop with its tour."""
        return [(tour, stop) for tour in self.plan["tours"] for stop in tour["stops"]]

    def whole(self) -> Iterator[str]:
        """Give what is wrong with the plan as a whole."""
        asked, visited = self.plan["request"], {s["organisasjonsnummer"] for _, s in self.stops()}
        left = {company["organisasjonsnummer"] for company in self.plan["left_out"]}
        if visited & left:
            yield "both visited and left out"
        fixed = {s["organisasjonsnummer"] for _, s in self.stops() if s.get("avtale")}
        fixed |= set(asked["must"])
        if asked.get("max_visits") and len(visited) > max(asked["max_visits"], len(fixed)):
            yield "too many visits"
        if not set(asked["must"]) <= visited:
            yield "one who must be visited is not"
        shifts = [(tour["medarbeider"], tour["date"]) for tour in self.plan["tours"]]
        if len(set(shifts)) < len(shifts):
            yield "two tours of one on a day"
        if any({"medarbeider": who, "date": day} in asked["absent"] for who, day in shifts):
            yield "a tour of who is absent"
        for number in visited:
            yield from self.company(number, asked)
        yield from self.promises(asked)

    def promises(self, asked: Table) -> Iterator[str]:
        """Give the appointments that are neither in the plan nor told to be impossible."""
        last = max((tour["date"] for tour in self.plan["tours"]), default="")
        lost = {c["avtale"] for c in self.plan.get("conflicts", []) if not c["is_kept"]}
        kept = {s["avtale"] for _, s in self.stops() if s.get("avtale")}
        for avtale in self.agreed.values():
            on, who = str(avtale["tid"].date()), avtale["medarbeider"]
            is_asked = asked["from"] <= on <= last and who in asked["medarbeidere"]
            is_absent = {"medarbeider": who, "date": on} in asked["absent"]
            if is_asked and not is_absent and avtale["id"] not in {*lost, *kept}:
                yield f"{avtale['id']} is neither kept nor told of"

    def company(self, number: str, asked: Table) -> Iterator[str]:
        """Give what is wrong with the visits to one company."""
        bedrift = self.companies[number]
        there = [(t, s) for t, s in self.stops() if s["organisasjonsnummer"] == number]
        is_agreed = any(s.get("avtale") for _, s in there)
        if bedrift.get("reservert") or bedrift.get("status") == "nedlagt":
            yield f"{number} is not to be visited"
        if not is_agreed and number not in asked["must"]:
            if bedrift.get("status") == "avslag" or number in asked["without"]:
                yield f"{number} is not to be visited"
            if asked["only"] and number not in asked["only"]:
                yield f"{number} was not asked for"
            if not asked["only"] and bedrift["kommunenummer"] not in asked["kommuner"]:
                yield f"{number} is elsewhere"
        if not is_agreed and len(there) != (2 if bedrift.get("to_medarbeidere") else 1):
            yield f"{number} is visited by {len(there)}"
        agreed = {(t["date"], s["start"]) for t, s in there if s.get("avtale")}
        if len({(t["date"], s["start"]) for t, s in there} - agreed) > (0 if agreed else 1):
            yield f"{number} is visited at two times"
        if not is_agreed:
            yield from self.order(bedrift, min((t["date"], s["start"]) for t, s in there))

    def order(self, bedrift: Table, begins: tuple[str, str]) -> Iterator[str]:
        """Give what should have come before a visit, and does not."""
        met = {
            h["organisasjonsnummer"]
            for h in self.world.henvendelser
            if h["kanal"] in ("besok", "mote")
        }
        for number in set(bedrift.get("etter", [])) - met:
            ends = [
                (t["date"], s["end"]) for t, s in self.stops() if s["organisasjonsnummer"] == number
            ]
            if not ends or max(ends) > begins:
                yield f"{bedrift['organisasjonsnummer']} does not wait for {number}"


class Day:
    """One tour."""

    def __init__(self, plan: Outside, tour: Table) -> None:
        self.all, self.tour, self.rules = plan, tour, plan.rules
        self.date = date.fromisoformat(tour["date"])
        self.weekday = WEEKDAYS[self.date.weekday()]
        self.person = plan.people[tour["medarbeider"]]
        self.start, self.end = minute(tour["start"]["time"]), minute(tour["end"]["time"])
        lunch = [{"kind": "lunch", **tour["lunch"]}] if tour.get("lunch") else []
        found = [*lunch, *tour["pauses"]]
        self.rests = {
            k: self.spans(p for p in found if p["kind"] == k) for k in ("lunch", "free", "busy")
        }
        self.pauses = [span for spans in self.rests.values() for span in spans]
        self.visits = self.spans(tour["stops"])
        self.agreed = [
            v for v, s in zip(self.visits, tour["stops"], strict=True) if s.get("avtale")
        ]
        self.against = [
            why
            for conflict in plan.plan.get("conflicts", [])
            if (conflict["medarbeider"], conflict["date"]) == (tour["medarbeider"], tour["date"])
            for why in conflict["why"]
            if conflict["is_kept"]
        ]
        self.is_agreed = all(stop.get("avtale") for stop in tour["stops"])

    @staticmethod
    def spans(things: Any) -> list[Minutes]:
        """Return from and until of each."""
        return [(minute(thing["start"]), minute(thing["end"])) for thing in things]

    def breaches(self) -> Iterator[str]:
        """Give every rule that is broken."""
        yield from self.worked()
        yield from self.walked()
        for stop, span in zip(self.tour["stops"], self.visits, strict=True):
            yield from self.visited(stop, span)
        yield from self.undisturbed()
        if not self.against:
            yield from self.rested("lunch", "lunsj")
            yield from self.rested("free", "ledig")
        if self.person.get("kun_dagslys"):
            yield from self.in_light()

    def hours(self) -> Minutes:
        """Return the working hours."""
        hours = self.person.get("arbeidstid", {"fra": "08:00", "til": "16:00"})
        for special in reversed(self.person.get("arbeidstider", [])):
            hours = special if self.weekday in special["ukedager"] else hours
        end = minute(hours["til"])
        if half_day(self.date) in self.rules["halve_dager"]:
            end = min(end, minute(self.rules["halv_dag_slutt"]))
        return minute(hours["fra"]), end

    def worked(self) -> Iterator[str]:
        """Give what is wrong with the day, its hours and its driving."""
        days_off = not (self.against and self.is_agreed)
        is_off = is_free(self.date) or self.weekday not in self.person.get("ukedager", WORKWEEK)
        if days_off and is_off:
            yield "a day off"
        away = any(f["fra"] <= self.date <= f["til"] for f in self.person.get("fravaer", []))
        if days_off and away:
            yield "away"
        opens, closes = self.hours()
        first, last = self.tour["stops"][0], self.tour["stops"][-1]
        is_early = not self.against and self.visits[0][0] < opens
        if self.start < opens and (is_early or not first.get("avtale")):
            yield "begins before the working hours"
        is_late = not self.against and self.visits[-1][1] > closes
        if self.end > closes and (is_late or not last.get("avtale")):
            yield "ends after the working hours"
        for begin, until in {*self.visits} - {*self.agreed}:
            if begin < opens or until > closes:
                yield f"a visit {begin}-{until} outside the working hours"
        drive = sum(s["drive_minutes"] for s in self.tour["stops"]) + self.tour["return_minutes"]
        limit = self.person.get("maks_kjoring_minutter") or self.rules.get("maks_kjoring_minutter")
        is_told = any(why.startswith("agreed-drive") for why in self.against)
        if drive != self.tour["drive_minutes"] or (drive > (limit or 10**6) and not is_told):
            yield f"{drive} minutes of driving"

    def walked(self) -> Iterator[str]:
        """Give the moments that do not follow from those before, and the drives that cannot be."""
        parking = self.all.world.settings["kjoring"]["parkering_minutter"]
        now, place, slack = self.start, self.tour["start"], 0
        for stop, (begin, end) in zip(self.tour["stops"], self.visits, strict=True):
            arrive = minute(stop["arrive"])
            if not now <= arrive <= begin < end:
                yield f"times out of order at {stop['navn']}"
            if self.against and place.get("avtale") and stop.get("avtale"):  # in a hurry
                slack = min(slack, unpaused(now, begin, self.pauses) - stop["drive_minutes"])
            if slack < 0 or unpaused(now, arrive, self.pauses) != slack + stop["drive_minutes"]:
                yield f"{stop['navn']} is not reached at {stop['arrive']}"
            if unpaused(arrive, begin, self.pauses) != stop["wait_minutes"]:
                yield f"another wait at {stop['navn']}"
            yield from self.driven(place, stop, stop["drive_minutes"], parking)
            now, place, slack = end, stop, self.all.slack
        if unpaused(now, self.end, self.pauses) != slack + self.tour["return_minutes"]:
            yield "is not home then"
        yield from self.driven(place, self.tour["end"], self.tour["return_minutes"], 0.0)

    def driven(self, a: Table, b: Table, minutes: int, parking: float) -> Iterator[str]:
        """Give a drive that takes another time: exactly, where no known roads change it."""
        if self.all.world.veier.get("vei"):
            return
        driving, winter = self.all.world.settings["kjoring"], self.all.world.veier.get("vinter")
        km = _km(a, b) * driving["omvei"]
        slower = self.all.slower
        if winter and (
            self.date.strftime("%m-%d") >= "11-01" or self.date.strftime("%m-%d") <= "04-15"
        ):
            slower *= winter["faktor"]
        if minutes != ceil(km / driving["km_per_time"] * 60 * slower + parking - 1e-6):
            yield f"{minutes} minutes for {km:.2f} km"

    def visited(self, stop: Table, span: Minutes) -> Iterator[str]:
        """Give what is wrong with one visit."""
        number = stop["organisasjonsnummer"]
        bedrift = self.all.companies[number]
        usual = bedrift.get("besok_minutter", self.rules["besok_minutter"])
        if (avtale := self.told(stop)) is not None:
            if span[1] - span[0] != avtale.get("minutter", usual):
                yield f"{number} has not its time"
            return
        if span[1] - span[0] != usual:
            yield f"{number} has not its time"
        key = self.tour["medarbeider"], self.tour["date"], stop["start"], number
        if span[0] % self.rules["klokkeslett_hver_minutter"] and key not in self.all.told:
            yield f"{number} at {stop['start']}, no round time"
        always = {"fra": self.rules["besok_fra"], "til": self.rules["besok_til"]}
        open_ = [
            (minute(o["fra"]), minute(o["til"]))
            for o in bedrift.get("besokstider", [always])
            if self.weekday in o.get("ukedager", WORKWEEK)
        ]
        if not any(first <= span[0] and span[1] <= last for first, last in open_):
            yield f"{number} is closed {stop['start']}-{stop['end']}"
        now = self.date.strftime("%m-%d")
        for season in bedrift.get("stengt", []):
            inside = season["fra"] <= now, now <= season["til"]
            if all(inside) if season["fra"] <= season["til"] else any(inside):
                yield f"{number} has no visits in this season"
        if not set(bedrift.get("krever", [])) <= set(self.person.get("kan", [])):
            yield f"{number} asks for what {self.person['id']} does not know"

    def told(self, stop: Table) -> Table | None:
        """Return the appointment that a stop is, of this person or of the other of two."""
        if stop.get("avtale"):
            avtale = self.all.agreed.get(stop["avtale"], {"tid": None})
            at = datetime.combine(self.date, datetime.min.time()) + timedelta(
                minutes=minute(stop["start"])
            )
            return avtale if avtale["tid"] == at else {"minutter": -1}
        return next(
            (
                self.all.agreed[s["avtale"]]
                for t, s in self.all.stops()
                if t["date"] == self.tour["date"]
                and (s["organisasjonsnummer"], s["start"])
                == (stop["organisasjonsnummer"], stop["start"])
                and s.get("avtale")
            ),
            None,
        )

    def undisturbed(self) -> Iterator[str]:
        """Give what overlaps: visits with each other and with pauses, work with the calendar."""
        in_order = sorted([*self.visits, *self.pauses])
        if any(one[1] > other[0] for one, other in pairwise(in_order)):
            yield "two things at the same time"
        for begin, until in () if self.against and self.is_agreed else self.busy():
            inside = max(begin, self.start), min(until, self.end)
            if inside[0] < inside[1] and unpaused(*inside, self.rests["busy"]):
                yield "takes time that the calendar blocks"

    def busy(self) -> list[Minutes]:
        """Return what the calendar blocks of the day."""
        midnight = datetime.combine(self.date, datetime.min.time())
        spans: list[Span] = self.all.world.busy.get(self.person["id"], [])
        whole = [
            ((a - midnight) // timedelta(minutes=1), (b - midnight) // timedelta(minutes=1))
            for a, b in spans
        ]
        return [(max(0, a), min(1440, b)) for a, b in whole if a < 1440 and b > 0]

    def rested(self, kind: str, key: str) -> Iterator[str]:
        """Give a rest that is not whole, comes early, late without need, or not at all.

        It is late with need where a visit is under way, or where something fixed leaves no room.
        """
        usual, length = minute(self.rules[f"{key}_fra"]), self.rules[f"{key}_minutter"]
        opens, closes = self.hours()
        fixed = [*self.busy(), *self.agreed, *self.between()]
        others = self.rests["free" if kind == "lunch" else "lunch"]
        if kind == "free":  # which makes way for lunch at its usual time
            lunch = minute(self.rules["lunsj_fra"])
            others = [*others, (lunch, lunch + self.rules["lunsj_minutter"])]
        if len(self.rests[kind]) > 1:
            yield f"two of {kind}"
        for begin, until in self.rests[kind]:
            if until - begin != length or begin < usual:
                yield f"{kind} is {begin}-{until}"
            for at in range(usual, begin):
                is_under_way = any(a <= at < b for a, b in (*self.visits, *others))
                has_room = not any(a < at + length and at < b for a, b in (*fixed, *others))
                if has_room and not is_under_way:
                    yield f"{kind} could have been at {at}, not at {begin}"
                    break
        if self.rests[kind] or not length or not opens < usual or usual + length >= closes:
            return
        if any(a < usual + length and usual < b for a, b in (*fixed, *others)):
            return
        after = next((b for a, b in self.visits if a < usual < b), usual)
        if self.start < usual and after < self.end:
            yield f"no {kind}, though the day goes on from {self.start} to {self.end}"

    def between(self) -> Iterator[Minutes]:
        """Give the times between two appointments in which there is no room for a pause."""
        pause = max(self.rules["lunsj_minutter"], self.rules["ledig_minutter"])
        for (one, a), (then, b) in pairwise(zip(self.tour["stops"], self.visits, strict=True)):
            left = b[0] - a[1] - self.all.slack - then["drive_minutes"]
            if one.get("avtale") and then.get("avtale") and left < pause:
                yield a[1], b[0]

    def in_light(self) -> Iterator[str]:
        """Give an end of the day at which the sun is more than 6 degrees down."""
        zone = ZoneInfo("Europe/Oslo")
        stops = self.tour["stops"]
        for end, stop in ((self.tour["start"], stops[0]), (self.tour["end"], stops[-1])):
            if self.against and stop.get("avtale"):
                continue
            at = datetime.fromisoformat(f"{self.tour['date']}T{end['time'][:5]}").replace(
                tzinfo=zone
            )
            height = elevation(Observer(end["lat"], end["lon"]), at)
            if height < -6.5:
                yield f"{end['time']} is in the dark: {height:.1f} degrees"


def _km(a: Table, b: Table) -> float:
    """Return the great circle between two places on a sphere of the Earth's mean radius."""
    north = radians(b["lat"] - a["lat"]) / 2
    east = radians(b["lon"] - a["lon"]) / 2
    part = hypot(sin(north), sqrt(cos(radians(a["lat"])) * cos(radians(b["lat"]))) * sin(east))
    return 2 * 6371.0088 * asin(min(1.0, part))
