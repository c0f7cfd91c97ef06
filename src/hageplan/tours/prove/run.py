"""Prove for as long as there is patience: Ctrl-C ends with what is proven until then."""

from __future__ import annotations

from time import monotonic

from hageplan.command.call import Call
from hageplan.i18n import _
from hageplan.records.proof import Proof
from hageplan.tours.prove.proof import Prover, proofs
from hageplan.tours.solution import Solution
from hageplan.tours.solve.solver import Progress


def prover(call: Call, progress: Progress) -> Prover:
    """Return what proves of a solution as much as it can until somebody stops it."""

    def prove(found: Solution) -> Proof:
        began, ever_better = monotonic(), proofs(found)
        best = next(ever_better)
        try:
            for best in ever_better:
                progress(1 - best.gap)
        except KeyboardInterrupt:
            call.note(_("hageplan: stopped; this is what was proven so far"))
            best = best.model_copy(update={"is_whole": False})
        return best.model_copy(update={"seconds": round(monotonic() - began, 1)})

    return prove
