"""Pages of reports: figures that agree, workspaces of all kinds, one sheet that decides."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

DAY = ("--today", "2026-11-23", "--lang", "en")
HOSTILE = "<script>alert(1)</script>\\u001b[31m"
OWN_MONEY = "\n[bemanning]\nkroner_per_aarsverk = 1000000\nmedlemsavgift = 7000\n"


def words(page: str) -> str:
    """Return what a page says, without its tags and style."""
    bare = re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def answer(number: str, grade: str, **keys: str) -> str:
    more = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    return (
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-08-03 10:00:00\n'
        f'kanal = "besok"\ninteresse = "{grade}"\n{more}\n'
    )


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with money of its own, and the board's page of it in both languages."""
    from tests.forking import run_forked

    folder = tmp_path_factory.mktemp("styre")

    def run(*arguments: str) -> str:
        done = run_forked([*arguments], folder, {"COLUMNS": "80"}, 120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "hage", "--demo", "--quiet")
    settings = folder / "hage/hageplan.toml"
    settings.write_text(settings.read_text("utf-8") + OWN_MONEY, encoding="utf-8")
    board = ("report", "styre", "-w", "hage", "--today", "2026-11-23")
    printed = run(*board, "-o", "nb.html", "--lang", "nb", "--json")
    (folder / "styre.json").write_text(printed, "utf-8")
    return folder


def test_positions_hire_and_cost_are_of_one_scenario(region: Path) -> None:
    board = json.loads((region / "styre.json").read_text("utf-8"))["board"]
    page = words((region / "nb.html").read_text("utf-8"))
    for option in board["options"]:
        missing = option["required"]["q50"] - board["existing"]
        assert option["hire"]["q50"] == pytest.approx(missing)
        enough = {one["positions"]: one["probability"] for one in option["hire_enough"]}
        assert option["step"] == min(n for n, chance in enough.items() if chance >= 0.8)
        kilometres = option["money"]["cost"]["q50"] - 1_000_000 * option["positions"]["q50"]
        assert 0 < kilometres < 100_000
    some, everyone = board["options"]
    assert [*some["kommuner"]] == [row["navn"] for row in board["kommuner"] if row["sure"]]
    assert len(everyone["kommuner"]) == 6

    def told(value: float, digits: int) -> str:
        return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")

    lacking = told(round(everyone["required"]["q50"], 1) - round(board["existing"], 1), 1)
    lost = told(-everyone["money"]["net"]["q50"] / 1e6, 2)
    assert f"trenger vi {lacking} årsverk til." in page
    existing = told(board["existing"], 1)
    assert f"Det mangler {lacking} årsverk utover våre {existing} med alle 6 kommunene" in page
    assert re.search(rf"Hvor mange flere trenger vi\? ?{lacking} årsverk ?med alle 6", page)
    assert re.search(
        r"Timer per medlem: 59 .{,12}\. Antatt på forhånd: 28 .*medlemmer tilsier 73", page
    )
    assert f"Hvem betaler {lost} mill. kr i året?" in page
    assert page.count(f"{lost} mill. kr i året") == 2
    assert everyone["hire_enough"][0]["probability"] < 0.01
    assert "er nok, er under 1 % med dagens" in page
    assert "Sjansen for at dagens 1,7 er nok, er under 1 %." in page


def test_the_considered_stand_apart_each_by_interest(region: Path) -> None:
    kommuner = json.loads((region / "styre.json").read_text("utf-8"))["board"]["kommuner"]
    covered = [row["covered"] for row in kommuner]
    assert covered == sorted(covered, reverse=True)
    shares = [row["estimated"]["share"] for row in kommuner if not row["covered"]]
    assert shares == sorted(shares, reverse=True)
    rows = re.findall(r'<th scope="row(?:group)?">([^<]+)',
                      (region / "nb.html").read_text("utf-8"))  # fmt: skip
    names = [row["navn"] for row in kommuner]
    assert rows[: len(names) + 2] == ["Dekkes", *names[:2], "Vurderes", *names[2:]]


def test_the_board_prints_on_two_sheets_and_rows_keep_their_axis(
    region: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((region / "nb.html").as_uri())
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for table in page.locator("table.interest").all():
            lefts = table.locator("thead svg, tr:not(.group) svg").evaluate_all(
                "all => all.map(one => Math.round(one.getBoundingClientRect().left))"
            )
            assert len({*lefts}) == 1
            assert len(lefts) > 3
    printed = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", printed) == [b"2"]
    page.close()


def test_nobody_has_answered(run: Run, write: Write, tmp_path: Path) -> None:
    settings = SETTINGS.replace('dekker = ["Røros"]\n', "").replace('"Os", "Tynset"', '"Os"')
    companies = "".join(bedrift(number) for number in NUMBERS[:6])
    folder = write({"hageplan.toml": settings, "bedrifter/os.toml": companies})
    told = board_page(run, folder, tmp_path)
    assert "Nobody has answered yet" in told
    assert "NOK" not in told
    assert "Should we ask more companies in Os before the municipality gets an answer?" in told
    assert "0 of 6" in told


def board_page(run: Run, folder: Path, tmp_path: Path) -> str:
    path = tmp_path / "styre.html"
    done = run("report", "styre", "-w", folder, "-o", path, *DAY)
    assert done.returncode == 0, done.stderr
    page = path.read_text("utf-8")
    assert "None" not in page
    assert "nan" not in words(page).split()
    return words(page)


def test_no_companies_at_all(run: Run, write: Write, tmp_path: Path) -> None:
    told = board_page(run, write({}), tmp_path)
    assert "No companies are recorded there yet." in told
    assert told.count("no companies") == 3
    assert "Decisions for the board" not in told


def test_none_is_considered(run: Run, write: Write, tmp_path: Path) -> None:
    settings = SETTINGS.replace('vurderer = ["Os", "Tynset"]\n', "")
    members = "".join(bedrift(n, kommunenummer="5025", status="medlem") for n in NUMBERS[:6])
    folder = write({"hageplan.toml": settings, "bedrifter/a.toml": members})
    told = board_page(run, folder, tmp_path)
    assert "No municipality is under consideration. Those we cover take" in told
    assert "Considered" not in told[: told.index("visits;")]


def test_twenty_are_considered(run: Run, write: Write, tmp_path: Path, browser: Browser) -> None:
    names = (
        '"Os", "Tynset", "Tolga", "Folldal", "Alvdal", "Rendalen", "Oppdal", "Rennebu", "Holtålen",'
        '"Selbu", "Tydal", "Engerdal", "Trysil", "Dovre", "Lesja", "Sel", "Vågå", "Lom", "Skjåk"'
    )
    settings = SETTINGS.replace('"Os", "Tynset"', f'{names}, "Ringebu"') + OWN_MONEY
    kommuner = ("3430", "3427", "3426", "3429")
    companies = "".join(
        bedrift(number, HOSTILE, kommunenummer=kommune)
        for number, kommune in zip(NUMBERS, kommuner, strict=False)
    )
    answers = "".join(answer(n, "interessert", flagg="rod") for n in NUMBERS[:4])
    folder = write({
        "hageplan.toml": settings, "bedrifter/a.toml": companies, "logg/2026.toml": answers
    })  # fmt: skip
    told = board_page(run, folder, tmp_path)
    assert "4 of 20 municipalities" in told
    assert "and 2 more are interested. With all 20 municipalities" in told
    assert "Red flags: <script>alert(1)</script>" in told
    page = (tmp_path / "styre.html").read_text("utf-8")
    assert "<script" not in page
    assert "\x1b" not in page
    (table,) = re.findall(r'<table class="interest many" aria-labelledby="interest">.*?</table>', page,
                          re.DOTALL)  # fmt: skip
    assert table.count('<th scope="row">') == 21
    hire = re.search(r"The chance that we are enough is (.*?) more\.", told)
    assert hire
    assert hire[1].count("%") == hire[1].count(" with "), "each chance stands with how many"
    opened = browser.new_page()
    opened.goto((tmp_path / "styre.html").as_uri())
    assert re.findall(rb"/Count (\d+)", opened.pdf(prefer_css_page_size=True)) == [b"2"]
    opened.close()


def test_pages_that_go_outside_tell_of_nobody(run: Run, write: Write, tmp_path: Path) -> None:
    """What is withheld in the table is neither in a heading nor drawn."""
    companies = "".join(
        bedrift(number, HOSTILE, status="medlem", medlem_siden="2026-08-01")
        for number in NUMBERS[:7]
    ).replace('"2026-08-01"', "2026-08-01") + bedrift(NUMBERS[7], status="maalbedrift")
    answers = "".join(answer(n, "interessert", flagg="rod") for n in NUMBERS[:6])
    folder = write({"bedrifter/os.toml": companies, "logg/2026.toml": answers})
    paths = {part: tmp_path / f"{part}.html" for part in ("kommune", "siva")}
    for part, path in paths.items():
        more = ("-k", "Os") if part == "kommune" else ()
        assert run("report", part, "-w", folder, *more, "-o", path, *DAY).returncode == 0
    kommune, siva = (path.read_text("utf-8") for path in paths.values())
    assert "<h1>Os: 6 visits</h1>" in kommune
    assert "The share interested is withheld" in kommune
    assert 'class="interval"' not in kommune
    assert "<h1>Målbedrifter: withheld (too few)</h1>" in siva
    for page in (kommune, siva):
        assert "alert" not in page
        assert not any(number in page for number in NUMBERS)
        assert "withheld" in words(page)
