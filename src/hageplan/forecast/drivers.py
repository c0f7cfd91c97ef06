"""What the members at the end hang on.

An input's part is the variance that is left where all others are known: half the mean square of
what the end changes by when that input alone is drawn anew. What works together counts for each of
them, so the parts are shown as shares of their sum.
Source: Jansen (1999), Computer Physics Communications 117, 35-43.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from hageplan.forecast.draws import INPUTS, draw_block
from hageplan.forecast.inputs import Inputs
from hageplan.forecast.model import run
from hageplan.forecast.policies import Policy
from hageplan.interest.model.design import Floats


def shares_of_variance(
    inputs: Inputs, policy: Policy, *, seed: int, blocks: Iterable[int], members: Floats
) -> dict[str, float]:
    """Return the share by input, which add up to 1; all are 0 where nothing varies.

    `members`, (draws,), are those at the end of the `blocks` under the policy.
    """
    ends: dict[str, list[Floats]] = {name: [] for name in INPUTS}
    for block in blocks:
        first, second = (draw_block(inputs, seed, block, sample=n) for n in range(2))
        for name in INPUTS:
            anew = replace(first, **{name: getattr(second, name)})
            ends[name].append(run(inputs, policy, anew).members[:, -1])
    parts = {
        name: float(np.mean((members - np.concatenate(found)) ** 2) / 2)
        for name, found in ends.items()
    }
    total = sum(parts.values())
    return {name: part / total if total else 0.0 for name, part in parts.items()}
