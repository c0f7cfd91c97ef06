"""How long each file of a plan takes to make, and how large it is, in one run of real commands.

python benchmarks/export.py           three runs of each, the example region and 300 companies
python benchmarks/export.py --quick   one run, the example region

A time is a whole command's on the processor; `hageplan show` of the same plan is what reading it
takes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ENDS = ("html", "ics", "xlsx", "csv", "geojson", "gpx", "md")
DAY = ("--today", "2026-11-23")


def hageplan(*words: str | Path) -> float:
    """Return the seconds of processor time that a command took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "hageplan", *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def larger(folder: Path, copies: int) -> None:
    """Put `copies` of each company of a municipality beside it, with numbers of their own."""
    from hageplan.records.spelling import control_digit

    source = (folder / "bedrifter/tynset.toml").read_text(encoding="utf-8")
    numbers = (
        f"{head}{digit}"
        for head in range(31500000, 31600000)
        if (digit := control_digit(f"{head}")) is not None
    )
    for copy in range(copies):
        lines = [
            f'organisasjonsnummer = "{next(numbers)}"'
            if line.startswith("organisasjonsnummer")
            else line
            for line in source.splitlines()
        ]
        path = folder / f"bedrifter/tynset-{copy}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def row(name: str, folder: Path, runs: int) -> None:
    """Print a region's figures."""
    hageplan("plan", "-w", folder, "--kommune", "Tynset", "--days", "5", "--save", *DAY)
    base = min(hageplan("show", "-w", folder, "--json") for _ in range(runs))
    print(f"| {name} | `show` | {base:.2f} | |")
    for end in ENDS:
        path = folder / f"tur.{end}"
        words = ("export", "-w", folder, "-o", path, *DAY)
        took = min(hageplan(*words) for _ in range(runs))
        print(f"| {name} | {end} | {took:.2f} | {path.stat().st_size / 1000:.0f} |")


def main() -> None:
    """Print the table."""
    is_quick = "--quick" in sys.argv
    runs = 1 if is_quick else 3
    print("| region | file | s | kB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        example = Path(scratch) / "eksempel"
        hageplan("init", "--demo", example)
        row("example", example, runs)
        if not is_quick:
            many = Path(scratch) / "mange"
            hageplan("init", "--demo", many)
            larger(many, 5)
            row("300 companies", many, runs)


if __name__ == "__main__":
    main()
