"""Roads over HTTP: small servers that answer as OSRM and Valhalla do, or as nobody should."""

from __future__ import annotations

import errno
import io
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from hageplan.command.answer import progress_bar
from hageplan.errors import RequestError
from hageplan.records.base import Sted
from hageplan.records.settings.planlegging import Kjoring
from hageplan.travel import Leg, Source
from hageplan.travel.engines import DriveBlock
from hageplan.travel.estimate import EstimatedRoads, great_circle_km
from hageplan.travel.kept import Kept
from hageplan.travel.network import build as builder
from hageplan.travel.network import cut
from hageplan.travel.network.area import around
from hageplan.travel.network.folder import TILES, TOLD, roads_folder
from hageplan.travel.network.speeds import is_driven, usual_kmh
from hageplan.travel.rows import SharedRows
from hageplan.travel.shelf import Shelf
from hageplan.travel.standin import WithStandIn
from hageplan.workspace.holder import Holder
from hageplan.workspace.lock import locked
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift

Answer = tuple[int, Any]
DAY = date(2026, 11, 23)


@contextmanager
def served(answer: Callable[[str, Any], Answer]) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server that answers so, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(None)

        def do_POST(self) -> None:
            self._reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _reply(self, body: Any) -> None:
            asked.append(self.path)
            status, told = answer(self.path, body)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_told: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def osrm(path: str, _body: Any) -> Answer:
    """Answer as OSRM: a kilometre a minute on straight roads; the first place is 400 m off."""
    url = urlsplit(path)
    if url.path.startswith("/status"):
        return 400, {"code": "InvalidUrl", "message": "URL string malformed"}
    if url.path.startswith("/nearest"):
        return 200, {"code": "Ok", "data_version": "2026-11-01"}
    points = [tuple(map(float, one.split(","))) for one in url.path.split("/")[-1].split(";")]
    if url.path.startswith("/route"):
        line = {"coordinates": [list(one) for one in points]}
        leg = {"steps": [{"geometry": line, "mode": "driving"}]}
        return 200, {"routes": [{"geometry": line, "duration": 60, "distance": 1e3, "legs": [leg]}]}
    places = [Sted(navn="", lat=lat, lon=lon) for lon, lat in points]
    km = great_circle_km(places)
    asked = parse_qs(url.query)
    rows, columns = (
        [int(n) for n in asked[key][0].split(";")] for key in ("sources", "destinations")
    )
    assert len(places) <= 100
    part = km[np.ix_(rows, columns)]
    off = [400.0 if one.lat == FAR["lat"] else 0.0 for one in places]
    return 200, {
        "code": "Ok",
        "durations": (part * 60).tolist(),
        "distances": (part * 1000).tolist(),
        "sources": [{"distance": off[row]} for row in rows],
        "destinations": [{"distance": off[column]} for column in columns],
    }


def valhalla(path: str, body: Any) -> Answer:
    """Answer as Valhalla: a kilometre a minute on straight roads; nobody gets to the island."""
    if path == "/status":
        return 200, {"version": "3.9.1", "tileset_last_modified": 1_700_000_000}
    if path == "/locate":
        return 200, [
            {"edges": [{"correlated_lat": one["lat"], "correlated_lon": one["lon"]}]}
            for one in body["locations"]
        ]
    ends = [*body["sources"], *body["targets"]]
    assert len(body["sources"]) * len(body["targets"]) <= 2500
    km = great_circle_km([Sted(navn="", **one) for one in ends])
    part = km[: len(body["sources"]), len(body["sources"]) :]
    island = [one["lat"] == FAR["lat"] for one in ends]
    rows, columns = np.array(island[: len(part)]), np.array(island[len(part) :])
    lost = rows[:, None] != columns

    def told(table: Any) -> list[list[float | None]]:
        return [
            [None if gone else one for gone, one in zip(line, row, strict=True)]
            for line, row in zip(lost.tolist(), table.tolist(), strict=True)
        ]

    return 200, {"sources_to_targets": {"durations": told(part * 60), "distances": told(part)}}


FAR = {"lat": 62.5, "lon": 11.3}
NEAR = {"lat": 62.55, "lon": 11.35}
COMPANIES = bedrift(NUMBERS[0], "Langt AS", status="medlem", **FAR) + bedrift(
    NUMBERS[1], "Nær AS", status="medlem", **NEAR
)
PLAN = (
    "plan",
    "--today",
    "2026-11-23",
    "--days",
    "1",
    "--json",
    "--lang",
    "en",
    "--iterations",
    "50",
)


def workspace(write: Write, url: str) -> Path:
    settings = f'{SETTINGS}\n[veier]\ntjener = "{url}"\n[innlesing]\nsvar_sekunder = 5\n'
    return write({"hageplan.toml": settings, "bedrifter/os.toml": COMPANIES})


@pytest.mark.parametrize(
    ("answer", "provider", "remark", "mark"),
    [
        (osrm, "osrm", "roads-osrm", "off-road"),
        (valhalla, "valhalla-server", "roads-valhalla date=2023-11-14", "stood-in"),
    ],
)
def test_a_plan_drives_by_the_server_and_asks_once(
    write: Write, run: Run, answer: Any, provider: str, remark: str, mark: str
) -> None:
    with served(answer) as (url, asked):
        folder = workspace(write, url)
        first = run(*PLAN, "--workspace", folder)
        assert first.returncode == 0, first.stderr
        made = json.loads(first.stdout)
        assert made["travel"]["provider"].startswith(provider)
        assert remark in made["travel"]["assumptions"]
        is_old = "roads-old date=2023-11-14" in made["travel"]["assumptions"]
        assert is_old == (provider == "valhalla-server")
        stops = {stop["navn"]: stop for tour in made["tours"] for stop in tour["stops"]}
        assert mark in json.dumps(stops["Langt AS"])
        assert mark not in json.dumps(stops["Nær AS"]["reasons"])
        asked_first = len(asked)
        again = run(*PLAN, "--workspace", folder)
        assert again.stdout == first.stdout
        # Only what it is, and which map it has, is asked for anew.
        assert all("table" not in one and "sources" not in one for one in asked[asked_first:])


BOOKED = ("--at", "2026-12-01 10:00", "--today", "2026-11-23", "--lang", "en")
SAME_HOUR = f"""
[[avtale]]
id = "avtale-20261201-1000-{NUMBERS[1]}"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-12-01 10:00:00
medarbeider = "kari"
"""


@pytest.mark.parametrize("kept", ["", SAME_HOUR])
@pytest.mark.parametrize("verb", ["book", "move"])
def test_others_write_while_the_roads_are_asked(
    write: Write, run: Run, verb: str, kept: str
) -> None:
    """A server that is slow holds nobody up, and what was written meanwhile counts."""
    log = SAME_HOUR.replace(NUMBERS[1], NUMBERS[0]).replace("10:00", "08:00")
    begun = log if verb == "move" else ""
    free: list[bool] = []

    def answer(path: str, body: Any) -> Answer:
        with locked(folder, Holder("ola", "x", 1, "log", "-"), 0):
            if not free:
                (folder / "logg/2026.toml").write_text(begun + kept)
            free.append(True)
        return osrm(path, body)

    with served(answer) as (url, asked):
        folder = workspace(write, url)
        write({"hageplan.toml": (folder / "hageplan.toml").read_text(), "logg/2026.toml": begun})
        done = run(verb, NUMBERS[0], *BOOKED, "-w", folder)
    assert len(free) == len(asked) > 2, "somebody else could not write"
    appointments = (folder / "logg/2026.toml").read_text().count("2026-12-01 10:00:00")
    assert (done.returncode, appointments) == (1 if kept else 0, 1), done.stderr


def test_a_plan_draws_its_ways_before_it_locks(write: Write, run: Run) -> None:
    def answer(path: str, body: Any) -> Answer:
        with locked(folder, Holder("ola", "x", 1, "log", "-"), 0):
            return osrm(path, body)

    with served(answer) as (url, asked):
        folder = workspace(write, url)
        done = run(*PLAN, "--save", "-o", "tur.geojson", "--workspace", folder)
    assert done.returncode == 0, done.stderr
    assert any("/route/" in path for path in asked)


def test_match_asks_for_the_pairs_that_it_shows(write: Write, run: Run) -> None:
    def longer(path: str, body: Any) -> Answer:
        status, told = osrm(path, body)
        if "distances" in told:
            told["distances"] = (np.array(told["distances"]) * 3).tolist()
        return status, told

    needs = "".join(
        bedrift(number, f"Trenger {n} AS", behov=["ved"], lat=62.4 + n / 100, lon=11.2)
        for n, number in enumerate(NUMBERS[:5])
    )
    offers = bedrift(NUMBERS[5], "Ved AS", tilbyr=["ved"], lat=62.5, lon=11.4)
    asked_for = ("match", "--today", "2026-11-23", "--json", "-n", "2")
    with served(longer) as (url, asked):
        folder = workspace(write, url)
        write({"hageplan.toml": (folder / "hageplan.toml").read_text(),
               "bedrifter/os.toml": needs + offers})  # fmt: skip
        found = json.loads(run(*asked_for, "-w", folder).stdout)
    assert {"match-roads most=1000", "roads-osrm"} <= set(found["assumptions"])
    tables = [path for path in asked if "/table/" in path]
    # Two pairs a company: nobody asks for the drives between those who need the same.
    assert all(path.count(";") <= 20 for path in tables)
    for pair in found["bedrifter"]:
        ends = [_place(number) for number in (pair["a"]["id"], pair["b"]["id"])]
        assert pair["km"] == pytest.approx(3 * great_circle_km(ends)[0, 1], abs=0.1)
        total = sum(part["value"] * part["weight"] for part in pair["parts"])
        assert total == pytest.approx(pair["score"], abs=1e-6)
    standing_in = json.loads(run(*asked_for, "-w", folder, "--fallback").stdout)
    assert all(pair["stood_in"] for pair in standing_in["bedrifter"])
    assert any(one.startswith("roads-failed") for one in standing_in["assumptions"])


def _place(number: str) -> Sted:
    n = NUMBERS.index(number)
    at = (62.5, 11.4) if n == 5 else (62.4 + n / 100, 11.2)
    return Sted(navn="", lat=at[0], lon=at[1])


NONSENSE: dict[str, Callable[[str, Any], Answer]] = {
    "no JSON": lambda *_: (200, b"<html>"),
    "of neither": lambda *_: (200, {"hello": 1}),
    "not whole": lambda path, _: osrm(path, _) if "table" not in path else (200, {"code": "Ok"}),
    "no number": lambda path, _: _with(osrm(path, _), "durations", "soon"),
    "negative": lambda path, _: _with(osrm(path, _), "distances", -5),
    "an error": lambda *_: (404, {}),
}


def _with(answer: Answer, key: str, value: Any) -> Answer:
    if key in answer[1]:
        answer[1][key][0][-1] = value
    return answer


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_a_server_that_answers_nonsense_is_told(
    write: Write, run: Run, answer: Callable[[str, Any], Answer]
) -> None:
    with served(answer) as (url, _asked):
        folder = workspace(write, url)
        failed = run(*PLAN, "--workspace", folder)
        assert (failed.returncode, failed.stdout) == (3, "")
        assert "the road server http" in failed.stderr
        assert "--fallback" in failed.stderr
        estimated = run(*PLAN, "--fallback", "--workspace", folder)
        assert estimated.returncode == 0, estimated.stderr
        made = json.loads(estimated.stdout)
        assert any(one.startswith("roads-failed") for one in made["travel"]["assumptions"])
        stops = [stop for tour in made["tours"] for stop in tour["stops"]]
        assert stops
        assert all("stood-in" in json.dumps(stop) for stop in stops)


class Counted:
    """An engine that counts the pairs it is asked for: a minute a kilometre."""

    source = Source("counted")

    def __init__(self) -> None:
        self.pairs = 0

    def between(self, starts: Any, ends: Any, closed: Any) -> DriveBlock:
        self.pairs += len(starts) * len(ends)
        km = great_circle_km([*starts, *ends])[: len(starts), len(starts) :] * (2 if closed else 1)
        return DriveBlock(km, km, np.zeros(len(starts)), np.full(len(ends), 0.0))

    def leg(self, start: Sted, end: Sted, *_closed: Any) -> Leg:
        return Leg(((start.lat, start.lon), (end.lat, end.lon)), 1.0, 1.0)

    def assumptions(self) -> tuple[str, ...]:
        return ()


def places(count: int) -> list[Sted]:
    return [Sted(navn=f"{n}", lat=62 + n / 100, lon=11.0) for n in range(count)]


def test_only_what_is_new_is_asked_for(tmp_path: Path) -> None:
    shelf, engine = Shelf(tmp_path / "roads" / "drives.sqlite"), Counted()
    first = Kept(engine, SharedRows(()), shelf).table(places(10))
    assert engine.pairs == 100
    again = Kept(engine, SharedRows(()), shelf).table(places(11))
    assert engine.pairs == 100 + 11 + 10
    assert (again.minutes[:10, :10] == first.minutes).all()
    Kept(engine, SharedRows(()), shelf).table(places(10), (((62.0, 11.0),),))
    assert engine.pairs == 221, "what is closed has a table of its own"


def test_a_broken_shelf_is_begun_anew(tmp_path: Path) -> None:
    path, engine = tmp_path / "drives.sqlite", Counted()
    path.write_bytes(b"no database at all" * 100)
    for _ in range(3):
        assert Kept(engine, SharedRows(()), Shelf(path)).table(places(3)).minutes[0, 1] > 1
    assert engine.pairs < 27
    # Nowhere to keep it: it is asked for each time.
    (tmp_path / "file").write_text("")
    kept = Kept(engine, SharedRows(()), Shelf(tmp_path / "file" / "drives.sqlite"))
    assert kept.table(places(3)).minutes[0, 1] > 1


ADDING = """
import sys; from pathlib import Path
from tests.travel.test_road_servers import Counted, places
from hageplan.travel.kept import Kept
from hageplan.travel.rows import SharedRows
from hageplan.travel.shelf import Shelf
print("ready", flush=True)
for n in range(2, 90):
    Kept(Counted(), SharedRows(()), Shelf(Path(sys.argv[1]))).table(places(n))
print("done", flush=True)
"""


@pytest.mark.slow
def test_two_write_at_once_and_one_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "drives.sqlite"
    root = Path(__file__).parents[2]
    two = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, path], cwd=root, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(2)
    ]
    for one in two:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    while not path.exists() or path.stat().st_size < 50_000:
        assert two[1].poll() is None
    two[0].kill()
    two[0].communicate()
    assert two[1].communicate(timeout=100)[0] == "done\n"
    with sqlite3.connect(path) as read:
        assert read.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert read.execute("SELECT count(*) FROM drive").fetchone() == (89 * 89,)
    engine = Counted()
    Kept(engine, SharedRows(()), Shelf(path)).table(places(89))
    assert engine.pairs == 0


def test_places_within_a_hundred_metres_share_a_row() -> None:
    at = Sted(navn="a", lat=62.0, lon=11.0)
    near = Sted(navn="b", lat=62.0006, lon=11.001)  # 85 m
    far = Sted(navn="c", lat=62.0006, lon=11.002)  # 124 m
    for order in ([at, near, far], [far, near, at]):
        rows = SharedRows(order)
        assert rows.of(at) == rows.of(near) != rows.of(far)
    table = Kept(Counted(), SharedRows([at, near, far]), None).table([at, near, far])
    assert (table.minutes[0, 1], table.minutes[0, 2]) == (0, pytest.approx(0.124, abs=0.01))


def test_the_estimate_stands_in_where_there_is_no_way() -> None:
    class Island(Counted):
        def between(self, starts: Any, ends: Any, closed: Any) -> DriveBlock:
            found = super().between(starts, ends, closed)
            off = [np.array([9e3 if one.lat == 62.02 else 0.0 for one in some])
                   for some in (starts, ends)]  # fmt: skip
            return DriveBlock(found.minutes, found.km, off[0], off[1])

    roads = WithStandIn(Kept(Island(), SharedRows(()), None), EstimatedRoads(Kjoring()))
    table = roads.table(places(3))
    assert table.stood_in.tolist() == [
        [False, False, True],
        [False, False, True],
        [True, True, False],
    ]
    assert table.minutes[0, 2] == EstimatedRoads(Kjoring()).table(places(3)).minutes[0, 2]
    first, second, far = places(3)
    assert roads.leg(second, far).stood_in
    assert not roads.leg(first, second).stood_in


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"highway": "primary", "maxspeed": "80"}, 68),
        ({"highway": "primary", "maxspeed": "50 mph"}, 68.4),
        ({"highway": "primary", "maxspeed": "walk"}, 65),
        ({"highway": "track", "tracktype": "grade2"}, 15),
        ({"highway": "service", "access": "private"}, 16),
        ({"route": "ferry"}, None),
    ],
)
def test_roads_are_driven_at_what_is_usual(tags: dict[str, str], kmh: float | None) -> None:
    assert is_driven(tags)
    assert usual_kmh(tags) == (kmh if kmh is None else pytest.approx(kmh, abs=0.1))


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "track"},
        {"highway": "track", "tracktype": "grade4"},
        {"highway": "path"},
        {"highway": "primary", "construction": "primary"},
        {"building": "yes"},
    ],
)
def test_what_is_no_road_for_cars_is_left_out(tags: dict[str, str]) -> None:
    assert not is_driven(tags)


@pytest.mark.parametrize("full_at", ["cut", "tiles", "told"])
def test_a_disk_that_fills_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_at: str
) -> None:
    """Programs are stood in for: what they write fails as on a full disk."""
    source = tmp_path / "norge.osm.pbf"
    source.write_bytes(b"    OSMHeader")
    monkeypatch.setenv("HAGEPLAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(builder, "_check_programs", lambda: None)
    monkeypatch.setattr(builder, "_programs", lambda: "stand-ins")

    def write_until(name: str, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half of it")
        if name == full_at:
            raise OSError(errno.ENOSPC, "No space left on device")

    def cutting(_source: Path, target: Path, *_: object) -> cut.Cut:
        write_until("cut", target)
        return cut.Cut(7, None)

    monkeypatch.setattr(cut, "cut", cutting)
    monkeypatch.setattr(
        builder, "_make_tiles", lambda beside: write_until("tiles", beside / TILES / "0.gph")
    )
    if full_at == "told":
        monkeypatch.setattr(Path, "write_text", full_for(Path.write_text))
    with pytest.raises(RequestError, match="there is not enough space for the road network"):
        builder.build(source, around([(62.0, 11.0)], 60), ("Os",), today=DAY, progress=print)
    assert [one.name for one in roads_folder().iterdir()] == [".lock"]


def full_for(usual: Any) -> Any:
    """Return what writes all texts but that of a network."""

    def write_text(path: Path, text: str, **how: str) -> Any:
        if path.name == TOLD:
            raise OSError(errno.ENOSPC, "No space left on device")
        return usual(path, text, **how)

    return write_text


def test_long_asking_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_bar(quiet=False):
        Kept(Counted(), SharedRows(()), None).table(places(39))
        assert "1521" not in terminal.getvalue()
        Kept(Counted(), SharedRows(()), None).table(places(40))
        assert "1600" in terminal.getvalue()


def test_an_area_reaches_as_far_as_is_asked() -> None:
    area = around([(62.0, 11.0), (62.001, 11.0)], 60)
    assert len(area.points) == 1
    assert area.holds((62.5, 11.0))
    assert area.holds((62.0, 12.1))
    assert not area.holds((62.7, 11.0))
    assert not area.holds((62.0, 12.5))
