"""What `import regnskap` does: ask for the accounts that companies filed last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hageplan.command.answer import progress_bar
from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.errors import RequestError, ServiceError
from hageplan.i18n import _
from hageplan.imports.apply import stage_import
from hageplan.imports.figures.accounts import Filed, Merged, headcounts, owner_of
from hageplan.imports.figures.accounts_result import AccountsImport
from hageplan.imports.figures.accounts_service import (
    Answer,
    UnreadAccounts,
    fetch_accounts,
    regnskapsregisteret,
    understood,
)
from hageplan.imports.figures.accounts_terminal import print_whole
from hageplan.imports.figures.run_trial import show_trial
from hageplan.imports.run_shared import between_requests, reading_or_writing, tell_undo
from hageplan.mail.consent import SOLE_TRADER
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.memory import ACCOUNTS, BRREG, NLOD, REGNSKAP, Kilde
from hageplan.records.spelling import is_provisional
from hageplan.records.workspace import Workspace
from hageplan.workspace.kilder import KeptPages, drop_pages, read_snapshot


@dataclass(frozen=True, kw_only=True)
class AccountsRequest:
    """What is asked of Regnskapsregisteret.

    Attributes:
        company: A company as people name it; None: members and målbedrifter.
        everyone: All companies on the list instead.
        is_try: Whether only the first answer is shown, and nothing written.
        record: A folder in which answers are kept.
    """

    company: str | None = None
    everyone: bool = False
    is_try: bool = False
    record: Path | None = None
    dry_run: bool = False


def import_accounts(call: Call, asked: AccountsRequest) -> None:
    """Bring in the accounts that companies filed last, and what the register has of employees."""
    records = call.records() if asked.is_try else call.whole_records()
    wanted = _wanted(call, asked, records)
    if asked.is_try:
        _try(call, asked, records, wanted)
        return
    call.own_folder()
    answers = _fetched(call, asked, records, wanted)
    kilde = Kilde(navn=REGNSKAP, tittel=ACCOUNTS, lisens=NLOD, hentet=call.today)
    with reading_or_writing(call, dry_run=asked.dry_run) as folder:
        records = call.whole_records()
        merged = _merged(folder, records, {one.organisasjonsnummer for one in wanted}, answers)
        snapshot = {**read_snapshot(folder, REGNSKAP), **merged.told}
        staged = stage_import(folder, kilde, snapshot, records.kommuner, changes=merged.fields)
        if not asked.dry_run:
            staged.write()
            drop_pages(folder)
    found = AccountsImport(
        file=ACCOUNTS,
        source=kilde,
        dry_run=asked.dry_run,
        asked=len(wanted),
        found=sum(isinstance(answers.get(owner_of(one)), tuple) for one in wanted),
        changes=tuple(merged.changes),
        unused=tuple(merged.unused),
        absent=_numbers(one for one in wanted if answers.get(owner_of(one), ()) is None),
        not_asked=_numbers(one for one in wanted if not _files_accounts(one)),
        unread=_numbers(
            one for one in wanted if isinstance(answers.get(owner_of(one)), UnreadAccounts)
        ),
        written=() if asked.dry_run else staged.names,
    )
    call.show(found, lambda out: print_whole(found, records.name_of, out))
    tell_undo(call, found.written)
    _check_read(answers)


def _wanted(call: Call, asked: AccountsRequest, records: Workspace) -> tuple[Bedrift, ...]:
    """Return the companies that are asked for; raises RequestError where there are none."""
    if asked.company is not None:
        return (company_meant(call, asked.company, records.bedrifter),)
    there = [one for one in records.bedrifter if one.status != "nedlagt"]
    ours = ("medlem", "maalbedrift")
    wanted = tuple(one for one in there if asked.everyone or one.status in ours)
    if not wanted:
        raise RequestError(
            msg("no company is a member or a målbedrift"),
            msg("name a company, or ask for all of the list: --alle"),
        )
    return wanted


def _files_accounts(bedrift: Bedrift) -> bool:
    """Tell whether a company may have to: people who trade in their own name are not asked for."""
    is_person = bedrift.organisasjonsform.strip().upper() == SOLE_TRADER
    return not is_person and not is_provisional(owner_of(bedrift))


def _fetched(
    call: Call, asked: AccountsRequest, records: Workspace, wanted: Iterable[Bedrift]
) -> dict[str, Answer]:
    """Ask the service for each owner once, politely; return its answers by owner."""
    settings = records.oppsett.innlesing
    owners = [*dict.fromkeys(owner_of(one) for one in wanted if _files_accounts(one))]
    kept = KeptPages(call.folder, call.today)
    pause = between_requests(settings.pause_sekunder)
    found: dict[str, Answer] = {}
    with (
        progress_bar(quiet=call.quiet or call.as_json, doing=_("Fetching")) as progress,
        regnskapsregisteret(settings, asked.record) as service,
    ):
        for count, number in enumerate(owners, start=1):
            found[number] = fetch_accounts(service, number, kept, pause)
            progress(count / len(owners))
    return found


def _merged(
    folder: Path, records: Workspace, wanted: set[str], answers: Mapping[str, Answer]
) -> Merged:
    """Return what the answers, and what the register last said of employees, come to."""
    there = [one for one in records.bedrifter if one.organisasjonsnummer in wanted]
    filed: dict[str, list[Filed]] = {}
    for one in there:
        answer = answers.get(owner_of(one))
        filed[one.organisasjonsnummer] = [*answer] if isinstance(answer, tuple) else []
    register = next((kilde for kilde in records.kilder if kilde.navn == BRREG), None)
    if register is not None:
        said = read_snapshot(folder, BRREG)
        for one, count in headcounts(there, said, register.hentet):
            filed[one.organisasjonsnummer].append(count)
    merged = Merged()
    for one in there:
        merged.take(one, filed[one.organisasjonsnummer])
    return merged


def _numbers(companies: Iterable[Bedrift]) -> tuple[str, ...]:
    return tuple(one.organisasjonsnummer for one in companies)


def _check_read(answers: Mapping[str, Answer]) -> None:
    """Raise ServiceError where an answer was not as documented; what others said is written."""
    for number, answer in answers.items():
        if isinstance(answer, UnreadAccounts):
            raise ServiceError(
                msg("Regnskapsregisteret did not answer for {number} as documented: {why}",
                    number=number, why=answer.why),
                _CHANGED,
            )  # fmt: skip


_CHANGED = msg(
    "the service may have changed: keep its answers with --record DIR, and send them to whoever"
    " looks after hageplan; all else was brought in"
)


def _try(call: Call, asked: AccountsRequest, records: Workspace, wanted: Sequence[Bedrift]) -> None:
    """Show what the service answers for the first company that may file accounts."""
    number = next((owner_of(one) for one in wanted if _files_accounts(one)), None)
    if number is None:
        raise RequestError(msg("none of these companies files accounts"), msg("name another one"))
    settings = records.oppsett.innlesing
    with regnskapsregisteret(settings, asked.record) as service:
        told = service.find(f"/{number}", lambda answer: answer)
    answer = understood(told, number)
    why = answer.why if isinstance(answer, UnreadAccounts) else ""
    show_trial(call, f"{settings.regnskap_url}/{number}", told, why)
