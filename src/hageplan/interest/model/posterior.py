"""The fit: the posterior of coefficients and municipalities at each sigma, and sigma's weights.

    logit p_i = x_i'b + u_municipality(i),   b ~ N(m, P⁻¹),   u_j ~ N(0, σ²)

At each σ the mode is found by Newton's method. The Hessian is an arrow: a small block of b, and a
diagonal of u that the Schur complement eliminates, so the cost is linear in the municipalities.
Laplace's approximation of the marginal likelihood then weighs the σ against each other
(Tierney & Kadane 1986, J. Am. Stat. Assoc. 81, 82-86).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hageplan.interest.model.design import INBOUND, Floats, Priors, logistic
from hageplan.interest.model.table import AnswerTable

NEWTON_STEPS: Final = 50
"""At most; five to eight are usual."""
STEP_TOLERANCE: Final = 1e-9
"""Log odds; the mode is exact to about its square."""
HALVINGS: Final = 30


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A normal approximation of the posterior, given sigma.

    (b, u) has mean (`coefficients`, `effects`), and covariance
    Cov(b) = V, Cov(b, u_j) = -V l_j, Cov(u_j, u_k) = l_j'V l_k + [j = k] s_j,
    with V `covariance`, l_j the rows of `loadings`, s_j `spreads`.

    Attributes:
        sigma: Standard deviation between municipalities.
        coefficients: b, as the rows of answers: those of a company, then those of an answer.
        effects: (J,), one a municipality.
        covariance: V_b, the inverse of the Schur complement.
        loadings: B_j / D_j, a row for each municipality.
        spreads: 1 / D_j, the variance of u_j given b, (J,).
        log_evidence: Laplace's log marginal likelihood, up to a constant shared by all sigmas.
    """

    sigma: float
    coefficients: Floats
    effects: Floats
    covariance: Floats
    loadings: Floats
    spreads: Floats
    log_evidence: float

    def predictor(self, rows: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of x'b + u_j for each municipality and row x, both (J, rows).

        Rows may end with the columns of a company. The variance is Z'VZ + 1/D_j with
        Z = x - B_j/D_j, multiplied out.
        """
        pulled = self.loadings @ self.covariance
        own = np.einsum("jk,jk->j", pulled, self.loadings) + self.spreads
        crossed = pulled[:, : rows.shape[1]] @ rows.T
        variance = self.row_variance(rows) - 2 * crossed + own[:, np.newaxis]
        return self.row_mean(rows) + self.effects[:, np.newaxis], variance

    def row_mean(self, rows: Floats) -> Floats:
        """Return the mean of x'b for each row x, (rows,)."""
        return np.asarray(rows @ self.coefficients[: rows.shape[1]])

    def row_variance(self, rows: Floats) -> Floats:
        """Return the variance of x'b for each row x, (rows,)."""
        width = rows.shape[1]
        return np.asarray(np.einsum("ck,kl,cl->c", rows, self.covariance[:width, :width], rows))


@dataclass(frozen=True)
class Posterior:
    """The modes over the sigma grid and their weights (K,), which add up to 1.

    `minds_refusals` tells whether those who talk may differ from those who do not.
    """

    modes: tuple[Mode, ...]
    weights: Floats
    minds_refusals: bool = False

    def mix(self, values: list[Floats]) -> Floats:
        """Return the mean over sigma of one array a mode."""
        return np.asarray(np.tensordot(self.weights, np.array(values), axes=1))

    @property
    def self_selection(self) -> tuple[float, float]:
        """Mean and sd of δ, the log odds ratio of those who came to us."""
        return self.effect(INBOUND)

    def effect(self, column: int) -> tuple[float, float]:
        """Return mean and sd of the coefficient of a column."""
        mean = self.mix([mode.coefficients for mode in self.modes])[column]
        squares = [np.diag(mode.covariance) + mode.coefficients**2 for mode in self.modes]
        square = self.mix(squares)[column]
        return float(mean), float(np.sqrt(square - mean**2))


def fit(table: AnswerTable, priors: Priors) -> Posterior:
    """Return the posterior of the model, given the table of answers."""
    problem = _Problem(table, priors)
    modes: list[Mode] = []
    for sigma in problem.priors.sigmas:
        start = (modes[-1].coefficients, modes[-1].effects) if modes else problem.start()
        modes.append(problem.mode(sigma, *start))
    log_weights = np.array([mode.log_evidence for mode in modes]) + priors.sigma_log_weights
    weights = np.exp(log_weights - log_weights.max())
    return Posterior(tuple(modes), weights / weights.sum(), priors.minds_refusals)


@dataclass(frozen=True)
class _Curvature:
    """The negative Hessian of the log posterior, u eliminated."""

    schur: Floats
    loadings: Floats
    diagonal: Floats

    def solve(self, slope_b: Floats, slope_u: Floats) -> tuple[Floats, Floats]:
        """Return the Newton step for the gradient (`slope_b`, `slope_u`)."""
        reduced = slope_b - self.loadings.T @ slope_u
        step_b = np.asarray(np.linalg.solve(self.schur, reduced), dtype=np.float64)
        return step_b, slope_u / self.diagonal - self.loadings @ step_b


class _Problem:
    """The log posterior of one table, as a function of (b, u) and sigma."""

    def __init__(self, table: AnswerTable, priors: Priors) -> None:
        answers = table.answers
        self.priors = priors
        self._rows, self._kommune = answers.rows, answers.kommune
        self._known, self._yes = answers.known, answers.interested
        self._kommuner = table.kommuner
        self._there, self._begins = np.unique(answers.kommune, return_index=True)
        self._mean = priors.mean
        self._precision = priors.precision

    def start(self) -> tuple[Floats, Floats]:
        return self._mean, np.zeros(self._kommuner)

    def mode(self, sigma: float, b: Floats, u: Floats) -> Mode:
        """Return the mode at `sigma`, searched from (b, u)."""
        height = self._log_posterior(b, u, sigma)
        for _ in range(NEWTON_STEPS):
            step_b, step_u = self._curvature(b, u, sigma).solve(*self._gradient(b, u, sigma))
            length = max(np.abs(step_b).max(), np.abs(step_u).max(initial=0))
            if length < STEP_TOLERANCE:
                break
            b, u, height = self._climb(sigma, height, (b, u), (step_b, step_u))
        curvature = self._curvature(b, u, sigma)
        log_determinant = np.linalg.slogdet(curvature.schur)[1] + np.log(curvature.diagonal).sum()
        return Mode(
            sigma=sigma,
            coefficients=b,
            effects=u,
            covariance=np.asarray(np.linalg.inv(curvature.schur), dtype=np.float64),
            loadings=curvature.loadings,
            spreads=1 / curvature.diagonal,
            log_evidence=float(height - len(u) * np.log(sigma) - 0.5 * log_determinant),
        )

    def _climb(
        self, sigma: float, height: float, at: tuple[Floats, Floats], step: tuple[Floats, Floats]
    ) -> tuple[Floats, Floats, float]:
        """Take the step, halved until it leads upwards (the log posterior is concave)."""
        for halving in range(HALVINGS):
            part = 0.5**halving
            next_b, next_u = (now + part * change for now, change in zip(at, step, strict=True))
            reached = self._log_posterior(next_b, next_u, sigma)
            if reached >= height - STEP_TOLERANCE * (1 + abs(height)):
                break
        return next_b, next_u, reached

    def _eta(self, b: Floats, u: Floats) -> Floats:
        return np.asarray(self._rows @ b + u[self._kommune])

    def _by_kommune(self, values: Floats) -> Floats:
        """Return the sums of values of answers, (R, ...), by municipality, (J, ...)."""
        sums = np.zeros((self._kommuner, *values.shape[1:]))
        if len(values):
            sums[self._there] = np.add.reduceat(values, self._begins, axis=0)
        return sums

    def _log_posterior(self, b: Floats, u: Floats, sigma: float) -> float:
        eta = self._eta(b, u)
        likelihood = (self._yes * eta).sum() - (self._known * np.logaddexp(0, eta)).sum()
        return float(
            likelihood - 0.5 * self._precision @ (b - self._mean) ** 2 - 0.5 * u @ u / sigma**2
        )

    def _gradient(self, b: Floats, u: Floats, sigma: float) -> tuple[Floats, Floats]:
        surprise = self._yes - self._known * logistic(self._eta(b, u))
        slope_b = surprise @ self._rows - self._precision * (b - self._mean)
        return slope_b, self._by_kommune(surprise) - u / sigma**2

    def _curvature(self, b: Floats, u: Floats, sigma: float) -> _Curvature:
        p = logistic(self._eta(b, u))
        information = self._known * p * (1 - p)
        weighted = information[:, np.newaxis] * self._rows
        crossed = self._by_kommune(weighted)
        diagonal = self._by_kommune(information) + sigma**-2
        loadings = crossed / diagonal[:, np.newaxis]
        full = self._rows.T @ weighted + np.diag(self._precision)
        return _Curvature(full - crossed.T @ loadings, loadings, diagonal)
