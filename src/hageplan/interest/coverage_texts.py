"""How much of a municipality the list of companies has, in words."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.i18n import say, short_date
from hageplan.interest.coverage import Coverage, together
from hageplan.ui.numbers import decimal


def coverage_text(row: Coverage) -> str:
    """Return what the list has of a municipality, and what there is, on which day."""
    if row.all_with_employees is None:
        return say(
            "The list has {ours} of {all} companies in {name} ({source}).",
            ours=row.ours,
            all=decimal(row.all, 0),
            name=row.navn,
            source=_source(row),
        )
    return say(
        "The list has {ours} of {all} companies in {name}, {ours_staffed} of {all_staffed} with "
        "employees ({source}).",
        ours=row.ours,
        all=decimal(row.all, 0),
        name=row.navn,
        ours_staffed=row.ours_with_employees,
        all_staffed=decimal(row.all_with_employees, 0),
        source=_source(row),
    )


def region_text(rows: Sequence[Coverage], kommuner: int) -> str:
    """Return the same of all municipalities of `rows` together, which are some of so many."""
    first = rows[0]
    names = say("{count} of {all} municipalities", count=len(rows), all=kommuner)
    whole = first.model_copy(
        update={
            "navn": first.navn if len(rows) == kommuner == 1 else names,
            "ours": sum(row.ours for row in rows),
            "all": sum(row.all for row in rows),
            "ours_with_employees": sum(row.ours_with_employees for row in rows),
            "all_with_employees": together(rows, lambda row: row.all_with_employees),
        }
    )
    return coverage_text(whole)


def _source(row: Coverage) -> str:
    return say("SSB, table {table}, {date}", table=row.table, date=short_date(row.day))
