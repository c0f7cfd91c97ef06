"""Who is meant that asks what is held of them, or wants it gone: a company or a person."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.command.company import company_meant, labels
from hageplan.command.prompt import choose, is_asked
from hageplan.errors import RequestError
from hageplan.i18n import say
from hageplan.messages import msg
from hageplan.privacy.target import is_known_person
from hageplan.records.names import handles_of
from hageplan.records.spelling import compact, is_organisasjonsnummer, name_key
from hageplan.workspace.lookup import called, candidates, repr_name
from hageplan.workspace.partial import Company, companies


def number_meant(call: Call, text: str) -> str:
    """Return the number of a company that need not be known, as long as its number is typed."""
    known = companies(call.folder)
    number = compact(text)
    if is_organisasjonsnummer(number):
        return number
    if number.isdigit() and not called(text, known):
        raise RequestError(
            msg("{value} is not an organisation number", value=repr_name(text)),
            msg("nine digits; the last is a check digit (mod 11)"),
        )
    return company_meant(call, text, known).organisasjonsnummer


def somebody_meant(call: Call, text: str) -> str:
    """Return the number of the company that `text` means, else `text`, which then is a person.

    What is gone does not come back: where it may be either, somebody at a terminal is asked.
    Raises RequestError where nobody is there to be asked.
    """
    if compact(text).isdigit():
        return text
    known = companies(call.folder)
    found, is_person = called(text, known), is_known_person(text, call.whole_records())
    if len(found) == 1 and not is_person and _is_whole(text, found[0], known):
        return found[0].organisasjonsnummer
    is_sure_person = is_person and not any(_is_whole(text, one, known) for one in found)
    alike = found or (candidates(text, known) if is_asked(as_json=call.as_json) else ())
    if is_sure_person or not alike or (not found and len(alike) > 1):
        return text
    names = labels(call, alike)
    if is_asked(as_json=call.as_json):
        index = choose([*names, say("the person {name}", name=repr_name(text))])
        return alike[index].organisasjonsnummer if index < len(alike) else text
    raise RequestError(
        msg("{name} can be a person or a company", name=repr_name(text)),
        msg("give a company by its number or full name ({names}), or a person by e-mail "
"address or phone number", names="; ".join(names)),
    )  # fmt: skip


def _is_whole(text: str, company: Company, known: tuple[Company, ...]) -> bool:
    """Tell whether `text` is a company's whole name, or its handle as it is shown."""
    handles = handles_of({one.organisasjonsnummer: one.navn for one in known})
    is_handle = text == handles[company.organisasjonsnummer]
    return is_handle or name_key(text) == name_key(company.navn)
