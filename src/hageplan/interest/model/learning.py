"""What one more answer would take off the uncertainty, and what each answer has done."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.design import (
    COLUMNS,
    OUTBOUND,
    ROWS,
    TALKED,
    Floats,
    Ints,
    logistic,
)
from hageplan.interest.model.estimate import averaged, chances
from hageplan.interest.model.posterior import Mode, Posterior
from hageplan.interest.model.table import AnswerTable, Companies, MembershipOutcome, answer_rows


def joint_covariance(posterior: Posterior) -> Floats:
    """Return the covariance of (b, u) over all sigmas, (columns + J, columns + J)."""
    points = [np.concatenate([mode.coefficients, mode.effects]) for mode in posterior.modes]
    mean = posterior.mix(points)
    return posterior.mix(
        [
            _covariance(mode) + np.outer(point - mean, point - mean)
            for mode, point in zip(posterior.modes, points, strict=True)
        ]
    )


def _covariance(mode: Mode) -> Floats:
    across = -mode.covariance @ mode.loadings.T
    effects = np.diag(mode.spreads) - mode.loadings @ across
    return np.block([[mode.covariance, across], [across.T, effects]])


def _gradients(table: AnswerTable, chance: Floats) -> Floats:
    """Return the gradients of the shares in (b, u), (columns + J, J), at `chance` (J, OUTBOUND)."""
    spread = np.nan_to_num(table.totals.share((table.unanswered * chance * (1 - chance)).T).T)
    in_b = np.zeros((table.answers.rows.shape[1], table.kommuner))
    in_b[:COLUMNS] = (spread @ ROWS[:OUTBOUND]).T
    return np.vstack([in_b, np.diag(spread.sum(axis=1))])


def _one_company(table: AnswerTable) -> Floats:
    """Return the share that one company makes of each municipality, (J,)."""
    return 1 / np.maximum(table.totals.companies, 1)


class Learning:
    """What candidates for an answer would teach; `observe` takes in that one will answer.

    A candidate's row z is its cell's design row, that it will have talked, and its municipality:
    who of us will hear it is not known, and nothing is added for that. Companies of the same cell
    and municipality teach the same, so there is one place for all of them. With Y_i its answer and
    W = p(1-p), Cov(Y_i, share_j) = W (z'Σ c_j + [own]/N_j), where c_j is the share's gradient: the
    answer tells of all companies that are like it, and of itself.

    Args:
        table: The companies and the answers so far.
        posterior: Its posterior.
        places: Municipality and outbound cell as one index, kommune * OUTBOUND + cell, (M,).
    """

    def __init__(self, table: AnswerTable, posterior: Posterior, places: NDArray[np.intp]) -> None:
        self._kommune, cell = np.divmod(places, OUTBOUND)
        chance = chances(posterior)
        self.chance = chance[self._kommune, cell]
        self._information = self.chance * (1 - self.chance)
        self._own = _one_company(table)[self._kommune]
        answer = np.zeros((len(places), table.answers.rows.shape[1]))
        answer[:, :COLUMNS], answer[:, TALKED] = ROWS[cell], 1
        self._rows = np.hstack([answer, np.eye(table.kommuner)[self._kommune]])
        self._covariance = joint_covariance(posterior)
        reach = self._rows @ self._covariance
        self._variance = np.einsum("md,md->m", reach, self._rows)
        self._with_shares = reach @ _gradients(table, chance)

    def information_gains(self, place: Ints, part: Floats) -> Floats:
        """Return ΔV, the variance that an answer takes off the shares together, (C,).

        Candidates stand at `place`, an index into `places`; of each only `part` in [0, 1] is not
        known yet. ΔV = Cov(Y, share_j)² / Var(Y), summed over j, and
        Var(Y) = W + W² z'Σz.
        """
        covariances = self._with_shares.copy()
        covariances[np.arange(len(covariances)), self._kommune] += self._own
        told = np.einsum("mj,mj->m", covariances, covariances)
        return np.asarray(self._gain(place, part) * told[place])

    def observe(self, place: int, part: float) -> None:
        """Take in that a candidate at `place`, of which `part` is unknown, will answer.

        Σ -= W Σz z'Σ / (1 + W z'Σz), and what it says need not be predicted any more.
        """
        gain = float(self._gain(place, part))
        direction = self._covariance @ self._rows[place]
        along = self._rows @ direction
        left = along * (1 - gain * self._variance[place])
        self._with_shares -= gain * np.outer(along, self._with_shares[place])
        predicted = part * self._information[place] * self._own[place]
        self._with_shares[:, self._kommune[place]] -= predicted * left
        self._variance -= gain * along**2
        self._covariance -= gain * np.outer(direction, direction)

    def _gain(self, place: Ints | int, part: Floats | float) -> Floats:
        information = self._information[place] * part
        return np.asarray(information / (1 + information * self._variance[place]))


def influences(
    companies: Companies, table: AnswerTable, posterior: Posterior, answered: NDArray[np.intp]
) -> Floats:
    """Return how far each answer moves each share, (A, J): the share less the share without it.

    `answered` are the indices of companies that answered. One Newton step from the mode without
    the answer (Pregibon 1981, Annals of Statistics 9, 705-724), and the company itself, of which
    only its status or the model would speak.
    """
    kommune, cell = companies.kommune[answered], companies.cell[answered]
    weight, said = companies.weight[answered], companies.interested[answered]
    outcome = companies.outcome[answered]
    rows = np.hstack([answer_rows(companies, answered), np.eye(table.kommuner)[kommune]])
    moved = []
    for mode in posterior.modes:
        p = logistic(rows @ np.concatenate([mode.coefficients, mode.effects]))
        reach = rows @ _covariance(mode)
        leverage = weight * p * (1 - p) * np.einsum("ad,ad->a", reach, rows)
        chance = averaged(*mode.predictor(ROWS[:OUTBOUND]))
        step = weight * (said - p) / (1 - leverage)
        change = step[:, np.newaxis] * (reach @ _gradients(table, chance))
        without = np.where(
            outcome == MembershipOutcome.OPEN,
            chance[kommune, cell],
            outcome == MembershipOutcome.MEMBER,
        )
        itself = weight * (said - without) * _one_company(table)[kommune]
        change[np.arange(len(answered)), kommune] += itself
        moved.append(change)
    return posterior.mix(moved)
