"""The municipality that somebody means."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hageplan.errors import RequestError
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.kommune import Kommune, Kommuner
from hageplan.records.workspace import Workspace
from hageplan.workspace.words import repr_name


def find_kommune(text: str, kommuner: Kommuner, region: Collection[str] = ()) -> Kommune:
    """Return the one municipality that `text` names.

    A name that several share means the one in `region` (numbers) where just one is.
    Raises RequestError with suggestions.
    """
    matches = kommuner.matching(text)
    ours = [kommune for kommune in matches if kommune.kommunenummer in region]
    if len(matches) == 1:
        return matches[0]
    if len(ours) == 1:
        return ours[0]
    if matches:
        raise RequestError(ambiguous(text, matches), choose_one(matches))
    raise RequestError(unknown(text), suggest(text, kommuner))


def find_all(texts: Iterable[str], kommuner: Kommuner, region: Collection[str]) -> tuple[str, ...]:
    """Return the numbers of the municipalities that `texts` name, each once, in their order."""
    found = [find_kommune(text, kommuner, region).kommunenummer for text in texts]
    return tuple(dict.fromkeys(found))


def kommuner_of(texts: Iterable[str] | None, workspace: Workspace) -> tuple[str, ...]:
    """Return the numbers of the municipalities that people named; raises RequestError."""
    region = (*workspace.dekker, *workspace.vurderer)
    return find_all(texts or (), workspace.kommuner, region)


def label(kommune: Kommune) -> str:
    """Return a name that leaves no doubt, such as `Våler (Innlandet) 3419`."""
    return f"{kommune.navn} ({kommune.fylke}) {kommune.kommunenummer}"


def unknown(text: str) -> Message:
    """Say that no municipality is called so."""
    return msg("there is no municipality {name}", name=repr_name(text))


def ambiguous(text: str, matches: Iterable[Kommune]) -> Message:
    """Say that several municipalities are called so, and in which counties."""
    counties = ", ".join(kommune.fylke for kommune in matches)
    return msg("{name} is a municipality in {counties}", name=repr_name(text), counties=counties)


def choose_one(matches: Iterable[Kommune]) -> Message:
    """Say how to name one of several."""
    return msg(
        "write its number or its county: {labels}", labels="; ".join(label(k) for k in matches)
    )


def suggest(text: str, kommuner: Kommuner) -> Message:
    """Say which names are near; nothing where none is."""
    near = kommuner.nearest(text)
    if not near:
        return NOTHING
    return msg("did you mean {labels}?", labels="; ".join(label(k) for k in near))
