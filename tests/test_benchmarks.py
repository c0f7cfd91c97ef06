"""The short forms of the benchmarks: seeded, so what they state of quality never changes."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""What a benchmark runs shows no line to be right."""

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def quick(name: str) -> list[list[str]]:
    """Return the cells of the tables that the short form of a benchmark prints."""
    done = subprocess.run(
        [sys.executable, BENCHMARKS / name, "--quick"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if "|" in line]


def test_the_model_is_as_good_as_the_docs_say() -> None:
    rows = quick("interest.py")
    scenarios = {row[0]: row for row in rows if len(row) > 6 and row[1] == "model"}
    assert len(scenarios) == 20
    for name, (_, _, _, of_raw, _, cover90, *_) in scenarios.items():
        if "x4" not in name:
            assert float(cover90) >= 0.84, name
        if "large" in name or "few" in name:
            assert float(of_raw) <= 0.7, name
    goals = {row[0]: row for row in rows if row[-1] in ("reached", "missed")}
    assert len(goals) == 11
    for name, (_, before, _, now, cover, *_) in goals.items():
        if ".7 /" in name or "falls" in name:
            assert float(now) < 0.8 * float(before), name
            assert float(cover) >= 0.75, name


def test_visits_bring_as_much_as_the_docs_say() -> None:
    """Three regions of each of eight worlds: the means over all worlds hardly hang on one."""
    rows = [row for row in quick("visits.py") if len(row) == 6 and row[0] != "world"]
    of: dict[str, list[list[float]]] = {}
    for row in rows:
        of.setdefault(row[1], []).append([float(cell) for cell in row[2:]])
    assert {name: len(found) for name, found in of.items()} == dict.fromkeys(of, 8)
    gained, errors = ({name: sum(row[n] for row in found) for name, found in of.items()}
                      for n in (0, 3))  # fmt: skip
    for other in ("largest", "nearest", "random"):
        assert gained["next"] > 1.1 * gained[other], other
    assert errors["next"] < errors["largest"]


def test_conversion_is_told_as_well_as_the_docs_say() -> None:
    """Ten regions: who has not joined yet counts neither as asked in full nor not at all."""
    rows = [row for row in quick("conversion.py") if len(row) > 5 and row[0] != "counted"]
    year, refused, today, _ = ([float(cell) for cell in row[1:6]] for row in rows)
    assert refused[0] < 0.33 < 0.35 < today[0] < 0.45 < 0.48 < year[0]
    assert today[3] <= 0.6 * refused[3]
    assert today[4] > refused[4]


def test_positions_hold_as_often_as_the_docs_say() -> None:
    """Nine regions: of the 90 % intervals one or two may miss, of the 80 % rule some three."""
    (together,) = (row for row in quick("staffing.py") if row[0] == "all")
    _, regions, cover, _, suffices, by_halves, _ = together
    assert regions == "9"
    assert float(cover) >= 0.75
    assert 0.5 <= float(suffices) <= float(by_halves)


def test_pairs_are_chosen_as_well_as_the_docs_say() -> None:
    rows = quick("matching.py")
    alike = [row for row in rows if row[0].endswith("alike")]
    assert len(alike) == 2
    assert all(float(row[6].rstrip("%")) < 2 for row in alike)
    usual = [row for row in rows if row[0].isdigit()]
    assert [row[0] for row in usual] == ["100", "400"]
    for _, _, _, _, _, known, at_most, lost in usual:
        assert known == "100%"
        assert float(at_most.rstrip("%")) < 1
        assert float(lost.partition("%")[0]) < 1


def test_no_plan_exceeds_its_bound_and_most_bounds_are_the_optimum() -> None:
    rows = [row for row in quick("bound.py") if len(row) == 7 and row[1] == "3"]
    assert len(rows) == 8
    assert all(below == "0" for _, _, below, *_ in rows)
    assert sum(int(tight) for _, _, _, tight, *_ in rows) >= 20


def test_small_weeks_of_every_rule_are_optimal_as_often_as_the_docs_say() -> None:
    rows = [row for row in quick("exact.py") if len(row) == 5 and " of " in row[1]]
    assert len(rows) == 8
    assert all(float(row[2].rstrip(" %")) < 1 for row in rows)


def test_hager_on_processes_and_on_a_cluster_give_the_same_bytes() -> None:
    """On one worker, on two, on a cluster, and on one that loses a worker on its way."""
    rows = quick("national.py")[2:]
    assert [row[0] for row in rows] == (
        ["1", "2", "cluster of 2", "one killed"] if find_spec("distributed") else ["1", "2"]
    )
    assert len({row[-1] for row in rows}) == 1
