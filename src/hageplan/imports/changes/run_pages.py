"""Pages of a feed brought into the workspace: each with where to go on, in one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.imports.apply import Staged, stage_import
from hageplan.imports.changes.relevant import Watched
from hageplan.imports.changes.result import ChangesImport
from hageplan.imports.changes.taking import Taken, Units, take
from hageplan.imports.result import FieldChange
from hageplan.imports.run_shared import reading_or_writing
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.hendelser import Hendelse
from hageplan.records.memory import BRREG, BRREG_CHANGES, NLOD, REGISTER, UPDATES, Kilde, Since
from hageplan.records.workspace import Workspace
from hageplan.workspace.journal import change_files
from hageplan.workspace.kilder import kilde_path, kilde_text, read_kilder, read_snapshot
from hageplan.workspace.privacy_files import read_forgotten


@dataclass(kw_only=True)
class Pages:
    """A run through the feeds, and what has come of it so far.

    Attributes:
        looked_at: Which units matter; it grows with the records.
        since: From where on each feed was read at first, and `next` from where on it goes on.
        staged: What was written, so that all of it is taken back together.
    """

    call: Call
    records: Workspace
    looked_at: Watched
    dry_run: bool
    since: dict[str, Since] = field(default_factory=dict)
    next: dict[str, Since] = field(default_factory=dict)
    updates: int = 0
    asked: int = 0
    is_whole: bool = False
    staged: Staged | None = None
    new: list[Bedrift] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    happenings: list[Hendelse] = field(default_factory=list)

    def start(self, feed: str) -> Since:
        """Return from where on a feed is read: the first time, from the day of the last list."""
        told = _read_so_far(self.records.kilder).get(feed) or last_list(self.records)
        self.since[feed] = self.next[feed] = told or self.call.today
        return self.next[feed]

    def bring_in(
        self, found: Units | None, reached: Mapping[str, Since], more: Sequence[Hendelse] = ()
    ) -> None:
        """Take in what a page came to, and write it with where its feeds go on.

        Raises RequestError where somebody else has read on meanwhile.
        """
        with reading_or_writing(self.call, dry_run=self.dry_run) as folder:
            self._check_alone(folder)
            self.next |= reached
            if found is None and not more:
                self._remember(folder)
                return
            self.records = self.records if self.dry_run else self.call.whole_records()
            taken = self._taken(folder, found) if found else None
            told = self._gathered(taken, more)
            if not self.dry_run:
                self._write(folder, taken, told)

    def result(self) -> ChangesImport:
        """Return what the run came to."""
        numbers = {one.organisasjonsnummer for one in self.happenings}
        names = {b.organisasjonsnummer: b.navn for b in (*self.records.bedrifter, *self.new)}
        return ChangesImport(
            source=self._kilde(),
            dry_run=self.dry_run,
            since=self.since,
            updates=self.updates,
            asked=self.asked,
            is_whole=self.is_whole,
            new=tuple(self.new),
            changes=tuple(self.changes),
            happenings=tuple(self.happenings),
            names={number: names[number] for number in sorted(numbers & names.keys())},
            written=tuple(sorted(self.staged.undo.files)) if self.staged else (),
        )

    def _check_alone(self, folder: Path) -> None:
        """Raise RequestError where the workspace says otherwise how far the feeds are read."""
        told = _read_so_far(read_kilder(folder)[0])
        if any(told[feed] != self.next[feed] for feed in told.keys() & self.next.keys()):
            if self.dry_run:
                return
            raise RequestError(
                msg("somebody else has read the register's updates meanwhile"),
                msg("run the same again: it goes on where the other one stopped"),
            )

    def _taken(self, folder: Path, found: Units) -> Taken:
        forgotten = read_forgotten(folder)
        return take(
            found,
            self.records,
            read_snapshot(folder, BRREG),
            lambda b: forgotten.has_company(b.organisasjonsnummer, b.navn, b.kommunenummer),
            dry_run=self.dry_run,
        )

    def _gathered(self, taken: Taken | None, more: Sequence[Hendelse]) -> list[Hendelse]:
        """Add what a page came to, and return its happenings that nobody has told yet."""
        known = {one.key for one in (*self.happenings, *self.records.hendelser)}
        found = (*(taken.happenings if taken else ()), *more)
        told = [one for one in found if one.key not in known]
        self.happenings += told
        if taken is not None:
            self.new += taken.companies.new
            self.changes += taken.companies.changes
            self.looked_at = self.looked_at.with_companies(taken.companies.new)
        return told

    def _write(self, folder: Path, taken: Taken | None, told: Sequence[Hendelse]) -> None:
        companies = taken.companies if taken else None
        staged = stage_import(
            folder,
            Kilde(navn=BRREG, tittel=REGISTER, lisens=NLOD, hentet=self.call.today),
            companies.snapshot if companies else None,
            self.records.kommuner,
            new=companies.new if companies else (),
            changes=companies.fields if companies else {},
            happenings=told,
        )
        staged = staged.remembering(kilde_path(folder, BRREG_CHANGES), self._memory())
        staged = staged.following(self.staged)
        staged.write()
        if staged.undo.files:
            self.staged = staged

    def _remember(self, folder: Path) -> None:
        if not self.dry_run:
            change_files(folder, {kilde_path(folder, BRREG_CHANGES): self._memory()})

    def _memory(self) -> str:
        return kilde_text(self._kilde(), {})

    def _kilde(self) -> Kilde:
        lest = {**_read_so_far(self.records.kilder), **self.next}
        return Kilde(
            navn=BRREG_CHANGES, tittel=UPDATES, lisens=NLOD, hentet=self.call.today, lest=lest
        )


def last_list(records: Workspace) -> Since | None:
    """Return the day on which the register was brought in last, None where it never was."""
    return next((one.hentet for one in records.kilder if one.navn == BRREG), None)


def _read_so_far(kilder: Sequence[Kilde]) -> dict[str, Since]:
    return next((one.lest for one in kilder if one.navn == BRREG_CHANGES), {})
