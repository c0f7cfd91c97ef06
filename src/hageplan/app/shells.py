"""A shell asks how a line may go on: Typer answers, in its scripts' own format.

Around that stands what its scripts leave open: only the command at hand is loaded, bash gets words
that are quoted, and whatever goes wrong is silent.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import MutableMapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Final

from hageplan.app import COMPLETION
from hageplan.app.commands import app_for
from hageplan.command.names import meant
from hageplan.i18n import without_language

_WORDS: Final = "COMP_WORDS"
_AT: Final = "COMP_CWORD"
_LINE: Final = "_TYPER_COMPLETE_ARGS"
_SPECIAL: Final = re.compile(r"([^\w@%+:,./=-])")
"""What bash would not take for a part of a word."""
_WITH_VALUE: Final = re.compile(r"(?<= )--[a-z-]+=(?=\S*$)")
"""The `--kommune=` of a last word `--kommune=Ty`: zsh and fish want all of the word offered."""
_OFFER: Final = re.compile(r"^(?!_files)(_arguments '\*: :\(\()?\"?(?=.)", re.MULTILINE)
"""Where an offer begins in what zsh and fish are told; without offers zsh is told `_files`."""


def answer(environ: MutableMapping[str, str]) -> int:
    """Print what may follow, and return the exit code; prints nothing where that fails."""
    _prepare(environ)
    # Where Rich is there Typer looks for markup in help texts: that takes as long as all the rest.
    sys.modules["rich"] = None  # type: ignore[assignment]
    printed = io.StringIO()
    code: object = 0
    try:
        with redirect_stdout(printed), redirect_stderr(io.StringIO()):
            app_for(_command(environ))(prog_name="hageplan")
    except SystemExit as ended:
        code = ended.code
    except Exception:  # a shell has no place for what went wrong
        return 1
    text = printed.getvalue()
    if environ[COMPLETION] == "complete_bash":
        text = _quoted(text, _typed(environ))
    elif option := _WITH_VALUE.search(environ.get(_LINE, "")):
        text = _OFFER.sub(rf"\g<0>{option[0]}", text)
    sys.stdout.write(text)
    return code if isinstance(code, int) else 0


def _command(environ: MutableMapping[str, str]) -> str:
    """Return the name of the command on the line, "" where there is none yet."""
    words = (environ.get(_WORDS) or environ.get(_LINE) or "").split()
    return meant("", next(iter(without_language(words[1:])), ""))


def _prepare(environ: MutableMapping[str, str]) -> None:
    """Mend two things that the scripts part which belong together.

    Bash parts `--kommune=Ty` at the sign; in zsh and fish a line that ends in a blank within
    quotation marks, as in `"Midtre `, looks as if the next word began.
    """
    words = environ.get(_WORDS, "").split("\n")
    if "=" in words and environ.get(_AT, "").isdigit():
        joined = [0]
        texts = [words[0]]
        for word in words[1:]:
            if word == "=" or texts[-1].endswith("="):
                texts[-1] += word
            else:
                texts.append(word)
            joined.append(len(texts) - 1)
        environ[_WORDS] = "\n".join(texts)
        environ[_AT] = str(joined[min(int(environ[_AT]), len(joined) - 1)])
    if environ.get(_LINE, "").endswith(" "):
        environ[_LINE] = _closed(environ[_LINE])


def _closed(line: str) -> str:
    """Return `line` with a quotation mark or backslash that is open at its end closed."""
    for end in ("", '"', "'"):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        return shlex.join(words) if words and words[-1].endswith(" ") else line
    return line


def _typed(environ: MutableMapping[str, str]) -> str:
    words = environ.get(_WORDS, "").split("\n")
    at = environ.get(_AT, "")
    return words[int(at)] if at.isdigit() and int(at) < len(words) else ""


def _quoted(text: str, typed: str) -> str:
    """Return the lines so that bash takes each for one word; within quotation marks as they are."""
    if typed.rpartition("=")[2][:1] in ("'", '"'):
        return text
    return "\n".join(_SPECIAL.sub(r"\\\1", line) for line in text.split("\n"))
