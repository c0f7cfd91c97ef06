"""Interest and suggested visits as rows: one a municipality, one a visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hageplan.interest.next_result import NextVisits
from hageplan.interest.result import Interval, KommuneScore, Score
from hageplan.ui.rows import Rows, Value

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
    "share_low80",
    "share_high80",
    "share_low90",
    "share_high90",
    "above_threshold",
    "threshold",
    "interested",
    "interested_low90",
    "interested_high90",
    "new_members",
    "new_members_low80",
    "new_members_high80",
    "knowledge",
    "today",
    "example_data",
)
NEXT_COLUMNS: Final = (
    "number",
    "organisasjonsnummer",
    "navn",
    "kommunenummer",
    "kommune",
    "antall_ansatte",
    "interesse",
    "answered",
    "interest",
    "membership",
    "value",
    "prize",
    "member_part",
    "lesson_part",
    "drawn",
    "today",
    "example_data",
)


def score_rows(score: Score) -> Rows:
    """Return the municipalities; shares in [0, 1], counts of companies."""
    return Rows.of(SCORE_COLUMNS, _score_rows(score))


def _score_rows(score: Score) -> Iterator[Mapping[str, Value]]:
    for row in score.kommuner:
        yield {
            **_counted(row),
            **_estimated(row),
            "threshold": score.threshold,
            "today": score.today.isoformat(),
            "example_data": score.example_data,
        }


def _counted(row: KommuneScore) -> dict[str, Value]:
    asked = row.asked
    return {
        "kommunenummer": row.kommunenummer,
        "navn": row.navn,
        "covered": row.covered,
        "companies": asked.companies,
        "members": asked.members,
        "answered": asked.answered,
        "inbound": asked.inbound,
        "interested_answers": asked.interested,
        "age_years": _rounded(asked.age_years),
        "raw_share": _rounded(asked.raw_share),
    }


def _estimated(row: KommuneScore) -> dict[str, Value]:
    estimated = row.estimated
    return {
        "rank": row.rank,
        "best_probability": _rounded(row.rank_probabilities[0] if row.rank_probabilities else None),
        "share": _rounded(estimated.share),
        **_ends("share", "80", estimated.share80),
        **_ends("share", "90", estimated.share90),
        "above_threshold": _rounded(estimated.above_threshold),
        "interested": _rounded(estimated.interested),
        **_ends("interested", "90", estimated.interested90),
        "new_members": _rounded(estimated.new_members),
        **_ends("new_members", "80", estimated.new_members80),
        "knowledge": row.knowledge,
    }


def _ends(name: str, level: str, interval: Interval | None) -> dict[str, Value]:
    return {
        f"{name}_low{level}": _rounded(interval.low if interval else None),
        f"{name}_high{level}": _rounded(interval.high if interval else None),
    }


def next_rows(visits: NextVisits) -> Rows:
    """Return the visits in their order; chances in [0, 1], prizes in mean prizes."""
    return Rows.of(NEXT_COLUMNS, _next_rows(visits))


def _next_rows(visits: NextVisits) -> Iterator[Mapping[str, Value]]:
    for number, visit in enumerate(visits.visits, start=1):
        numbers = ("interest", "membership", "value", "prize", "member_part")
        yield {
            **vars(visit),
            **{name: _rounded(getattr(visit, name)) for name in numbers},
            "lesson_part": _rounded(visit.information_gain),
            "drawn": visit.randomised,
            "number": number,
            "answered": visit.answered.isoformat() if visit.answered else None,
            "today": visits.today.isoformat(),
            "example_data": visits.example_data,
        }


def _rounded(value: float | None) -> float | None:
    """Return a number as a table shows it; `--json` keeps all digits."""
    return None if value is None else round(value, 4)
