"""What is claimed on a day: of each company and matter the latest word, and nothing beside it.

Three things could count a job twice: a word said again, a correction, and a main unit that speaks
of what its parts have told. A claim is a company's word about one matter (`gjelder`): whatever is
said later about the same matter takes the place of what was said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import id_of
from hageplan.records.logg import Arbeidsplasser, Henvendelse
from hageplan.records.spelling import ascii_key

Key = tuple[str, str]
"""Organisasjonsnummer and matter."""

JOB_WORDS: Final[Mapping[str, Message]] = {
    "bedriften": msg("the company"),
    "anslag": msg("estimate"),
    "vedtatt": msg("decided"),
}
"""What is usually written of who reports jobs, and how certain it is; people may write others."""


@dataclass(frozen=True, kw_only=True)
class JobStatement:
    """What a company said of jobs in one contact.

    Attributes:
        bedrift: The company.
        matter: What it is about, in one spelling; "" where that was not said.
        day: When it was said.
        henvendelse: Id of the contact.
        said: The numbers, the source, the confidence.
        mains: The units that the company is a part of, however many levels up.
    """

    bedrift: Bedrift
    matter: str
    day: date
    henvendelse: str
    said: Arbeidsplasser
    mains: frozenset[str]

    @property
    def key(self) -> Key:
        """What it is one claim with."""
        return self.bedrift.organisasjonsnummer, self.matter


def statements_of(
    henvendelser: Iterable[Henvendelse], bedrifter: Mapping[str, Bedrift]
) -> tuple[JobStatement, ...]:
    """Return all that was said of jobs, the earliest first."""
    return tuple(
        JobStatement(
            bedrift=bedrifter[contact.organisasjonsnummer],
            matter=ascii_key(contact.arbeidsplasser.gjelder),
            day=contact.tid.date(),
            henvendelse=id_of(contact),
            said=contact.arbeidsplasser,
            mains=_mains(bedrifter[contact.organisasjonsnummer], bedrifter),
        )
        for contact in sorted(henvendelser, key=lambda h: (h.tid, id_of(h)))
        if contact.arbeidsplasser is not None and contact.organisasjonsnummer in bedrifter
    )


def standing(words: Iterable[JobStatement], day: date) -> dict[Key, JobStatement]:
    """Return the latest word of each claim at the end of `day`."""
    return {word.key: word for word in words if word.day <= day}


def counted(claims: Mapping[Key, JobStatement]) -> dict[Key, JobStatement]:
    """Return the claims without those of main units about what a part of theirs speaks of too."""
    told = {(main, word.matter) for word in claims.values() for main in word.mains}
    return {key: word for key, word in claims.items() if key not in told}


def _mains(bedrift: Bedrift, bedrifter: Mapping[str, Bedrift]) -> frozenset[str]:
    """Return the units above a company; one that is said to be its own main unit has none."""
    found: set[str] = set()
    here: Bedrift | None = bedrift
    while here is not None and here.overordnet_enhet:
        number = here.overordnet_enhet
        if number in found or number == bedrift.organisasjonsnummer:
            break
        found.add(number)
        here = bedrifter.get(number)
    return frozenset(found)
