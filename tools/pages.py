"""Put what commands print into the pages that show it.

A ```text block right after a ```console block of one command holds that command's output on the
example region, 80 columns wide.

python tools/pages.py           fill the blocks in
python tools/pages.py --check   say which pages are out of date; exit 1
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
SHOWN = re.compile(
    r"```console\n\$ hageplan (?P<command>[^\n]*)\n```\n\n```text\n.*?```", re.DOTALL
)


def filled(page: str) -> str:
    """Return `page` with the output of its commands."""

    def block(found: re.Match[str]) -> str:
        command = found["command"]
        output = "\n".join(line.rstrip() for line in printed(command).splitlines())
        return f"```console\n$ hageplan {command}\n```\n\n```text\n{output}\n```"

    return SHOWN.sub(block, page)


def printed(command: str) -> str:
    """Return what `hageplan command` prints away from any workspace."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("HAGEPLAN", "LANG", "LC_"))}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "hageplan", *shlex.split(command)],
            cwd=folder,
            env={**keep, "COLUMNS": "80"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    return done.stdout.strip("\n")


def main() -> None:
    """Fill or compare."""
    stale = []
    for path in sorted(DOCS.rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        if (current := filled(page)) != page:
            stale.append(path.relative_to(DOCS).as_posix())
            if "--check" not in sys.argv:
                path.write_text(current, encoding="utf-8")
    print("\n".join(stale))
    sys.exit(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    main()
