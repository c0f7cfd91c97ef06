"""What companies and medarbeidere are called wherever people read of them.

A handle is a company's short name, which can be typed back; only machines read a medarbeider's id.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from hageplan.records.spelling import name_key

Handles = Mapping[str, str]
"""What each company is called back by, by its number."""
COMMANDS: Final = frozenset(
    {"show", "fix", "introduce", "ny", "endre", "medlem", "avslag", "sluttet", "ring-ikke"}
)
"""Words that mean something else where a company may be named: they are nobody's handle."""
_LAST: Final = "\U0010ffff"
_WORD: Final = re.compile(r"[^\W_][\w-]*")


def handles_of(names: Mapping[str, str]) -> Handles:
    """Return the handle of each company, where `names` has their names by number.

    It is the shortest run of a name's leading words that no other name begins with, or the whole
    name where no other is the same; the number where there is no such run.
    """
    return _Found(names)


class _Found(Mapping[str, str]):
    """Handles that are found when they are asked for: few of a hundred thousand are."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __getitem__(self, number: str) -> str:
        return next(_runs(name_key(self._names[number]), self._ordered), number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, number: object) -> bool:
        return number in self._names

    @cached_property
    def _ordered(self) -> Sequence[str]:
        return sorted(map(name_key, self._names.values()))


def _runs(key: str, ordered: Sequence[str]) -> Iterator[str]:
    """Give the runs of leading words that mean no other of the keys, the shortest first."""
    for run in accumulate(key.split(), "{} {}".format):
        end = run if run == key else run + _LAST
        is_only = bisect_right(ordered, end) - bisect_left(ordered, run) == 1
        handle = run.replace(" ", "-")
        if is_only and handle not in COMMANDS and _is_typed(handle, run):
            yield handle


def _is_typed(handle: str, run: str) -> bool:
    """Tell whether a handle is read as its words, and cannot be taken for a number or a sign."""
    is_word = _WORD.fullmatch(handle) is not None and any(sign.isalpha() for sign in handle)
    return is_word and name_key(handle) == run


class People(dict[str, str]):
    """The name of each medarbeider, by id; who has left is called by the id, as the log is."""

    def __missing__(self, who: str) -> str:
        return who


def people_called(names: Mapping[str, str]) -> People:
    """Return what each one is called, where `names` has the names, or "", by id.

    Who shares a name with another has the id beside it.
    """
    shared = Counter(names.values())
    return People(
        (who, (f"{navn} ({who})" if shared[navn] > 1 else navn) if navn else who)
        for who, navn in names.items()
    )
