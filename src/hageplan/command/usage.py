"""What is said of wrong usage, in the language of the texts; Typer says it in English.

What was wrong is read from the fields of Typer's exceptions, and of pydantic's behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperArgument, TyperOption

from hageplan.i18n import _, language, say, shown
from hageplan.messages import Message, msg
from hageplan.ui.clean import printable

Parameter = TyperArgument | TyperOption


def usage_lines(fault: typer.TyperException) -> Iterator[str]:
    """Give what is said of a fault: how the command is called, where its help is, what is wrong."""
    context = getattr(fault, "ctx", None)
    if context is not None:
        yield context.get_usage()
        yield say("Help: {command} --help", command=context.command_path)
        yield ""
    yield say("Error: {what}", what=_what(fault))


def choices_of(parameter: Parameter) -> list[str]:
    """Return the words that a parameter takes, none where it takes others."""
    found = parameter.type_descriptor.choices or ()
    return [str(getattr(choice, "value", choice)) for choice in found]


def range_of(parameter: Parameter) -> str:
    """Return which numbers a parameter takes, as in 1–60; "" where it takes all."""
    low, high = (None if one is None else _number(one) for one in _limits(parameter))
    if low is not None and high is not None:
        return f"{low}–{high}"
    return "" if low is None else say("at least {limit}", limit=low)


def not_there(what: Message, near: Sequence[str]) -> str:
    """Return that nothing is called so, and what may have been meant."""
    if not near:
        return shown(what)
    return say("{what}; did you mean {near}?", what=what, near=one_of(near))


def one_of(words: Sequence[str]) -> str:
    """Return words as a choice: a, b or c."""
    *first, last = words
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last


def _number(value: float) -> str:
    """Return a limit as the language writes it; loading what writes all numbers takes long."""
    return (
        f"{value:g}".replace(".", "," if language() == "nb" else ".")
        if value % 1
        else str(int(value))
    )


def _limits(parameter: Parameter) -> tuple[float | None, float | None]:
    if not parameter.type_descriptor.is_ranged:
        return None, None
    return parameter.min, parameter.max


def _what(fault: typer.TyperException) -> str:
    name, near = getattr(fault, "option_name", None), getattr(fault, "possibilities", None)
    parameter = getattr(fault, "param", None)
    if hasattr(fault, "possibilities"):
        return not_there(msg("there is no option {name}", name=name), sorted(near or ()))
    if name is not None:
        return _about_value(fault, name)
    if parameter is None:
        return fault.message
    if hasattr(fault, "param_type"):
        return say("{name} is missing", name=_name(parameter))
    return f"{_name(parameter)}: {_why(fault, parameter)}"


def _about_value(fault: Any, name: str) -> str:  # noqa: ANN401  (Typer's own)
    """Return what is wrong about the value of an option: it takes none, or has none."""
    options = (one for one in fault.ctx.command.params if name in one.opts)
    if all(one.is_flag for one in options):
        return say("{name} takes no value", name=name)
    return say("{name} requires a value", name=name)


def _name(parameter: Parameter) -> str:
    """Return what people type for an option, or what stands in help for an argument."""
    if isinstance(parameter, TyperOption):
        return " / ".join(parameter.opts)
    return parameter.metavar or (parameter.name or "").upper()


def _why(fault: typer.TyperException, parameter: Parameter) -> str:
    """Return why a value is none; our own words are those of the fault."""
    errors: Any = getattr(fault.__cause__, "errors", None)
    if errors is None:
        return fault.message
    return say(
        "«{value}» cannot be used; write {wanted}",
        value=printable(str(errors()[0]["input"])),
        wanted=_wanted(parameter),
    )


def _wanted(parameter: Parameter) -> str:
    """Return which values a parameter takes."""
    if choices := choices_of(parameter):
        return one_of(choices)
    low, high = _limits(parameter)
    number = _("a whole number") if parameter.type_descriptor.annotation is int else _("a number")
    if low is None:
        return number
    if high is None:
        return say("{number}, at least {limit}", number=number, limit=_number(low))
    return say("{number} from {low} to {high}", number=number, low=_number(low), high=_number(high))
