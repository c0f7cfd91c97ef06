"""Build an offline road network: cut, let Valhalla's tools make it, put it in its place.

All is made in a folder beside, which is renamed when it is whole. What was cut out stays there when
a build is interrupted, and the next one of the same goes on from it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from hageplan.errors import MissingExtraError, RequestError, why_of
from hageplan.messages import msg
from hageplan.travel.network.area import Area
from hageplan.travel.network.folder import TILES, TOLD, Network, roads_folder

CUTTING: Final = 0.6
"""The share of the whole that cutting takes, about."""
_RULES: Final = "1"
"""Changes when the same file is cut or built otherwise."""
_CUT: Final = "cut.osm.pbf"
_CUT_TOLD: Final = "cut.json"
_ROOM_TIMES: Final = 8
"""Bytes that a network takes while it is built, a byte of what was cut out, at most."""
_BLOCK: Final = 1 << 20
Progress = Callable[[float], None]


@dataclass(frozen=True)
class _Told:
    """What is told of a cut: how many roads, and the date of the data."""

    roads: int
    data: date | None


def build(
    source: Path, area: Area, where: tuple[str, ...], *, today: date, progress: Progress
) -> Network:
    """Build the network of `area` out of a file of OpenStreetMap, and return it.

    Raises RequestError where the file is none, or has no road there, where the programs are not
    installed, or the disk is full.
    """
    _check_programs()
    _check_file(source)
    folder = roads_folder()
    try:
        with _alone(folder):
            beside = folder / f".partial-{_key(source, area)}"
            beside.mkdir(parents=True, exist_ok=True)
            with _whole_or_gone(beside):
                made = _made(source, area, beside, progress)
                told = made.model_copy(update={"where": where, "built": today})
                return _put_in_place(beside, told)
    except OSError as fault:
        raise _no_room(folder, fault.strerror or str(fault)) from fault


def _made(source: Path, area: Area, beside: Path, progress: Progress) -> Network:
    """Make the network in the folder `beside`, and return what is to be told of it."""
    cut = _cut(source, beside, area, lambda part: progress(part * CUTTING))
    _make_tiles(beside)
    return Network(
        id=_version(beside),
        source=source.name,
        data=cut.data,
        points=area.points,
        around_km=area.km,
        roads=cut.roads,
        programs=_programs(),
    )


def _put_in_place(beside: Path, network: Network) -> Network:
    for name in (_CUT, _CUT_TOLD):
        (beside / name).unlink()
    (beside / TOLD).write_text(network.model_dump_json(indent=1), encoding="utf-8")
    final = beside.parent / network.id
    if (final / TOLD).exists():  # the same was built before: its driving is kept
        shutil.rmtree(beside)
        return network
    shutil.rmtree(final, ignore_errors=True)
    beside.rename(final)
    return network


def _cut(source: Path, beside: Path, area: Area, progress: Progress) -> _Told:
    """Return what was cut out, now or when this was begun before."""
    from hageplan.travel.network import cut

    told = beside / _CUT_TOLD
    try:
        return TypeAdapter(_Told).validate_json(told.read_bytes())
    except (FileNotFoundError, ValidationError):
        pass
    target = beside / _CUT
    try:
        found = cut.cut(source, target, area, lambda times: progress(times / cut.READ_TIMES))
    except RuntimeError as fault:
        _check_room(beside)
        raise _broken(source, str(fault)) from fault
    if not found.roads:
        raise RequestError(
            msg("{file} has no roads within {km} km of the workspace's places",
                file=source.name, km=f"{area.km:g}"),
            msg(
                "use a file that covers them: https://download.geofabrik.de/europe/norway.html"
            ),
        )  # fmt: skip
    progress(1.0)
    kept = {**asdict(found), "data": found.data and found.data.isoformat()}
    told.write_text(json.dumps(kept), encoding="utf-8")
    return _Told(found.roads, found.data)


def _make_tiles(beside: Path) -> None:
    """Let Valhalla make the network out of what was cut."""
    import valhalla

    from hageplan.travel.engines.embedded import config_of

    tiles, config = beside / TILES, beside / "valhalla.json"
    shutil.rmtree(tiles, ignore_errors=True)
    tiles.mkdir()
    if shutil.disk_usage(beside).free < _ROOM_TIMES * (beside / _CUT).stat().st_size:
        raise _no_room(beside, "")
    config.write_text(json.dumps(config_of(tiles)), encoding="utf-8")
    ending = ".exe" if sys.platform == "win32" else ""
    program = valhalla.PYVALHALLA_DIR / "bin" / f"valhalla_build_tiles{ending}"
    # Its own wrapper finds the libraries on Windows; it is on nobody's path here.
    done = subprocess.run(  # noqa: S603
        [program, "-c", config, beside / _CUT],
        cwd=beside,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    config.unlink()
    _check_room(beside)
    if done.returncode or not any(tiles.rglob("*.gph")):
        why = " ".join((done.stderr or done.stdout).split())[-200:]
        raise RequestError(
            msg("Valhalla could not build the network: {why}", why=why or str(done.returncode)),
            msg("try a newer file; the unfinished network is deleted"),
        )


def _version(beside: Path) -> str:
    """Return what the network is called: a digest of all that its times hang on."""
    digest = hashlib.blake2b(f"{_RULES} {_programs()}".encode(), digest_size=6)
    with (beside / _CUT).open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _key(source: Path, area: Area) -> str:
    """Return what an interrupted build of the same is known by."""
    about = source.stat()
    told = (source.name, about.st_size, about.st_mtime_ns, area.points, area.km, _RULES)
    return hashlib.blake2b(repr(told).encode(), digest_size=6).hexdigest()


def _programs() -> str:
    from importlib.metadata import version

    return f"pyvalhalla {version('pyvalhalla')}, osmium {version('osmium')}"


def _check_programs() -> None:
    if find_spec("valhalla") and find_spec("osmium"):
        return
    if sys.version_info < (3, 12):
        raise RequestError(
            msg("an offline road network needs Python 3.12 or later; this is {version}",
                version=".".join(map(str, sys.version_info[:2]))),
            msg(
                "install hageplan[veier] with a newer Python, or use a server: tjener under "
                "[veier]"
            ),
        )  # fmt: skip
    raise MissingExtraError(
        msg("pyvalhalla and osmium are not installed, which build road networks"), "veier"
    )


def _check_file(source: Path) -> None:
    try:
        with source.open("rb") as file:
            begin = file.read(64)
    except OSError as fault:
        raise RequestError(
            msg("{file} cannot be read: {why}", file=source, why=why_of(fault))
        ) from fault
    if b"OSMHeader" not in begin:
        raise _broken(source, "no OSMHeader")


def _broken(source: Path, why: str) -> RequestError:
    return RequestError(
        msg("{file} is not a complete OpenStreetMap file (.osm.pbf): {why}",
            file=source.name, why=" ".join(why.split())[:120]),
        msg("download it again, e.g. from https://download.geofabrik.de/europe/norway.html"),
    )  # fmt: skip


def _check_room(folder: Path) -> None:
    """Raise RequestError where the disk is full: not every program says so."""
    if shutil.disk_usage(folder).free < _BLOCK:
        raise _no_room(folder, "")


def _no_room(folder: Path, why: str) -> RequestError:
    return RequestError(
        msg("there is not enough space for the road network in {folder} {why}",
            folder=folder, why=f"({why})" if why else ""),
        msg(
            "free some space, or choose another folder with HAGEPLAN_CACHE; the unfinished "
            "network is deleted"
        ),
    )  # fmt: skip


@contextmanager
def _whole_or_gone(beside: Path) -> Iterator[None]:
    """Remove what was begun where it fails; who interrupts it goes on from there."""
    try:
        yield
    except (RequestError, OSError):
        shutil.rmtree(beside, ignore_errors=True)
        raise


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only one who builds."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise RequestError(
            msg("somebody else is building a road network here"), msg("wait until it is done")
        ) from None
