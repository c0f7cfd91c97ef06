"""Bring the JSON schemas in docs/schemas up to date with the result types.

python tools/schemas.py           write them
python tools/schemas.py --check   say which are out of date; exit 1
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from hageplan.appointments.result import Avtaleliste, Slots
from hageplan.companies.result import CompanyChange
from hageplan.followup.company_result import CompanyPage
from hageplan.followup.result import Oppfolgingsliste
from hageplan.forecast.many.result import ForecastOfMany
from hageplan.forecast.result import Forecast
from hageplan.imports.answers.result import AnswersImport
from hageplan.imports.changes.result import ChangesImport, RegisterTrial
from hageplan.imports.figures.accounts_result import AccountsImport
from hageplan.imports.figures.counts_result import CountsImport
from hageplan.imports.figures.trial_result import ServiceTrial
from hageplan.imports.result import CalendarImport, CompanyImport, Geocoding, SurveyImport
from hageplan.interest.next_result import NextVisits
from hageplan.interest.result import Score
from hageplan.interest.revisit_result import DueVisits
from hageplan.jobs.result import Jobs
from hageplan.log.result import LoggedContacts, LoggedEntries
from hageplan.mail.consent import EmailConsent
from hageplan.mail.result import Outbox
from hageplan.matching.result import Koblingsliste
from hageplan.privacy.result import ErasurePlan, Holdings, OptOut, PersonalData
from hageplan.records.base import Record
from hageplan.records.plan import Comparison, Plan
from hageplan.reports.report_result import Report
from hageplan.reports.summary_result import Summary
from hageplan.roads.compare_result import RoadsComparison
from hageplan.roads.result import KnownNetworks
from hageplan.staff.result import Homes, Staffing
from hageplan.upkeep.backup import Backup
from hageplan.upkeep.check import Checked
from hageplan.upkeep.repair import Repair
from hageplan.upkeep.restore import Restoration
from hageplan.week.result import Uke

FOLDER = Path(__file__).parents[1] / "docs/schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by file name."""
    return {
        "accounts-1.schema.json": _of_record(AccountsImport),
        "counts-1.schema.json": _of_record(CountsImport),
        "service-try-1.schema.json": _of_record(ServiceTrial),
        "answers-1.schema.json": _of_record(AnswersImport),
        "plan-1.schema.json": _of_record(Plan),
        "email-1.schema.json": _of_record(EmailConsent),
        "forget-1.schema.json": _of_record(ErasurePlan),
        "privacy-1.schema.json": _of_record(Holdings),
        "privacy-export-1.schema.json": _of_record(PersonalData),
        "reserve-1.schema.json": _of_record(OptOut),
        "company-change-1.schema.json": _of_record(CompanyChange),
        "backup-1.schema.json": _of_record(Backup),
        "check-1.schema.json": _of_record(Checked),
        "repair-1.schema.json": _of_record(Repair),
        "restore-1.schema.json": _of_record(Restoration),
        "avtaler-1.schema.json": _of_record(Avtaleliste),
        "bedrift-1.schema.json": _of_record(CompanyPage),
        "compare-1.schema.json": _of_record(Comparison),
        "forecast-1.schema.json": _of_record(Forecast),
        "forecast-of-many-1.schema.json": _of_record(ForecastOfMany),
        "followup-1.schema.json": _of_record(Oppfolgingsliste),
        "uke-1.schema.json": _of_record(Uke),
        "geocode-1.schema.json": _of_record(Geocoding),
        "import-2.schema.json": _of_record(CompanyImport),
        "changes-1.schema.json": _of_record(ChangesImport),
        "register-trial-1.schema.json": _of_record(RegisterTrial),
        "log-1.schema.json": _of_log(),
        "match-1.schema.json": _of_record(Koblingsliste),
        "outbox-1.schema.json": _of_record(Outbox),
        "slots-1.schema.json": _of_record(Slots),
        "survey-1.schema.json": _of_record(SurveyImport),
        "visits-1.schema.json": _of_record(CalendarImport),
        "score-1.schema.json": _of_record(Score),
        "next-1.schema.json": _of_record(NextVisits),
        "overdue-1.schema.json": _of_record(DueVisits),
        "staffing-1.schema.json": _of_record(Staffing),
        "jobs-1.schema.json": _of_record(Jobs),
        "roads-1.schema.json": _of_record(KnownNetworks),
        "roads-compare-1.schema.json": _of_record(RoadsComparison),
        "summary-1.schema.json": _of_record(Summary),
        "report-1.schema.json": _of_record(Report),
        "homes-1.schema.json": _of_record(Homes),
    }


def _of_log() -> dict[str, Any]:
    """Return the schema of both documents of the log: what was written, and what it has."""
    adapter: TypeAdapter[object] = TypeAdapter(LoggedEntries | LoggedContacts)
    return adapter.json_schema(by_alias=True, mode="serialization")


def _of_record(record: type[Record]) -> dict[str, Any]:
    return record.model_json_schema(by_alias=True, mode="serialization")


def _of_result(result: type, name: str) -> dict[str, Any]:
    """Return the schema of a result's document: its fields and the name of the schema."""
    schema = TypeAdapter(result).json_schema(mode="serialization")
    schema["properties"] = {"schema": {"const": name}, **schema["properties"]}
    schema["required"] = ["schema", *schema["required"]]
    for table in (schema, *schema["$defs"].values()):
        table.pop("description", None)
        if table.get("type") == "object":
            table["additionalProperties"] = False
    return schema


def main() -> None:
    """Write or compare."""
    stale = []
    for name, schema in schemas().items():
        path, text = FOLDER / name, json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            stale.append(name)
    print("\n".join(stale))
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
