"""What the log's appointments come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from hageplan.records.entries import back_from, standing, with_free_id
from hageplan.records.logg import Avtale

if TYPE_CHECKING:
    from hageplan.records.bedrift import Bedrift
    from hageplan.records.settings.planlegging import Planlegging

TO_BE_HELD: Final = ("avtalt", "flyttet")
"""Statuses of an appointment that somebody is to come to."""


def current(avtaler: Iterable[Avtale]) -> tuple[Avtale, ...]:
    """Return the entries that no other entry replaces, by time."""
    return tuple(sorted(standing(avtaler), key=lambda avtale: (avtale.tid, avtale.id)))


def booked(avtaler: Iterable[Avtale]) -> tuple[Avtale, ...]:
    """Return the appointments that are to be held, by time."""
    return tuple(avtale for avtale in current(avtaler) if avtale.status in TO_BE_HELD)


def called_off(avtaler: Iterable[Avtale]) -> Mapping[str, frozenset[date]]:
    """Return the days on which a visit was called off, by organisasjonsnummer.

    One that was moved before it was called off had two times that did not suit.
    """
    entries = tuple(avtaler)
    by_id = {one.id: one for one in entries}
    off = (one for one in current(entries) if one.status == "avlyst")
    found: dict[str, frozenset[date]] = {}
    for one in off:
        days = {by_id[id_].tid.date() for id_ in back_from(one, by_id)}
        number = one.organisasjonsnummer
        found[number] = found.get(number, frozenset()) | days
    return found


def minutes_of(avtale: Avtale, bedrift: Bedrift, rules: Planlegging) -> int:
    """Return how many minutes an appointment takes: its own, the company's, or the usual ones."""
    return avtale.minutter or bedrift.besok_minutter or rules.besok_minutter


def new_avtale(
    number: str, tid: datetime, medarbeider: str, minutter: int | None, taken: Collection[str]
) -> Avtale:
    """Return a booked appointment with an id that is not `taken`."""
    entry = Avtale(
        id="avtale",
        organisasjonsnummer=number,
        tid=tid,
        medarbeider=medarbeider,
        minutter=minutter,
    )
    return with_free_id(entry, taken)


def replacement(
    avtale: Avtale,
    status: Literal["flyttet", "avlyst", "gjennomfort"],
    taken: Collection[str],
    *,
    tid: datetime | None = None,
    medarbeider: str | None = None,
    minutter: int | None = None,
) -> Avtale:
    """Return the entry that replaces `avtale`, equal to it but for `status` and what is given."""
    others = {"tid": tid, "medarbeider": medarbeider, "minutter": minutter}
    given = {key: value for key, value in others.items() if value}
    update = {"erstatter": avtale.id, "status": status, **given}
    return with_free_id(avtale.model_copy(update=update), taken)
