"""Companies that stand twice under different numbers, with which of them to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from hageplan.errors import Problem
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import ascii_key, name_key
from hageplan.workspace.reading import Located, problem_at

Place = Located[Bedrift]


def duplicates(bedrifter: Sequence[Place]) -> Iterator[Problem]:
    """Find companies of one name and municipality that share an address, telephone or e-mail.

    A company and its places of business may; those that are closed down do not count.
    """
    groups: dict[tuple[str, str], list[Place]] = {}
    for at in bedrifter:
        if at.record.status != "nedlagt":
            key = (at.record.kommunenummer, name_key(at.record.navn))
            groups.setdefault(key, []).append(at)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if _is_same(one.record, other.record):
                yield _twice(*sorted((one, other), key=_worth, reverse=True))


def _is_same(one: Bedrift, other: Bedrift) -> bool:
    owners = {one.overordnet_enhet, other.overordnet_enhet}
    numbers = {one.organisasjonsnummer, other.organisasjonsnummer}
    are_siblings = len(owners) == 1 and one.overordnet_enhet is not None
    is_related = are_siblings or bool(owners & numbers)
    return len(numbers) > 1 and not is_related and bool(_marks(one) & _marks(other))


def _marks(bedrift: Bedrift) -> set[str]:
    contact = bedrift.kontakt
    told = (bedrift.adresse, "".join(contact.telefon.split()), contact.epost)
    return {ascii_key(text) for text in told if text.strip()}


def _worth(at: Place) -> tuple[bool, int]:
    """Return what tells which of two to keep: a member, else the one that more is known of."""
    return at.record.status in ("medlem", "maalbedrift"), len(at.record.model_fields_set)


def _twice(kept: Place, other: Place) -> Problem:
    fields = sorted(other.record.model_fields_set - kept.record.model_fields_set)
    return problem_at(
        "warning",
        "maybe-twice",
        other,
        ("organisasjonsnummer",),
        f'"{other.record.organisasjonsnummer}"',
        msg(
            "perhaps the same company as {number} in {place}: {name}",
            number=kept.record.organisasjonsnummer,
            place=kept.place,
            name=kept.record.navn,
        ),
        msg("each company once"),
        msg(
            "where it is the same: keep {number}, take over {fields} from this one, and set this"
            ' one\'s status to "nedlagt"',
            number=kept.record.organisasjonsnummer,
            fields=", ".join(fields) or "–",
        ),
    )
