"""Settings of reports: `[rapport]` in `hageplan.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record


class Rapport(Record):
    """What may be published.

    Attributes:
        minste_antall: Figures of fewer companies are withheld from all but the board.
    """

    minste_antall: Annotated[int, Field(ge=1, le=100)] = 5
