"""What people say in one word or line, as records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.logg import Arbeidsplasser

_COUNTS: Final = ("nye", "bevarte", "grunnlag")
_WORDS: Final = ("kilde", "sikkerhet", "gjelder")
_PAIR: Final = re.compile(rf",(?=\s*(?:{'|'.join((*_COUNTS, *_WORDS))})\s*=)")
"""A comma with KEY= behind it; a source may hold commas of its own."""


def arbeidsplasser(text: str) -> Arbeidsplasser:
    """Return the jobs that `nye=2,bevarte=1,kilde=…,sikkerhet=…` speaks of; raises RequestError."""
    found: dict[str, int | str] = {}
    for pair in _PAIR.split(text):
        key, sign, value = (part.strip() for part in pair.partition("="))
        if key in _COUNTS and value.isascii() and value.isdigit():
            found[key] = int(value)
        elif key in _WORDS and sign:
            found[key] = value
        else:
            raise RequestError(
                msg("--arbeidsplasser: {value} is not understood", value=repr(pair)),
                msg("write it so: nye=2,bevarte=1,kilde=bedriften,sikkerhet=vedtatt"),
            )
    return Arbeidsplasser.model_validate(found)


def promise(text: str) -> tuple[date, str]:
    """Return the day and the task of `2026-12-05 ring om IN-søknad`; raises RequestError."""
    day, _, task = text.strip().partition(" ")
    try:
        return date.fromisoformat(day), task.strip()
    except ValueError:
        raise RequestError(
            msg("--oppfolging: {value} does not begin with a day", value=repr(text)),
            msg('write it so: --oppfolging "2026-12-05 call about the application"'),
        ) from None


def tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of lists apart by commas, each once; "" gives none."""
    words = (word.strip() for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))
