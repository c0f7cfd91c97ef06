"""The appointment that somebody means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import Message, msg
from hageplan.records.avtaler import booked
from hageplan.records.logg import Avtale
from hageplan.records.spelling import compact
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import find_bedrift, nearest, repr_name

_WHAT_BECAME: Final[Mapping[str, Message]] = {
    "foreslatt": msg("{id} is only proposed"),
    "avlyst": msg("{id} is cancelled"),
    "gjennomfort": msg("{id} has taken place"),
}


def find_booked(text: str, workspace: Workspace) -> Avtale:
    """Return the booked appointment whose id `text` is, or the only one of the company.

    Raises RequestError where there is none, or several.
    """
    to_be_held = booked(workspace.avtaler)
    by_id = {avtale.id: avtale for avtale in to_be_held}
    if text in by_id:
        return by_id[text]
    past = next((avtale for avtale in workspace.avtaler if avtale.id == text), None)
    if past is not None:
        raise _no_longer_booked(past, workspace)
    if not compact(text).isdigit():
        raise _unknown(text, list(by_id))
    bedrift = find_bedrift(text, workspace.bedrift_by_number)
    found = [a for a in to_be_held if a.organisasjonsnummer == bedrift.organisasjonsnummer]
    if not found:
        raise RequestError(
            msg("{navn} has no booked appointment", navn=bedrift.navn),
            _book(bedrift.organisasjonsnummer),
        )
    if len(found) > 1:
        raise RequestError(
            msg("{navn} has {count} booked appointments", navn=bedrift.navn, count=len(found)),
            msg("name one of them: {ids}", ids=", ".join(avtale.id for avtale in found)),
        )
    return found[0]


def _no_longer_booked(past: Avtale, workspace: Workspace) -> RequestError:
    later = next((a for a in workspace.avtaler if a.erstatter == past.id), None)
    if later is not None:
        return RequestError(
            msg("{id} is replaced by {later}", id=past.id, later=later.id),
            msg("name that one, or the company's organisasjonsnummer"),
        )
    what = Message(_WHAT_BECAME[past.status].template, {"id": past.id})
    return RequestError(what, _book(past.organisasjonsnummer))


def _unknown(text: str, ids: list[str]) -> RequestError:
    near = nearest(text, ids)
    return RequestError(
        msg("there is no appointment {name}", name=repr_name(text)),
        msg("did you mean {key}?", key=near)
        if near
        else msg("name its id (hageplan avtaler lists them) or the company's organisasjonsnummer"),
    )


def _book(number: str) -> Message:
    return msg('book one: hageplan book {number} --at "2026-12-01 10:00"', number=number)
