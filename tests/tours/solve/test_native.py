"""The compiled engine, and what proves: of the same version as the code, and clean under sanitizers."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hageplan.errors import RequestError
from hageplan.tours.prove import pricing
from hageplan.tours.solve import engine

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
TOURS = ROOT / "src/hageplan/tours"
ENGINE = """
import random, sys
from dataclasses import replace
from pathlib import Path
from hageplan.records.plan import StopRule
from hageplan.tours.prove import pricing
from hageplan.tours.solve import engine
from hageplan.tours.solve.problem import Goals
from tests.tours.solve.problems import drawn_problem
engine.LIBRARY = Path(sys.argv[1])
draw = random.Random(1)
for round in range(40):
    problem = drawn_problem(draw, 30)
    at_most = draw.choice([2, 10**6]), draw.randint(0, 3)
    weeks = [replace(shift, week=draw.randint(0, 1), delay=draw.choice([0, 0.1])) for shift in problem.shifts]
    problem = replace(problem, shifts=tuple(weeks))
    goals = Goals(at_most=at_most, spread=draw.choice([0.0, 50.0]), least=(draw.randint(0, 3),))
    for minute_cost in (1, 0):
        asked = replace(problem, goals=replace(goals, minute_cost=minute_cost))
        found = engine.Engine().solve(
            asked, stop=StopRule(iterations=400), seed=round, progress=lambda _: None
        )
        planned = [number for route in found for number in route]
        assert len(planned) == len(set(planned))
        assert min(asked.room(found)) >= 0
print("clean")
"""
PRICING = """
import random, sys
from dataclasses import replace
from pathlib import Path
from hageplan.tours.build import PlanningCase
from hageplan.tours.prove import pricing
from hageplan.tours.prove.bound import bounds
from hageplan.tours.prove.pose import posed
from tests.tours.solve.problems import drawn_problem
pricing.LIBRARY = Path(sys.argv[1])
pricing.NEAR = 4
draw = random.Random(1)
for round in range(40):
    problem = drawn_problem(draw, 14)
    limited = [replace(shift, longest_drive=draw.choice([100, 10**6])) for shift in problem.shifts]
    problem = replace(problem, shifts=tuple(limited))
    case = PlanningCase(problem=problem, candidates={}, days=(), hotels=(), for_two={})
    assert [*bounds(posed(case, (), saving=0, duty=0))]
print("clean")
"""


@pytest.mark.parametrize(
    ("source", "run"), [("solve/native/engine.cpp", ENGINE), ("prove/native/pricing.cpp", PRICING)]
)
def test_compiled_code_is_clean_under_sanitizers(tmp_path: Path, source: str, run: str) -> None:
    compiler = shutil.which("c++")
    if compiler is None or sys.platform != "linux":
        pytest.skip("no C++ compiler here to build the engine with sanitizers")
    library = tmp_path / "compiled.so"
    flags = ["-std=c++17", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    subprocess.run([compiler, *flags, *sanitizers, "-o", library, TOURS / source], check=True)
    runtimes = [
        subprocess.run(
            [compiler, f"-print-file-name=lib{name}.so"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.strip()
        for name in ("asan", "ubsan")
    ]
    keep = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", run, library],
        cwd=ROOT,
        env={**keep, "LD_PRELOAD": " ".join(runtimes), "ASAN_OPTIONS": "detect_leaks=0"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (0, "clean\n"), done.stderr[-2000:]


@pytest.mark.parametrize(
    ("module", "structure"),
    [(engine, "_Parameters"), (pricing, "_Prices")],
    ids=["solves", "proves"],
)
def test_what_is_of_another_version_or_missing_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: ModuleType, structure: str
) -> None:
    class Larger(ctypes.Structure):
        _fields_ = (*getattr(module, structure)._fields_, ("one_more", ctypes.c_double))

    module.library.cache_clear()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(module, structure, Larger)
            with pytest.raises(RequestError, match="another version"):
                module.library()
            patch.setattr(module, "LIBRARY", Path(ctypes.util.find_library("m") or ""))
            with pytest.raises(RequestError, match="another version"):
                module.library()
            patch.setattr(module, "LIBRARY", tmp_path / "gone.so")
            with pytest.raises(RequestError, match=r"gone\.so.*No such file"):
                module.library()
        assert module.library()
    finally:
        module.library.cache_clear()
