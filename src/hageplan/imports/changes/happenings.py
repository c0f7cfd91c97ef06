"""What happened to a company: the record as it was known before, beside the unit as it is now.

Pure: the same record and unit always give the same. What is no news any more once the unit's
fields stand in the records comes out once, however often an update is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hageplan.imports.changes.relevant import ADDRESSES
from hageplan.imports.sources.feed import Update
from hageplan.imports.sources.units import Unit
from hageplan.records.bedrift import Bedrift
from hageplan.records.hendelser import Hendelse, Hendelsesslag
from hageplan.records.memory import Fields
from hageplan.records.spelling import name_key

BANDS: Final = (0, 1, 5, 10, 20, 50, 100, 250)
"""The least headcount of each band. Source: Statistisk sentralbyrå's size groups of enterprises."""
_PATHS: Final[dict[Hendelsesslag, tuple[str, ...]]] = {
    "flyttet_inn": ADDRESSES,
    "flyttet_ut": ADDRESSES,
    "navn": ("/navn",),
    "naering": ("/naeringskode1",),
    "ansatte": ("/antallAnsatte",),
    "avvikling": ("/underAvvikling", "/underTvangsavviklingEllerTvangsopplosning"),
    "konkurs": ("/konkurs",),
}
"""Where the register says of each."""
_DAYS: Final[dict[Hendelsesslag, tuple[str, ...]]] = {
    "ny": ("registreringsdatoEnhetsregisteret",),
    "konkurs": ("konkursdato",),
    "slettet": ("slettedato", "nedleggelsesdato"),
}
"""Fields of a unit that are the day of it."""


@dataclass(frozen=True, kw_only=True)
class UnitChange:
    """A unit as it is now, and the `updates` that told of it, in their order.

    Without updates it comes from a list of all units. `today` is the day it was read.
    """

    unit: Unit
    updates: Sequence[Update] = ()
    today: date

    def names(self, slag: Hendelsesslag) -> bool:
        """Tell whether an update says that this changed."""
        return any(self._naming(slag))

    def happened(self, number: str, slag: Hendelsesslag, fra: object, til: object) -> Hendelse:
        """Return what happened to the company `number`, with the day and its update."""
        update = next(self._naming(slag), None)
        days = [self.unit.get(key) for key in _DAYS.get(slag, ())]
        own = next((date.fromisoformat(day) for day in days if day), None)
        if slag == "ny" and update is not None:
            own = update.day  # what was registered long ago may be made known now
        unit = str(self.unit["organisasjonsnummer"])
        return Hendelse(
            organisasjonsnummer=number,
            dato=own or (update.day if update else self.today),
            slag=slag,
            fra=_text(fra),
            til=_text(til),
            enhet=unit if unit != number else None,
            oppdatering=update.oppdateringsid if update else None,
        )

    def _naming(self, slag: Hendelsesslag) -> Iterator[Update]:
        """Give the updates that tell of this, the latest first."""
        paths = _PATHS.get(slag, ())
        for one in reversed(self.updates):
            is_kind = (slag, one.endringstype) in (("ny", "Ny"), ("slettet", "Sletting"))
            if is_kind or any(True for path in paths for _ in one.named(path)):
                yield one


def of_new(bedrift: Bedrift, change: UnitChange, since: date | None) -> Iterator[Hendelse]:
    """Give what brought a company that was not in the records.

    It is new, or has moved in; else it was there before, and nobody had it on the list. A list of
    all units tells of what was registered `since` the last one; None: nothing is known of that.
    """
    number, day = bedrift.organisasjonsnummer, change.unit.get("registreringsdatoEnhetsregisteret")
    is_since = since is not None and not change.updates and day and day >= f"{since}"
    if change.names("ny") or is_since:
        yield change.happened(number, "ny", "", "")
    elif change.names("flyttet_inn"):
        yield change.happened(number, "flyttet_inn", "", bedrift.kommunenummer)


def of_known(
    before: Bedrift, said: Fields, now: Bedrift | None, change: UnitChange, here: frozenset[str]
) -> Iterator[Hendelse]:
    """Give what changed for a company of the records, as it was `before` and is `now`.

    `said` is what the register said of it last. What it never said is compared where an update
    names it: a list of people's own may have been wrong for long. `now` is None where the unit has
    no address left; `here` are the municipalities that are looked at.
    """
    number = before.organisasjonsnummer
    yield from of_end(before, change)
    if now is None:
        return
    old, new = {**before.model_dump(mode="json"), **said}, now.model_dump(mode="json")
    moved: Hendelsesslag = "flyttet_inn" if now.kommunenummer in here else "flyttet_ut"
    kinds: tuple[tuple[Hendelsesslag, str], ...] = (
        (moved, "kommunenummer"),
        ("navn", "navn"),
        ("naering", "naeringskode"),
        ("ansatte", "antall_ansatte"),
    )
    for slag, field in kinds:
        is_told = field in said or change.names(slag)
        if is_told and _is_other(slag, old[field], new[field]):
            yield change.happened(number, slag, old[field], new[field])


def of_end(before: Bedrift, change: UnitChange) -> Iterator[Hendelse]:
    """Give that a company of the records, or its owner, winds up, is bankrupt, or is gone."""
    unit, number = change.unit, before.organisasjonsnummer
    if unit.get("konkurs") or unit.get("konkursdato"):
        yield change.happened(number, "konkurs", "", "")
    elif unit.get("underAvvikling") or unit.get("underTvangsavviklingEllerTvangsopplosning"):
        yield change.happened(number, "avvikling", "", "")
    if any(unit.get(key) for key in _DAYS["slettet"]):
        yield change.happened(number, "slettet", "", "")


def band_of(employees: int) -> int:
    """Return the least headcount of the band that a headcount is in."""
    return max(least for least in BANDS if least <= employees)


def _is_other(slag: Hendelsesslag, before: Any, now: Any) -> bool:  # noqa: ANN401  (a field)
    """Tell whether a field changed so much that it is worth telling; what is unknown has not."""
    if before in (None, "") or now in (None, ""):
        return False
    if slag == "ansatte":
        return band_of(before) != band_of(now)
    return name_key(before) != name_key(now) if slag == "navn" else bool(before != now)


def _text(value: object) -> str:
    return "" if value is None else str(value)
