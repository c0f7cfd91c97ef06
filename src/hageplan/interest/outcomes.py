"""Joint draws of what may turn out: who is interested, and who of them becomes a member."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hageplan.interest.conversion import open_grades
from hageplan.interest.design import Floats
from hageplan.interest.draws import draw_count, draw_totals
from hageplan.interest.estimate import Estimate
from hageplan.interest.fitted import Fitted


@dataclass(frozen=True)
class Outcomes:
    """Numbers of companies in each municipality.

    Attributes:
        interested: Joint draws, (draws, J).
        new_members: Joint draws, (draws, J).
        expected_members: Expected new members, (J,).
    """

    interested: Floats
    new_members: Floats
    expected_members: Floats


def draw_outcomes(fitted: Fitted, estimated: Estimate, rng: np.random.Generator) -> Outcomes:
    """Return what may turn out; the conversions are drawn once for all municipalities."""
    interested = draw_totals(fitted.table, fitted.posterior, rng)
    known = open_grades(fitted.population)
    by_grade = fitted.conversion.draw(len(interested), rng)
    chances = np.column_stack([by_grade, fitted.conversion.of_interested(by_grade)])
    members = [
        draw_count(counts, chances, rng)
        for counts in np.moveaxis(_counts(fitted, known, interested), 1, 0)
    ]
    mean = fitted.conversion.by_grade
    expected = _counts(fitted, known, estimated.mean[np.newaxis])[0] @ np.append(
        mean, fitted.conversion.of_interested(mean)
    )
    return Outcomes(interested, np.stack(members, axis=1), expected)


def _counts(fitted: Fitted, known: Floats, interested: Floats) -> Floats:
    """Return companies that may join, (draws, J, 5): answers by grade, and unanswered yes."""
    yes = np.maximum(interested - fitted.table.yes, 0)
    answered = np.broadcast_to(known, (*interested.shape, known.shape[1]))
    return np.concatenate([answered, yes[..., np.newaxis]], axis=-1)
