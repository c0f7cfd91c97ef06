"""How much more than a plan any other could be worth, for the terminal."""

from __future__ import annotations

from rich.console import Console

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.records.proof import Proof
from hageplan.ui.console import text
from hageplan.ui.numbers import decimal
from hageplan.ui.texts import remark


def print_proof(proof: Proof, out: Console) -> None:
    """Print what is proven, and of which plans."""
    out.print(shown(_told(proof)))
    if not proof.is_whole:
        out.print(text(_("Running the proof longer may bring the upper bound further down.")))
    for code in proof.given:
        out.print(text(remark(code), "dim"))


def _told(proof: Proof) -> Message:
    value, seconds = decimal(proof.value, 0), decimal(proof.seconds)
    if proof.is_best:
        return msg(
            "Proven in {seconds} s: no plan is worth more than this one ({value} min after "
            "driving and waiting).",
            seconds=seconds,
            value=value,
        )
    return msg(
        "Proven in {seconds} s: this plan is worth {value} min after driving and waiting. No "
        "plan is worth more than {bound} min, so at most {percent}% is missing.",
        seconds=seconds,
        value=value,
        bound=decimal(proof.bound, 0),
        percent=decimal(100 * proof.gap, 2),
    )
