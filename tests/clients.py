"""Other people's programs, which open what we write; skipped where they are not installed."""

from __future__ import annotations

import shutil

import pytest


def needs(program: str) -> str:
    """Return the program's path; skip the test where it is not installed."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found
