"""The company that somebody names, in their own spelling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.organisasjonsnummer import compact
from hageplan.records.spelling import fold
from hageplan.workspace.bedrifter import NamedT, find_bedrift
from hageplan.workspace.words import repr_name

ALIKE: Final = 60.0
"""Score of 100 from which a name may be meant."""
SURE: Final = 90.0
"""Score from which a name is taken without asking, where no other comes near."""
MARGIN: Final = 8.0
SHOWN: Final = 8


def find_company(text: str, known: Sequence[NamedT]) -> NamedT:
    """Return the one company that `text`, a number or a name, means.

    Raises RequestError where none is meant, or several may be.
    """
    found = candidates(text, known)
    if len(found) == 1:
        return found[0]
    if compact(text).isdigit():
        return find_bedrift(text, known)
    if not found:
        raise RequestError(
            msg("no company is called {name}", name=repr_name(text)),
            msg("give its organisasjonsnummer, or more of its name"),
        )
    raise RequestError(
        msg("{name} may be several companies", name=repr_name(text)),
        msg(
            "give the organisasjonsnummer of one: {names}", names="; ".join(map(_described, found))
        ),
    )


def candidates(text: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    """Return whom `text` may mean, the likeliest first; one where there is little doubt."""
    number = compact(text)
    if number.isdigit():
        return tuple(c for c in known if c.organisasjonsnummer == number)[:1]
    wanted = fold(text)
    same = tuple(company for company in known if fold(company.navn) & wanted)
    return same[:SHOWN] if same else _alike(text, known)


def _alike(text: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    from rapidfuzz import fuzz, process

    names = [min(fold(company.navn)) for company in known]
    found = process.extract(
        min(fold(text)), names, scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=SHOWN
    )
    if not found:
        return ()
    is_sure = found[0][1] >= SURE and (len(found) == 1 or found[0][1] - found[1][1] >= MARGIN)
    return tuple(known[index] for _, _, index in (found[:1] if is_sure else found))


def _described(company: NamedT) -> str:
    return f"{company.organisasjonsnummer} {company.navn}"
