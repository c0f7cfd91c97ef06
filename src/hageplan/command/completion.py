"""What a shell offers for the values of options and arguments.

Each function returns values with a word of help. Nothing is offered where a file cannot be read:
who is typing gets no suggestion then, and never an error.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from hageplan.i18n import _

if TYPE_CHECKING:
    from hageplan.records.kommune import Kommune, Kommuner

Offer = tuple[str, str]
Offering = Callable[[typer.Context, str], list[Offer]]

MOST: Final = 400
"""Offers at a time; a longer list is of no use, and shells take seconds for it."""
LATEST: Final = 50
"""Contacts of which one may be meant to be corrected."""
_HARMLESS: Final = str.maketrans(
    {'"': "”", "'": "’", "`": "’", "\\": "/", "$": "S", "[": "(", "]": ")"}
)
"""Signs by which the scripts of the shells would take text from records for commands or markup."""


def _quietly(offers: Callable[[typer.Context, str], Iterable[Offer]]) -> Offering:
    """Offer nothing where anything goes wrong, and nothing that a shell would act on."""

    @functools.wraps(offers)
    def offered(context: typer.Context, incomplete: str) -> list[Offer]:
        try:
            found = dict(offers(context, incomplete))
        except Exception:  # a shell has no place for what went wrong
            return []
        return _shortened([(v, _harmless(told)) for v, told in found.items() if v == _harmless(v)])

    return offered


@_quietly
def kommuner(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer municipalities: the region's, or where none is called so, all of Norway's."""
    from hageplan.workspace.partial import kommuner_in, region_of

    folder = _folder(context)
    catalogue = kommuner_in(folder)
    ours = dict(_kommuner(incomplete, region_of(folder, catalogue), catalogue))
    return (ours or dict(_kommuner(incomplete, catalogue, catalogue))).items()


@_quietly
def all_kommuner(context: typer.Context, incomplete: str) -> Iterable[Offer]:  # noqa: ARG001
    """Offer all municipalities of Norway, as a new workspace may be about any of them."""
    from hageplan.workspace.shipped import read_kommuner

    catalogue = read_kommuner()
    return _kommuner(incomplete, catalogue, catalogue)


@_quietly
def plans(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the saved plans, the latest first."""
    from hageplan.workspace.plans import LATEST, saved_names

    names = saved_names(_folder(context))
    if names and LATEST.startswith(incomplete):
        yield LATEST, names[0]
    yield from ((name, _("A saved plan")) for name in names if name.startswith(incomplete))


@_quietly
def medarbeidere(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the ids of the medarbeidere."""
    from hageplan.workspace.partial import medarbeidere_in

    people = medarbeidere_in(_folder(context))
    return ((who, navn) for who, navn in people.items() if who.startswith(incomplete))


@_quietly
def numbers(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the organisasjonsnummer of companies."""
    return _numbers(context, incomplete)


@_quietly
def bedrifter(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer companies by what is being typed: a number, or a name."""
    from hageplan.workspace.partial import companies

    if not incomplete or incomplete[0].isdigit():
        yield from _numbers(context, incomplete)
        return
    for company in companies(_folder(context)):
        spelled = _going_on(incomplete, company.navn)
        if spelled is not None:
            yield spelled, company.organisasjonsnummer


@_quietly
def avtaler(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer what is booked: the appointments' ids, or their companies' numbers."""
    from hageplan.records.entries import id_of
    from hageplan.workspace.partial import booked_in

    names = dict(_numbers(context, ""))
    for avtale in booked_in(_folder(context)):
        number = avtale.organisasjonsnummer
        word = number if incomplete[:1].isdigit() else id_of(avtale)
        if word.startswith(incomplete):
            yield word, f"{avtale.tid:%Y-%m-%d %H:%M} {names.get(number, number)}"


@_quietly
def contacts(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the ids of the latest contacts in the log."""
    from hageplan.records.entries import id_of
    from hageplan.workspace.partial import latest_contacts

    names = dict(_numbers(context, ""))
    for contact in latest_contacts(_folder(context), LATEST):
        if id_of(contact).startswith(incomplete):
            number = contact.organisasjonsnummer
            yield id_of(contact), f"{contact.tid:%Y-%m-%d %H:%M} {names.get(number, number)}"


def bedrifter_or(*commands: str) -> Offering:
    """Return what offers companies, and before them the commands that may stand in their place."""

    @_quietly
    def offers(context: typer.Context, incomplete: str) -> Iterable[Offer]:
        found = [(command, "") for command in commands if command.startswith(incomplete)]
        return [*found, *bedrifter(context, incomplete)]

    return offers


def _numbers(context: typer.Context, incomplete: str) -> Iterator[Offer]:
    from hageplan.workspace.partial import companies

    known = companies(_folder(context))
    found = sorted((company.organisasjonsnummer, company.navn) for company in known)
    return ((number, navn) for number, navn in found if number.startswith(incomplete))


def _kommuner(incomplete: str, among: Iterable[Kommune], catalogue: Kommuner) -> Iterator[Offer]:
    """Give the names that go on from what is typed, or the numbers; a shared name has a county."""
    for kommune in among:
        number, name = kommune.kommunenummer, kommune.navn
        if incomplete[:1].isdigit():
            if number.startswith(incomplete):
                yield number, name
            continue
        is_shared = len(catalogue.matching(name)) > 1
        spelled = _going_on(incomplete, f"{name} ({kommune.fylke})" if is_shared else name)
        if spelled is not None:
            yield spelled, f"{number} {kommune.fylke}"


def _going_on(typed: str, name: str) -> str | None:
    """Return `name` spelled on from what is `typed`, as in ty/tynset and Ro/Roros; else None."""
    from hageplan.records.spelling import fold, typed_without_norwegian_keys

    if name.startswith(typed):
        return name
    start = typed.casefold()
    spellings = sorted(typed_without_norwegian_keys(name) | fold(name), key=lambda s: (len(s), s))
    return next((typed + s[len(start) :] for s in spellings if s.startswith(start)), None)


def _folder(context: typer.Context) -> Path:
    """Return the workspace that the words so far ask for, as commands find it."""
    from hageplan.workspace.find import find_workspace
    from hageplan.workspace.shipped import example_dir

    asked_for = context.params.get("workspace")
    named = Path(asked_for).expanduser() if asked_for else None
    return find_workspace(named, Path.cwd()) or example_dir()


def _harmless(text: str) -> str:
    from hageplan.ui.clean import printable

    return printable(text.translate(_HARMLESS))


def _shortened(offers: list[Offer]) -> list[Offer]:
    """Return not too many offers; the last stays, so that what all begin with is still right."""
    return offers if len(offers) <= MOST else [*offers[: MOST - 1], offers[-1]]
