"""`hageplan report`: figures that were worked out by hand, published as far as they may be."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DAY = ("--today", "2026-11-23", "--lang", "en")
HOSTILE = "<b>=1+1</b>"


def target(number: str, turnover: tuple[int, int] | None = None, **keys: object) -> str:
    regnskap = [
        {"aar": year, "omsetning": value, "ansatte": value // 100}
        for year, value in zip((2024, 2025), turnover or (), strict=False)
    ]
    return bedrift(number, status="maalbedrift", regnskap=regnskap, **keys)


TARGETS = "".join(
    (
        target(NUMBERS[0], (1000, 1100), ledere=3, kvinner_i_ledelse=1),
        target(NUMBERS[1], (2000, 2000), ledere=2, kvinner_i_ledelse=2),
        target(NUMBERS[2], (500, 900), ledere=1, kvinner_i_ledelse=0),
        target(NUMBERS[3], (1000, 700), ledere=2, kvinner_i_ledelse=1),
        target(NUMBERS[4], (500, 800), ledere=2, kvinner_i_ledelse=1),
        target(NUMBERS[5], tilfredshet=[{"dato": "2026-08-01", "svar": 4}]),
    )
).replace('"2026-08-01"', "2026-08-01")


def indicators(run: Run, folder: Path, *words: str) -> dict[str, dict[str, Any]]:
    done = run("report", "siva", "-w", folder, "--json", "--period", "2026-H2", *DAY, *words)
    assert done.returncode == 0, done.stderr
    sections = document(done.stdout)["sections"]
    return {row[0]["text"]: row[-1] for row in sections[0]["rows"]}


def test_siva_s_indicators_by_hand(run: Run, write: Write) -> None:
    found = indicators(run, write({"bedrifter/os.toml": TARGETS}))
    assert found["Number of companies"]["value"] == 6
    assert found["Growth in turnover"]["value"] == pytest.approx(5500 / 5000 - 1)
    assert found["Growth in employees"]["value"] == pytest.approx(55 / 50 - 1)
    assert found["Growth in value creation"] == {"kind": "missing"}
    assert found["Share of women in leading positions"]["value"] == pytest.approx(5 / 10)
    assert found["Customer satisfaction (1–6)"] == {"kind": "withheld"}


def test_the_limit_is_a_setting(run: Run, write: Write) -> None:
    settings = SETTINGS + "\n[rapport]\nminste_antall = 1\n"
    folder = write({"hageplan.toml": settings, "bedrifter/os.toml": TARGETS})
    assert indicators(run, folder)["Customer satisfaction (1–6)"]["value"] == 4


def test_growth_is_of_companies_that_have_both_years(run: Run, write: Write) -> None:
    """A company without the year before is in neither sum; accounts after the period don't count."""
    one = bedrift(NUMBERS[6], status="maalbedrift", regnskap=[{"aar": 2025, "omsetning": 90000}])
    later = bedrift(
        NUMBERS[7],
        status="maalbedrift",
        regnskap=[{"aar": 2026, "omsetning": 10}, {"aar": 2027, "omsetning": 1000}],
    )
    found = indicators(run, write({"bedrifter/os.toml": TARGETS + one + later}))
    assert found["Growth in turnover"]["value"] == pytest.approx(0.1)


def accounts(*pairs: tuple[int, int], key: str = "driftsresultat", **fields: object) -> str:
    return "".join(
        bedrift(
            number,
            status="maalbedrift",
            regnskap=[{"aar": year, key: v} for year, v in zip((2024, 2025), pair, strict=True)],
            **fields,
        )
        for number, pair in zip(NUMBERS, pairs, strict=False)
    )


def test_an_operating_result_grows_from_what_is_above_zero(run: Run, write: Write) -> None:
    good = write({"bedrifter/os.toml": accounts((-50, 20), *[(100, 110)] * 4)})
    assert indicators(run, good)["Growth in operating result"]["value"] == round(460 / 350 - 1, 3)
    bad = write({"bedrifter/os.toml": accounts((-500, 20), *[(100, 110)] * 4)})
    assert indicators(run, bad)["Growth in operating result"] == {"kind": "missing"}
    told = run("report", "siva", "--explain", "-w", bad, "--period", "2026-H2", *DAY).stdout
    told = " ".join(told.split())
    assert "operating result: no percentage, for the sum of 2024 is not above zero" in told
    assert "Value creation is unknown: open accounts do not tell wages" in told


def test_places_of_one_owner_have_its_accounts_once(run: Run, write: Write) -> None:
    owned = accounts(*[(100, 300)] * 6, key="omsetning", overordnet_enhet=NUMBERS[11])
    own = accounts(*[(100, 100)] * 11, key="omsetning")
    alone = "[[bedrift]]".join(["", *own.split("[[bedrift]]")[7:]])
    folder = write({"bedrifter/os.toml": owned + alone})
    assert indicators(run, folder)["Growth in turnover"]["value"] == round(800 / 600 - 1, 3)


def test_what_is_missing_is_said(run: Run, write: Write) -> None:
    folder = write({"bedrifter/os.toml": TARGETS})
    text = " ".join(run("report", "siva", "-w", folder, "--period", "2026-H2", *DAY).stdout.split())
    assert "Growth in turnover: known for 5 of 6 målbedrifter" in text
    assert "Customer satisfaction (1–6): known for fewer than 5 of 6 målbedrifter" in text


def test_counties_stand_beside_each_other(run: Run, write: Write) -> None:
    """Of two counties one has a single company: its figure and what it follows from are withheld."""
    alone = target(NUMBERS[8], (100, 300)).replace('"3430"', '"5025"')
    folder = write({"bedrifter/os.toml": TARGETS + alone})
    done = run("report", "siva", "-w", folder, "--json", "--period", "2026-H2", *DAY)
    table = json.loads(done.stdout)["sections"][0]
    assert table["columns"] == ["Indicator", "Innlandet", "Trøndelag", "All"]
    growth = next(row for row in table["rows"] if row[0]["text"] == "Growth in turnover")
    assert [cell["kind"] for cell in growth[1:]] == ["withheld", "withheld", "change"]


def test_a_municipality_is_told_of_few_visits(run: Run, write: Write) -> None:
    """How often we came is no secret of a company; what it answered is."""
    log = (
        f'[[henvendelse]]\norganisasjonsnummer = "{NUMBERS[0]}"\ntid = 2026-08-03 10:00:00\n'
        'interesse = "interessert"\n'
    )
    page = outside(
        run,
        write({"bedrifter/os.toml": bedrift(NUMBERS[0]), "logg/2026.toml": log}),
        "kommune", "-k", "Os",
    )  # fmt: skip
    assert page["Visits"]["value"] == 1
    assert page["Companies that answered"] == {"kind": "withheld"}


def test_the_sources_named_are_those_used(run: Run, write: Write) -> None:
    def source(name: str, title: str, number: str) -> str:
        return (
            f'[kilde]\nnavn = "{name}"\ntittel = "{title}"\nlisens = "NLOD"\n'
            f'hentet = 2026-11-01\n\n[[sagt]]\norganisasjonsnummer = "{number}"\n'
        )

    folder = write({
        "bedrifter/os.toml": bedrift(NUMBERS[0], status="maalbedrift"),
        "bedrifter/tynset.toml": bedrift(NUMBERS[1], kommunenummer="3427"),
        "kilder/brreg.toml": source("brreg", "Enhetsregisteret", NUMBERS[1]),
        "kilder/kartverket.toml": source("kartverket", "Adresser", NUMBERS[0]),
        "kilder/liste.toml": source("liste", "Vår liste", NUMBERS[0]),
    })  # fmt: skip

    def named(*words: str) -> set[str]:
        done = run("report", *words, "-w", folder, "--json", *DAY)
        remarks = json.loads(done.stdout)["remarks"]
        titles = ("Enhetsregisteret", "Adresser", "Vår liste")
        sources = " ".join(r for r in remarks if r.startswith("data-source"))
        return {title for title in titles if title in sources}

    assert named("kommune", "-k", "Os") == {"Vår liste"}
    assert named("kommune", "-k", "Tynset") == {"Enhetsregisteret"}
    assert named("siva") == {"Vår liste"}
    assert named("styre") == {"Enhetsregisteret", "Adresser", "Vår liste"}


def test_a_municipality_s_page_names_nobody(run: Run, write: Write) -> None:
    companies = "".join(
        bedrift(number, f"{HOSTILE} {number}", status="medlem") for number in NUMBERS[:6]
    ) + bedrift(NUMBERS[6], "Bort AS", status="avslag")
    log = "".join(
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-08-03 10:00:00\n'
        f'interesse = "interessert"\nbehov = ["kapital"]\nnotat = "{HOSTILE}"\n\n'
        for number in NUMBERS[:5]
    )
    folder = write({"bedrifter/os.toml": companies, "logg/2026.toml": log})
    done = run("report", "kommune", "-w", folder, "--kommune", "Os", "--json", *DAY)
    document = json.loads(done.stdout)
    rows = {row[0]["text"]: row[1] for s in document["sections"] for row in s["rows"]}
    assert rows["Visits"]["value"] == 5
    assert rows["kapital"]["value"] == 5
    assert rows["Members"] == rows["Declined"] == {"kind": "withheld"}
    assert rows["All"]["value"] == 7
    assert HOSTILE not in done.stdout
    assert not any(number in done.stdout for number in NUMBERS)


def jobs_told(*told: tuple[str, int, int]) -> str:
    return "".join(
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-08-03 10:00:00\n'
        f"arbeidsplasser = {{ nye = {new}, bevarte = {kept} }}\n\n"
        for number, new, kept in told
    )


def outside(run: Run, folder: Path, *words: str) -> dict[str, dict[str, Any]]:
    """Return the figures of a report that goes outside, by what they are about."""
    done = run("report", *words, "-w", folder, "--period", "2026-H2", "--json", *DAY)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    return {row[0]["text"]: row[1] for s in document["sections"] for row in s["rows"]}


def test_jobs_of_one_among_many_who_told_of_others_are_withheld(run: Run, write: Write) -> None:
    told = jobs_told((NUMBERS[0], 7, 1), *((number, 0, 2) for number in NUMBERS[1:6]))
    folder = write({"bedrifter/os.toml": TARGETS, "logg/2026.toml": told})
    for words in (("siva",), ("kommune", "-k", "Os")):
        found = outside(run, folder, *words)
        new, kept = found["New jobs" if words != ("siva",) else "All"], found.get("Kept jobs")
        assert new == {"kind": "withheld"}
        assert kept is None or kept["value"] == 11


def test_a_correction_tells_nothing_outside(run: Run, write: Write) -> None:
    folder = write(
        {"bedrifter/os.toml": TARGETS, "logg/2026.toml": jobs_told((NUMBERS[0], 41, 17))}
    )
    first = f"h-20260803-1000-{NUMBERS[0]}"
    assert (
        run("log", "fix", first, "--arbeidsplasser", "nye=40", "-w", folder, *DAY).returncode == 0
    )
    for words in (("siva",), ("kommune", "-k", "Os")):
        done = run("report", *words, "--explain", "-w", folder, "--period", "2026-H2", *DAY)
        assert done.returncode == 0
        assert "41" not in done.stdout
    told = run("report", "styre", "--explain", "-w", folder, "--period", "2026-H2", *DAY)
    assert "41" in told.stdout


def test_no_municipality_follows_from_the_others_and_the_sum(run: Run, write: Write) -> None:
    """Os has one company with jobs and one målbedrift; Tynset has many of both."""
    there = "".join(
        target(number, kommunenummer="3427").replace('"3430"', '"3427"', 0)
        for number in NUMBERS[1:7]
    ).replace('kommunenummer = "3430"\n', "")
    told = jobs_told((NUMBERS[0], 13, 1), *((number, 2, 3) for number in NUMBERS[1:7]))
    folder = write({"bedrifter/a.toml": target(NUMBERS[0]) + there, "logg/2026.toml": told})
    siva = outside(run, folder, "siva")
    pages = [outside(run, folder, "kommune", "-k", name) for name in ("Os", "Tynset")]
    assert siva["All"]["value"] == 25
    assert siva["Number of companies"]["value"] == 7
    for page in pages:
        assert page["New jobs"] == page["Målbedrifter"] == {"kind": "withheld"}


def test_members_that_are_withheld_follow_from_nothing_on_the_page(run: Run, write: Write) -> None:
    members = "".join(
        bedrift(number, status="medlem", medlem_siden="2026-08-01") for number in NUMBERS[:7]
    ).replace('"2026-08-01"', "2026-08-01")
    folder = write({"bedrifter/a.toml": members + target(NUMBERS[7])})
    page = outside(run, folder, "kommune", "-k", "Os")
    assert page["All"]["value"] == 8
    names = (
        "Members",
        "Målbedrifter",
        "Companies that became members",
        "Interested as of 23 Nov 2026",
    )
    for name in names:
        assert page.get(name, page.get("Interested as of 2026-11-23")) == {"kind": "withheld"}, name


def test_the_board_sees_what_the_commands_say(run: Run, tmp_path: Path) -> None:
    words = ("--json", "--period", "2026", "--today", "2026-11-23", "-w", tmp_path / "region")
    run("init", tmp_path / "region", "--demo", "--quiet")
    settings = tmp_path / "region/hageplan.toml"
    own = "\n[bemanning]\nkroner_per_aarsverk = 1000000\nmedlemsavgift = 7000\n"
    settings.write_text(settings.read_text("utf-8") + own, encoding="utf-8")
    document = json.loads(run("report", "styre", *words).stdout)
    sections = {section["heading"]: section["rows"] for section in document["sections"]}
    assert set(sections) == {
        "Interest", "Positions", "Activity in the period", "Jobs", "Money", "Follow-up",
    }  # fmt: skip
    staffing = json.loads(run("staffing", "--json", "--today", "2026-11-23", *words[-2:]).stdout)
    positions = [cell["value"] for _name, cell in sections["Positions"]]
    wisn = staffing["wisn"]
    read = [round(n, 1) for n in (wisn["required_after"]["q50"], wisn["existing"])]
    assert positions[0] == pytest.approx(read[0] - read[1])
    assert positions[1:] == [
        wisn["hire_needed"],
        wisn["existing"],
        wisn["required_today"]["q50"],
        wisn["required_after"]["q50"],
        staffing["fte"]["q50"],
    ]
    assert sections["Money"][2][1]["low"] == staffing["money"]["net"]["q05"]
    score = json.loads(run("score", "--json", "--today", "2026-11-23", *words[-2:]).stdout)
    told = [row[1]["value"] for row in sections["Interest"]]
    assert told == [row["estimated"]["share"] for row in score["kommuner"]]
    jobs = json.loads(run("jobs", "--json", "--today", "2026-11-23", *words[-2:]).stdout)
    assert [c["value"] for c in sections["Jobs"][0][1:]] == [
        jobs["total"]["new"],
        jobs["total"]["kept"],
    ]
    assert "withheld" not in json.dumps(document)


class Page(HTMLParser):
    """What a page has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for key, value in attrs if key in ("src", "href")]


@pytest.mark.parametrize("part", ["siva", "styre", "kommune"])
def test_files_twice_the_same(run: Run, write: Write, tmp_path: Path, part: str) -> None:
    folder = write({"bedrifter/os.toml": TARGETS})
    made = []
    for name in "ab":
        (tmp_path / name).mkdir()
        files = [tmp_path / name / f"{part}-2026-H2.{end}" for end in ("html", "xlsx", "md")]
        words = [word for path in files for word in ("-o", path)]
        done = run("report", part, "-w", folder, *words, "--period", "2026-H2", *DAY)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {f"{part}-2026-H2.{end}" for end in ("html", "xlsx", "md")}
    text = made[0][f"{part}-2026-H2.html"].decode()
    if part == "siva":
        assert "<h1>6 målbedrifter; their turnover grew by 10.0%</h1>" in text
        assert '<td class="number">5 of 6</td>' in text
    page = Page(text)
    assert page.tags.count("h1") == 1
    assert "script" not in page.tags
    assert page.links == ["#main"]


def test_the_workbook_has_numbers(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({"bedrifter/os.toml": TARGETS})
    path = tmp_path / "siva-2026-H2.xlsx"
    words = ("-o", path, "--period", "2026-H2")
    assert run("report", "siva", "-w", folder, *words, *DAY).returncode == 0
    sheet: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    assert rows["Growth in turnover"][1] == pytest.approx(0.1)
    assert sheet.print_area


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("siva", "--period", "H3"), 1, "is not a valid period"),
        (("siva", "--kommune", "Os"), 2, "--kommune can only be used"),
        (("kommune", "--kommune", "Osx"), 1, "Osx"),
        (("leder",), 2, "leder"),
        (("siva", "-o", "borte/siva.html"), 1, "in a folder that exists"),
        (("siva", "-o", "siva.csv"), 2, "one of .html .xlsx .md .json"),
    ],
)
def test_what_cannot_be_reported(
    run: Run, write: Write, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run("report", *words, "-w", write({}), *DAY)
    assert done.returncode == code
    assert told in " ".join(done.stderr.split())


def test_leaders_and_years_are_checked(run: Run, write: Write) -> None:
    wrong = bedrift(NUMBERS[0], ledere=1, kvinner_i_ledelse=2)
    twice = bedrift(NUMBERS[1], regnskap=[{"aar": 2025}, {"aar": 2025}])
    done = run("check", "-w", write({"bedrifter/os.toml": wrong + twice}), "--lang", "en")
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).split())
    assert "more women in leadership than leaders" in said
    assert "a year is listed twice in regnskap" in said
