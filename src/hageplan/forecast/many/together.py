"""From the answers of all tasks to the forecast of many: each næringshage, and all together.

The futures of all are added up in the order of the tasks, so they are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from hageplan.forecast.forecast import band, month_after
from hageplan.forecast.many.result import Counts, ForecastOfMany, Hage, HageMonth, HagePolicy
from hageplan.forecast.many.task import Ask, HageToday, TaskAnswer
from hageplan.forecast.many.withheld import LEAST, sum_is_told, withheld
from hageplan.forecast.office import too_few
from hageplan.interest.model.design import Floats
from hageplan.messages import encode

UNTOLD: Final = Counts(q05=None, q25=None, q50=None, q75=None, q95=None)


def together(asked: Sequence[Ask], answers: Iterable[TaskAnswer], blocks: int) -> ForecastOfMany:
    """Return the forecast of all workspaces that are `asked`; `answers` as `tasks_of` has them."""
    ahead, sums = iter(answers), dict.fromkeys(asked[0].policies, _Futures())
    todays: list[HageToday] = []
    policies: list[tuple[HagePolicy, ...]] = []
    for ask in asked:
        told: list[HagePolicy] = []
        for name in ask.policies:
            parts = list(islice(ahead, blocks))
            futures = _Futures.of(parts)
            sums[name] = sums[name].plus(futures)
            told.append(_policy(parts[0], futures, ask))
        todays.append(parts[0].hage)
        policies.append(tuple(told))
    counts = [today.members for today in todays]
    hidden = withheld(counts)
    everyone = HageToday(
        navn="",
        members=sum(counts),
        existing=sum(today.existing for today in todays),
        unread=sum(today.unread for today in todays),
        example_data=any(today.example_data for today in todays),
    )
    names = zip(policies[0], sums.values(), strict=True)
    of_all = tuple(_months_of(one, futures, asked[0]) for one, futures in names)
    return ForecastOfMany(
        today=asked[0].today,
        hager=tuple(
            _hage(today, found, is_told=index not in hidden)
            for index, (today, found) in enumerate(zip(todays, policies, strict=True))
        ),
        together=_hage(everyone, of_all, is_told=sum_is_told(counts, hidden)),
        withheld=len(hidden),
        unread=everyone.unread,
        draws=next(iter(sums.values())).draws,
        seed=asked[0].seed,
        remarks=tuple(_remarks(everyone, len(hidden))),
        example_data=everyone.example_data,
    )


@dataclass(frozen=True, kw_only=True)
class _Futures:
    """One policy in all futures, of one næringshage or of several added up; (D, months) each.

    Attributes:
        members: Members.
        need: Positions that are needed, and `staff` those at work.
        lacking: Positions that are missing where there are too few.
        short: How many næringshager have too few.
    """

    members: Floats | float = 0.0
    need: Floats | float = 0.0
    staff: Floats | float = 0.0
    lacking: Floats | float = 0.0
    short: Floats | float = 0.0

    @classmethod
    def of(cls, parts: Sequence[TaskAnswer]) -> _Futures:
        """Return the futures of a policy's blocks, one after another."""
        sums = [part.sums for part in parts]
        need, staff = (
            np.concatenate([getattr(one, name) for one in sums]) for name in ("need", "staff")
        )
        short = too_few(need, staff)
        return cls(
            members=np.concatenate([one.members for one in sums]),
            need=need,
            staff=staff,
            lacking=np.where(short, need - staff, 0.0),
            short=short.astype(np.float64),
        )

    def plus(self, other: _Futures) -> _Futures:
        """Return both added up, future by future."""
        mine = vars(self)
        return _Futures(**{name: mine[name] + column for name, column in vars(other).items()})

    @property
    def draws(self) -> int:
        """How many futures they are."""
        return len(np.atleast_1d(self.members))


def _policy(answer: TaskAnswer, futures: _Futures, ask: Ask) -> HagePolicy:
    blank = HagePolicy(policy=answer.policy, is_ours=answer.is_ours, months=())
    return _months_of(blank, futures, ask)


def _months_of(policy: HagePolicy, futures: _Futures, ask: Ask) -> HagePolicy:
    """Return a policy with the months of `futures`."""
    found = {name: np.atleast_2d(column) for name, column in vars(futures).items()}
    months = tuple(
        HageMonth(
            month=month_after(ask.today, month + 1),
            members=_counts(found["members"][:, month]),
            need=band(found["need"][:, month]),
            **{name: float(found[name][:, month].mean()) for name in ("staff", "lacking", "short")},
        )
        for month in range(ask.months)
    )
    return policy.model_copy(update={"months": months})


def _counts(draws: Floats) -> Counts:
    told = {name: count if count >= LEAST else None for name, count in dict(band(draws)).items()}
    return Counts(**told)


def _hage(today: HageToday, policies: Sequence[HagePolicy], *, is_told: bool) -> Hage:
    """Return a næringshage, without its members where they are not told."""
    return Hage(
        navn=today.navn,
        members=today.members if is_told else None,
        existing=today.existing,
        policies=tuple(policies if is_told else map(_untold, policies)),
    )


def _untold(policy: HagePolicy) -> HagePolicy:
    months = (month.model_copy(update={"members": UNTOLD}) for month in policy.months)
    return policy.model_copy(update={"months": tuple(months)})


def _remarks(everyone: HageToday, hidden: int) -> Iterator[str]:
    if everyone.unread:
        yield encode("unread", count=everyone.unread)
    if hidden:
        yield encode("forecast-withheld", count=hidden)
    yield encode("forecast-shared")
    yield encode("forecast-guesses")
    yield encode("forecast-order")
    yield encode("forecast-left")
    yield encode("forecast-driving")
