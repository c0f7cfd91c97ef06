"""The driving of a planned year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hageplan
from hageplan.records.base import Sted
from hageplan.records.bedrift import Bedrift
from hageplan.records.workspace import Workspace
from hageplan.tours.build import place_of
from hageplan.tours.solve.engine import Engine
from hageplan.tours.year import DrivingYear, drive_year
from hageplan.travel.roads import travel_of
from tests.conftest import NUMBERS, Write, bedrift

pytestmark = pytest.mark.slow

EXAMPLE = hageplan.load(today=date(2026, 11, 23))
OFFICE = Sted(navn="Røros", lat=62.57468, lon=11.3842)


def driven(
    visits: list[tuple[Bedrift, int]], records: Workspace = EXAMPLE, base: Sted = OFFICE
) -> DrivingYear:
    return drive_year(records, visits, 2027, base, travel=travel_of(records), solver=Engine())


def there_and_back(records: Workspace, company: Bedrift, day: date) -> float:
    places = [OFFICE, place_of(company, records.kommuner)]
    minutes = travel_of(records).table(places, day).minutes
    return float(minutes[0, 1] + minutes[1, 0]) + records.oppsett.kjoring.parkering_minutter


def test_one_company_is_a_drive_there_and_back_each_time(write: Write) -> None:
    records = hageplan.load(write({"bedrifter/a.toml": bedrift(NUMBERS[0], lat=62.4, lon=11.2)}))
    found = driven([(records.bedrifter[0], 4)], records)
    once = there_and_back(records, records.bedrifter[0], date(2027, 6, 1))
    assert found.total.visits == 4
    assert found.total.minutes == pytest.approx(4 * once, abs=4 * 2)
    assert (found.days, found.unplanned) == (4, 0)


def test_winter_roads_take_longer_for_part_of_the_year(write: Write) -> None:
    company = bedrift(NUMBERS[0], lat=62.4, lon=11.2)
    winter = 'radius_km = 10\n[vinter]\nfra = "01-01"\ntil = "12-31"\nfaktor = 2.0\n'
    mild = hageplan.load(write({"bedrifter/a.toml": company}))
    usual = driven([(mild.bedrifter[0], 2)], mild).total.minutes
    slow = hageplan.load(write({"bedrifter/a.toml": company, "veier.toml": winter}))
    assert driven([(slow.bedrifter[0], 2)], slow).total.minutes > 1.8 * usual


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.integers(0, 167), st.integers(1, 3)), max_size=40, unique_by=lambda v: v[0]
    )
)
def test_all_visits_are_driven_and_never_farther_than_one_by_one(
    chosen: list[tuple[int, int]],
) -> None:
    visits = [(EXAMPLE.bedrifter[number % len(EXAMPLE.bedrifter)], n) for number, n in chosen]
    found = driven(visits)
    assert found.total.visits == sum(times for _, times in visits)
    slowest = sum(n * there_and_back(EXAMPLE, b, date(2027, 1, 10)) for b, n in visits)
    assert found.total.minutes <= slowest + 3 * found.total.visits
    assert set(found.kommuner) == {company.kommunenummer for company, _ in visits}


def test_a_company_beyond_the_day_counts_there_and_back() -> None:
    far = EXAMPLE.bedrifter[0].model_copy(update={"lat": 69.6, "lon": 18.9})
    found = driven([(far, 2)])
    assert (found.unplanned, found.days, found.total.visits) == (2, 0, 2)
    assert found.total.km > 2 * 2 * 700


def test_closed_seasons_are_kept() -> None:
    """A farm that is closed all but one month is visited then, or not at all."""
    closed = EXAMPLE.bedrifter[0].model_copy(update={"besokstider": (), "stengt": ()})
    assert driven([(closed, 1)]).unplanned == 0
    season = {"fra": "01-01", "til": "12-31", "grunn": "stengt"}
    never = Bedrift.model_validate({**closed.model_dump(), "stengt": [season]})
    assert driven([(never, 1)]).unplanned == 1
