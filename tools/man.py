"""Write the manual pages from the commands.

python tools/man.py           write man/hageplan.1 and man/nb/hageplan.1
python tools/man.py --check   say which pages are out of date; exit 1
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "man"
PAGES = {"en": FOLDER / "hageplan.1", "nb": FOLDER / "nb/hageplan.1"}
MAKE = """
import sys
from hageplan.app import speak
speak(sys.argv[1])
from hageplan import __version__
from hageplan.app.manual import page
sys.stdout.reconfigure(encoding="utf-8", newline="\\n")
sys.stdout.write(page(__version__))
"""


def made(language: str) -> bytes:
    """Return the page in a language; help texts are made on import, so in a process of its own."""
    command = [sys.executable, "-c", MAKE, language]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def main() -> None:
    """Write or compare."""
    stale = []
    for language, path in PAGES.items():
        page = made(language)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page)
        elif not path.is_file() or path.read_bytes() != page:
            stale.append(path.relative_to(FOLDER.parent).as_posix())
    print("\n".join(stale))
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
