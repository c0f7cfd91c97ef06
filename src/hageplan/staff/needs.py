"""Which visits a year holds: today's members, those to come, and a share of all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from hageplan.interest.model.design import Bools, Floats
from hageplan.interest.model.fitted import Fitted, membership_chances
from hageplan.interest.model.table import MembershipOutcome
from hageplan.records.bedrift import Bedrift
from hageplan.records.settings.bemanning import Bemanning


@dataclass(frozen=True, kw_only=True)
class Area:
    """What the municipalities hold today, numbers of companies, each (J,).

    Attributes:
        members: Members.
        targets: Målbedrifter.
        prospects: All others that may be visited.
    """

    members: Floats
    targets: Floats
    prospects: Floats


def area_of(fitted: Fitted, shown: Sequence[int]) -> Area:
    """Return what the municipalities with the indices `shown` hold."""
    companies = fitted.population.companies
    bedrifter = fitted.population.bedrifter
    free = np.array([not b.reservert for b in bedrifter], dtype=np.bool_)
    is_open = companies.outcome == MembershipOutcome.OPEN
    is_target = is_open & [b.status == "maalbedrift" for b in bedrifter]

    def count(of: Bools) -> Floats:
        here = companies.kommune[of & free]
        return np.bincount(here, minlength=len(fitted.population.kommuner))[list(shown)].astype(
            float
        )

    return Area(
        members=count(companies.outcome == MembershipOutcome.MEMBER),
        targets=count(is_target),
        prospects=count(is_open & ~is_target),
    )


def visits_of(area: Area, settings: Bemanning, new_members: Floats) -> Floats:
    """Return the visits a year, (draws, J), where so many join, (draws, J)."""
    others = np.maximum(area.prospects - new_members, 0)
    members = area.members + new_members
    of_members = (settings.besok_per_medlem or 0) * members
    of_targets = (settings.besok_per_maalbedrift or 0) * area.targets
    return of_members + of_targets + settings.prospektbesok_andel * others


def needed_visits(
    fitted: Fitted, shown: Sequence[int], new_members: Floats, settings: Bemanning
) -> list[tuple[Bedrift, int]]:
    """Return whom to visit how often in a year in which `new_members`, (J,), have joined.

    Those most likely to join stand for the new members, the most likely after them for the others
    that are visited.
    """
    companies, chance = fitted.population.companies, membership_chances(fitted)
    found: list[tuple[Bedrift, int]] = []
    for j, joining in zip(shown, new_members.tolist(), strict=True):
        here = [c for c in np.flatnonzero(companies.kommune == j).tolist() if _is_free(fitted, c)]
        members = [c for c in here if companies.outcome[c] == MembershipOutcome.MEMBER]
        open_ = [c for c in here if companies.outcome[c] == MembershipOutcome.OPEN]
        targets = [c for c in open_ if fitted.population.bedrifter[c].status == "maalbedrift"]
        others = [c for c in open_ if c not in targets]
        others.sort(key=lambda c: (-chance[c], fitted.population.bedrifter[c].organisasjonsnummer))
        joined = round(joining)
        asked = ceil(settings.prospektbesok_andel * len(others[joined:]) - 1e-9)
        times = [
            *_times(settings.besok_per_maalbedrift or 0, len(targets)),
            *_times(settings.besok_per_medlem or 0, len(members) + joined),
            *[1] * asked,
        ]
        chosen = [*targets, *members, *others][: len(times)]
        found += [
            (fitted.population.bedrifter[c], n) for c, n in zip(chosen, times, strict=False) if n
        ]
    return found


def _is_free(fitted: Fitted, company: int) -> bool:
    return not fitted.population.bedrifter[company].reservert


def _times(visits: float, companies: int) -> list[int]:
    """Return whole visits of each of so many companies that are `visits` on average."""
    return [int((n + 1) * visits + 1e-9) - int(n * visits + 1e-9) for n in range(companies)]
