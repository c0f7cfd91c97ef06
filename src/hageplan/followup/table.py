"""Open tasks as rows: one a task, the most urgent first."""

from __future__ import annotations

from typing import Final

from hageplan.followup.result import Oppfolgingsliste, Oppgave
from hageplan.ui.rows import Rows, Value

COLUMNS: Final = (*Oppgave.model_fields, "today", "example_data")


def followup_rows(found: Oppfolgingsliste) -> Rows:
    """Return the tasks; days are ISO."""
    same: dict[str, Value] = {"today": found.today.isoformat(), "example_data": found.example_data}
    return Rows.of(COLUMNS, ({**task.model_dump(mode="json"), **same} for task in found.oppgaver))
