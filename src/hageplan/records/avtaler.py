"""What the log's appointments come to: an entry is never changed, a later one replaces it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, Literal

from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Avtale
from hageplan.records.naeringshage import Planlegging

TO_BE_HELD: Final = ("avtalt", "flyttet")
"""Statuses of an appointment that somebody is to come to."""


def current(avtaler: Iterable[Avtale]) -> tuple[Avtale, ...]:
    """Return the entries that no other entry replaces, by time."""
    entries = tuple(avtaler)
    replaced = {avtale.erstatter for avtale in entries}
    standing = (avtale for avtale in entries if avtale.id not in replaced)
    return tuple(sorted(standing, key=lambda avtale: (avtale.tid, avtale.id)))


def booked(avtaler: Iterable[Avtale]) -> tuple[Avtale, ...]:
    """Return the appointments that are to be held, by time."""
    return tuple(avtale for avtale in current(avtaler) if avtale.status in TO_BE_HELD)


def minutes_of(avtale: Avtale, bedrift: Bedrift, rules: Planlegging) -> int:
    """Return how many minutes an appointment takes: its own, the company's, or the usual ones."""
    return avtale.minutter or bedrift.besok_minutter or rules.besok_minutter


def new_avtale(
    number: str, tid: datetime, medarbeider: str, minutter: int | None, taken: Collection[str]
) -> Avtale:
    """Return a booked appointment with an id that is not `taken`."""
    return Avtale(
        id=new_id(number, tid, taken),
        organisasjonsnummer=number,
        tid=tid,
        medarbeider=medarbeider,
        minutter=minutter,
    )


def replacement(
    avtale: Avtale,
    status: Literal["flyttet", "avlyst", "gjennomfort"],
    taken: Collection[str],
    **changes: Any,  # noqa: ANN401  (keys of `Avtale`)
) -> Avtale:
    """Return the entry that replaces `avtale`, equal to it but for `status` and `changes`."""
    kept = avtale.model_dump(exclude={"id", "erstatter", "status"})
    table = kept | changes
    own_id = new_id(table["organisasjonsnummer"], table["tid"], taken)
    return Avtale(id=own_id, erstatter=avtale.id, status=status, **table)


def new_id(number: str, tid: datetime, taken: Collection[str]) -> str:
    """Return a readable id that is not `taken`, such as `avtale-20261201-1000-310000000`."""
    plain = f"avtale-{tid:%Y%m%d-%H%M}-{number}"
    counted = (f"{plain}-{count}" for count in range(2, len(taken) + 3))
    return next(one for one in (plain, *counted) if one not in taken)
