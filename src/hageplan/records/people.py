"""What medarbeidere are called wherever people read of them; only machines read their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


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
