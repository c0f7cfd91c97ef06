"""Draw the picture of README.md: a planned day on the example region, as the terminal shows it.

python tools/picture.py
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from rich.console import Console

from hageplan import i18n, load, plan
from hageplan.render.plan_terminal import print_plan
from hageplan.tours.plan import PlanRequest

COMMAND = "hageplan plan --kommune Tynset --medarbeider sigrid --days 1"
TARGET = Path(__file__).parents[1] / "docs/plan.svg"

if __name__ == "__main__":
    i18n.use("nb")
    workspace = load()
    request = PlanRequest(kommuner=("3427",), days=1, medarbeidere=("sigrid",))
    result = plan(workspace, request, today=date(2026, 11, 23))
    out = Console(
        record=True,
        width=100,
        file=io.StringIO(),
        force_terminal=True,
        markup=False,
        highlight=False,
        emoji=False,
    )
    print_plan(result, workspace.kommuner, out)
    out.save_svg(str(TARGET), title=COMMAND, unique_id="plan")
