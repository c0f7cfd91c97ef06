"""Random weeks: all rules at once, on some companies of the example region."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from hageplan import load
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Oppsett
from hageplan.records.plan import Absence, PlanRequest, StopRule
from hageplan.records.workspace import Opptatt, Workspace

EXAMPLE = load()
MONDAY = date(2026, 11, 23)
PEOPLE = ("sigrid", "ola")
HOTELS = (
    {"navn": "Folldal Hotell", "lat": 62.13, "lon": 9.98},
    {"navn": "Koppang Hotell", "lat": 61.57, "lon": 11.04},
)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def random_week(draw: Random) -> tuple[Workspace, PlanRequest]:
    """Return records and a request; some of them cannot be planned, for a reason told."""
    chosen = draw.sample(EXAMPLE.bedrifter, draw.choice([10, 30, 60]))
    numbers = [bedrift.organisasjonsnummer for bedrift in chosen]
    avtaler = _avtaler(draw, numbers)
    workspace = replace(
        EXAMPLE,
        oppsett=_oppsett(draw),
        bedrifter=tuple(_bedrift(draw, bedrift, numbers) for bedrift in chosen),
        avtaler=avtaler,
        opptatt=tuple(_busy(draw) for _ in range(draw.choice([0, 2, 5]))),
        henvendelser=tuple(h for h in EXAMPLE.henvendelser if h.organisasjonsnummer in numbers),
    )
    return workspace, _request(draw, numbers, {a.organisasjonsnummer for a in avtaler})


def _oppsett(draw: Random) -> Oppsett:
    data: dict[str, Any] = EXAMPLE.oppsett.model_dump()
    data["planlegging"] |= {
        "klokkeslett_hver_minutter": draw.choice([1, 5, 15]),
        "slakk_minutter": draw.choice([0, 10, 15]),
        "lunsj_minutter": draw.choice([0, 30, 45]),
        "ledig_minutter": draw.choice([0, 30, 60]),
        "ledig_fra": clock(draw.choice([690, 780, 840])),
        "maks_kjoring_minutter": draw.choice([None, 60, 120]),
        "jevn_fordeling": draw.choice([0.0, 20.0, 100.0]),
        "kommune_minst": draw.choice([0, 1, 2]),
        "kommune_andel": draw.choice([0.0, 0.1]),
        "overnatting_minutter": draw.choice([0, 60, 120]),
    }
    for person in data["medarbeider"]:
        short = {"fra": "09:00", "til": "13:00", "ukedager": ["ons", "fre"]}
        person |= {
            "kun_dagslys": draw.random() < 0.3,
            "kan": draw.choice([(), ("landbruk",)]),
            "arbeidstider": draw.choice([(), (short,)]),
            "maks_kjoring_minutter": draw.choice([None, 90]),
        }
    data["overnattingssted"] = HOTELS if draw.random() < 0.4 else ()
    return Oppsett.model_validate(data)


def _bedrift(draw: Random, bedrift: Bedrift, numbers: list[str]) -> Bedrift:
    windows = (
        {"fra": "09:00", "til": "11:00", "ukedager": ["tir", "tor"]},
        {"fra": "12:30", "til": "15:00"},
    )
    others = [number for number in numbers if number != bedrift.organisasjonsnummer]
    rare: dict[str, Any] = {
        "to_medarbeidere": True,
        "krever": ("landbruk",),
        "stengt": ({"fra": "11-24", "til": "11-26"},),
        "etter": (draw.choice(others),),
        "besokstider": windows,
    }
    changed = {key: value for key, value in rare.items() if draw.random() < 0.1}
    return Bedrift.model_validate({**bedrift.model_dump(exclude_none=True), **changed})


def _busy(draw: Random) -> Opptatt:
    day = MONDAY + timedelta(days=draw.randint(1, 7))
    start = datetime.combine(day, time(draw.randint(7, 15), draw.choice([0, 7, 30, 45])))
    length = timedelta(minutes=draw.choice([15, 30, 52, 120, 1500]))
    return Opptatt(draw.choice(PEOPLE), start, start + length)


def _avtaler(draw: Random, numbers: list[str]) -> tuple[Avtale, ...]:
    return tuple(
        Avtale(
            id=f"a{number}",
            organisasjonsnummer=number,
            tid=datetime.combine(
                MONDAY + timedelta(days=draw.randint(1, 7)),
                time(draw.randint(9, 14), draw.choice([0, 3, 15, 30, 45])),
            ),
            medarbeider=draw.choice(PEOPLE),
            minutter=draw.choice([None, 45, 90]),
        )
        for number in draw.sample(numbers, draw.choice([0, 1, 3]))
    )


def _request(draw: Random, numbers: list[str], agreed: set[str]) -> PlanRequest:
    must = tuple(draw.sample(numbers, 1)) if draw.random() < 0.2 else ()
    without = [n for n in draw.sample(numbers, 2) if n not in agreed and n not in must]
    absent = Absence(medarbeider="ola", date=MONDAY + timedelta(days=draw.randint(1, 3)))
    return PlanRequest(
        days=draw.choice([2, 5]),
        max_visits=draw.choice([None, 4]),
        must=must,
        without=tuple(without) if draw.random() < 0.3 else (),
        absent=(absent,) if draw.random() < 0.2 else (),
        stop_rule=StopRule(iterations=draw.choice([50, 1000])),
        seed=draw.randint(0, 9),
    )
