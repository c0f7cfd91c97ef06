"""Help and what is said of wrong usage, in Norwegian: no word of Typer's English is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from hageplan.app import speak
from tests.conftest import Run

ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|args|error|try|message|exit|invalid|value|missing|"
    r"required|default|env|range|text|path|str|bool|int|float|integer|list|file|name|dir|number|company|"
    r"such|did|you|mean|possible|one|input|should|valid|unable|requires|takes?|got|unexpected)\b",
    re.IGNORECASE,
)
"""Words of Typer's, of click's and of pydantic's; ours are Norwegian, or what people type."""
TYPED = re.compile(r"(hageplan [^\n]*|--?[a-z-]+|\[[a-z|]+\]|«[^»]*»|\.[a-z]+)")


def _english(text: str) -> set[str]:
    return {word.casefold() for word in ENGLISH.findall(TYPED.sub("", text))}


def _helps(command: object, context: Any, words: str) -> Iterator[tuple[str, str]]:
    """Give the help of a command and of all below it."""
    assert isinstance(command, TyperCommand | TyperGroup)
    yield words, command.get_help(context)
    for name, one in command.commands.items() if isinstance(command, TyperGroup) else ():
        inner = one.context_class(one, parent=context, info_name=name)
        yield from _helps(one, inner, f"{words} {name}")


def test_no_help_is_left_in_english() -> None:
    speak("nb")
    try:
        root = get_command(import_module("hageplan.app.commands").app_for(None))
        context = root.context_class(root, info_name="hageplan")
        found = {words: _english(told) for words, told in _helps(root, context, "hageplan")}
    finally:
        speak("en")
    assert len(found) > 40
    assert {words: left for words, left in found.items() if left} == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("plan --dayz 3", "det finnes ikke noe valg --dayz; mente du --days"),
        ("plan --days", "--days må ha en verdi"),
        ("show --json=3", "--json tar ingen verdi"),
        ("plan --days tolv", "--days: tolv er ikke et tall"),
        ("plan --days 99", "--days: 99 er mer enn 60"),
        ("plan --seed -1", "--seed: -1 er mindre enn 0"),
        ("slots", "BEDRIFT mangler"),
        ("report leder", "leder er ingen av disse: siva, styre, kommune"),
        ("followup en to", "for mange ord: en to"),
        ("nxt", "det finnes ingen kommando nxt; mente du next?"),
        ("import csw", "det finnes ingen kommando csw; mente du csv?"),
        ("xyzzy", "det finnes ingen kommando xyzzy\n"),
        ("score --today i-fjor", "«i-fjor» er ikke en dato"),
    ],
)
def test_wrong_usage_is_told_in_norwegian(run: Run, words: str, told: str) -> None:
    done = run(*words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Bruk: hageplan")
    assert told in done.stderr
    assert _english(done.stderr) == set()
