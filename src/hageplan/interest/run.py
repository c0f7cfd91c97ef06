"""What `score` and `next` do: read the records, ask the model, show and write the answer."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.command.call import Call
from hageplan.interest.next_result import Value
from hageplan.interest.next_terminal import print_next
from hageplan.interest.result import without_names
from hageplan.interest.revisit_terminal import print_due
from hageplan.interest.revisits import due_visits as find_due_visits
from hageplan.interest.score import score as score_kommuner
from hageplan.interest.score_terminal import print_score
from hageplan.interest.suggest import next_visits as suggest_visits
from hageplan.interest.table import due_rows, next_rows, score_rows
from hageplan.workspace.lookup import kommuner_of


def score(
    call: Call,
    kommuner: Sequence[str] | None,
    *,
    threshold: float | None,
    explain: bool,
    names: bool,
    seed: int,
) -> None:
    """Show the interest per municipality; `kommuner` are names or numbers, none is the region."""
    records = call.records()
    found = score_kommuner(
        records,
        today=call.today,
        kommuner=kommuner_of(kommuner, records),
        threshold=threshold,
        explain=explain,
        seed=seed,
    )
    shown = found if names else without_names(found)
    call.answer(
        shown,
        lambda console: print_score(shown, records.handles, console, explain=explain),
        lambda: score_rows(shown),
    )


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
