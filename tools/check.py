"""Run every check, the fast ones first, pytest last; stop at the first that fails."""

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
    ("pytest", "-n", "2", "--dist", "worksteal", "--cov", "--cov-report=term", "--no-cov-on-fail"),
)


def main() -> int:
    """Return the exit code of the first check that fails, else 0."""
    for program, *arguments in CHECKS:
        print(f"== {program} {' '.join(arguments)}", flush=True)
        code = subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
