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
        target_share: Of those who join, the share that are målbedrifter until then, by their
            chances.
    """

    members: Floats
    targets: Floats
    prospects: Floats
    target_share: Floats


def area_of(fitted: Fitted, shown: Sequence[int]) -> Area:
    """Return what the municipalities with the indices `shown` hold."""
    companies = fitted.population.companies
    bedrifter = fitted.population.bedrifter
    free = np.array([not b.reservert for b in bedrifter], dtype=np.bool_)
    is_open = companies.outcome == MembershipOutcome.OPEN
    is_target = is_open & np.array([b.status == "maalbedrift" for b in bedrifter], dtype=np.bool_)
    chance = membership_chances(fitted)

    def count(of: Bools, each: Floats | None = None) -> Floats:
        here, kommuner = companies.kommune[of], len(fitted.population.kommuner)
        weights = None if each is None else each[of]
        return np.bincount(here, weights, minlength=kommuner)[list(shown)].astype(float)

    all_chances = count(is_open, chance)
    return Area(
        members=count((companies.outcome == MembershipOutcome.MEMBER) & free),
        targets=count(is_target & free),
        prospects=count(is_open & ~is_target & free),
        target_share=np.divide(
            count(is_target & free, chance),
            all_chances,
            out=np.zeros(len(shown)),
            where=all_chances > 0,
        ),
    )


def visits_of(area: Area, settings: Bemanning, new_members: Floats) -> Floats:
    """Return the visits a year, (draws, J), where so many join, (draws, J).

    A målbedrift that joins is visited as a member, and as a målbedrift no more.
    """
    joining = np.minimum(area.target_share * new_members, area.targets)
    others = np.maximum(area.prospects - (new_members - joining), 0)
    of_members = (settings.besok_per_medlem or 0) * (area.members + new_members)
    of_targets = (settings.besok_per_maalbedrift or 0) * (area.targets - joining)
    return of_members + of_targets + settings.prospektbesok_andel * others


def needed_visits(
    fitted: Fitted, shown: Sequence[int], new_members: Floats, settings: Bemanning
) -> list[tuple[Bedrift, int]]:
    """Return whom to visit how often in a year in which `new_members`, (J,), have joined.

    Those most likely to join stand for the new members, målbedrifter and others each for their
    share; the most likely after them for the others that are visited.
    """
    companies, chance = fitted.population.companies, membership_chances(fitted)
    bedrifter, share = fitted.population.bedrifter, area_of(fitted, shown).target_share
    found: list[tuple[Bedrift, int]] = []
    for j, joining, of_targets in zip(shown, new_members.tolist(), share.tolist(), strict=True):
        here = [c for c in np.flatnonzero(companies.kommune == j).tolist() if _is_free(fitted, c)]
        members = [c for c in here if companies.outcome[c] == MembershipOutcome.MEMBER]
        open_ = [c for c in here if companies.outcome[c] == MembershipOutcome.OPEN]
        open_.sort(key=lambda c: (-chance[c], bedrifter[c].organisasjonsnummer))
        targets = [c for c in open_ if bedrifter[c].status == "maalbedrift"]
        others = [c for c in open_ if bedrifter[c].status != "maalbedrift"]
        first = min(round(of_targets * joining), len(targets))
        second = max(round(joining) - first, 0)
        asked = ceil(settings.prospektbesok_andel * len(others[second:]) - 1e-9)
        members += [*targets[:first], *others[:second]]
        times = [
            *_times(settings.besok_per_medlem or 0, len(members)),
            *_times(settings.besok_per_maalbedrift or 0, len(targets[first:])),
            *[1] * asked,
        ]
        chosen = [*members, *targets[first:], *others[second : second + asked]]
        found += [(bedrifter[c], n) for c, n in zip(chosen, times, strict=True) if n]
    return found


def _is_free(fitted: Fitted, company: int) -> bool:
    return not fitted.population.bedrifter[company].reservert


def _times(visits: float, companies: int) -> list[int]:
    """Return whole visits of each of so many companies that are `visits` on average."""
    return [int((n + 1) * visits + 1e-9) - int(n * visits + 1e-9) for n in range(companies)]
