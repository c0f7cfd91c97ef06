"""The companies that the words of a calendar name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import ascii_key, compact, name_key

SHORTEST_NAME: Final = 4
"""Letters that a name must have to be looked for in what an event is called."""
_MOST_SIGNS: Final = 1000
"""Signs of a title or a place that are looked through."""
_NUMBER: Final = re.compile(r"\b\d{3}[ \xa0]?\d{3}[ \xa0]?\d{3}\b")
_WORD: Final = re.compile(r"\w+")


class NamedCompanies:
    """Finds companies by number and name in short texts, however many companies there are."""

    def __init__(self, bedrifter: Iterable[Bedrift]) -> None:
        self._known = [*bedrifter]
        self._by_number = {b.organisasjonsnummer: n for n, b in enumerate(self._known)}
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, bedrift in enumerate(self._known):
            self._by_name[_needle(bedrift.navn)].append(number)
        self._longest = max((name.count(" ") + 1 for name in self._by_name), default=0)
        self._names_in = lru_cache(maxsize=None)(self._search)

    def find(self, title: str, uid: str, place: str = "") -> list[Bedrift]:
        """Return the companies that an event names: by number, else by name.

        A name within a longer one that is named is no name of its own; its `uid` may hold a number.
        """
        title, uid, place = title[:_MOST_SIGNS], uid[:_MOST_SIGNS], place[:_MOST_SIGNS]
        told = {compact(number) for number in _NUMBER.findall(f"{title}\n {uid}\n {place}")}
        found = {self._by_number[number] for number in told & self._by_number.keys()}
        if not found:
            spelt = self._names_in(title) | self._names_in(place)
            whole = (n for n in spelt if not any(f" {n} " in f" {o} " for o in spelt - {n}))
            found = {number for name in whole for number in self._by_name[name]}
        return [self._known[number] for number in sorted(found)]

    def _search(self, text: str) -> frozenset[str]:
        """Return the names in a text, read with and without the forms of companies."""
        runs = (*self._runs(name_key(text)), *self._runs(_words(text)))
        return frozenset(name for name in runs if len(name) >= SHORTEST_NAME) & self._by_name.keys()

    def _runs(self, text: str) -> Iterator[str]:
        """Give all words of a text that follow each other, as many as the longest name has."""
        words = text.split(" ")
        for start in range(len(words)):
            for stop in range(start + 1, min(start + self._longest, len(words)) + 1):
                yield " ".join(words[start:stop])


def _needle(navn: str) -> str:
    """Return what a company is looked for by: its name, with its form where it is short."""
    key = name_key(navn)
    return key if len(key) >= SHORTEST_NAME else _words(navn)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(ascii_key(text)))
