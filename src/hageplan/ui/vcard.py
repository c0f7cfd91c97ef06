"""Companies' contacts as vCards (RFC 6350), for the telephone's address book."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Final

from icalendar import Component
from icalendar.prop import vAdr, vN, vOrg, vText

from hageplan.records.bedrift import Bedrift
from hageplan.ui.clean import printable

_OURS: Final = uuid.UUID("5f0d3a3e-6a0c-5f55-9a1b-3f3c1d6a7e10")
"""What cards' ids are made from, with a company's number: one that comes again is known."""


class _Card(Component):
    name = "VCARD"


def vcards(bedrifter: Iterable[Bedrift]) -> bytes:
    """Return a card for each company that can be called or written to, and wants to be.

    Where nobody is to telephone there is no number; a company without a contact's name has a card
    of its own. The same companies give the same bytes.
    """
    return b"".join(_card(one).to_ical(sorted=False) for one in bedrifter if is_reached(one))


def is_reached(bedrift: Bedrift) -> bool:
    """Tell whether a company's contact makes a card."""
    contact = bedrift.kontakt
    telephone = "" if bedrift.ring_ikke else contact.telefon
    return bedrift.may_be_visited and bool(telephone or contact.epost)


def _card(bedrift: Bedrift) -> Component:
    contact, card = bedrift.kontakt, _Card()
    name = printable(contact.navn or bedrift.navn)
    given, _, family = name.rpartition(" ") if contact.navn else ("", "", name)
    card.add("version", vText("4.0"))
    card.add("uid", vText(f"urn:uuid:{uuid.uuid5(_OURS, bedrift.organisasjonsnummer)}"))
    card.add("kind", vText("individual" if contact.navn else "org"))
    card.add("fn", vText(name))
    card.add("n", vN((family, given, "", "", "")))
    card.add("org", vOrg((printable(bedrift.navn),)))
    if contact.rolle:
        card.add("title", vText(printable(contact.rolle)))
    if contact.telefon and not bedrift.ring_ikke:
        card.add("tel", vText(printable(contact.telefon)), parameters={"type": "work"})
    if contact.epost:
        card.add("email", vText(printable(contact.epost)), parameters={"type": "work"})
    if bedrift.adresse or bedrift.poststed:
        lines = (bedrift.adresse, bedrift.poststed, "", bedrift.postnummer or "", "")
        card.add("adr", vAdr(("", "", *map(printable, lines))), parameters={"type": "work"})
    return card
