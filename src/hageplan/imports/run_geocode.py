"""What `geocode` does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.imports.apply import stage_import
from hageplan.imports.entries_terminal import position_lines
from hageplan.imports.result import Geocoding, PositionCounts
from hageplan.imports.run_shared import between_requests, reading_or_writing
from hageplan.imports.sources.addresses import Geocoded, look_up
from hageplan.records.memory import ADDRESSES, CC_BY, KARTVERKET, Kilde
from hageplan.workspace.kilder import read_snapshot
from hageplan.workspace.lookup import kommuner_of


def geocode(call: Call, kommuner: Sequence[str], *, dry_run: bool) -> None:
    """Look up where companies without coordinates are; none of `kommuner` is all of them.

    What was found before a failure is kept, and then the failure is raised.
    """
    with reading_or_writing(call, dry_run=dry_run) as folder:
        records = call.records()
        with progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress:
            looked_up = look_up(
                records,
                read_snapshot(folder, KARTVERKET),
                kommuner_of(kommuner, records),
                between_requests(records.oppsett.innlesing.pause_sekunder),
                progress,
            )
        kilde = Kilde(navn=KARTVERKET, tittel=ADDRESSES, lisens=CC_BY, hentet=call.today)
        changes = {number: place.model_dump() for number, place in looked_up.found.items()}
        files = None
        if not dry_run:
            files = stage_import(
                folder, kilde, looked_up.snapshot, records.kommuner, changes=changes
            )
            files.write()
    found = Geocoding(
        dry_run=dry_run,
        counts=_counts(looked_up),
        found=looked_up.found,
        unknown=tuple(looked_up.unknown),
        written=files.names if files else (),
    )
    call.tell(found, position_lines(found))
    tell_written(found.written, quiet=call.quiet or call.as_json)
    if looked_up.failure is not None:
        raise looked_up.failure


def _counts(found: Geocoded) -> PositionCounts:
    kinds = Counter(place.posisjon for place in found.found.values())
    return PositionCounts(
        adresse=kinds["adresse"],
        vei=kinds["vei"],
        poststed=kinds["poststed"],
        unknown=len(found.unknown),
        asked_before=found.asked_before,
        no_address=found.no_address,
        not_asked=found.not_asked,
    )
