"""What `next` does: read the records, ask the model, show and write the answer."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.command.call import Call
from hageplan.interest.next_result import Value
from hageplan.interest.next_terminal import print_next
from hageplan.interest.revisit_terminal import print_due
from hageplan.interest.revisits import due_visits as find_due_visits
from hageplan.interest.suggest import next_visits as suggest_visits
from hageplan.interest.table import due_rows, next_rows
from hageplan.workspace.lookup import kommuner_of


def next_visits(
    call: Call,
    kommuner: Sequence[str] | None,
    *,
    count: int,
    value: Value,
    explain: bool,
    seed: int,
) -> None:
    """Show whom to visit next."""
    records = call.records()
    found = suggest_visits(
        records,
        today=call.today,
        kommuner=kommuner_of(kommuner, records),
        count=count,
        value=value,
        explain=explain,
        seed=seed,
    )
    call.answer(
        found,
        lambda console: print_next(found, records.handles, console, explain=explain),
        lambda: next_rows(found),
    )


def due_visits(call: Call, kommuner: Sequence[str] | None, *, count: int, explain: bool) -> None:
    """Show whose next visit is due."""
    records = call.records()
    found = find_due_visits(
        records, today=call.today, kommuner=kommuner_of(kommuner, records), count=count
    )
    call.answer(
        found,
        lambda console: print_due(found, records.handles, console, explain=explain),
        lambda: due_rows(found),
    )
