"""Interest and suggested visits as rows: one a municipality, one a visit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hageplan.interest.result import Interval, KommuneScore, NextVisit, NextVisits, Score
from hageplan.interest.revisit_result import DueVisit, DueVisits
from hageplan.ui.rows import Rows, Value, flat, keys, rounded

SCORE_COLUMNS: Final = (
    "kommunenummer",
    "navn",
    "covered",
    "rank",
    "best_probability",
    "companies",
    "members",
    "answered",
    "inbound",
    "interested_answers",
    "age_years",
    "raw_share",
    "share",
    *("share_low80", "share_high80", "share_low90", "share_high90"),
    "above_threshold",
    "threshold",
    "interested",
    *("interested_low90", "interested_high90"),
    "new_members",
    *("new_members_low80", "new_members_high80"),
    "knowledge",
    "today",
    "example_data",
)
DUE_COLUMNS: Final = ("number", *keys(DueVisit), "today", "example_data")
NEXT_COLUMNS: Final = ("number", *keys(NextVisit, "odds"), "today", "example_data")


def score_rows(score: Score) -> Rows:
    """Return the municipalities; shares in [0, 1], counts of companies."""
    same: dict[str, Value] = {
        "threshold": score.threshold,
        "today": score.today.isoformat(),
        "example_data": score.example_data,
    }
    return Rows.of(SCORE_COLUMNS, ({**_score_row(row), **same} for row in score.kommuner))


def _score_row(row: KommuneScore) -> Mapping[str, Value]:
    best = row.rank_probabilities[0] if row.rank_probabilities else None
    estimated = row.estimated
    return {
        **flat(row),
        **flat(row.asked),
        **flat(estimated),
        "interested_answers": row.asked.interested,
        "best_probability": rounded(best),
        **_ends("share", "80", estimated.share80),
        **_ends("share", "90", estimated.share90),
        **_ends("interested", "90", estimated.interested90),
        **_ends("new_members", "80", estimated.new_members80),
    }


def _ends(name: str, level: str, interval: Interval | None) -> dict[str, Value]:
    low, high = interval.ends if interval else (None, None)
    return {f"{name}_low{level}": rounded(low), f"{name}_high{level}": rounded(high)}


def next_rows(visits: NextVisits) -> Rows:
    """Return the visits in their order; chances in [0, 1], prizes in mean prizes."""
    return _numbered(NEXT_COLUMNS, visits, [flat(visit, "odds") for visit in visits.visits])


def due_rows(visits: DueVisits) -> Rows:
    """Return the visits that are due in their order; `elapsed` in intervals."""
    return _numbered(DUE_COLUMNS, visits, [flat(visit) for visit in visits.visits])


def _numbered(
    columns: Sequence[str], of: NextVisits | DueVisits, visits: Iterable[Mapping[str, Value]]
) -> Rows:
    same: dict[str, Value] = {"today": of.today.isoformat(), "example_data": of.example_data}
    rows = ({"number": number, **visit, **same} for number, visit in enumerate(visits, start=1))
    return Rows.of(columns, rows)
