"""What is said of wrong usage, in the language of the texts; Typer says it in English.

What was wrong is read from the fields of Typer's exceptions, and of pydantic's behind them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperOption

from hageplan.i18n import say

_TOO_SMALL: Final = ("greater_than_equal", "greater_than")
_TOO_LARGE: Final = ("less_than_equal", "less_than")
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


def _what(fault: typer.TyperException) -> str:
    name, near = getattr(fault, "option_name", None), getattr(fault, "possibilities", None)
    parameter = getattr(fault, "param", None)
    if near:
        near = ", ".join(sorted(near))
        return say("there is no option {name}; did you mean {near}?", name=name, near=near)
    if hasattr(fault, "possibilities"):
        return say("there is no option {name}", name=name)
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
    return say("{name} needs a value", name=name)


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
    first = errors()[0]
    kind, value = first["type"], first["input"]
    limits: Sequence[object] = [*first.get("ctx", {}).values()]
    if choices := choices_of(parameter):
        words = ", ".join(choices)
        return say("{value} is none of these: {words}", value=value, words=words)
    if kind in _TOO_SMALL:
        return say("{value} is less than {limit}", value=value, limit=limits[0])
    if kind in _TOO_LARGE:
        return say("{value} is more than {limit}", value=value, limit=limits[0])
    if kind.startswith(("int_", "float_", "finite_")):
        return say("{value} is not a number", value=value)
    return say("{value} cannot be used here", value=value)
