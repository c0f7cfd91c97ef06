"""Matching: from records to suggestions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from hageplan.matching.assign import Assignment, assign
from hageplan.matching.by_road import by_road, remarks
from hageplan.matching.profile import Profile, companies_of, not_introduced, resources_of
from hageplan.matching.result import (
    Certificate,
    Koblingsliste,
    MetNeed,
    PairEnd,
    ScorePart,
    SharedWord,
    Suggestion,
)
from hageplan.matching.scores import PARTS, Block, Scores
from hageplan.matching.vectors import words_alike
from hageplan.messages import encode
from hageplan.records.base import Sted
from hageplan.records.bedrift import Ressurs, Slag
from hageplan.records.workspace import Workspace
from hageplan.travel import Travel

ALTERNATIVES: Final = 10
"""Pairs that a company's own list has beside those that are chosen, of each kind."""
UNLIMITED: Final = 10**6


@dataclass(frozen=True, kw_only=True)
class MatchRequest:
    """What to match.

    `organisasjonsnummer` asks for one company's list, `kommuner` (numbers) for pairs that touch
    them, `cap` for so many suggestions a company (None: the settings'), `ressurser` for others
    than the workspace's.
    """

    organisasjonsnummer: str | None = None
    kommuner: tuple[str, ...] = ()
    cap: int | None = None
    ressurser: tuple[Ressurs, ...] | None = None


def match(
    workspace: Workspace,
    request: MatchRequest | None = None,
    *,
    today: date,
    travel: Travel | None = None,
) -> Koblingsliste:
    """Return who should meet whom, as known on `today`; `travel` tells how far apart they are.

    Pairs are chosen by the estimate of it, so that only those that are shown are asked for.

    Pairs that were introduced are left out, and companies that opted out, declined or closed down.
    Only the target group is matched, and a company that is asked for.
    Raises RequestError where a company that is asked for is one of these, or unknown.
    """
    asked = request or MatchRequest()
    if asked.organisasjonsnummer is not None:
        workspace = workspace.taking_in([asked.organisasjonsnummer])
    settings = workspace.oppsett.kobling
    cap = asked.cap or settings.maks
    companies = companies_of(workspace)
    ressurser = workspace.ressurser if asked.ressurser is None else asked.ressurser
    own = asked.organisasjonsnummer
    if own is not None and all(profile.id != own for profile in companies):
        raise not_introduced(workspace.name_of(own))
    found = _listings(workspace, companies, ressurser, kommuner=asked.kommuner, cap=cap)
    pairs, to_network = (one.suggestions(own) for one in found)
    if travel is not None:
        places = {one.id: Sted(navn=one.navn, lat=one.place[0], lon=one.place[1])
                  for one in companies if one.place}  # fmt: skip
        pairs = by_road(pairs, places, travel, half_km=settings.halv_avstand_km, today=today)
    return Koblingsliste(
        example_data=workspace.example_data,
        today=today,
        cap=cap,
        organisasjonsnummer=own,
        companies=len(companies),
        resources=len(ressurser),
        introduced=len(workspace.koblinger),
        outside=workspace.count_outside(asked.kommuner or None),
        bedrifter=tuple(pairs),
        ressurser=tuple(to_network),
        bedrifter_certificate=found[0].certificate,
        ressurser_certificate=found[1].certificate,
        assumptions=(
            *workspace.remarks(),
            *_assumptions(workspace),
            *(remarks(travel, today) if travel else ()),
        ),
    )


def _listings(
    workspace: Workspace,
    companies: Sequence[Profile],
    ressurser: Sequence[Ressurs],
    *,
    kommuner: Collection[str],
    cap: int,
) -> tuple[_Listing, _Listing]:
    """Return the best pairs of companies, and of companies with the network."""
    resources = resources_of(ressurser)
    introduced = [(k.organisasjonsnummer, k.til) for k in workspace.koblinger]
    settings, detour = workspace.oppsett.kobling, workspace.oppsett.kjoring.omvei
    touching = _touching(kommuner, companies)
    among, network = (
        Scores(companies, others, settings, detour, barred=introduced, touching=touching)
        for others in (companies, resources)
    )
    limits = np.full(len(companies), cap)
    most = np.array([r.limit or UNLIMITED for r in resources], dtype=np.intp)
    kinds: dict[str, Slag] = {one.id: one.slag for one in ressurser}
    return (
        _Listing(among, assign(among, limits, limits), kinds),
        _Listing(network, assign(network, limits, most), kinds),
    )


def _touching(kommuner: Collection[str], companies: Sequence[Profile]) -> frozenset[str] | None:
    """Return the ids of which every pair must have one; None where any pair will do."""
    if not kommuner:
        return None
    return frozenset(p.id for p in companies if p.kommunenummer in kommuner)


class _Listing:
    """Suggestions of one kind: what is chosen, and what else a company may look at."""

    def __init__(self, scores: Scores, assignment: Assignment, kinds: dict[str, Slag]) -> None:
        self._scores, self._kinds = scores, kinds
        self._chosen = list(zip(assignment.rows.tolist(), assignment.columns.tolist(), strict=True))
        lost = 1 - assignment.value / assignment.bound if assignment.bound else 0.0
        self.certificate = Certificate(
            value=assignment.value, bound=assignment.bound, lost_at_most=max(lost, 0.0)
        )

    def suggestions(self, own: str | None) -> list[Suggestion]:
        """Return the chosen pairs; of one company also the best that are not chosen."""
        found = self._all() if own is None else self._own(own)
        return sorted(found, key=lambda one: (-one.score, one.a.id, one.b.id))

    def _own(self, own: str) -> Iterator[Suggestion]:
        row = next(n for n, profile in enumerate(self._scores.rows) if profile.id == own)
        block = self._scores.block(slice(row, row + 1))
        mine = {c for r, c in self._chosen if r == row}
        if self._scores.is_symmetric:
            mine |= {r for r, c in self._chosen if c == row}
        best = np.argsort(-block.scores[0], kind="stable")[: len(mine) + ALTERNATIVES].tolist()
        for column in dict.fromkeys((*sorted(mine), *best)):
            if block.scores[0, column] > 0:
                yield self._suggestion(row, column, block, row, chosen=column in mine)

    def _all(self) -> Iterator[Suggestion]:
        for rows in self._scores.slices():
            block = self._scores.block(rows)
            for row, column in self._chosen:
                if rows.start <= row < rows.stop:
                    yield self._suggestion(row, column, block, rows.start, chosen=True)

    def _suggestion(
        self, row: int, column: int, block: Block, first: int, *, chosen: bool
    ) -> Suggestion:
        """Return the suggestion of a pair; `first` is the block's first row."""
        one, other = self._scores.rows[row], self._scores.columns[column]
        at = row - first, column
        km = float(block.km[at])
        meetings = (*_meetings(one, other), *_meetings(other, one))
        values, weights = block.parts[:, at[0], at[1]].tolist(), self._scores.weights.tolist()
        return Suggestion(
            a=self._end(one),
            b=self._end(other),
            score=float(block.scores[at]),
            km=round(km, 1) if np.isfinite(km) else None,
            chosen=chosen,
            parts=tuple(
                ScorePart(name=name, value=value, weight=weight)
                for name, value, weight in zip(PARTS, values, weights, strict=True)
            ),
            meetings=meetings,
            words=tuple(_words(one, other, is_reason=not meetings)),
        )

    def _end(self, profile: Profile) -> PairEnd:
        return PairEnd(
            id=profile.id,
            navn=profile.navn,
            kommunenummer=profile.kommunenummer,
            slag=self._kinds.get(profile.id),
        )


def _meetings(needing: Profile, offering: Profile) -> Iterator[MetNeed]:
    for tag in needing.needs:
        if tag in offering.offers:
            yield MetNeed(who=needing.id, needs=needing.needs[tag], offers=offering.offers[tag])


def _words(one: Profile, other: Profile, *, is_reason: bool) -> Iterator[SharedWord]:
    """Give the words alike, in both directions; where they alone are the reason, some at least."""
    for needing, offering in ((one, other), (other, one)):
        pairs = words_alike(needing.need_text, offering.offer_text, one_at_least=is_reason)
        for need, offer in pairs:
            yield SharedWord(who=needing.id, needs=need, offers=offer)


def _assumptions(workspace: Workspace) -> tuple[str, ...]:
    settings = workspace.oppsett.kobling
    named = zip(PARTS, vars(settings.vekter).values(), strict=True)
    return (
        encode("match-weights", **{name: f"{weight:g}" for name, weight in named}),
        encode("match-reason", least=f"{settings.tekst_minst:g}"),
        encode(
            "match-distance",
            km=f"{settings.halv_avstand_km:g}",
            omvei=f"{workspace.oppsett.kjoring.omvei:g}",
        ),
    )
