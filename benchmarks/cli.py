"""How fast the commands are, as ratios in one run.

python benchmarks/cli.py            print the table of docs/en/performance.md
python benchmarks/cli.py --starts   how long commands take to start, and what none can do without
python benchmarks/cli.py --each     the processor time of each command, for docs/en/performance.md
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
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
TODAY = "2026-11-23"
READING: Sequence[str] = (
    "uke",
    "score",
    "next",
    "next --overdue",
    "staffing",
    "match",
    "avtaler",
    "log show",
    "followup",
    "bedrift {company}",
    "check",
    "jobs",
    "summary",
    "report siva",
    "report styre",
    "report kommune --kommune 3427",
    "privacy export {company}",
    "outbox",
    "show latest",
    "compare latest latest",
    "export latest -o {out}.html",
    "export latest -o {out}.xlsx",
)
"""What shows the records and a saved plan; none should take over a second."""
UNDATED = ("check", "compare", "export", "outbox", "privacy", "show")
"""Commands without `--today`."""
STARTS: Mapping[str, float] = {
    "log {company} --interesse interessert --notat hei": 2,
    "check": 2,
    "followup": 2,
    "score": 3,
    "next": 3,
    "summary": 3,
}
"""What people type all day, and how many times the processor time of `--help` it may take."""
FLOORS: Mapping[str, str] = {
    "typer, rich": "import typer, rich.console",
    "typer, pydantic": "import typer; from pydantic import BaseModel, TypeAdapter; "
    "TypeAdapter(str)",
    "typer, pydantic, rich, numpy": "import typer, rich.table, numpy; "
    "from pydantic import BaseModel, TypeAdapter; TypeAdapter(str)",
}
"""Libraries that a command is made of, imported and nothing else."""
INSTALLED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""An installation has bytecode; without it each start would compile hageplan anew."""
SEARCHING: Mapping[str, float] = {"slots {company}": 1, "plan": 5, "staffing --where": 10}
"""What looks for good tours, and the seconds that it may take on the example."""
LARGE: Mapping[tuple[int, int], tuple[str, float]] = {
    (103, 3): ("plan", 5),
    (1600, 1): ("plan --days 20", 20),
    (1600, 2): ("plan", 20),
    (100_000, 2): ("score", 3),
}
"""The same where there are so many companies and medarbeidere."""


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


def processor_seconds(*words: str) -> float:
    """Return the processor time of a command, the least of two runs."""
    return min(_spent("-m", "hageplan", *words) for _ in range(2))


def _spent(*words: str) -> float:
    command = [sys.executable, *words]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=nothing, stderr=nothing, env=INSTALLED)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(words)} failed")
    return usage.ru_utime + usage.ru_stime


def starts() -> None:
    """Print the processor time of commands that are typed all day, beside that of `--help`.

    All are run in turn, so that what else the machine does slows all alike.
    """
    number = load().bedrifter[0].organisasjonsnummer
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hage"
        create_workspace(folder, new_workspace(folder, (), demo=True))
        asked = {words: words.format(company=number).split() for words in STARTS}
        runs = {
            words: ("-m", "hageplan", *typed, "-w", str(folder)) for words, typed in asked.items()
        }
        runs |= {told: ("-c", code) for told, code in FLOORS.items()}
        runs["--help"] = ("-m", "hageplan", "--help")
        rounds = [{told: _spent(*words) for told, words in runs.items()} for _ in range(ROUNDS)]
    least = {told: min(one[told] for one in rounds) for told in runs}
    print("| command, or imports alone | processor time (s) | of `--help` | wanted |")
    print("|---|---|---|---|")
    for told in ("--help", *FLOORS, *STARTS):
        ratio = least[told] / least["--help"]
        print(f"| `{told}` | {least[told]:.2f} | {ratio:.2f} | {STARTS.get(told, '')} |")


def region(folder: Path, companies: int, people: int) -> None:
    """Write the example region with so many companies, nobody met yet, and so many people."""
    create_workspace(folder, new_workspace(folder, (), demo=True))
    shutil.rmtree(folder / "bedrifter")
    shutil.rmtree(folder / "logg")
    kilde = Kilde(navn="liste", tittel="Liste", hentet=date(2026, 1, 2))
    stage_import(folder, kilde, {}, load().kommuner, new=many(companies)).write()
    settings = folder / "hageplan.toml"
    first, *others = settings.read_text("utf-8").split("[[medarbeider]]")
    tables = [*others, '\nid = "tre"\n'][:people]
    settings.write_text("[[medarbeider]]".join([first, *tables]), "utf-8")


def each() -> None:
    """Print the processor time of each command."""
    base = processor_seconds("--help")
    print("| command | processor time (s) | of `--help` | wanted (s) |")
    print("|---|---|---|---|")

    def row(words: str, folder: Path, wanted: float, of: str = "") -> None:
        dated = () if words.startswith(UNDATED) else ("--today", TODAY)
        spent = processor_seconds(*words.split(), "-w", str(folder), *dated)
        told = words.replace(f"{folder.parent}/", "")
        figures = f"{spent:.2f} | {spent / base:.0f} | {wanted:g}"
        print(f"| `{told}`{of} | {figures} |", flush=True)

    print(f"| `--help` | {base:.2f} | 1 | |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hage"
        create_workspace(folder, new_workspace(folder, (), demo=True))
        known = {"company": load().bedrifter[0].organisasjonsnummer, "out": f"{name}/tur"}
        for words, wanted in SEARCHING.items():
            row(words.format(**known), folder, wanted)
        processor_seconds("plan", "--save", "-w", str(folder), "--today", TODAY, "--quiet")
        for words in READING:
            row(words.format(**known), folder, 1)
        for (companies, people), (words, wanted) in LARGE.items():
            large = Path(name) / f"hage-{companies}-{people}"
            region(large, companies, people)
            row(words, large, wanted, f", {companies} companies, medarbeidere: {people}")


def main() -> None:
    """Print the table that was asked for."""
    if "--each" in sys.argv:
        each()
    elif "--starts" in sys.argv:
        starts()
    else:
        ratios()


def ratios() -> None:
    """Print the table of docs/en/performance.md."""
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
