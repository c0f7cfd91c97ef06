"""What the commands of `privacy` do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import typer

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import print_json, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import agreed
from hageplan.i18n import _, say
from hageplan.mail.consent import may_email
from hageplan.mail.mentions import letter_days
from hageplan.mail.terminal import email_lines
from hageplan.privacy.holdings import holdings
from hageplan.privacy.plan import apply, plan_forget, plan_purge
from hageplan.privacy.result import ErasurePlan, OptOut
from hageplan.privacy.run_target import number_meant, somebody_meant
from hageplan.privacy.stored import backup_days, plan_days, stored_about
from hageplan.privacy.target import target_of
from hageplan.privacy.terminal import (
    print_erasure,
    print_holdings,
    print_opt_out,
    print_personal_data,
)
from hageplan.records.personvern import Reservasjon
from hageplan.records.spelling import compact
from hageplan.ui.console import console
from hageplan.workspace.partial import companies
from hageplan.workspace.privacy_files import RESERVERT_FILE, reservation_file
from hageplan.workspace.write import replace_files


def overview(call: Call) -> None:
    """Show which personal data is stored, why, since when and until when."""
    days = (plan_days(call.folder), backup_days(call.folder), letter_days(call.folder))
    plans, backups, letters = (tuple(one.values()) for one in days)
    found = holdings(call.whole_records(), plans, backups, letters)
    call.show(found, lambda out: print_holdings(found, out))


def forget(call: Call, who: str, *, yes: bool, dry_run: bool) -> None:
    """Erase a person or a company everywhere."""
    call.own_folder()
    meant, salt = somebody_meant(call, who), secrets.token_hex(16)

    def planned(folder: Path) -> ErasurePlan:
        records = call.whole_records()
        return plan_forget(folder, records, target_of(meant, records), call.today, salt)

    _erase(call, planned, yes=yes, dry_run=dry_run, who=_name_of(call, meant))


def purge(call: Call, *, yes: bool, dry_run: bool) -> None:
    """Erase what was kept as long as the settings say."""
    salt = secrets.token_hex(16)

    def planned(folder: Path) -> ErasurePlan:
        return plan_purge(folder, call.whole_records(), call.today, salt)

    _erase(call, planned, yes=yes, dry_run=dry_run)


def _name_of(call: Call, meant: str) -> str:
    """Return who is meant, a company by its name and number."""
    names = {company.organisasjonsnummer: company.navn for company in companies(call.folder)}
    number = compact(meant)
    return f"{names[number]} ({number})" if number in names else meant


def _erase(
    call: Call,
    planned: Callable[[Path], ErasurePlan],
    *,
    yes: bool,
    dry_run: bool,
    who: str = "",
) -> None:
    """Show what is to go, and of whom; let it go where that is wanted."""

    def agrees(plan: ErasurePlan) -> bool:
        if not call.as_json:
            print_erasure(plan, console(), who)
        question = _("Erase this for good? It cannot be undone.")
        return not (plan.is_empty or dry_run) and (yes or agreed(question, as_json=call.as_json))

    def erased(folder: Path, plan: ErasurePlan) -> None:
        call.note(say("written: {path}", path=apply(folder, plan)))

    plan, applies = change_where_agreed(call, planned, agrees, erased, asks=dry_run or not yes)
    if call.as_json:
        print_json(plan.model_copy(update={"applied": applies}))
    if not (applies or plan.is_empty or dry_run):
        raise unconfirmed(quiet=call.quiet)


def export(call: Call, who: str) -> None:
    """Show all that is stored of a person or a company, with file and line."""
    target = target_of(somebody_meant(call, who), call.whole_records())
    found = stored_about(call.folder, target.in_tables)
    call.show(found, lambda out: print_personal_data(found, out))


def reserve(call: Call, company: str, grunn: str) -> None:
    """Put a company on the list of those who are not to be contacted; it need not be known yet."""
    call.own_folder()
    orgnr = number_meant(call, company)
    wanted = Reservasjon(organisasjonsnummer=orgnr, siden=call.today, grunn=grunn.strip())
    with call.writing() as folder:
        added = reservation_file(folder, wanted)
        replace_files(added)
    is_new, path = bool(added), folder / RESERVERT_FILE
    new = wanted.model_dump() if is_new else {"organisasjonsnummer": orgnr}
    found = OptOut(added=is_new, **new)
    call.show(found, lambda out: print_opt_out(found, _name_of(call, orgnr), out))
    if orgnr not in {company.organisasjonsnummer for company in companies(folder)}:
        call.note(say("{number} is not on the list; imports will leave it out", number=orgnr))
    if is_new:
        call.note(say("written: {path}", path=path))


def email(call: Call, company: str, address: str | None) -> None:
    """Tell whether marketing e-mail may go to an address of a company; end with 1 where not."""
    number = number_meant(call, company)
    answer = may_email(call.whole_records(), number, address, today=call.today)
    call.tell(answer, email_lines(answer))
    if not answer.allowed:
        raise typer.Exit(1)
