"""The language of the texts and dates that people see: Norwegian bokmål unless told otherwise."""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from hageplan.messages import Count, Message, nmsg

LANGUAGES: Final = ("nb", "en")
LOCALE_DIR: Final = Path(__file__).parent / "locale"


class _Current:
    """The translation in force; one a process, set by the command line."""

    def __init__(self) -> None:
        self.language = "en"
        self.translation: gettext.NullTranslations = gettext.NullTranslations()


_current = _Current()


def use(language: str) -> None:
    """Show texts in `language` from now on (one of LANGUAGES)."""
    _current.language = language
    _current.translation = (
        gettext.NullTranslations()
        if language == "en"
        else gettext.translation("hageplan", LOCALE_DIR, [language])
    )


def language() -> str:
    """Return the language in force, as Babel names it."""
    return _current.language


def _(text: str) -> str:
    """Return `text` in the language in force."""
    return _current.translation.gettext(text)


def shown(message: Message) -> str:
    """Return `message` in the language in force; days are written as it writes them."""
    return message.translated(_current.translation, _as_read)


def say(template: str, /, **values: object) -> str:
    """Return a text of ours, its `{placeholders}` filled in, in the language in force."""
    return shown(Message(template, values))


def nsay(one: str, more: str, /, *, count: int, **values: object) -> str:
    """Return a text of ours about one thing, or about `count`, in the language in force."""
    return shown(nmsg(one, more, count=count, **values))


def short_date(day: date) -> str:
    """Return day and month, with the year."""
    # A shell that completes a line, and help, show no dates.
    from babel.dates import format_date

    pattern = "d MMM y" if language() == "en" else "d. MMM y"
    return format_date(day, pattern, locale=language())


def short_moment(moment: datetime) -> str:
    """Return the day, with the year, and the time of day."""
    return f"{short_date(moment)} {moment:%H:%M}"


def _as_read(value: object) -> object:
    if isinstance(value, datetime):
        return short_moment(value)
    if isinstance(value, Count):
        return f"{value:,}".replace(",", "," if language() == "en" else "\N{NO-BREAK SPACE}")
    return short_date(value) if isinstance(value, date) else value


def asked_for(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return what `--lang` or else HAGEPLAN_LANG says, "" where neither is given.

    Help texts are made before arguments are parsed, so this looks at the raw words.
    """
    wanted = environ.get("HAGEPLAN_LANG", "")
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word == "--lang":
            wanted = following
        elif word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
    return wanted


def without_language(arguments: Sequence[str]) -> list[str]:
    """Return the words of a command line from the command on: `--lang` may stand before it."""
    words = [*arguments]
    while words and (words[0] == "--lang" or words[0].startswith("--lang=")):
        del words[: 2 if words[0] == "--lang" else 1]
    return words


def choose(*wishes: str) -> str:
    """Return the first wish that is one of LANGUAGES, else bokmål.

    Another language than those is reported later, by the parser of arguments.
    """
    return next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])
