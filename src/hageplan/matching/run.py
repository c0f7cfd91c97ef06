"""What `match` does: read the records, choose the pairs, show and write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.i18n import _
from hageplan.matching.match import MatchRequest, match
from hageplan.matching.table import match_rows
from hageplan.matching.terminal import print_match
from hageplan.travel.roads import travel_of
from hageplan.travel.source import has_roads
from hageplan.workspace.lookup import kommuner_of
from hageplan.workspace.read import read_resources


def suggest(
    call: Call,
    bedrift: str | None,
    *,
    kommuner: Sequence[str] | None,
    cap: int | None,
    resources: Path | None,
    explain: bool,
) -> None:
    """Show who should meet whom; of one company, a number or a name, also the alternatives."""
    records = call.records()
    company = company_meant(call, bedrift, records.bedrifter) if bedrift else None
    number = company.organisasjonsnummer if company else None
    call.note_outside(records, filter(None, [number]))
    asked = MatchRequest(
        organisasjonsnummer=number,
        kommuner=kommuner_of(kommuner, records),
        cap=cap,
        ressurser=None if resources is None else read_resources(resources),
    )
    with progress_bar(quiet=call.quiet, doing=_("Finding matches")):
        travel = travel_of(records) if has_roads(records) else None
        found = match(records, asked, today=call.today, travel=travel)
    call.answer(
        found,
        lambda console: print_match(found, records.handles, console, explain=explain),
        lambda: match_rows(found, records.kommuner),
    )
