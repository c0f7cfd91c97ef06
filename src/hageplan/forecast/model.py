"""One policy, month by month, over all draws at once.

Each month: those who work there have hours left beside the members' work; so many others are
visited; those who talk to us and would join do so after a while, others by word of mouth; some
members leave; what was answered is forgotten bit by bit; what all that takes decides who is hired.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hageplan.forecast.draws import BLOCK, Draws, draw_block, joining_chances
from hageplan.forecast.inputs import MONTHS_A_YEAR, Inputs
from hageplan.forecast.members import MemberRoll, counted
from hageplan.forecast.office import MonthlyWork, Team
from hageplan.forecast.policies import Policy
from hageplan.forecast.pool import Pool
from hageplan.interest.model.design import Floats
from hageplan.interest.model.joining import joined_by, joined_unasked, word_of_mouth

JULY: Final = 7
DECEMBER: Final = 12
MID_MONTH: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Paths:
    """What becomes of one policy, all (D, months) and at the end of each month.

    Attributes:
        members: Members.
        joined: Those who joined in the month.
        left: Those who left in it.
        visits: Visits to others than members.
        need: Positions that the work of the month takes.
        staff: Positions at work.
        km: Kilometres driven.
    """

    members: Floats
    joined: Floats
    left: Floats
    visits: Floats
    need: Floats
    staff: Floats
    km: Floats


def blocks_of(draws: int) -> range:
    """Return the numbers of the blocks that hold so many draws, or a few more."""
    return range(-(-draws // BLOCK))


def forecast_of(inputs: Inputs, policy: Policy, *, seed: int, blocks: Iterable[int]) -> Paths:
    """Return what becomes of `policy` in the futures of `blocks`, in their order.

    Blocks are independent: those of a range, each by itself and put together, are the same bytes.
    """
    return together(run(inputs, policy, draw_block(inputs, seed, block)) for block in blocks)


def together(parts: Iterable[Paths]) -> Paths:
    """Return the draws of all `parts`, one after another."""
    found = [vars(part) for part in parts]
    return Paths(**{name: np.concatenate([part[name] for part in found]) for name in found[0]})


def run(inputs: Inputs, policy: Policy, draws: Draws) -> Paths:
    """Return what becomes of `policy` in the futures `draws`."""
    months = _Months(inputs, policy, draws)
    found = [months.one(month) for month in range(inputs.months)]
    return Paths(**{name: np.stack([one[name] for one in found], axis=1) for name in found[0]})


def _order(inputs: Inputs, policy: Policy) -> NDArray[np.intp]:
    """Return the groups in the order in which the policy visits them."""
    last = len(policy.kommuner)
    rank = [
        policy.kommuner.index(number) if number in policy.kommuner else last
        for number in inputs.kommuner
    ]
    return np.argsort(np.array(rank)[inputs.groups.kommune], kind="stable")


class _Months:
    """The state of one policy's draws, and how a month changes it."""

    def __init__(self, inputs: Inputs, policy: Policy, draws: Draws) -> None:
        self._inputs, self._draws = inputs, draws
        size = len(draws.reach)
        self._pool = Pool(inputs, joining_chances(inputs, draws), _order(inputs, policy))
        self._chance = self._pool.chance
        self._members = MemberRoll(inputs, draws.churn)
        self._team = Team(inputs, policy, size)
        self._work = MonthlyWork(inputs, draws.work)
        opened = inputs.is_served if policy.kommuner else inputs.is_looked_at
        self._opened = np.broadcast_to(opened, (size, len(opened)))
        edges = np.maximum(np.arange(inputs.months + 1) - MID_MONTH, 0)
        delay = inputs.interesse.konvertering.forsinkelse_maaneder
        self._delay = np.diff(joined_by(edges, delay))[:, np.newaxis, np.newaxis]
        self._joining = np.zeros((inputs.months, size, len(opened)))
        self._forgotten = 1 - 0.5 ** (1 / (MONTHS_A_YEAR * inputs.interesse.halveringstid_aar))

    def one(self, month: int) -> dict[str, Floats]:
        """Let a month pass, and return what it brought, (D,) each."""
        who = self._draws.who[month]
        visits = self._visit(month)
        joined = counted(self._joining[month] + self._word_of_mouth(), self._chance, who[0])
        left = self._members.pass_month(joined, who[1:])
        self._pool.forget(self._forgotten)
        targets, others = self._pool.left()
        regular = self._work.regular(self._members, targets, self._served)
        need = self._work.positions(regular, others, self._served)
        self._team.see(month, need)
        everyone = self._members.all
        in_any_case = self._work.visits_in_any_case(everyone, targets)
        return {
            "members": np.round(everyone.sum(axis=1)),
            "joined": joined.sum(axis=1),
            "left": left.sum(axis=1),
            "visits": visits.sum(axis=1),
            "need": need,
            "staff": self._team.at(month),
            "km": (in_any_case + visits) @ self._inputs.drive_km * self._draws.work.drive_factor,
        }

    def _visit(self, month: int) -> Floats:
        """Visit whom there is time for, and return the visits to others by municipality, (D, J)."""
        given, pool, reach = self._inputs.prognose, self._pool, self._draws.reach
        season = self._season(month)
        targets, _others = pool.left()
        regular = self._work.regular(self._members, targets, self._served)
        hours = self._work.left_of(self._team.at(month), regular, self._served) * season
        target_visits = (self._inputs.bemanning.besok_per_maalbedrift or 0) / MONTHS_A_YEAR
        found = pool.visit_targets(target_visits, reach)
        visits, willing = pool.visit_next(
            given.besok_per_maaned * season, hours, self._work.visit_hours, reach
        )
        self._opened = self._opened | (visits > 0)
        self._joining[month:] += self._delay[: self._inputs.months - month] * (found + willing)
        return visits

    @property
    def _served(self) -> Floats:
        """How many municipalities are served by now, (D,)."""
        return np.asarray(self._opened.sum(axis=1), dtype=np.float64)

    def _season(self, month: int) -> float:
        """Return the part of a usual month's visits that is made in this one."""
        number = (self._inputs.month - 1 + month) % MONTHS_A_YEAR + 1
        given = self._inputs.prognose
        return {JULY: given.juli_andel, DECEMBER: given.desember_andel}.get(number, 1.0)

    def _word_of_mouth(self) -> Floats:
        """Return how many join without having been asked, (D, J)."""
        companies = np.maximum(self._inputs.companies, 1)
        share = np.minimum(self._members.all / companies, 1)
        rate = word_of_mouth(share, self._inputs.interesse.uten_besok)
        return self._pool.unasked(joined_unasked(rate, 1 / MONTHS_A_YEAR))
