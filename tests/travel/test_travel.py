from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.records.settings.veier import Veier
from hageplan.travel import NEVER, Closed, DriveTable, Source
from hageplan.travel.estimate import EstimatedRoads
from hageplan.travel.roads import KnownRoads
from hageplan.workspace.partial import read_kommuner

KOMMUNER = read_kommuner()
SUMMER, WINTER = date(2026, 7, 1), date(2027, 1, 15)


def centre(number: str) -> Sted:
    kommune = KOMMUNER[number]
    return Sted(navn=kommune.senter, lat=kommune.lat, lon=kommune.lon)


ROROS, HOLTALEN, OS = centre("5025"), centre("5026"), centre("3430")
TYNSET, ALVDAL, FOLLDAL = centre("3427"), centre("3428"), centre("3429")


@pytest.mark.parametrize(
    ("a", "b", "km"), [(ROROS, HOLTALEN, 35), (ALVDAL, FOLLDAL, 41), (ROROS, TYNSET, 54)]
)
def test_estimate_is_near_the_known_roads(a: Sted, b: Sted, km: float) -> None:
    table = EstimatedRoads(Kjoring()).table([a, b])
    assert table.km[0, 1] == pytest.approx(km, rel=0.12)
    assert table.minutes[0, 1] == pytest.approx(table.km[0, 1] / 62 * 60)
    assert table.km[0, 0] == 0


def test_os_to_roros_takes_about_a_quarter_of_an_hour() -> None:
    assert EstimatedRoads(Kjoring()).table([OS, ROROS]).minutes[0, 1] == pytest.approx(15, abs=1)


def known(**keys: object) -> KnownRoads:
    return KnownRoads(EstimatedRoads(Kjoring()), Veier.model_validate(keys), KOMMUNER)


def test_known_minutes_hold_both_ways_exactly_at_the_places() -> None:
    travel = known(vei=[{"fra": "roros", "til": "Tynset", "minutter": 46, "km": 54}])
    table = travel.table([ROROS, TYNSET, FOLLDAL], SUMMER)
    assert table.minutes[0, 1] == pytest.approx(46)
    assert table.minutes[1, 0] == pytest.approx(46)
    assert table.km[1, 0] == pytest.approx(54)
    plain = EstimatedRoads(Kjoring()).table([ROROS, TYNSET, FOLLDAL])
    assert table.minutes[0, 2] == plain.minutes[0, 2]


def test_known_minutes_scale_nearby_and_not_beyond_the_radius() -> None:
    travel = known(vei=[{"fra": "Røros", "til": "Tynset", "minutter": 92}])
    near = Sted(navn="nær", lat=TYNSET.lat + 0.02, lon=TYNSET.lon)
    far = Sted(navn="langt", lat=TYNSET.lat - 0.12, lon=TYNSET.lon)
    table = travel.table([ROROS, near, far], SUMMER)
    plain = EstimatedRoads(Kjoring()).table([ROROS, TYNSET, near, far])
    ratio = 92 / plain.minutes[0, 1]
    assert table.minutes[0, 1] == pytest.approx(plain.minutes[0, 2] * ratio)
    assert table.minutes[0, 2] == pytest.approx(plain.minutes[0, 3])


def test_own_places_can_be_named() -> None:
    brekken = {"navn": "Brekken", "lat": 62.65, "lon": 11.87}
    travel = known(sted=[brekken], vei=[{"fra": "Brekken", "til": "5025x", "minutter": 40}][:0])
    assert travel.provider == "estimate"
    travel = known(sted=[brekken], vei=[{"fra": "BREKKEN", "til": "Røros", "minutter": 40}])
    assert travel.table([Sted(navn="", lat=62.65, lon=11.87), ROROS], SUMMER).minutes[
        0, 1
    ] == pytest.approx(40)


@pytest.mark.parametrize(
    ("day", "factor"), [(SUMMER, 1.0), (WINTER, 1.2), (date(2026, 11, 15), 1.2)]
)
def test_winter_slows_all_roads_in_its_season(day: date, factor: float) -> None:
    travel = known(vinter={"fra": "11-15", "til": "04-10", "faktor": 1.2})
    plain = EstimatedRoads(Kjoring()).table([ROROS, OS]).minutes[0, 1]
    assert travel.table([ROROS, OS], day).minutes[0, 1] == pytest.approx(plain * factor)


def test_assumptions_name_what_was_used() -> None:
    travel = known(
        vei=[{"fra": "Røros", "til": "Os", "minutter": 15}],
        vinter={"fra": "01-01", "til": "04-10", "faktor": 1.2},
    )
    assert [a.split()[0] for a in travel.assumptions()] == ["estimate", "known-roads", "winter"]


WEST, EAST = Sted(navn="vest", lat=62.5, lon=10.9), Sted(navn="øst", lat=62.5, lon=11.1)
NORTH = Sted(navn="nord", lat=62.7, lon=10.9)
BETWEEN = {"lat": 62.5, "lon": 11.0}
ACROSS = [{"lat": 62.45, "lon": 11.0}, {"lat": 62.55, "lon": 11.0}]
AROUND = {"navn": "Rundt", "lat": 62.6, "lon": 11.0}
"""West and east are 10 km apart, with a pass between them; north is 22 km from the west."""


def closed(**keys: object) -> dict[str, object]:
    return {"navn": "passet", "fra": "11-01", "til": "05-15", "punkter": [BETWEEN], **keys}


def usual(*places: Sted) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return EstimatedRoads(Kjoring()).table(places).minutes


@pytest.mark.parametrize(
    ("fra", "til", "day", "is_shut"),
    [
        ("11-01", "05-15", WINTER, True),
        ("11-01", "05-15", SUMMER, False),
        (WINTER, WINTER, WINTER, True),  # of one year, both days included
        (date(2026, 1, 15), date(2026, 2, 1), WINTER, False),  # a year before
    ],
)
@pytest.mark.parametrize("punkter", [[BETWEEN], ACROSS])  # a point, and a line across
def test_a_closed_road_holds_on_its_days_for_who_would_take_it(
    fra: object, til: object, day: date, is_shut: bool, punkter: object
) -> None:
    shut = closed(fra=fra, til=til, punkter=punkter, ekstra_minutter=40, ekstra_km=50)
    table = known(stengt=[shut]).table([WEST, EAST, NORTH], day)
    plain = usual(WEST, EAST, NORTH)
    more = 40 if is_shut else 0
    assert table.minutes[0, 1] == table.minutes[1, 0] == pytest.approx(plain[0, 1] + more)
    assert table.minutes[0, 2] == pytest.approx(plain[0, 2])
    told = known(stengt=[shut]).remarks(EAST, WEST, day)
    assert told == (("road-longer name=passet minutes=40",) if is_shut else ())


def test_the_way_around_is_by_a_place_on_the_clock_and_on_the_map() -> None:
    travel = known(sted=[AROUND], stengt=[closed(rundt="rundt")])
    by = usual(WEST, Sted.model_validate(AROUND), EAST)
    leg = travel.leg(WEST, EAST, WINTER)
    assert leg.minutes == pytest.approx(by[0, 1] + by[1, 2])
    assert leg.line == ((62.5, 10.9), (62.6, 11.0), (62.5, 11.1))
    assert travel.remarks(WEST, EAST, WINTER) == ("road-by-way-of name=passet place=Rundt",)


def test_a_convoy_makes_one_wait_and_known_driving_goes_before_all() -> None:
    convoy = closed(kolonne_minutter=45)
    assert known(stengt=[convoy]).leg(WEST, EAST, WINTER).line == ((62.5, 10.9), (62.5, 11.1))
    ends = [{"navn": one.navn, "lat": one.lat, "lon": one.lon} for one in (WEST, EAST)]
    by_hand = {"sted": ends, "vei": [{"fra": "vest", "til": "øst", "minutter": 31}]}
    for travel, minutes in (
        (known(stengt=[convoy]), usual(WEST, EAST)[0, 1] + 45),
        (known(stengt=[convoy], radius_km=1, **by_hand), 31),
    ):
        assert travel.table([WEST, EAST], WINTER).minutes[0, 1] == pytest.approx(minutes)


def ferry(**keys: object) -> dict[str, object]:
    island = [(62.4, 11.05), (62.6, 11.05), (62.6, 11.3), (62.4, 11.3)]
    corners = [{"lat": lat, "lon": lon} for lat, lon in island]
    quays = {"fra_kai": {"lat": 62.5, "lon": 10.95}, "til_kai": {"lat": 62.5, "lon": 11.06}}
    table = {"navn": "sundet", "minutter": 12, "ventetid_minutter": 10, "omraade": corners}
    return {**table, **quays, **keys}


@pytest.mark.parametrize(
    ("hours", "wait"), [((480, 960), 25), ((600, 960), 10), ((1260, 1320), 60)]
)
def test_a_ferry_takes_its_longest_wait_of_the_hours_and_no_kilometres(
    hours: tuple[int, int], wait: float
) -> None:
    waits = [
        {"fra": "07:00", "til": "09:00", "minutter": 25},
        {"fra": "21:00", "til": "23:59", "minutter": 60},
    ]
    veier = Veier.model_validate({"ferje": [ferry(ventetider=waits, siste_avgang="15:30")]})
    travel = KnownRoads(EstimatedRoads(Kjoring()), veier, KOMMUNER, hours)
    to_quay = usual(WEST, Sted(navn="", lat=62.5, lon=10.95))[0, 1]
    on_land = to_quay + usual(Sted(navn="", lat=62.5, lon=11.06), EAST)[0, 1]
    table = travel.table([WEST, EAST, NORTH], WINTER)
    assert table.minutes[0, 1] == table.minutes[1, 0] == pytest.approx(on_land + 12 + wait)
    assert table.km[0, 1] == pytest.approx(on_land / 60 * 62)
    assert table.ferries is not None
    assert table.ferries.quay[0, 1] == pytest.approx(to_quay)
    assert (table.ferries.last[0] == [NEVER, 15 * 60 + 30, NEVER]).all()
    assert travel.leg(EAST, WEST, WINTER).line[1:3] == ((62.5, 11.06), (62.5, 10.95))


@pytest.mark.parametrize(("wait", "more"), [(10, 5), (3, 0)])
def test_roads_that_reckon_with_boarding_wait_no_longer_for_it(wait: float, more: float) -> None:
    class Found(EstimatedRoads):
        source = Source("valhalla", boarding_minutes=5)

    veier = Veier.model_validate({"ferje": [ferry(ventetid_minutter=wait)]})
    table = KnownRoads(Found(Kjoring()), veier, KOMMUNER).table([WEST, EAST], WINTER)
    assert table.minutes[0, 1] == pytest.approx(usual(WEST, EAST)[0, 1] + more)


def test_a_long_way_up_is_driven_there_and_back_and_winter_is_harder_in_places() -> None:
    farm = {"navn": "Setra", "lat": EAST.lat, "lon": EAST.lon, "minutter": 9, "km": 4}
    middle = {"navn": "Fjellet", **BETWEEN, "radius_km": 2.57, "faktor": 2.0}
    winter = {"fra": "11-15", "til": "04-10", "faktor": 1.2, "sted": [middle]}
    travel = known(tillegg=[farm], vinter=winter)
    near_by = Sted(navn="", lat=EAST.lat + 0.001, lon=EAST.lon)
    table, plain = travel.table([WEST, EAST, near_by], WINTER), usual(WEST, EAST, near_by)
    assert table.minutes[0, 1] == pytest.approx(plain[0, 1] * 1.6 + 9, rel=0.01)  # half the way
    assert table.km[1, 0] == pytest.approx(plain[0, 1] / 60 * 62 + 4)
    assert table.minutes[1, 2] == pytest.approx(plain[1, 2] * 1.2)
    assert [one.split()[0] for one in travel.remarks(WEST, EAST, WINTER)] == [
        "long-way-up",
        "winter-place",
    ]


class Router(EstimatedRoads):
    """Roads that know their way around what is closed: ten minutes and eleven km."""

    source = Source("router", avoids=True)

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:
        found = super().table(places)
        far = found.km > 0 if closed else found.km < 0
        return DriveTable.of(found.minutes + 10 * far, found.km + 11 * far)


def test_roads_that_can_drive_around_what_is_closed_know_better() -> None:
    veier = Veier.model_validate({"stengt": [closed(ekstra_minutter=40)]})
    travel = KnownRoads(Router(Kjoring()), veier, KOMMUNER)
    table = travel.table([WEST, EAST], WINTER)
    assert table.minutes[0, 1] == pytest.approx(usual(WEST, EAST)[0, 1] + 10)
    assert travel.remarks(WEST, EAST, WINTER) == ("road-around name=passet",)
    assert [one.split()[0] for one in travel.assumptions()] == ["estimate", "roads-avoided"]


class CutOff(Router):
    """Roads that know no other way: the estimate stands in."""

    def table(self, places: Sequence[Sted], closed: Closed = ()) -> DriveTable:
        found = super().table(places)
        return replace(found, stood_in=found.km > 0) if closed else found


def test_where_roads_know_no_way_around_the_fact_does() -> None:
    veier = Veier.model_validate({"stengt": [closed(ekstra_minutter=40)]})
    travel = KnownRoads(CutOff(Kjoring()), veier, KOMMUNER)
    table = travel.table([WEST, EAST], WINTER)
    assert table.minutes[0, 1] == pytest.approx(usual(WEST, EAST)[0, 1] + 40)
    assert travel.remarks(WEST, EAST, WINTER) == (
        "road-longer name=passet minutes=40",
        "stood-in",
    )
