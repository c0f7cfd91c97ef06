"""What `jobs` does: read the log, count a period's jobs, show and write them."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.command.call import Call
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import parse_period, year_of
from hageplan.jobs.table import jobs_rows
from hageplan.jobs.terminal import print_jobs
from hageplan.workspace.lookup import kommuner_of


def jobs(call: Call, period: str | None, kommuner: Sequence[str] | None, *, explain: bool) -> None:
    """Show the jobs of a period, this year by default; `kommuner` are names or numbers."""
    records = call.records()
    found = count_jobs(
        records,
        parse_period(period, call.today) if period else year_of(call.today),
        today=call.today,
        kommuner=kommuner_of(kommuner, records),
        explain=explain,
    )
    call.answer(found, lambda console: print_jobs(found, console), lambda: jobs_rows(found))
