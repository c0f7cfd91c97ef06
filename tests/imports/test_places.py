"""Positions by every door: whatever a command writes, `hageplan check` accepts."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from hageplan import load
from hageplan.records.base import NORWAY_LAT, NORWAY_LON, is_in_norway
from tests.conftest import SETTINGS, Run, Write, bedrift
from tests.imports import local
from tests.imports.register import numbers

pytestmark = pytest.mark.slow

Point = tuple[object, object]

ODD: Sequence[object] = (
    "", " ", "-", "0", 0, 0.0, -0.0, 90, -90, 180.0, 1e300, -1e300, 1e-300, "62,5", "11,25", "62.5°",
    "62°34'29\"N", "6.25e1", "+62.5", "nan", "inf", "1_1", "６２", "0x3e", "true", "62.5.1",
    "9" * 400, *NORWAY_LAT, *NORWAY_LON,
)  # fmt: skip


def points(count: int) -> Iterator[Point]:
    """Give pairs of odd values, then positions on and around the borders of what is allowed."""
    chance = random.Random(7)
    yield from islice(product(ODD, ODD), 0, None, 3)
    for _ in range(count):
        lat, lon = (
            chance.choice(border) + chance.choice([0, 1e-6, -1e-6, 1e-12, -1e-12, 3, -3, 50])
            for border in (NORWAY_LAT, NORWAY_LON)
        )
        yield chance.choice([(lat, lon), (lon, lat), (str(lat), str(lon)), (lat, None)])


def listed(told: Mapping[str, Point]) -> list[list[object]]:
    rows = ([number, f"Bedrift {number}", "3430", *point] for number, point in told.items())
    return [["organisasjonsnummer", "navn", "kommunenummer", "lat", "lon"], *rows]


def by_csv(run: Run, folder: Path, told: Mapping[str, Point]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(listed(told))
    path = folder.parent / "liste.csv"
    path.write_text(text.getvalue(), "utf-8")
    assert run("import", "csv", path, "-w", folder, "--yes").returncode == 0


def by_excel(run: Run, folder: Path, told: Mapping[str, Point]) -> None:
    book = openpyxl.Workbook()
    for row in listed(told):
        book.worksheets[0].append(row)
    path = folder.parent / "liste.xlsx"
    book.save(path)
    assert run("import", "excel", path, "-w", folder, "--yes").returncode == 0


def by_geocode(run: Run, folder: Path, told: Mapping[str, Point]) -> None:
    by_road = {f"Veg {number}": point for number, point in told.items() if is_number(point)}

    def answer(path: str) -> local.Reply:
        query = parse_qs(urlsplit(path).query)
        point = by_road.get(query.get("adressetekst", [""])[0])
        hit = {"representasjonspunkt": dict(zip(("lat", "lon"), point or (), strict=False))}
        return local.Reply(200, json.dumps({"adresser": [hit] if point else []}).encode())

    tables = (bedrift(number, adresse=f"Veg {number}") for number in told)
    (folder / "bedrifter/os.toml").write_text("\n".join(tables), "utf-8")
    with local.serving(answer) as url:
        settings = f'{SETTINGS}\n[innlesing]\nadresse_url = "{url}"\npause_sekunder = 0\n'
        (folder / "hageplan.toml").write_text(settings, "utf-8")
        assert run("geocode", "-w", folder).returncode == 0


def is_number(point: Point) -> bool:
    """Tell whether a service may say so without being at fault."""
    try:
        return all(math.isfinite(float(str(one))) or isinstance(one, str) for one in point)
    except ValueError:
        return False


@pytest.mark.parametrize("door", [by_csv, by_excel, by_geocode])
@pytest.mark.parametrize("has_position", [True, False])
def test_what_is_written_is_accepted(
    run: Run,
    write: Write,
    is_long: bool,
    figures: Callable[[object], None],
    door: Callable[[Run, Path, Mapping[str, Point]], None],
    has_position: bool,
) -> None:
    told = dict(zip(numbers(), points(3000 if is_long else 200), strict=False))
    before = {"lat": 62.5, "lon": 11.5} if has_position else {}
    tables = (bedrift(number, **before) for number in islice(told, 0, None, 2))
    folder = write({"bedrifter/os.toml": "\n".join(tables)})
    door(run, folder, told)
    checked = run("check", "-w", folder, "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    found = [(b.lat, b.lon) for b in load(folder).bedrifter if b.lat is not None]
    assert all(is_in_norway(lat, lon) for lat, lon in found if lat and lon)
    taken = sum(point != (62.5, 11.5) for point in found)
    assert 0 < taken < len(told)
    figures(f"{door.__name__}: {len(told)} positions told, {taken} taken, 0 that check refuses")
