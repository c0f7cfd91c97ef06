"""The real road programs on a small map: what they are told, and what comes of it.

They run on Python 3.12; `.ci/run` makes an environment for them, `.venv312`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NUMBERS, PATIENCE_S, ROOT, Run, Write, bedrift
from tests.roads.map import PLACES

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]
NAMES = list(PLACES)


Told = dict[str, Any]


def test_the_real_programs(tmp_path: Path, write: Write, run: Run) -> None:
    """One test: all of it rests on one network, which takes seconds to build."""
    folder, told = tmp_path / "roads", _made(tmp_path / "roads")
    _check_network(told)
    _check_faults(told["faults"])
    _check_driving(told)
    with _servers(folder) as addresses:
        for name, url in addresses.items():
            _check_plan(name, url, write, run)


def _made(folder: Path) -> Told:
    """Return what was found of the map; all that was made of it lies in the folder."""
    has_all = all(map(find_spec, ("valhalla", "osmium", "osrm")))
    python = Path(sys.executable) if has_all else ROOT / ".venv312/bin/python"
    if not python.exists():
        pytest.skip("no Python 3.12 with pyvalhalla, osmium and osrm-bindings: see .ci/run")
    folder.mkdir()
    environ = {
        **os.environ,
        "HAGEPLAN_CACHE": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    done = subprocess.run(
        [python, "-m", "tests.roads.real", folder, str(_free_port())],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Told = json.loads((folder / "told.json").read_text())
    return found


def _check_network(told: Told) -> None:
    """A network tells what it is; an interrupted build goes on from what was cut."""
    network = told["network"]
    assert (network["data"], network["built"], network["roads"]) == ("2026-10-07", "2026-11-23", 7)
    assert "ODbL" in network["licence"]
    assert told["left"] == [".lock", network["id"]]
    assert told["same"] == network["id"]
    assert told["resumed"] == [True, network["id"], 1]


def _check_faults(said: dict[str, str]) -> None:
    """A file that is none is told, and leaves nothing."""
    for name in ("half", "empty", "text"):
        assert "not a complete OpenStreetMap file" in said[name]
    assert "cannot be read" in said["absent"]
    assert "no roads within 60 km of the workspace's places" in said["abroad"]
    assert said["left"] == ""


def _check_driving(told: Told) -> None:
    """Roads are driven as they may be."""

    def minutes(start: str, end: str, condition: str = "open") -> float:
        found: float = told[condition][NAMES.index(start)][NAMES.index(end)]
        return found

    # The mountain road is 10 km at 0.85 of 60 km/h.
    assert minutes("office", "farm") == pytest.approx(11.8, abs=0.2)
    for condition in ("closed", "point"):
        assert minutes("office", "farm", condition) > 30, "around by the valley"
        assert minutes("office", "street", condition) == minutes("office", "street")
    assert minutes("street", "office") > 2 * minutes("office", "street"), "one way"
    assert minutes("office", "private") < 20, "a private road leads to who lives there"
    assert minutes("office", "island") > 20, "the ferry alone takes as long"
    assert told["ferries"] == [51]
    assert told["line"][0] == [62.57, 11.4]
    off = dict(zip(NAMES, told["off"], strict=True))
    assert off["farm"] < 1
    assert off["built"] > 1500, "a road under construction is none"
    assert off["far"] > 20_000


@contextmanager
def _servers(folder: Path) -> Iterator[dict[str, str]]:
    """Give the addresses of Valhalla's and OSRM's servers of the map."""
    programs = json.loads((folder / "programs.json").read_text())
    config = folder / "valhalla.json"
    listen = json.loads(config.read_text())["httpd"]["service"]["listen"]
    ports = {"valhalla": int(listen.rpartition(":")[2]), "osrm": _free_port()}
    commands = {
        "valhalla": [programs["valhalla"], config, "1"],
        "osrm": [
            programs["osrm"],
            "-i",
            "127.0.0.1",
            "-p",
            str(ports["osrm"]),
            folder / "map.osrm",
        ],
    }
    started = [
        subprocess.Popen(one, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for one in commands.values()
    ]
    try:
        for port in ports.values():
            _wait_for(port)
        yield {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    finally:
        for one in started:
            one.kill()
            one.wait()


def _check_plan(name: str, url: str, write: Write, run: Run) -> None:
    """A plan drives by a server, the same each time."""
    companies = "".join(
        bedrift(number, place.capitalize(), lat=PLACES[place][0], lon=PLACES[place][1],
                kommunenummer="5025", status="medlem")
        for number, place in zip(NUMBERS, ("farm", "street", "island", "built"), strict=False)
    )  # fmt: skip
    settings = f"""
[naeringshage]
kontor = {{ navn = "Kontoret", lat = {PLACES["office"][0]}, lon = {PLACES["office"][1]} }}
dekker = ["Røros"]
[[medarbeider]]
id = "kari"
[veier]
tjener = "{url}"
"""
    folder = write({"hageplan.toml": settings, "bedrifter/roros.toml": companies})
    asked = ("plan", "--today", "2026-11-23", "--days", "3", "--json", "--iterations", "50",
             "--must", NUMBERS[2])  # fmt: skip
    first = run(*asked, "--workspace", folder)
    assert first.returncode == 0, first.stderr
    plan = json.loads(first.stdout)
    told = "roads-osrm" if name == "osrm" else "roads-valhalla date=20"
    assert any(one.startswith(told) for one in plan["travel"]["assumptions"])
    stops = {stop["navn"]: stop for tour in plan["tours"] for stop in tour["stops"]}
    assert set(stops) == {"Farm", "Street", "Island", "Built"}
    assert "off-road" in json.dumps(stops["Built"])
    assert run(*asked, "--workspace", folder).stdout == first.stdout


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
