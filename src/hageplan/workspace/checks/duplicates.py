"""Companies that stand twice under different numbers, with which of them to keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from hageplan.errors import Problem
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import ascii_key, name_key
from hageplan.workspace.located import Located

Place = Located[Bedrift]
ALIKE: Final = 90.0
"""Likeness of two names, 0 to 100, from which they may be one company's."""
_FIGURES: Final = re.compile(r"\d+|\b[ivx]+\b")
"""What tells "Eiendom 1" from "Eiendom 2"."""


def duplicates(bedrifter: Sequence[Place]) -> Iterator[Problem]:
    """Find companies of one municipality that have like names and something else in common.

    That is an address, telephone or e-mail, or that one is the other's place of business: those who
    go there would go twice. Places of one owner are places of their own, and those that are closed
    down do not count.
    """
    groups: dict[tuple[str, str], list[tuple[Place, str]]] = {}
    for at in bedrifter:
        if at.record.status != "nedlagt":
            name = name_key(at.record.navn)
            for mark in _marks(at.record):
                groups.setdefault((at.record.kommunenummer, mark), []).append((at, name))
    told: set[frozenset[str]] = set()
    for pairs in (*map(_alike, groups.values()), _with_one_place(bedrifter)):
        for one, other in pairs:
            pair = frozenset((one.record.organisasjonsnummer, other.record.organisasjonsnummer))
            if pair not in told and _may_be_same(one.record, other.record):
                told.add(pair)
                yield _twice(*sorted((one, other), key=_worth, reverse=True))


def _alike(group: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, Place]]:
    """Give the pairs with like names; hundreds of companies may share an office building."""
    places, names = zip(*group, strict=True)
    if not any(_share_letters(*pair) for pair in combinations(names, 2)):
        return
    # It takes 19 ms to load, and few who have something in common have like names.
    from rapidfuzz import fuzz, process

    for number, (place, name) in enumerate(group):
        later = process.extract(
            name, names[number + 1 :], scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=None
        )
        for other_name, _likeness, after in later:
            if _FIGURES.findall(name) == _FIGURES.findall(other_name):
                yield place, places[number + 1 + after]


def _share_letters(one: str, other: str) -> bool:
    """Tell whether two names have letters enough in common, in any order, to be alike."""
    shared = (Counter(one) & Counter(other)).total()
    return 200 * shared >= ALIKE * (len(one) + len(other))


def _with_one_place(bedrifter: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Give companies with their only place of business there, whatever the two are called."""
    found = {at.record.organisasjonsnummer: at for at in bedrifter if at.record.status != "nedlagt"}
    places: dict[str | None, list[Place]] = {}
    for at in found.values():
        places.setdefault(at.record.overordnet_enhet, []).append(at)
    for number, at in found.items():
        own = places.get(number, [])
        if len(own) == 1 and own[0].record.kommunenummer == at.record.kommunenummer:
            yield at, own[0]


def _may_be_same(one: Bedrift, other: Bedrift) -> bool:
    owner = one.overordnet_enhet
    are_siblings = owner is not None and owner == other.overordnet_enhet
    return one.organisasjonsnummer != other.organisasjonsnummer and not are_siblings


def _marks(bedrift: Bedrift) -> set[str]:
    """Return what two records of one company have in common, each with what kind it is."""
    kontakt = bedrift.kontakt
    told = {
        "address": bedrift.adresse,
        "telephone": "".join(kontakt.telefon.split()),
        "e-mail": kontakt.epost,
        "owner": bedrift.overordnet_enhet or bedrift.organisasjonsnummer,
    }
    return {f"{kind} {ascii_key(text)}" for kind, text in told.items() if text.strip()}


def _worth(at: Place) -> tuple[bool, int]:
    """Return what tells which of two to keep: a member, else the one that more is known of."""
    return at.record.status in ("medlem", "maalbedrift"), len(at.record.model_fields_set)


def _twice(kept: Place, other: Place) -> Problem:
    number = kept.record.organisasjonsnummer
    fields = sorted(other.record.model_fields_set - kept.record.model_fields_set)
    if fields:
        todo = msg(
            "if it is the same: keep {number}, copy {fields} from this one, and set the "
            'status of this one to "nedlagt"',
            number=number,
            fields=", ".join(fields),
        )
    else:
        todo = msg(
            'if it is the same: keep {number}, and set the status of this one to "nedlagt"',
            number=number,
        )
    return other.problem(
        "maybe-twice",
        ("organisasjonsnummer",),
        severity="warning",
        value=f'"{other.record.organisasjonsnummer}"',
        what=msg(
            "possibly the same company as {number} in {place}: {name}",
            number=number,
            place=kept.place,
            name=kept.record.navn,
        ),
        expected=msg("each company once"),
        todo=todo,
    )
