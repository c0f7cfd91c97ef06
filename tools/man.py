"""Write the manual pages and the reference of the docs, in both languages, from the code.

python tools/man.py           write man/ and the pages of tools/reference.py in docs/
python tools/man.py --check   say which pages are out of date; exit 1
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MANUALS = {"en": "man/hageplan.1", "nb": "man/nb/hageplan.1"}
MAKE = """
import json, sys
from hageplan.app import speak
language = sys.argv[1]
speak(language)
from hageplan import __version__
from hageplan.app.manual import page
from tools.reference import pages
made = {f"docs/{language}/{name}": text for name, text in pages(language).items()}
sys.stdout.reconfigure(encoding="utf-8")
json.dump({sys.argv[2]: page(__version__), **made}, sys.stdout)
"""


def made(language: str) -> dict[str, str]:
    """Return the pages of a language; help texts are made on import, so in their own process."""
    command = [sys.executable, "-c", MAKE, language, MANUALS[language]]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def main() -> None:
    """Write or compare."""
    stale = []
    for name, text in [page for language in MANUALS for page in made(language).items()]:
        path, page = ROOT / name, text.encode()
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page)
        elif not path.is_file() or path.read_bytes() != page:
            stale.append(name)
    print("\n".join(stale))
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
