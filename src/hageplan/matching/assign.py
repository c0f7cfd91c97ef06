"""Choose pairs of the highest sum of scores so that nobody is in more than their limit.

A maximum-weight b-matching by linear programming. All pairs of thousands of companies are millions:
the program starts with everyone's best pairs, its prices tell which others could do better, and
these join it until none is left. So nothing is lost by leaving pairs out, and the prices prove how
much any other choice could bring at most.

Where the companies are all of one kind, triangles may come out half and half; then whole pairs are
chosen among those of the program (branch and bound).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from hageplan.errors import InternalError
from hageplan.highs import Highs
from hageplan.matching.scores import Scores
from hageplan.messages import msg

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
MORE_THAN_LIMIT: Final = 5
"""Pairs of each one beyond their limit that the first program has."""
ROUNDS: Final = 30
"""Programs solved, at most; what is then lost is in the bound."""
TOLERANCE: Final = 1e-6
WHOLE: Final = 1e-6
HELD: Final = 25_000_000
"""Scores that are kept between programs, a hundred megabytes; of more they are computed again."""
NEARLY: Final = 0.01
"""A pair within this of its price is decided anew with those that are half."""
FEW: Final = 1000
"""Pairs of which the best whole choice is found at once."""
MANY: Final = 1500
"""Pairs nearly worth their price above which only those that are half are decided: where thousands
are alike, branch and bound would go through them for minutes. What that loses is in the bound."""
NODES: Final = 500
"""Of branch and bound, at most: the same on every machine."""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Chosen pairs.

    Attributes:
        rows: Indices of rows, (E,).
        columns: Indices of columns, (E,).
        value: Sum of their scores.
        bound: What no choice can exceed.
        pairs: Pairs that the last program had.
    """

    rows: Ints
    columns: Ints
    value: float
    bound: float
    pairs: int


@dataclass(frozen=True)
class _Edges:
    """Pairs as ends (numbers of nodes) and scores, each once."""

    one: Ints
    other: Ints
    scores: Floats

    def plus(self, more: _Edges) -> _Edges:
        return _Edges(
            np.concatenate([self.one, more.one]),
            np.concatenate([self.other, more.other]),
            np.concatenate([self.scores, more.scores]),
        )


NO_EDGES: Final = _Edges(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


def assign(scores: Scores, row_limits: Ints, column_limits: Ints) -> Assignment:
    """Return the best pairs; nobody is in more than their limit.

    On both sides the same companies: `column_limits` are then not used, a limit holds for all pairs
    of a company.
    """
    nodes = _Nodes(scores, row_limits, column_limits)
    edges = nodes.best()
    shares, prices, bound = np.zeros(0), np.zeros(len(nodes.limits)), np.inf
    for _ in range(ROUNDS):
        shares, prices = _program(edges, nodes.limits)
        more, excess = nodes.priced(prices, edges)
        bound = min(bound, float(prices @ nodes.limits) + excess)
        if not len(more.scores):
            break
        edges = edges.plus(more)
    chosen = _whole(edges, nodes.limits, shares, prices)
    value = float(edges.scores[chosen].sum())
    rows, columns = nodes.ends(edges.one[chosen], edges.other[chosen])
    return Assignment(
        rows=rows, columns=columns, value=value, bound=max(bound, value), pairs=len(edges.scores)
    )


class _Nodes:
    """Everyone who can be in a pair: rows, then columns where these are others."""

    def __init__(self, scores: Scores, row_limits: Ints, column_limits: Ints) -> None:
        self._scores = scores
        self._rows = 0 if scores.is_symmetric else len(scores.rows)
        limits = row_limits if scores.is_symmetric else np.append(row_limits, column_limits)
        self.limits = np.minimum(limits, len(scores.rows) + len(scores.columns))
        self._held: dict[int, NDArray[np.float32]] = {}

    def ends(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """Return nodes as indices of rows and columns."""
        return one, other - self._rows

    def _blocks(self) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        """Give the scores of all pairs, some rows at a time."""
        is_held = len(self._scores.rows) * len(self._scores.columns) <= HELD
        for rows in self._scores.slices():
            block = self._held.get(rows.start)
            block = self._scores.block(rows).scores if block is None else block
            if is_held:
                self._held[rows.start] = block
            yield rows, block

    def best(self) -> _Edges:
        """Return everyone's best pairs, some more than the limit allows."""
        edges = NO_EDGES
        held = np.zeros((0, len(self._scores.columns)), dtype=np.float32)
        for rows, block in self._blocks():
            edges = edges.plus(self._edges(rows, block, _highest(block, self._keep(rows))))
            if not self._scores.is_symmetric:
                held = np.concatenate([held, block])
        if not self._scores.is_symmetric:
            columns = _highest(held.T, MORE_THAN_LIMIT + 1).T
            edges = edges.plus(self._edges(slice(0, len(held)), held, columns))
        return _distinct(edges)

    def _keep(self, rows: slice) -> int:
        return int(self.limits[rows].max(initial=0)) + MORE_THAN_LIMIT

    def priced(self, prices: Floats, known: _Edges) -> tuple[_Edges, float]:
        """Return the pairs that are worth more than their prices, and the sum of the excess.

        Pairs that are `known` are in the sum and not among those returned.
        """
        found, excess = NO_EDGES, 0.0
        taken = _codes(known, len(prices))
        for rows, block in self._blocks():
            theirs = prices[self._rows :][: block.shape[1]]
            gain = block - prices[rows][:, None] - theirs[None, :]
            gain[block < 0] = 0
            if self._scores.is_symmetric:
                gain = np.triu(gain, k=rows.start + 1)
            excess += float(np.maximum(gain, 0).sum())
            found = found.plus(self._edges(rows, block, gain > TOLERANCE))
        is_new = ~np.isin(_codes(found, len(prices)), taken)
        return _Edges(found.one[is_new], found.other[is_new], found.scores[is_new]), excess

    def _edges(self, rows: slice, block: NDArray[np.float32], chosen: NDArray[np.bool_]) -> _Edges:
        one, other = np.nonzero(chosen & (block > 0))
        values = block[one, other].astype(np.float64)
        one = one + rows.start
        if self._scores.is_symmetric:
            one, other = np.minimum(one, other), np.maximum(one, other)
        return _Edges(one, other + self._rows, values)


def _highest(block: NDArray[np.float32], count: int) -> NDArray[np.bool_]:
    """Return which entries are among the `count` highest of their row."""
    if count >= block.shape[1]:
        return np.ones(block.shape, dtype=np.bool_)
    limits = np.partition(block, -count, axis=1)[:, [-count]]
    return np.asarray(block >= limits)


def _codes(edges: _Edges, nodes: int) -> Ints:
    return edges.one * nodes + edges.other


def _distinct(edges: _Edges) -> _Edges:
    highest = int(edges.other.max(initial=0)) + 1
    _, first = np.unique(_codes(edges, highest), return_index=True)
    return _Edges(edges.one[first], edges.other[first], edges.scores[first])


def _program(edges: _Edges, limits: Ints) -> tuple[Floats, Floats]:
    """Return the share of each pair that is chosen, and everyone's price, of the linear program."""
    if not len(edges.scores):
        return np.zeros(0), np.zeros(len(limits))
    solved = _solved(edges, limits, is_whole=False)
    return np.array(solved.col_value), np.maximum(-np.array(solved.row_dual), 0)


def _solved(edges: _Edges, limits: Ints, *, is_whole: bool) -> highspy.HighsSolution:
    """Solve: choose of each pair a share, or all or none of it, so that the scores' sum is highest.

    A pair is a column with a one in the rows of its two ends.
    """
    count = len(edges.scores)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = count, len(limits)
    program.col_cost_ = -edges.scores
    program.col_lower_, program.col_upper_ = np.zeros(count), np.ones(count)
    program.row_lower_ = np.full(len(limits), -highspy.kHighsInf)
    program.row_upper_ = limits.astype(np.float64)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
    program.a_matrix_.index_ = np.stack([edges.one, edges.other], axis=1).ravel().astype(np.int32)
    program.a_matrix_.value_ = np.ones(2 * count)
    if is_whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver = Highs()
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.passModel(program)
    solver.run()
    found = solver.getSolution()
    if not found.value_valid:
        why = solver.modelStatusToString(solver.getModelStatus())
        raise InternalError(msg("the linear program could not be solved: {why}", why=why))
    return found


def _whole(edges: _Edges, limits: Ints, shares: Floats, prices: Floats) -> NDArray[np.bool_]:
    """Return which pairs are chosen where none may be chosen by half.

    First what is half, or worth nearly its price, is decided. What that loses is more than any pair
    can be worth over its price which the best whole choice has not, and under its price which it
    has: so the rest is sure, and where few pairs are left the choice is made the best.
    """
    chosen = shares > 1 - WHOLE
    half = ~chosen & (shares > WHOLE)
    if not half.any():
        return chosen
    gains = edges.scores - prices[edges.one] - prices[edges.other]
    is_near = half | (np.abs(gains) < NEARLY)
    is_open = is_near if is_near.sum() <= MANY else half
    first = _filled(edges, limits, _decided(edges, limits, chosen & ~is_open, is_open))
    lost = float(edges.scores @ shares - edges.scores[first].sum()) + TOLERANCE
    is_open = np.abs(gains) <= lost
    return _decided(edges, limits, gains > lost, is_open) if is_open.sum() <= FEW else first


def _decided(
    edges: _Edges, limits: Ints, sure: NDArray[np.bool_], is_open: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the best whole choice that has all `sure` pairs and some of those that are open."""
    if not is_open.any():
        return sure
    left = limits - _in_pairs(edges, sure, len(limits))
    some = _Edges(edges.one[is_open], edges.other[is_open], edges.scores[is_open])
    found = _solved(some, left, is_whole=True)
    chosen = sure.copy()
    chosen[is_open] = np.array(found.col_value) > 0.5
    return chosen


def _filled(edges: _Edges, limits: Ints, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the choice with what else there is room for, the best first."""
    left = limits - _in_pairs(edges, chosen, len(limits))
    filled = chosen.copy()
    has_room = ~chosen & (left[edges.one] > 0) & (left[edges.other] > 0)
    for n in sorted(np.flatnonzero(has_room).tolist(), key=lambda n: -edges.scores[n]):
        ends = [edges.one[n], edges.other[n]]
        if (left[ends] > 0).all():
            left[ends] -= 1
            filled[n] = True
    return filled


def _in_pairs(edges: _Edges, chosen: NDArray[np.bool_], nodes: int) -> Ints:
    """Return how many of the chosen pairs each node is in."""
    ends = np.concatenate([edges.one[chosen], edges.other[chosen]])
    return np.bincount(ends, minlength=nodes)
