"""What somebody says of a contact, before it is an entry of the log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.logg import Arbeidsplasser, Flagg
from hageplan.records.when import day_of

_MOST_WORDS_OF_A_DAY: Final = 5
_LEAVES: Final = frozenset({"flytter", "legger_ned"})
_COUNTS: Final = ("nye", "bevarte", "grunnlag")
_WORDS: Final = ("kilde", "sikkerhet", "gjelder")
_PAIR: Final = re.compile(rf",(?=\s*(?:{'|'.join((*_COUNTS, *_WORDS))})\s*=)")
"""A comma with KEY= behind it; a source may hold commas of its own."""


def usual_flag(plans: Iterable[str]) -> Flagg | None:
    """Return the flag of who plans what somebody has to hear of at once, None of all others."""
    return "rod" if _LEAVES & {*plans} else None


@dataclass(frozen=True, kw_only=True)
class ContactInput:
    """What is said of a contact.

    Attributes:
        at: When it was; None for now.
        answers: Fields of `Henvendelse`.
        promises: Pairs of a day and a task.
        ansvarlig: Who does what was promised; None for whoever was there.
        reservert: Whether they do not want to be contacted again.
    """

    at: datetime | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    promises: tuple[tuple[date, str], ...] = ()
    ansvarlig: str | None = None
    reservert: bool = False

    @classmethod
    def of(cls, options: Mapping[str, Any], today: date) -> ContactInput:
        """Return what the options of `log` say, by name; None is one that was not given.

        What was promised is to be done by the next day that is named, counted from `today`.
        Raises RequestError for jobs or a promise that cannot be read.
        """
        answers = {key: value for key, value in options.items() if value is not None}
        for key in answers.keys() & {"behov", "tilbyr"}:
            answers[key] = tags(answers[key])
        if "arbeidsplasser" in answers:
            answers["arbeidsplasser"] = arbeidsplasser(answers["arbeidsplasser"])
        return cls(
            at=answers.pop("at", None),
            promises=tuple(promise(text, today) for text in answers.pop("oppfolging", ())),
            ansvarlig=answers.pop("ansvarlig", None),
            reservert=answers.pop("reservert", False),
            answers=answers,
        )

    @property
    def is_bare(self) -> bool:
        """Whether nothing is said but who was there, when and how."""
        return (
            not self.promises
            and not self.reservert
            and not self.answers.keys() - {"kanal", "retning", "medarbeider"}
        )


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
                msg("--arbeidsplasser: cannot interpret {value}", value=repr(pair)),
                msg("write it like this: nye=2,bevarte=1,kilde=bedriften,sikkerhet=vedtatt"),
            )
    return Arbeidsplasser.model_validate(found)


def promise(text: str, today: date) -> tuple[date, str]:
    """Return the day and the task of `5.12. ring om IN-søknad`; raises RequestError.

    The day is as many of the first words as make one: `in 2 weeks`, `Saturday 5 December 2026`.
    """
    words = text.split()
    for count in range(min(len(words), _MOST_WORDS_OF_A_DAY), 0, -1):
        with suppress(RequestError):
            return day_of(" ".join(words[:count]), today), " ".join(words[count:])
    raise RequestError(
        msg("--oppfolging: {value} does not begin with a date", value=repr(text)),
        msg('write it like this: --oppfolging "5.12. call about the application"'),
    )


def tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words of lists apart by commas, each once; "" gives none."""
    words = (word.strip() for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))
