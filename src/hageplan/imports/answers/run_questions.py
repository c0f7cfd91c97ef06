"""Questions about answers that nobody but a person can settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import typer

from hageplan.command.prompt import (
    AnswerChoice,
    asked,
    choose,
    choose_one,
    choose_some,
    confirmed,
    noes,
)
from hageplan.errors import RequestError
from hageplan.i18n import _, language, say, shown
from hageplan.imports.answers.form import BY_KEY, CORRECTED, FormField
from hageplan.imports.answers.judge import ACCEPTED, Answer, settled, vocabulary_of
from hageplan.imports.answers.meaning import LOOSE, Meaning, Unread, Vocabulary, meaning_of
from hageplan.imports.answers.text import FilledForm
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.ui.clean import printable

_NOTE: Final = "notat"


def asked_about(answers: Sequence[Answer], records: Workspace) -> tuple[Answer, ...]:
    """Return the answers as somebody at a terminal says that they are meant.

    Only those are asked about that would be stored then; of two of one stop one is chosen.
    """
    waiting = {id(one.sent) for one in settled(answers, records).waiting}
    words = vocabulary_of(records)
    told = [_asked(one, words) if id(one.sent) in waiting else one for one in answers]
    several: dict[str, list[Answer]] = {}
    for one in settled(told, records).waiting:
        if "several" in one.doubts and one.stop is not None:
            several.setdefault(one.stop.id, []).append(one)
    dropped = {id(one.sent) for group in several.values() for one in _not_chosen(group)}
    return tuple(one for one in told if id(one.sent) not in dropped)


def _asked(answer: Answer, words: Vocabulary) -> Answer:
    """Ask about all that somebody can settle of an answer."""
    if answer.stop is None or not answer.doubts or {*answer.doubts} - ACCEPTED - {"words"}:
        return answer
    stop = answer.stop
    _show(answer)
    for doubt in ACCEPTED & answer.doubts.keys():
        question = say("{why}. Import it anyway?", why=shown(answer.doubts[doubt]))
        if not confirmed(question):
            return answer
        answer = answer.without(doubt)
    meaning, day = answer.meaning, stop.start.date()
    for one in meaning.unread:
        meaning = _meant(meaning, one, words, day)
    return answer.meaning_so(meaning)


def _show(answer: Answer) -> None:
    """Show whose answer it is, and all that it says."""
    form = answer.sent.form
    if answer.stop is None or form is None:
        return
    head = (f"{answer.stop.start:%d.%m.%Y %H:%M}", answer.stop.navn, answer.sent.sender)
    typer.echo(printable(", ".join(filter(None, (*head, answer.sent.origin)))))
    for line in _lines(form):
        typer.echo(printable(f"  {line}"))


def _lines(form: FilledForm) -> Iterator[str]:
    asked_for = (one for one in BY_KEY.values() if one.kind != "told" or one in CORRECTED)
    for one in asked_for:
        if form.values.get(one.key):
            yield f"{one.label[language()]}: {form.values[one.key]}"
    yield from form.loose


def _meant(meaning: Meaning, one: Unread, words: Vocabulary, day: date) -> Meaning:
    """Ask what words mean; what is no answer of their field may be kept as a note."""
    kept: list[str] = []
    if one.field == LOOSE:
        question = say("«{text}»: keep it as a note?", text=one.words)
        kept = [one.words] if confirmed(question, usual=True) else []
        meaning = meaning.answering(one, LOOSE, None)
    else:
        value = _value(
            BY_KEY[one.field], one.words, kept, lambda a: _understood(one, a, words, day)
        )
        meaning = meaning.answering(one, one.field, value)
    if not kept:
        return meaning
    note = "; ".join(filter(None, (meaning.said.get(_NOTE, ""), *kept)))
    return replace(meaning, said={**meaning.said, _NOTE: note})


def _value(
    one: FormField, words: str, kept: list[str], understood: Callable[[str], object]
) -> object:
    """Ask for the value of a field of which `words` are none; these are `kept` as a note."""
    question = say(
        "{label}: «{text}» cannot be interpreted", label=one.label[language()], text=words
    )
    typer.echo(printable(question))
    if confirmed(_("Keep it as a note?"), usual=True):
        kept.append(words)
    label = one.label[language()]
    if one.choices:
        choices = [
            AnswerChoice(f"{number}", value, msg(told[language()]))
            for number, (value, told) in enumerate(one.choices.items(), start=1)
        ]
        return choose_one(label, choices) if one.kind == "one" else choose_some(label, choices)
    if one.kind == "yes":
        return confirmed(f"{label}?") or None
    return asked(label, understood, "")


def _understood(one: Unread, answer: str, words: Vocabulary, day: date) -> object:
    """Return what an answer to a field means; raises RequestError."""
    if answer.casefold() in {"", *noes()}:
        return None
    found = meaning_of(FilledForm(values={one.field: answer}), words, day)
    if found.unread:
        raise RequestError(msg("«{text}» cannot be interpreted", text=answer))
    return found.said.get(one.field)


def _not_chosen(answers: Sequence[Answer]) -> Sequence[Answer]:
    """Show the answers of one stop side by side, and ask which one is right; return the others."""
    lines = [f"{one.sent.sender or one.sent.origin}: {'; '.join(_told(one))}" for one in answers]
    typer.echo(printable(say("{navn}: several answers", navn=_navn(answers[0]))))
    right = choose(lines)
    return [one for number, one in enumerate(answers) if number != right]


def _navn(answer: Answer) -> str:
    return answer.stop.navn if answer.stop else answer.sent.stop


def _told(answer: Answer) -> Iterator[str]:
    return _lines(answer.sent.form) if answer.sent.form else iter(())
