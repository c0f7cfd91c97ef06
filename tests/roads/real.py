"""What the road programs make of a small map; run by a Python that has them.

The map: a main road west to east through an office, a shorter mountain road to a farm that has a
longer one too, a street one way, a private road, and a ferry to a house on the other side.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import osmium
import valhalla

from hageplan.errors import RequestError
from hageplan.records.base import Sted
from hageplan.travel import Source
from hageplan.travel.engines.embedded import Embedded, config_of
from hageplan.travel.engines.valhalla import ValhallaRoads
from hageplan.travel.network import build as builder
from hageplan.travel.network.area import around
from hageplan.travel.network.folder import TILES, Network, networks, remove, roads_folder
from tests.roads.map import AREA, MOUNTAIN, PLACES, RING, osm_xml

TODAY = date(2026, 11, 23)


def main(folder: Path) -> None:
    """Write what was found into told.json."""
    source = _pbf(folder / "map.osm.pbf", osm_xml())
    told: dict[str, Any] = {"faults": _faults(folder, source)}
    network = _built(source)
    told["network"] = network.model_dump(mode="json")
    told["left"] = sorted(one.name for one in roads_folder().iterdir())
    told["same"] = _built(source).id
    told["resumed"] = _resumed(source)
    tiles = roads_folder() / network.id / TILES
    places = [Sted(navn=name, lat=lat, lon=lon) for name, (lat, lon) in PLACES.items()]
    engine = ValhallaRoads(Embedded(tiles), Source("valhalla", avoids=True))
    for name, closed in (("open", ()), ("closed", (MOUNTAIN,)), ("point", ((RING,),))):
        block = engine.between(places, places, closed)
        told[name] = [
            [None if one != one else one for one in row] for row in block.minutes.tolist()
        ]
        told["off"] = [one if one < 1e9 else None for one in block.starts_m.tolist()]
    leg = engine.leg(places[0], places[list(PLACES).index("island")])
    told["ferries"] = [len(one) for one in leg.ferries]
    told["line"] = leg.line
    _for_servers(folder, tiles, source)
    (folder / "told.json").write_text(json.dumps(told))


def _pbf(path: Path, xml: str) -> Path:
    plain = path.with_suffix(".osm")
    plain.write_text(xml)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for one in osmium.FileProcessor(str(plain)):
            writer.add(one)
    return path


def _built(source: Path, points: Sequence[tuple[float, float]] = (AREA,)) -> Network:
    return builder.build(
        source, around(points, 60), ("Røros",), today=TODAY, progress=lambda _: None
    )


def _faults(folder: Path, source: Path) -> dict[str, str]:
    """Return what is said of files that are none, and what is left behind."""
    half, empty = folder / "half.osm.pbf", folder / "empty.osm.pbf"
    content = source.read_bytes()
    half.write_bytes(content[: len(content) * 2 // 3])
    empty.write_bytes(b"")
    said = {}
    for name, file, points in (
        ("half", half, (AREA,)),
        ("empty", empty, (AREA,)),
        ("text", Path(__file__), (AREA,)),
        ("absent", folder / "absent.osm.pbf", (AREA,)),
        ("abroad", source, ((70.0, 25.0),)),
    ):
        try:
            _built(file, points)
            said[name] = ""
        except RequestError as fault:
            said[name] = str(fault)
    said["left"] = " ".join(one.name for one in roads_folder().glob("*") if one.name != ".lock")
    return said


def _resumed(source: Path) -> list[Any]:
    """Interrupt a build after the cut; return how often files were cut then, and what is left."""
    from hageplan.travel.network import cut

    (before,) = networks()
    remove(before)
    times: list[Path] = []
    real_cut, real_tiles = cut.cut, builder._make_tiles

    def counted(file: Path, *more: Any) -> cut.Cut:
        times.append(file)
        return real_cut(file, *more)

    def interrupted(beside: Path) -> None:
        raise KeyboardInterrupt(beside)

    vars(cut)["cut"], vars(builder)["_make_tiles"] = counted, interrupted
    try:
        _built(source)
    except KeyboardInterrupt:
        vars(builder)["_make_tiles"] = real_tiles
    none_yet = networks() == []
    return [none_yet, _built(source).id, len(times)]


def _for_servers(folder: Path, tiles: Path, source: Path) -> None:
    """Write what the servers of the same map are started with."""
    import osrm

    config = config_of(tiles)
    config["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{sys.argv[2]}"
    for part in ("loki", "thor", "odin", "meili"):
        if "service" in config.get(part, {}):
            config[part]["service"]["proxy"] = f"ipc://{folder}/{part}"
    config["httpd"]["service"]["loopback"] = f"ipc://{folder}/loopback"
    config["httpd"]["service"]["interrupt"] = f"ipc://{folder}/interrupt"
    (folder / "valhalla.json").write_text(json.dumps(config))
    home = Path(osrm.__file__).parent
    # They take no path with a space in it.
    shutil.copytree(home / "share/profiles", folder / "profiles")
    for program, *more in (
        ("osrm-extract", "-p", "profiles/car.lua", source.name),
        ("osrm-contract", "map.osrm"),
    ):
        subprocess.run([home / "bin" / program, *more], check=True, capture_output=True, cwd=folder)
    programs = {
        "valhalla": str(valhalla.PYVALHALLA_DIR / "bin" / "valhalla_service"),
        "osrm": str(home / "bin" / "osrm-routed"),
    }
    (folder / "programs.json").write_text(json.dumps(programs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
