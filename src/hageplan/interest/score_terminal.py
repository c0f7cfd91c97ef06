"""Interest per municipality for the terminal: a chart, the numbers, and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from hageplan.i18n import _, say, short_date, shown
from hageplan.interest.coverage_texts import region_text
from hageplan.interest.result import (
    Explanation,
    Knowledge,
    KommuneScore,
    Reach,
    Score,
    Sensitivity,
)
from hageplan.messages import Message, msg
from hageplan.records.names import Handles
from hageplan.ui.chart import axis, interval_line
from hageplan.ui.console import company, figures, heading, line, remarks, table, text, title, words
from hageplan.ui.entry_text import GRADES
from hageplan.ui.numbers import chance, counts, decimal, percent, percents, points
from hageplan.ui.texts import outside_group

NOTHING: Final = "–"
CHART_AT_LEAST: Final = 12
CHART_AT_MOST: Final = 50
BESIDE_CHART: Final = 50
"""Columns that the rest of the chart's table takes."""
NARROW: Final = 70
"""Below so many columns the last ones are left to `--json`."""
WIDE: Final = 96
"""From so many columns on the chance of the largest share of all is shown too."""
KNOWLEDGE: Final[Mapping[Knowledge, Message]] = {
    "nothing": msg("none"),
    "little": msg("slight"),
    "some": msg("some"),
    "much": msg("good"),
    "everything": msg("complete"),
}


def print_score(score: Score, handles: Handles, out: Console, *, explain: bool) -> None:
    """Print `score` on `out`."""
    name = say("Interest per municipality, as of {date}", date=short_date(score.today))
    title(name, out, is_example=score.example_data)
    out.print(_chart(score, out))
    out.print(text(_legend(score), "dim"))
    out.print()
    out.print(_numbers(score, out))
    out.print(text(" ".join(_notes(score)), "dim"))
    out.print()
    for told in _total(score):
        out.print(text(told))
    for row in score.kommuner:
        if row.explanation is not None:
            print_explanation(row, score.threshold, handles, out)
    out.print()
    remarks(score.assumptions, out, explain=explain)


def _chart(score: Score, out: Console) -> Table:
    width = max(CHART_AT_LEAST, min(CHART_AT_MOST, out.width - BESIDE_CHART))
    rows = table(
        out,
        line(_("Municipality")),
        *figures(_("Answers"), _("Estimate"), percent(0.8)),
        Column(axis(width, "0", percent(1)), no_wrap=True, min_width=width),
    )
    for row in score.kommuner:
        share, inner, outer = row.estimated.share, row.estimated.share80, row.estimated.share90
        if share is None or inner is None or outer is None:
            rows.add_row(_name(row), "0/0", NOTHING, NOTHING, "")
            continue
        rows.add_row(
            _name(row),
            f"{row.asked.answered}/{row.asked.companies}",
            percent(share),
            percents(*inner.ends),
            interval_line(width, share, inner.ends, outer.ends, score.threshold),
        )
    return rows


def _name(row: KommuneScore) -> Text:
    return text(f"{row.navn}*" if row.covered else row.navn)


def _legend(score: Score) -> str:
    return say(
        "● estimate, ━ 80% and ─ 90% interval, ┊ threshold {threshold}; * covered",
        threshold=percent(score.threshold),
    )


def _numbers(score: Score, out: Console) -> Table:
    ranks = _ranks(score, out)
    rows = table(
        out,
        line(_("Municipality")),
        *figures(_("Of answers")),
        Column(_("Age"), justify="right"),
        *figures(_("Interested"), _("New memb.")),
        *([*figures(*ranks), words(_("Knowledge"))] if out.width >= NARROW else []),
    )
    for row in score.kommuner:
        cells = _number_cells(row, len(ranks), is_mixed=score.is_mixed)
        rows.add_row(_name(row), *list(cells)[: len(rows.columns) - 1])
    return rows


def _notes(score: Score) -> Iterator[str]:
    yield _(
        "Of answers: the share interested among those who answered. In brackets: 80% intervals."
    )
    yield _("Answers: answered out of all companies. Age: mean age of the answers.")
    if score.is_mixed:
        yield _("Highest: chance of the largest share among municipalities not covered yet.")
    else:
        yield _("Highest: chance of the largest share.")


def _ranks(score: Score, out: Console) -> Sequence[str]:
    """Return what the chances of the largest share are called: of those considered, and of all."""
    if score.is_mixed and out.width >= WIDE:
        return _("Highest"), _("Of all")
    return (_("Highest"),)


def _number_cells(row: KommuneScore, ranks: int, *, is_mixed: bool) -> Iterator[str]:
    asked, estimated = row.asked, row.estimated
    yield NOTHING if asked.raw_share is None else percent(asked.raw_share)
    yield NOTHING if asked.age_years is None else _age(asked.age_years)
    if estimated.share is None:
        yield from (NOTHING,) * (2 + ranks)
        yield _("no companies")
        return
    between = estimated.interested80
    yield f"{decimal(estimated.interested, 0)} ({counts(*between.ends)})"
    between = estimated.new_members80
    yield f"{decimal(estimated.new_members, 0)} ({counts(*between.ends)})"
    if is_mixed:
        yield NOTHING if row.best_considered is None else chance(row.best_considered)
    if not is_mixed or ranks > 1:
        yield chance(row.rank_probabilities[0])
    yield shown(KNOWLEDGE[row.knowledge])


def _age(years: float) -> str:
    """Return an age in months, from two years on in years."""
    if years < 2:
        return say("{months} mo.", months=round(12 * years))
    return say("{years} yr", years=decimal(years))


def _total(score: Score) -> Iterator[str]:
    total, asked = score.total, score.total_asked
    interested, members = total.interested80, total.new_members80
    yield say(
        "{answered} of {companies} companies have answered; {members} are members.",
        answered=asked.answered,
        companies=asked.companies,
        members=asked.members,
    )
    if score.outside:
        yield outside_group(score.outside)
    if score.coverage:
        yield region_text(score.coverage, len(score.kommuner))
    yield say(
        "Interested: {mean} companies, probably {low}–{high}. New members if all are asked: "
        "{new}, probably {fewest}–{most}. {within} of them join within a year.",
        mean=decimal(total.interested, 0),
        low=decimal(interested.low, 0),
        high=decimal(interested.high, 0),
        new=decimal(total.new_members, 0),
        fewest=decimal(members.low, 0),
        most=decimal(members.high, 0),
        within=percent(score.joined_in_a_year),
    )
    odds = score.self_selection
    yield say(
        "Among companies that contacted us first ({inbound} answers), the odds of interest are "
        "{odds} times as high as among similar companies chosen by us ({outbound} answers). 90% "
        "interval: {low}–{high}.",
        inbound=odds.inbound,
        outbound=odds.outbound,
        odds=decimal(odds.odds_ratio),
        low=decimal(odds.odds_ratio90.low),
        high=decimal(odds.odds_ratio90.high),
    )
    if score.reach.sought > score.reach.answered:
        yield _reach(score.reach)
    yield _conversions(score)


def _reach(reach: Reach) -> str:
    return say(
        "Of {sought} companies chosen by you, {answered} answered ({percent}). Assumption: their "
        "odds of interest are {odds} times those of similar companies. 90% interval: {low}–{high}.",
        sought=reach.sought,
        answered=reach.answered,
        percent=percent(reach.answered / reach.sought),
        odds=decimal(reach.odds_ratio),
        low=decimal(reach.odds_ratio90.low),
        high=decimal(reach.odds_ratio90.high),
    )


def _conversions(score: Score) -> str:
    parts = [
        f"{shown(GRADES[grade.interesse])} {percent(grade.share)} "
        f"({grade.joined}/{decimal(grade.asked, 0)})"
        for grade in score.conversions
    ]
    return say(
        "Share that joins, by answer (in brackets: counted in municipalities you cover): {parts}.",
        parts=", ".join(parts),
    )


def print_explanation(row: KommuneScore, threshold: float, handles: Handles, out: Console) -> None:
    """Print the explanation of one municipality, if there is one."""
    explained, share = row.explanation, row.estimated.share
    if explained is None or share is None:
        return
    out.print()
    heading(f"{row.navn}: {percent(share)}", out)
    out.print(_terms(explained, out))
    for told in _lines(row, explained, threshold):
        out.print(text(told))
    if explained.weighty:
        out.print(_weighty(explained, handles, out))


def _terms(explained: Explanation, out: Console) -> Table:
    terms = explained.terms
    rows = table(out, Column(_("What the estimate consists of")), *figures(_("Points")))
    rows.add_row(_("An average company in the region"), decimal(100 * terms.region))
    rows.add_row(_("Company sizes here"), points(terms.size))
    rows.add_row(_("Industries here"), points(terms.industry))
    rows.add_row(_("The municipality itself, from its answers"), points(terms.kommune))
    rows.add_row(_("Correction for those who contacted us first"), points(terms.self_selection))
    if explained.refusals:
        rows.add_row(_("Correction for those who would not talk"), points(terms.refusals))
    return rows


def _lines(row: KommuneScore, explained: Explanation, threshold: float) -> Iterator[str]:
    bounds = explained.bounds
    yield say(
        "Without assumptions about those who have not answered: {between}.",
        between=percents(bounds.low, bounds.high),
    )
    assumed = _assumed(explained.sensitivity)
    yield say(
        "The estimate under other assumptions about those who contacted us first (odds against "
        "others): {list}.",
        list=assumed,
    )
    if explained.refusals:
        yield say(
            "The estimate under other assumptions about those who talked (odds against those who "
            "did not): {list}.",
            list=_assumed(explained.refusals),
        )
    polite = ", ".join(f"{percent(one.part)}: {percent(one.share)}" for one in explained.courtesy)
    yield say(
        "Politeness cannot be seen in the answers. The estimate if this share of those who said "
        "“interested” are not: {list}.",
        list=polite,
    )
    if row.estimated.above_threshold is not None:
        yield say(
            "Chance that at least {threshold} are interested: {chance}.",
            threshold=percent(threshold),
            chance=chance(row.estimated.above_threshold),
        )
    yield _tipping(explained, threshold)


def _assumed(shares: Iterable[Sensitivity]) -> str:
    return ", ".join(f"×{decimal(one.odds_ratio)}: {percent(one.share)}" for one in shares)


def _tipping(explained: Explanation, threshold: float) -> str:
    limit = percent(threshold)
    if explained.tipping == "all-known":
        return say("All have answered: the share cannot fall below {limit}.", limit=limit)
    if explained.tipping == "sure":
        return say("Those known to be interested are enough for {limit}.", limit=limit)
    if explained.tipping == "out-of-reach":
        return say(
            "The share does not reach {limit} even if everyone who has not answered is interested.",
            limit=limit,
        )
    odds = decimal(math.exp(explained.tipping_log_odds or 0.0), 2)
    return say(
        "The share is {limit} only if the odds among those who have not answered are {odds} "
        "times what the estimate assumes.",
        limit=limit,
        odds=odds,
    )


def _weighty(explained: Explanation, handles: Handles, out: Console) -> Table:
    named = any(answer.navn for answer in explained.weighty)
    what = _("Answers that count most")
    rows = table(
        out,
        *([words(what), Column(_("Answer"))] if named else [Column(what)]),
        line(_("Date")),
        Column(_("Contacted us first")),
        *figures(_("Points")),
    )
    for answer in explained.weighty:
        rows.add_row(
            *(
                [company(answer.navn, answer.organisasjonsnummer, handles, style="")]
                if named
                else []
            ),
            shown(GRADES[answer.interesse]),
            short_date(answer.date),
            _("yes") if answer.inbound else _("no"),
            points(answer.effect),
        )
    return rows
