"""The values that may follow on a command line, each with a word of help.

Each function takes the line so far and what is typed of the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import typer

from hageplan.i18n import _
from hageplan.records.entries import id_of
from hageplan.records.kommune import Kommune, Kommuner
from hageplan.records.names import handles_of
from hageplan.records.spelling import fold, name_key, typed_without_norwegian_keys
from hageplan.workspace.find import example_dir, find_workspace
from hageplan.workspace.partial import (
    booked_in,
    companies,
    kommuner_in,
    latest_contacts,
    medarbeidere_in,
    read_kommuner,
    region_of,
)
from hageplan.workspace.plans import LATEST as LATEST_PLAN
from hageplan.workspace.plans import saved_names

Offer = tuple[str, str]
LATEST: Final = 50
"""Contacts of which one may be meant to be corrected."""


def kommuner(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer municipalities: the region's, or where none is called so, all of Norway's."""
    folder = _folder(context)
    catalogue = kommuner_in(folder)
    ours = dict(_kommuner(incomplete, region_of(folder, catalogue), catalogue))
    return (ours or dict(_kommuner(incomplete, catalogue, catalogue))).items()


def all_kommuner(context: typer.Context, incomplete: str) -> Iterable[Offer]:  # noqa: ARG001
    """Offer all municipalities of Norway, as a new workspace may be about any of them."""
    catalogue = read_kommuner()
    return _kommuner(incomplete, catalogue, catalogue)


def plans(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the saved plans, the latest first."""
    names = saved_names(_folder(context))
    if names and LATEST_PLAN.startswith(incomplete):
        yield LATEST_PLAN, names[0]
    yield from ((name, _("A saved plan")) for name in names if name.startswith(incomplete))


def medarbeidere(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the ids of the medarbeidere."""
    people = medarbeidere_in(_folder(context))
    return ((who, navn) for who, navn in people.items() if who.startswith(incomplete))


def bedrifter(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer companies by what is being typed: a handle, a name, or a number."""
    names = _names(context)
    handles = handles_of(names)
    for number, navn in sorted(names.items(), key=lambda one: handles[one[0]]):
        for word in (handles[number], name_key(navn).replace(" ", "-"), number):
            if word.startswith(incomplete):
                yield word, navn if word == number else f"{navn} ({number})"
                break
        else:
            spelled = _going_on(incomplete, navn)
            if spelled is not None:
                yield spelled, number


def avtaler(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer what is booked: the appointments' ids, and their companies."""
    names = _names(context)
    handles = handles_of(names)
    for avtale in booked_in(_folder(context)):
        number = avtale.organisasjonsnummer
        told = f"{avtale.tid:%d.%m.%Y %H:%M} {names.get(number, number)}"
        for word in (id_of(avtale), handles.get(number, number), number):
            if word.startswith(incomplete) and (incomplete or word != number):
                yield word, told


def contacts(context: typer.Context, incomplete: str) -> Iterable[Offer]:
    """Offer the ids of the latest contacts in the log."""
    names = _names(context)
    for contact in latest_contacts(_folder(context), LATEST):
        if id_of(contact).startswith(incomplete):
            number = contact.organisasjonsnummer
            yield id_of(contact), f"{contact.tid:%d.%m.%Y %H:%M} {names.get(number, number)}"


def _names(context: typer.Context) -> dict[str, str]:
    """Return the companies' names by number."""
    return {one.organisasjonsnummer: one.navn for one in companies(_folder(context))}


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
    if name.startswith(typed):
        return name
    start = typed.casefold()
    spellings = sorted(typed_without_norwegian_keys(name) | fold(name), key=lambda s: (len(s), s))
    return next((typed + s[len(start) :] for s in spellings if s.startswith(start)), None)


def _folder(context: typer.Context) -> Path:
    """Return the workspace that the words so far ask for, as commands find it."""
    asked_for = context.params.get("workspace")
    named = Path(asked_for).expanduser() if asked_for else None
    return find_workspace(named, Path.cwd()) or example_dir()
