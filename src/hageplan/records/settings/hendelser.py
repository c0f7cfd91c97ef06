"""What a visit is worth because something happened, `[hendelser]` of hageplan.toml."""

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record
from hageplan.records.hendelser import Hendelsesslag

Verdi = Annotated[float, Field(ge=0, le=480)]
"""Minutes of driving and waiting."""


class Hendelsesverdier(Record):
    """What a visit within a month of what happened is worth beside its own worth, in minutes.

    After `full_dager` it fades, day by day, to nothing after `varer_dager`. No published figures
    were found: all of these are assumptions to replace, in the unit of `prize_minutter`, by which
    80 is an average visit.

    Attributes:
        ny: A company that is new, and `flyttet_inn` one that moved in.
        ansatte: One that grew or shrank into another size.
        rolle: A new leader.
        avvikling: One that is being wound up: there may be jobs to keep.
    """

    ny: Verdi = 40.0
    flyttet_inn: Verdi = 40.0
    flyttet_ut: Verdi = 0.0
    navn: Verdi = 5.0
    naering: Verdi = 15.0
    ansatte: Verdi = 30.0
    avvikling: Verdi = 40.0
    konkurs: Verdi = 0.0
    slettet: Verdi = 0.0
    rolle: Verdi = 30.0
    full_dager: Annotated[int, Field(ge=0, le=365)] = 30
    varer_dager: Annotated[int, Field(ge=1, le=3650)] = 180

    def minutes(self, slag: Hendelsesslag, age_days: int) -> float:
        """Return what a visit is worth `age_days` after something happened; nothing before it."""
        full: float = getattr(self, slag)
        if age_days < 0:
            return 0.0
        fading = max(1, self.varer_dager - self.full_dager)
        return full * min(1.0, max(0.0, (self.varer_dager - age_days) / fading))
