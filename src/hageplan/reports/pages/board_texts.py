"""The board's page in sentences: what it says first, and its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hageplan.i18n import _, say
from hageplan.reports.board import SURE
from hageplan.reports.board_result import Board, BoardKommune, Option
from hageplan.reports.pages.figure_texts import (
    MILLION,
    SHOWN,
    kroner,
    missing,
    municipalities,
    names_of,
    threshold,
    with_more,
)
from hageplan.staff.result import Money
from hageplan.staff.staffing import SUFFICES
from hageplan.ui.numbers import between, chance, fixed, listed, percent, percents, sentence

NAMED: Final = 2
"""Municipalities whose shares stand in an answer; of more how many they are."""
ALIKE: Final = 0.05
"""Shares that differ by less say little of who comes first."""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A question, the figure that answers it, and what it means."""

    question: str
    figure: str
    told: str


def headline(board: Board) -> str:
    """Return whom it is about and how many of us that takes."""
    return f"{_who(board)} {_how_many(board)}"


def _who(board: Board) -> str:
    if not board.options:
        return _("No municipality is under consideration.")
    if not board.sure:
        return say(
            "No municipality is certain to be above {percent} yet.", percent=threshold(board)
        )
    names = listed(names_of(board.sure))
    if len(board.sure) == 1:
        return say("{name} is interested.", name=names)
    return say("{names} are interested.", names=names)


def _how_many(board: Board) -> str:
    if not board.options:
        needed = fixed(board.required_today.q50, 1)
        return say("Those we cover take {positions} positions.", positions=needed)
    last, existing = board.options[-1], fixed(board.existing, 1)
    which = municipalities(last.kommuner)
    lack = last.required.less(board.existing).q50
    if lack >= SHOWN:
        more = fixed(lack, 1)
        return say("With {which}, we need {more} more positions.", which=which, more=more)
    if last.suffices_today >= SUFFICES:
        return say("Today's {n} positions are enough for {which}.", n=existing, which=which)
    return say("Today's {n} positions may just be enough for {which}.", n=existing, which=which)


def answers(board: Board) -> Iterator[KeyFigure]:
    """Give what the board wants to know first."""
    yield _interest(board)
    if not board.options:
        yield _as_it_is(board)
        return
    yield _positions(board)
    money = board.options[-1].money
    yield _enough(board) if money is None else _cost(board.options[-1], money)


def _interest(board: Board) -> KeyFigure:
    question = _("Who is interested?")
    certain: Sequence[BoardKommune] = board.sure
    if not board.options:
        certain = [row for row in board.kommuner if row.estimated.share is not None][:NAMED]
    if not certain:
        return KeyFigure(question=question, **_uncertain(board))
    if len(certain) > NAMED:
        figure = say(
            "{count} of {all} municipalities", count=len(certain), all=len(board.considered)
        )
        told = say("are almost certainly above {percent}: {names}.", percent=threshold(board),
                   names=listed(names_of(board.sure)))  # fmt: skip
        return KeyFigure(question=question, figure=figure, told=" ".join((told, *_alike(board))))
    figure = ", ".join(f"{row.navn} {percent(row.estimated.share or 0)}" for row in certain)
    told = say(
        "of the companies are interested, probably {between}. The chance of {percent} or more is "
        "{chance}.",
        between=_joined([_inner(row) for row in certain]),
        percent=threshold(board),
        chance=_joined([chance(row.estimated.above_threshold or 0) for row in certain]),
    )
    return KeyFigure(question=question, figure=figure, told=" ".join((told, *_alike(board))))


def _uncertain(board: Board) -> dict[str, str]:
    """Return what is known of the highest where none is surely above the threshold."""
    asked = [row for row in board.considered if row.estimated.share is not None]
    if not asked:
        return {"figure": _("not known"), "told": _("No companies are recorded there yet.")}
    if not any(row.asked.answered for row in asked):
        told = _("The figures below are assumptions.")
        return {"figure": _("Nobody has answered yet"), "told": told}
    first = asked[0]
    figure = f"{first.navn} {percent(first.estimated.share or 0)}"
    told = say(
        "is the highest, probably {between}. The chance of {percent} or more is {chance}. From "
        "{limit} we call it certain.",
        between=_inner(first),
        percent=threshold(board),
        chance=chance(first.estimated.above_threshold or 0),
        limit=percent(SURE),
    )
    return {"figure": figure, "told": " ".join((told, *_alike(board)))}


def _alike(board: Board) -> Iterator[str]:
    """Say whose estimate is nearly that of the last that is sure, or of the first where none is."""
    shown = [row for row in board.considered if row.estimated.share is not None]
    certain = board.sure
    last = certain[-1] if certain else shown[0] if shown else None
    if last is None:
        return
    close = [
        row
        for row in shown[shown.index(last) + 1 :]
        if (last.estimated.share or 0) - (row.estimated.share or 0) < ALIKE
    ]
    if close and certain:
        names = listed([f"{row.navn} ({percent(row.estimated.share or 0)})" for row in close])
        yield say("Nearly the same, but less certain: {names}.", names=names)
    elif close:
        yield say("Just below: {names}.", names=listed(names_of(close)))


def _positions(board: Board) -> KeyFigure:
    last = board.options[-1]
    lack, existing = last.required.less(board.existing), fixed(board.existing, 1)
    told = [
        say(
            "with {which} ({between}). We have {existing}. The need is then {required}, of which "
            "today's members take {today}.",
            which=municipalities(last.kommuner),
            between=between(lack.q05, lack.q95)
            if lack.q50 > -SHOWN
            else between(-lack.q95, -lack.q05),
            existing=existing,
            required=fixed(last.required.q50, 1),
            today=fixed(board.required_today.q50, 1),
        )
    ]
    told += [
        say(
            "With {names} alone: {positions}.",
            names=listed(option.kommuner),
            positions=missing(option.required, board.existing),
        )
        for option in board.options[:-1]
    ]
    figure = say("{n} positions", n=fixed(abs(lack.q50), 1))
    question = _("How many more do we need?") if lack.q50 > -SHOWN else _("How much is free?")
    return KeyFigure(question=question, figure=figure, told=" ".join(told))


def _as_it_is(board: Board) -> KeyFigure:
    told = say("for today's members ({between}). We have {existing}.",
               between=between(board.required_today.q05, board.required_today.q95),
               existing=fixed(board.existing, 1))  # fmt: skip
    figure = say("{n} positions", n=fixed(board.required_today.q50, 1))
    return KeyFigure(question=_("How many people do we need?"), figure=figure, told=told)


def _enough(board: Board) -> KeyFigure:
    last = board.options[-1]
    told = [
        say(
            "is the chance that today's {n} positions are enough with {which}.",
            n=fixed(board.existing, 1),
            which=municipalities(last.kommuner),
        )
    ]
    if more := with_more(last, last.step):
        told.append(say("With more of us, it is {chances}.", chances=listed(more)))
    told += [
        say(
            "With {names} alone, it is {chance}.",
            names=listed(option.kommuner),
            chance=chance(option.suffices_today),
        )
        for option in board.options[:-1]
    ]
    figure = sentence(chance(last.suffices_today))
    return KeyFigure(question=_("Are there enough of us?"), figure=figure, told=" ".join(told))


def _cost(option: Option, money: Money) -> KeyFigure:
    net = money.net
    if net.q50 < 0:
        told = say("is the deficit ({between}).",
                   between=between(-net.q95 / MILLION, -net.q05 / MILLION, 2))  # fmt: skip
    else:
        told = say("is the surplus ({between}).",
                   between=between(net.q05 / MILLION, net.q95 / MILLION, 2))  # fmt: skip
    counted = say(
        "That includes all work with {which}: {positions} positions.",
        which=municipalities(option.kommuner),
        positions=fixed(option.positions.q50, 1),
    )
    figure = say("{amount} a year", amount=kroner(abs(net.q50)))
    return KeyFigure(question=_("What does it cost?"), figure=figure, told=f"{told} {counted}")


def staffing_heading(board: Board) -> str:
    """Return how many positions are missing, as a heading."""
    existing = fixed(board.existing, 1)
    if not board.options:
        return say("We have {existing} positions and need {needed}",
                   existing=existing, needed=fixed(board.required_today.q50, 1))  # fmt: skip
    last = board.options[-1]
    lack, which = last.required.less(board.existing).q50, municipalities(last.kommuner)
    if lack < SHOWN:
        return say(
            "Our {existing} positions are enough for {which}", existing=existing, which=which
        )
    return say(
        "{more} positions are missing beyond our {existing} with {which}",
        existing=existing,
        more=fixed(lack, 1),
        which=which,
    )


def money_heading(option: Option, money: Money) -> str:
    """Return what a year of it leaves or lacks, as a heading."""
    net, which = money.net.q50, municipalities(option.kommuner)
    if net < 0:
        return say("{amount} a year short with {which}", amount=kroner(-net), which=which)
    return say("{amount} a year to spare with {which}", amount=kroner(net), which=which)


def option_name(option: Option, board: Board) -> str:
    """Return what an option is called in a table."""
    if option is board.options[-1] and len(option.kommuner) > NAMED:
        return sentence(municipalities(option.kommuner))
    return listed(option.kommuner)


def _inner(row: BoardKommune) -> str:
    ends = row.estimated.share80
    return "" if ends is None else percents(ends.low, ends.high)


def _joined(words: Sequence[str]) -> str:
    return listed(words, len(words))
