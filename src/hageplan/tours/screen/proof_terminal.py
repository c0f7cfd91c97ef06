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
        out.print(text(_("A proof that is let go on may bring the bound further down.")))
    for code in proof.given:
        out.print(text(remark(code), "dim"))


def _told(proof: Proof) -> Message:
    value, seconds = decimal(proof.value, 0), decimal(proof.seconds)
    if proof.is_best:
        return msg(
            "Proven in {seconds} s: no plan is worth more than this one, {value} min when driving "
            "and waiting are taken off.",
            seconds=seconds,
            value=value,
        )
    return msg(
        "Proven in {seconds} s: this plan is worth {value} min when driving and waiting are taken "
        "off, and none more than {bound}; it lacks {percent} % at most.",
        seconds=seconds,
        value=value,
        bound=decimal(proof.bound, 0),
        percent=decimal(100 * proof.gap, 2),
    )
