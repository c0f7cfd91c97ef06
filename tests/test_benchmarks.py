"""The short form of the interest benchmark: seeded, so what it prints never changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[1] / "benchmarks/interest.py"


def test_the_model_is_as_good_as_the_docs_say() -> None:
    done = subprocess.run(
        [sys.executable, BENCHMARK, "--quick"], capture_output=True, encoding="utf-8", check=True
    )
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if "|" in line]
    scenarios = {row[0]: row for row in rows if len(row) > 6 and row[1] == "model"}
    assert len(scenarios) == 20
    for name, (_, _, _, of_raw, _, cover90, *_) in scenarios.items():
        if "x4" not in name:
            assert float(cover90) >= 0.84, name
        if "large" in name or "few" in name:
            assert float(of_raw) <= 0.7, name
    found = [row for row in rows if len(row) == 5 and row[1] == "prize"]
    largest = [row for row in rows if len(row) == 5 and row[1] == "largest"]
    assert len(found) == len(largest) == 4
    assert sum(float(row[3]) for row in found) / 4 >= 1.4
    assert sum(float(row[4]) for row in found) < sum(float(row[4]) for row in largest)
