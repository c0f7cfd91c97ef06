"""Compile the tour engine, and what proves plans, with the compiler at hand or else with Zig's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOURS = Path("src/hageplan/tours")
SOURCES = (TOURS / "solve/native/engine.cpp", TOURS / "prove/native/pricing.cpp")
LIBRARIES = tuple(source.with_suffix(".so") for source in SOURCES)
FLAGS = ("-std=c++17", "-O3", "-ffp-contract=off", "-shared", "-fPIC")
"""Without contraction every compiler rounds alike, and a plan is the same on all machines."""
COMPILERS = ("c++", "g++", "clang++")
ZIG = [sys.executable, "-m", "ziglang", "c++", "-mcpu=baseline", "-s"]
"""For any processor of the kind, not this one alone; without names, which are most of its size."""
MISSING = (
    "hageplan's tour engine cannot be compiled: no C++ compiler works here. Install one (g++ or "
    "clang++; Xcode's command line tools on macOS) or name it in CXX, or `pip install ziglang`."
)


class CompileEngine(BuildHookInterface[Any]):
    """Plain shared libraries for all Python versions of a platform."""

    def dependencies(self) -> list[str]:
        """Ask for Zig, which carries a C++ compiler, where none is at hand."""
        return [] if any(_at_hand()) else ["ziglang"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile, and tag the wheel for this platform; without the engine there is no wheel."""
        fault = compile_engine(Path(self.root))
        if fault is not None:
            self.app.abort(fault)
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"] += [f"/{library.as_posix()}" for library in LIBRARIES]


def compile_engine(root: Path) -> str | None:
    """Compile what the checkout `root` has to compile; return what went wrong."""
    known = compiler()
    if known is None:
        return MISSING
    faults = (_compile(known, root / source) for source in SOURCES)
    return next(filter(None, faults), None)


def _compile(known: list[str], source: Path) -> str | None:
    library = source.with_suffix(".so")
    fresh = library.with_suffix(f".{os.getpid()}")
    command = [*known, *FLAGS, "-o", str(fresh), str(source)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return f"hageplan's tour engine cannot be compiled: {' '.join(command)}\n{done.stderr}"
    fresh.replace(library)
    return None


def compiler() -> list[str] | None:
    """Return the compiler to use, None where there is none."""
    return next(_at_hand(), None) or (ZIG if find_spec("ziglang") else None)


def _at_hand() -> Iterator[list[str]]:
    """Find compilers that work: a name on the path may be an invitation to install one."""
    for name in (os.environ.get("CXX", ""), *COMPILERS):
        command = name.split()
        if command and shutil.which(command[0]):
            check = [*command, "-x", "c++", "-std=c++17", "-fsyntax-only", "-"]
            done = subprocess.run(
                check, check=False, capture_output=True, input=b"#include <vector>\n"
            )
            if not done.returncode:
                yield command
