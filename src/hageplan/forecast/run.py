"""What `forecast` does: read the records and the policies, look ahead, show and write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hageplan.command.answer import progress_bar, tell_written
from hageplan.command.call import Call
from hageplan.errors import RequestError
from hageplan.forecast.forecast import ForecastRequest
from hageplan.forecast.forecast import forecast as look_ahead
from hageplan.forecast.policies import NAMES, Policy, ours
from hageplan.forecast.policy_file import read_policy
from hageplan.forecast.result import Forecast
from hageplan.forecast.table import forecast_rows
from hageplan.forecast.terminal import print_forecast
from hageplan.i18n import _
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import kommuner_of


def forecast(
    call: Call,
    kommuner: Sequence[str] | None,
    *,
    months: int,
    policies: Sequence[str],
    explain: bool,
    seed: int,
) -> None:
    """Show the months to come."""
    records = call.records()
    asked = ForecastRequest(
        kommuner=kommuner_of(kommuner, records),
        months=months,
        policies=tuple(_policy(name, records) for name in policies),
        seed=seed,
    )
    with progress_bar(quiet=call.quiet, doing=_("Looking ahead")) as progress:
        found = look_ahead(records, asked, today=call.today, progress=progress)
    written = call.write(found, lambda: forecast_rows(found), {".html": lambda: _html(found)})
    call.show(found, lambda console: print_forecast(found, console, explain=explain))
    tell_written(written, quiet=call.quiet)


def _html(found: Forecast) -> str:
    # Templates and charts take 80 ms to load.
    from hageplan.forecast.forecast_page import forecast_html

    return forecast_html(found)


def _policy(name: str, records: Workspace) -> Policy:
    """Return one of our own policies, or that of a file."""
    known = next((one for one in NAMES if one == name), None)
    if known is not None:
        region = (*records.dekker, *records.vurderer)
        return ours(known, records.oppsett.prognose, tuple(dict.fromkeys(region)))
    if not Path(name).is_file():
        raise RequestError(
            msg("no policy is called {name}, and there is no such file", name=name),
            msg("one of: {words}", words=", ".join([*NAMES, "FILE.toml"])),
        )
    return read_policy(Path(name), records)
