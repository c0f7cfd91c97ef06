"""The command line: parse, call, render. No domain logic, no I/O of its own."""

from __future__ import annotations

import gettext
import os
import re
import sys
from collections.abc import Sequence
from typing import Final

from hageplan import i18n
from hageplan.app.streams import encoding, outliving

COMPLETION = "_HAGEPLAN_COMPLETE"
"""Set by a shell that asks how a line may go on, to complete_bash and the like."""


_WITH_TEXTS: Final = re.compile(r"(hageplan(?:\.\w+)+)\.(commands|options|declare)")
"""Modules of which texts are made while they are imported: those that declare commands."""
_texts_in: Final[list[str]] = []


def main() -> None:
    """Run the command; the entry point of `hageplan`.

    The language is chosen before the commands are imported, since help texts are made then.
    """
    speak(i18n.choose(i18n.asked_for(sys.argv[1:], os.environ)))
    # Looking for plugins of pydantic's reads every installed package; none is used here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding(stream, sys.platform), errors="replace")
    sys.stdout, sys.stderr = outliving(sys.stdout), outliving(sys.stderr)
    if is_clicked(sys.argv[1:]):
        from hageplan.app.doorstep import house, open_door

        sys.exit(open_door(house()))
    if os.environ.get(COMPLETION, "").startswith("complete_"):
        from hageplan.app.shells import answer

        sys.exit(answer(os.environ))
    from hageplan.app.commands import NOW, app_for
    from hageplan.command.names import meant

    words = i18n.without_language(sys.argv[1:])
    app_for(meant("", next(iter(words), NOW)))(prog_name="hageplan")


def is_clicked(words: Sequence[str]) -> bool:
    """Tell whether the program has a window of its own, as after a double click on Windows."""
    if sys.platform != "win32" or words or not sys.stdin.isatty():
        return False
    import ctypes

    room = (ctypes.c_uint32 * 2)()
    return bool(ctypes.windll.kernel32.GetConsoleProcessList(room, len(room)) == 1)


def speak(language: str) -> None:
    """Show texts in `language`, ours and Typer's; before the commands are imported.

    What was imported with texts of another language is imported anew: a program may call several
    commands one after another.
    """
    if _texts_in != [language]:
        _forget_texts()
        _texts_in[:] = [language]
    i18n.use(language)
    # Typer's own words ("Options", "required") are looked up in gettext's default domain.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("hageplan", str(i18n.LOCALE_DIR))
    gettext.textdomain("hageplan")


def _forget_texts() -> None:
    for found in filter(None, map(_WITH_TEXTS.fullmatch, [*sys.modules])):
        del sys.modules[found[0]]
        vars(sys.modules[found[1]]).pop(found[2], None)
