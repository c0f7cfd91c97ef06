"""Questions on the terminal; an empty answer takes what stands in brackets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from hageplan.errors import HageplanError, RequestError
from hageplan.i18n import _, shown
from hageplan.messages import msg
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
            raise RequestError(msg("yes or no"))
        return words[answer.casefold()]

    return asked(f"{question} [{mark}]", lambda answer: understood(answer) if answer else usual, "")


def noes() -> frozenset[str]:
    """Return the words that say no."""
    return frozenset({_("n"), _("no"), "n", "no", "nei", "-"})


def is_asked(*, as_json: bool) -> bool:
    """Tell whether somebody is at a terminal who sees a question and can answer it."""
    return not as_json and sys.stdin.isatty() and sys.stdout.isatty()


def agreed(question: str, *, as_json: bool) -> bool:
    """Return whether somebody at a terminal says yes; elsewhere nobody is there to agree."""
    return is_asked(as_json=as_json) and confirmed(question)


def choose(names: Sequence[str]) -> int:
    """Ask which of several is meant, as no guess is good enough; return its index."""
    for number, name in enumerate(names, start=1):
        typer.echo(f"  {number}  {printable(name)}")

    def index(answer: str) -> int:
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(names):
            return int(answer) - 1
        raise RequestError(msg("a number from 1 to {count}", count=len(names)))

    return asked(f"{_('Which one')} [1-{len(names)}]", index, "")


def asked(question: str, understood: Callable[[str], T], usual: str) -> T:
    """Ask until the answer is understood."""
    while True:
        try:
            return understood(ask(question, usual))
        except HageplanError as fault:
            typer.echo(printable(f"  {shown(fault.message)} {shown(fault.todo)}"))


def word(question: str, words: dict[str, str], usual: str) -> str | None:
    """Ask for one of `words`, by its sign or whole; nothing is None."""

    def meant(answer: str) -> str | None:
        if not answer:
            return None
        found = words.get(answer.casefold()) or next(
            (word for word in words.values() if word == answer.casefold()), None
        )
        if found is None:
            raise RequestError(msg("one of: {words}", words=", ".join(words)))
        return found

    return asked(question, meant, usual)
