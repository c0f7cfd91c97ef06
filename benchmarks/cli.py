"""How fast the commands are, as ratios in one run.

python benchmarks/cli.py            print the table of README.md
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hageplan import load
from hageplan.imports.apply import stage_import
from hageplan.records.bedrift import Bedrift, Kontakt
from hageplan.records.logg import Henvendelse
from hageplan.records.memory import Kilde
from hageplan.records.plan import PlanRequest, StopRule
from hageplan.records.spelling import control_digit
from hageplan.staff.scenario import StaffingRequest
from hageplan.staff.staffing import staffing
from hageplan.tours.plan import plan
from hageplan.tours.solve.engine import Engine
from hageplan.tours.solve.problem import Routes, VisitProblem
from hageplan.tours.solve.solver import Progress
from hageplan.travel.roads import travel_of
from hageplan.upkeep.create import create_workspace, new_workspace
from hageplan.workspace.append import append_entries

ROUNDS = 7


def seconds(*command: str) -> float:
    """Return the least of some runs, in seconds."""
    return min(_once(command) for _ in range(ROUNDS))


def _once(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def many(count: int) -> list[Bedrift]:
    """Return `count` companies spread over the example's municipalities, none like another."""
    pattern = load().bedrifter
    found: list[Bedrift] = []
    first = 31_000_000
    while len(found) < count:
        digit = control_digit(str(first))
        if digit is not None:
            model = pattern[len(found) % len(pattern)]
            shift = 0.0001 * (len(found) // len(pattern))
            place = {"lat": model.lat + shift} if model.lat is not None else {}
            own = {"organisasjonsnummer": f"{first}{digit}", "navn": f"{model.navn} {first}"}
            alone = {"adresse": "", "kontakt": Kontakt(), "overordnet_enhet": None}
            found.append(model.model_copy(update={**own, **alone, **place}))
        first += 1
    return found


class Timed:
    """A solver that notes its own time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inner = Engine()
        self.name, self.rounds = self._inner.name, self._inner.rounds

    def solve(
        self,
        problem: VisitProblem,
        *,
        stop: StopRule,
        seed: int,
        progress: Progress,
        start: Routes | None = None,
    ) -> Routes:
        """Solve as plans are."""
        began = time.perf_counter()
        routes = self._inner.solve(problem, stop=stop, seed=seed, progress=progress, start=start)
        self.seconds += time.perf_counter() - began
        return routes


def check_many(count: int) -> tuple[float, float]:
    """Return seconds and MB of `hageplan check` on `count` companies."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "hageplan.toml").write_text("[naeringshage]\n", "utf-8")
        kilde = Kilde(navn="liste", tittel="Liste", hentet=date(2026, 1, 2))
        stage_import(Path(folder), kilde, {}, load().kommuner, new=many(count)).write()
        command = [sys.executable, "-m", "hageplan", "check", "-w", folder, "--quiet"]
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise RuntimeError("check found errors")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def log_after_many(count: int) -> float:
    """Return seconds of `hageplan log`, from start to saved, in a year with `count` entries."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hage"
        create_workspace(folder, new_workspace(folder, (), demo=True))
        first, other = load().bedrifter[:2]
        entries = (
            Henvendelse(
                id=f"h-{number}",
                organisasjonsnummer=other.organisasjonsnummer,
                tid=datetime.fromisoformat("2026-01-01 08:00") + timedelta(minutes=number),
                behov=("digitalisering", "kapital"),
                notat="Vil vite mer om hva vi kan tilby; ring i neste uke.",
            )
            for number in range(count)
        )
        append_entries(folder, 2026, entries)
        words = (first.organisasjonsnummer, "--interesse", "interessert", "--notat", "hei")
        return seconds(sys.executable, "-m", "hageplan", "log", *words, "-w", str(folder))


def plan_many(count: int) -> tuple[float, float]:
    """Return seconds of a plan on `count` companies, and of these the solver's."""
    example = load()
    workspace = replace(example, bedrifter=tuple(many(count)))
    solver = Timed()
    began = time.perf_counter()
    request = PlanRequest(stop_rule=StopRule(iterations=1000))
    plan(workspace, request, today=date(2026, 11, 23), solver=solver)
    return time.perf_counter() - began, solver.seconds


def staff() -> tuple[float, float]:
    """Return seconds of positions for the example region, and of these the planned years'."""
    workspace, solver = load(), Timed()
    began = time.perf_counter()
    staffing(
        workspace,
        StaffingRequest(),
        today=date(2026, 11, 23),
        travel=travel_of(workspace),
        solver=solver,
    )
    return time.perf_counter() - began, solver.seconds


def main() -> None:
    """Print the table."""
    base = seconds(sys.executable, "-c", "import typer, rich.console")
    helped = seconds(sys.executable, "-m", "hageplan", "--help")
    array = seconds(sys.executable, "-c", "import numpy")
    scored = seconds(sys.executable, "-m", "hageplan", "score", "--today", "2026-11-23")
    logged = log_after_many(10_000)
    empty = seconds(sys.executable, "-m", "hageplan", "check", "--help")
    checked, megabytes = check_many(20_000)
    planned, solved = plan_many(300)
    positions, years = staff()
    print("| what | measured | wanted |")
    print("|---|---|---|")
    print(f"| `hageplan --help` / `import typer, rich.console` | {helped / base:.2f} | 1.6 |")
    print(
        f"| `hageplan score` / (`hageplan --help` + `import numpy`) "
        f"| {scored / (helped + array):.2f} | 1.5 |"
    )
    print(
        f"| `log` after 10 000 entries / `hageplan --help` ({empty / helped:.2f} is any command "
        f"that does nothing) | {logged / helped:.2f} | 1.5 |"
    )
    print(f"| `check` of 20 000 companies | {checked:.1f} s, {megabytes:.0f} MB | 3 s, 400 MB |")
    print(
        f"| `plan`, 300 companies, 5 days, 2 medarbeidere, beside the solver's {solved:.1f} s "
        f"| {planned - solved:.2f} s | 1 s |"
    )
    print(
        f"| `staffing` of the example region, beside the {years:.1f} s of its planned years "
        f"| {positions - years:.2f} s | 2 s |"
    )


if __name__ == "__main__":
    main()
