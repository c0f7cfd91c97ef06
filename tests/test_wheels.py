"""Wheels: one plans where nothing compiles and nothing can be written, and all plan alike."""

from __future__ import annotations

import os
import platform
import random
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from hageplan.records.plan import StopRule
from hageplan.tours.solve import engine
from hageplan.tours.solve.problem import Goals, VisitProblem
from hatch_build import MISSING, ZIG
from tests.conftest import Run
from tests.tours.solve.problems import drawn_problem

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
OWN = f"{platform.machine()}-linux-gnu.2.17"
NO_COMPILER = {"CXX": shutil.which("false") or "", "PATH": ""}
READ_ONLY = """
import os, sys

def refuse(event, arguments):
    if event == "open" and str(arguments[0]).startswith(sys.prefix) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        raise PermissionError(13, "read-only", arguments[0])

sys.addaudithook(refuse)
"""
"""What Python runs first in an environment that cannot be written to."""
PROGRAM = Path(__file__).with_name("elsewhere.c")
HEAD = 7 + 64
"""Whole numbers that a problem's file begins with: see `Head` of elsewhere.c."""
BARE = ("-nostdlib", "-lkernel32", "-lucrtbase")
ROWS = [
    (
        "aarch64-linux-gnu.2.17",
        "aarch64-linux-gnu.2.17",
        (),
        "qemu-aarch64 -L /usr/aarch64-linux-gnu",
    ),
    ("x86_64-linux-gnu.2.17", "x86_64-linux-musl", ("-dynamic",), "/lib/ld-musl-x86_64.so.1"),
    ("x86_64-windows-gnu", "x86_64-windows-gnu", BARE, "wine"),
]
"""Wheels for others; for which system the program is compiled that runs their engine, how, and what starts it."""


def environment() -> dict[str, str]:
    return {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COVERAGE", "CXX", "HAGEPLAN_TARGET"))
    }


def made(folder: Path, target: str, root: Path = ROOT) -> Path:
    """Make the wheel for `target` from the sources in `root`; their distribution lies beside it."""
    if find_spec("ziglang") is None:
        pytest.skip("ziglang is not installed: no test of the wheels that it makes")
    done = subprocess.run(
        [sys.executable, root / "tools/wheels.py", folder, target],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


class Installed:
    """An environment that has what a wheel brings, and the dependencies of the tests'."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        pip = (
            f"-m pip --python {shlex.quote(str(folder))}/bin/python install -q --no-deps --no-index"
        )
        subprocess.run([sys.executable, *shlex.split(pip), "--no-compile", wheel], check=True)
        (self.packages,) = folder.glob("lib/*/site-packages")
        borrowed = (path for path in sys.path if path.endswith("site-packages"))
        (self.packages / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
        (self.packages / "sitecustomize.py").write_text(READ_ONLY, encoding="utf-8")
        self.library = self.packages / "hageplan/tours/solve/native/engine.so"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run hageplan with no program on the path."""
        return subprocess.run(
            [self.folder / "bin/hageplan", *words],
            cwd=self.folder.parent,
            env={**environment(), "PATH": "", "HAGEPLAN_LANG": "en"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Linux alone runs a wheel for Linux"
)
def test_a_wheel_plans_where_nothing_compiles_nor_can_be_written(tmp_path: Path, run: Run) -> None:
    there = Installed(tmp_path / "et annet sted", made(tmp_path, OWN))
    for name in ("man1/hageplan.1", "nb/man1/hageplan.1"):
        source = ROOT / "man" / name.replace("man1/", "")
        assert (there.folder / "share/man" / name).read_bytes() == source.read_bytes()
    assert (there.packages / "hageplan/data/kommunegrenser.topojson").is_file()
    before = {path: path.stat().st_mtime_ns for path in there.folder.rglob("*")}
    words = [
        "plan",
        "--kommune",
        "Tynset",
        "--iterations",
        "2000",
        "--json",
        "--today",
        "2026-11-23",
    ]
    found, expected = there.run(*words), run(*words, HAGEPLAN_LANG="en")
    assert (found.returncode, found.stderr) == (0, expected.stderr)
    assert found.stdout == expected.stdout
    assert {path: path.stat().st_mtime_ns for path in there.folder.rglob("*")} == before
    says_what_is_wrong(there, words)


def says_what_is_wrong(there: Installed, words: Iterable[str]) -> None:
    """An engine that is not for this machine, or is gone, is named with its wheel, this machine and what to do."""
    (about,) = there.packages.glob("hageplan-*.dist-info/WHEEL")
    about.write_text("Wheel-Version: 1.0\nTag: py3-none-win_amd64\n", encoding="utf-8")
    there.library.write_bytes(b"MZ" + bytes(5000))
    for why in ("invalid ELF header", "No such file or directory"):
        done = there.run(*words)
        assert (done.returncode, done.stdout) == (1, "")
        for word in (
            str(there.library),
            "win_amd64",
            f"linux-{platform.machine()}",
            why,
            "--force-reinstall",
        ):
            assert word in done.stderr
        there.library.unlink(missing_ok=True)


def test_a_wheel_has_the_same_bytes_wherever_it_is_made(tmp_path: Path, is_long: bool) -> None:
    if not is_long:
        pytest.skip("makes wheels twice: with --long")
    for target in ("aarch64-macos.11.0", "x86_64-windows-gnu"):
        here, there = tmp_path / target, tmp_path / f"{target} again"
        wheel = made(here, target)
        (source,) = here.glob("*.tar.gz")
        with tarfile.open(source) as archive:
            archive.extractall(there, filter="data")
        again = made(there, target, there / source.name.removesuffix(".tar.gz"))
        assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


@pytest.mark.parametrize(
    ("variables", "why"),
    [(NO_COMPILER, MISSING), ({"HAGEPLAN_TARGET": "sparc-linux"}, "x86_64-windows-gnu")],
)
def test_where_nothing_can_be_compiled_there_is_no_wheel_but_what_to_do(
    tmp_path: Path, variables: dict[str, str], why: str
) -> None:
    without_zig = "import sys\nsys.modules['ziglang'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(without_zig, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        check=False,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**environment(), **variables, "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode != 0
    assert why in done.stdout + done.stderr
    assert not list(tmp_path.glob("*.whl"))


def drawn(minute_cost: int) -> VisitProblem:
    """Return a problem of two weeks, with all kinds of goals."""
    draw = random.Random(7)
    problem = max(
        (drawn_problem(draw, 60) for _ in range(9)), key=lambda p: len(p.visits) * len(p.shifts)
    )
    shifts = (
        replace(shift, week=n % 2, delay=0.1 * (n % 2)) for n, shift in enumerate(problem.shifts)
    )
    goals = Goals(at_most=(20, 9), spread=50.0, least=(3,), minute_cost=minute_cost)
    return replace(problem, shifts=tuple(shifts), goals=goals)


def packed(problem: VisitProblem, run: engine._Run) -> bytes:
    """Return a problem as a file for elsewhere.c."""
    search = engine._Search(problem)
    data = bytearray(8 * HEAD)

    def put(part: bytes) -> int:
        data.extend(bytes(-len(data) % 8))
        data.extend(part)
        return len(data) - len(part)

    shifts, visits = len(problem.shifts), len(problem.visits)
    parts = [
        bytes(search._input),
        bytes(search._parameters(run)),
        bytes(4 * shifts),
        bytes(4 * visits),
    ]
    places = [put(part) for part in parts]
    pointers = [places[0] + getattr(engine._Input, name).offset for name in search._arrays]
    for at, array in zip(pointers, search._arrays.values(), strict=True):
        data[at : at + 8] = put(array.tobytes()).to_bytes(8, "little")
    head = np.array([*places, shifts, visits, len(pointers), *pointers], np.int64).tobytes()
    data[: len(head)] = head
    return bytes(data)


def found_here(problem: VisitProblem, run: engine._Run) -> list[int]:
    """Return what elsewhere.c would write: the stops of each route, and all stops."""
    (routes,) = engine._Search(problem).run([run], workers=1, progress=lambda _: None)
    planned = [stop for route in routes for stop in route]
    assert planned
    return [*map(len, routes), *planned, *[0] * (len(problem.visits) - len(planned))]


def run_elsewhere(folder: Path, command: list[str]) -> list[int]:
    """Run the program that is compiled in a folder there; return what it wrote."""
    wine = {
        "WINEPREFIX": str(folder / "wine"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
    }
    env = {**os.environ, **wine}
    subprocess.run(
        [*command, folder / "program.exe"], cwd=folder, env=env, check=True, capture_output=True
    )
    return [int(number) for number in np.fromfile(folder / "routes", np.int32)]


@pytest.mark.parametrize(
    ("target", "system", "flags", "runner"), ROWS, ids=lambda value: str(value).split()[0]
)
def test_the_engine_in_another_systems_wheel_finds_the_same_routes(
    tmp_path: Path, target: str, system: str, flags: tuple[str, ...], runner: str
) -> None:
    command = runner.split()
    if shutil.which(command[0]) is None:
        pytest.skip(
            f"{command[0]} is not installed: no test that the engine for {target} finds the same"
        )
    with zipfile.ZipFile(made(tmp_path, target)) as archive:
        (name,) = (
            name for name in archive.namelist() if "native/engine." in name and "cpp" not in name
        )
        (tmp_path / Path(name).name).write_bytes(archive.read(name))
    subprocess.run(
        [
            *ZIG,
            "cc",
            "-target",
            system,
            "-w",
            "-O2",
            *flags,
            "-o",
            tmp_path / "program.exe",
            PROGRAM,
        ],
        check=True,
    )
    run = engine._Run(seed=3, stop=StopRule(iterations=6000), start=None)
    problems = [drawn(minute_cost) for minute_cost in (1, 0)]
    for number, problem in enumerate(problems):
        (tmp_path / str(number)).write_bytes(packed(problem, run))
    expected = [number for problem in problems for number in found_here(problem, run)]
    assert run_elsewhere(tmp_path, command) == expected
