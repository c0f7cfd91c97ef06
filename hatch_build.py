"""Compile the tour engine into the wheel; without a compiler the wheel goes without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/hageplan/tours/solve/native/engine.cpp")
LIBRARY = SOURCE.with_name("engine.so")
FLAGS = ("-std=c++17", "-O3", "-shared", "-fPIC")


class CompileEngine(BuildHookInterface[Any]):
    """One plain shared library for all Python versions of a platform."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile, and tag the wheel for this platform."""
        fault = compile_engine(Path(self.root))
        if fault is not None:
            self.app.display_warning(f"{fault}; plans will be made by PyVRP alone")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"].append(f"/{LIBRARY.as_posix()}")


def compile_engine(root: Path) -> str | None:
    """Compile the engine of the checkout `root`; return what went wrong."""
    compiler = os.environ.get("CXX") or next(filter(shutil.which, ("c++", "g++", "clang++")), None)
    if compiler is None:
        return "no C++ compiler"
    fresh = (root / LIBRARY).with_suffix(".new")
    command = [*compiler.split(), *FLAGS, "-o", str(fresh), str(root / SOURCE)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return done.stderr
    fresh.replace(root / LIBRARY)
    return None
