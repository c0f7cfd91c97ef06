"""What people write is data: it is shown, kept and handed on, and never acts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.records.bedrift import Bedrift, Kontakt
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Avtale, Entry, Henvendelse, Oppfolging
from hageplan.records.personvern import Reservasjon
from hageplan.records.plan import Plan
from hageplan.ui.clean import cell, json_text, printable
from hageplan.ui.rows import Rows
from hageplan.ui.texts import reason, remark
from hageplan.workspace.append import append_entries
from hageplan.workspace.partial import entries_about, read_kommuner
from hageplan.workspace.plans import plan_file, read_plan
from hageplan.workspace.privacy_files import reservation_file
from hageplan.workspace.read import load
from hageplan.workspace.write import replace_files
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bring_in
from tests.hostile_records import HOSTILE, write_hostile

pytestmark = pytest.mark.slow

TODAY = ("--today", "2026-11-23", "--lang", "en")
SMALL = ("plan", "--json", "--iterations", "50", "--days", "1", "--max-visits", "2")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FORMULA = re.compile(r"[\s\"]*[=+\-@＝＋－＠]")

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.lists(st.sampled_from(['"', "'", "\\", "\n", "\r", "[[x]]", "]]", "=", "#", "{", "}"])).map(
        "".join
    ),
)


def acting(text: str) -> set[str]:
    """Return the characters of an output that a terminal would act on."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return {sign for sign in text if unicodedata.category(sign) in kinds} - {"\n"}


# What is written reads back equal, and changes nothing else


def company(number: str, text: str) -> Bedrift:
    return Bedrift(
        organisasjonsnummer=number,
        navn=f"x{text}",
        kommunenummer="3430",
        adresse=text,
        kontakt=Kontakt(navn=text, rolle=text, telefon=text, epost=text, samtykke=date(2026, 1, 2)),
        behov=(text, "b"),
        tilbyr=(text,),
        notat=text,
    )


def entries(text: str) -> tuple[Entry, ...]:
    return (
        Henvendelse(
            organisasjonsnummer=NUMBERS[0],
            tid=datetime(2026, 1, 2, 10),
            utvidelse=text,
            behov=(text, text),
            notat=text,
        ),
        Avtale(
            id="a-1",
            organisasjonsnummer=NUMBERS[0],
            tid=datetime(2026, 1, 3, 10),
            medarbeider=text,
        ),
        Oppfolging(
            id="o-1",
            organisasjonsnummer=NUMBERS[0],
            frist=date(2026, 1, 4),
            ansvarlig=text,
            tekst=text,
            resultat=text,
        ),
    )


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=60)
def test_the_log_keeps_every_text(found: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        other = Henvendelse(organisasjonsnummer=NUMBERS[1], tid=datetime(2026, 1, 1, 9))
        append_entries(folder, 2026, (other,))
        for text in found:
            append_entries(folder, 2026, entries(text))
        expected = [entry for text in found for entry in entries(text)]
        about = entries_about(folder, NUMBERS[0])
        assert sorted(map(repr, about)) == sorted(map(repr, expected))
        data = tomli.loads((folder / "logg/2026.toml").read_text(encoding="utf-8"))
        assert {key: len(tables) for key, tables in data.items()} == {
            "henvendelse": len(found) + 1,
            "avtale": len(found),
            "oppfolging": len(found),
        }
        assert entries_about(folder, NUMBERS[1]) == (other,)


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=12)
def test_companies_and_opt_outs_keep_every_text(found: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "hageplan.toml").write_text(SETTINGS, encoding="utf-8")
        wanted = [company(number, text) for number, text in zip(NUMBERS, found, strict=False)]
        for one in wanted:
            bring_in(folder, (one,), read_kommuner())
        outs = [
            Reservasjon(organisasjonsnummer=number, siden=date(2026, 1, 2), grunn=text)
            for number, text in zip(NUMBERS[6:], found, strict=False)
        ]
        for out in (*outs, *outs):
            replace_files(reservation_file(folder, out))
        records = load(folder)
        assert list(records.bedrifter) == wanted
        assert list(records.reservasjoner) == outs


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """Return a small plan of the example region, as a document."""
    done = subprocess.run(
        [sys.executable, "-m", "hageplan", *SMALL, *TODAY],
        cwd=tempfile.gettempdir(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("HAGEPLAN")},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@given(text=texts)
@settings(max_examples=30)
def test_a_saved_plan_keeps_every_text(plan: dict[str, Any], text: str) -> None:
    stops = [{**stop, "navn": text} for stop in plan["tours"][0]["stops"]]
    tours = [{**plan["tours"][0], "medarbeider": text, "stops": stops}]
    wanted = Plan.model_validate_json(json.dumps({**plan, "tours": tours}))
    with tempfile.TemporaryDirectory() as place:
        replace_files(plan_file(Path(place), wanted, date(2026, 11, 23)))
        assert read_plan(Path(place), "latest") == wanted


def test_what_looks_like_an_entry_in_a_note_is_none(tmp_path: Path) -> None:
    note = (
        f'[[henvendelse]]\norganisasjonsnummer = "{NUMBERS[1]}"\ntid = 2026-01-01 10:00:00\n[[x]]'
    )
    log = f'[[henvendelse]]\norganisasjonsnummer = "{NUMBERS[0]}"\ntid = 2026-01-02 10:00:00\n'
    (tmp_path / "logg").mkdir()
    (tmp_path / "logg/2026.toml").write_text(f'{log}notat = """\n{note}\n"""\n', encoding="utf-8")
    assert entries_about(tmp_path, NUMBERS[1]) == ()
    assert len(entries_about(tmp_path, NUMBERS[0])) == 1


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/x", "CON", "nul", "com1", "a\x00b", "…", "x" * 999]
)
def test_a_municipality_names_a_file_in_its_folder(tmp_path: Path, name: str) -> None:
    kommune = read_kommuner()["3430"].model_copy(update={"navn": name})
    (path,) = bring_in(tmp_path, (company(NUMBERS[0], "x"),), Kommuner((kommune,)))
    assert path.resolve().parent == (tmp_path / "bedrifter").resolve()
    assert re.fullmatch(r"[a-z0-9-]{1,70}\.toml", path.name)
    assert path.stem not in ("con", "nul", "com1")


# What is shown does not act


@given(st.one_of(texts, st.text()))
def test_printable_and_cells_are_one_harmless_line(text: str) -> None:
    assert not acting(printable(text)) | ({"\n"} & set(printable(text)))
    for excel in (False, True):
        rows = Rows(columns=("a", "b"), rows=[{"a": text, "b": 1}])
        table = rows.csv_text(excel=excel).removeprefix("\ufeff")
        assert not acting(table.replace("\r\n", "\n"))
        (_, row) = csv.reader(io.StringIO(table), delimiter=";" if excel else ",")
        assert len(row) == 2
        assert not FORMULA.match(row[0])


@given(st.one_of(texts, st.text()))
def test_a_line_with_commas_holds_no_formula_for_who_parts_it_at_semicolons(text: str) -> None:
    for part in Rows(columns=("a",), rows=[{"a": text}]).csv_text().splitlines()[1].split(";"):
        assert not FORMULA.match(part)
    assert not any(FORMULA.match(part) for part in cell(text).split(";"))


@given(st.one_of(texts, st.text()))
def test_json_is_harmless_and_the_same(text: str) -> None:
    shown = json_text({"a": [text], text: 1})
    assert not acting(shown)
    assert json.loads(shown) == {"a": [text], text: 1}


@given(texts)
def test_remarks_of_a_saved_plan_are_shown_whatever_they_hold(text: str) -> None:
    for coded in (text, f"interest {text}", f"interest grade=x date={text}", f"alone name={text}"):
        assert not acting(remark(coded)) - {"\n"}
    assert not acting(reason("waits", text))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hage")
    write_hostile(folder)
    return folder


COMMANDS: dict[str, tuple[tuple[str, ...], int]] = {
    "check": (("check",), 0),
    "score": (("score", "--explain", "--names"), 0),
    "next": (("next", "--explain"), 0),
    "plan": (("plan", "--iterations", "50"), 0),
    "slots": (("slots", NUMBERS[2]), 0),
    "avtaler": (("avtaler",), 0),
    "bedrift": (("bedrift", NUMBERS[0]), 0),
    "log show": (("log", "show"), 0),
    "followup": (("followup",), 0),
    "uke": (("uke",), 0),
    "jobs": (("jobs", "--explain"), 0),
    "match": (("match",), 0),
    "match one": (("match", NUMBERS[0]), 0),
    "staffing": (("staffing",), 0),
    "staffing --where": (("staffing", "--where"), 0),
    "plan --match": (("plan", "--iterations", "50", "--match"), 0),
    "email": (("privacy", "email", NUMBERS[0]), 1),
    "refused": (("book", NUMBERS[3], "--at", "2026-12-01 10:00"), 1),
    "booked": (("book", NUMBERS[1], "--at", "2026-12-01 10:00"), 1),
    "unknown": (("log", "[red]\x1b[31m{navn}"), 1),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_and_never_acts(run: Run, hostile: Path, name: str) -> None:
    arguments, code = COMMANDS[name]
    where = ("-w", hostile, *(TODAY if name != "check" else TODAY[2:]))
    done = run(*arguments, *where, FORCE_COLOR="1")
    assert done.returncode == code, done.stderr
    assert not acting(COLOUR.sub("", done.stdout + done.stderr))


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if COMMANDS[name][1] == 0 and name != "plan --match"]
)
def test_json_of_every_command_never_acts(run: Run, hostile: Path, name: str) -> None:
    where = ("-w", hostile, "--json", *(TODAY if name != "check" else TODAY[2:]))
    done = run(*COMMANDS[name][0], *where)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert not acting(done.stdout + done.stderr)


@pytest.mark.parametrize(
    "command", [("next",), ("plan", "--iterations", "50")], ids=["next", "plan"]
)
@pytest.mark.parametrize("excel", [False, True])
def test_csv_never_acts(
    run: Run, hostile: Path, tmp_path: Path, command: tuple[str, ...], excel: bool
) -> None:
    path = tmp_path / "ut.csv"
    wanted = ("--csv", path, *(["--excel"] if excel else []))
    assert run(*command, *wanted, "-w", hostile, "-q", *TODAY).returncode == 0
    table = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert not acting(table)
    header, *rows = csv.reader(io.StringIO(table), delimiter=";" if excel else ",")
    assert rows
    assert all(len(row) == len(header) for row in rows)
    named = [row[header.index("navn")] for row in rows]
    assert not any(FORMULA.match(text) for text in named)


def test_markup_and_braces_are_shown_as_they_are(run: Run, hostile: Path) -> None:
    shown = run("bedrift", NUMBERS[0], "-w", hostile, *TODAY, COLUMNS="4000").stdout
    for text in ("[red]rød[/red] [link=http://x.no]her[/link] [/] :smile:", "{navn.__class__}"):
        assert text in shown


def test_a_hostile_table_is_imported_or_rejected(run: Run, write: Write) -> None:
    folder = write({})
    rows = [
        [number, f"x{text}", "Os", text] for number, text in zip(NUMBERS, HOSTILE, strict=False)
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([["orgnr", "navn", "kommune", "adresse"], *rows])
    table = folder / "uttrekk.csv"
    table.write_text(stream.getvalue().replace("\x00", ""), encoding="utf-8", newline="")
    done = run("import", "csv", table, "-w", folder, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert not acting(done.stdout + done.stderr)
    names = {b.organisasjonsnummer: b.navn for b in load(folder).bedrifter}
    assert names == {
        number: " ".join(name.replace("\x00", "").split()) for number, name, *_ in rows
    }


def test_half_a_character_in_a_table_is_no_crash(run: Run, write: Write) -> None:
    folder = write({})
    table = folder / "uttrekk.csv"
    table.write_bytes(b"orgnr,navn,kommune\n" + NUMBERS[0].encode() + b",A\xed\xa0\x80B,Os\n")
    done = run("import", "csv", table, "-w", folder, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert not acting(done.stdout)
    table.write_bytes(b"orgnr,navn,kommune\n\x81\x8d,\x00,Os\n")
    assert run("import", "csv", table, "-w", folder).returncode == 1


def test_half_a_character_on_the_command_line_is_refused(run: Run, hostile: Path) -> None:
    before = (hostile / "logg/2026.toml").read_bytes()
    for command in (
        ("log", NUMBERS[2], "--at", "2026-11-20 10:00", "--notat", "a\udcffb"),
        ("privacy", "reserve", NUMBERS[9], "--grunn", "a\udcffb"),
    ):
        done = run(*command, "-w", hostile, *TODAY)
        assert done.returncode == 1
        assert "is not a valid character" in done.stderr
        assert not acting(done.stderr)
    assert (hostile / "logg/2026.toml").read_bytes() == before


# Exports for a board carry no names


def test_score_tells_no_name_unless_asked(run: Run, tmp_path: Path) -> None:
    folder, path = tmp_path / "demo", tmp_path / "ut.csv"
    run("init", folder, "--demo", "-q")
    names = {b.navn for b in load(folder).bedrifter} - {k.navn for k in read_kommuner()}
    numbers = {b.organisasjonsnummer for b in load(folder).bedrifter}

    def told(*options: str) -> str:
        done = run("score", "-w", folder, "--csv", path, *options, *TODAY, COLUMNS="300")
        assert done.returncode == 0, done.stderr
        return done.stdout + path.read_text(encoding="utf-8")

    for shown in (told(), told("--explain"), told("--explain", "--json")):
        assert not {name for name in names | numbers if name in shown}
    for shown in (told("--explain", "--names"), told("--explain", "--names", "--json")):
        assert {name for name in names if name in shown}


# What the tool makes is for its owner and the group


def made(folder: Path) -> Iterator[tuple[str, int]]:
    for path in (folder, *folder.rglob("*")):
        yield path.relative_to(folder).as_posix(), stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="rights are another thing there")
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_what_is_made_can_be_read_by_the_group_at_most(
    run: Run, tmp_path: Path, umask: int, umasked: Callable[[int], None]
) -> None:
    umasked(umask)
    folder = tmp_path / "ny/hage"
    for command in (
        ("init", folder, "--demo", "-q"),
        ("log", NUMBERS[0], "-w", folder),
        ("plan", "--save", "--iterations", "50", "-q", "-w", folder, *TODAY),
        ("privacy", "reserve", NUMBERS[5], "-w", folder),
        ("score", "--csv", folder / "ut.csv", "-q", "-w", folder, *TODAY),
    ):
        done = run(*command)
        assert done.returncode in (0, 1), done.stderr
    modes = dict(made(tmp_path / "ny"))
    assert {"hage/reservert.toml", "hage/planer/2026-11-23-1.toml", "hage/ut.csv"} <= modes.keys()
    del modes["hage/.hageplan/lock"]  # holds nothing; the group takes it too
    allowed = 0o750 & ~umask
    assert {name: oct(mode) for name, mode in modes.items() if mode & ~allowed} == {}


@pytest.fixture
def umasked() -> Iterator[Callable[[int], None]]:
    """Set the umask for the test and the commands that it runs."""
    before = os.umask(0o022)

    def to(umask: int) -> None:
        os.umask(umask)

    yield to
    os.umask(before)
