"""Records as they were found, each with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from hageplan.errors import Problem, Severity
from hageplan.messages import NOTHING, Message
from hageplan.records.base import RecordT
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.hendelser import Hendelse
from hageplan.records.kommune import Kommune, Virksomhetstall
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.naeringshage import Oppsett
from hageplan.records.personvern import Anonym, Reservasjon
from hageplan.records.settings.veier import Veier
from hageplan.workspace.files import Loc, TomlFile


@dataclass(frozen=True)
class Located(Generic[RecordT]):
    """A record and its place, so that a later check can name the line."""

    record: RecordT
    file: TomlFile
    loc: Loc
    is_whole: bool = True
    """Whether no faulty key had to be left out."""

    @property
    def place(self) -> str:
        """`file:line` of the record."""
        return f"{self.file.name}:{self.file.line(self.loc)}"

    def problem(
        self,
        code: str,
        key: Sequence[str | int],
        *,
        what: Message,
        severity: Severity = "error",
        value: str = "",
        expected: Message = NOTHING,
        todo: Message = NOTHING,
    ) -> Problem:
        """Return a fault of the record, with the line of `key`."""
        return Problem(
            severity=severity,
            code=code,
            file=self.file.name,
            line=self.file.line((*self.loc, *key)),
            key=".".join(part for part in key if isinstance(part, str)),
            value=value,
            what=what,
            expected=expected,
            todo=todo,
            table=self.loc,
        )


def twice(
    found: Iterable[Located[RecordT]], key: Callable[[RecordT], object]
) -> Iterator[tuple[Located[RecordT], Located[RecordT]]]:
    """Give each record with a `key` that an earlier one has, and the first of those."""
    first: dict[object, Located[RecordT]] = {}
    for at in found:
        if (shared := key(at.record)) and (other := first.setdefault(shared, at)) is not at:
            yield at, other


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that was found in the files, each record with its place."""

    oppsett: Located[Oppsett] | None
    kommuner: tuple[Located[Kommune], ...]
    bedrifter: tuple[Located[Bedrift], ...]
    henvendelser: tuple[Located[Henvendelse], ...]
    avtaler: tuple[Located[Avtale], ...]
    oppfolginger: tuple[Located[Oppfolging], ...]
    koblinger: tuple[Located[Kobling], ...]
    hendelser: tuple[Located[Hendelse], ...]
    veier: Located[Veier] | None
    reservasjoner: tuple[Located[Reservasjon], ...]
    anonyme: tuple[Located[Anonym], ...]
    ressurser: tuple[Located[Ressurs], ...]
    virksomheter: Located[Virksomhetstall] | None
    files: Mapping[str, TomlFile]
    """The files of companies and of the log that could be read, by name."""
    misses_bedrifter: bool
    """Whether a company file or record could not be read: a company may only seem unknown."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each company is called, by organisasjonsnummer."""
        return {at.record.organisasjonsnummer: at.record.navn for at in self.bedrifter}
