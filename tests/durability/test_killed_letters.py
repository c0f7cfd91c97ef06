"""Letters of a command that is killed: none is lost, and none is handed over twice."""

from __future__ import annotations

import shlex
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from tests.durability.cases import LETTERS, TO
from tests.durability.killer import Ended, Killer
from tests.durability.states import WORKSPACE, temporary
from tests.mail.servers import Inbox, put, states

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Who is killed cannot say which lines ran."""

SUMMARY, OUTBOX = LETTERS
SHORT: Final = 6
REMEMBERED: Final = ("oppsummert.toml", "kalender.toml")
"""What tells that a summary was told, and what its calendar said."""


@dataclass
class Letters:
    """What became of letters: how many `kills`, and of how many it is unsure that they came."""

    name: str
    kills: int = 0
    sent: int = 0
    unsure: int = 0
    came: int = 0
    lost: int = 0
    double: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"killed {self.name}: {self.kills} kills, {self.sent} letters sent, {self.unsure} unsure"
            f" of which {self.came} came, {self.lost} lost, {self.double} double,"
            f" {len(self.wrong)} faults"
        )


@pytest.mark.parametrize("words", LETTERS)
def test_no_letter_is_lost_and_none_comes_twice(
    words: str,
    killer: Killer,
    base: Path,
    inbox: Inbox,
    is_long: bool,
    tmp_path: Path,
    figures: Callable[[object], None],
) -> None:
    start = shutil.copytree(base, tmp_path / "start")
    if words == OUTBOX:
        put(start / WORKSPACE, *TO)
    tally = Letters(" ".join(words.split()[:2]))
    calls = len(_run(killer, words, shutil.copytree(start, tmp_path / "whole")).calls)
    for at in range(1, calls + 1, 1 if is_long else calls // SHORT):
        root = shutil.copytree(start, tmp_path / str(at))
        inbox.accepted.clear()
        killed = _run(killer, words, root, at)
        tally.kills += 1
        faults = [] if killed.is_killed else [f"not killed: {killed.err}"]
        faults += _of_next(killer, words, root)
        faults += _in_the_end(killer, words, root, inbox.accepted, tally)
        tally.wrong += [f"{at}/{calls} {killed.calls[-1]}: {fault}" for fault in faults]
        shutil.rmtree(root)
    figures(tally)
    assert not tally.wrong, "\n".join([str(tally), *tally.wrong])


def _of_next(killer: Killer, words: str, root: Path) -> list[str]:
    """Return what is wrong where another command comes next."""
    read = _run(killer, "avtaler -w hage", root)
    faults = [f"left: {name}" for name in temporary(root)]
    there = [(root / WORKSPACE / name).exists() for name in REMEMBERED]
    queued = len(states(root / WORKSPACE))
    if words == SUMMARY and [*there, queued] not in ([False, False, 0], [True, True, len(TO)]):
        faults.append(f"remembered {there}, of {queued} letters: {read.err}")
    return faults if read.is_documented else [*faults, f"ended with {read.code}: {read.err}"]


def _in_the_end(
    killer: Killer, words: str, root: Path, accepted: Counter[str], tally: Letters
) -> list[str]:
    """Do the same again until nothing waits; return what is wrong then."""
    faults = []
    for again in (words, OUTBOX):
        done = _run(killer, again, root)
        if not done.is_documented:
            faults.append(f"again, it ended with {done.code}: {done.err}")
    found = states(root / WORKSPACE)
    for recipient in TO:
        state, came = found.get(recipient, "lost"), accepted[recipient]
        tally.sent += state == "sent"
        tally.unsure += state == "unsure"
        tally.came += state == "unsure" and came == 1
        tally.lost += state not in ("sent", "unsure")
        tally.double += came > 1
        if came > 1 or state not in ("sent", "unsure") or (state == "sent" and came != 1):
            faults.append(f"{recipient}: {state}, came {came} times")
    return faults


def _run(killer: Killer, words: str, root: Path, at: int = 0) -> Ended:
    return killer.run(shlex.split(words), root, at)
