"""Print the shape of the source: how large its folders, modules, functions and calls are.

python tools/shape.py            the figures
python tools/shape.py --where    and where the ones to look at stand
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src/hageplan"
SHORT = 50
"""Lines; a module below that holds less than an idea, more often than not."""
MANY = 6
"""Positional arguments that a reader can no longer tell apart."""
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module's path, text and syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    @property
    def is_package_face(self) -> bool:
        """Whether it only hands on what a folder holds."""
        return self.path.name == "__init__.py"

    def place(self, node: ast.stmt | ast.expr) -> str:
        """Return where a node stands, as file:line."""
        return f"{self.path.relative_to(SOURCE)}:{node.lineno}"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One row: what is counted, how much, and where the ones to look at stand."""

    name: str
    value: object
    places: tuple[str, ...] = ()


def modules() -> tuple[Module, ...]:
    """Return all modules of the package, by path."""
    paths = sorted(SOURCE.rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return tuple(Module(path=p, text=t, tree=ast.parse(t)) for p, t in texts.items())


def figures(found: tuple[Module, ...]) -> Iterator[Figure]:
    """Give every figure."""
    inner = [m for m in found if not m.is_package_face]
    short = [f"{m.path.relative_to(SOURCE)}: {m.lines}" for m in inner if m.lines < SHORT]
    folders = Counter(m.path.parent.relative_to(SOURCE).as_posix() for m in inner)
    yield Figure(name="lines", value=sum(m.lines for m in found))
    yield Figure(name="modules", value=len(found))
    yield Figure(name=f"modules under {SHORT} lines", value=len(short), places=tuple(short))
    folder, most = folders.most_common(1)[0]
    yield Figure(name="Python files in one folder", value=most, places=(folder,))
    yield from _of_functions(found)
    late = [m.place(node) for m in found for node in imports_inside(m.tree)]
    yield Figure(name="imports inside functions", value=len(late), places=tuple(late))
    blurred = [m.place(call) for m in found for call in blurred_calls(m.tree)]
    name = f"calls with {MANY} or more positional arguments"
    yield Figure(name=name, value=len(blurred), places=tuple(blurred))
    twice = tuple(f"{name}: {' '.join(where)}" for name, where in repeated_classes(found).items())
    yield Figure(
        name="public class names that stand for two things", value=len(twice), places=twice
    )
    silenced = [
        f"{m.path.relative_to(SOURCE)}:{number}"
        for m in found
        for number, line in enumerate(m.text.splitlines(), start=1)
        if "# noqa" in line
    ]
    yield Figure(name="noqa", value=len(silenced), places=tuple(silenced))


def _of_functions(found: tuple[Module, ...]) -> Iterator[Figure]:
    functions = [(m, f) for m in found for f in ast.walk(m.tree) if isinstance(f, FunctionNode)]
    sizes = sorted(length(f) for _m, f in functions)
    spread = f"{statistics.median(sizes):.0f}/{sizes[int(0.9 * len(sizes))]}"
    yield Figure(name="lines of a function, median/p90", value=spread)
    bodies = {m.place(f): (length(f), parameters(f)) for m, f in functions if not is_command(f)}
    longest = max(bodies, key=lambda place: bodies[place][0])
    yield Figure(
        name="longest function beside commands", value=bodies[longest][0], places=(longest,)
    )
    most = max(bodies, key=lambda place: bodies[place][1])
    several = tuple(f"{place}: {n}" for place, (_, n) in bodies.items() if n > 8)
    yield Figure(
        name="parameters of a function beside commands", value=bodies[most][1], places=several
    )


def length(function: FunctionNode) -> int:
    """Return a function's lines, without its docstring."""
    first = function.body[0]
    is_told = ast.get_docstring(function, clean=False) is not None
    told = (first.end_lineno or 0) - first.lineno + 1 if is_told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def parameters(function: FunctionNode) -> int:
    """Return how many parameters a function takes."""
    of = function.args
    return len([*of.posonlyargs, *of.args, *of.kwonlyargs])


def is_command(function: FunctionNode) -> bool:
    """Tell whether a function's parameters are the options of a command."""
    names = {
        node.id
        for decorator in function.decorator_list
        for node in ast.walk(decorator)
        if isinstance(node, ast.Name)
    }
    return bool(names & {"command", "guarded", "options"})


def imports_inside(tree: ast.Module) -> Iterator[ast.stmt]:
    """Give the imports that run when a function does."""
    functions = (node for node in ast.walk(tree) if isinstance(node, FunctionNode))
    found = {
        id(node): node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    yield from found.values()


def blurred_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Give the calls with so many positional arguments that a reader cannot tell them apart."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            plain = [one for one in node.args if not isinstance(one, ast.Starred)]
            if len(plain) >= MANY:
                yield node


def repeated_classes(found: tuple[Module, ...]) -> dict[str, list[str]]:
    """Return the public class names that stand in two modules or more."""
    places = defaultdict(list)
    for module in found:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module.place(node))
    return {name: where for name, where in places.items() if len(where) > 1}


def main() -> None:
    """Print the table."""
    for figure in figures(modules()):
        print(f"{figure.value!s:>7}  {figure.name}")
        if "--where" in sys.argv:
            for place in figure.places:
                print(f"{'':>9}{place}")


if __name__ == "__main__":
    main()
