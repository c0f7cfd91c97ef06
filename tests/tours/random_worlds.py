"""Random workspaces as people could write them, every rule mixed with every other one."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from functools import cache
from math import cos, radians
from random import Random

from hageplan.workspace.find import data_dir, example_dir
from tests.tours.worlds import WEEKDAYS, Span, Table, World

REGIONS = ("5025", "5025", "5025", "5025", "4601", "4602", "5601", "3301")
"""Røros most of the time, and Bergen, Kinn, Alta and Drammen, where the light is another."""
HOTEL = "Hotellet"
RARITY = (0.03, 0.1, 0.15, 0.4)
"""How often what is rare comes, which is itself drawn."""
SPECIAL_DAYS = (
    date(2026, 3, 26),  # summer time begins on Sunday the 29th
    date(2026, 3, 30),  # the week of Easter
    date(2026, 4, 29),
    date(2026, 5, 11),  # Ascension Day and 17 May
    date(2026, 6, 18),
    date(2026, 10, 22),  # summer time ends on Sunday the 25th
    date(2026, 12, 21),
    date(2026, 12, 29),  # week 53
    date(2027, 3, 22),
)


@cache
def kommuner() -> tuple[Table, ...]:
    """Return the municipalities as they stand in the file."""
    text = (data_dir() / "kommuner.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["kommune"])


@cache
def numbers() -> tuple[str, ...]:
    """Return the numbers of the example's companies: valid, and of nobody."""
    texts = [path.read_text(encoding="utf-8") for path in (example_dir() / "bedrifter").glob("*")]
    found = (b["organisasjonsnummer"] for text in texts for b in tomllib.loads(text)["bedrift"])
    return tuple(sorted(found))


def region(draw: Random) -> list[Table]:
    """Return some municipalities beside each other, the middle one first."""
    number = draw.choice(REGIONS)
    middle = next(k for k in kommuner() if k["kommunenummer"] == number)
    return sorted(kommuner(), key=lambda k: _apart(k, middle))[: draw.choice([2, 6, 12])]


def _apart(one: Table, other: Table) -> float:
    north, east = one["lat"] - other["lat"], one["lon"] - other["lon"]
    return float(north**2 + (east * cos(radians(other["lat"]))) ** 2)


def clock(minutes: int) -> str:
    """Return minutes since midnight as the files write them."""
    minutes = max(0, min(minutes, 1439))
    return f"{minutes // 60:02}:{minutes % 60:02}"


def some(draw: Random, chance: float, keys: Table) -> Table:
    """Return some of `keys`, each with this chance."""
    return {key: value for key, value in keys.items() if draw.random() < chance}


def any_minute(draw: Random, first: int, last: int) -> int:
    """Return a time of day: most of them round, some to the minute."""
    step = draw.choice([1, 5, 15, 30, 60])
    return draw.randint(-(-first // step), last // step) * step


def hours(draw: Random, first: int = 360, last: int = 1200, least: int = 30) -> Table:
    """Return from and until."""
    start = any_minute(draw, first, last - least)
    end = min(start + draw.choice([least, 60, 97, 150, 240, 480, 600]), last)
    return {"fra": clock(start), "til": clock(max(end, start + 1))}


def random_world(draw: Random) -> World:
    """Return a workspace and a request; some are no valid records, or cannot be planned."""
    today = draw.choice([*SPECIAL_DAYS, date(2026, 1, 1) + timedelta(days=draw.randrange(400))])
    places = region(draw)
    world = World(today=today, settings=_settings(draw, places, today), bedrifter=[])
    world.bedrifter = _bedrifter(draw, places, world)
    world.busy = {
        p["id"]: [_busy(draw, world) for _ in range(draw.choice([2, 6, 12]))]
        for p in world.people
        if "kalender" in p
    }
    world.veier = _veier(draw, places) if draw.random() < 0.3 else {}
    world.avtaler = [_avtale(draw, world, n) for n in range(draw.choice([0, 0, 0, 1, 1, 2, 4]))]
    world.henvendelser = [_henvendelse(draw, world) for _ in range(draw.choice([0, 3]))]
    world.words = _words(draw, world, places)
    return world


def _settings(draw: Random, places: list[Table], today: date) -> Table:
    names = [place["kommunenummer"] for place in places]
    cut = draw.randint(1, len(names))
    hage: Table = {"navn": "Prøvehagen", "dekker": names[:cut], "vurderer": names[cut:]}
    if draw.random() < 0.85:
        hage["kontor"] = _place(draw, places, "Kontoret")
    rules = {**_usual_rules(draw), **some(draw, draw.choice(RARITY), _rare_rules(draw))}
    driving = {"omvei": draw.choice([1.0, 1.25]), "km_per_time": draw.choice([45.0, 62.0, 80.0])}
    parking = draw.choice([0.0, 0.0, 0.5, 3.0, 7.25, 20.0])
    people = [_person(draw, n, places, today) for n in range(draw.choice([0, 1, 2, 2, 3]))]
    worth = draw.choice([20.0, 80.0, 400.0, 480.0])
    return {
        "sprak": draw.choice(["nb", "en"]),
        "naeringshage": hage,
        "medarbeider": people,
        "planlegging": rules,
        "kjoring": {**driving, "parkering_minutter": parking},
        "interesse": {"prize_minutter": worth},
        "usikkerhet": some(draw, 0.3, {"besok_spredning": 0.6, "krav": 0.97}),
        "overnattingssted": [_place(draw, places, HOTEL)] if draw.random() < 0.4 else [],
    }


def _usual_rules(draw: Random) -> Table:
    late = draw.random() < 0.1  # or in the night: every time of day may stand there
    return {
        "klokkeslett_hver_minutter": draw.choice([1, 5, 15, 20, 30, 45, 60, draw.randint(1, 60)]),
        "slakk_minutter": draw.choice([0, 0, 10, 15, 23, 60]),
        "besok_minutter": draw.choice([5, 30, 47, 60, 60, 60, 90, 240]),
        "lunsj_fra": clock(any_minute(draw, 0, 1439) if late else any_minute(draw, 540, 840)),
        "lunsj_minutter": draw.choice([0, 15, 20, 30, 30, 45, 50, 120]),
        "ledig_fra": clock(any_minute(draw, 0, 1439) if late else any_minute(draw, 480, 960)),
        "ledig_minutter": draw.choice([0, 0, 20, 30, 60, 240]),
    }


def _rare_rules(draw: Random) -> Table:
    opens = hours(draw, 360, 1200, 240)
    return {
        "besok_fra": opens["fra"],
        "besok_til": opens["til"],
        "halve_dager": ["onsdag-for-skjaertorsdag", "julaften", "nyttaarsaften"],
        "halv_dag_slutt": clock(any_minute(draw, 540, 900)),
        "karens_dager": draw.choice([0, 365]),
        "maks_kjoring_minutter": draw.choice([10, 60, 150]),
        "flytting_minutter": draw.choice([0, 480]),
        "overnatting_minutter": draw.choice([0, 60]),
        "jevn_fordeling": draw.choice([20.0, 1000.0]),
        "kommune_minst": draw.choice([1, 3]),
        "kommune_andel": draw.choice([0.1, 1.0]),
        "dager": draw.choice([1, 7]),
    }


def _person(draw: Random, number: int, places: list[Table], today: date) -> Table:
    away = today + timedelta(days=draw.randint(0, 6))
    weekdays = sorted(draw.sample(WEEKDAYS, draw.randint(1, 7)), key=WEEKDAYS.index)
    short = {**hours(draw), "ukedager": draw.sample(WEEKDAYS, draw.randint(1, 3))}
    rare = {
        "arbeidstid": hours(draw, 0, 1439, 60),
        "ukedager": weekdays,
        "arbeidstider": [short],
        "fravaer": [{"fra": away, "til": away + timedelta(days=draw.choice([0, 0, 3]))}],
        "kan": ["landbruk"],
        "kun_dagslys": True,
        "maks_kjoring_minutter": draw.choice([10, 45, 120]),
    }
    person = {
        "id": f"m{number}",
        "navn": f"Medarbeider {number}",
        **some(draw, draw.choice(RARITY), rare),
    }
    if draw.random() < 0.4:
        person["hjem"] = _place(draw, places, "Hjemme")
        person |= some(draw, 0.6, {"start": "hjem", "slutt": "hjem"})
    if draw.random() < 0.5:
        person["kalender"] = f"m{number}.ics"
    return person


def _place(draw: Random, places: list[Table], name: str) -> Table:
    near = draw.choice(places)
    off = draw.choice([0.0, 0.0, 0.02, 0.15])
    return {
        "navn": name,
        "lat": round(min(near["lat"] + draw.uniform(-off, off), 71.3), 5),
        "lon": round(near["lon"] + draw.uniform(-off, off), 5),
    }


def _bedrifter(draw: Random, places: list[Table], world: World) -> list[Table]:
    chosen = draw.sample(numbers(), draw.choice([2, 6, 12, 18, 30]))
    found: list[Table] = []
    rarity = draw.choice(RARITY)
    for number in chosen:
        found.append(_bedrift(draw, number, places, world, before=found, rarity=rarity))
    return found


def _bedrift(
    draw: Random,
    number: str,
    places: list[Table],
    world: World,
    *,
    before: list[Table],
    rarity: float,
) -> Table:
    where = draw.choice(places)
    bedrift: Table = {
        "organisasjonsnummer": number,
        "navn": f"Prøve {number[-4:]} AS",
        "kommunenummer": where["kommunenummer"],
        "antall_ansatte": draw.randrange(60),
        **some(draw, rarity, _rare_of_bedrift(draw, before)),
    }
    at = draw.random()
    if at < 0.75:
        spot = world.settings["naeringshage"].get("kontor") if at < 0.1 else None
        spot = spot or _place(draw, [where], "")
        bedrift |= {"lat": spot["lat"], "lon": spot["lon"]}
    if draw.random() < 0.5:
        bedrift["besokstider"] = [_opening(draw, world) for _ in range(draw.choice([1, 2, 4]))]
    return bedrift


def _rare_of_bedrift(draw: Random, before: list[Table]) -> Table:
    earlier = [b["organisasjonsnummer"] for b in draw.sample(before, min(len(before), 1))]
    return {
        "besok_minutter": draw.choice([5, 33, 120, 480]),
        "stengt": [{"fra": "11-20", "til": draw.choice(["12-24", "01-10"])}],
        "krever": ["landbruk"],
        "to_medarbeidere": True,
        "etter": earlier,
        "status": draw.choice(["medlem", "medlem", "maalbedrift", "avslag", "nedlagt"]),
        "reservert": draw.random() < 0.3,
    }


def _opening(draw: Random, world: World) -> Table:
    """Return hours of visits; many begin or end where lunch or the free slot does."""
    opening = hours(draw, 420, 1140, 30)
    if draw.random() < 0.4:
        edge = draw.choice(edges(world.rules))
        ends = [clock(edge), clock(edge + draw.choice([60, 61, 180]))]
        opening = {"fra": ends[0], "til": ends[1]} if ends[0] < ends[1] else opening
    if draw.random() < 0.4:
        opening["ukedager"] = draw.sample(WEEKDAYS, draw.randint(1, 5))
    return opening


def edges(rules: Table) -> list[int]:
    """Return when lunch and the free slot begin and end, minutes since midnight."""
    found = []
    for kind in ("lunsj", "ledig"):
        start = int(rules[f"{kind}_fra"][:2]) * 60 + int(rules[f"{kind}_fra"][3:])
        found += [start, start + rules[f"{kind}_minutter"]]
    return found


def _busy(draw: Random, world: World) -> Span:
    """Return a time that a calendar takes; many touch lunch or the free slot."""
    midnight = datetime.combine(world.today + timedelta(days=draw.randint(0, 8)), time())
    if draw.random() < 0.1:
        return midnight, midnight + timedelta(days=draw.choice([1, 2]))
    start = any_minute(draw, *draw.choice([(480, 960), (480, 960), (0, 1400)]))
    start = draw.choice(edges(world.rules)) if draw.random() < 0.4 else start
    length = timedelta(minutes=draw.choice([1, 15, 30, 52, 60, 120, 240, 480, 1500]))
    begin = midnight + timedelta(minutes=start)
    return (begin - length, begin) if draw.random() < 0.3 else (begin, begin + length)


def _veier(draw: Random, places: list[Table]) -> Table:
    own = [_place(draw, places, "Ferjekaia")] if draw.random() < 0.5 else []
    names = [place["senter"] for place in places] + [place["navn"] for place in own]
    pairs = [draw.sample(names, 2) for _ in range(draw.randint(1, 3))] if len(names) > 1 else []
    roads = [
        {
            "fra": a,
            "til": b,
            "minutter": draw.choice([1.0, 25.5, 90.0]),
            **some(draw, 0.5, {"km": 30.0}),
        }
        for a, b in pairs
    ]
    winter = {"fra": "11-01", "til": "04-15", "faktor": draw.choice([1.0, 1.15, 2.5])}
    radius = draw.choice([0.0, 10.0, 40.0])
    return {"radius_km": radius, "sted": own, "vei": roads, "vinter": winter}


def _avtale(draw: Random, world: World, number: int) -> Table:
    day = world.today + timedelta(days=draw.randint(0, 8))
    at = draw.choice(edges(world.rules)) if draw.random() < 0.3 else any_minute(draw, 540, 840)
    return {
        "id": f"a{number}",
        "organisasjonsnummer": draw.choice(world.bedrifter)["organisasjonsnummer"],
        "tid": datetime.combine(day, time(min(at, 1439) // 60, at % 60)),
        "medarbeider": draw.choice(world.people)["id"],
        **some(draw, 0.4, {"minutter": draw.choice([20, 45, 90])}),
        **some(
            draw, 0.2, {"status": draw.choice(["flyttet", "avlyst", "foreslatt", "gjennomfort"])}
        ),
    }


def _henvendelse(draw: Random, world: World) -> Table:
    day = world.today - timedelta(days=draw.randint(1, 400))
    return {
        "organisasjonsnummer": draw.choice(world.bedrifter)["organisasjonsnummer"],
        "tid": datetime.combine(day, time(10)),
        "kanal": draw.choice(["besok", "telefon", "skjema"]),
        "retning": draw.choice(["ut", "inn"]),
        "interesse": draw.choice(["ikke", "nøytral", "interessert", "forpliktet"]),
    }


def _words(draw: Random, world: World, places: list[Table]) -> list[str]:
    """Return the options of a plan."""
    companies = [b["organisasjonsnummer"] for b in world.bedrifter]
    free = [n for n in companies if n not in {a["organisasjonsnummer"] for a in world.avtaler}]
    day = world.today + timedelta(days=draw.randint(1, 3))
    person = draw.choice(world.people)["id"]
    rare = {
        "--days": str(draw.choice([1, 2, 10])),
        "--from": str(world.today + timedelta(days=draw.randint(0, 3))),
        "--kommune": draw.choice(places)["kommunenummer"],
        "--medarbeider": person,
        "--max-visits": str(draw.choice([1, 4])),
        "--must": draw.choice(companies),
        "--without": draw.choice(free or companies),
        "--absent": f"{person}:{day}",
        "--seed": str(draw.randrange(100)),
    }
    chosen = some(draw, draw.choice(RARITY), rare)
    words = [word for pair in chosen.items() for word in pair]
    if draw.random() < 0.1:
        words += [w for n in draw.sample(companies, min(3, len(companies))) for w in ("--only", n)]
    words += [word for word in ("--robust", "--match") if draw.random() < 0.12]
    return [*words, "--iterations", str(draw.choice([5, 60, 400]))]
