"""Texts for people, kept apart from the language they are shown in.

Domain code makes a `Message` in English; a renderer translates it. JSON and CSV keep the English
source, so that machine output never depends on the reader's language.

A remark in a result is a code and `key=value` pairs, the same in every language:
`encode("last-contact", date="2026-05-03")` is `last-contact date=2026-05-03`; renderers turn the
code into a sentence of the reader's language.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from typing import Final

_STOP: Final = re.compile(r"\{(\w+)\}\.(?=\s|$)")


def as_stored(value: object) -> object:
    """Return a value as machines read it: a moment to the minute."""
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value


class Count(int):
    """How many there are of something: readers see its thousands apart, which years have not."""


@dataclass(frozen=True)
class Message:
    """An English source text and the values, Messages too, that fill its `{placeholders}`."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    """The text for other counts than one, where `count` among the values decides."""

    def __str__(self) -> str:
        return self.translated(NullTranslations())

    def translated(
        self, catalogue: NullTranslations, as_read: Callable[[object], object] = as_stored
    ) -> str:
        """Return the text in the language of `catalogue`, values filled in as that reads them."""
        if not self.template:
            return ""
        values = {
            key: value.translated(catalogue, as_read)
            if isinstance(value, Message)
            else as_read(value)
            for key, value in self.values.items()
        }
        return _one_stop(self._template(catalogue), values).format(**values)

    def _template(self, catalogue: NullTranslations) -> str:
        count = self.values.get("count")
        if self.plural and isinstance(count, int):
            return catalogue.ngettext(self.template, self.plural, count)
        return catalogue.gettext(self.template)


def _one_stop(template: str, values: Mapping[str, object]) -> str:
    """Return `template` without the full stops after a value that ends in its own: «30. nov.»."""
    return _STOP.sub(
        lambda found: found[0][:-1] if str(values.get(found[1])).endswith(".") else found[0],
        template,
    )


def msg(template: str, /, **values: object) -> Message:
    """Return a message; catalogues are extracted from the calls of this function."""
    return Message(template, values)


def nmsg(one: str, more: str, /, *, count: int = 0, **values: object) -> Message:
    """Return a message of one thing or of `count`; catalogues are extracted from its calls."""
    return Message(one, {**values, "count": Count(count)}, more)


NOTHING = Message("")
MEANWHILE: Final[ContextVar[Callable[[Message], None]]] = ContextVar(
    "meanwhile", default=lambda _: None
)
"""Who shows what takes a while before that begins which was asked for."""


def encode(code: str, /, **values: object) -> str:
    """Return the remark `code` with `values`; either may be empty."""
    pairs = (f"{key}={shlex.quote(str(value))}" for key, value in values.items())
    return " ".join(filter(None, (code, *pairs)))


def decode(remark: str) -> tuple[str, dict[str, str]]:
    """Return the code ("" where there is none) and the values of a remark."""
    try:
        words = shlex.split(remark)
    except ValueError:  # an open quotation mark: somebody has edited it
        words = remark.split()
    pairs = dict(word.split("=", 1) for word in words if "=" in word)
    code = words[0] if words and "=" not in words[0] else ""
    return code, pairs
