"""The choice of pairs against brute force."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hageplan.matching.assign import assign
from hageplan.matching.profile import Profile
from hageplan.matching.scores import Scores
from hageplan.records.settings.kobling import Koblinger

TAGS = ("a", "b", "c", "d")


def profile(number: int, needs: str, offers: str, **keys: Any) -> Profile:
    name = f"{number:03d}"
    usual: dict[str, Any] = {
        "id": name, "navn": name, "family": name, "kommunenummer": "3430",
        "needs": {tag: tag for tag in needs}, "offers": {tag: tag for tag in offers},
        "need_text": "", "offer_text": "", "codes": ("16.100",), "employees": number % 7,
        "place": (62 + number / 50, 10.0), "limit": None,
    }  # fmt: skip
    return Profile(**usual | keys)


def matrix(scores: Scores) -> NDArray[np.float32]:
    return scores.block(slice(0, len(scores.rows))).scores


def best_by_brute_force(pairs: dict[tuple[int, int], float], limits: list[int]) -> float:
    """Return the highest sum over all sets of pairs that keep the limits."""
    best = 0.0
    for count in range(len(pairs) + 1):
        for chosen in combinations(pairs, count):
            ends = [end for pair in chosen for end in pair]
            if all(ends.count(node) <= limit for node, limit in enumerate(limits)):
                best = max(best, sum(pairs[pair] for pair in chosen))
    return best


company = st.tuples(
    st.text("abcd", max_size=2).map(lambda t: "".join(sorted(set(t)))),
    st.text("abcd", max_size=2).map(lambda t: "".join(sorted(set(t)))),
)


@settings(max_examples=60)
@given(st.lists(company, min_size=2, max_size=6), st.integers(1, 3))
def test_companies_are_paired_as_well_as_by_brute_force(
    texts: list[tuple[str, str]], cap: int
) -> None:
    companies = [profile(n, *text) for n, text in enumerate(texts)]
    scores = Scores(companies, companies, Koblinger(), 1.25)
    values = matrix(scores)
    assert np.array_equal(values, values.T)
    pairs = {
        (i, j): float(values[i, j])
        for i, j in combinations(range(len(companies)), 2)
        if values[i, j] > 0
    }
    assume(len(pairs) <= 13)
    limits = np.full(len(companies), cap)
    found = assign(scores, limits, limits)
    best = best_by_brute_force(pairs, limits.tolist())
    assert found.value == pytest.approx(best, abs=1e-5)
    assert found.bound >= found.value - 1e-9
    counts = np.bincount([*found.rows, *found.columns], minlength=len(companies))
    assert counts.max(initial=0) <= cap


@settings(max_examples=40)
@given(
    st.lists(company, min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(TAGS), st.integers(1, 2)), min_size=1, max_size=3),
    st.integers(1, 2),
)
def test_resources_take_so_many_as_they_can(
    texts: list[tuple[str, str]], offers: list[tuple[str, int]], cap: int
) -> None:
    companies = [profile(n, *text) for n, text in enumerate(texts)]
    resources = [
        profile(n + 50, "", tag, codes=(), employees=None, place=None, limit=limit)
        for n, (tag, limit) in enumerate(offers)
    ]
    scores = Scores(companies, resources, Koblinger(), 1.25)
    values = matrix(scores)
    count = len(companies)
    pairs = {
        (i, count + j): float(values[i, j]) for i, j in zip(*np.nonzero(values > 0), strict=True)
    }
    limits = [cap] * count + [limit for _, limit in offers]
    found = assign(scores, np.full(count, cap), np.array(limits[count:]))
    assert found.value == pytest.approx(best_by_brute_force(pairs, limits), abs=1e-5)
    assert found.bound == pytest.approx(found.value, abs=1e-5)


def test_three_who_all_fit_make_one_pair_of_a_triangle() -> None:
    """Half a pair each would be worth more, and is none."""
    companies = [profile(n, "a", "a") for n in range(3)]
    limits = np.ones(3, dtype=np.intp)
    found = assign(Scores(companies, companies, Koblinger(), 1.25), limits, limits)
    assert len(found.rows) == 1
    assert found.bound == pytest.approx(1.5 * found.value, rel=0.05)


def test_pricing_finds_what_everyones_best_pairs_leave_out() -> None:
    """All want the same few; who is left over finds the others, and the prices prove it."""
    rng = np.random.default_rng(3)
    companies = [
        profile(n, "abcd"[int(rng.integers(4))], "a" if n < 4 else "abcd"[n % 4]) for n in range(60)
    ]
    limits = np.full(60, 2)
    found = assign(Scores(companies, companies, Koblinger(), 1.25), limits, limits)
    assert found.bound == pytest.approx(found.value, rel=0.01)
    assert np.bincount([*found.rows, *found.columns], minlength=60).max() <= 2


def test_hundreds_who_are_alike_are_paired_at_once() -> None:
    """Same tags, same places: thousands of pairs are worth the same, and some choice is enough."""
    rng = np.random.default_rng(1)
    companies = [
        profile(n, "abcd"[int(rng.integers(4))], "abcd"[int(rng.integers(4))],
                employees=None, place=(62.0, 10.0 + int(rng.integers(8)) / 5))
        for n in range(400)
    ]  # fmt: skip
    limits = np.full(400, 3)
    found = assign(Scores(companies, companies, Koblinger(), 1.25), limits, limits)
    assert found.value >= 0.99 * found.bound
    assert np.bincount([*found.rows, *found.columns], minlength=400).max() <= 3


def test_nobody_has_what_another_needs() -> None:
    companies = [profile(1, "a", ""), profile(2, "b", "")]
    limits = np.full(2, 3)
    found = assign(Scores(companies, companies, Koblinger(), 1.25), limits, limits)
    assert (len(found.rows), found.value, found.bound) == (0, 0.0, 0.0)
