"""`hageplan export` and the same options of `plan`: what they write is opened by real clients."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from importlib.metadata import files
from pathlib import Path
from typing import Any

import gpxpy
import openpyxl
import pytest
import tomli
from geojson_pydantic import FeatureCollection
from icalendar import Calendar
from openpyxl.utils import get_column_letter

from tests.clients import needs
from tests.conftest import NUMBERS, Run, Write, bedrift

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23")
TO = ("Os", "--days", "2", "--iterations", "200")
SAG, GARD, HOTELL = NUMBERS[:3]
HOSTILE = "=cmd|'/c calc'!A1 <script>alert(1)</script> **fet** \u202e\x1b[31m"
KHAL = """[calendars]
[[besok]]
path = {folder}/kalender
[locale]
local_timezone = Europe/Oslo
default_timezone = Europe/Oslo
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def companies() -> str:
    contact = {"navn": "Prøve Person", "telefon": "+47 900 00 000", "epost": "post@sag.example"}
    return (
        bedrift(SAG, "Storsag AS", lat=62.49, lon=11.2, adresse="Sagveien 1", kontakt=contact)
        + bedrift(GARD, "Nordgard", lat=62.5, lon=11.21, notat=HOSTILE)
        + bedrift(HOTELL, "Os Hotell AS", lat=62.48, lon=11.19, behov=["regnskap"])
    )


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"bedrifter/os.toml": companies()})


def plan(run: Run, folder: Path, *words: str | Path) -> None:
    done = run("plan", "-w", folder, "--kommune", *TO, "--save", "-q", *DAY, *words)
    assert done.returncode == 0, done.stderr


def export(run: Run, folder: Path, *words: str | Path) -> None:
    done = run("export", "latest", "-w", folder, "--lang", "en", *DAY, *words)
    assert done.returncode == 0, done.stderr


def test_all_files_in_one_go_and_twice_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    ends = ("ics", "csv", "xlsx", "geojson", "gpx", "html", "md", "json")
    for name in "ab":
        files = [word for end in ends for word in ("-o", tmp_path / f"{name}.{end}")]
        export(run, folder, *files)
    for end in ends:
        first, second = ((tmp_path / f"{name}.{end}").read_bytes() for name in "ab")
        assert first == second, end
        assert first


def khal(folder: Path, *words: str | Path) -> str:
    program = needs("khal")
    (folder / "kalender").mkdir(exist_ok=True)
    config = folder / "khal.conf"
    config.write_text(KHAL.format(folder=folder), encoding="utf-8")
    done = subprocess.run(
        [program, "-c", config, *words], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def shown(folder: Path) -> list[str]:
    """Return the visits that khal lists."""
    form = "{start-date} {start-time} {title} {status}"
    listed = khal(folder, "list", "2026-11-23", "10d", "--format", form).splitlines()
    return sorted(line for line in listed if "Visit" in line)


def test_khal_shows_the_plan_the_change_and_what_was_called_off(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    ics, client = tmp_path / "tur.ics", tmp_path / "khal"
    client.mkdir()
    plan(run, folder)
    export(run, folder, "-o", ics)
    khal(client, "import", "--batch", ics)
    first = shown(client)
    assert len(first) == 3
    assert all("TENTATIVE" in line for line in first)
    plan(run, folder, "--from-plan", "latest", "--without", HOTELL)
    for _again in range(2):
        export(run, folder, "-o", ics)
        khal(client, "import", "--batch", ics)
    second = shown(client)
    assert len(second) == 3
    assert [line for line in second if "CANCELLED" in line] == [
        line for line in second if "Cancelled: Visit: Os Hotell AS" in line
    ]
    assert len([line for line in second if "CANCELLED" in line]) == 1


def test_a_plan_under_way_doubles_no_visit(run: Run, folder: Path, tmp_path: Path) -> None:
    ics = tmp_path / "tur.ics"
    plan(run, folder)
    found = []
    for day in ("2026-11-23", "2026-11-28", "2026-12-05"):
        export(run, folder, "-o", ics, "--today", day)
        found.append({str(e["uid"]) for e in Calendar.from_ical(ics.read_bytes()).walk("VEVENT")})
    assert found[0] == found[1] == found[2]


def test_who_has_no_day_any_more_hears_that_all_is_called_off(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan(run, folder)
    tours = json.loads(run("show", "-w", folder, "--json").stdout)["tours"]
    who = tours[0]["medarbeider"]
    words = ("--medarbeider", who, "-o", tmp_path / "min.ics")
    export(run, folder, *words)
    days = [f"2026-11-{day}" for day in range(23, 31)]
    away = [word for day in days for word in ("--absent", f"{who}:{day}")]
    with (folder / "hageplan.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[[medarbeider]]\nid = "ola"\n')
    both = ("--medarbeider", who, "--medarbeider", "ola")
    plan(run, folder, "--from-plan", "latest", *both, *away)
    export(run, folder, *words)
    events = Calendar.from_ical((tmp_path / "min.ics").read_bytes()).walk("VEVENT")
    assert events
    assert {str(event["status"]) for event in events} == {"CANCELLED"}
    done = run("export", "-w", folder, "--medarbeider", who, "-o", tmp_path / "x.md", *DAY)
    assert done.returncode == 1


def test_what_is_agreed_or_called_off_later_is_told_so(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan(run, folder)
    stop = json.loads(run("show", "-w", folder, "--json").stdout)["tours"][0]["stops"][0]
    number = stop["organisasjonsnummer"]
    at = ("--at", "2026-11-25 10:00", "-w", folder, *DAY)

    def status() -> set[str]:
        export(run, folder, "-o", tmp_path / "tur.ics")
        events = Calendar.from_ical((tmp_path / "tur.ics").read_bytes()).walk("VEVENT")
        own = [e for e in events if str(e["uid"]).startswith(number) and e["transp"] == "OPAQUE"]
        return {f"{e['status']} {'was cancelled or moved' in str(e['description'])}" for e in own}

    assert status() == {"TENTATIVE False"}
    day = json.loads(run("show", "-w", folder, "--json").stdout)["tours"][0]["date"]
    then = ("--at", f"{day} {stop['start'][:5]}", "-w", folder, *DAY)
    assert run("book", number, *then).returncode == 0
    assert status() == {"CONFIRMED False"}, "agreed since the plan was saved"
    assert run("move", number, *at).returncode == 0
    plan(run, folder)
    assert status() == {"CONFIRMED False"}
    assert run("cancel", number, "-w", folder, *DAY).returncode == 0
    assert status() == {"TENTATIVE True"}


def test_a_page_without_visits_leaves_the_saved_plan_the_latest(run: Run, folder: Path) -> None:
    plan(run, folder)
    before = run("show", "latest", "-w", folder, "--json").stdout
    page = folder / "tom.html"
    words = ("--days", "1", "--without", SAG, "--without", GARD, "--without", HOTELL)
    done = run("plan", "-w", folder, "--kommune", "Os", *words, "-q", *DAY, "-o", page)
    assert done.returncode == 0, done.stderr
    assert page.is_file()
    assert run("show", "latest", "-w", folder, "--json").stdout == before


def test_the_calendar_keeps_the_rules(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    export(run, folder, "-o", tmp_path / "tur.ics")
    raw = (tmp_path / "tur.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    calendar: Any = Calendar.from_ical(raw)
    assert (calendar["method"], calendar["version"]) == ("PUBLISH", "2.0")
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Oslo"
    events = [e for e in calendar.walk("VEVENT") if "lunsj" not in e["uid"]]
    visits = [e for e in events if e["transp"] == "OPAQUE"]
    assert (len(visits), len(events)) == (3, 3 + 3 + len({e["dtstart"].dt.date() for e in visits}))
    sag = next(e for e in visits if "Storsag" in e["summary"])
    assert sag["location"] == "Sagveien 1"
    assert (sag["geo"].latitude, sag["geo"].longitude) == (62.49, 11.2)
    assert "+47 900 00 000" in sag["description"]
    assert "How many work there?" in sag["description"]
    (alarm,) = sag.walk("VALARM")
    leave = time.fromisoformat(alarm["description"][9:14])
    rings = (sag["dtstart"].dt + alarm["trigger"].dt).time()
    assert time(rings.hour, rings.minute) < leave < sag["dtstart"].dt.time()
    assert b"\x1b" not in raw
    assert "\u202e".encode() not in raw


def test_unknown_coordinates_are_told_and_the_address_leads_there(
    run: Run, write: Write, tmp_path: Path
) -> None:
    whole = {"adresse": "Sagveien 1", "postnummer": "2550", "poststed": "Os i Østerdalen"}
    records = bedrift(SAG, "Storsag AS", **whole) + bedrift(GARD, "Nordgard")
    folder = write({"bedrifter/os.toml": records + bedrift(HOTELL, "Hotell", adresse="Kaien 2")})
    plan(run, folder)
    ends = ("ics", "xlsx", "gpx", "html", "md", "geojson")
    made = {end: tmp_path / f"tur.{end}" for end in ends}
    export(run, folder, *(word for end in ends for word in ("-o", made[end])))
    calendar: Any = Calendar.from_ical(made["ics"].read_bytes())
    visits = [e for e in calendar.walk("VEVENT") if e["transp"] == "OPAQUE"]
    assert len(visits) == 3
    assert not [e for e in visits if "geo" in e]
    book: Any = openpyxl.load_workbook(made["xlsx"])
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value]
    texts = {end: made[end].read_text("utf-8") for end in ("gpx", "html", "md")}
    texts["ics"] = "\n".join(e["description"] for e in visits)
    texts["xlsx"] = "\n".join(str(cell.value) for cell in cells)
    unknown = "location unknown: the municipal centre is used"
    for end, text in texts.items():
        assert html.unescape(text).count(unknown) == 3, end
    texts["xlsx"] = "\n".join(str(cell.hyperlink.target) for cell in cells if cell.hyperlink)
    del texts["gpx"]
    sag = "destination=Sagveien%201%2C%202550%20Os%20i%20%C3%98sterdalen"
    for end, text in texts.items():
        assert sag in text, end
        assert "destination=Kaien%202%2C%20Os" in text, end
        assert re.search(r"destination=62\.\d+,11\.\d+", text), end
    assert texts["md"].count("destination=6") == 1
    stops = [f["properties"] for f in json.loads(made["geojson"].read_text("utf-8"))["features"]]
    assert [one["position"] for one in stops if one["kind"] == "stop"] == ["kommune"] * 3


def test_only_ones_own_days_and_no_driving(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({"bedrifter/os.toml": companies()})
    settings = folder / "hageplan.toml"
    more = '\n[[medarbeider]]\nid = "ola"\n\n[kalender]\nkjoring = false\n'
    settings.write_text(settings.read_text("utf-8") + more, encoding="utf-8")
    plan(run, folder, "--max-visits", "3")
    tours = json.loads(run("show", "-w", folder, "--json").stdout)["tours"]
    who = tours[0]["medarbeider"]
    export(run, folder, "--medarbeider", who, "-o", tmp_path / "en.ics")
    wanted = sum(len(tour["stops"]) for tour in tours if tour["medarbeider"] == who)
    lunches = sum(tour["lunch"] is not None for tour in tours if tour["medarbeider"] == who)
    assert (tmp_path / "en.ics").read_text("utf-8").count("BEGIN:VEVENT") == wanted + lunches
    done = run("export", "-w", folder, "--medarbeider", "per", "-o", tmp_path / "x.md", *DAY)
    assert done.returncode == 1
    assert "per" in done.stderr


def test_csv_for_excel(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder, "--csv", tmp_path / "a.csv")
    export(run, folder, "--csv", tmp_path / "b.csv", "--excel")
    plain = [*csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8")))]
    text = (tmp_path / "b.csv").read_bytes().decode("utf-8-sig")
    excel = [*csv.DictReader(io.StringIO(text), delimiter=";")]
    assert [row["organisasjonsnummer"] for row in plain] == [
        row["organisasjonsnummer"] for row in excel
    ]
    assert excel[0]["lat"] == plain[0]["lat"].replace(".", ",")


def test_the_workbook_has_a_sheet_a_day(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    path = tmp_path / "tur.xlsx"
    export(run, folder, "-o", path)
    book: Any = openpyxl.load_workbook(path)
    tours = json.loads(run("show", "-w", folder, "--json").stdout)["tours"]
    assert book.sheetnames == [
        "Overview",
        *(f"{tour['date'][8:]}.{tour['date'][5:7]} kari" for tour in tours),
    ]
    sheet = book[book.sheetnames[1]]
    assert sheet["A1"].value == datetime.fromisoformat(tours[0]["date"])
    assert sheet["B5"].value == time.fromisoformat(tours[0]["stops"][0]["start"])
    assert str(sheet["E5"].hyperlink.target).startswith("https://www.google.com/maps/dir/")
    assert sheet.print_area
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    cells = [cell for one in book for row in one for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(
        cell.hyperlink and cell.hyperlink.target == "mailto:post@sag.example" for cell in cells
    )


def test_the_workbook_shows_all_it_holds(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    path = tmp_path / "tur.xlsx"
    export(run, folder, "-o", path)
    book: Any = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[1]]
    assert "A1:D1" in [str(cells) for cells in sheet.merged_cells.ranges]
    widths = {
        get_column_letter(number): column.width
        for column in sheet.column_dimensions.values()
        for number in range(column.min, column.max + 1)
    }
    pixels = 7 * sum(widths.values())
    page = (297 / 25.4 - 0.8) * 96
    assert min(1, page / pixels) * sheet["L5"].font.sz >= 8, "points on paper"
    for row in sheet.iter_rows(min_row=5, max_row=7):
        texts = [cell for cell in row if isinstance(cell.value, str)]
        lines = max(
            sum(len(line) // widths[cell.column_letter] + 1 for line in cell.value.split("\n"))
            for cell in texts
        )
        assert sheet.row_dimensions[row[0].row].height >= 12 * lines
    assert {sheet[f"{column}3"].alignment.horizontal for column in "IJ"} == {"right"}
    assert sheet["K5"].alignment.indent == 1, "a number must not touch the next column's text"
    assert sheet["J5"].number_format == "0.0"
    overview = book["Overview"]
    assert overview["H4"].number_format == "0.0"
    for column in "DEFGH":
        assert overview[f"{column}3"].alignment.horizontal == "right"
        assert overview[f"{column}4"].alignment.horizontal == "right"


def test_geojson_is_valid_and_longitude_comes_first(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    path = tmp_path / "tur.geojson"
    export(run, folder, "-o", path)
    found: Any = FeatureCollection.model_validate_json(path.read_text("utf-8"))
    kinds = [feature.properties["kind"] for feature in found.features if feature.properties]
    assert kinds.count("stop") == 3
    for feature in found.features:
        points: Any = feature.geometry.coordinates if feature.geometry else ()
        flat = points if isinstance(points[0], tuple) else [points]
        assert all(4 < lon < 32 and 57 < lat < 72 for lon, lat in flat)


def test_gpx_is_valid_and_in_the_order_driven(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    path = tmp_path / "tur.gpx"
    export(run, folder, "-o", path)
    tours = json.loads(run("show", "-w", folder, "--json").stdout)["tours"]
    routes = gpxpy.parse(path.read_text("utf-8")).routes
    assert [len(route.points) for route in routes] == [len(tour["stops"]) + 2 for tour in tours]
    names = [point.name for point in routes[0].points[1:-1]]
    assert names == [f"{n}. {stop['navn']}" for n, stop in enumerate(tours[0]["stops"], 1)]
    xmllint = needs("xmllint")
    (schema,) = (file.locate() for file in files("gpx") or () if file.name == "gpx.xsd")
    done = subprocess.run(
        [xmllint, "--noout", "--schema", schema, path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_markdown_shows_signs_as_they_are(run: Run, folder: Path, tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    plan(run, folder)
    path = tmp_path / "tur.md"
    export(run, folder, "-o", path)
    page = MarkdownIt().render(path.read_text("utf-8"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **fet**" in page
    assert "<script" not in page
    assert 'href="tel:+4790000000"' in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "at least one file"),
        (("--excel", "-o", "tur.md"), "--excel requires"),
        (("-o", "tur.md", "-o", "tur.md"), "the same file"),
        (("-o", "tur.csv", "--csv", "tur.csv"), "the same file"),
        (("-o", "tur.x"), "the extension decides the format"),
    ],
)
def test_what_does_not_go_together_is_refused(
    run: Run, folder: Path, words: tuple[str, ...], told: str
) -> None:
    done = run("export", "-w", folder, "--lang", "en", *words, *DAY)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())


def test_nothing_is_written_where_one_cannot_be(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    words = ("-o", tmp_path / "a.md", "-o", tmp_path / "borte" / "a.html")
    done = run("export", "-w", folder, "--lang", "en", *words, *DAY)
    assert done.returncode == 1
    assert "results cannot be written to" in done.stderr
    assert not (tmp_path / "a.md").exists()
    assert run("export", "-w", folder, "--csv", folder / "hageplan.toml", *DAY).returncode == 1


def fifo(path: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(path)
    return path


def dangling(path: Path) -> Path:
    path.symlink_to(path.parent / "borte" / "tur.csv")
    return path


def chained(path: Path) -> Path:
    """Return a link to standard output, which is none of the ordinary files here."""
    path.symlink_to("/proc/self/fd/1")
    return path


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (fifo, "is not an ordinary file"),
        (dangling, "is a link to a file that does not exist"),
        (chained, "is not an ordinary file"),
        (lambda _: Path("-"), "results are written to files, not to standard output"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has other devices, and links need rights")
def test_what_is_no_ordinary_file_is_left_alone(
    run: Run, folder: Path, tmp_path: Path, made: Callable[[Path], Path], told: str
) -> None:
    plan(run, folder)
    target = made(tmp_path / "tur.csv")
    before = sorted(tmp_path.rglob("*"))
    words = ("-o", tmp_path / "tur.md", "--csv", target)
    done = run("export", "-w", folder, "--lang", "en", *words, *DAY)
    assert done.returncode == 1
    assert told in done.stderr
    assert "hageplan-tmp" not in done.stderr
    assert "give a file" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_standard_output_that_leads_to_a_file_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    """A shell's `> file` makes /dev/stdout lead to an ordinary file, which is still being written."""
    with (tmp_path / "ut.txt").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "hageplan", "score", "-w", folder, "--csv", "/dev/stdout", *DAY],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
        )
        assert os.fstat(out.fileno()).st_nlink == 1
    assert done.returncode == 1


def test_a_link_to_a_file_is_followed(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    (tmp_path / "ekte.md").write_text("gammelt", encoding="utf-8")
    (tmp_path / "tur.md").symlink_to("ekte.md")
    export(run, folder, "-o", tmp_path / "tur.md")
    assert (tmp_path / "tur.md").is_symlink()
    assert "Storsag" in (tmp_path / "ekte.md").read_text("utf-8")


def test_the_example_region_writes_files_too(run: Run, tmp_path: Path) -> None:
    words = ("plan", "--kommune", "Tolga", "--days", "1", "--iterations", "50", *DAY)
    done = run(*words, "-o", "tur.ics", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "SUMMARY:EXAMPLE: Visit" in (tmp_path / "tur.ics").read_text("utf-8")


def test_a_damaged_calendar_file_is_told_with_its_line(run: Run, folder: Path) -> None:
    plan(run, folder)
    (folder / "kalender.toml").write_text("[[hendelse]]\nuid = 3\n", encoding="utf-8")
    before = sorted(folder.iterdir())
    done = run("export", "-w", folder, "--lang", "en", "-o", folder / "tur.ics", *DAY)
    assert done.returncode == 1
    assert "kalender.toml:2" in done.stderr
    assert sorted(folder.iterdir()) == before


def test_forgetting_a_company_takes_its_events_along(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    plan(run, folder, "-o", tmp_path / "tur.ics")
    assert SAG in (folder / "kalender.toml").read_text("utf-8")
    done = run("privacy", "forget", SAG, "-w", folder, "--yes", *DAY)
    assert done.returncode == 0, done.stderr
    left = (folder / "kalender.toml").read_text("utf-8")
    assert SAG not in left
    assert tomli.loads(left)["hendelse"]


def test_no_heavy_library_where_nothing_is_exported(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['hageplan', 'score', '-q']\n"
        "from hageplan.app import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "assert not {'jinja2', 'xlsxwriter', 'gpxpy', 'icalendar'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path)


def test_the_workbook_holds_no_clock_of_ours(run: Run, folder: Path, tmp_path: Path) -> None:
    plan(run, folder)
    export(run, folder, "-o", tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}
        assert b"2026-11-23" in archive.read("docProps/core.xml")


def test_each_of_us_gets_files_of_their_own(run: Run, tmp_path: Path) -> None:
    words = ("plan", "-k", "Tynset", "--from", "2026-11-24", "--days", "1", "--iterations", "50")
    folder = tmp_path / "hage"
    assert run("init", folder, "--demo", "-q").returncode == 0
    assert run(*words, "--save", "-w", folder, "--today", "2026-11-23").returncode == 0
    export(
        run, folder, "--per-medarbeider", "-o", tmp_path / "tur.html", "--csv", tmp_path / "t.csv"
    )
    pages = {who: (tmp_path / f"tur-{who}.html").read_text("utf-8") for who in ("sigrid", "ola")}
    assert not (tmp_path / "tur.html").exists()
    assert (tmp_path / "t-ola.csv").exists()
    for who, page in pages.items():
        assert f">Visits in Tynset: {who.capitalize()}</h1>" in page
        assert page.count('<section class="day"') == 1
