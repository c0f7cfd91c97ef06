"""Texts for people, kept apart from the language they are shown in.

Domain code makes a `Message` in English; a renderer translates it. JSON and CSV keep the English
source, so that machine output never depends on the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English source text and the values, Messages too, that fill its `{placeholders}`."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.translated(lambda text: text)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """Return the text in the language of `gettext`, values filled in."""
        if not self.template:
            return ""
        values = {
            key: value.translated(gettext) if isinstance(value, Message) else value
            for key, value in self.values.items()
        }
        return gettext(self.template).format(**values)


def msg(template: str, /, **values: object) -> Message:
    """Return a message; catalogues are extracted from the calls of this function."""
    return Message(template, values)


NOTHING = Message("")
