"""What tests share: a small workspace written inside each test, and the real command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import hageplan
from hageplan import i18n
from hageplan.imports.apply import stage_import
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommuner
from hageplan.records.memory import Kilde
from hatch_build import compile_engine, libraries
from tests.clients import needs
from tests.forking import is_forkable, run_forked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120.0
"""For a command; some solve for a minute on a busy machine."""
Write = Callable[[Mapping[str, str]], Path]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

SETTINGS = """
[naeringshage]
kontor = { navn = "Røros", lat = 62.57468, lon = 11.3842 }
dekker = ["Røros"]
vurderer = ["Os", "Tynset"]

[[medarbeider]]
id = "kari"
"""


settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")
# A shell that starts the tests in the background has ^C ignored, and commands would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="kill, fail and mutate thousands of times")


def pytest_configure(config: pytest.Config) -> None:
    """In a checkout that is installed as it is, compile the engine anew where its source has changed."""
    is_stale = Path(hageplan.__file__).is_relative_to(ROOT) and any(
        not library.exists()
        or any(
            part.stat().st_mtime > library.stat().st_mtime for part in library.parent.glob("*.?pp")
        )
        for library in (ROOT / name for name in libraries())
    )
    if is_stale and not hasattr(config, "workerinput"):
        assert compile_engine(ROOT, ROOT) is None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests counted: what was said to be saved, and what was found."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "figures" and report.when == "call":
                terminalreporter.write_line(str(value))


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time for thousands of rounds."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[[object], None]:
    """Say what was counted, for the end of the run."""
    return lambda counted: record_property("figures", str(counted))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files into a new workspace and return its folder."""

    def write_files(files: Mapping[str, str]) -> Path:
        for name, text in {"hageplan.toml": SETTINGS, **files}.items():
            path = tmp_path / "hage" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "hage"

    return write_files


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the real command in a process of its own, away from any workspace."""

    def run_command(
        *arguments: str | Path, cwd: Path | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        keep = {
            k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))
        }
        cache = {"HAGEPLAN_CACHE": os.environ["HAGEPLAN_CACHE"]}
        env = {**keep, "COLUMNS": "80", **cache, **environ}
        if is_forkable(environ):
            return run_forked([*map(str, arguments)], cwd or tmp_path, env, PATIENCE_S)
        return subprocess.run(
            [sys.executable, "-m", "hageplan", *map(str, arguments)],
            cwd=cwd or tmp_path,
            env=env,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )

    return run_command


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    # Few tests need it, and all would wait for it to load.
    from playwright.sync_api import sync_playwright

    chromium = needs("chromium")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


def bring_in(folder: Path, bedrifter: Iterable[Bedrift], kommuner: Kommuner) -> tuple[Path, ...]:
    """Add companies to the files of their municipalities."""
    kilde = Kilde(navn="prove", tittel="Prøve", hentet=date(2026, 1, 2))
    files = stage_import(folder, kilde, {}, kommuner, new=bedrifter)
    files.write()
    return tuple(sorted(files.records))


@pytest.fixture(scope="session", autouse=True)
def _sealed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No workspace that lies above the tests' folder, or above this one, is taken for theirs."""
    home, base = Path.home(), tmp_path_factory.getbasetemp()
    os.environ.setdefault("XDG_CACHE_HOME", str(home / ".cache"))
    os.environ["HOME"] = str(base)
    os.environ["HAGEPLAN_CACHE"] = str(base / "cache")
    os.chdir(base)


@pytest.fixture(autouse=True)
def _uncounted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that a test starts count for its coverage only where its own lines do."""
    if request.node.get_closest_marker("no_cover"):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def bedrift(number: str, navn: object = "Prøve AS", **keys: object) -> str:
    """Return the TOML of a company in Os; nested tables are written inline."""
    table = {"organisasjonsnummer": number, "navn": navn, "kommunenummer": "3430", **keys}
    lines = (f"{key} = {inline(value)}" for key, value in table.items())
    return "\n".join(["[[bedrift]]", *lines, "", ""])


def inline(value: object) -> str:
    """Return a TOML value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value, ensure_ascii=True)


NUMBERS = (
    "310000000",
    "310000019",
    "310000027",
    "310000035",
    "310000043",
    "310000051",
    "310000078",
    "310000086",
    "310000094",
    "310000108",
    "310000116",
    "310000124",
)
"""Valid organisation numbers of the synthetic series."""
