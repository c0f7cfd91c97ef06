"""Compiled code that is given numbers: how it is found, and how arrays get into its structures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hageplan.errors import InternalError
from hageplan.messages import msg

Fields = Sequence[tuple[str, Any]]
INTS: Final = ctypes.POINTER(ctypes.c_int32)
FLOATS: Final = ctypes.POINTER(ctypes.c_double)


def fields(kind: object, names: str) -> Fields:
    """Return fields of one kind for the `_fields_` of a structure."""
    return [(name, kind) for name in names.split()]


def loaded(library: Traversable, sizes: dict[str, type[ctypes.Structure]]) -> ctypes.CDLL:
    """Return a library whose functions called so tell the `sizes` of the structures.

    Raises InternalError where it is missing, or of another source.
    """
    try:
        found = ctypes.CDLL(str(library))
        told = [found[name]() for name in sizes]
    except (OSError, AttributeError):
        told = []
    if told != [ctypes.sizeof(structure) for structure in sizes.values()]:
        raise InternalError(
            msg(
                "the tour engine is missing or of another version; install it again: "
                "pip install --force-reinstall --no-binary hageplan hageplan "
                "(in a checkout: pip install -e .)"
            )
        )
    return found


def ints(values: Iterable[int]) -> NDArray[np.int32]:
    """Return the values as the code wants them."""
    return np.fromiter(values, dtype=np.int32)


def pointer(array: NDArray[Any]) -> object:
    """Return where an array of `ints` or of doubles begins."""
    return array.ctypes.data_as(FLOATS if array.dtype == np.float64 else INTS)
