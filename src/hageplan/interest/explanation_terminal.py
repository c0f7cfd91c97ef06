"""Why a municipality's estimate is what it is, for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.console import Console
from rich.table import Column, Table

from hageplan.i18n import _, say
from hageplan.interest.result import Explanation, KommuneScore
from hageplan.ui.console import figures, heading, line, table, text, words
from hageplan.ui.numbers import decimal, percent, percents, points, short_date


def print_explanation(row: KommuneScore, threshold: float, out: Console) -> None:
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
        out.print(_weighty(explained, out))


def _terms(explained: Explanation, out: Console) -> Table:
    terms = explained.terms
    rows = table(out, Column(_("What it is made of")), *figures(_("Points")))
    rows.add_row(_("An average company of the region"), decimal(100 * terms.region))
    rows.add_row(_("Sizes of the companies here"), points(terms.size))
    rows.add_row(_("Industries here"), points(terms.industry))
    rows.add_row(_("The municipality itself, as it answered"), points(terms.kommune))
    rows.add_row(_("Correction for those who came by themselves"), points(terms.self_selection))
    return rows


def _lines(row: KommuneScore, explained: Explanation, threshold: float) -> Iterator[str]:
    bounds = explained.bounds
    yield say("Without any assumption: {between}.", between=percents(bounds.low, bounds.high))
    assumed = ", ".join(
        f"×{decimal(s.odds_ratio)}: {percent(s.share)}" for s in explained.sensitivity
    )
    yield say("If those who came had odds of interest times that of others: {list}.", list=assumed)
    if row.estimated.above_threshold is not None:
        yield say(
            "Chance of at least {threshold}: {chance}.",
            threshold=percent(threshold),
            chance=percent(row.estimated.above_threshold),
        )
    yield _tipping(explained, threshold)


def _tipping(explained: Explanation, threshold: float) -> str:
    limit = percent(threshold)
    if explained.tipping == "all-known":
        return say("All have answered: nothing about them can tip {limit}.", limit=limit)
    if explained.tipping == "sure":
        return say("Those known to be interested reach {limit} alone.", limit=limit)
    if explained.tipping == "out-of-reach":
        return say("Not even all the unanswered would bring it to {limit}.", limit=limit)
    odds = decimal(math.exp(explained.tipping_log_odds or 0.0), 2)
    return say(
        "It is at {limit} if the odds of the unanswered are in truth {odds} times what we expect.",
        limit=limit,
        odds=odds,
    )


def _weighty(explained: Explanation, out: Console) -> Table:
    named = any(answer.navn for answer in explained.weighty)
    what = _("Answers that weigh most")
    rows = table(
        out,
        *([words(what, 3), Column(_("Answer"))] if named else [Column(what)]),
        line(_("Date")),
        Column(_("Came by itself")),
        *figures(_("Points")),
    )
    for answer in explained.weighty:
        rows.add_row(
            *([text(answer.navn)] if named else []),
            answer.interesse,
            short_date(answer.date),
            _("yes") if answer.inbound else _("no"),
            points(answer.effect),
        )
    return rows
