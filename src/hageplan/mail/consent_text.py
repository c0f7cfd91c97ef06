"""Whether an e-mail may be sent, and what to do where it may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hageplan.i18n import shown
from hageplan.mail.consent import Avslagsgrunn, Epostsvar
from hageplan.messages import Message, msg
from hageplan.ui.clean import printable

SCHEMA: Final = "hageplan/email/1"
WHY: Final[Mapping[Avslagsgrunn, Message]] = {
    "opted-out": msg("it has opted out, and that outweighs every consent"),
    "no-address": msg("no address is given"),
    "not-an-address": msg("it is no e-mail address"),
    "sole-trader": msg("a sole trader is a natural person, and has not consented"),
    "person": msg("it is a person's address, and the person has not consented"),
}
TODO: Final[Mapping[Avslagsgrunn, Message]] = {
    "opted-out": msg("send nothing, and do not ask for consent by e-mail"),
    "no-address": msg("name one, or write epost under kontakt in its record"),
    "not-an-address": msg("give the address alone, such as post@bedrift.no"),
    "sole-trader": msg("telephone and ask; write the day it agrees as samtykke under kontakt"),
    "person": msg(
        "use the firm's own, such as post@; or ask, and write the day as samtykke under kontakt"
    ),
}


def email_lines(answer: Epostsvar) -> Iterator[str]:
    """Give the answer, then what to do."""
    values = {"epost": answer.epost or "–", "navn": answer.navn or answer.organisasjonsnummer}
    if answer.grunn is None:
        yield printable(shown(msg("Allowed: {epost}, {navn}", **values)))
        return
    why = shown(WHY[answer.grunn])
    yield printable(shown(msg("Refused: {epost}, {navn}: {why}", **values, why=why)))
    yield f"  {shown(TODO[answer.grunn])}"


def email_json(answer: Epostsvar) -> dict[str, Any]:
    """Return the document of the schema `hageplan/email/1`, texts in English."""
    refused = answer.grunn
    return {
        "schema": SCHEMA,
        "example_data": answer.example_data,
        "organisasjonsnummer": answer.organisasjonsnummer,
        "navn": answer.navn,
        "epost": answer.epost,
        "allowed": answer.allowed,
        "reason": refused,
        "what": str(WHY[refused]) if refused else "",
        "todo": str(TODO[refused]) if refused else "",
    }
