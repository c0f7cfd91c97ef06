"""Open tasks as CSV: one row a task, the most urgent first."""

from __future__ import annotations

from hageplan.followup.result import Oppfolgingsliste, Oppgave
from hageplan.ui.csv_text import csv_text

COLUMNS = (*Oppgave.model_fields, "today", "example_data")


def followup_csv(document: Oppfolgingsliste, *, excel: bool = False) -> str:
    """Return the tasks as CSV; days are ISO."""
    same = {"today": document.today.isoformat(), "example_data": document.example_data}
    rows = ({**task.model_dump(mode="json"), **same} for task in document.oppgaver)
    return csv_text(COLUMNS, rows, excel=excel)
