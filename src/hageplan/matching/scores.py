"""The score of every pair, part by part, a block of rows at a time.

    score = Σ weight·part, each part in [0, 1]

- needs: what one needs and the other offers, in both directions: 1 - (1 - a)(1 - b), each a cosine
  of tags, |needs ∩ offers| / √(|needs|·|offers|).
- text: the cosine of the words (`vectors`), both directions in the same way.
- industry: digits that the industry codes share, of five.
- supply: 1 where the industries are known to supply each other.
- size: the smaller headcount over the larger, each and one owner.
- distance: halved for every so many kilometres of road.

A part of which nothing is known, and one that makes no sense for a resource, is 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from hageplan.matching.profile import Profile
from hageplan.matching.result import PartName
from hageplan.matching.vectors import Likeness, tag_likeness, word_likeness
from hageplan.records.settings.kobling import Koblinger

Floats = NDArray[np.float32]
PARTS: Final[tuple[PartName, ...]] = get_args(PartName)
DIGITS: Final = 5
"""Of a whole industry code."""
EARTH_RADIUS_KM: Final = 6371.0
BLOCK: Final = 2_000_000
"""Pairs that are scored at a time: some hundred megabytes."""
NO_PAIR: Final = -1.0
"""The score of a pair that is not to be."""


@dataclass(frozen=True)
class Block:
    """Some rows with all columns: parts (6, rows, columns), scores and kilometres of road."""

    parts: Floats
    scores: Floats
    km: Floats


class Scores:
    """Scores of `rows` against `columns`; the same profiles on both sides are pairs of companies.

    `km_per_km` is how much longer the road is than the straight line; `barred` are pairs of ids
    that are not to be; `touching` are ids of which one must be in every pair (None: any).
    """

    def __init__(
        self,
        rows: Sequence[Profile],
        columns: Sequence[Profile],
        settings: Koblinger,
        km_per_km: float,
        *,
        barred: Iterable[tuple[str, str]] = (),
        touching: frozenset[str] | None = None,
    ) -> None:
        self.rows, self.columns = tuple(rows), tuple(columns)
        self.is_symmetric = self.rows == self.columns
        self._settings, self._km_per_km = settings, km_per_km
        weights = settings.vekter
        self.weights = np.array([*vars(weights).values()], dtype=np.float32)
        self._tags = tag_likeness([p.needs for p in rows], [p.offers for p in columns])
        self._words = word_likeness([p.need_text for p in rows], [p.offer_text for p in columns])
        self._touching = touching
        self._barred = self._indices(barred)

    @property
    def block_rows(self) -> int:
        """Rows of one block."""
        return max(1, BLOCK // max(len(self.columns), 1))

    def slices(self) -> Iterable[slice]:
        """Return the blocks' rows, from first to last."""
        size = self.block_rows
        return (slice(n, min(n + size, len(self.rows))) for n in range(0, len(self.rows), size))

    def block(self, rows: slice) -> Block:
        """Return the parts and scores of some rows; scores of pairs that are not to be: NO_PAIR."""
        km = self._km(rows)
        parts = np.stack(
            [
                self._both(self._tags, rows),
                self._both(self._words, rows),
                self._industry(rows),
                self._supply(rows),
                self._size(rows),
                np.exp2(-km / np.float32(self._settings.halv_avstand_km)),
            ]
        )
        scores = np.tensordot(self.weights, parts, axes=1)
        is_reason = (parts[0] > 0) | (parts[1] >= self._settings.tekst_minst)
        is_reason &= parts[0] + parts[1] > 0
        scores[~is_reason | self._is_barred(rows)] = NO_PAIR
        return Block(parts, scores, km)

    def _both(self, likeness: Likeness, rows: slice) -> Floats:
        """Return what speaks for a pair in one direction or the other; a resource needs nothing."""
        there = likeness.there(rows)
        if not self.is_symmetric:
            return there
        return np.asarray(1 - (1 - there) * (1 - likeness.back(rows)), dtype=np.float32)

    def _industry(self, rows: slice) -> Floats:
        shared = np.zeros((len(self.rows[rows]), len(self.columns)), dtype=np.float32)
        for own, theirs in self._code_pairs:
            alike = np.zeros(shared.shape, dtype=np.float32)
            same = np.ones(shared.shape, dtype=np.bool_)
            for digit in range(DIGITS):
                same &= own[rows, digit, None] == theirs[None, :, digit]
                same &= own[rows, digit, None] >= 0
                alike += same
            np.maximum(shared, alike / DIGITS, out=shared)
        return shared

    @cached_property
    def _code_pairs(self) -> list[tuple[NDArray[np.int8], NDArray[np.int8]]]:
        """Return the digits of each side's codes, several of a side one after another."""
        own, theirs = _digits(self.rows), _digits(self.columns)
        return [(one, other) for one in own for other in theirs]

    def _supply(self, rows: slice) -> Floats:
        return self._supplies[np.ix_(self._own_division[rows], self._their_division)]

    @cached_property
    def _divisions(self) -> dict[str, int]:
        """Return an index of each industry division; 0 is unknown."""
        known = sorted({code[:2] for p in (*self.rows, *self.columns) for code in p.codes[:1]})
        return {division: n for n, division in enumerate(known, start=1)}

    @cached_property
    def _supplies(self) -> Floats:
        table = np.zeros((len(self._divisions) + 1,) * 2, dtype=np.float32)
        for seller, buyer in self._settings.leverandorpar:
            if seller in self._divisions and buyer in self._divisions:
                pair = self._divisions[seller], self._divisions[buyer]
                table[pair] = table[pair[::-1]] = 1
        return table

    @cached_property
    def _own_division(self) -> NDArray[np.intp]:
        return self._division_of(self.rows)

    @cached_property
    def _their_division(self) -> NDArray[np.intp]:
        return self._division_of(self.columns)

    def _division_of(self, profiles: Sequence[Profile]) -> NDArray[np.intp]:
        """Return each one's division; a resource supplies nobody."""
        found = [self._divisions[p.codes[0][:2]] if p.codes and p.place else 0 for p in profiles]
        return np.array(found, dtype=np.intp)

    def _size(self, rows: slice) -> Floats:
        own, theirs = _headcounts(self.rows[rows])[:, None], _headcounts(self.columns)[None, :]
        known = (own >= 0) & (theirs >= 0)
        smaller, larger = np.minimum(own, theirs) + 1, np.maximum(own, theirs) + 1
        ratio = np.divide(smaller, larger, out=np.zeros(known.shape, np.float32), where=known)
        return np.asarray(ratio, dtype=np.float32)

    def _km(self, rows: slice) -> Floats:
        """Return kilometres of road, estimated; infinite to a resource."""
        cosines = self._towards(self.rows[rows]) @ self._towards(self.columns).T
        km = EARTH_RADIUS_KM * self._km_per_km * np.arccos(np.clip(cosines, -1, 1))
        return np.where(np.isnan(km), np.inf, km).astype(np.float32)

    @staticmethod
    def _towards(profiles: Sequence[Profile]) -> NDArray[np.float64]:
        """Return unit vectors from the earth's centre, (profiles, 3); NaN without a place."""
        lat, lon = _radians(profiles).T
        return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    def _is_barred(self, rows: slice) -> NDArray[np.bool_]:
        own, theirs = self.rows[rows], self.columns
        barred = np.zeros((len(own), len(theirs)), dtype=np.bool_)
        for r, profile in enumerate(own):
            barred[r, self._barred.get(profile.id, [])] = True
            if self.is_symmetric:
                barred[r, self._family[profile.family]] = True
        meant = [c for c, profile in enumerate(theirs) if profile.place is None and profile.codes]
        for c in meant:
            barred[:, c] |= [not _is_meant(profile, theirs[c]) for profile in own]
        if self._touching is not None:
            out = [[p.id not in self._touching for p in side] for side in (own, theirs)]
            barred |= np.array(out[0])[:, None] & np.array(out[1])[None, :]
        return barred

    @cached_property
    def _family(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for c, profile in enumerate(self.columns):
            found.setdefault(profile.family, []).append(c)
        return found

    def _indices(self, barred: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
        """Return the columns that each row is not to meet."""
        column = {profile.id: c for c, profile in enumerate(self.columns)}
        found: dict[str, list[int]] = {}
        for one, other in barred:
            for own, theirs in ((one, other), (other, one)):
                if theirs in column:
                    found.setdefault(own, []).append(column[theirs])
        return found


def _digits(profiles: Sequence[Profile]) -> list[NDArray[np.int8]]:
    """Return the digits of everyone's first code, second code and so on; -1 is no digit."""
    most = max((len(p.codes) for p in profiles), default=0)
    found = []
    for number in range(most):
        digits = np.full((len(profiles), DIGITS), -1, dtype=np.int8)
        for row, profile in enumerate(profiles):
            if number < len(profile.codes):
                code = profile.codes[number].replace(".", "")
                digits[row, : len(code)] = [int(sign) for sign in code]
        found.append(digits)
    return found


def _headcounts(profiles: Sequence[Profile]) -> Floats:
    return np.array([-1 if p.employees is None else p.employees for p in profiles], np.float32)


def _radians(profiles: Sequence[Profile]) -> NDArray[np.float64]:
    places = [p.place or (np.nan, np.nan) for p in profiles]
    return np.radians(np.array(places, dtype=np.float64).reshape(-1, 2))


def _is_meant(company: Profile, resource: Profile) -> bool:
    """Tell whether a resource is for a company's industry."""
    own = company.codes[0].replace(".", "") if company.codes else ""
    return any(own.startswith(code.replace(".", "")) for code in resource.codes)
