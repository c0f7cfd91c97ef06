"""Questions on the terminal; an empty answer takes what stands in brackets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import typer

from hageplan.errors import HageplanError, RequestError
from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.records.spelling import ascii_key
from hageplan.ui.clean import printable

T = TypeVar("T")


def ask(question: str, usual: str = "") -> str:
    """Return the answer on one line; Ctrl-C and Ctrl-D interrupt the command."""
    mark = f" [{usual}]" if usual else ""
    try:
        return input(printable(f"{question}{mark}: ")).strip() or usual
    except EOFError:
        raise KeyboardInterrupt from None


def confirmed(question: str, *, usual: bool = False) -> bool:
    """Return whether the answer is yes; where none is given it is the `usual` one.

    That is no, unless nothing can be lost by a yes. What is neither yes nor no is asked again.
    """
    yes, no = _("y"), _("n")
    mark = f"{yes.upper()}/{no}" if usual else f"{yes}/{no.upper()}"
    words = {**dict.fromkeys((yes, _("yes"), "y", "yes"), True), **dict.fromkeys(noes(), False)}

    def understood(answer: str) -> bool:
        if answer.casefold() not in words:
            raise RequestError(msg("answer yes or no"))
        return words[answer.casefold()]

    return asked(f"{question} [{mark}]", lambda answer: understood(answer) if answer else usual, "")


def noes() -> frozenset[str]:
    """Return the words that say no."""
    return frozenset({_("n"), _("no"), "n", "no", "nei", "-"})


def is_asked(*, as_json: bool) -> bool:
    """Tell whether somebody is at a terminal who sees a question and can answer it."""
    return not as_json and sys.stdin.isatty() and sys.stdout.isatty()


def is_somebody_asked(*, as_json: bool) -> bool:
    """Tell whether somebody is asked; a script is not, and says beforehand what it wants.

    Raises RequestError where somebody sits there who would not see the question.
    """
    if as_json or not sys.stdin.isatty():
        return False
    if not sys.stdout.isatty():
        raise RequestError(
            msg("the questions would not be seen, because the output goes elsewhere"),
            msg("run the command without > and |, or with --yes; nothing was changed"),
        )
    return True


def agreed(question: str, *, as_json: bool) -> bool:
    """Return whether somebody at a terminal says yes; elsewhere nobody is there to agree."""
    return is_asked(as_json=as_json) and confirmed(question)


def choose(names: Sequence[str]) -> int:
    """Ask which of several is meant, as no guess is good enough; return its index.

    An answer is a number of the list, or words that stand in one of its lines alone.
    """
    for number, name in enumerate(names, start=1):
        typer.echo(f"  {number}  {printable(name)}")

    def index(answer: str) -> int:
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(names):
            return int(answer) - 1
        spelt, lines = _spelt(answer), [*map(_spelt, names)]
        whole = [n for n, one in enumerate(lines) if one == spelt]
        found = whole or [n for n, one in enumerate(lines) if spelt and spelt in one]
        if len(found) == 1:
            return found[0]
        raise RequestError(
            msg(
                "write a number from 1 to {count}, or words found in only one line",
                count=len(names),
            )
        )

    return asked(f"{_('Which one?')} [1-{len(names)}]", index, "")


def asked(question: str, understood: Callable[[str], T], usual: str) -> T:
    """Ask until the answer is understood."""
    while True:
        try:
            return understood(ask(question, usual))
        except HageplanError as fault:
            typer.echo(printable(f"  {shown(fault.message)} {shown(fault.todo)}"))


@dataclass(frozen=True)
class AnswerChoice:
    """Something to choose: by its `sign`, its `value` as files have it, or its `name`."""

    sign: str
    value: str
    name: Message

    @property
    def words(self) -> frozenset[str]:
        """What means it, as `ascii_key` spells it."""
        name = shown(self.name)
        return frozenset(map(_spelt, (self.sign, self.value, name, name.partition(" (")[0])))


def choose_some(
    question: str,
    choices: Sequence[AnswerChoice],
    usual: Iterable[str] = (),
    keep: Callable[[str], None] | None = None,
    *,
    most: int | None = None,
    least: int = 0,
) -> tuple[str, ...]:
    """Ask for some of the choices, by default the `usual` values; return their values.

    Signs and words stand apart by commas or spaces. Other text is no choice, never read sign by
    sign: it is asked again, and kept elsewhere by `keep` where that is wanted.
    """
    signs = ", ".join(one.sign for one in choices if one.value in [*usual])
    offered = ", ".join(f"{one.sign} {shown(one.name)}" for one in choices)
    if not least:
        offered = _("{choices}, or n for none").format(choices=offered)
    while True:
        answer = ask(f"{question} ({offered})", signs)
        found = () if answer.casefold() in {"", *noes()} else _values(answer, choices)
        if found is not None and least <= len(found) <= (most or len(choices)):
            return found
        told = _("«{text}» is not among these: {choices}").format(text=answer, choices=offered)
        typer.echo(f"  {printable(told)}")
        if keep is not None and found is None and confirmed(_("Keep it as a note?"), usual=True):
            keep(answer)


def choose_one(
    question: str,
    choices: Sequence[AnswerChoice],
    usual: str | None = None,
    keep: Callable[[str], None] | None = None,
) -> str | None:
    """Ask for one of the choices or none, as `choose_some`."""
    found = choose_some(question, choices, [usual] if usual else (), keep, most=1)
    return found[0] if found else None


def _values(answer: str, choices: Sequence[AnswerChoice]) -> tuple[str, ...] | None:
    """Return the values that an answer names; None where a part of it is none of the choices."""
    found: dict[str, None] = {}
    for part in answer.split(","):
        whole = [one.value for one in choices if _spelt(part) in one.words]
        words = [] if whole else part.split()
        named = [[one.value for one in choices if _spelt(word) in one.words] for word in words]
        if not all(named) or not (whole or words or not part.strip()):
            return None
        found |= dict.fromkeys([*whole, *(value for values in named for value in values)])
    return tuple(found)


def _spelt(text: str) -> str:
    return ascii_key(text.replace("_", " ").strip())
