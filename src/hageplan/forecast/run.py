"""What `forecast` does: read the records and the policies, look ahead, show and write."""

from __future__ import annotations

from collections.abc import Sequence

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.forecast.forecast import ForecastRequest
from hageplan.forecast.forecast import forecast as look_ahead
from hageplan.forecast.policy_file import policy_called
from hageplan.forecast.result import Forecast
from hageplan.forecast.table import forecast_rows
from hageplan.forecast.terminal import print_forecast
from hageplan.i18n import _
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
    numbers = kommuner_of(kommuner, records)
    region = {*records.dekker, *(numbers or records.vurderer)}
    asked = ForecastRequest(
        kommuner=numbers,
        months=months,
        policies=tuple(policy_called(name, records, region) for name in policies),
        seed=seed,
    )
    with progress_bar(quiet=call.quiet, doing=_("Computing the forecast")) as progress:
        found = look_ahead(records, asked, today=call.today, progress=progress)
    call.answer(
        found,
        lambda console: print_forecast(found, console, explain=explain),
        lambda: forecast_rows(found),
        {".html": lambda: _html(found)},
    )


def _html(found: Forecast) -> str:
    # Templates and charts take 80 ms to load.
    from hageplan.forecast.forecast_page import forecast_html

    return forecast_html(found)
