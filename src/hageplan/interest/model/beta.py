"""Quantiles of the beta distribution, and the beta that fits a total between two bounds.

Written out here because the smallest import that has them takes twice as long as all of numpy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from hageplan.interest.model.design import Floats

LEAST_CONCENTRATION: Final = 1e-3
"""Of a matched beta. There the mass sits at the two bounds: no more variance fits between them."""
TINY: Final = 1e-300
EPSILON: Final = 1e-14
FRACTION_TERMS: Final = 10_000
LOGIT_BOUND: Final = 700.0
"""Quantiles nearer to 0 or 1 than exp(-700) are 0 or 1."""
ROOT_STEPS: Final = 200
ROOT_TOLERANCE: Final = 1e-7
"""Log odds; the last step's error is about its square."""


@dataclass(frozen=True, kw_only=True)
class Beta:
    """Beta distributions on [low, low + width], all arrays of one shape.

    Where `width` or the variance is 0 the total is known: every quantile is the mean.
    """

    mean: Floats
    variance: Floats
    low: Floats
    width: Floats

    def quantile(self, probability: float) -> Floats:
        """Return the quantile at `probability`, in (0, 1)."""
        result = np.array(self.mean, dtype=np.float64)
        open_ = (self.width > 0) & (self.variance > 0)
        low, width = self.low[open_], self.width[open_]
        alpha, beta = matched((self.mean[open_] - low) / width, self.variance[open_] / width**2)
        result[open_] = low + width * beta_quantile(probability, alpha, beta)
        return result

    def interval(self, level: float) -> Floats:
        """Return the central interval of probability `level`, (..., 2)."""
        tail = (1 - level) / 2
        return np.stack([self.quantile(tail), self.quantile(1 - tail)], axis=-1)


def matched(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return alpha and beta of the beta on [0, 1] with this mean and variance (moments)."""
    concentration = np.maximum(mean * (1 - mean) / variance - 1, LEAST_CONCENTRATION)
    return mean * concentration, (1 - mean) * concentration


def beta_quantile(probability: float, alpha: ArrayLike, beta: ArrayLike) -> Floats:
    """Return x in [0, 1] with P(Beta(alpha, beta) <= x) = `probability`; at least one-dimensional.

    Newton's method on the log odds of x for the log of the distribution function, which is concave
    there, within a bracket that is halved whenever a step would leave it.
    """
    a, b = np.broadcast_arrays(*np.atleast_1d(*(np.asarray(v, np.float64) for v in (alpha, beta))))
    if probability > 0.5:
        return 1 - beta_quantile(1 - probability, b, a)
    below, above = np.full(a.shape, -LOGIT_BOUND), np.full(a.shape, LOGIT_BOUND)
    log_beta, eta = _log_beta(a, b), np.log(a / b)
    for _ in range(ROOT_STEPS):
        cdf, density = _distribution(eta, a, b, log_beta)
        short = cdf < probability
        below, above = np.where(short, eta, below), np.where(short, above, eta)
        step = np.log(probability / np.maximum(cdf, TINY)) * cdf / np.maximum(density, TINY)
        inside = (eta + step >= below) & (eta + step <= above)
        before, eta = eta, np.where(inside, eta + step, (below + above) / 2)
        if np.max(np.abs(eta - before), initial=0) < ROOT_TOLERANCE:
            break
    return np.asarray(np.exp(-np.logaddexp(0, -eta)))


def _distribution(eta: Floats, a: Floats, b: Floats, log_beta: Floats) -> tuple[Floats, Floats]:
    """Return P(logit X <= eta) and its density, for X ~ Beta(a, b)."""
    log_x, log_rest = -np.logaddexp(0, -eta), -np.logaddexp(0, eta)
    density = np.exp(a * log_x + b * log_rest - log_beta)
    lower = log_x < np.log((a + 1) / (a + b + 2))
    x = np.exp(np.where(lower, log_x, log_rest))
    near, far = np.where(lower, a, b), np.where(lower, b, a)
    tail = density * _continued_fraction(x, near, far) / near
    return np.where(lower, tail, 1 - tail), density


def _continued_fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    """Return the fraction of the incomplete beta function, by Lentz's method.

    Source: Press et al. (2007), Numerical Recipes, 3rd ed., section 6.4.
    """
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, FRACTION_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = value
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value = value * c * d
        if np.all(np.abs(value - before) <= EPSILON * np.abs(value)):
            break
    return value


def _away_from_zero(value: Floats) -> Floats:
    return np.where(np.abs(value) < TINY, TINY, value)


def _log_beta(a: Floats, b: Floats) -> Floats:
    log_gamma = np.vectorize(math.lgamma, otypes=[np.float64])
    return np.asarray(log_gamma(a) + log_gamma(b) - log_gamma(a + b))
