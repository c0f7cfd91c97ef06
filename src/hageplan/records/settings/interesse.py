"""Settings of the interest model and of what follows from it: `[interesse]` in `hageplan.toml`."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.records.base import Many, Record

Andel = Annotated[float, Field(ge=0, le=1)]
"""A share, in [0, 1]."""
LogOdds = Annotated[float, Field(ge=-10, le=10)]
Spredning = Annotated[float, Field(ge=0.01, le=10)]
"""A standard deviation of log odds."""
Spredning0 = Annotated[float, Field(ge=0, le=10)]
"""A standard deviation of log odds; 0 leaves the term out."""


class Interessemodell(Record):
    """Priors of the model, on the log-odds scale; chosen to admit all that is plausible.

    Attributes:
        nivaa: An average company: -0.85 is 30 %, and the sd admits 2 to 89 %.
        nivaa_sd: See `nivaa`.
        stigning_sd: One step on the size scale: an odds ratio of 2 either way is usual.
        storrelse_sd: A size class off that slope.
        naering_sd: An industry group: odds ratios of 0.4 to 2.7 are usual.
        selvseleksjon: Those who came to us by themselves: an odds ratio of 1.6 (0.4 to 6.5).
        selvseleksjon_sd: See `selvseleksjon`.
        avslag: How much more those who talk with us are interested than those who do not, were
            nobody to talk: the mean is this times the share that did not. 0.7 and an sd as large
            are from simulated regions; nothing in the answers tells it.
        avslag_sd: See `avslag`; both 0 take the answers of some for those of all.
        trend_sd: How far interest drifts in a year: one step up or down by a fifth of an odds.
        medarbeider_sd: How differently two of us hear the same answer.
        kommune_sd: Grid, ascending, of the spread between municipalities.
        kommune_sd_skala: Scale of the half-normal prior over that grid (Gelman 2006, Bayesian
            Analysis 1, 515-534, on priors of such spreads).
    """

    nivaa: LogOdds = -0.85
    nivaa_sd: Spredning = 1.5
    stigning_sd: Spredning = 0.7
    storrelse_sd: Spredning = 0.3
    naering_sd: Spredning = 0.5
    selvseleksjon: LogOdds = 0.5
    selvseleksjon_sd: Spredning = 0.7
    avslag: LogOdds = 0.7
    avslag_sd: Spredning0 = 0.7
    trend_sd: Spredning0 = 0.2
    medarbeider_sd: Spredning0 = 0.5
    kommune_sd: Annotated[Many[Spredning], Field(min_length=1)] = (0.1, 0.25, 0.45, 0.7, 1.1)
    kommune_sd_skala: Spredning = 0.6

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if list(self.kommune_sd) != sorted(set(self.kommune_sd)):
            raise PydanticCustomError("stigende", "not ascending")
        return self


class Konvertering(Record):
    """The share of companies with an answer that become members, before the records say more.

    No published figures were found: these are assumptions to replace, and the covered
    municipalities' own history outweighs them as it grows.

    Attributes:
        ikke: Share of those whose answer was `ikke`; the other grades likewise.
        noytral: See `ikke`.
        interessert: See `ikke`.
        forpliktet: See `ikke`.
        styrke: How many answers of a grade the assumption weighs as much as.
        forsinkelse_maaneder: Months from such an answer to the membership, on average; a gamma
            distribution of shape 2 around it. A guess: no published figure was found.
    """

    ikke: Andel = 0.01
    noytral: Andel = 0.05
    interessert: Andel = 0.35
    forpliktet: Andel = 0.8
    styrke: Annotated[float, Field(gt=0, le=1000)] = 10.0
    forsinkelse_maaneder: Annotated[float, Field(gt=0, le=120)] = 6.0


class UtenBesok(Record):
    """What happens to a company that nobody visits: a visit is worth what it changes.

    All are guesses to replace. The form of the first two is Bass's (1969, Management Science 15,
    215-227), who found 0.03 and 0.38 for new products; a membership spreads more slowly.

    Attributes:
        grunnrate: Yearly rate at which those who would join do so where nobody is a member.
        per_medlemsandel: What is added to it where all the municipality's companies are members.
        uten_neste_steg: Of those who said that they are interested and would join, the share that
            joins though no next step was agreed.
    """

    grunnrate: Annotated[float, Field(ge=0, le=10)] = 0.01
    per_medlemsandel: Annotated[float, Field(ge=0, le=10)] = 0.15
    uten_neste_steg: Andel = 0.5


class Medlemstimer(Record):
    """Hours a year that a member is worked with: `fast` and some for each employee, at most `tak`.

    No published figure was found; a scenario to replace by the næringshage's own hours.
    """

    fast: Annotated[float, Field(ge=0, le=1000)] = 20.0
    per_ansatt: Annotated[float, Field(ge=0, le=100)] = 1.0
    tak: Annotated[float, Field(gt=0, le=2000)] = 60.0


class Interesse(Record):
    """How answers are read and visits chosen.

    Attributes:
        halveringstid_aar: An answer of this age counts half: plans change.
        terskel: The share of interested companies that decides, where none is asked for.
        laeringsvekt: Weight κ of what an answer teaches, against winning members.
        tilfeldig_andel: Share of the suggested visits drawn by lot: so those are asked, too, whom
            the model would never choose.
        prize_minutter: Minutes of driving and waiting that an average visit is worth: about a round
            trip to the next valley.
        konvertering: From answer to membership.
        uten_besok: How companies join that nobody visits.
        medlemstimer: What a member is worth, in hours.
        modell: Priors.
    """

    halveringstid_aar: Annotated[float, Field(gt=0, le=100)] = 3.0
    terskel: Andel = 0.3
    laeringsvekt: Annotated[float, Field(ge=0, le=100)] = 0.5
    tilfeldig_andel: Andel = 0.1
    prize_minutter: Annotated[float, Field(gt=0, le=480)] = 80.0
    konvertering: Konvertering = Konvertering.model_construct()
    uten_besok: UtenBesok = UtenBesok.model_construct()
    medlemstimer: Medlemstimer = Medlemstimer.model_construct()
    modell: Interessemodell = Interessemodell.model_construct()
