"""Whether marketing e-mail may go to an address (markedsføringsloven § 15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import compact
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import find_bedrift

Avslagsgrunn = Literal["opted-out", "no-address", "not-an-address", "sole-trader", "person"]

SOLE_TRADER: Final = "ENK"
"""Enhetsregisteret's code of a sole trader (enkeltpersonforetak): a natural person."""

GENERAL: Final = frozenset(
    {
        "adm",
        "admin",
        "administrasjon",
        "avdeling",
        "bedrift",
        "bestilling",
        "booking",
        "butikk",
        "butikken",
        "drift",
        "e-post",
        "email",
        "epost",
        "faktura",
        "felles",
        "firma",
        "firmapost",
        "hei",
        "hello",
        "hotell",
        "info",
        "informasjon",
        "kafe",
        "kontakt",
        "kontor",
        "kontoret",
        "kundeservice",
        "mail",
        "marked",
        "office",
        "ordre",
        "post",
        "postmottak",
        "regnskap",
        "resepsjon",
        "resepsjonen",
        "restaurant",
        "salg",
        "service",
        "servicekontor",
        "support",
        "verksted",
    }
)
"""Local parts that belong to a firm, not to a person. All others are taken to be somebody's name:
the law forgives an e-mail that was not sent."""

_ADDRESS: Final = re.compile(r"[\w.!#$%&*+/=?^{|}~-]+@[\w-]+(\.[\w-]+)+")
"""One address and nothing else: no name beside it, no second one, no line of a header."""


@dataclass(frozen=True)
class Epostsvar:
    """Whether marketing e-mail may go to `epost`; `grunn` tells why not."""

    example_data: bool
    organisasjonsnummer: str
    navn: str
    epost: str
    grunn: Avslagsgrunn | None

    @property
    def allowed(self) -> bool:
        """Whether it may."""
        return self.grunn is None


def may_email(
    workspace: Workspace, organisasjonsnummer: str, address: str | None = None, *, today: date
) -> Epostsvar:
    """Return whether marketing e-mail may go to an address, by default to the contact's own.

    Raises RequestError for an unknown company; a company that has opted out is refused whether it
    is known or not.
    """
    known = workspace.bedrift_by_number
    listed = {one.organisasjonsnummer for one in workspace.reservasjoner}
    example, number = workspace.example_data, compact(organisasjonsnummer)
    if number in listed - known.keys():
        return Epostsvar(example, number, "", address or "", "opted-out")
    bedrift = find_bedrift(number, known)
    asked = (bedrift.kontakt.epost if address is None else address).strip()
    reason = refusal(bedrift, asked, today, known.get(bedrift.overordnet_enhet or ""))
    return Epostsvar(example, number, bedrift.navn, asked, reason)


def refusal(
    bedrift: Bedrift, address: str, today: date, main: Bedrift | None = None
) -> Avslagsgrunn | None:
    """Return why no marketing e-mail may go to an `address` of a company; None where it may.

    `main` is the unit that the company is a part of, where it is known: a part of a sole trader is
    one too. An opt-out outweighs every consent. The contact's consent holds for the contact's own
    address, and for a sole trader's general ones; it begins on its day.
    """
    if bedrift.reservert or (main is not None and main.reservert):
        return "opted-out"
    if not address:
        return "no-address"
    if not address.isprintable() or not _ADDRESS.fullmatch(address):
        return "not-an-address"
    is_trader = SOLE_TRADER in (_form(bedrift), _form(main))
    general = is_general(address)
    if general and not is_trader:
        return None
    contact = bedrift.kontakt
    has_agreed = contact.samtykke is not None and contact.samtykke <= today
    is_own = address.casefold() == contact.epost.strip().casefold()
    if has_agreed and (is_own or general):
        return None
    return "sole-trader" if is_trader else "person"


def is_general(address: str) -> bool:
    """Tell whether an address is a firm's own, such as post@, and no person's."""
    local = address.partition("@")[0].partition("+")[0]
    return local.casefold() in GENERAL


def _form(bedrift: Bedrift | None) -> str:
    return bedrift.organisasjonsform.strip().upper() if bedrift is not None else ""
