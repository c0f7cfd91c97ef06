"""Whom to visit next: who may be visited, the suggestion, the prizes that a plan trades with."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, get_args

import numpy as np
from numpy.typing import NDArray

from hageplan.interest.model.design import INDUSTRIES, ROWS, SIZES, SLOPE, Floats
from hageplan.interest.model.fitted import Fitted, fit_records
from hageplan.interest.model.history import History, history_of
from hageplan.interest.model.joining import joined_unasked, word_of_mouth
from hageplan.interest.model.prize import Chances, Pick, Prizes, Round
from hageplan.interest.next_result import NextVisit, NextVisits, Odds, Value
from hageplan.interest.occasions import Occasion, occasion_remarks, occasions
from hageplan.interest.region import checked_region, region_of
from hageplan.interest.revisits import (
    Revisit,
    coverage_of,
    interval_remarks,
    revisits,
    worth_of,
)
from hageplan.interest.score import assumptions_of
from hageplan.interest.worth import median_headcount, values
from hageplan.messages import encode
from hageplan.records.avtaler import booked
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import open_promises
from hageplan.records.logg import Henvendelse
from hageplan.records.settings.interesse import Interesse, UtenBesok
from hageplan.records.workspace import Workspace

if TYPE_CHECKING:
    from hageplan.records.plan import Reason

_NO_OCCASION: Final = Occasion(reasons=(), minutes=0.0)


@dataclass(frozen=True)
class Excluded:
    """A company that is not to be visited now; `detail` is a coded remark."""

    bedrift: Bedrift
    reason: Reason
    detail: str


def select(
    workspace: Workspace, kommuner: Collection[str], history: History, on: date
) -> tuple[tuple[Bedrift, ...], tuple[Excluded, ...]]:
    """Return the companies of `kommuner` that may be visited `on` a day, and the others with why.

    Only the target group's are looked at. Nobody is visited again before `karens_dager` and half
    its interval; a company's own interval, or a day that was agreed with it, goes before the first.
    """
    rest = timedelta(days=workspace.oppsett.planlegging.karens_dager)
    again = revisits(workspace, history)
    chosen: list[Bedrift] = []
    excluded: list[Excluded] = []
    for bedrift in workspace.maalgruppe:
        if bedrift.kommunenummer not in kommuner:
            continue
        number = bedrift.organisasjonsnummer
        obstacle = _obstacle(bedrift) or _resting(
            again.get(number), history.get(number, ()), on, rest
        )
        if obstacle is None:
            chosen.append(bedrift)
        else:
            excluded.append(Excluded(bedrift, *obstacle))
    return tuple(chosen), tuple(excluded)


def _obstacle(bedrift: Bedrift) -> tuple[Reason, str] | None:
    if bedrift.reservert:
        return "opted-out", ""
    if bedrift.status == "nedlagt":
        return "closed-down", ""
    if bedrift.status == "avslag":
        return "declined", ""
    return None


def _resting(
    again: Revisit | None, contacts: tuple[Henvendelse, ...], on: date, rest: timedelta
) -> tuple[Reason, str] | None:
    """Tell whether it is too early to come again: also where they lately would not talk."""
    met = [c.tid.date() for c in contacts if c.took_place or c.utfall == "avslo"]
    from_days = [met[-1] + rest] if met and not (again and again.is_own) else []
    if again is not None:
        from_days.append(again.rests_until)
    if not from_days or on >= max(from_days):
        return None
    last = again.since if again is not None else met[-1]
    return "recently-contacted", encode("", date=last, again=max(from_days))


@dataclass(frozen=True, kw_only=True)
class Prize:
    """A company's prize as the first one visited; see `NextVisit` for the parts."""

    interest: float
    membership: float
    member_part: float
    information_gain: float

    @property
    def total(self) -> float:
        """The prize, but for what happened of late; 1 + κ is average."""
        return self.member_part + self.information_gain


def next_visits(
    workspace: Workspace,
    *,
    today: date,
    kommuner: Sequence[str] = (),
    count: int = 20,
    value: Value = "members",
    explain: bool = False,
    seed: int = 0,
) -> NextVisits:
    """Return up to `count` companies to visit next, as known on `today`.

    `kommuner` are numbers (none: all that are covered or considered); what is average is measured
    over the whole region in any case. A share of the visits, by the settings a tenth, is drawn by
    lot with `seed`. Members and whoever must not be visited now are left out.

    Raises RequestError where there is no municipality to choose from, or none with such a number,
    and ValueError for a `value` that is not one.
    """
    if value not in get_args(Value):
        raise ValueError(f"value: expected one of {', '.join(get_args(Value))}, got {value}")
    settings = workspace.oppsett.interesse
    fitted = fit_records(workspace, checked_region(workspace, kommuner), today)
    wanted = set(kommuner or fitted.population.kommuner)
    choosing = _choosing(workspace, fitted, today, today, value)
    among = np.array([b.kommunenummer in wanted for b in choosing.bedrifter], dtype=np.bool_)
    rng = np.random.default_rng(seed)
    picks = choosing.round.pick(count, among, settings.tilfeldig_andel, rng)
    considered = int(among.sum())
    inside = sum(b.kommunenummer in wanted for b in fitted.population.bedrifter)
    return NextVisits(
        today=today,
        value=value,
        visits=tuple(choosing.visit(pick, workspace, explain=explain) for pick in picks),
        considered=considered,
        excluded=inside - considered,
        outside=workspace.count_outside(wanted),
        seed=seed,
        average=1 + settings.laeringsvekt,
        assumptions=(
            *workspace.remarks(),
            *assumptions_of(fitted, settings),
            *_assumptions(settings, value, choosing.bedrifter),
            *occasion_remarks(workspace),
            *interval_remarks(
                workspace.oppsett.besoksintervall_dager, coverage_of(workspace, today)
            ),
        ),
        example_data=workspace.example_data,
    )


def visit_prizes(
    workspace: Workspace, kommuner: Sequence[str], *, today: date, on: date
) -> Mapping[str, Prize]:
    """Return the prizes `on` a day of all that may become members, by organisasjonsnummer.

    The whole region and `kommuner` are the measure of what is average, so that a prize does not
    depend on the tour it is planned for.
    """
    fitted = fit_records(workspace, region_of(workspace, kommuner), today)
    choosing = _choosing(workspace, fitted, today, on, "members")
    prizes = choosing.prizes
    return {
        bedrift.organisasjonsnummer: Prize(
            interest=float(prizes.interest[c]),
            membership=float(prizes.membership[c]),
            member_part=float(prizes.member[c]),
            information_gain=float(prizes.information_gain[c]),
        )
        for c, bedrift in enumerate(choosing.bedrifter)
    }


def _candidates(
    workspace: Workspace, fitted: Fitted, today: date, on: date
) -> tuple[NDArray[np.intp], Floats]:
    """Return the indices of the companies that may be visited `on` a day and are not members.

    Beside them how due each is: 1 but for those that were visited less than their interval ago.
    """
    population = fitted.population
    history = history_of(workspace.henvendelser, today)
    free, _ = select(workspace, population.kommuner, history, on)
    numbers = {b.organisasjonsnummer for b in free if b.status != "medlem"}
    chosen = np.flatnonzero([b.organisasjonsnummer in numbers for b in population.bedrifter])
    again = revisits(workspace, history)
    found = (again.get(population.bedrifter[c].organisasjonsnummer) for c in chosen)
    dueness = [min(1.0, worth_of(one.elapsed(on))) if one else 1.0 for one in found]
    return chosen, np.array(dueness, dtype=np.float64)


def _choosing(
    workspace: Workspace, fitted: Fitted, today: date, on: date, value: Value
) -> _Choosing:
    """Return the choice among those that may be visited `on` a day, as known `today`."""
    chosen, dueness = _candidates(workspace, fitted, today, on)
    settings = workspace.oppsett.interesse
    steps = _next_steps(workspace, today)
    found = occasions(workspace, history_of(workspace.henvendelser, today), on)
    return _Choosing(
        fitted,
        chosen,
        settings,
        dueness=dueness,
        value=value,
        chances=_chances(fitted, chosen, steps, settings.uten_besok),
        found=found,
    )


class _Choosing:
    """Candidates with their values, and the round in which visits are chosen among them."""

    def __init__(
        self,
        fitted: Fitted,
        chosen: NDArray[np.intp],
        settings: Interesse,
        *,
        dueness: Floats,
        value: Value,
        chances: Chances,
        found: Mapping[str, Occasion],
    ) -> None:
        self.chosen = chosen
        self._fitted = fitted
        self.bedrifter = [fitted.population.bedrifter[c] for c in chosen]
        self._answers = [fitted.population.answers[c] for c in chosen]
        self._value = values(self.bedrifter, value, settings.medlemstimer)
        self._occasions = [
            found.get(one.organisasjonsnummer, _NO_OCCASION) for one in self.bedrifter
        ]
        a_minute = (1 + settings.laeringsvekt) / settings.prize_minutter
        self._besides = a_minute * np.array([one.minutes for one in self._occasions])
        self.round = Round(
            table=fitted.table,
            posterior=fitted.posterior,
            candidates=fitted.population.subset(chosen),
            value=self._value,
            dueness=dueness,
            chances=chances,
            kappa=settings.laeringsvekt,
            besides=self._besides,
        )
        self.prizes: Prizes = self.round.prizes()

    def visit(self, pick: Pick, workspace: Workspace, *, explain: bool) -> NextVisit:
        """Return the suggestion that a pick stands for."""
        c = pick.candidate
        bedrift, answer, prizes = self.bedrifter[c], self._answers[c], self.prizes
        return NextVisit(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            navn=bedrift.navn,
            kommunenummer=bedrift.kommunenummer,
            kommune=workspace.kommuner[bedrift.kommunenummer].navn,
            ring_ikke=bedrift.ring_ikke,
            antall_ansatte=bedrift.antall_ansatte,
            interesse=answer.grade if answer else None,
            answered=answer.date if answer else None,
            interest=float(prizes.interest[c]),
            membership=float(prizes.membership[c]),
            unvisited=float(prizes.unvisited[c]),
            value=float(self._value[c]),
            prize=float(prizes.member[c] + self._besides[c]) + pick.information_gain,
            member_part=float(prizes.member[c]),
            information_gain=pick.information_gain,
            occasion_part=float(self._besides[c]),
            occasions=self._occasions[c].reasons,
            randomised=pick.randomised,
            odds=self._odds(int(self.chosen[c])) if explain else None,
        )

    def _odds(self, company: int) -> Odds:
        """Return the odds ratios against an average company of the region."""
        table, posterior = self._fitted.table, self._fitted.posterior
        columns = self._fitted.population.companies
        average = table.companies.sum(axis=0) @ ROWS[: table.companies.shape[1]]
        off = ROWS[columns.cell[company]] - average / table.companies.sum()
        size = np.array([*range(SLOPE.start, SLOPE.stop), *range(SIZES.start, SIZES.stop)])
        effects = posterior.mix([mode.effects for mode in posterior.modes])
        b = posterior.mix([mode.coefficients for mode in posterior.modes])
        return Odds(
            size=math.exp(float(off[size] @ b[size])),
            industry=math.exp(float(off[INDUSTRIES] @ b[INDUSTRIES])),
            kommune=math.exp(float(effects[columns.kommune[company]])),
        )


def _chances(
    fitted: Fitted, chosen: NDArray[np.intp], next_steps: Collection[str], settings: UtenBesok
) -> Chances:
    """Return the chances of those `chosen`, with a visit and without one.

    Who said that it is interested joins in part though nobody comes, and all the same where a next
    step is agreed. A no of today stays one. All others hear of it from members.
    """
    bedrifter, answers = fitted.population.bedrifter, fitted.population.answers

    def stays(c: int) -> float:
        answer, number = answers[c], bedrifter[c].organisasjonsnummer
        is_waiting = answer is not None and answer.is_interested and number not in next_steps
        return settings.uten_neste_steg if is_waiting else 1.0

    no, yes = fitted.conversion.of_unanswered(fitted.conversion.by_grade).tolist()
    unasked = joined_unasked(word_of_mouth(fitted.population.member_shares, settings))
    return Chances(
        answered=fitted.to_join[chosen],
        stays=np.array([stays(c) for c in chosen.tolist()], dtype=np.float64),
        others=no,
        interested=yes,
        unasked=unasked[fitted.population.companies.kommune[chosen]],
    )


def _next_steps(workspace: Workspace, today: date) -> frozenset[str]:
    """Return the numbers of those with whom a visit is agreed, or a task that is not overdue."""
    agreed = (a.organisasjonsnummer for a in booked(workspace.avtaler) if a.tid.date() >= today)
    promised = (o.organisasjonsnummer for o in open_promises(workspace) if o.frist >= today)
    return frozenset((*agreed, *promised))


def _assumptions(
    settings: Interesse, value: Value, bedrifter: Sequence[Bedrift]
) -> tuple[str, ...]:
    hours, median = settings.medlemstimer, f"{median_headcount(bedrifter):g}"
    worth = {
        "members": encode("value-members"),
        "jobs": encode("value-jobs", median=median),
        "hours": encode(
            "value-hours",
            base=f"{hours.fast:g}",
            each=f"{hours.per_ansatt:g}",
            most=f"{hours.tak:g}",
            median=median,
        ),
    }
    alone = settings.uten_besok
    return (
        worth[value],
        encode(
            "without-a-visit",
            rate=f"{100 * alone.grunnrate:g}",
            each=f"{100 * alone.per_medlemsandel:g}",
            percent=round(100 * alone.uten_neste_steg),
        ),
        encode("kappa", kappa=settings.laeringsvekt),
        encode("random-share", percent=round(100 * settings.tilfeldig_andel)),
    )
