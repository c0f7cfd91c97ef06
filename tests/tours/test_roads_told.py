"""Plans keep to what roads and ferries are like on their days, and tell it at the stop."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import gpxpy
import openpyxl
import pytest

from hageplan import load
from hageplan.records.plan import Plan
from hageplan.tours.files.driven import DrivenDay
from hageplan.tours.files.gpx import plan_gpx
from hageplan.tours.files.itinerary import itinerary_of
from hageplan.tours.files.map import day_map
from hageplan.travel import Leg
from hageplan.workspace.partial import read_kommuner
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift

OFFICE = (62.57468, 11.3842)
ISLAND = """
[[ferje]]
navn = "sundet"
minutter = 10
ventetid_minutter = 15
siste_avgang = "14:00"
fra_kai = { lat = 62.57, lon = 11.5 }
til_kai = { lat = 62.57, lon = 11.56 }
omraade = [{ lat = 62.3, lon = 11.55 }, { lat = 62.8, lon = 11.55 }, { lat = 62.8, lon = 12.1 },
  { lat = 62.3, lon = 12.1 }]
"""
HOTEL = '[[overnattingssted]]\nnavn = "Øya"\nlat = 62.57\nlon = 11.7\n'
SHUT = """
[[stengt]]
navn = "fv. 30"
fra = 2026-12-01
til = 2026-12-02
punkter = [{ lat = 62.5, lon = 11.45 }, { lat = 62.65, lon = 11.45 }]
ekstra_minutter = 20
"""


def companies(places: list[tuple[float, float]]) -> str:
    return "".join(
        bedrift(number, f"Nr {index} AS", lat=lat, lon=lon)
        for index, (number, (lat, lon)) in enumerate(zip(NUMBERS, places, strict=False))
    )


def planned(run: Run, folder: Path, *words: str) -> dict[str, Any]:
    done = run("plan", "--workspace", folder, "--today", "2026-11-27", "--json", *words)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_who_visits_beyond_the_last_ferry_comes_back_with_it(
    run: Run, write: Write, seed: int
) -> None:
    dice = random.Random(seed)
    places = [(dice.uniform(62.4, 62.7), dice.uniform(11.4, 11.9)) for _ in range(12)]
    hotel = HOTEL if seed % 2 else ""
    folder = write(
        {
            "hageplan.toml": SETTINGS + hotel + "[planlegging]\novernatting_minutter = 0\n",
            "bedrifter/os.toml": companies(places),
            "veier.toml": ISLAND,
        }
    )
    plan = planned(run, folder, "--days", "3", "--from", "2026-12-01", "--seed", str(seed))
    crossed = 0
    for tour in plan["tours"]:
        ends = [tour["start"], *tour["stops"], tour["end"]]
        leaves = [tour["start"]["time"], *(stop["end"] for stop in tour["stops"])]
        told = [*(stop.get("road", []) for stop in tour["stops"]), tour.get("return_road", [])]
        for one, then, at, road in zip(ends, ends[1:], leaves, told, strict=False):
            is_over = (one["lon"] > 11.55) != (then["lon"] > 11.55)
            crossed += is_over
            assert [word.split()[0] for word in road] == ["ferry-last"] * is_over
            assert at < "14:00" or not is_over
    assert crossed


def test_what_holds_on_the_way_is_told_on_its_days_alone(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": companies([(62.57, 11.52)] * 3), "veier.toml": SHUT})
    shut, after = (
        planned(run, folder, "--days", "1", "--from", day)["tours"][0]
        for day in ("2026-12-02", "2026-12-03")
    )
    told = "road-longer name='fv. 30' minutes=20"
    assert [stop.get("road") for stop in shut["stops"]] == [[told], None, None]
    assert shut["return_road"] == [told]
    assert shut["return_minutes"] == after["return_minutes"] + 20
    assert "return_road" not in after
    assert "road" not in after["stops"][0]
    words = run(
        "plan",
        "--workspace",
        folder,
        "--lang",
        "nb",
        "--today",
        "2026-11-27",
        "--from",
        "1.12.",
        "--days",
        "1",
    )
    assert "fv. 30 er stengt" in " ".join(words.stdout.split())


def test_an_appointment_after_the_last_ferry_is_kept_and_told(run: Run, write: Write) -> None:
    booked = f"""
[[avtale]]
id = "a-1"
organisasjonsnummer = "{NUMBERS[0]}"
tid = 2026-12-01T14:00:00
medarbeider = "kari"
"""
    folder = write(
        {
            "bedrifter/os.toml": companies([(62.57, 11.8), (62.57, 11.4)]),
            "veier.toml": ISLAND,
            "logg/2026.toml": booked,
        }
    )
    plan = planned(run, folder, "--days", "1", "--from", "2026-12-01")
    (conflict,) = plan["conflicts"]
    assert conflict["why"] == ["agreed-ferry name='Nr 0 AS' last=14:00"]
    assert "a-1" in {stop["avtale"] for tour in plan["tours"] for stop in tour["stops"]}


def test_maps_and_files_follow_the_way_around(run: Run, write: Write, tmp_path: Path) -> None:
    around = SHUT.replace("ekstra_minutter = 20", 'rundt = "Os"')
    folder = write({"bedrifter/os.toml": companies([(62.57, 11.52)]), "veier.toml": around})
    files = [tmp_path / f"tur.{kind}" for kind in ("geojson", "gpx", "csv", "ics", "xlsx")]
    words = ["plan", "--workspace", folder, "--today", "2026-11-27", "--from", "1.12.", "--days"]
    done = run(*words, "1", *(word for path in files for word in ("-o", path)))
    assert done.returncode == 0, done.stderr
    (line, *_stops) = json.loads(files[0].read_text("utf-8"))["features"]
    os = [*read_kommuner()["3430"].sentrum.model_dump(include={"lon", "lat"}).values()][::-1]
    office = [OFFICE[1], OFFICE[0]]
    assert line["geometry"]["coordinates"] == [office, os, [11.52, 62.57], os, office]
    assert line["properties"]["line"] == "straight"
    assert not gpxpy.parse(files[1].read_text("utf-8")).tracks
    (row,) = csv.DictReader(files[2].read_text("utf-8-sig").splitlines())
    assert row["road"] == "road-by-way-of name='fv. 30' place=Os"
    assert "fv. 30" in files[3].read_text("utf-8").replace("\n ", "")
    sheets = openpyxl.load_workbook(files[4]).worksheets
    assert any("fv. 30" in str(cell.value) for row in sheets[1].rows for cell in row)


def test_maps_and_tracks_follow_known_roads(run: Run) -> None:
    made = Plan.model_validate_json(
        run("plan", "--today", "2026-11-23", "--days", "1", "--iterations", "5", "--json").stdout
    )
    itinerary = itinerary_of(made, load(), today=made.request.from_)
    bends = tuple((62.5 + 0.01 * (n % 2), round(11.3 + 0.01 * n, 2)) for n in range(9))
    roads = DrivenDay((Leg(bends, 9, 9), Leg(bends[::-1], 9, 9)), roads=True)
    days = tuple(replace(day, drive=lambda: roads) for day in itinerary.days)
    on_roads = replace(itinerary, days=days)
    (track, *_) = gpxpy.parse(plan_gpx(on_roads)).tracks
    points = [(point.latitude, point.longitude) for point in track.segments[0].points]
    assert points == [*bends, *bends[::-1][1:]]
    straight, bent = (day_map(one.days[0], one) for one in (itinerary, on_roads))
    assert straight
    assert bent
    assert "Straight lines" in straight.caption
    assert "Straight" not in bent.caption
    assert "OpenStreetMap" in bent.caption
    assert bent.map.ways != straight.map.ways


@pytest.mark.parametrize(
    ("rates", "kroner"),
    [
        ("", 5.3),  # the state's
        ("[{ fra = 2026-01-01, kroner = 4 }, { fra = 2026-12-02, kroner = 6 }]", 4.0),
        ("[{ fra = 2026-12-02, kroner = 6 }]", None),  # none yet
    ],
)
def test_kilometres_are_paid_by_the_rate_of_the_day(
    run: Run, write: Write, rates: str, kroner: float | None
) -> None:
    own = f"[kjoring]\nkilometersatser = {rates}\n" if rates else ""
    folder = write(
        {"hageplan.toml": SETTINGS + own, "bedrifter/os.toml": companies([(62.57, 11.52)])}
    )
    plan = planned(run, folder, "--days", "1", "--from", "2026-12-01")
    (tour,) = plan["tours"]
    expected = None if kroner is None else pytest.approx(kroner * tour["drive_km"])
    assert tour.get("mileage_kr") == plan["totals"].get("mileage_kr") == expected
