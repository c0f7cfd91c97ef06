"""Whether marketing e-mail may go to an address (markedsføringsloven § 15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from hageplan.messages import NOTHING, Message, msg
from hageplan.records.base import Document, EnglishText, Schema
from hageplan.records.bedrift import Bedrift
from hageplan.records.spelling import compact, is_organisasjonsnummer
from hageplan.workspace.lookup import find_bedrift

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace

Refusal = Literal["opted-out", "unread", "no-address", "not-an-address", "sole-trader", "person"]

SOLE_TRADER: Final = "ENK"
"""Enhetsregisteret's code of a sole trader (enkeltpersonforetak): a natural person."""

GENERAL: Final = frozenset(
    {
        *("adm", "admin", "administrasjon", "avdeling", "bedrift", "bestilling", "booking"),
        *("butikk", "butikken", "drift", "e-post", "email", "epost", "faktura", "felles"),
        *("firma", "firmapost", "hei", "hello", "hotell", "info", "informasjon", "kafe"),
        *("kontakt", "kontor", "kontoret", "kundeservice", "mail", "marked", "office", "ordre"),
        *("post", "postmottak", "regnskap", "resepsjon", "resepsjonen", "restaurant", "salg"),
        *("service", "servicekontor", "support", "verksted"),
    }
)
"""Local parts that belong to a firm, not to a person. All others are taken to be somebody's name:
the law forgives an e-mail that was not sent."""

_ADDRESS: Final = re.compile(r"[\w.!#$%&*+/=?^{|}~-]+@[\w-]+(\.[\w-]+)+")
"""One address and nothing else: no name beside it, no second one, no line of a header."""


_WHY: Final[Mapping[Refusal, Message]] = {
    "opted-out": msg("it has opted out, which outweighs any consent"),
    "unread": msg("the unit it belongs to cannot be read, and may have opted out"),
    "no-address": msg("no address is given"),
    "not-an-address": msg("it is not a valid e-mail address"),
    "sole-trader": msg("a sole trader is a private person and has not consented"),
    "person": msg("it is a person's address, and the person has not consented"),
}
_TODO: Final[Mapping[Refusal, Message]] = {
    "opted-out": msg("send nothing, and do not ask for consent by e-mail"),
    "unread": msg("correct the errors in that unit's record first: hageplan check"),
    "no-address": msg("give one, or add epost under kontakt in its record"),
    "not-an-address": msg("give only the address, e.g. post@bedrift.no"),
    "sole-trader": msg("call and ask; write the day they agree as samtykke under kontakt"),
    "person": msg(
        "use the company's own address, e.g. post@, or ask and write the day as samtykke under "
        "kontakt"
    ),
}


class EmailConsent(Document):
    """Whether marketing e-mail may go to an address of a company.

    `navn` and `epost` are "" where they are not known. `what` is the reason against it as a
    sentence and `todo` what to do instead; they are nothing where it may.
    """

    schema_: Schema[Literal["hageplan/email/1"]] = "hageplan/email/1"
    example_data: bool
    organisasjonsnummer: str
    navn: str
    epost: str
    allowed: bool
    reason: Refusal | None
    what: EnglishText
    todo: EnglishText

    @classmethod
    def of(
        cls, number: str, navn: str, epost: str, reason: Refusal | None, *, example_data: bool
    ) -> EmailConsent:
        """Return the answer for an address; without a `reason` against it, it is allowed."""
        return cls(
            example_data=example_data,
            organisasjonsnummer=number,
            navn=navn,
            epost=epost,
            allowed=reason is None,
            reason=reason,
            what=_WHY[reason] if reason else NOTHING,
            todo=_TODO[reason] if reason else NOTHING,
        )


def may_email(
    workspace: Workspace, organisasjonsnummer: str, address: str | None = None, *, today: date
) -> EmailConsent:
    """Return whether marketing e-mail may go to an address, by default to the contact's own.

    Raises RequestError for an unknown company; a company that has opted out is refused whether it
    is known or not.
    """
    known = workspace.bedrift_by_number
    listed = {one.organisasjonsnummer for one in workspace.reservasjoner}
    example, number = workspace.example_data, compact(organisasjonsnummer)
    if number in listed - known.keys():
        return EmailConsent.of(number, "", address or "", "opted-out", example_data=example)
    bedrift = find_bedrift(number, known)
    asked = (bedrift.kontakt.epost if address is None else address).strip()
    reason = refusal(bedrift, asked, today, known.get(bedrift.overordnet_enhet or ""))
    if reason is None and _may_be_unread(bedrift.overordnet_enhet, workspace):
        reason = "unread"
    return EmailConsent.of(number, bedrift.navn, asked, reason, example_data=example)


def _may_be_unread(number: str | None, workspace: Workspace) -> bool:
    """Tell whether a unit may be one whose record is left out: its number may be what is wrong."""
    if number is None or number in workspace.bedrift_by_number:
        return False
    return any(one == number or not is_organisasjonsnummer(one) for one in workspace.unread)


def refusal(
    bedrift: Bedrift, address: str, today: date, main: Bedrift | None = None
) -> Refusal | None:
    """Return why no marketing e-mail may go to an `address` of a company; None if it may.

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
    is_trader = is_sole_trader(bedrift) or is_sole_trader(main)
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


def is_sole_trader(bedrift: Bedrift | None) -> bool:
    """Tell whether a company is a person in the law's eyes; False of none."""
    return bedrift is not None and bedrift.organisasjonsform.strip().upper() == SOLE_TRADER
