"""Whatever stands in the files: a documented exit code, never a traceback, never a hang."""

from __future__ import annotations

import itertools
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hageplan.ui.texts import reason, remark
from hageplan.workspace.find import data_dir, example_dir
from tests.conftest import NUMBERS, Write, bedrift
from tests.driver import hageplan
from tests.hostile import repeated
from tests.mutations import AS_IT_IS, CHANGES, ODD_PLACES, Files, lay_out, mutated

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""That nothing falls over shows little of the lines to be right."""

DOCUMENTED = {0, 1, 2, 3, 4}
LIMIT_S = 2.0
HANGS_S = 20.0
CASES, LONG_CASES = 240, 20_000
CALENDARS, LONG_CALENDARS = 16, 600
BOOK = ["book", NUMBERS[0], "--at", "2026-12-01 10:00"]
TODAY = ["--today", "2026-11-24"]
STOP = f"20261120-1000-{NUMBERS[1]}"
COMMANDS = {
    "check": ["check"],
    "check --json": ["check", "--json"],
    "score": ["score", *TODAY],
    "next": ["next", *TODAY],
    "avtaler": ["avtaler", *TODAY],
    "show": ["show", "latest"],
    "book": [*BOOK, *TODAY],
    "match": ["match", "--json", *TODAY],
    "jobs": ["jobs", "--explain", *TODAY],
    "followup": ["followup", *TODAY],
    "uke": ["uke", *TODAY],
    "import csv": ["import", "csv", "uttrekk.csv"],
    "import survey": ["import", "survey", "svar.csv", *TODAY],
    "import visits": ["import", "visits", "bil.eml", "--accept", STOP, *TODAY],
    "import calendar": [
        "import",
        "calendar",
        "besok.ics",
        "--medarbeider",
        "kari",
        "--yes",
        *TODAY,
    ],
    "plan": ["plan", "--kommune", "Os", "--iterations", "5", *TODAY],
}
SMALL = {
    "hageplan.toml": """sprak = "nb"
[naeringshage]
navn = "Prøvehagen"
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }
dekker = ["Røros"]
vurderer = ["Os", "Tynset"]
[[medarbeider]]
id = "kari"
navn = "Kari"
hjem = { navn = "Tynset", lat = 62.279, lon = 10.789 }
start = "hjem"
slutt = "kontor"
arbeidstid = { fra = "08:30", til = "15:30" }
ukedager = ["man", "tir", "ons", "tor"]
fravaer = [{ fra = 2026-12-21, til = 2026-12-31, grunn = "ferie" }]
kalender = "kalendere/kari.ics"
""",
    "kommuner.toml": """[[kommune]]
kommunenummer = "3430"
navn = "Os"
fylkesnummer = "34"
fylke = "Innlandet"
senter = "Os"
lat = 62.49
lon = 11.22
""",
    "veier.toml": """vei = [
  { fra = "Røros", til = "Os", minutter = 15, km = 14 },
  { fra = "Os", til = "Tynset", minutter = 35 },
]
vinter = { fra = "11-15", til = "04-10", faktor = 1.1 }
""",
    "bedrifter/os.toml": bedrift(NUMBERS[0], lat=62.5, lon=11.2, antall_ansatte=3)
    + bedrift(NUMBERS[1], "Dal AS", adresse="Vegen 1")
    + bedrift(NUMBERS[2]),
    "logg/2026.toml": f"""[[henvendelse]]
id = "en"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-05-01 10:00:00
medarbeider = "kari"
interesse = "interessert"
arbeidsplasser = {{ nye = 2, kilde = "dem" }}

[[henvendelse]]
erstatter = "en"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-05-01 10:00:00
medarbeider = "kari"
interesse = "ikke"

[[avtale]]
id = "to"
organisasjonsnummer = "{NUMBERS[1]}"
tid = 2026-12-02 10:00:00
medarbeider = "kari"
minutter = 45

[[oppfolging]]
id = "tre"
organisasjonsnummer = "{NUMBERS[2]}"
frist = 2026-12-05
ansvarlig = "kari"
tekst = "ring"
""",
    "kalendere/kari.ics": """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//prøve//
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Oslo:20261201T120000
DTEND;TZID=Europe/Oslo:20261201T130000
RRULE:FREQ=WEEKLY;COUNT=20
EXDATE;TZID=Europe/Oslo:20261208T120000
SUMMARY:Møte
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261203
DURATION:P1D
SUMMARY:Fri
END:VEVENT
END:VCALENDAR
""",
}
EXTRACT = "\n".join(
    ["Org. nr.;Navn;Kommune;Antall ansatte;Adresse;Postnummer;Næringskode"]
    + [
        f'{number};"Sag; & {n} AS";Tynset;{n};Vegen {n};2500;16.1'
        for n, number in enumerate(NUMBERS)
    ]
)


ANSWERS = f"""Tidsmerke;Bedrift;Org. nr.;Interesse;Behov
20.11.2026 10:00;;{NUMBERS[0]};interessert;kapital, eksport
2026/11/21 9:15:33 AM EET;Dal;;ikke;
11/22/2026 10:00;Ukjent AS;;kanskje;
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//prøve//
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Oslo:20261120T120000
DTEND;TZID=Europe/Oslo:20261120T130000
RRULE:FREQ=WEEKLY;COUNT=4
SUMMARY:Besøk hos Dal
LOCATION:Os
END:VEVENT
END:VCALENDAR
"""
FROM_THE_CAR = f"""From: kari@hage.example
Subject: Svar {STOP}
Content-Type: text/plain; charset=utf-8

Stopp: {STOP}
Utfall: snakket
Interesse: interessert
Følg opp: 10.12. Ring
Slutt på svaret
"""
READ_ALONE = {
    "import csv": "uttrekk",
    "import survey": "svar",
    "import visits": "bil",
    "import calendar": "besok",
    "show": "planer/",
}
"""What the files begin with that a command is the only one to read."""
BROUGHT_IN = {
    "uttrekk.csv": EXTRACT,
    "svar.csv": ANSWERS,
    "besok.ics": CALENDAR,
    "bil.eml": FROM_THE_CAR,
}


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> list[Files]:
    """Sound workspaces: a small one with every kind of file, the template and the example."""
    small = tmp_path_factory.mktemp("small")
    lay_out(small, {name: text.encode() for name, text in SMALL.items()}, AS_IT_IS)
    assert hageplan("check", "-w", str(small)).code == 0
    assert hageplan(*COMMANDS["plan"], "--save", "-w", str(small)).code == 0
    (small / "uttrekk.csv").write_text(EXTRACT, encoding="utf-8")
    assert hageplan("import", "csv", str(small / "uttrekk.csv"), "-w", str(small)).code == 0
    lay_out(small, {"bedrifter/tynset.toml": b""}, AS_IT_IS)
    folders = (small, small, small, data_dir() / "mal", example_dir())
    return [_content(folder) for folder in folders]


def _content(folder: Path) -> Files:
    files = (path for path in folder.rglob("*") if path.is_file() and ".hageplan" not in path.parts)
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return {**found, **{name: text.encode() for name, text in BROUGHT_IN.items()}}


@pytest.fixture(autouse=True)
def _hangs_end() -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise RuntimeError("hangs")

    before = signal.signal(signal.SIGVTALRM, hangs)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("name", COMMANDS)
def test_mutated_files_end_as_documented(
    name: str,
    bases: list[Files],
    is_long: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[object], None],
) -> None:
    monkeypatch.setenv("HAGEPLAN_WAIT", "0.1")
    numbers, codes, slowest = itertools.count(), Counter[int](), [0.0]

    @settings(
        max_examples=-(-(LONG_CASES if is_long else CASES) // len(COMMANDS)),
        database=None,
        derandomize=not is_long,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(range(len(bases))), CHANGES, ODD_PLACES)
    def end_as_documented(
        base: int, changes: list[tuple[int, int, int, int]], odd: tuple[int, str]
    ) -> None:
        folder = tmp_path / str(next(numbers))
        files = mutated(_of_interest(name, bases[base]), changes)
        lay_out(folder, {**bases[base], **files}, odd)
        monkeypatch.chdir(folder)
        start = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGS_S)
        ended = hageplan(*COMMANDS[name])
        taken_s = time.process_time() - start
        codes[ended.code] += 1
        slowest[0] = max(slowest[0], taken_s)
        shutil.rmtree(folder)
        assert ended.code in DOCUMENTED, ended.err
        assert "Traceback" not in ended.err + ended.out
        assert ended.code == 0 or ended.err + ended.out
        assert taken_s < LIMIT_S or name == "plan", f"{taken_s:.1f} s"

    try:
        end_as_documented()
    finally:
        ended = ", ".join(f"{count} x {code}" for code, count in sorted(codes.items()))
        figures(
            f"mutated, {name}: {sum(codes.values())} cases, slowest {slowest[0]:.2f} s; {ended}"
        )


@pytest.mark.parametrize("name", ["check", "import calendar"])
def test_calendars_of_any_series_are_bounded(
    name: str,
    bases: list[Files],
    is_long: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    figures: Callable[[object], None],
) -> None:
    """Any rule, counted or not, that comes or not, some of them four hundred times."""
    lay_out(tmp_path, bases[0], AS_IT_IS)
    monkeypatch.chdir(tmp_path)
    codes, slowest = Counter[int](), [0.0]

    @settings(
        max_examples=LONG_CALENDARS if is_long else CALENDARS,
        database=None,
        derandomize=not is_long,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(repeated())
    def end_as_documented(text: str) -> None:
        for path in ("besok.ics", "kalendere/kari.ics"):
            (tmp_path / path).write_text(text, encoding="utf-8", newline="")
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGS_S)
        start = time.process_time()
        ended = hageplan(*COMMANDS[name], *(["--dry-run"] if name != "check" else []))
        slowest[0] = max(slowest[0], time.process_time() - start)
        codes[ended.code] += 1
        assert ended.code in (0, 1), ended.err
        assert ended.code == 0 or ".ics:" in ended.err + ended.out

    try:
        end_as_documented()
    finally:
        told = ", ".join(f"{count} x {code}" for code, count in sorted(codes.items()))
        figures(f"series, {name}: {codes.total()} cases, slowest {slowest[0]:.2f} s; {told}")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        # a list with a date in it could not be shown
        ("[2026-01-01]", '["2026-01-01"] is not text'),
        # more digits than Python reads
        ("9" * 5000, "bedrifter/os.toml:3: error: a number has too many digits"),
        # and more than it writes
        ("0x" + "f" * 5000, "0xfff"),
    ],
)
def test_what_once_was_a_fault_of_ours(write: Write, value: str, told: str) -> None:
    text = bedrift(NUMBERS[0], "Sag").replace('"Sag"', value)
    ended = hageplan("check", "-w", str(write({"bedrifter/os.toml": text})), "--lang", "en")
    assert ended.code == 1
    assert told in ended.out


@pytest.mark.parametrize("damaged", ["konto=3", "count=", 'count="', "date=nei"])
def test_a_remark_that_somebody_damaged_is_shown_as_it_is(damaged: str) -> None:
    """What a saved plan says of a company was taken to have all its values."""
    for code in ("employees", "last-contact", "winter"):
        assert remark(f"{code} {damaged}")
    assert reason("not-tried", damaged)
    assert reason("recently-contacted", damaged).endswith(damaged)


def _of_interest(name: str, files: Files) -> Files:
    """Return the files to mutate: those that the command is the only one to read, if any."""
    prefix = READ_ALONE.get(name, "")
    return {path: content for path, content in files.items() if path.startswith(prefix)} or files
