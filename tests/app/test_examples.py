"""Every command shows examples, and they run."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hageplan import load, plan
from hageplan.app.commands import app_for
from hageplan.app.manual import commands
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.upkeep.create import create_workspace, new_workspace
from hageplan.workspace.plans import plan_file
from hageplan.workspace.write import replace_files
from tests.conftest import Run
from tests.imports import filed, register, tables
from tests.imports.filed import Filing
from tests.imports.maps import Maps, serving
from tests.imports.register import Register
from tests.imports.tables import Tables, counts

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""That a command runs shows little of its lines to be right: other tests count for those."""

NAMES = [command.words for command in commands(app_for(None))]
DAY = "2026-11-23"
REGION = ("3426", "3427", "3428", "3429", "3430", "3424", "5025", "5026")
PREPARED = {
    "move": [f'book 301877250 --at "2026-12-01 10:00" --medarbeider sigrid --today {DAY}'],
    "cancel": [f'book 301877250 --at "2026-12-01 10:00" --medarbeider sigrid --today {DAY}'],
    "done": [
        f'book 301877250 --at "{DAY} 10:00" --medarbeider sigrid --today {DAY}',
        f'log 332961888 --oppfolging "2026-12-05 ring" --ansvarlig ola --today {DAY}',
    ],
    "log": [f'log 301877250 --at "2026-11-20 10:30" --interesse interessert --today {DAY}'],
    **{
        f"bedrift {verb}": ['bedrift ny --navn "Elve Data AS" --kommune Tynset --yes']
        for verb in ("endre", "medlem", "sluttet")
    },
    "restore": ["backup"],
    "import undo": ["import csv uttrekk.csv"],
}
"""What must have been done before a command's examples make sense."""


@pytest.fixture(scope="module")
def maps() -> Iterator[Maps]:
    """Serve addresses on this machine; none is known."""
    with serving(Maps()) as found:
        yield found


@pytest.fixture(scope="module")
def figures() -> Iterator[str]:
    """Serve accounts on this machine, which nobody has, and counts; give the settings."""
    known = {number: counts(*range(8)) for number in REGION}
    with filed.serving(Filing()) as filing, tables.serving(Tables(known)) as found:
        yield f'regnskap_url = "{filing.url}"\nssb_url = "{found.url}"\n'


@pytest.fixture(scope="module")
def units() -> Iterator[Register]:
    """Serve a register on this machine; nothing happened."""
    with register.serving(Register()) as found:
        yield found


@pytest.fixture(scope="module")
def region(
    tmp_path_factory: pytest.TempPathFactory, maps: Maps, figures: str, units: Register
) -> Path:
    """Make the example region with two saved plans, and the files that examples read."""
    folder, day = tmp_path_factory.mktemp("region"), date.fromisoformat(DAY)
    create_workspace(folder / "hage", new_workspace(folder / "hage", (), demo=True))
    request = PlanRequest(kommuner=("3427",), stop_rule=StopRule(iterations=50))
    made = plan(load(folder / "hage"), request, today=day)
    replace_files(plan_file(folder / "hage", made, day))
    replace_files(plan_file(folder / "hage", made, day))
    (folder / "kopier").mkdir()
    with (folder / "hage/hageplan.toml").open("a", encoding="utf-8") as stream:
        urls = f'adresse_url = "{maps.url}"\nbrreg_url = "{units.url}"\n{figures}'
        stream.write(f"\n[innlesing]\n{urls}pause_sekunder = 0\n")
    rows = (("Org. nr.", "Navn", "Kommune"), ("310000000", "Sag AS", "Tynset"))
    text = "".join(f"{','.join(row)}\n" for row in rows)
    (folder / "hage/uttrekk.csv").write_text(text, encoding="utf-8")
    (folder / "hage/underenheter.csv").write_text(
        "Org. nr.,Navn,Organisasjonsform - Kode,NACE 1,Beliggenhetsadresse - Kommune\n"
        "310000000,Sag AS,BEDR,16.100,Tynset\n",
        encoding="utf-8",
    )
    (folder / "hage/svar.json").write_text('{"schema": "hageplan/form/1", "svar": []}', "utf-8")
    (folder / "hage/svar.csv").write_text(
        "Tidsmerke,Org. nr.,Interesse\n20.11.2026 10:00,301877250,interessert\n", encoding="utf-8"
    )
    (folder / "hage/kalender.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//p//\nEND:VCALENDAR\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Bedrifter")
    for row in rows:
        sheet.append(row)
    book.save(folder / "hage/liste.xlsx")
    accounts = openpyxl.Workbook()
    for cells in (("Orgnr", "Omsetning 2025"), ("301877250", "5 000 000")):
        accounts.worksheets[0].append(cells)
    accounts.save(folder / "hage/regnskap.xlsx")
    return folder


def help_of(name: str, run: Run, **environ: str) -> tuple[list[str], bool]:
    """Return the examples in a command's help, and whether it can be asked as of a day."""
    told = run(*name.split(), "--help", HAGEPLAN_LANG="en", **environ)
    assert told.returncode == 0, told.stderr
    options, _title, examples = told.stdout.partition("Examples:")
    return re.findall(r"^ +(hageplan .*)$", examples, re.MULTILINE), "--today" in options


OF_ROADS = ("roads build", "roads compare", "roads remove")
"""They end with what is missing here: `tests/roads` has roads."""


@pytest.mark.parametrize("name", NAMES)
def test_a_command_has_examples_and_they_run(
    name: str, region: Path, tmp_path: Path, run: Run
) -> None:
    """Run them one after another, as of one day."""
    examples, is_dated = help_of(name, run)
    assert examples
    assert all(line.startswith(f"hageplan {name}") for line in examples)
    shutil.copytree(region, tmp_path, dirs_exist_ok=True)
    day = f" --today {DAY}" if is_dated else ""
    for line in [*PREPARED.get(name, ()), *(f"{line}{day}" for line in examples)]:
        words = shlex.split(line.removeprefix("hageplan "))
        done = run(*words, cwd=tmp_path / "hage")
        assert done.returncode == int(name in OF_ROADS), f"{line}\n{done.stderr}"


def test_examples_are_not_wrapped_on_a_narrow_terminal(run: Run) -> None:
    assert help_of("plan", run, COLUMNS="40") == help_of("plan", run)
