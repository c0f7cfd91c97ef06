"""What `bedrift ny` does: ask for what is not said, show the company, write it where agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from hageplan.command.call import Call
from hageplan.command.prompt import ask, asked, is_asked
from hageplan.companies.edit import PlannedChange, check_text, meant
from hageplan.companies.new import NewCompany, new_company, plan_new
from hageplan.companies.run import carry_out
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.messages import msg
from hageplan.records.spelling import compact, is_organisasjonsnummer
from hageplan.workspace.lookup import find_kommune, repr_name
from hageplan.workspace.partial import kommuner_in, region_of


def ny(
    call: Call,
    said: Mapping[str, str | None],
    *,
    kommune: str,
    orgnr: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Add a company; where its name or municipality is not said, a person at a terminal is asked.

    `said` are values by field, None where nothing is said.
    """
    folder = call.own_folder()
    values = {key: meant(key, value, call.today) for key, value in said.items() if value}
    navn = f"{values.pop('navn', '')}".strip()
    company = NewCompany(navn=navn, kommune=kommune, orgnr=orgnr, values=values)
    if is_asked(as_json=call.as_json) and not (company.navn and kommune):
        call.whole_records()  # what would be refused afterwards is refused before the questions
        company = _asked(folder, company, call.today)
    if not company.navn or not company.kommune:
        raise RequestError(
            msg("a new company needs a name and a municipality"),
            msg("write: hageplan bedrift ny --navn NAME --kommune NAME"),
        )
    check_text((company.navn, company.kommune, *company.values.values()))

    def planned(folder: Path) -> PlannedChange:
        records = call.whole_records()
        bedrift = new_company(folder, records, company)
        return plan_new(folder, records, bedrift, dry_run=dry_run)

    carry_out(call, planned, yes=yes, dry_run=dry_run)


def _asked(folder: Path, said: NewCompany, today: date) -> NewCompany:
    """Return what is said, and what a person answers where nothing is; Enter is nothing."""
    navn = said.navn or asked(_("Name"), _needed, "")
    kommune = said.kommune or asked(_("Municipality"), lambda one: _kommune(folder, one), "")
    values = dict(said.values)
    if "antall_ansatte" not in values:
        key = "antall_ansatte"
        values[key] = asked(_("Employees"), lambda one: meant(key, one, today), "")
    questions = {"kontakt.navn": _("Contact person"), "kontakt.telefon": _("Telephone")}
    for key, question in questions.items():
        if key not in values and (answer := ask(question)):
            values[key] = answer
    orgnr = said.orgnr or asked(_("Organisation number, if it has one"), _number, "")
    return replace(said, navn=navn, kommune=kommune, orgnr=orgnr, values=values)


def _needed(answer: str) -> str:
    if not answer:
        raise RequestError(msg("some text"))
    return answer


def _kommune(folder: Path, answer: str) -> str:
    """Return the number of a municipality."""
    kommuner = kommuner_in(folder)
    region = [kommune.kommunenummer for kommune in region_of(folder, kommuner)]
    return find_kommune(_needed(answer), kommuner, region).kommunenummer


def _number(answer: str) -> str:
    number = compact(answer)
    if number and not is_organisasjonsnummer(number):
        raise RequestError(
            msg("{value} is not an organisation number", value=repr_name(answer)),
            msg("nine digits; the last is a check digit (mod 11)"),
        )
    return number
