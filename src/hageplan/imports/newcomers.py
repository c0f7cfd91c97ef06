"""Companies that an answer or a visit names, and that are not on the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from hageplan.companies.new import NewCompany, new_company
from hageplan.errors import RequestError
from hageplan.imports.result import Newcomer
from hageplan.messages import Message
from hageplan.records.bedrift import Bedrift
from hageplan.records.kommune import Kommuner
from hageplan.records.spelling import name_key
from hageplan.records.workspace import Workspace

_VISIT: Final = re.compile(
    r"^\s*(?:bedrifts)?(?:besøk|besok|visit)\s*(?:(?:hos|av|til|at|to)\b)?[\s:–-]*(?P<navn>[^,(–|]+)",
    re.IGNORECASE,
)
"""A title that says who is visited."""
_WORDS: Final = re.compile(r"[^,;\d]+")
_LONGEST: Final = 200
"""Signs of a title and of a place that are looked at."""


class UnknownCompanyError(RequestError):
    """A row is of a company that is not on the list."""

    def __init__(self, message: Message, newcomer: Newcomer) -> None:
        super().__init__(message)
        self.newcomer = newcomer


def each_once(found: Iterable[Newcomer]) -> tuple[Newcomer, ...]:
    """Return the companies, each once, as first told: by number, else by name and municipality."""
    by_key: dict[str | tuple[str, str], Newcomer] = {}
    for one in found:
        by_key.setdefault(one.organisasjonsnummer or (name_key(one.navn), one.kommune), one)
    return tuple(by_key.values())


def visited(title: str, place: str, kommuner: Kommuner) -> Newcomer | None:
    """Return whom an event visits, as its title says; None where it does not say so."""
    found = _VISIT.match(title[:_LONGEST])
    if found is None or not found["navn"].strip():
        return None
    return Newcomer(
        navn=found["navn"].strip(),
        kommune=_kommune_in(place[:_LONGEST], kommuner),
        organisasjonsnummer="",
    )


def placed(newcomer: Newcomer, workspace: Workspace) -> Newcomer:
    """Return a company with its municipality: the region's only one where nothing says which."""
    region = {*workspace.dekker, *workspace.vurderer}
    if newcomer.kommune or len(region) != 1:
        return newcomer
    return newcomer.model_copy(update={"kommune": region.pop()})


def with_newcomers(
    folder: Path, workspace: Workspace, chosen: Iterable[Newcomer]
) -> tuple[Workspace, tuple[Bedrift, ...]]:
    """Return the records with companies added, and these.

    Raises RequestError where one cannot be: its number was forgotten, or has opted out.
    """
    added: list[Bedrift] = []
    for one in chosen:
        said = NewCompany(
            navn=one.navn, kommune=one.kommune, orgnr=one.organisasjonsnummer, values={}
        )
        bedrift = new_company(folder, workspace, said)
        added.append(bedrift)
        workspace = replace(workspace, bedrifter=(*workspace.bedrifter, bedrift))
    return workspace, tuple(added)


def _kommune_in(place: str, kommuner: Kommuner) -> str:
    """Return the number of the last municipality that a place names, "" where it names none."""
    named = [kommuner.matching(words.strip()) for words in _WORDS.findall(place)]
    sure = [found[0].kommunenummer for found in named if len(found) == 1]
    return sure[-1] if sure else ""
