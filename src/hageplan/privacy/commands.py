"""`hageplan privacy`: what is held of people, and what they have asked for."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    DryRunOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
    YesOption,
)
from hageplan.command.running import (
    day,
    guarded,
    locate,
    note,
    own_folder,
    print_json,
    records_of,
    unconfirmed,
    writing,
)
from hageplan.i18n import _, shown
from hageplan.messages import msg
from hageplan.privacy.commands_optout import email, reserve

if TYPE_CHECKING:
    from hageplan.privacy.erase import Forgetting
    from hageplan.privacy.forgetting import Target
    from hageplan.privacy.tables import Table
    from hageplan.records.workspace import Workspace

PersonArgument = Annotated[
    str,
    typer.Argument(
        metavar="PERSON|ORGNR",
        autocompletion=completion.numbers,
        help=_("A name, e-mail address, telephone number, or an organisasjonsnummer."),
    ),
]

privacy_app = typer.Typer(
    help=_("What is held of people, and what they have asked for."), rich_markup_mode=None
)
privacy_app.command("reserve", help=_("Never contact a company again: it has opted out."))(reserve)
privacy_app.command("email", help=_("Whether marketing e-mail may go to an address."))(email)


@privacy_app.callback(invoke_without_command=True)
@guarded
def overview(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Show which personal data is held, why, since when and until when."""
    if context.invoked_subcommand is not None:
        return
    from hageplan.mail.about import letter_days
    from hageplan.privacy.holdings import holdings
    from hageplan.privacy.tables import backup_days, plan_days
    from hageplan.privacy.terminal import holdings_json, print_holdings
    from hageplan.ui.console import console

    place = locate(workspace)
    records = records_of(place, day(today))
    plans, backups = plan_days(place.folder).values(), backup_days(place.folder).values()
    letters = letter_days(place.folder).values()
    held = holdings(records, tuple(plans), tuple(backups), tuple(letters))
    if as_json:
        print_json(holdings_json(held, records))
    else:
        print_holdings(held, records, console())


@privacy_app.command("forget", help=_("Remove a person or a company everywhere."))
@guarded
def forget(
    who: PersonArgument,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Remove a person or a company everywhere, and print a receipt."""
    from hageplan import api

    place = locate(workspace)
    folder = own_folder(place)
    with writing(folder, quiet=quiet):
        records = records_of(place, day(today))
        target = _target(who, records)
        found = api.forget(folder, records, target, day(today), secrets.token_hex(16))
        _apply(folder, found, yes=yes, dry_run=dry_run, as_json=as_json, quiet=quiet)


@privacy_app.command("purge", help=_("Remove what was kept as long as the settings say."))
@guarded
def purge(
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Remove what was kept as long as the settings say, and print a receipt."""
    from hageplan import api

    place = locate(workspace)
    folder = own_folder(place)
    with writing(folder, quiet=quiet):
        records = records_of(place, day(today))
        found = api.purge(folder, records, day(today), secrets.token_hex(16))
        _apply(folder, found, yes=yes, dry_run=dry_run, as_json=as_json, quiet=quiet)


@privacy_app.command("export", help=_("All that is held of a person or a company."))
@guarded
def export(
    who: PersonArgument,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print all that is held of a person or a company, with file and line."""
    from hageplan.privacy.terminal import export_json, print_export
    from hageplan.ui.console import console

    place = locate(workspace)
    pattern = _target(who, records_of(place, day(today))).in_tables
    tables = _held_about(place.folder, pattern) if pattern else ()
    if as_json:
        print_json(export_json(tables))
    else:
        print_export(tables, console())


def _held_about(folder: Path, pattern: re.Pattern[str]) -> tuple[Table, ...]:
    """Return the tables and the letters that speak of whom `pattern` finds."""
    from hageplan.mail.about import letter_text, letters_about
    from hageplan.mail.outbox import read_held
    from hageplan.privacy.tables import Table, tables_about

    found = list(tables_about(folder, pattern))
    for path in letters_about(folder, pattern):
        held, name = read_held(path), path.relative_to(folder).as_posix()
        said = {"mottaker": held.recipient, "emne": held.subject, "tekst": letter_text(path)}
        found.append(Table(name, "brev", said))
    return tuple(found)


def _target(who: str, records: Workspace) -> Target:
    """Return what speaks of the company with this number, or else of this person."""
    from hageplan.privacy.forgetting import company_target, person_target
    from hageplan.records.spelling import compact, is_organisasjonsnummer
    from hageplan.workspace.lookup import find_bedrift

    if not is_organisasjonsnummer(compact(who)):
        return person_target(who, records)
    bedrift = find_bedrift(who, records.bedrift_by_number)
    return company_target({bedrift.organisasjonsnummer}, records)


def _apply(
    folder: Path, found: Forgetting, *, yes: bool, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Show what is to go; let it go where that is wanted."""
    from hageplan.command.prompt import agreed
    from hageplan.privacy.erase import apply
    from hageplan.privacy.terminal import forgetting_json, print_forgetting
    from hageplan.ui.console import console

    if not as_json:
        print_forgetting(found, console())
    question = _("Remove all of this for good?")
    applies = not found.is_empty and not dry_run and (yes or agreed(question, as_json=as_json))
    if applies:
        path = apply(folder, found)
        note(shown(msg("written: {path}", path=path)), quiet=quiet)
    if as_json:
        print_json(forgetting_json(found, applied=applies))
    if not (applies or found.is_empty or dry_run):
        raise unconfirmed(quiet=quiet)
