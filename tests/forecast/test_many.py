"""Many næringshager: the same bytes whoever does the work, and no few companies to be found."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from datetime import date
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import hageplan
from hageplan.errors import RequestError, ServiceError
from hageplan.forecast.forecast import ForecastRequest, forecast
from hageplan.forecast.many.run import look_ahead
from hageplan.forecast.many.run_task import work
from hageplan.forecast.many.spread import MOST_TRIES, spread
from hageplan.forecast.many.task import Ask, HageSums, HageToday, Task, TaskAnswer, tasks_of
from hageplan.forecast.many.terminal import print_many
from hageplan.forecast.many.withheld import LEAST, sum_is_told, withheld
from hageplan.interest.model.design import Floats
from tests.conftest import NUMBERS, SETTINGS, Run, bedrift

TODAY = date(2026, 11, 23)
DAY = ("--today", f"{TODAY}")


def ask(folder: Path | str, *policies: str) -> Ask:
    return Ask(folder=str(folder), run="", policies=policies or ("keep",), months=2, seed=0,
               today=TODAY, latest=TODAY, everyone=False)  # fmt: skip


class Here:
    """Workers of a test: of those at work the last begins and ends first, and some are lost."""

    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(
        self, places: int, *, do: Callable[[Task], TaskAnswer] = work, dies_of: tuple[int, ...] = ()
    ) -> None:
        """Die of the submissions with these numbers, from 1."""
        self.places, self._do, self._dies_of = places, do, dies_of
        self.begun: list[tuple[int, Task]] = []
        self.filled: list[int] = []
        self._waiting: list[tuple[Future[TaskAnswer], int]] = []

    def submit(self, place: int, task: Task) -> Future[TaskAnswer]:
        future: Future[TaskAnswer] = Future()
        self.begun.append((place, task))
        self._waiting.append((future, len(self.begun)))
        if len(self._waiting) == self.places:
            self.check()
        return future

    def fill(self, place: int) -> None:
        self.filled.append(place)

    def check(self) -> None:
        for future, number in reversed(self._waiting):
            if number in self._dies_of:
                future.set_exception(BrokenExecutor())
                continue
            try:
                future.set_result(self._do(self.begun[number - 1][1]))
            except RequestError as fault:
                future.set_exception(fault)
        self._waiting = []


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Return a workspace with six members, and one with two."""
    made = []
    for name, members in (("nord", 6), ("sor", 2)):
        folder = tmp_path / name
        (folder / "bedrifter").mkdir(parents=True)
        named = SETTINGS.replace("kontor", f'navn = "{name}"\nkontor', 1)
        (folder / "hageplan.toml").write_text(named, encoding="utf-8")
        tables = (
            bedrift(number, f"Sag {number}", status="medlem" if index < members else "prospekt")
            for index, number in enumerate(NUMBERS[:9])
        )
        covered = "".join(tables).replace('"3430"', '"5025"')
        (folder / "bedrifter" / "roros.toml").write_text(covered, encoding="utf-8")
        made.append(folder)
    return made[0], made[1]


def test_whoever_does_the_work_the_bytes_are_the_same(two: tuple[Path, Path]) -> None:
    asked = [ask(folder, "keep", "when-short") for folder in two]
    alone = look_ahead(asked, Here(1)).model_dump_json()
    lossy = Here(3, dies_of=(4, 7))
    assert look_ahead(asked, lossy).model_dump_json() == alone
    assert len(lossy.filled) == 2


def test_each_row_is_the_forecast_of_its_own_and_few_members_are_not_told(
    two: tuple[Path, Path],
) -> None:
    found = look_ahead([ask(folder) for folder in two], Here(2))
    own = forecast(hageplan.load(two[0], today=TODAY), ForecastRequest(months=2), today=TODAY)
    month, same = found.hager[0].policies[0].months[-1], own.policies[0].months[-1]
    assert (month.need, month.staff, month.short) == (same.need, same.staff, same.short)
    assert [hage.members for hage in found.hager] == [None, None]
    assert found.together.members == 8
    assert found.withheld == 2
    text = found.model_dump_json()
    assert not any(number in text for number in NUMBERS)
    assert all(month.members.q50 is None for hage in found.hager for month in
               hage.policies[0].months)  # fmt: skip


@given(st.lists(st.integers(0, 40), min_size=1, max_size=7))
def test_no_subtraction_reveals_a_few_companies(counts: list[int]) -> None:
    hidden = withheld(counts)
    assert all(counts[i] >= LEAST for i in range(len(counts)) if i not in hidden)
    if not sum_is_told(counts, hidden):
        return
    assert sum(counts) >= LEAST
    # What the sum and all told counts leave: known together, and neither one alone nor a few.
    if hidden:
        assert len(hidden) > 1
        assert sum(counts[i] for i in hidden) >= LEAST


@pytest.mark.parametrize(
    ("counts", "hidden", "is_told"),
    [
        ([20, 30, 40], set(), True),
        ([20, 3, 40], {0, 1}, True),  # one alone would be what is missing from the sum
        ([20, 3, 4], {1, 2}, True),
        ([20, 1, 2, 30], {0, 1, 2}, True),  # both together are a few
        ([3], {0}, False),
        ([3, 1], {0, 1}, False),
        ([9], set(), True),
    ],
)
def test_what_is_withheld(counts: list[int], hidden: set[int], is_told: bool) -> None:
    assert withheld(counts) == hidden
    assert sum_is_told(counts, withheld(counts)) is is_told


def _nothing(task: Task) -> TaskAnswer:
    none: Floats = np.zeros((1, 2))
    today = HageToday(navn=task.ask.folder, members=9, existing=1, unread=0, example_data=False)
    sums = HageSums(members=none, need=none, staff=none)
    return TaskAnswer(hage=today, policy=task.policy, is_ours=True, sums=sums)


def test_a_worker_stays_at_a_workspace_and_helps_where_most_is_left() -> None:
    tasks = tasks_of([ask(name, "keep", "hire-now") for name in "abc"], range(4))
    workers = Here(2, do=_nothing)
    found = [answer.hage.navn for answer in spread(tasks, workers)]
    assert found == [name for name in "abc" for _ in range(8)]
    seen = [{task.ask.folder for at, task in workers.begun if at == place} for place in (0, 1)]
    assert seen[0] != seen[1]
    assert len(workers.begun) == len(tasks)


def test_a_task_that_workers_die_of_is_given_up() -> None:
    tasks = tasks_of([ask("a")], range(1))
    with pytest.raises(ServiceError, match="3 workers were lost"):
        list(spread(tasks, Here(1, do=_nothing, dies_of=tuple(range(1, MOST_TRIES + 1)))))


def test_faults_of_records_are_told_without_what_stands_in_them(two: tuple[Path, Path]) -> None:
    (company, *_) = sorted((two[0] / "bedrifter").iterdir())
    with company.open("a", encoding="utf-8") as file:
        file.write('[[bedrift]]\nnavn = "Hemmelig"\n')
    found = look_ahead([ask(two[0])], Here(1))
    with StringIO() as out:
        print_many(found, Console(file=out, width=80), explain=False)
        assert (found.unread, "has errors" in out.getvalue()) == (1, True)
        assert "Hemmelig" not in out.getvalue()
    (two[1] / "hageplan.toml").write_text('[naeringshage]\ndekker = ["Hemmelig"]\n', "utf-8")
    with pytest.raises(RequestError) as fault:
        look_ahead([ask(folder) for folder in two], Here(1))
    assert "1 error in the records" in str(fault.value)
    assert "Hemmelig" not in f"{fault.value}{fault.value.todo}"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-w", "{nord}"), 1, "given twice"),
        (("-w", "{sor}", "-k", "Os"), 2, "--kommune: cannot"),
        (("-w", "{sor}", "--workers", "0"), 2, "--workers"),
        (("-w", "{sor}", "--cluster", "her"), 2, "--cluster: write it like this: tcp://HOST:8786"),
        (
            ("-w", "{sor}", "--cluster", "tcp://127.0.0.1:9", "--workers", "2"),
            2,
            "--workers: a cluster",
        ),
        (("-w", "{sor}", "-o", "alle.html"), 2, ".xlsx"),
        (("-w", "{sor}", "--policy", "fly"), 1, "no choice and no file called fly"),
        (("-w", "{sor}/nei"), 1, "does not exist"),
        (("-w", "{sor}", "--months", "121"), 2, "120"),
    ],
)
def test_what_cannot_be_asked_is_told(
    run: Run, two: tuple[Path, Path], words: tuple[str, ...], code: int, said: str
) -> None:
    named = (word.format(nord=two[0], sor=two[1]) for word in words)
    done = run("forecast", "-w", two[0], *named, *DAY, "--lang", "en")
    assert (done.returncode, said in " ".join(done.stderr.split())) == (code, True), done.stderr


@pytest.mark.skipif(find_spec("distributed") is None, reason="the extra klynge is not installed")
def test_a_cluster_that_is_not_there_is_told(run: Run, two: tuple[Path, Path]) -> None:
    words = ("-w", two[0], "-w", two[1], "--cluster", "tcp://127.0.0.1:9")
    done = run("forecast", *words, *DAY, "--lang", "en")
    assert (done.returncode, "there is no cluster" in done.stderr) == (3, True), done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
def test_a_killed_worker_is_replaced_and_an_interrupt_leaves_nobody(two: tuple[Path, Path]) -> None:
    where = [word for folder in two for word in ("-w", str(folder))]
    words = ["forecast", *where, "--workers", "2", "--months", "120", "--json", *DAY]
    process, children = _begun(words)
    os.kill(children[-1], signal.SIGKILL)
    printed, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert json.loads(printed)["together"]["members"] == 8

    process, _ = _begun(words)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode in (130, -signal.SIGINT), said
    assert "Traceback" not in said
    assert _gone(process.pid)


def _begun(words: list[str]) -> tuple[subprocess.Popen[str], list[int]]:
    """Start the command in a session of its own, and return it once it has workers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hageplan", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while len(_session(process.pid)) < 4 and process.poll() is None:  # with who tracks resources
        time.sleep(0.02)
    return process, sorted(_session(process.pid))


def _gone(session: int) -> bool:
    for _ in range(500):
        if not _session(session):
            return True
        time.sleep(0.02)
    return False


def _session(leader: int) -> set[int]:
    """Return the processes of a session, but for zombies."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.add(int(path.parent.name))
    return found
