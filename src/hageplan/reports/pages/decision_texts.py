"""What the board is asked to decide, and the grounds, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hageplan.i18n import _, nsay, say
from hageplan.reports.board import is_open
from hageplan.reports.board_result import Board, Question
from hageplan.reports.pages.figure_texts import (
    kroner,
    municipalities,
    names_of,
    positions,
    threshold,
    with_more,
)
from hageplan.staff.staffing import STEP, SUFFICES
from hageplan.ui.numbers import chance, decimal, fixed, listed

OPEN_NAMED: Final = 4
"""Municipalities of which more would have to be known that are named."""


@dataclass(frozen=True, kw_only=True)
class GroundedDecision:
    """What is to be decided, and on what ground."""

    question: str
    ground: str


def decisions(board: Board) -> Iterator[GroundedDecision]:
    """Give what is to be decided, with its ground."""
    told: Mapping[Question, Callable[[Board], Iterator[GroundedDecision]]] = {
        "offer": _offer,
        "ask-more": _ask_more,
        "hire": _hire,
        "money": _pay,
        "tasks": _tasks,
    }
    for question in board.questions:
        yield from told[question](board)


def _offer(board: Board) -> Iterator[GroundedDecision]:
    option = board.options[0]
    yield GroundedDecision(
        question=say(
            "Should we offer {names} an agreement from {year}?",
            names=listed(names_of(board.sure)),
            year=board.year,
        ),
        ground=say(
            "{interested} of the {answered} that answered there are interested, and we expect "
            "{members} new members. Together with those we cover, that takes {required} "
            "positions. The chance that today's {existing} are enough is {chance}.",
            interested=sum(row.asked.interested for row in board.sure),
            answered=sum(row.asked.answered for row in board.sure),
            members=decimal(option.new_members, 0),
            required=positions(option.required),
            existing=fixed(board.existing, 1),
            chance=chance(option.suffices_today),
        ),
    )


def _ask_more(board: Board) -> Iterator[GroundedDecision]:
    rows = [row for row in board.considered if is_open(row.estimated)]
    told = [
        say(
            "{name} {chance} ({answered} of {companies} answered)",
            name=row.navn,
            chance=chance(row.estimated.above_threshold or 0),
            answered=row.asked.answered,
            companies=row.asked.companies,
        )
        for row in rows
    ]
    yield GroundedDecision(
        question=say(
            "Should we ask more companies in {names} before the municipality gets an answer?"
        ,
                     names=listed([row.navn for row in rows], OPEN_NAMED)),
        ground=say("Chance of {percent} or more: {told}.", percent=threshold(board),
                   told=listed(told, OPEN_NAMED)),
    )  # fmt: skip


def _hire(board: Board) -> Iterator[GroundedDecision]:
    last = board.options[-1]
    told = [
        say(
            "With {which}, we lack {missing} positions. The chance that we are enough is "
            "{chance} with today's {existing}, {more}.",
            which=municipalities(last.kommuner),
            missing=positions(last.required.less(board.existing)),
            existing=fixed(board.existing, 1),
            chance=chance(last.suffices_today),
            more=listed(with_more(last, last.step + STEP)),
        )
    ]
    first = board.options[0]
    if first is not last and first.suffices_today >= SUFFICES:
        told = [_("Only if all are included."), *told]
    if board.position_cost is not None:
        told.append(
            say("A full-time position costs {amount} a year.", amount=kroner(board.position_cost))
        )
    yield GroundedDecision(question=_("Should we hire, and how many?"), ground=" ".join(told))


def _pay(board: Board) -> Iterator[GroundedDecision]:
    last = board.options[-1]
    if last.money is None:
        return
    yield GroundedDecision(
        question=say("Who pays {amount} a year?", amount=kroner(-last.money.net.q50)),
        ground=say(
            "Cost {cost}, income {income}, with {which}.",
            cost=kroner(last.money.cost.q50),
            income=kroner(last.money.income.q50),
            which=municipalities(last.kommuner),
        ),
    )


def _tasks(board: Board) -> Iterator[GroundedDecision]:
    count = board.escalated
    if not count:
        question = _("Who follows up the red flags?")
    else:
        question = nsay(
            "Who takes up the task that has been due for too long?",
            "Who takes up the {count} tasks that have been due for too long?",
            count=count,
        )
    ground = say("Red flags: {names}.", names=listed(board.red, 5)) if board.red else ""
    yield GroundedDecision(question=question, ground=ground or _("None of them is a red flag."))
