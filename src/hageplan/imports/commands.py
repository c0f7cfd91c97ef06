"""`hageplan import` and `hageplan geocode`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hageplan.command import completion
from hageplan.command.call import Call
from hageplan.command.declare import command
from hageplan.command.options import DryRunOption, KommuneOption, YesOption
from hageplan.command.speech import App
from hageplan.i18n import _

MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar=_("FIELD=HEADING"), help=_("Match a field with a column heading.")
    ),
]
ByNameOption = Annotated[
    bool, typer.Option("--by-name", help=_("Find the company by name in rows without a number."))
]
SourceOption = Annotated[
    str,
    typer.Option(
        "--source",
        metavar=_("NAME"),
        help=_("The name of the source; its data is remembered under this name."),
    ),
]
LicenceOption = Annotated[
    str, typer.Option("--licence", metavar=_("TEXT"), help=_("The licence of the data."))
]
RejectedOption = Annotated[
    Path | None,
    typer.Option("--rejected", help=_("Write rejected rows to this file, with the reason.")),
]
TryOption = Annotated[
    bool,
    typer.Option("--try", help=_("Show one page of what the service answers, write nothing.")),
]
RecordOption = Annotated[
    Path | None,
    typer.Option(
        "--record", metavar=_("DIR"), help=_("Keep the service's answers in this folder.")
    ),
]

AddNewOption = Annotated[
    bool, typer.Option("--add-new", help=_("Add companies that are not on the list."))
]

import_app = App(help=_("Import companies, answers and visits"), no_args_is_help=True)


@import_app.command("csv", help=_("Import companies from a CSV file"))
@command()
def import_csv(
    call: Call,
    file: Annotated[
        Path,
        typer.Argument(metavar=_("FILE"), help=_("A register extract, or a list of your own.")),
    ],
    columns: MapOption = None,
    by_name: ByNameOption = False,
    kommune: KommuneOption = None,
    source: SourceOption = "",
    licence: LicenceOption = "",
    rejected: RejectedOption = None,
    add_new: AddNewOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Bring in the companies of a CSV file."""
    from hageplan.imports import run_list

    asked = run_list.ListRequest(
        file=file,
        columns=columns or (),
        by_name=by_name,
        kommuner=kommune or (),
        source=source,
        licence=licence,
        rejected=rejected,
        add_new=add_new,
        dry_run=dry_run,
        yes=yes,
    )
    run_list.import_csv(call, asked)


@import_app.command("excel", help=_("Import companies from an Excel workbook"))
@command()
def import_excel(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("An .xlsx file."))],
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet, if there are several.")),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help=_("Companies' accounts, not the companies."))
    ] = False,
    thousands: Annotated[
        bool, typer.Option("--thousands", help=_("With --accounts: amounts in NOK thousand."))
    ] = False,
    columns: MapOption = None,
    by_name: ByNameOption = False,
    kommune: KommuneOption = None,
    source: SourceOption = "",
    licence: LicenceOption = "",
    rejected: RejectedOption = None,
    add_new: AddNewOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Bring in the companies of an Excel workbook, or their accounts."""
    from hageplan.imports import run_list
    from hageplan.imports.figures import run_sheet

    asked = run_list.ListRequest(
        file=file,
        columns=columns or (),
        by_name=by_name,
        kommuner=kommune or (),
        source=source,
        licence=licence,
        rejected=rejected,
        add_new=add_new,
        dry_run=dry_run,
        yes=yes,
    )
    if accounts:
        run_sheet.import_sheet(call, asked, sheet, in_thousands=thousands)
    else:
        run_list.import_excel(call, asked, sheet)


@import_app.command("brreg", help=_("Import companies from Enhetsregisteret"))
@command()
def import_brreg(
    call: Call,
    kommune: KommuneOption = None,
    file: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            help=_("The register's bulk file, instead of its service. Can be repeated."),
        ),
    ] = None,
    changes: Annotated[
        bool,
        typer.Option(
            "--changes", "--endringer", help=_("Only what has happened since the last time.")
        ),
    ] = False,
    roles: Annotated[
        bool,
        typer.Option("--roller", help=_("With --changes: new leaders too, which are people.")),
    ] = False,
    is_try: TryOption = False,
    record: RecordOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Bring in the companies of Enhetsregisteret."""
    from hageplan.imports import run_services
    from hageplan.imports.changes.run import RegisterRequest

    asked = RegisterRequest(
        kommuner=kommune or (),
        files=file or (),
        changes=changes,
        roles=roles,
        is_try=is_try,
        record=record,
        dry_run=dry_run,
    )
    run_services.import_brreg(call, asked)


@import_app.command("regnskap", help=_("Import accounts from Regnskapsregisteret"))
@command()
def import_accounts(
    call: Call,
    company: Annotated[
        str | None,
        typer.Argument(
            metavar=_("COMPANY"),
            autocompletion=completion.bedrifter,
            help=_("One company, by name or number; else members and målbedrifter."),
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--alle", help=_("All companies on the list."))] = False,
    is_try: TryOption = False,
    record: RecordOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Import accounts from Regnskapsregisteret."""
    from hageplan.imports.figures import run_accounts

    asked = run_accounts.AccountsRequest(
        company=company,
        everyone=everyone,
        is_try=is_try,
        record=record,
        dry_run=dry_run,
    )
    run_accounts.import_accounts(call, asked)


@import_app.command("ssb", help=_("Import how many companies there are in municipalities"))
@command()
def import_counts(
    call: Call,
    kommune: KommuneOption = None,
    is_try: TryOption = False,
    record: RecordOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Import how many companies there are in municipalities."""
    from hageplan.imports.figures import run_counts

    asked = run_counts.CountsRequest(
        kommuner=kommune or (), is_try=is_try, record=record, dry_run=dry_run
    )
    run_counts.import_counts(call, asked)


@import_app.command("survey", help=_("Import answers to a form into the log"))
@command()
def import_survey(
    call: Call,
    file: Annotated[
        Path, typer.Argument(metavar=_("FILE"), help=_("Answers to a form, as CSV or .xlsx."))
    ],
    rejected: RejectedOption = None,
    add_new: AddNewOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Bring in the answers of a form as entries of the log."""
    from hageplan.imports import run_entries

    run_entries.import_survey(call, file, rejected, add_new=add_new, dry_run=dry_run, yes=yes)


@import_app.command("calendar", help=_("Log and book the visits in a calendar"))
@command()
def import_calendar(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("An .ics file."))],
    medarbeider: Annotated[
        str,
        typer.Option(
            "--medarbeider",
            metavar="ID",
            autocompletion=completion.medarbeidere,
            help=_("The owner of the calendar (ID)."),
        ),
    ] = "",
    add_new: AddNewOption = False,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Log and book the visits in a calendar."""
    from hageplan.imports import run_entries

    run_entries.import_calendar(call, file, medarbeider, add_new=add_new, dry_run=dry_run, yes=yes)


@import_app.command("visits", help=_("Import answers written down on the road"))
@command()
def import_visits(
    call: Call,
    source: Annotated[
        Path,
        typer.Argument(
            metavar=_("FILE|FOLDER|MAILBOX"),
            help=_(
                "E-mail (.eml, mbox, Maildir), the file from the page, or CSV from ODK or Kobo."
            ),
        ),
    ],
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar=_("ADDRESS|STOP"),
            help=_("Import answers from this address, or for this stop. Can be repeated."),
        ),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", help=_("Write the answers that are waiting to this file.")),
    ] = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
) -> None:
    """Bring in the answers from the car."""
    from hageplan.imports.answers import run

    asked = run.VisitsRequest(
        source=source, accepted=accept or (), rejected=rejected, dry_run=dry_run, yes=yes
    )
    run.import_visits(call, asked)


@import_app.command("undo", help=_("Undo the last import"))
@command(without=["as_json", "today"])
def import_undo(call: Call) -> None:
    """Take the last import back."""
    from hageplan.imports import run_entries

    run_entries.undo(call)


@command()
def geocode(call: Call, kommune: KommuneOption = None, dry_run: DryRunOption = False) -> None:
    """Look up where companies without coordinates are."""
    from hageplan.imports import run_services

    run_services.geocode(call, kommune or (), dry_run=dry_run)
