"""Random workspaces with every rule mixed: planned, and walked through from outside."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.driver import Ended, hageplan
from tests.tours.outside import Outside
from tests.tours.random_worlds import random_world
from tests.tours.worlds import Table, World

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Many weeks of the same lines."""

WORLDS, LONG_WORLDS = 40, 1200


def test_whatever_the_records_say_there_is_a_plan_that_keeps_them_or_a_clear_refusal(
    is_long: bool, figures: Callable[[object], None]
) -> None:
    counts: Counter[str] = Counter()
    for seed in range(LONG_WORLDS if is_long else WORLDS):
        with tempfile.TemporaryDirectory() as folder:
            _live(seed, Path(folder), counts)
    figures(f"random workspaces: {dict(sorted(counts.items()))}")
    assert counts["plans"] >= counts["workspaces"] / 3


def _live(seed: int, folder: Path, counts: Counter[str]) -> None:
    """Plan a world, and once more after an illness; raise where something is wrong with it."""
    world, draw = _accepted(seed, folder, counts)
    words = [
        "--today",
        str(world.today),
        "--lang",
        "en",
        "--workspace",
        str(folder),
        "--json",
        "-q",
    ]
    ended = hageplan("plan", *world.words, *words, "--save")
    first = _judged(seed, world, ended, set(), counts)
    if first is None or draw.random() < 0.6:
        return
    told = {
        (t["medarbeider"], t["date"], s["start"], s["organisasjonsnummer"])
        for t in first["tours"]
        for s in t["stops"]
    }
    ill = [f"{t['medarbeider']}:{t['date']}" for t in first["tours"][:1]]
    again = [word for one in ill for word in ("--absent", one)]
    ended = hageplan("plan", "--from-plan", "latest", *again, "--iterations", "20", *words)
    _judged(seed, world, ended, told, counts)


def _accepted(seed: int, folder: Path, counts: Counter[str]) -> tuple[World, Random]:
    """Return the first world of a seed that `check` accepts, written into `folder`."""
    draw = Random(seed)
    for _ in range(20):
        world = random_world(draw)
        world.write(folder)
        check = hageplan("check", "--lang", "en", "--workspace", str(folder))
        assert check.code in (0, 1), f"seed {seed}: {check.err}"
        if check.code == 0:
            counts["workspaces"] += 1
            return world, draw
        counts["refused by check"] += 1
        for path in [*folder.rglob("*.toml"), *folder.glob("*.ics")]:
            path.unlink()
    raise AssertionError(f"seed {seed}: nothing that check accepts")


def _judged(
    seed: int,
    world: World,
    ended: Ended,
    told: set[tuple[str, str, str, str]],
    counts: Counter[str],
) -> Table | None:
    """Return the plan that was made, None where it was refused for a reason that is told."""
    if ended.code == 1:
        reason = ended.err.strip().splitlines()[0]
        assert reason, _case(seed, world, "refused without a word")
        counts[f"refused: {_kind(reason)}"] += 1
        return None
    assert ended.code == 0, _case(seed, world, ended.err)
    plan: Table = json.loads(ended.out)
    counts["plans"] += 1
    counts["stops"] += sum(len(tour["stops"]) for tour in plan["tours"])
    found = list(Outside(world, plan, told).breaches())
    assert not found, _case(
        seed, world, "\n".join(found) + "\n" + json.dumps(plan["tours"], indent=1)
    )
    return plan


def _kind(reason: str) -> str:
    return " ".join(word for word in reason.split() if word.isalpha())[:40]


def _case(seed: int, world: World, why: str) -> str:
    files = "\n".join(f"--- {name}\n{text}" for name, text in world.files().items())
    return f"seed {seed}: {why}\nplan {' '.join(world.words)} --today {world.today}\n{files}"
