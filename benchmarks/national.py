"""The forecast of all næringshager of an invented Norway, on processes and on a cluster.

python benchmarks/national.py           39 of them, 357 municipalities, 700 000 companies
python benchmarks/national.py --quick   2 of them, 4 municipalities, 200 companies

They share the municipalities, each of which has companies by its population; companies, members and
answers are invented. The target group is those with ten employees or more. Printed are wall time,
processor time and peak memory of the largest process, for one worker and two, and for a scheduler
with two workers started here, one of which is killed on its way: all must give the same bytes. The
cluster needs the extra `klynge`; its workers' time is not in the processor time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hageplan.records.kommune import Kommune
from hageplan.records.spelling import control_digit
from hageplan.workspace.partial import read_kommuner

TODAY = "2026-11-23"
MEMBERS_SHARE = 3162 / 700_000
"""3 162 companies in 39 næringshager (Siva, 2022) of all there are."""
ANSWERS = 200
INDUSTRIES = ("01.450", "16.100", "43.210", "47.110", "62.100", "86.210")
PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run of the command took, and a digest of what it printed."""

    wall_s: float
    processor_s: float
    peak_mb: float
    digest: str


@dataclass(frozen=True, kw_only=True)
class Size:
    """How large the invented country is, and how far one looks ahead."""

    hager: int = 39
    kommuner: int = 357
    companies: int = 700_000
    months: int = 36


QUICK = Size(hager=2, kommuner=4, companies=200, months=2)


def make(folder: Path, size: Size) -> list[Path]:
    """Write the workspaces and return their folders."""
    kommuner = sorted(read_kommuner(), key=lambda kommune: kommune.kommunenummer)[-size.kommuner :]
    hager, companies = size.hager, size.companies
    people = sum(kommune.folketall or 0 for kommune in kommuner)
    numbers, found = _numbers(), []
    for index in range(hager):
        own = kommuner[index * len(kommuner) // hager : (index + 1) * len(kommuner) // hager]
        hage = folder / f"hage-{index + 1:02d}"
        (hage / "bedrifter").mkdir(parents=True)
        (hage / "logg").mkdir()
        rng = random.Random(index)
        known: list[str] = []
        for kommune in own:
            share = round(companies * (kommune.folketall or 0) / people)
            here = [next(numbers) for _ in range(max(share, 3))]
            tables = [_company(number, kommune, rng) for number in here]
            known += here
            path = hage / "bedrifter" / f"{kommune.kommunenummer}.toml"
            path.write_text("".join(tables), encoding="utf-8")
        _write_settings(hage, own)
        _write_log(hage, known, rng)
        found.append(hage)
    return found


def _numbers() -> Iterator[str]:
    for first in range(30_000_000, 40_000_000):
        if (digit := control_digit(f"{first}")) is not None:
            yield f"{first}{digit}"


def _company(number: str, kommune: Kommune, rng: random.Random) -> str:
    is_member = rng.random() < MEMBERS_SHARE
    (staff,) = rng.choices((0, 1, 4, 7, 12, 30, 80), (60, 20, 12, 5, 2, 0.8, 0.2))
    lines = (
        f'organisasjonsnummer = "{number}"',
        f'navn = "Virksomhet {number[:8]} AS"',
        f'kommunenummer = "{kommune.kommunenummer}"',
        f'naeringskode = "{rng.choice(INDUSTRIES)}"',
        f"lat = {min(max(kommune.lat + rng.gauss(0, 0.03), 57.9), 71.3):.5f}",
        f"lon = {min(max(kommune.lon + rng.gauss(0, 0.05), 4.4), 31.3):.5f}",
        f"antall_ansatte = {staff}",
        *(['status = "medlem"', "medlem_siden = 2024-05-01"] if is_member else []),
    )
    return "\n".join(["[[bedrift]]", *lines, "", ""])


def _write_settings(hage: Path, own: Sequence[Kommune]) -> None:
    covered, considered = own[: len(own) // 2 or 1], own[len(own) // 2 or 1 :]
    base = own[0]
    (hage / "hageplan.toml").write_text(
        f"""[naeringshage]
navn = "Hage {hage.name[-2:]}"
kontor = {{ navn = "Kontoret", lat = {base.lat}, lon = {base.lon} }}
dekker = {[kommune.kommunenummer for kommune in covered]}
vurderer = {[kommune.kommunenummer for kommune in considered]}

[maalgruppe]
ansatte_minst = 10

[[medarbeider]]
id = "en"

[[medarbeider]]
id = "to"
""",
        encoding="utf-8",
    )


def _write_log(hage: Path, known: Sequence[str], rng: random.Random) -> None:
    tables = (
        f'[[henvendelse]]\norganisasjonsnummer = "{number}"\n'
        f"tid = 2026-{rng.randint(1, 10):02d}-{rng.randint(1, 28):02d} 10:00:00\n"
        f'interesse = "{rng.choice(("ikke", "ikke", "nøytral", "interessert"))}"\n'
        for number in rng.sample(known, min(ANSWERS, len(known) // 3))
    )
    (hage / "logg" / "2026.toml").write_text("\n".join(tables), encoding="utf-8")


def forecast(folders: Sequence[Path], months: int, *how: str) -> Run:
    """Run the command on all workspaces; raises CalledProcessError."""
    where = [word for folder in folders for word in ("-w", str(folder))]
    words = ("forecast", *where, "--today", TODAY, "--months", str(months), "--json", "--quiet")
    began = time.perf_counter()
    command = [sys.executable, "-m", "hageplan", *words, *how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, command[:4])
    return Run(
        wall_s=time.perf_counter() - began,
        processor_s=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,
        digest=hashlib.sha256(printed).hexdigest()[:12],
    )


@contextmanager
def dask(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a program of Dask's; give it, and the address that it says it has."""
    program, *arguments = words
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield process, _address(process.stderr)
    finally:
        process.kill()
        process.wait()


def _address(said: IO[str]) -> str:
    """Return the address of a scheduler, or of one that a worker is at; read on without end."""
    for line in said:
        if found := re.search(r"(?:Scheduler at|Registered to): +(tcp://\S+)", line):
            threading.Thread(target=said.read, daemon=True).start()
            return found[1]
    raise RuntimeError("Dask did not start")


def on_cluster(folders: Sequence[Path], months: int, kill_after_s: float | None) -> Run:
    """Run over a scheduler and two workers; one of them is killed after so many seconds."""
    with tempfile.TemporaryDirectory() as own, ExitStack() as stack:
        quiet = ("--no-dashboard", "--host", "127.0.0.1")
        _, address = stack.enter_context(dask("scheduler", "--port", "0", *quiet))
        one = ("--no-nanny", "--nthreads", "1", "--local-directory", own, *quiet)
        workers = [stack.enter_context(dask("worker", address, *one))[0] for _ in range(2)]
        if kill_after_s is not None:
            killer = threading.Timer(kill_after_s, workers[0].kill)
            killer.start()
            stack.callback(killer.cancel)
        return forecast(folders, months, "--cluster", address)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--hager", type=int)
    given = parser.parse_args()
    size = QUICK if given.quick else Size()
    with tempfile.TemporaryDirectory() as name:
        folders = make(Path(name), size)[: given.hager]
        print("| workers | wall (s) | speed-up | processor (s) | peak (MB) | bytes |")
        print("|---|---|---|---|---|---|")
        one = forecast(folders, size.months, "--workers", "1")
        print(row("1", one, one), flush=True)
        two = forecast(folders, size.months, "--workers", "2")
        print(row("2", two, one), flush=True)
        if importlib.util.find_spec("distributed") is None:
            print("no cluster: pip install 'hageplan[klynge]'")
            return
        for told, kill_after_s in (("cluster of 2", None), ("one killed", two.wall_s / 2)):
            run = on_cluster(folders, size.months, kill_after_s)
            print(row(told, run, one), flush=True)


def row(told: str, run: Run, one: Run) -> str:
    """Return a line of the table; raises RuntimeError where the bytes are others."""
    if run.digest != one.digest:
        raise RuntimeError(f"{told}: other bytes than one worker's")
    figures = f"{run.wall_s:.1f} | {one.wall_s / run.wall_s:.2f} | {run.processor_s:.1f}"
    return f"| {told} | {figures} | {run.peak_mb:.0f} | {run.digest} |"


if __name__ == "__main__":
    main()
