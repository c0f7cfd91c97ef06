"""Compiled code that is given numbers: how it is found, and how arrays get into its structures."""

from __future__ import annotations

import ctypes
import sysconfig
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hageplan.errors import RequestError
from hageplan.messages import Message, msg

Fields = Sequence[tuple[str, Any]]
INTS: Final = ctypes.POINTER(ctypes.c_int32)
FLOATS: Final = ctypes.POINTER(ctypes.c_double)
PLATFORM: Final = sysconfig.get_platform()
SUFFIX: Final = {"win": ".dll", "macosx": ".dylib"}.get(PLATFORM.partition("-")[0], ".so")
"""Of libraries, as in hatch_build.py."""


def fields(kind: object, names: str) -> Fields:
    """Return fields of one kind for the `_fields_` of a structure."""
    return [(name, kind) for name in names.split()]


def library_file(package: str, name: str) -> Traversable:
    """Return where a library of a package is, compiled when hageplan's wheel is made."""
    return files(package).joinpath("native", name + SUFFIX)


def loaded(library: Traversable, sizes: dict[str, type[ctypes.Structure]]) -> ctypes.CDLL:
    """Return a library whose functions called so tell the `sizes` of the structures.

    Raises RequestError where it is missing, for another platform or of another source.
    """
    try:
        found = ctypes.CDLL(str(library))
        told = [found[name]() for name in sizes]
    except OSError as fault:
        says = str(fault).removeprefix(f"{library}: ")
        raise _unusable(library, msg("the system says: {says}", says=says)) from None
    except AttributeError:
        told = []
    if told != [ctypes.sizeof(structure) for structure in sizes.values()]:
        raise _unusable(library, msg("it is of another version"))
    return found


def _unusable(library: Traversable, why: Message) -> RequestError:
    """Return what to say of a library: the system's words alone may mean many things."""
    return RequestError(
        msg(
            "the tour engine {library}, of a wheel for {wheel}, cannot be used on {here}: {why}",
            library=library,
            wheel=wheel_platform(),
            here=PLATFORM,
            why=why,
        ),
        msg(
            "install hageplan again with this Python: "
            "pip install --force-reinstall --no-deps hageplan (in a checkout: pip install -e .)"
        ),
    )


def wheel_platform() -> str:
    """Return for which platforms the wheel was that is installed; "?" where none is known."""
    try:
        lines = (distribution("hageplan").read_text("WHEEL") or "").splitlines()
    except PackageNotFoundError:
        lines = []
    tags = (line.rpartition("-")[2] for line in lines if line.startswith("Tag:"))
    return ", ".join(tags) or "?"


def ints(values: Iterable[int]) -> NDArray[np.int32]:
    """Return the values as the code wants them."""
    return np.fromiter(values, dtype=np.int32)


def pointer(array: NDArray[Any]) -> object:
    """Return where an array of `ints` or of doubles begins."""
    return array.ctypes.data_as(FLOATS if array.dtype == np.float64 else INTS)
