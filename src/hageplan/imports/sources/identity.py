"""Which company a name means, where there is no number; and which municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rapidfuzz import fuzz, process

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import name_key
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import find_kommune

SURE: Final = 90.0
"""Likeness from which a name is taken for a company's."""
EXACT: Final = 100.0
"""Likeness of a name that is the same."""
APART: Final = 5.0
"""By how much it must be more like it than any other's."""


FindKommune = Callable[[str], str]
"""Returns the number of the municipality that a text names, or raises RequestError."""
Identify = Callable[[str, str | None], tuple[Bedrift, float]]
"""Returns what a name and perhaps a municipality mean, as `Names.find`, or raises RequestError."""


def kommune_finder(workspace: Workspace) -> FindKommune:
    """Return what finds a municipality; a name that several share means the region's."""
    region = (*workspace.dekker, *workspace.vurderer)
    return lambda text: find_kommune(text, workspace.kommuner, region).kommunenummer


class NoSuchNameError(RequestError):
    """No company has a name like the one that is looked for."""


class Names:
    """The names of the companies that are known."""

    def __init__(self, bedrifter: Iterable[Bedrift]) -> None:
        self._bedrifter = tuple(bedrifter)
        self._keys = [name_key(bedrift.navn) for bedrift in self._bedrifter]

    def find(self, navn: str, kommunenummer: str | None = None) -> tuple[Bedrift, float]:
        """Return the company that `navn` means, in a municipality where that is known.

        Beside it how like its name is, 0 to 100. Raises RequestError where none is like it, or more
        than one.
        """
        among = {
            n: key
            for n, key in enumerate(self._keys)
            if kommunenummer in (None, self._bedrifter[n].kommunenummer)
        }
        key, likeness = name_key(navn), fuzz.token_sort_ratio
        best = process.extract(key, among, scorer=likeness, limit=2)
        if not best or best[0][1] < SURE:
            near = self._told(process.extract(key, self._keys, scorer=likeness, limit=1)) or "-"
            told = msg(
                "the organisation number is missing, and no company has this name; nearest: {near}",
                near=near,
            )
            raise NoSuchNameError(told)
        if len(best) > 1 and best[1][1] > best[0][1] - APART:
            told = msg(
                "the organisation number is missing; it may be {which}", which=self._told(best)
            )
            raise RequestError(told)
        return self._bedrifter[best[0][2]], best[0][1]

    def _told(self, found: Iterable[tuple[str, float, int]]) -> str:
        told = (f"«{self._bedrifter[n].navn}» ({score:.0f} %)" for _key, score, n in found)
        return ", ".join(told)
