"""Road networks of this machine, as `hageplan roads` answers."""

from typing import Annotated, Literal

from pydantic import Field

from hageplan.records.base import Dato, Document, Many, Record, Schema


class KnownNetwork(Record):
    """A road network that was built.

    Attributes:
        id: What it is called, and its version.
        where: The municipalities that it was built around.
        around_km: How far around their places and companies it reaches.
        data: The date of the data; None where the file does not tell.
        is_old: Whether the data are older than two years.
        size_mb: What it takes on disk, with the driving that is kept of it.
        is_used: Whether this workspace's driving comes from it.
    """

    id: str
    where: Many[str]
    around_km: float
    source: str
    data: Dato | None
    built: Dato | None
    is_old: bool
    roads: int
    size_mb: Annotated[float, Field(ge=0)]
    licence: str
    is_used: bool


class KnownNetworks(Document):
    """Where driving comes from, and all road networks.

    Attributes:
        provider: Such as "estimate", "valhalla" or the address of a server.
        folder: Where networks lie.
        can_build: Whether the programs are installed that build them.
    """

    schema_: Schema[Literal["hageplan/roads/1"]] = "hageplan/roads/1"
    example_data: bool
    provider: str
    folder: str
    can_build: bool
    networks: Many[KnownNetwork]
