"""Declare a command: its own options, those that all commands share, and its exit codes."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from inspect import Parameter
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_type_hints

from hageplan.command import options
from hageplan.command.call import Call, located
from hageplan.command.guard import guarded
from hageplan.command.results import Results

Shared = Literal["workspace", "as_json", "quiet", "today"]

_EVERYWHERE: Final[Mapping[str, tuple[object, object]]] = {
    "workspace": (options.WorkspaceOption, None),
    "as_json": (options.JsonOption, False),
    "quiet": (options.QuietOption, False),
    "today": (options.TodayOption, None),
    "lang": (options.LangOption, None),
    "debug": (options.DebugOption, False),
}
"""Annotation and default of the options that commands share; `--lang` is read before parsing."""
_SEVERAL: Final[Mapping[str, tuple[object, object]]] = {
    "workspace": (options.WorkspacesOption, None),
}
"""That of commands which look at several workspaces too."""
_GROUP: Final[Mapping[str, tuple[object, object]]] = {
    "alle": (options.EveryoneOption, False),
}
"""That of commands which look at the target group alone."""
_ROADS: Final[Mapping[str, tuple[object, object]]] = {
    "fallback": (options.FallbackOption, False),
}
"""That of commands which ask for driving."""
_CSV: Final[Mapping[str, tuple[object, object]]] = {
    "csv": (options.CsvOption, None),
    "excel": (options.ExcelOption, False),
}


def command(
    *,
    writes: Collection[str] = (),
    without: Collection[Shared] = (),
    of_group: bool = False,
    drives: bool = False,
    of_several: bool = False,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what makes a function, whose first parameter is a `Call`, a command.

    Its own parameters are its options, and so are the fields of T in `**values: Unpack[T]`. It gets
    the shared ones but for those in `without`, and `-o FILE` for files of the endings in `writes`.
    One `of_group` looks at the target group alone, unless it is asked for all; one that `drives`
    may be let estimate driving where roads fail; one `of_several` takes several workspaces, which
    are the call's `folders`.
    An exception ends it with a text and an exit code. A group's own command has a parameter
    `context` and does nothing before a subcommand.
    """
    shared = {name: one for name, one in _EVERYWHERE.items() if name not in without}
    if of_several:
        shared = {**shared, **_SEVERAL}
    if writes:
        shared = {**_results(writes), **shared}
    if of_group:
        shared = {**_GROUP, **shared}
    if drives:
        shared = {**_ROADS, **shared}

    def declared(body: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(body, eval_str=True)
        _call, *own = signature.parameters.values()
        added = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in shared.items()
        ]

        @functools.wraps(body)
        def run(**values: Any) -> None:  # noqa: ANN401  (options of any type)
            if getattr(values.get("context"), "invoked_subcommand", None) is not None:
                return
            asked = {name: values.pop(name, default) for name, (_, default) in shared.items()}
            with guarded(debug=bool(asked["debug"])):
                call = _call_of(asked, writes, of_group=of_group)
                call.settle()
                body(call, **values)

        parameters = [*(option for one in own for option in _options_of(one)), *added]
        vars(run)["__signature__"] = signature.replace(parameters=parameters)
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return declared


def _options_of(one: Parameter) -> Iterator[Parameter]:
    """Give a parameter of a command; `**values` are the fields of a TypedDict, by default None."""
    if one.kind is not Parameter.VAR_KEYWORD:
        yield one.replace(kind=Parameter.KEYWORD_ONLY)
        return
    (fields,) = get_args(one.annotation)
    for name, hint in get_type_hints(fields, include_extras=True).items():
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=hint)


def _results(writes: Collection[str]) -> Mapping[str, tuple[object, object]]:
    """Return the options of what is written; only CSV has an option and a dialect of its own."""
    files = {"out": (options.out_option(writes), None)}
    return {**files, **_CSV} if ".csv" in writes else files


def _call_of(asked: Mapping[str, Any], writes: Collection[str], *, of_group: bool) -> Call:
    results = Results(
        files=tuple(asked.get("out") or ()), csv=asked.get("csv"), excel=asked.get("excel", False)
    )
    if writes:
        results.check(writes)
    named = asked.get("workspace")
    folders = tuple(named) if isinstance(named, list) else (named,) if named else ()
    folder, is_example = located(*folders) if "workspace" in asked else (Path(), True)
    return Call(
        folder=folder,
        folders=folders,
        is_example=is_example,
        as_if=asked.get("today"),
        as_json=asked.get("as_json", False),
        quiet=asked.get("quiet", False),
        everyone=asked.get("alle", False),
        fallback=asked.get("fallback", False),
        of_group=of_group,
        results=results,
    )
