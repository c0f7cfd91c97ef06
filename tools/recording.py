"""Record a terminal: what commands print on the example, as a picture that moves by itself.

python -m tools.picture makes it, with the other pictures. Each command is run as it is shown, in a
terminal of 80 columns, one after another in one workspace; only the clock is set.
"""

from __future__ import annotations

import io
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from rich.console import Console
from rich.text import Text

COLUMNS: Final = 80
SCREEN: Final = 42
"""Lines that are seen at once; what is longer is seen screen by screen."""
TYPED_S: Final = 1.5
READ_S: Final = 6.0
LINE_PX: Final = 24.4
_PARTS: Final = "{styles}\0{backgrounds}\0{matrix}"
"""What Rich draws of a screen, apart from a window around it."""
_CLIPPED: Final = re.compile(r' clip-path="[^"]*"')
"""Each line cut to its height, which none exceeds."""
_CLOCK: Final = """
import sys
from datetime import datetime
from zoneinfo import ZoneInfo
from hageplan.command import call
when = datetime.fromisoformat(sys.argv.pop(1)).replace(tzinfo=ZoneInfo("Europe/Oslo"))
call.norwegian_time = lambda: when
from hageplan.app import main
main()
"""
_FRAME: Final = """<svg xmlns="http://www.w3.org/2000/svg" role="img"
 viewBox="0 0 {width} {height}">
<title>{title}</title>
<style>
text {{ font: 20px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
.scene {{ opacity: 0; animation: {total:g}s step-end infinite; }}
{styles}
@media (prefers-reduced-motion: reduce) {{ .scene {{ animation: none; }} .last {{ opacity: 1; }} }}
</style>
<rect width="100%" height="100%" rx="8" fill="#292929"/>
<g transform="translate(12 12)">
{scenes}
</g>
</svg>
"""


@dataclass(frozen=True)
class Scene:
    """A screen, as text with signs for colours, and how long it is seen."""

    text: str
    seconds: float


def record(commands: Sequence[str], language: str, when: datetime) -> str:
    """Return the moving picture of commands in a new workspace of the example."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "hage"
        _run(["init", str(folder), "--demo"], Path(scratch), language, when)
        return drawn([*_scenes(commands, folder, language, when)], ", ".join(commands))


def _scenes(
    commands: Sequence[str], folder: Path, language: str, when: datetime
) -> Iterator[Scene]:
    for command in commands:
        typed = f"\x1b[1;32m$\x1b[0m {command}\n"
        printed = typed + _run(shlex.split(command)[1:], folder, language, when)
        yield Scene(typed, TYPED_S)
        lines = printed.splitlines(keepends=True)
        for at in range(0, len(lines), SCREEN):
            yield Scene("".join(lines[at : at + SCREEN]), READ_S)


def _run(words: Sequence[str], folder: Path, language: str, when: datetime) -> str:
    """Return what `hageplan` with `words` prints on a terminal at that time."""
    ours, theirs = pty.openpty()
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    colours = {"TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "HAGEPLAN_LANG": language}
    process = subprocess.Popen(
        [sys.executable, "-c", _CLOCK, when.isoformat(), *words],
        cwd=folder, env={**keep, **colours}, stdout=theirs, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    printed = b""
    while part := _read(ours):
        printed += part
    os.close(ours)
    if process.wait():
        sys.exit(f"hageplan {shlex.join(words)} failed")
    return printed.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # nobody has it open any more
        return b""


def drawn(scenes: Sequence[Scene], title: str) -> str:
    """Return an SVG that shows one scene after another, for ever."""
    total = sum(scene.seconds for scene in scenes)
    styles, shown, begin = [], [], 0.0
    for number, scene in enumerate(scenes):
        name, end = f"s{number}", begin + scene.seconds
        style, backgrounds, matrix = _screen(scene.text, name).split("\0")
        stops = f"{100 * begin / total:.2f}% {{ opacity: 1 }} {100 * end / total:.2f}%"
        styles += [style, f".{name} {{ animation-name: {name} }}"]
        styles += [f"@keyframes {name} {{ 0% {{ opacity: 0 }} {stops} {{ opacity: 0 }} }}"]
        last = " last" if scene is scenes[-1] else ""
        shown.append(f'<g class="scene {name}{last}">{backgrounds}{matrix}</g>')
        begin = end
    return _FRAME.format(
        width=round(COLUMNS * 12.2) + 24, height=round(SCREEN * LINE_PX) + 24, title=escape(title),
        total=total, styles="\n".join(styles), scenes="\n".join(shown),
    )  # fmt: skip


def _screen(text: str, name: str) -> str:
    out = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    out.print(Text.from_ansi(text))
    return _CLIPPED.sub("", out.export_svg(code_format=_PARTS, unique_id=name))
