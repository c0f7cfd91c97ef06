"""Compile the tour engine, and what proves plans, with the compiler at hand or else with Zig's.

HAGEPLAN_TARGET=x86_64-windows-gnu python -m build --wheel     for one of `TARGETS`, with Zig's
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOURS = Path("src/hageplan/tours")
SOURCES = (TOURS / "solve/native/engine.cpp", TOURS / "prove/native/pricing.cpp")
RUNTIME = TOURS / "solve/native/runtime.hpp"
TARGETS = {
    "x86_64-linux-gnu.2.17": "manylinux_2_17_x86_64.musllinux_1_2_x86_64",
    "aarch64-linux-gnu.2.17": "manylinux_2_17_aarch64.musllinux_1_2_aarch64",
    "x86_64-macos.11.0": "macosx_11_0_x86_64",
    "aarch64-macos.11.0": "macosx_11_0_arm64",
    "x86_64-windows-gnu": "win_amd64",
    "aarch64-windows-gnu": "win_arm64",
}
"""What Zig calls the platforms that have a wheel, and what their wheels are called."""
SUFFIXES = {"windows": ".dll", "macos": ".dylib"}
"""Of libraries, by system, as in compiled.py; elsewhere `.so`."""
FLAGS = (
    *("-std=c++17", "-O3", "-g0", "-fPIC", "-fno-exceptions", "-fno-rtti"),
    *("-ffp-contract=off", "-fno-math-errno"),
)
"""Without contraction every compiler rounds alike, and a plan is the same on all machines; where
nobody asks for errors a root is an instruction, and no function of a library."""
COMPILERS = () if sys.platform == "win32" else ("c++", "g++", "clang++")
"""What others compile on Windows needs libraries that are at hand to them alone."""
ZIG = [sys.executable, "-m", "ziglang"]
LINKS = {"linux": ("-nostdlib",), "windows": ("-nostdlib", "-lkernel32", "-lucrtbase")}
"""What is linked to, by system: nothing on Linux, where who loads a library has loaded a C library
before, of whichever kind. So nothing has to be compiled first, which takes Zig a minute."""
MISSING = (
    "hageplan's tour engine cannot be compiled: no C++ compiler works here. Install one (g++ or "
    "clang++; Xcode's command line tools on macOS) or name it in CXX, or `pip install ziglang`."
)


class CompileEngine(BuildHookInterface[Any]):
    """Plain shared libraries for all Python versions of a platform."""

    def dependencies(self) -> list[str]:
        """Ask for Zig, which carries a C++ compiler, where none is at hand."""
        is_at_hand = not asked_target() and any(_at_hand())
        return [] if is_at_hand else ["ziglang>=0.17.1,<0.18"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tag the wheel for its platform; without the engine there is no wheel."""
        target, is_editable = asked_target(), version == "editable"
        if target and target not in TARGETS:
            self.app.abort(f"HAGEPLAN_TARGET is {target}; wheels are made for {', '.join(TARGETS)}")
        self._folder = TemporaryDirectory()  # gone when the wheel is made
        folder = Path(self.root if is_editable else self._folder.name)
        fault = compile_engine(Path(self.root), folder, target)
        if fault is not None:
            self.app.abort(fault)
        own = self.build_config.builder.get_best_matching_tag().rpartition("-")[2]
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{TARGETS.get(target, own)}"
        if not is_editable:
            places = {folder / name: name.relative_to("src") for name in libraries(target)}
            build_data["force_include"] |= {str(a): b.as_posix() for a, b in places.items()}


def asked_target() -> str:
    """Return for which of `TARGETS` a wheel is asked for; "" for this machine."""
    return os.environ.get("HAGEPLAN_TARGET", "")


def libraries(target: str = "") -> list[Path]:
    """Return the names, from a checkout, of what is compiled for `target` or this machine."""
    own = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    suffix = SUFFIXES.get(_system(target) or own, ".so")
    return [source.with_suffix(suffix) for source in SOURCES]


def compile_engine(root: Path, folder: Path, target: str = "") -> str | None:
    """Compile what the checkout `root` has to compile into `folder`; return what went wrong."""
    known = None if target else next(_at_hand(), None)
    if known is None and find_spec("ziglang") is None:
        return MISSING
    for source, name in zip(SOURCES, libraries(target), strict=True):
        commands = _by_zig(root, source, name, target)
        if known is not None:
            commands = [[*known, *FLAGS, "-shared", "-o", name.name, str(root / source)]]
        fault = _run(commands, folder / name)
        if fault is not None:
            return fault
    return None


def _by_zig(root: Path, source: Path, name: Path, target: str) -> list[list[str]]:
    """Return the commands that compile for any processor of the kind, not this one alone."""
    kind = ["-target", target] if target else ["-mcpu=baseline"]
    include = ["-include", str(root / RUNTIME)]  # instead of the C++ library
    link = LINKS.get(_system(target) or sys.platform, ())
    return [
        [*ZIG, "c++", *kind, *FLAGS, *include, "-c", "-o", "one.o", str(root / source)],
        [*ZIG, "cc", *kind, "-O3", "-shared", "-s", *link, "-o", name.name, "one.o"],
    ]


def _system(target: str) -> str:
    return target.partition("-")[2].partition("-")[0].partition(".")[0]


def _run(commands: list[list[str]], library: Path) -> str | None:
    """Run what makes a library, which is whole or as it was; return what went wrong."""
    library.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=library.parent) as folder:
        for command in commands:
            done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
            if done.returncode:
                what = f"{' '.join(command)}\n{done.stderr}"
                return f"hageplan's tour engine cannot be compiled: {what}"
        Path(folder, library.name).replace(library)
    return None


def compiler() -> list[str] | None:
    """Return the compiler to use, None where there is none."""
    return next(_at_hand(), None) or ([*ZIG, "c++"] if find_spec("ziglang") else None)


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
