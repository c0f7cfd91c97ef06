"""How long personal data is kept, and which figures may be published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hageplan.records.base import Record

Months = Annotated[int, Field(ge=1, le=600)]


class Personvern(Record):
    """How many months each kind is kept, `[personvern]` of hageplan.toml.

    The law names no number: data goes when its purpose ends (GDPR article 5). Three years are the
    half-life of an answer and a usual length of a programme; a plan is over when its season is.

    Attributes:
        kontakt_maaneder: A contact person, after the last contact with a company that is no member.
        enk_maaneder: A sole trader that is no member, after the last contact.
        notat_maaneder: Notes and what was promised, after the day they are of.
        plan_maaneder: A saved plan, after its last day.
        kopi_maaneder: A backup.
        brev_maaneder: An e-mail that was sent, or that did not get off.
    """

    kontakt_maaneder: Months = 36
    enk_maaneder: Months = 36
    notat_maaneder: Months = 36
    plan_maaneder: Months = 12
    kopi_maaneder: Months = 12
    brev_maaneder: Months = 12


class Rapport(Record):
    """What may be published, `[rapport]` of hageplan.toml.

    Attributes:
        minste_antall: Figures of fewer companies are withheld from all but the board.
    """

    minste_antall: Annotated[int, Field(ge=1, le=100)] = 5
