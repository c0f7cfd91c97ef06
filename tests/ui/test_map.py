"""Maps: borders, badges, labels and colours, from the functions that pages draw with."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, PackageLoader

from hageplan.errors import InternalError
from hageplan.ui.map.badges import is_moved, placed
from hageplan.ui.map.borders import FILE, borders, borders_in
from hageplan.ui.map.region import MapArea, region_map
from hageplan.ui.map.routes import BADGE_PX, NEAR, RouteMap, route_map
from hageplan.ui.map.tint import contrast, ink_on, tint
from hageplan.ui.map.trips import End, Place, Trip, Visited
from hageplan.ui.map.view import KM_A_DEGREE, Size, scale_bar, view_within
from hageplan.ui.numbers import decimal
from hageplan.workspace.find import data_dir
from hageplan.workspace.partial import read_kommuner

SIZE = Size(width=360, height=300)
ROROS = End(name="Røros", lat=62.57468, lon=11.3842, kind="office")
HOME = End(name="Tynset", lat=62.2757, lon=10.7823, kind="home")
NUMBERS = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")

NAMES = {kommune.kommunenummer: kommune.navn for kommune in read_kommuner()}
TEMPLATES = Environment(loader=PackageLoader("hageplan.ui"), autoescape=True)
TEMPLATES.globals["_"] = str
TEMPLATES.filters["decimal"] = decimal
PAGE = TEMPLATES.from_string(
    '{% from "map.html.j2" import route_map %}{{ route_map(map, "Kart") }}'
)
REGION_PAGE = TEMPLATES.from_string(
    '{% from "map.html.j2" import region_map %}{{ region_map(map, "Kart") }}'
)

within = st.tuples(st.floats(0, SIZE.width), st.floats(0, SIZE.height))
crowd = st.lists(
    st.one_of(within, st.sampled_from([(180.0, 150.0), (0.0, 0.0), (181.0, 150.5)])), max_size=25
)


@given(crowd)
@settings(max_examples=40)
def test_no_badge_hides_another_and_all_are_in_the_picture(
    places: list[tuple[float, float]],
) -> None:
    found = placed(places, BADGE_PX, SIZE)
    assert len(found) == len(places)
    assert all(SIZE.holds(badge, BADGE_PX) for badge in found)
    for number, (x, y) in enumerate(found):
        for other_x, other_y in found[:number]:
            assert max(abs(x - other_x), abs(y - other_y)) >= 2 * BADGE_PX


def test_badges_without_neighbours_stand_on_their_places() -> None:
    apart = [(40.0, 40.0), (120.0, 200.0), (300.0, 90.0)]
    assert placed(apart, BADGE_PX, SIZE) == tuple(apart)
    together = placed([(100.0, 100.0)] * 2, BADGE_PX, SIZE)
    assert all(is_moved(badge, (100.0, 100.0)) for badge in together)


def trip(places: list[tuple[float, float]], *, start: End = ROROS, style: int = 0) -> Trip:
    stops = (
        Visited(name=f"Sag {n}", lat=lat, lon=lon, number=n, title=f"{n}. Sag")
        for n, (lon, lat) in enumerate(places, 1)
    )
    return Trip(who="Kari", style=style, start=start, stops=tuple(stops), end=start)


def drawn(*trips: Trip, **more: Any) -> RouteMap:
    found = route_map(trips, SIZE, borders(), **more)
    assert found is not None
    return found


in_norway = st.tuples(st.floats(5, 30), st.floats(58, 71))


@given(st.lists(in_norway, min_size=2, max_size=12))
@settings(max_examples=25)
def test_hairlines_end_where_the_stops_are_truly(places: list[tuple[float, float]]) -> None:
    here = End(name="Her", lon=places[0][0], lat=places[0][1], kind="home")
    found = drawn(trip(places, start=here))
    _, lats = zip(*places, strict=True)
    shrink = math.cos(math.radians((min(lats) + max(lats)) / 2))
    scale = found.bar.width / found.bar.km * KM_A_DEGREE
    corner = found.badges[0].place
    for badge, (lon, lat) in zip(found.badges, places, strict=True):
        assert SIZE.holds(badge.place)
        x = corner[0] + (lon - places[0][0]) * shrink * scale
        y = corner[1] - (lat - places[0][1]) * scale
        assert math.dist(badge.place, (x, y)) < 4
    told = PAGE.render(map=found)
    moved = [one for one in found.badges if one.is_moved]
    ends = re.findall(r'class="hairline" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', told)
    assert [(*map(float, end),) for end in ends] == [(*one.at, *one.place) for one in moved]
    assert all(math.dist(one.at, one.place) <= 1.1 for one in found.badges if not one.is_moved)


def test_a_day_is_zoomed_to_its_stops_and_to_a_home_that_is_near() -> None:
    near, far = (10.80, 62.28), (10.95, 62.30)
    found = drawn(trip([near, far], start=HOME), trip([far], style=1))
    assert [end.kind for end in found.ends] == ["home"], "the office is 40 km off"
    alone = view_within([near, far], SIZE, 22).px_a_km
    assert found.bar.width / found.bar.km > alone / NEAR * 0.8
    assert [way.style for way in found.ways] == [0, 1]
    assert [one.name for one in drawn(trip([near, far])).names] == ["Røros"], "where the line leads"
    seen = [Place(name="Nær", lat=62.29, lon=10.9), Place(name="Fjern", lat=63.5, lon=11)]
    assert [one.name for one in drawn(trip([near, far]), quiet=seen).quiet] == ["Nær"]
    assert route_map([trip([])], SIZE, borders()) is None
    other = trip([(10.85, 62.29), (11.5, 62.9)], style=1)
    usual = drawn(trip([near, far]))
    beside = drawn(trip([near, far]), other, zoom=[trip([near, far])])
    assert beside.bar == usual.bar, "who else is under way does not change the zoom"
    assert [(pin.style, pin.number) for pin in beside.badges] == [(0, 1), (0, 2), (1, 1)]
    away = drawn(trip([near, far]), trip([(11.5, 62.9)], style=1), zoom=[trip([near, far])])
    assert ([one.style for one in away.trips], len(away.ways)) == ([0], 1)


@given(st.floats(58, 71), st.floats(0, 3), st.floats(0, 3))
def test_a_scale_bar_is_round_and_has_room(lat: float, high: float, wide: float) -> None:
    view = view_within([(10.0, lat), (10.0 + wide, lat + high)], SIZE, 20)
    bar = scale_bar(view)
    assert SIZE.width / 12 < bar.width <= SIZE.width / 4
    assert f"{bar.km:g}".strip("0.") in ("1", "2", "5")
    assert bar.width == pytest.approx(bar.km * view.px_a_km, abs=0.1)


@given(st.floats(-0.5, 1.5))
def test_ink_is_read_on_every_tint(share: float) -> None:
    assert contrast(ink_on(tint(share)), tint(share)) >= 4.5


def test_a_tint_is_one_hue_from_few_to_many() -> None:
    assert (tint(0.22), tint(0.76)) == ("#e8f2eb", "#126442")
    assert (tint(0), tint(1)) == (tint(0.22), tint(0.76))
    greys = [contrast(tint(share / 100), "#ffffff") for share in range(22, 77)]
    assert greys == sorted(greys), "in grey print, too, darker is more"
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def area(number: str, share: float | None = 0.4, *, is_covered: bool = False) -> MapArea:
    return MapArea(number=number, name=NAMES[number], share=share, is_covered=is_covered)


def steps_of(path: str) -> list[tuple[float, float]]:
    """Return the corners of a path, each as it is reached."""
    found = []
    for ring in path.split("z")[:-1]:
        numbers = [*map(float, NUMBERS.findall(ring))]
        x = y = 0.0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = round(x + dx, 1), round(y + dy, 1)
            found.append((x, y))
    return found


@pytest.mark.parametrize("fylke", sorted({k.fylkesnummer for k in read_kommuner()}))
def test_every_municipality_is_drawn_as_a_path_within_the_picture(fylke: str) -> None:
    numbers = [k.kommunenummer for k in read_kommuner() if k.fylkesnummer == fylke]
    found = region_map([*map(area, numbers)], 390, borders())
    assert found is not None
    assert len(found.areas) == len(numbers)
    for one in found.areas:
        assert re.fullmatch(r"(M[-.\d ]+l[-.\d ]+z)+", one.path)
        assert len(steps_of(one.path)) > 3
        assert all(found.size.holds(corner, -0.1) for corner in steps_of(one.path))
        assert one.label is None or found.size.holds(one.label.at)


def test_neighbours_share_their_border_without_a_gap() -> None:
    found = region_map([area("3427"), area("3426")], 390, borders())
    assert found is not None
    one, other = (set(steps_of(each.path)) for each in found.areas)
    assert len(one & other) > 10


REGION = ("5025", "5026", "3427", "3428", "3429", "3430", "3426", "3424")


@pytest.mark.parametrize("width", [200, 280, 390, 700])
def test_names_with_their_shares_stand_apart_within_their_areas_or_beside_all(width: int) -> None:
    areas = [area(one, 0.3 + n / 20) for n, one in enumerate(REGION)]
    found = region_map(areas, width, borders())
    assert found is not None
    labels = [one.label for one in found.areas if one.label]
    assert len(labels) == len(areas), "the percentage always stands in the area, or beside it"
    assert sum(not one.name for one in labels) <= (2 if width == 200 else 0)
    for number, one in enumerate(labels):
        assert one.share[:2].isdigit()
        assert bool(one.ink) == (one.leader is None)
        for other in labels[:number]:
            assert abs(one.at[1] - other.at[1]) >= 28 or abs(one.at[0] - other.at[0]) >= 20
    if width >= 390:
        assert all(one.ink for one in labels)


def test_an_area_without_borders_or_share_is_no_fault() -> None:
    nowhere = MapArea(number="9999", name="Ny kommune", share=0.5, is_covered=False)
    assert region_map([nowhere], 390, borders()) is None
    found = region_map([nowhere, area("3430", None, is_covered=True)], 390, borders())
    assert found is not None
    (one,) = found.areas
    assert (one.title, one.fill, one.is_covered) == ("Os", "#ffffff", True)
    assert one.label
    assert one.label.share == ""


def test_a_region_is_drawn_alike_each_time_and_small() -> None:
    areas = [*map(area, REGION)]
    pages = {REGION_PAGE.render(map=region_map(areas, 390, borders())) for _ in range(2)}
    (page,) = pages
    assert len(page) < 1000 * len(areas)


def first(found: Any) -> Any:
    return found["objects"]["kommuner"]["geometries"][0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found.pop("arcs"), "KeyError: 'arcs'"),
        (lambda found: found.update(transform={"scale": [1]}), "KeyError: 'translate'"),
        (lambda found: found["objects"].clear(), "KeyError: 'kommuner'"),
        (lambda found: first(found).update(type="Point"), "ValueError: Point"),
        (lambda found: found["arcs"].clear(), "IndexError: "),
        (lambda found: found["arcs"].__setitem__(0, 7), "TypeError: "),
    ],
)  # fmt: skip
def test_borders_that_cannot_be_read_say_which_file_and_why(
    tmp_path: Path, change: Any, told: str
) -> None:
    found = json.loads((data_dir() / FILE).read_text("utf-8"))
    change(found)
    path = tmp_path / FILE
    path.write_text(json.dumps(found), "utf-8")
    with pytest.raises(InternalError) as raised:
        borders_in(path)
    assert str(path) in str(raised.value)
    assert told in str(raised.value)
    assert "reinstall hageplan" in str(raised.value.todo)


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_file_that_is_cut_off_or_gone_is_told_likewise(tmp_path: Path, text: str) -> None:
    path = tmp_path / FILE
    with pytest.raises(InternalError, match="FileNotFoundError"):
        borders_in(path)
    path.write_text(text, "utf-8")
    with pytest.raises(InternalError, match="cannot be read"):
        borders_in(path)
