"""What the verbs of `bedrift` do: find the company, show what changes, write it where agreed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import print_json, tell_written, unconfirmed
from hageplan.command.call import Call
from hageplan.command.company import company_meant
from hageplan.command.prompt import agreed
from hageplan.companies.edit import (
    PlannedChange,
    changed_fields,
    check_text,
    checked,
    meant,
    outside_of,
    undo_command,
)
from hageplan.companies.renumber import free_number, renumbered
from hageplan.companies.result import Action, CompanyChange, FieldEdit
from hageplan.companies.status import Values, declined, joined, left, with_status
from hageplan.companies.terminal import print_change
from hageplan.errors import RequestError
from hageplan.i18n import _, say
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import ids_of, with_free_id
from hageplan.records.logg import Henvendelse, Kanal
from hageplan.records.names import handles_of
from hageplan.records.status import Status
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console
from hageplan.workspace.append import log_path, with_records
from hageplan.workspace.journal import change_files
from hageplan.workspace.lookup import check_whole, find_bedrift
from hageplan.workspace.partial import companies, kommuner_in

Edited = Callable[[Bedrift], Values]
"""Returns the new values of a company's fields."""


def endre(
    call: Call,
    which: str,
    said: Mapping[str, str | None],
    *,
    status: Status | None,
    orgnr: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Change fields of a company; `said` are values by field, None where nothing is said."""
    given = {key: value for key, value in said.items() if value is not None}
    check_text(given.values())
    if not given and status is None and orgnr is None:
        raise RequestError(
            msg("there is nothing to change"), msg("give an option, such as --telefon or --status")
        )
    if orgnr is not None:
        if given or status is not None:
            raise RequestError(
                msg("an organisation number must be changed by itself"),
                msg("use --orgnr alone, and make the other changes afterwards"),
            )
        _renumber(call, which, orgnr, yes=yes, dry_run=dry_run)
        return
    values = {key: meant(key, value, call.today) for key, value in given.items()}

    def edited(bedrift: Bedrift) -> Values:
        brings = {} if status is None else with_status(bedrift, status, call.today)
        return {**brings, **values}

    _edit(call, which, "endre", edited, yes=yes, dry_run=dry_run)


def medlem(call: Call, which: str, fra: date | None, *, yes: bool, dry_run: bool) -> None:
    """Make a company a member, since the day `fra`, else since today."""
    _edit(call, which, "medlem", lambda one: joined(one, fra, call.today), yes=yes, dry_run=dry_run)


def sluttet(
    call: Call, which: str, dato: date | None, *, nedlagt: bool, yes: bool, dry_run: bool
) -> None:
    """Say that a member has left, or that a company has closed down."""

    def edited(bedrift: Bedrift) -> Values:
        return left(bedrift, dato, call.today, is_closed=nedlagt)

    _edit(call, which, "sluttet", edited, yes=yes, dry_run=dry_run)


def ring_ikke(call: Call, which: str, *, opphev: bool, yes: bool, dry_run: bool) -> None:
    """Mark a company that nobody is to telephone, or take that back."""
    values: Values = {"ring_ikke": None if opphev else True}
    _edit(call, which, "ring-ikke", lambda _bedrift: values, yes=yes, dry_run=dry_run)


def avslag(
    call: Call, which: str, grunn: str, kanal: Kanal | None, *, yes: bool, dry_run: bool
) -> None:
    """Say that a company has declined; where `kanal` tells how, that is an answer of the log."""
    check_text([grunn])
    why = " ".join(grunn.split())
    note = say("Declined {date}: {why}", date=call.today, why=why) if why else ""

    def edited(bedrift: Bedrift) -> Values:
        values = declined(bedrift, call.today)
        is_noted = note and kanal is None and note not in bedrift.notat
        return {**values, "notat": f"{bedrift.notat} {note}".strip()} if is_noted else values

    now = call.now
    answer = None if kanal is None else (kanal, why, now)
    _edit(call, which, "avslag", edited, yes=yes, dry_run=dry_run, answer=answer)


def _edit(
    call: Call,
    which: str,
    action: Action,
    edited: Edited,
    *,
    yes: bool,
    dry_run: bool,
    answer: tuple[Kanal, str, datetime] | None = None,
) -> None:
    """Change fields of a company where that is agreed to; an `answer` goes into the log."""
    call.own_folder()
    number = _number(call, which)

    def planned(folder: Path) -> PlannedChange:
        records = call.records()
        check_whole(number, records)
        bedrift = find_bedrift(number, records.bedrift_by_number)
        contents, edits = changed_fields(folder, bedrift, edited(bedrift))
        change = _change(action, bedrift, edits, records, dry_run=dry_run)
        plan = PlannedChange(change=change, contents=contents)
        return plan if answer is None else _with_answer(folder, plan, records, *answer)

    carry_out(call, planned, yes=yes, dry_run=dry_run)


def _change(
    action: Action,
    bedrift: Bedrift,
    edits: tuple[FieldEdit, ...],
    records: Workspace,
    *,
    dry_run: bool,
) -> CompanyChange:
    number = bedrift.organisasjonsnummer
    after = {one.field: one.after for one in edits}
    navn, number_after = (
        f"{after.get(key, before)}"
        for key, before in (("navn", bedrift.navn), ("organisasjonsnummer", number))
    )
    names = {one.organisasjonsnummer: one.navn for one in records.bedrifter if one != bedrift}
    handle = handles_of({**names, number_after: navn})[number_after]
    # It keeps its place in the group under another number, which nothing is agreed under yet.
    fields = {key: value for key, value in after.items() if key != "organisasjonsnummer"}
    made = checked(bedrift.model_dump(exclude_unset=True, exclude_none=True), fields)
    return CompanyChange(
        action=action,
        organisasjonsnummer=number_after,
        navn=navn,
        edits=edits,
        outside=outside_of(records, made) if action == "endre" else None,
        dry_run=dry_run,
        undo=undo_command(handle, edits, bedrift),
    )


def _with_answer(
    folder: Path, plan: PlannedChange, records: Workspace, kanal: Kanal, why: str, now: datetime
) -> PlannedChange:
    """Return the change with an answer in the log, which says no."""
    contact = Henvendelse(
        organisasjonsnummer=plan.change.organisasjonsnummer,
        tid=now.replace(second=0, microsecond=0),
        kanal=kanal,
        interesse="ikke",
        notat=why,
    )
    entry = with_free_id(contact, ids_of(records))
    contents = {**plan.contents, **with_records(log_path(folder, now.year), (entry,))}
    undo = " && ".join(filter(None, (plan.change.undo, f"hageplan log fix {entry.id} --stryk")))
    change = plan.change.model_copy(update={"entry": entry, "undo": undo})
    return replace(plan, change=change, contents=contents)


def _renumber(call: Call, which: str, orgnr: str, *, yes: bool, dry_run: bool) -> None:
    """Give a company another number, everywhere."""
    call.own_folder()
    old = _number(call, which)

    def planned(folder: Path) -> PlannedChange:
        records = call.whole_records()
        bedrift = find_bedrift(old, records.bedrift_by_number)
        new = free_number(folder, records, orgnr, old)
        _none, edits = changed_fields(folder, bedrift, {"organisasjonsnummer": new})
        contents = renumbered(folder, old, new) if edits else {}
        change = _change("endre", bedrift, edits, records, dry_run=dry_run)
        names = tuple(sorted(path.relative_to(folder).as_posix() for path in contents))
        return PlannedChange(
            change=change.model_copy(update={"renumbered": names}), contents=contents
        )

    carry_out(call, planned, yes=yes, dry_run=dry_run)


def carry_out(
    call: Call, planned: Callable[[Path], PlannedChange], *, yes: bool, dry_run: bool
) -> None:
    """Show what is planned; write it where somebody agrees, or `yes` says so."""

    def agrees(plan: PlannedChange) -> bool:
        if not call.as_json:
            print_change(plan.change, kommuner_in(call.folder), console())
        is_wanted = bool(plan.contents) and not dry_run
        question = _("Add it anyway?") if plan.change.alike else _("Save this?")
        return is_wanted and (yes or agreed(question, as_json=call.as_json))

    def apply(folder: Path, plan: PlannedChange) -> None:
        change_files(folder, plan.contents)

    plan, applies = change_where_agreed(call, planned, agrees, apply, asks=dry_run or not yes)
    written = sorted(path.as_posix() for path, content in plan.contents.items() if content)
    if call.as_json:
        done = {"applied": applies, "written": tuple(written) if applies else ()}
        print_json(plan.change.model_copy(update=done))
    if applies:
        tell_written(written, quiet=call.quiet or call.as_json)
        if plan.change.undo:
            call.note(say("To undo: {command}", command=plan.change.undo))
        elif plan.change.action == "ny":
            place = plan.change.edits[0].place
            call.note(say("To undo: remove the table at {place}", place=place))
    elif plan.contents and not dry_run:
        raise unconfirmed(quiet=call.quiet)


def _number(call: Call, which: str) -> str:
    return company_meant(call, which, companies(call.folder)).organisasjonsnummer
