"""`hageplan score`."""

from __future__ import annotations

from typing import Annotated

import typer

from hageplan.command.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    ExplainOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    SeedOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    check_excel,
    day,
    guarded,
    kommuner_of,
    locate,
    print_json,
    records_of,
    write_file,
)
from hageplan.i18n import _


@guarded
def score(
    workspace: WorkspaceOption = None,
    kommune: KommuneOption = None,
    explain: ExplainOption = False,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help=_("The share that decides; else the setting, 0.3.")),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help=_("With --explain, say whose the answers are."))
    ] = False,
    seed: SeedOption = 0,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Interest per municipality, with what we can and cannot know."""
    check_excel(csv, excel=excel)
    from hageplan import api

    place, now = locate(workspace), day(today)
    records = records_of(place, now)
    result = api.score(
        records,
        today=now,
        kommuner=kommuner_of(kommune, records),
        threshold=threshold,
        explain=explain,
        seed=seed,
    )
    if not names:
        from hageplan.interest.result import without_names

        result = without_names(result)
    if as_json:
        from hageplan.ui.documents import document

        print_json(document("hageplan/score/1", result))
    else:
        from hageplan.interest.score_terminal import print_score
        from hageplan.ui.console import console

        print_score(result, console())
    if csv is not None:
        from hageplan.interest.score_table import score_csv

        write_file(csv, score_csv(result, excel=excel), quiet=quiet)
