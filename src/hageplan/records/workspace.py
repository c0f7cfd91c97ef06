"""All records of one workspace, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from hageplan.messages import encode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.entries import open_flags, open_promises
from hageplan.records.hendelser import Hendelse
from hageplan.records.kommune import Kommuner, Virksomhetstall
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.maalgruppe import TargetGroup, target_group
from hageplan.records.memory import Kilde
from hageplan.records.naeringshage import Oppsett
from hageplan.records.names import Handles, People, handles_of, people_called
from hageplan.records.personvern import Anonym, Reservasjon
from hageplan.records.settings.veier import Veier


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
        hendelser: What registers told of companies, in the order of the files.
        ressurser: What the national network offers.
        kilder: Where the records came from, as far as they were imported.
        virksomheter: How many companies there are, as statistics count them.
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
    hendelser: tuple[Hendelse, ...] = ()
    ressurser: tuple[Ressurs, ...] = ()
    kilder: tuple[Kilde, ...] = ()
    virksomheter: Virksomhetstall | None = None
    unread: tuple[str, ...] = ()

    @cached_property
    def bedrift_by_number(self) -> Mapping[str, Bedrift]:
        """The companies by organisasjonsnummer."""
        return {bedrift.organisasjonsnummer: bedrift for bedrift in self.bedrifter}

    @cached_property
    def group(self) -> TargetGroup | None:
        """Who is meant, None where hageplan.toml says nothing of it: then everybody is."""
        rules = self.oppsett.maalgruppe
        if rules is None:
            return None
        bound = {avtale.organisasjonsnummer for avtale in booked(self.avtaler)}
        bound |= {promise.organisasjonsnummer for promise in open_promises(self)}
        bound |= {contact.organisasjonsnummer for contact in open_flags(self)}
        return target_group(rules, self.bedrifter, frozenset(bound))

    @cached_property
    def outside(self) -> Mapping[str, str]:
        """Why each company that stands outside the target group does, as a coded remark."""
        group = self.group
        why = ((b.organisasjonsnummer, group.why_outside(b)) for b in self.bedrifter if group)
        return {number: reason for number, reason in why if reason}

    @cached_property
    def maalgruppe(self) -> tuple[Bedrift, ...]:
        """The companies that are meant: those to count, to visit and to match."""
        return tuple(b for b in self.bedrifter if b.organisasjonsnummer not in self.outside)

    @cached_property
    def by_exception(self) -> frozenset[str]:
        """The companies of the group that its rules alone would leave out."""
        if self.group is None:
            return frozenset()
        against = (b for b in self.maalgruppe if self.group.why_not_meant(b))
        return frozenset(b.organisasjonsnummer for b in against)

    def count_outside(self, kommuner: Iterable[str] | None = None) -> int:
        """Return how many companies of some municipalities, or of all, stand outside the group.

        Those that have closed down are not counted.
        """
        here = None if kommuner is None else frozenset(kommuner)
        return sum(
            b.status != "nedlagt" and (here is None or b.kommunenummer in here)
            for b in map(self.bedrift_by_number.__getitem__, self.outside)
        )

    def of_everyone(self) -> Workspace:
        """Return the records as if all companies were meant."""
        return replace(self, oppsett=self.oppsett.model_copy(update={"maalgruppe": None}))

    def with_estimate(self) -> Workspace:
        """Return the records where driving is estimated if roads give no answer."""
        roads = self.oppsett.veier.model_copy(update={"anslag_ved_feil": True})
        return replace(self, oppsett=self.oppsett.model_copy(update={"veier": roads}))

    def taking_in(self, numbers: Iterable[str]) -> Workspace:
        """Return the records with companies of the group that its rules leave out."""
        rules = self.oppsett.maalgruppe
        more = [number for number in numbers if number in self.outside]
        if rules is None or not more:
            return self
        rules = rules.model_copy(update={"alltid": (*rules.alltid, *more)})
        return replace(self, oppsett=self.oppsett.model_copy(update={"maalgruppe": rules}))

    def name_of(self, organisasjonsnummer: str) -> str:
        """Return what a company is called, its number where it is not known."""
        bedrift = self.bedrift_by_number.get(organisasjonsnummer)
        return bedrift.navn if bedrift is not None else organisasjonsnummer

    def is_not_phoned(self, organisasjonsnummer: str) -> bool:
        """Tell whether nobody is to telephone a company."""
        bedrift = self.bedrift_by_number.get(organisasjonsnummer)
        return bedrift is not None and bedrift.ring_ikke

    @cached_property
    def handles(self) -> Handles:
        """What each company is called back by on a command line."""
        return handles_of({bedrift.organisasjonsnummer: bedrift.navn for bedrift in self.bedrifter})

    @cached_property
    def people(self) -> People:
        """What each medarbeider is called."""
        return people_called({one.id: one.navn for one in self.oppsett.medarbeider})

    def remarks(self) -> tuple[str, ...]:
        """Return what to know of all that is made of the records, as coded remarks."""
        return (encode("unread", count=len(self.unread)),) if self.unread else ()

    @property
    def example_data(self) -> bool:
        """Whether the companies are invented."""
        return self.oppsett.eksempel
