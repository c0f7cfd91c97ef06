"""Shares of variance against closed forms."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.interest.model.design import Floats
from hageplan.staff.draws import CHANCE, variance_shares

DRAWS = 200_000
RNG = np.random.default_rng(1)
SAMPLES = {name: RNG.standard_normal((2, DRAWS)) for name in ("a", "b", "c")}


def shares(formula: str, residual: float = 0.0) -> dict[str, float]:
    def expected(of: Mapping[str, int]) -> Floats:
        a, b, c = (SAMPLES[name][of[name]] for name in ("a", "b", "c"))
        found: Floats = eval(formula, {"a": a, "b": b, "c": c})
        return found

    return variance_shares(("a", "b", "c"), expected, residual)


def test_a_sum_is_shared_by_the_squares_of_its_weights() -> None:
    found = shares("a + 2 * b")
    assert found == pytest.approx({"a": 0.2, "b": 0.8, "c": 0.0, CHANCE: 0.0}, abs=0.01)


def test_what_works_only_together_is_shared_equally() -> None:
    found = shares("a * b")
    assert found == pytest.approx({"a": 0.5, "b": 0.5, "c": 0.0, CHANCE: 0.0}, abs=0.01)


def test_what_no_input_explains_is_chance() -> None:
    found = shares("a + 0 * b", residual=3.0)
    assert found == pytest.approx({"a": 0.25, "b": 0.0, "c": 0.0, CHANCE: 0.75}, abs=0.01)


def test_nothing_varies() -> None:
    assert set(shares("0 * a").values()) == {0.0}


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.floats(0, 10))
@settings(max_examples=25)
def test_the_shares_add_up_to_one(weights: list[float], residual: float) -> None:
    one, two, three = weights
    found = shares(f"{one} * a + {two} * b * c + {three} * c", residual + 0.1)
    assert sum(found.values()) == pytest.approx(1.0)
    assert min(found.values()) >= 0
