"""All records of one workspace, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hageplan.messages import encode
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.handles import Handles, handles_of
from hageplan.records.kommune import Kommuner
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.memory import Kilde
from hageplan.records.naeringshage import Oppsett
from hageplan.records.personvern import Anonym, Reservasjon
from hageplan.records.settings.planlegging import Veier


@dataclass(frozen=True, order=True)
class Opptatt:
    """Time that a medarbeider's own calendar takes.

    From `fra` to `til`, local times; what it is about is the calendar owner's own affair.
    """

    medarbeider: str
    fra: datetime
    til: datetime


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """What a workspace holds, as values.

    Attributes:
        dekker: Municipality numbers, as are `vurderer`.
        henvendelser: The contacts that count.
        anonyme: What is left of companies that were forgotten.
        rettet: The contacts that a later entry corrects, and those that are struck out.
        reservasjoner: Who has opted out; those of them in `bedrifter` are `reservert`.
        koblinger: The introductions that count.
        ressurser: What the national network offers.
        kilder: Where the records came from, as far as they were imported.
        unread: Of each record that is left out since it has faults, the company's number, as far
            as there is one.
    """

    oppsett: Oppsett
    kommuner: Kommuner
    dekker: tuple[str, ...]
    vurderer: tuple[str, ...]
    bedrifter: tuple[Bedrift, ...]
    henvendelser: tuple[Henvendelse, ...]
    avtaler: tuple[Avtale, ...]
    oppfolginger: tuple[Oppfolging, ...]
    veier: Veier
    opptatt: tuple[Opptatt, ...] = ()
    rettet: tuple[Henvendelse, ...] = ()
    anonyme: tuple[Anonym, ...] = ()
    reservasjoner: tuple[Reservasjon, ...] = ()
    koblinger: tuple[Kobling, ...] = ()
    ressurser: tuple[Ressurs, ...] = ()
    kilder: tuple[Kilde, ...] = ()
    unread: tuple[str, ...] = ()

    @cached_property
    def bedrift_by_number(self) -> Mapping[str, Bedrift]:
        """The companies by organisasjonsnummer."""
        return {bedrift.organisasjonsnummer: bedrift for bedrift in self.bedrifter}

    def name_of(self, organisasjonsnummer: str) -> str:
        """Return what a company is called, its number where it is not known."""
        bedrift = self.bedrift_by_number.get(organisasjonsnummer)
        return bedrift.navn if bedrift is not None else organisasjonsnummer

    def is_not_phoned(self, organisasjonsnummer: str) -> bool:
        """Tell whether nobody is to telephone a company."""
        bedrift = self.bedrift_by_number.get(organisasjonsnummer)
        return bedrift is not None and bedrift.ring_ikke

    def label_of(self, organisasjonsnummer: str) -> str:
        """Return a company's name with its number, the number alone where it is not known."""
        bedrift = self.bedrift_by_number.get(organisasjonsnummer)
        return f"{bedrift.navn} ({organisasjonsnummer})" if bedrift else organisasjonsnummer

    @cached_property
    def handles(self) -> Handles:
        """What each company is called back by on a command line."""
        return handles_of({bedrift.organisasjonsnummer: bedrift.navn for bedrift in self.bedrifter})

    def remarks(self) -> tuple[str, ...]:
        """Return what to know of all that is made of the records, as coded remarks."""
        return (encode("unread", count=len(self.unread)),) if self.unread else ()

    @property
    def example_data(self) -> bool:
        """Whether the companies are invented."""
        return self.oppsett.eksempel
