"""What is proven of a plan: that none is worth much more."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from hageplan.records.base import Many, Record


class Proof(Record):
    """A plan's `value` and a `bound` that no plan exceeds, in minutes; where they meet, it is best.

    The value is prizes less driving and waiting, and less what nights away have to save, uneven
    loads and lacking visits cost. `seconds` are what the proof took. `is_whole` tells that no
    lower bound can be found this way, or that nobody stopped looking for one. `given` are coded
    remarks on what both take as it is.
    """

    value: float
    bound: float
    seconds: Annotated[float, Field(ge=0)] = 0.0
    is_whole: bool = True
    given: Many[str] = ()

    @property
    def gap(self) -> float:
        """What the plan lacks at most, as a share of the bound."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    @property
    def is_best(self) -> bool:
        """Whether no plan is worth more."""
        return self.bound <= self.value + 0.01

    @classmethod
    def of_weeks(cls, proofs: Sequence["Proof"]) -> "Proof":
        """Return what is proven of weeks one after another, each with its own numbers as given."""
        codes = (code for proof in proofs for code in proof.given)
        given = dict.fromkeys(code for code in codes if "=" not in code)
        return cls(
            value=sum(proof.value for proof in proofs),
            bound=sum(proof.bound for proof in proofs),
            seconds=sum(proof.seconds for proof in proofs),
            is_whole=all(proof.is_whole for proof in proofs),
            given=(*given, "proof-weeks"),
        )
