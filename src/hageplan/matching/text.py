"""How alike words are: cosines of character 3- to 5-grams, weighed by how rare they are.

Parts of words find each other where whole words don't: "regnskapsfører" and "regnskap",
"sagbruk" and "saging". Norwegian writes together what belongs together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import sparse

LENGTHS: Final = (3, 4, 5)


class Words:
    """Texts as unit vectors over a common vocabulary; what no text shares plays no part."""

    def __init__(self, needs: Sequence[str], offers: Sequence[str]) -> None:
        counts = [_grams(text) for text in (*needs, *offers)]
        documents = Counter(gram for found in counts for gram in found)
        self._columns = {gram: n for n, gram in enumerate(documents)}
        frequency = np.array(list(documents.values()), dtype=np.float64)
        self._rarity = np.log((1 + len(counts)) / (1 + frequency)) + 1
        vectors = self._vectors(counts)
        self._needs, self._offers = vectors[: len(needs)], vectors[len(needs) :]

    def likeness(self, rows: slice) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """Return the cosines, in [0, 1], of some needs with all offers: (rows, offers)."""
        return np.asarray((self._needs[rows] @ self._offers.T).toarray())

    def likeness_back(self, rows: slice) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """Return the same of some offers with all needs: (rows, needs)."""
        return np.asarray((self._offers[rows] @ self._needs.T).toarray())

    def _vectors(self, counts: Sequence[Counter[str]]) -> sparse.csr_array:
        ends = np.cumsum([0, *map(len, counts)])
        columns = np.array([self._columns[g] for found in counts for g in found], dtype=np.int32)
        values = np.array([n for found in counts for n in found.values()], dtype=np.float64)
        values *= self._rarity[columns] if len(columns) else 1
        shape = (len(counts), max(len(self._columns), 1))
        vectors = sparse.csr_array((values, columns, ends), shape=shape)
        norms = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
        scale = np.divide(1, norms, out=np.zeros_like(norms), where=norms > 0)
        return sparse.csr_array(sparse.diags_array(scale) @ vectors).astype(np.float32)


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
