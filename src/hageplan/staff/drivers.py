"""What the uncertainty hangs on: the share of the variance that each input brings.

The Shapley value of an input: what knowing it would take off the variance of the hours, averaged
over all orders in which the inputs could become known. What is left when all are known is who in
fact joins; these shares add up to one, whatever works together.

Source: Owen (2014), SIAM/ASA Journal on Uncertainty Quantification 2, 245-251. The variance that a
set of inputs explains is a covariance of two draws that share those inputs and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np

from hageplan.interest.model.design import Floats

CHANCE: Final = "who_joins"
"""What remains when every input is known."""


def variance_shares(
    inputs: tuple[str, ...],
    expected: Callable[[Mapping[str, int]], Floats],
    residual: float,
) -> dict[str, float]:
    """Return the share of the variance by input, and that of `CHANCE`; they add up to 1.

    `expected` gives the hours to expect, (draws,), where each input is taken from the first (0) or
    the second (1) of two independent samples; `residual` is the variance around them. Without any
    variance the shares are 0.
    """
    first = expected(dict.fromkeys(inputs, 0))
    second = expected(dict.fromkeys(inputs, 1))

    def explained(known: frozenset[str]) -> float:
        """Return the variance that the inputs `known` explain, both samples used alike."""
        if not known:
            return 0.0
        one = expected({name: int(name not in known) for name in inputs})
        other = expected({name: int(name in known) for name in inputs})
        return (_covariance(first, one) + _covariance(second, other)) / 2

    subsets = {
        frozenset(chosen): explained(frozenset(chosen))
        for size in range(len(inputs) + 1)
        for chosen in combinations(inputs, size)
    }
    brought = {name: max(_shapley(name, subsets, len(inputs)), 0.0) for name in inputs}
    total = sum(brought.values()) + residual
    parts = {**brought, CHANCE: residual}
    return {name: part / total if total > 0 else 0.0 for name, part in parts.items()}


def _shapley(name: str, subsets: Mapping[frozenset[str], float], count: int) -> float:
    value = 0.0
    for known, explained in subsets.items():
        if name not in known:
            weight = factorial(len(known)) * factorial(count - len(known) - 1) / factorial(count)
            value += weight * (subsets[known | {name}] - explained)
    return value


def _covariance(one: Floats, other: Floats) -> float:
    return float(np.mean((one - one.mean()) * (other - other.mean())))
