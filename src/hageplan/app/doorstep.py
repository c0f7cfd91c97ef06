"""What a double click on the program opens: a terminal in the workspace, and what to type there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from hageplan.command.prompt import ask
from hageplan.i18n import say
from hageplan.ui.clean import printable
from hageplan.workspace.find import SETTINGS_FILE

_REMEMBERED: Final = "workspace.txt"
_TYPED: Final = ("hageplan", "hageplan plan", "hageplan check", "hageplan --help")


@dataclass(frozen=True)
class House:
    """The machine, as far as the doorstep knows it.

    Attributes:
        hageplan: The words that start this program.
        home: The user's own folder.
        settings: The folder in which the workspace is remembered.
        environ: The environment of the terminal.
        ask: Asks a question with its usual answer.
        run: Runs a program in a folder, with an environment; returns its exit code.
    """

    hageplan: Sequence[str]
    home: Path
    settings: Path
    environ: Mapping[str, str]
    ask: Callable[[str, str], str]
    run: Callable[[Sequence[str], Path, Mapping[str, str]], int]


def house() -> House:
    """Return this machine's."""
    is_program = hasattr(sys, "frozen")
    return House(
        hageplan=[sys.executable] if is_program else [sys.executable, "-m", "hageplan"],
        home=Path.home(),
        settings=Path(os.environ.get("APPDATA") or Path.home() / ".config") / "hageplan",
        environ=os.environ,
        ask=ask,
        run=lambda words, folder, environ: subprocess.call(words, cwd=folder, env=environ),  # noqa: S603
    )


def open_door(at: House) -> int:
    """Ask for the workspace, show its day and leave a terminal open in it; return its exit code."""
    folder = _workspace(at)
    _remember(at.settings, folder)
    path = f"{Path(at.hageplan[0]).parent}{os.pathsep}{at.environ.get('PATH', '')}"
    environ = {**at.environ, "PATH": path}
    typer.echo()
    at.run(at.hageplan, folder, environ)
    told = say("The workspace is {folder}. Type, for example:", folder=folder)
    typer.echo("\n".join(["", printable(told), "", *(f"  {line}" for line in _TYPED), ""]))
    return at.run(shell(folder, at.environ), at.home if _is_afar(folder) else folder, environ)


def shell(folder: Path, environ: Mapping[str, str]) -> Sequence[str]:
    """Return what is started in `folder` and stays open: the system's shell.

    Windows' own can't be started in a folder of the network; `pushd` gives that a letter.
    """
    command = environ.get("COMSPEC")
    if command is None:
        return [environ.get("SHELL", "/bin/sh")]
    return [command, "/k", *(["pushd", str(folder)] if _is_afar(folder) else ["rem"])]


def _is_afar(folder: Path) -> bool:
    return str(folder).startswith("\\\\")


def _workspace(at: House) -> Path:
    """Return the workspace that is meant; one that is not there yet is made."""
    usual = _remembered(at.settings) or (_documents(at.home) / "hageplan")
    while True:
        typed = at.ask(say("Which folder is the workspace?"), str(usual)).strip("\"' ")
        folder = at.home / Path(typed).expanduser()
        if (folder / SETTINGS_FILE).is_file() or _is_made(at, folder):
            return folder


def _is_made(at: House, folder: Path) -> bool:
    """Make a workspace; return whether that went well, of which the command itself tells."""
    question = say("There is none yet. Your municipality (just Enter: example data to try)")
    kommune = at.ask(question, "")
    words = ["--quiet", *(["--kommune", kommune] if kommune else ["--demo"])]
    return not at.run([*at.hageplan, "init", str(folder), *words], at.home, at.environ)


def _documents(home: Path) -> Path:
    found = home / "Documents"
    return found if found.is_dir() else home


def _remembered(settings: Path) -> Path | None:
    try:
        return Path((settings / _REMEMBERED).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None


def _remember(settings: Path, folder: Path) -> None:
    """Note the folder for the next time; who can't is asked again."""
    try:
        settings.mkdir(parents=True, exist_ok=True)
        (settings / _REMEMBERED).write_text(f"{folder}\n", encoding="utf-8")
    except OSError:
        return
