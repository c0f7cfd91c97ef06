"""Thousands of companies are read with little work for each, and as strictly as a few."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from hageplan import load
from hageplan.interest.score import score
from hageplan.records.spelling import control_digit
from hageplan.workspace.files import parse_toml
from hageplan.workspace.read import read_files
from tests.conftest import Write, bedrift

TODAY = date(2026, 11, 23)
CALLS_A_COMPANY = 70
"""Of Python functions and of those in C; some 45 are needed, and 200 were made."""


def test_few_calls_are_made_for_each_company_that_is_scored(write: Write) -> None:
    few, many = (_calls(_score, _region(write, count)) for count in (300, 900))
    assert (many - few) / 600 < CALLS_A_COMPANY


def test_nothing_is_looked_through_for_garbage_while_records_are_read(write: Write) -> None:
    folder = _region(write, 900)
    rounds: list[str] = []

    def note(phase: str, _info: object) -> None:
        rounds.append(phase)

    gc.callbacks.append(note)
    try:
        reading, _problems = read_files(folder)
    finally:
        gc.callbacks.remove(note)
    assert (len(reading.bedrifter), rounds) == (900, [])
    assert gc.isenabled()


@pytest.mark.parametrize(
    "text",
    [
        'a = { b\n= 1 }\n',  # a new line where none may be
        'a = { b =\n1 }\n',
        'a = { b = { c = 1 }, d\n= 1 }\n',
        "\ufeffa = 1\n",  # a mark after the one that is taken off
        "a = 99999999999999999999\n",
        "a = 1e400\n",
        "a = 1979-05-27 07:32:00.999999999+05:30\n",
        "[[bedrift]]\nnavn = 'a'\n[bedrift]\n",
        "a = [\n  { b = 1, c = [ { d = 2 } ] },\n]\n",
        "a = {\n  b = 1, # more\n}\n",
        "a = " + "[" * 100_000,
        "a = " + "{ a = " * 100_000,
        ".".join("a" * 5000) + " = 1",
    ],
)  # fmt: skip
def test_what_is_read_fast_is_what_toml_says(text: str) -> None:
    _check_same(text)


@given(st.lists(st.sampled_from([
    "a", "b.c", "=", " ", "\n", "\r\n", "{", "}", "[", "]", "[[t]]\n", "[t.u]\n", ",", "1", "-0.5e3",
    '"x"', "'y'", '"""', "#", "true", "inf", "2026-02-29", "10:00", "2026-11-23T10:00:00Z", "\t", "ø",
]), max_size=25).map("".join))  # fmt: skip
def test_whatever_stands_in_a_file_is_read_or_refused_as_ever(text: str) -> None:
    _check_same(text)


def _check_same(text: str) -> None:
    """Compare with tomli: the same values of the same types, or a fault in the same line."""
    file, problems = parse_toml(text.encode(), "a.toml")
    try:
        expected, line = _typed(tomli.loads(text)), None
    except RecursionError:
        expected, line = None, None
    except tomli.TOMLDecodeError as fault:
        expected, line = None, min(fault.lineno, len(text.splitlines())) or 1
    assert (file and _typed(file.data)) == expected
    assert (problems[0].line if problems else None) == line


def _typed(value: object) -> object:
    """Return a value with its type; what is not a number is a text, which equals itself."""
    if isinstance(value, dict):
        return [(key, _typed(part)) for key, part in value.items()]
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return type(value), str(value) if value != value else value


def _region(write: Write, count: int) -> Path:
    """Write so many companies, each with hours of its own, and return the folder."""
    firsts = (f"{n}" for n in range(31_000_000, 32_000_000) if control_digit(f"{n}") is not None)
    tables = (
        bedrift(f"{first}{control_digit(first)}", f"Sag {first}")
        for first, _ in zip(firsts, range(count), strict=False)
    )
    return write({"bedrifter/os.toml": "\n".join(tables)})


def _score(folder: Path) -> None:
    records = load(folder, today=TODAY)
    score(records, today=TODAY)
    assert "310000280" in records.handles


def _calls(work: Callable[[Path], object], folder: Path) -> int:
    """Return how many functions a piece of work calls."""
    events: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        events[event] += 1

    sys.setprofile(count)
    try:
        work(folder)
    finally:
        sys.setprofile(None)
    return events["call"] + events["c_call"]
