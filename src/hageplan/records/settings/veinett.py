"""Where driving comes from: `[veier]` in `hageplan.toml`."""

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record


class Veinett(Record):
    """Which roads are asked for driving.

    Attributes:
        tjener: The address of a server of OSRM or Valhalla.
        nett: Whether an offline network that covers the workspace is used.
        anslag_ved_feil: Whether the estimate stands in where a server or a network fails.
    """

    tjener: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    nett: bool = True
    anslag_ved_feil: bool = False
