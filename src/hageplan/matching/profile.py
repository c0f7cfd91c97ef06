"""What counts of a company, or of a resource, when it is matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Henvendelse
from hageplan.records.spelling import ascii_key
from hageplan.records.workspace import Workspace

Tags = Mapping[str, str]
"""Tags as they were written, by their one spelling."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One side of a pair.

    Attributes:
        id: Organisasjonsnummer, or a resource's id.
        navn: Its name.
        family: Organisasjonsnummer of the main unit, or its own: the same within a family.
        kommunenummer: Its municipality; "" for a resource.
        needs: Tags of what it needs.
        offers: Tags of what it offers.
        need_text: All words of its needs.
        offer_text: All words of its offers; of a resource also those of its description.
        codes: Industry codes, its own or those that a resource is meant for.
        employees: None where unknown, or where it does not matter.
        place: Latitude and longitude, degrees; None for a resource.
        limit: Suggestions that it may be in; None for the usual number.
    """

    id: str
    navn: str
    family: str
    kommunenummer: str
    needs: Tags
    offers: Tags
    need_text: str
    offer_text: str
    codes: tuple[str, ...]
    employees: int | None
    place: tuple[float, float] | None
    limit: int | None = None


def not_introduced(name: str) -> RequestError:
    """Return the error for a company that is not matched."""
    return RequestError(
        msg("{name} has opted out, declined or closed down", name=name),
        msg("choose another company; this one cannot be introduced"),
    )


def companies_of(workspace: Workspace) -> tuple[Profile, ...]:
    """Return the companies of the target group that may be introduced.

    They are open, and have neither opted out nor declined.
    """
    contacts: dict[str, list[Henvendelse]] = {}
    for contact in workspace.henvendelser:
        contacts.setdefault(contact.organisasjonsnummer, []).append(contact)
    return tuple(
        _of_company(bedrift, contacts.get(bedrift.organisasjonsnummer, ()), workspace.kommuner)
        for bedrift in workspace.maalgruppe
        if not bedrift.reservert and bedrift.status not in ("nedlagt", "avslag")
    )


def resources_of(ressurser: Iterable[Ressurs]) -> tuple[Profile, ...]:
    """Return the resources, which need nothing."""
    return tuple(
        Profile(
            id=one.id,
            navn=one.navn,
            family=one.id,
            kommunenummer="",
            needs={},
            offers=_tags(one.tilbyr),
            need_text="",
            offer_text=" ".join((*one.tilbyr, one.beskrivelse)),
            codes=one.naeringskoder,
            employees=None,
            place=None,
            limit=one.maks,
        )
        for one in ressurser
    )


def _of_company(bedrift: Bedrift, contacts: Sequence[Henvendelse], kommuner: Kommuner) -> Profile:
    """Return what counts of a company.

    What it needs stands in `behov` and what it offers in `tilbyr`, and nowhere else: a note such as
    "trenger rekruttering" may tell of either, and of neither.
    """
    needs = [*bedrift.behov, *(tag for contact in contacts for tag in contact.behov)]
    offers = [*bedrift.tilbyr, *(tag for contact in contacts for tag in contact.tilbyr)]
    kommune = kommuner[bedrift.kommunenummer]
    lat, lon = bedrift.lat, bedrift.lon
    return Profile(
        id=bedrift.organisasjonsnummer,
        navn=bedrift.navn,
        family=bedrift.overordnet_enhet or bedrift.organisasjonsnummer,
        kommunenummer=bedrift.kommunenummer,
        needs=_tags(needs),
        offers=_tags(offers),
        need_text=" ".join(dict.fromkeys(needs)),
        offer_text=" ".join(dict.fromkeys(offers)),
        codes=(bedrift.naeringskode,) if bedrift.naeringskode else (),
        employees=bedrift.antall_ansatte,
        place=(kommune.lat, kommune.lon) if lat is None or lon is None else (lat, lon),
    )


def _tags(tags: Iterable[str]) -> Tags:
    """Return tags, each once however it is spelt."""
    return {ascii_key(tag): tag for tag in reversed([*tags]) if tag.strip()}
