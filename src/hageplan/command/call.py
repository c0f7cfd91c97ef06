"""One run of a command: where it works, on which day, and how it answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from hageplan import i18n
from hageplan.command.answer import json_document, note, print_json, tell_written
from hageplan.command.results import Results, Writers, write_files
from hageplan.errors import RecordsError, RequestError
from hageplan.messages import msg
from hageplan.workspace.find import (
    example_dir,
    find_workspace,
    is_cut_off,
    is_held,
    others_workspace,
    read_language,
)

if TYPE_CHECKING:
    from rich.console import Console

    from hageplan.errors import Problem
    from hageplan.records.base import Record
    from hageplan.records.workspace import Workspace
    from hageplan.ui.rows import Rows
    from hageplan.workspace.write import Contents


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a command is asked beside its own options.

    Attributes:
        folder: The workspace's folder, or the example region's; of several the first.
        folders: Those that were named.
        is_example: Whether it is the example region, in which nobody writes.
        as_if: The day of `--today`, None where it was not given.
        as_json: Whether JSON is printed, and nothing else on standard output.
        quiet: Whether progress and notes are left out.
        of_group: Whether the command looks at the target group alone.
        everyone: Whether it is asked to look at all companies for once.
        fallback: Whether driving is estimated where roads give no answer.
        results: The files that the result is written into.
    """

    folder: Path
    folders: tuple[Path, ...] = ()
    is_example: bool = False
    as_if: date | None = None
    as_json: bool = False
    quiet: bool = False
    of_group: bool = False
    everyone: bool = False
    fallback: bool = False
    results: Results = field(default_factory=Results)

    @property
    def today(self) -> date:
        """The day of `--today`, else the date in Norway."""
        return self.as_if or norwegian_time().date()

    @property
    def now(self) -> datetime:
        """The time in Norway, without a zone; with `--today` that day's first minute."""
        if self.as_if is not None:
            return datetime.combine(self.as_if, time())
        return norwegian_time().replace(tzinfo=None)

    @property
    def own(self) -> Path | None:
        """The folder, where it is the user's own."""
        return None if self.is_example else self.folder

    def own_folder(self) -> Path:
        """Return the user's own workspace; raises RequestError for the example region."""
        if self.own is None:
            raise RequestError(
                msg("there is no workspace to save in; this is the example region"),
                msg("create one: hageplan init FOLDER"),
            )
        return self.own

    def records(self, *, again: bool = False) -> Workspace:
        """Return the records, and say on standard error which are left out since they have faults.

        Who reads them `again` has said so before.
        An answer after both the command's day and the real one is a fault. Raises RecordsError
        where a fault concerns more than one company or one entry of the log, and where the target
        group that the command looks at leaves nobody.
        """
        # Reading validates: completion and help need no model.
        from hageplan.workspace.read import load_sound

        latest = max(self.today, norwegian_time().date())
        of_group = self.of_group and not self.everyone
        found, faults = load_sound(self.folder, today=latest, of_group=of_group)
        if faults and not again:
            _tell_unread(faults, found)
        found = found.of_everyone() if self.everyone else found
        return found.with_estimate() if self.fallback else found

    def whole_records(self) -> Workspace:
        """Return the records, for what must see all of them; raises RecordsError with any fault."""
        from hageplan.workspace.read import load

        return load(self.folder, today=max(self.today, norwegian_time().date()))

    @contextmanager
    def writing(self, *, patience_s: float | None = None, stops: bool = True) -> Iterator[Path]:
        """Be the only one who writes in the user's workspace; read what is to be changed in here.

        Gives its folder. Another writer is waited for, `patience_s` or as long as HAGEPLAN_WAIT
        says. Raises RequestError for the example region, and RecordsError where a change was cut
        off and can't be completed, unless that is not what `stops` the caller.
        """
        # Locks take 15 ms to load, and most commands only read.
        from hageplan.command.writing import lock, settled_line, stuck

        folder = self.own_folder()
        with lock(folder, patience_s, norwegian_time()) as alone:
            if not alone.is_native:
                self.note(
                    i18n._(
                        "hageplan: this folder does not support locks; a file in "
                        ".hageplan/ is used instead"
                    )
                )
            if alone.settled is not None and alone.settled.outcome != "stuck":
                note(settled_line(alone.settled), quiet=False)
            elif alone.settled is not None and stops:
                raise stuck(alone.settled)
            yield folder

    def settle(self) -> None:
        """Settle a change that was cut off in the user's workspace, so that none reads half of it.

        What somebody who was killed left before there was anything to settle is removed. Who may
        not write there reads on; `check` says what is wrong.
        """
        if self.own is None:
            return
        if not is_cut_off(self.own):
            if is_held(self.own):
                # Few commands come while somebody writes, and fewer after somebody who was killed.
                from hageplan.command.writing import tidy

                tidy(self.own, norwegian_time())
            return
        try:
            with self.writing():
                pass
        except (RequestError, RecordsError) as fault:
            note(f"hageplan: {i18n.shown(fault.message)}", quiet=False)

    def note(self, text: str) -> None:
        """Say something on standard error, unless `--quiet`."""
        note(text, quiet=self.quiet)

    def note_outside(self, found: Workspace, numbers: Iterable[str]) -> None:
        """Say which of the companies that are asked for stand outside the target group, and why."""
        from hageplan.ui.texts import remark

        for number in numbers:
            if why := found.outside.get(number):
                told = i18n.say(
                    "hageplan: {name} is outside the target group ({why}), but is "
                    "included because you asked for it",
                    name=found.name_of(number),
                    why=remark(why),
                )
                self.note(told)

    def show(self, result: Record, printed: Callable[[Console], None]) -> None:
        """Print a result: as JSON where that is asked for, else by `printed`."""
        if self.as_json:
            print_json(result)
            return
        # Rich is loaded by those who print with it.
        from hageplan.ui.console import console

        printed(console())

    def tell(self, result: Record, lines: Iterable[str]) -> None:
        """Print a result: as JSON where that is asked for, else line by line, without Rich."""
        if self.as_json:
            print_json(result)
        else:
            typer.echo("\n".join(lines))

    def answer(
        self,
        result: Record,
        printed: Callable[[Console], None],
        rows: Callable[[], Rows] | None = None,
        writers: Writers | None = None,
    ) -> None:
        """Write a result into the files that are wanted, print it, and say what was written.

        Written first: who reads what is printed may go away before its end.
        """
        written = self.write(result, rows, writers)
        self.show(result, printed)
        tell_written(written, quiet=self.quiet)

    def write(
        self,
        result: Record,
        rows: Callable[[], Rows] | None = None,
        writers: Writers | None = None,
        *,
        beside: Contents | None = None,
    ) -> Collection[Path]:
        """Write a result into the files that are wanted, if any, and return them.

        A result's `rows` make its CSV and workbook, `writers` what else it can be written as.
        Files of the workspace `beside` them are written in the same step, by who holds its lock.
        """
        known: dict[str, Any] = {".json": lambda: f"{json_document(result)}\n"}
        if rows is not None:
            known[".csv"] = lambda: rows().csv_text(excel=self.results.excel)
            known[".xlsx"] = lambda: rows().workbook()
        contents = self.results.contents({**known, **(writers or {})})
        write_files(contents, folder=self.own, beside=beside or {})
        return contents.keys()


def _tell_unread(faults: Iterable[Problem], found: Workspace) -> None:
    """Say what is left out and why, in spite of `--quiet`: nobody may take it for all there is."""
    from hageplan.ui.problems import warn_of
    from hageplan.ui.texts import remark

    warn_of(faults)
    for told in found.remarks():
        note(f"hageplan: {remark(told)}", quiet=False)


def located(asked_for: Path | None = None, *more: Path) -> tuple[Path, bool]:
    """Return the workspace to work in, and whether it is the example region.

    Raises RequestError where it is none, or one of `more` is none.
    From here on texts are in its language, or the asked one, so faults in the records are too.
    """
    found = find_workspace(asked_for, Path.cwd())
    for folder in more:
        find_workspace(folder, Path.cwd())
    folder = found or example_dir()
    language = i18n.asked_for(sys.argv[1:], os.environ)
    i18n.use(i18n.choose(language, read_language(folder)))
    others = others_workspace(Path.cwd()) if found is None else None
    if others is not None:
        words = i18n.say(
            "hageplan: {folder} belongs to someone else and is not used. To use it: "
            '--workspace "{folder}"',
            folder=others,
        )
        note(words, quiet=False)
    return folder, found is None


def norwegian_time() -> datetime:
    """Return the time in Norway."""
    return datetime.now(ZoneInfo("Europe/Oslo"))
