from __future__ import annotations

from datetime import date

import pytest

from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.records.settings.veier import Veier
from hageplan.travel.estimate import Estimated
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
    table = Estimated(Kjoring()).table([a, b])
    assert table.km[0, 1] == pytest.approx(km, rel=0.12)
    assert table.minutes[0, 1] == pytest.approx(table.km[0, 1] / 62 * 60)
    assert table.km[0, 0] == 0


def test_os_to_roros_takes_about_a_quarter_of_an_hour() -> None:
    assert Estimated(Kjoring()).table([OS, ROROS]).minutes[0, 1] == pytest.approx(15, abs=1)


def known(**keys: object) -> KnownRoads:
    return KnownRoads(Estimated(Kjoring()), Veier.model_validate(keys), KOMMUNER)


def test_known_minutes_hold_both_ways_exactly_at_the_places() -> None:
    travel = known(vei=[{"fra": "roros", "til": "Tynset", "minutter": 46, "km": 54}])
    table = travel.table([ROROS, TYNSET, FOLLDAL], SUMMER)
    assert table.minutes[0, 1] == pytest.approx(46)
    assert table.minutes[1, 0] == pytest.approx(46)
    assert table.km[1, 0] == pytest.approx(54)
    plain = Estimated(Kjoring()).table([ROROS, TYNSET, FOLLDAL])
    assert table.minutes[0, 2] == plain.minutes[0, 2]


def test_known_minutes_scale_nearby_and_not_beyond_the_radius() -> None:
    travel = known(vei=[{"fra": "Røros", "til": "Tynset", "minutter": 92}])
    near = Sted(navn="nær", lat=TYNSET.lat + 0.02, lon=TYNSET.lon)
    far = Sted(navn="langt", lat=TYNSET.lat - 0.12, lon=TYNSET.lon)
    table = travel.table([ROROS, near, far], SUMMER)
    plain = Estimated(Kjoring()).table([ROROS, TYNSET, near, far])
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
    plain = Estimated(Kjoring()).table([ROROS, OS]).minutes[0, 1]
    assert travel.table([ROROS, OS], day).minutes[0, 1] == pytest.approx(plain * factor)


def test_assumptions_name_what_was_used() -> None:
    travel = known(
        vei=[{"fra": "Røros", "til": "Os", "minutter": 15}],
        vinter={"fra": "01-01", "til": "04-10", "faktor": 1.2},
    )
    assert [a.split()[0] for a in travel.assumptions()] == ["estimate", "known-roads", "winter"]
