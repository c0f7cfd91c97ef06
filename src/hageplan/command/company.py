"""Which company somebody means who types its number, its name or its handle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from hageplan.command.call import Call
from hageplan.command.prompt import choose, is_asked
from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.names import handles_of
from hageplan.workspace.lookup import NamedT, candidates, no_company, repr_name
from hageplan.workspace.partial import kommuner_in


def company_meant(
    call: Call, text: str, known: Sequence[NamedT], likely: Collection[str] = ()
) -> NamedT:
    """Return the one of the companies `known` that `text` means: a number, a name or a handle.

    Where several may be meant, even of those whose numbers are `likely`, somebody at a terminal is
    asked. Raises RequestError where none is, or nobody is there to be asked.
    """
    found = candidates(text, known, likely)
    if not found:
        raise no_company(text, known)
    if len(found) == 1:
        return found[0]
    if is_asked(as_json=call.as_json):
        return found[choose(labels(call, found))]
    handles = handles_of({company.organisasjonsnummer: company.navn for company in known})
    named = zip(found, labels(call, found), strict=True)
    raise RequestError(
        msg("{name} can mean several companies", name=repr_name(text)),
        msg("choose one of them: {names}", names="; ".join(
            f"{handles[company.organisasjonsnummer]} = {label}" for company, label in named
        )),
    )  # fmt: skip


def numbers_meant(
    call: Call, texts: Iterable[str] | None, known: Sequence[NamedT]
) -> tuple[str, ...]:
    """Return the organisasjonsnummer of the companies that `texts` mean, each once."""
    found = [company_meant(call, text, known).organisasjonsnummer for text in texts or ()]
    return tuple(dict.fromkeys(found))


def labels(call: Call, companies: Iterable[NamedT]) -> list[str]:
    """Return the companies as people tell them apart: by name, number and municipality."""
    # Most names mean one company, and the texts of many things take 10 ms to load.
    from hageplan.ui.texts import company_words

    kommuner = kommuner_in(call.folder)
    return [
        company_words(one.navn, one.organisasjonsnummer)
        + (f", {kommuner[one.kommunenummer].navn}" if one.kommunenummer in kommuner else "")
        for one in companies
    ]
