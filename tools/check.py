"""Run every check, the fast ones first, pytest last; stop at the first that fails.

python tools/check.py              what continuous integration runs
python tools/check.py --quick      without tests that start other programs, kill, fuzz or simulate
python tools/check.py --coverage   and measure the branches that tests take; takes twice as long
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "-n", "2", "--dist", "worksteal"),
)
QUICK = ("-m", "not slow")
COVERAGE = ("--cov", "--cov-report=term", "--no-cov-on-fail")


def main() -> int:
    """Return the exit code of the first check that fails, else 0."""
    *others, tests = CHECKS
    quick = QUICK if "--quick" in sys.argv else ()
    coverage = COVERAGE if "--coverage" in sys.argv else ()
    for program, *arguments in [*others, (*tests, *quick, *coverage)]:
        print(f"== {program} {' '.join(arguments)}", flush=True)
        code = subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
