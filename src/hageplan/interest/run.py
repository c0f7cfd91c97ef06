"""What `score` does: read the records, ask the model, show and write the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hageplan.command.call import Call
from hageplan.interest.result import Score, without_names
from hageplan.interest.score import score as score_kommuner
from hageplan.interest.score_terminal import print_score
from hageplan.workspace.lookup import kommuner_of

if TYPE_CHECKING:
    from hageplan.ui.rows import Rows


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
        lambda: _rows(shown),
    )


def _rows(shown: Score) -> Rows:
    # Few want a table, and with it come those of `next`.
    from hageplan.interest.table import score_rows

    return score_rows(shown)
