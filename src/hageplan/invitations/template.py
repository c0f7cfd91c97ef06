"""A letter from a template that its owner wrote, or was given: bounded, whatever stands in it.

A template is a program. Of Jinja's language it may use what a letter needs, which cannot grow by
itself: values, conditions, loops over what there is, and a few filters. What loops do is counted.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hageplan.errors import RequestError
from hageplan.messages import Message, msg

MOST_SIGNS: Final = 100_000
"""Signs of a template, at most."""
MOST_STEPS: Final = 200_000
"""What loops write and work out, at most: signs and parts of expressions, all rounds together."""
FILTERS: Final = ("capitalize", "count", "d", "default", "first", "join", "last", "length", "lower",
                  "title", "trim", "upper")  # fmt: skip
_GROWS: Final = (nodes.List, nodes.Tuple, nodes.Dict, nodes.Concat, nodes.Add, nodes.Mul, nodes.Mod)
"""What makes a value from others. Kept by `set` it could be made from itself, twice as long."""
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Pair),
    *(nodes.Sub, nodes.Div, nodes.FloorDiv, nodes.Neg, nodes.Pos, nodes.Keyword, *_GROWS),
)
_WRITTEN: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Call: "( )",
    nodes.CallBlock: "call",
    nodes.Pow: "**",
    nodes.AssignBlock: "endset",
    nodes.FilterBlock: "filter",
    nodes.FromImport: "import",
}
"""How what is not allowed is written, where it isn't called as its kind is."""
_NO_KEYWORDS: Final[tuple[Any, ...]] = ((), None, None)
"""What the call of a filter has beside its arguments."""
_IN_TEMPLATE: Final = "<template>"
"""What tracebacks call a template that was no file to Jinja."""


class _RefusedError(Exception):
    """A template does what it may not do; `line` is 0 where the traceback tells."""

    def __init__(self, why: Message, line: int = 0) -> None:
        super().__init__(str(why))
        self.why, self.line = why, line


def rendered(values: Mapping[str, object], template: str, name: str) -> str:
    """Return what the text `template` makes of `values`; `name` is its file.

    Raises RequestError, with file and line, where it has a fault.
    """
    try:
        if len(template) > MOST_SIGNS:
            raise _RefusedError(msg("it is longer than {most} characters", most=MOST_SIGNS))
        environment = _Environment()
        tree = environment.parse(template)
        _check(tree)
        for loop in [*tree.find_all(nodes.For)]:
            weight = nodes.Const(_weight(loop.body))
            loop.iter = nodes.Filter(loop.iter, "counted", [weight], *_NO_KEYWORDS)
            loop.iter.set_lineno(loop.lineno)
            loop.iter.set_environment(environment)
            weight.set_environment(environment)
        return environment.from_string(tree).render(values)
    except Exception as fault:
        # A template is a program of the user's, and fails in as many ways as programs do.
        raise RequestError(
            msg("{name}:{line}: the template has an error: {why}", name=name,
                line=_line_of(fault), why=_why(fault)),
            msg("correct it, or delete the file to use the built-in template"),
        ) from fault  # fmt: skip


class _Environment(ImmutableSandboxedEnvironment):
    """Renders one template once."""

    intercepted_binops = frozenset({"*", "%"})

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=self._written
        )
        self._left = MOST_STEPS
        self.filters["counted"] = self._counted
        self.filters["join"] = self._joined

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Reckon with numbers alone: a text times a number may be of any length."""
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise _RefusedError(msg("{what} is for numbers", what=operator))
        return super().call_binop(context, operator, left, right)

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise _RefusedError(msg("it writes too much, or never ends"))

    def _written(self, value: object) -> object:
        self._spend(len(str(value)))
        return value

    def _joined(self, values: Iterable[object], sign: str = "") -> str:
        texts = [str(value) for value in values]
        self._spend(sum(map(len, texts)) + len(sign) * len(texts))
        return sign.join(texts)

    def _counted(self, values: Iterable[object], weight: int) -> Iterator[object]:
        for value in values:
            self._spend(weight)
            yield value


def _check(tree: nodes.Template) -> None:
    """Raise _RefusedError where a template uses what a letter needs not."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.For) and node.recursive:
            _refuse("recursive", node)
        if not isinstance(node, _ALLOWED):
            _refuse(_WRITTEN.get(type(node), type(node).__name__.lower()), node)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            words = ", ".join(FILTERS)
            why = msg(
                "there is no filter {name}; choose one of: {words}", name=node.name, words=words
            )
            raise _RefusedError(why, node.lineno)
        if isinstance(node, nodes.Assign) and any(map(_grows, _all_of(node.node))):
            why = msg("set can give a value a name, but not combine values")
            raise _RefusedError(why, node.lineno)


def _refuse(what: str, node: nodes.Node) -> None:
    raise _RefusedError(msg("the template of a letter cannot use {what}", what=what), node.lineno)


def _grows(node: nodes.Node) -> bool:
    is_join = isinstance(node, nodes.Filter) and node.name == "join"
    return is_join or isinstance(node, _GROWS)


def _all_of(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    yield from node.find_all(nodes.Node)


def _weight(body: Iterable[nodes.Node]) -> int:
    """Return how much one round of a loop is: its text's signs, and the parts of expressions."""
    parts = [part for node in body for part in _all_of(node)]
    return sum(len(p.data) if isinstance(p, nodes.TemplateData) else 1 for p in parts) + 1


def _line_of(fault: Exception) -> int:
    """Return the line of the template at which it failed."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.lineno
    if isinstance(fault, _RefusedError) and fault.line:
        return fault.line
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == _IN_TEMPLATE]
    return lines[-1] or 1 if lines else 1


def _why(fault: Exception) -> Message | str:
    if isinstance(fault, _RefusedError):
        return fault.why
    if isinstance(fault, RecursionError | MemoryError):
        return msg("it is nested too deeply")
    return " ".join(str(fault).split()) or type(fault).__name__
