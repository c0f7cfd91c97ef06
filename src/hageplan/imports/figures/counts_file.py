"""The file of counts, as it is written."""

from __future__ import annotations

from typing import Final

import tomli_w

from hageplan.records.kommune import Virksomhetstall

_HEAD: Final = (
    "# Hvor mange virksomheter det er i hver kommune. Skrevet av hageplan import ssb; skal ikke"
    " endres for hånd.\n\n"
)


def counts_text(counts: Virksomhetstall) -> str:
    """Return the file of counts."""
    return _HEAD + tomli_w.dumps(counts.model_dump())
