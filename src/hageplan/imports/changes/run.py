"""What `import brreg --changes` does: read what the register told since, a page at a time.

A page is written before the next one is asked for, with where to go on: what is cut off loses that
page at most, and a page that is read twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.i18n import say
from hageplan.imports.changes.leaders import of_leaders
from hageplan.imports.changes.lookup import all_units, changed_units, listed_units
from hageplan.imports.changes.relevant import relevant, watched
from hageplan.imports.changes.run_pages import Pages, last_list
from hageplan.imports.changes.taking import Units
from hageplan.imports.changes.terminal import print_changes
from hageplan.imports.register import asked_kommuner
from hageplan.imports.run_register import asking_register
from hageplan.imports.run_shared import tell_undo
from hageplan.imports.sources.brreg import KINDS, Asking, Kind
from hageplan.imports.sources.feed import read_page, read_roles_page
from hageplan.imports.sources.opened import is_json, read_json
from hageplan.imports.sources.roles import fetch_leaders
from hageplan.imports.sources.units import Unit
from hageplan.messages import msg
from hageplan.records.memory import Since
from hageplan.workspace.kilder import drop_pages

LONGEST: Final = 1_000_000
"""Updates of a feed, at most: to read the municipalities whole then asks the service for less."""
ROLES: Final = "roller"


@dataclass(frozen=True, kw_only=True)
class RegisterRequest:
    """What is asked of the register.

    Attributes:
        kommuner: Municipalities by name or number.
        files: Its own bulk files, instead of its service.
        changes: Whether only what happened since the last time.
        roles: Whether with that the names of leaders.
        is_try: Whether one page of what the service answers is shown, and nothing written.
        record: A folder in which its answers are kept.
    """

    kommuner: Sequence[str] = ()
    files: Sequence[Path] = ()
    changes: bool = False
    roles: bool = False
    is_try: bool = False
    record: Path | None = None
    dry_run: bool = False


def import_changes(call: Call, asked: RegisterRequest) -> None:
    """Bring in what happened to companies since the register was asked last."""
    call.own_folder()
    records = call.whole_records()
    looked_at = watched(records, asked_kommuner(records, asked.kommuner))
    pages = Pages(call=call, records=records, looked_at=looked_at, dry_run=asked.dry_run)
    if asked.files:
        _from_files(pages, asked.files)
    else:
        _from_service(call, pages, asked)
    found = pages.result()
    call.show(found, lambda out: print_changes(found, out))
    tell_undo(call, found.written)


def _from_files(pages: Pages, files: Sequence[Path]) -> None:
    """Compare the records with the register's own files; where feeds go on stays as it is."""
    most_mb = pages.records.oppsett.innlesing.maks_megabyte
    for file in files:
        if not is_json(file, most_mb):
            raise RequestError(
                msg("{path}: not the register's JSON", path=file),
                msg("for changes fetch its bulk file as JSON (lastned), not as CSV"),
            )
    units = chain.from_iterable(read_json(file, most_mb) for file in files)
    _take_all(pages, listed_units((one for _number, one in units), pages.looked_at), {})


def _from_service(call: Call, pages: Pages, asked: RegisterRequest) -> None:
    settings = pages.records.oppsett.innlesing
    is_quiet = call.quiet or call.as_json
    with asking_register(call, settings, asked.record, quiet=is_quiet) as asking:
        for kind in KINDS:
            if not _follow(asking, pages, kind):
                _read_whole(asking, pages)
                break
        if asked.roles:
            _follow_roles(asking, pages)


def _follow(asking: Asking, pages: Pages, kind: Kind) -> bool:
    """Read a feed to its end; return whether it could be: one that is too long is not begun."""
    since, total = pages.start(kind), 0
    while True:
        page = read_page(asking, kind, since)
        total = total or page.waiting
        if total > LONGEST:
            return False
        concerned = relevant(page.updates, pages.looked_at)
        units: dict[str, Unit] = {}
        if concerned.is_any:
            units = changed_units(asking, kind, concerned, pages.looked_at)
        found = Units(
            units=units,
            updates={**concerned.known, **concerned.perhaps},
            here=pages.looked_at.kommuner,
            today=pages.call.today,
        )
        pages.updates += len(page.updates)
        pages.asked += len(concerned.known) + len(concerned.perhaps)
        pages.bring_in(found if units else None, {kind: page.next})
        asking.progress(1 - (page.waiting - len(page.updates)) / max(total, 1))
        if page.waiting <= len(page.updates) or not page.updates:
            return True
        since = page.next


def _read_whole(asking: Asking, pages: Pages) -> None:
    """Read the municipalities whole instead of feeds that are too long, which go on from today."""
    call = pages.call
    call.note(
        say(
            "hageplan: the register has more than {count} updates since; the municipalities are"
            " read whole instead",
            count=LONGEST,
        )
    )
    ours = pages.records.bedrift_by_number.keys()
    units = all_units(asking, pages.looked_at, ours, call.today)
    for kind in KINDS:
        if kind not in pages.next:
            pages.start(kind)
    _take_all(pages, units, dict.fromkeys(KINDS, call.today))
    if not pages.dry_run:
        drop_pages(call.folder)


def _take_all(pages: Pages, units: dict[str, Unit], reached: Mapping[str, Since]) -> None:
    """Take in all units of the municipalities at once."""
    since = last_list(pages.records)
    found = Units(
        units=units,
        here=pages.looked_at.kommuner,
        since=since if isinstance(since, date) else None,
        today=pages.call.today,
    )
    pages.is_whole, pages.asked = True, pages.asked + len(units)
    pages.bring_in(found, reached)


def _follow_roles(asking: Asking, pages: Pages) -> None:
    """Read whose leaders changed, and who they are now."""
    since = pages.start(ROLES)
    first = pages.call.today if isinstance(since, int) else since
    while True:
        page = read_roles_page(asking, since)
        ours = [number for number in page.numbers if number in pages.looked_at.numbers]
        leaders = {number: fetch_leaders(asking, number) for number in ours}
        pages.asked += len(ours)
        more = [*of_leaders(leaders, pages.records, first)]
        pages.bring_in(None, {ROLES: page.next}, more)
        if page.next == since:
            return
        since = page.next
