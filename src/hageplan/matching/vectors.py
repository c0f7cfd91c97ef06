"""How alike words and tags are: cosines of sparse unit vectors.

Words are character 3- to 5-grams, weighed by how rare they are. Parts of words find each other
where whole words don't: "regnskapsfører" and "regnskap", "sagbruk" and "saging". Norwegian writes
together what belongs together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.matching.profile import Tags

Floats = NDArray[np.float32]
_SIGNS: Final = re.compile(r"^\W+|\W+$")
LENGTHS: Final = (3, 4, 5)
ALIKE: Final = 0.5
"""The part of a word's n-grams that another one has, from which on both are shown as alike."""
SMALL: Final = frozenset(
    [
        "av",
        "den",
        "det",
        "en",
        "et",
        "for",
        "fra",
        "i",
        "med",
        "og",
        "om",
        "på",
        "som",
        "til",
        "ved",
    ]
)
"""Words that tell nothing where they are shown."""
WORDS_SHOWN: Final = 5


@dataclass(frozen=True)
class SparseRows:
    """Rows that are mostly zeros: row n has `values[starts[n]:starts[n + 1]]` in those `columns`.

    Columns ascend within a row, so that a sum is the same in whatever order its terms were given.
    """

    starts: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, float]]) -> SparseRows:
        """Return rows that are given as values by column."""
        entries = [sorted(row.items()) for row in rows]
        return cls(
            np.cumsum([0, *map(len, entries)]),
            np.array([column for row in entries for column, _ in row], dtype=np.intp),
            np.array([value for row in entries for _, value in row], dtype=np.float32),
        )

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.starts) - 1

    @cached_property
    def by_column(self) -> Mapping[int, tuple[NDArray[np.intp], Floats]]:
        """The rows that have something in a column, and what."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        columns, first = np.unique(self.columns[order], return_index=True)
        parts = (np.split(one[order], first[1:]) for one in (rows, self.values))
        return dict(zip(columns.tolist(), zip(*parts, strict=True), strict=False))

    def products(self, rows: slice, others: SparseRows) -> Floats:
        """Return the inner products of some rows with all `others`: (rows, others)."""
        numbers = range(*rows.indices(len(self)))
        found = np.zeros((len(numbers), len(others)), dtype=np.float32)
        for row, number in zip(found, numbers, strict=True):
            here = slice(self.starts[number], self.starts[number + 1])
            for column, value in zip(self.columns[here].tolist(), self.values[here], strict=True):
                if column in others.by_column:
                    there, values = others.by_column[column]
                    row[there] += value * values
        return found


@dataclass(frozen=True)
class Likeness:
    """What needs have in common with offers, as cosines in [0, 1]."""

    needs: SparseRows
    offers: SparseRows

    def there(self, rows: slice) -> Floats:
        """Return the cosines of some needs with all offers: (rows, offers)."""
        return self.needs.products(rows, self.offers)

    def back(self, rows: slice) -> Floats:
        """Return the cosines of some offers with all needs: (rows, needs)."""
        return self.offers.products(rows, self.needs)


def tag_likeness(needs: Sequence[Tags], offers: Sequence[Tags]) -> Likeness:
    """Return the likeness of tags; those that no need has count in the length alone."""
    tags = sorted({tag for found in needs for tag in found})
    columns = {tag: number for number, tag in enumerate(tags)}

    def rows(of: Sequence[Tags]) -> SparseRows:
        return SparseRows.of(
            [{columns[t]: len(found) ** -0.5 for t in found if t in columns} for found in of]
        )

    return Likeness(rows(needs), rows(offers))


def word_likeness(needs: Sequence[str], offers: Sequence[str]) -> Likeness:
    """Return the likeness of texts."""
    grams = [_grams(text) for text in (*needs, *offers)]
    rows = list(_unit_rows(grams))
    return Likeness(SparseRows.of(rows[: len(needs)]), SparseRows.of(rows[len(needs) :]))


def words_alike(need: str, offer: str, *, one_at_least: bool) -> tuple[tuple[str, str], ...]:
    """Return the words of two texts that are alike, the likest pairs first.

    They are as they were written; each word of the need is there once. With `one_at_least` the
    likest pair is there in any case where words have an n-gram in common.
    """
    found: dict[str, tuple[float, str]] = {}
    for one in _words(need):
        shares = [(_share(_grams(one), _grams(other)), other) for other in _words(offer)]
        found[one] = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
    order = sorted((-share, one, other) for one, (share, other) in found.items() if share)
    alike = [pair for pair in order if -pair[0] >= ALIKE]
    chosen = alike[:WORDS_SHOWN] or order[:one_at_least]
    return tuple((one, other) for _share_of, one, other in chosen)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text without the signs around them, each once."""
    words = (_SIGNS.sub("", word) for part in text.split() for word in part.split("/"))
    return tuple(dict.fromkeys(word for word in words if word and word.casefold() not in SMALL))


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Return the n-grams that two words have in common, of those of the shorter one."""
    return (one & other).total() / max(min(one.total(), other.total()), 1)


def _unit_rows(grams: Sequence[Counter[str]]) -> Iterator[Mapping[int, float]]:
    """Give the n-grams of each text as a vector of length 1, the rare ones weighing more."""
    texts_with = Counter(gram for found in grams for gram in found)
    columns = {gram: number for number, gram in enumerate(texts_with)}
    rarity = {gram: log((1 + len(grams)) / (1 + n)) + 1 for gram, n in texts_with.items()}
    for found in grams:
        weights = {columns[gram]: n * rarity[gram] for gram, n in found.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        yield {column: weight * (1 / length) for column, weight in weights.items()}


def _grams(text: str) -> Counter[str]:
    """Return the n-grams within words, a blank standing for a word's beginning and end."""
    words = (f" {word} " for word in _plain(text).split())
    return Counter(
        word[at : at + length]
        for word in words
        for length in LENGTHS
        for at in range(len(word) - length + 1)
    )


def _plain(text: str) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold())
