"""Files that a command writes its result into: `-o FILE`, by its ending, and `--csv FILE`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import typer

from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import Message, msg
from hageplan.workspace.write import Contents, replace_files

STANDARD_OUTPUT: Final = Path("-")
"""What other programs take for standard output; ours would make a file of that name."""
_OPEN_FILES: Final = Path("/proc")
_FOLDER: Final = msg(
    "give a folder, such as {name}; it is created if it does not exist", name="utkast"
)

Writers = Mapping[str, Callable[[], str | bytes]]
"""What goes into a file, by its ending."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """The files that are wanted: `files` by their ending, `csv` as CSV, in the dialect `excel`."""

    files: tuple[Path, ...] = ()
    csv: Path | None = None
    excel: bool = False

    @property
    def endings(self) -> frozenset[str]:
        """The endings of all files."""
        return frozenset(self.by_ending.values())

    @property
    def by_ending(self) -> Mapping[Path, str]:
        """The ending that decides what each file holds."""
        of_files = {path: path.suffix.casefold() for path in self.files}
        return of_files if self.csv is None else {**of_files, self.csv: ".csv"}

    def of_person(self, who: str) -> Results:
        """Return the files of one of us, whose id stands in their names."""
        files = tuple(_of_person(path, who) for path in self.files)
        return replace(self, files=files, csv=self.csv and _of_person(self.csv, who))

    def check(self, known: Collection[str]) -> None:
        """Refuse what cannot be written, before anything is reckoned; `known` are endings.

        Raises typer.BadParameter or RequestError.
        """
        if self.excel and ".csv" not in self.endings:
            raise typer.BadParameter(_("--excel requires --csv FILE"))
        for path in self.files:
            if path != STANDARD_OUTPUT and path.suffix.casefold() not in known:
                told = _("-o {path}: the extension decides the format and must be one of {endings}")
                raise typer.BadParameter(told.format(path=path, endings=" ".join(known)))
        if len(self.by_ending) < len(self.files) + (self.csv is not None):
            raise typer.BadParameter(_("two results cannot be written to the same file"))
        check_targets(self.by_ending)

    def contents(self, writers: Writers) -> dict[Path, str | bytes]:
        """Return what goes into each file; each writer runs once."""
        made = {ending: writers[ending]() for ending in self.endings}
        return {path: made[ending] for path, ending in self.by_ending.items()}


def _of_person(path: Path, who: str) -> Path:
    return path.with_stem(f"{path.stem}-{who}")


def write_files(
    contents: Mapping[Path, str | bytes],
    *,
    folder: Path | None = None,
    beside: Contents = MappingProxyType({}),
) -> None:
    """Write results into files, in one step with the files of the workspace `beside` them.

    Never over records, nor where there is no such folder: then RequestError, and nothing written.
    """
    check_targets(contents)
    if folder is not None and beside:
        # Most results are written alone, and the journal takes some milliseconds to load.
        from hageplan.workspace.journal import change_files

        change_files(folder, {**beside, **contents})
    else:
        replace_files(contents)


def check_targets(paths: Iterable[Path]) -> None:
    """Raise RequestError where a result cannot be written, before anything is."""
    for path in paths:
        what = _obstacle(path)
        if what is not None:
            raise RequestError(
                what,
                msg(
                    "give a file in a folder that exists, such as {name}",
                    name=path.name if path.suffix not in ("", ".toml") else "tabell.csv",
                ),
            )


def check_folder(path: Path) -> None:
    """Raise RequestError where a folder for results neither is there nor can be made."""
    if path == STANDARD_OUTPUT:
        raise RequestError(msg("results are written to files, not to standard output"), _FOLDER)
    first = next(part for part in (path, *path.parents) if part.is_symlink() or part.exists())
    if not first.is_dir():
        raise RequestError(msg("{path} is not a folder", path=first), _FOLDER)


def _obstacle(path: Path) -> Message | None:
    """Return why a result cannot go into `path`; None where it can."""
    if path == STANDARD_OUTPUT:
        return msg("results are written to files, not to standard output")
    if path.suffix == ".toml" or path.is_dir() or not path.parent.is_dir():
        return msg("results cannot be written to {path}", path=path)
    if _is_stream(path) or (path.exists() and not path.is_file()):
        # Whoever may would put a file in the place of the device.
        return msg("{path} is not an ordinary file and would be replaced by one", path=path)
    if path.is_symlink() and not path.exists():
        return msg("{path} is a link to a file that does not exist", path=path)
    return None


def _is_stream(path: Path) -> bool:
    """Tell whether a file is one that we hold open, such as /dev/stdout, wherever that leads."""
    folder = path.parent.resolve()
    target = folder / (path.readlink() if path.is_symlink() else path.name)
    return any(_OPEN_FILES in (one, *one.parents) for one in (folder, target))
