"""Help and what is said of wrong usage, in Norwegian: no word of Typer's English is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from hageplan.app import speak
from hageplan.command import names
from hageplan.command.usage import usage_lines
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


Found = tuple[str, Any, Any]
"""The words of a command as people type them, the command, and its context."""


@pytest.fixture
def commands() -> Iterator[list[Found]]:
    """Give all commands in Norwegian."""
    speak("nb")
    root = get_command(import_module("hageplan.app.commands").app_for(None))
    yield [*_below(root, root.context_class(root, info_name="hageplan", terminal_width=80))]
    speak("en")


def _below(command: Any, context: Any) -> Iterator[Found]:
    yield context.words, command, context
    for name, one in command.commands.items() if isinstance(command, TyperGroup) else ():
        yield from _below(one, one.context_class(one, parent=context, info_name=name))


def test_no_help_is_left_in_english_or_cut_off(commands: list[Found]) -> None:
    found = [command.get_help(context) for _words, command, context in commands]
    assert len(found) > 40
    assert [left for told in found if (left := _english(told))] == []
    cut = [line for told in found for line in told.split("\n") if line.endswith("...")]
    assert cut == []


def _wrong(command: TyperCommand | TyperGroup) -> Iterator[list[str]]:
    """Give words that are wrong behind a command, of every kind that its parameters can have."""
    yield ["--no-such-option"]
    if isinstance(command, TyperGroup):
        return
    yield ["en"] * 9
    for one in command.params:
        if not isinstance(one, TyperOption):
            if one.required:
                yield []
            continue
        name = one.opts[-1]
        if one.is_flag:
            yield [f"{name}=en"]
            continue
        if name != "--utvider":  # which may stand without a text
            yield [name]
        if one.type_descriptor.is_ranged:
            yield from ([name, "tolv"], [name, "-1000000"])
        elif one.callback or one.type_descriptor.is_choice:
            yield [name, "xyzzy"]


def test_no_wrong_usage_of_any_command_is_told_in_english(commands: list[Found]) -> None:
    root = commands[0][1]
    told = {}
    cases = [
        (words, wrong) for words, command, _context in commands[1:] for wrong in _wrong(command)
    ]
    for words, wrong in cases:
        if (words, wrong) != ("bedrift", []):  # which is explained
            with pytest.raises(typer.TyperException) as fault:
                root.main([*words.split(), *wrong], prog_name="hageplan", standalone_mode=False)
            told[(words, *wrong)] = "\n".join(usage_lines(fault.value))
    assert len(told) > 300
    assert {words: left for words, text in told.items() if (left := _english(text))} == {}


def test_each_name_of_a_command_and_of_an_option_is_understood(
    commands: list[Found], run: Run
) -> None:
    known = {words for words, _command, _context in commands} | {"bedrift show", "log fix"}
    for words, other in {**names.NORWEGIAN, **names.ENGLISH}.items():
        above, _, name = words.rpartition(" ")
        assert words in known
        assert names.meant(above, other) == name
    assert run("utført", "--help").stdout == run("done", "--help").stdout
    told = run("importer", "enhetsregisteret", "--help").stdout
    assert told == run("import", "brreg", "--help").stdout
    assert "\nOgså: hageplan importer enhetsregisteret\n" in told
    told = run("logg", "vis", "--antall=2").stdout
    assert told
    assert told == run("log", "show", "-n", "2").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("plan --dayz 3", "det finnes ikke noe valg --dayz; mente du --days"),
        ("plan --days", "--days må ha en verdi"),
        ("show --json=3", "--json tar ingen verdi"),
        ("plan --days tolv", "--days: «tolv» kan ikke brukes; skriv et heltall fra 1 til 60"),
        ("plan --days 99", "--days: «99» kan ikke brukes; skriv et heltall fra 1 til 60"),
        ("plan --seed -1", "--seed: «-1» kan ikke brukes; skriv et heltall fra 0 til 2147483647"),
        ("slots", "BEDRIFT mangler"),
        ("report leder", "«leder» kan ikke brukes; skriv siva, styre eller kommune"),
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
