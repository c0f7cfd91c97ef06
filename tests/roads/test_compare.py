"""`hageplan roads compare`: the plan under the estimate, and under roads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.travel.test_road_servers import Answer, osrm, served

PLACES = [(62.5 + 0.03 * (n % 4), 11.2 + 0.1 * (n % 3)) for n in range(9)]
COMPANIES = "".join(
    bedrift(number, f"Nr {n} AS", lat=lat, lon=lon)
    for n, (number, (lat, lon)) in enumerate(zip(NUMBERS, PLACES, strict=False))
)
TODAY = ("--today", "2026-11-23")


def on_slow_roads(path: str, body: Any) -> Answer:
    """Answer as OSRM where all roads take twice the straight line, at 40 km/h."""
    status, told = osrm(path, body)
    for key, times in (("distances", 2), ("durations", 3)):
        if key in told:
            told[key] = [[times * one for one in row] for row in told[key]]
    return status, told


def test_what_roads_change_and_the_estimate_that_fits_them(
    run: Run, write: Write, tmp_path: Path
) -> None:
    with served(on_slow_roads) as (url, _asked):
        settings = f'{SETTINGS}[veier]\ntjener = "{url}"\n'
        folder = write({"hageplan.toml": settings, "bedrifter/os.toml": COMPANIES})
        words = ("roads", "compare", "-w", folder, *TODAY, "--days", "1")
        done = run(*words, "--json", XDG_CACHE_HOME=str(tmp_path))
        assert done.returncode == 0, done.stderr
        told = run(*words, "--lang", "nb", XDG_CACHE_HOME=str(tmp_path))
    found = json.loads(done.stdout)
    fit, on_roads = found["fit"], found["estimated_on_roads"]
    assert (fit["omvei"], fit["km_per_time"]) == (2.0, 40.0)
    assert fit["error"] < 0.001 < 0.5 < fit["usual_error"]
    parking = 3 * found["estimated"]["visits"]
    driven = found["estimated"]["drive_minutes"] - parking
    slower = (2.0 / 40) / (1.25 / 62)
    assert on_roads["minutes"] - parking == pytest.approx(driven * slower, rel=0.1)
    assert on_roads["km"] == pytest.approx(found["estimated"]["drive_km"] * 2 / 1.25, rel=0.02)
    assert found["late"]
    assert all(late["minutes"] > 0 for late in found["late"])
    assert "omvei = 2" in told.stdout
    assert "km_per_time = 40" in told.stdout


def test_with_no_roads_it_says_what_to_do(run: Run, write: Write) -> None:
    done = run("roads", "compare", "-w", write({"bedrifter/os.toml": COMPANIES}), *TODAY)
    assert done.returncode == 1
    assert "hageplan roads build" in done.stderr
    assert "tjener" in done.stderr
