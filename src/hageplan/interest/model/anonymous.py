"""Companies that were forgotten, as counts and back as companies that answer like them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from hageplan.interest.model.classes import industry_of, size_of
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Henvendelse
from hageplan.records.personvern import NAERINGER, STORRELSER, Anonym

_HEADCOUNTS: Final = (0, 1, 5, 10, 20, 50, None)
"""A headcount of each class."""
_CODES: Final = ("01", "10", "41", "47", "62", "86", None)
"""A code of each group of industries."""


def anonymous(bedrift: Bedrift, henvendelser: Iterable[Henvendelse]) -> Anonym:
    """Return what counts need of a company and its contacts, oldest first; nothing names it."""
    contacts = tuple(henvendelser)
    answer = next((c for c in reversed(contacts) if c.interesse is not None), None)
    return Anonym(
        kommunenummer=bedrift.kommunenummer,
        storrelse=STORRELSER[size_of(bedrift.antall_ansatte)],
        naering=NAERINGER[industry_of(bedrift.naeringskode)],
        status=bedrift.status,
        interesse=answer.interesse if answer else None,
        retning=contacts[0].retning if answer else "ut",
        maaned=f"{answer.tid:%Y-%m}" if answer else None,
    )


def gathered(anonyme: Iterable[Anonym]) -> tuple[Anonym, ...]:
    """Return the counts, those of equal companies as one."""
    counts: dict[Anonym, int] = {}
    for anonym in anonyme:
        kind = anonym.model_copy(update={"antall": 1})
        counts[kind] = counts.get(kind, 0) + anonym.antall
    return tuple(kind.model_copy(update={"antall": count}) for kind, count in counts.items())


def stand_ins(
    anonyme: Iterable[Anonym],
) -> tuple[tuple[Bedrift, ...], tuple[Henvendelse, ...]]:
    """Return companies and contacts from which the model learns what the forgotten ones taught it.

    Their numbers are no organisasjonsnummer; nobody can be visited under them.
    """
    single = (anonym for anonym in anonyme for _ in range(anonym.antall))
    pairs = [_stand_in(f"anonym-{index}", anonym) for index, anonym in enumerate(single)]
    return tuple(pair[0] for pair in pairs), tuple(c for pair in pairs for c in pair[1])


def _stand_in(number: str, anonym: Anonym) -> tuple[Bedrift, tuple[Henvendelse, ...]]:
    bedrift = Bedrift.model_construct(
        organisasjonsnummer=number,
        navn="(anonym)",
        kommunenummer=anonym.kommunenummer,
        antall_ansatte=_HEADCOUNTS[STORRELSER.index(anonym.storrelse)],
        naeringskode=_CODES[NAERINGER.index(anonym.naering)],
        status=anonym.status,
        reservert=True,
    )
    return bedrift, tuple(_answers(number, anonym))


def _answers(number: str, anonym: Anonym) -> Iterator[Henvendelse]:
    if anonym.interesse is not None and anonym.maaned is not None:
        yield Henvendelse.model_construct(
            organisasjonsnummer=number,
            tid=datetime.fromisoformat(f"{anonym.maaned}-01"),
            retning=anonym.retning,
            interesse=anonym.interesse,
        )
