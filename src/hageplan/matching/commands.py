"""`hageplan match` and `match introduce`."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from hageplan.command import completion
from hageplan.command.options import (
    CsvOption,
    DebugOption,
    ExcelOption,
    JsonOption,
    KommuneOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import (
    check_excel,
    day,
    guarded,
    kommuner_of,
    locate,
    note,
    now,
    own_folder,
    print_json,
    records_of,
    write_file,
    writing,
)
from hageplan.i18n import _, shown
from hageplan.log import options as said
from hageplan.messages import msg

if TYPE_CHECKING:
    from hageplan.records.workspace import Workspace

_SUGGEST: Final = "suggest"


class MatchGroup(TyperGroup):
    """A group whose words ask for suggestions, unless they begin with `introduce`."""

    usual: Final = _SUGGEST
    """The command that is meant where none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Put the name of the command before its words."""
        return super().parse_args(ctx, args if args[:1] == ["introduce"] else [_SUGGEST, *args])


match_app = typer.Typer(cls=MatchGroup, rich_markup_mode=None, add_completion=False)


@match_app.command(
    _SUGGEST,
    help=_("Who should meet whom, and whom to send where. Also: hageplan match introduce A B."),
)
@guarded
def suggest(
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar="ORGNR|NAME",
            autocompletion=completion.bedrifter_or("introduce"),
            help=_("Only this company's pairs."),
        ),
    ] = None,
    kommune: KommuneOption = None,
    cap: Annotated[
        int | None,
        typer.Option(min=1, max=100, help=_("Pairs a company, at most; else the setting, 3.")),
    ] = None,
    resources: Annotated[
        Path | None,
        typer.Option("--resources", help=_("Another list of resources than ressurser.toml.")),
    ] = None,
    workspace: WorkspaceOption = None,
    csv: CsvOption = None,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print who should meet whom."""
    check_excel(csv, excel=excel)
    place, on_day = locate(workspace), day(today)
    records = records_of(place, on_day)
    from hageplan import api
    from hageplan.matching.match import MatchRequest
    from hageplan.matching.table import match_csv
    from hageplan.matching.terminal import print_match
    from hageplan.ui.console import console
    from hageplan.workspace.lookup import find_company
    from hageplan.workspace.read import read_resources

    number = find_company(bedrift, records.bedrifter).organisasjonsnummer if bedrift else None
    numbers = kommuner_of(kommune, records)
    ressurser = None if resources is None else read_resources(resources)
    asked = MatchRequest(number, numbers, cap, ressurser)
    document = api.match(records, asked, today=on_day)
    if as_json:
        print_json(document)
    else:
        print_match(document, console())
    if csv is not None:
        write_file(csv, match_csv(document, excel=excel), quiet=quiet)


@match_app.command(
    "introduce", help=_("Write into the log that A was introduced to B, and when to ask about it.")
)
@guarded
def introduce(
    one: Annotated[
        str,
        typer.Argument(
            metavar="A",
            autocompletion=completion.bedrifter,
            help=_("The company: ORGNR or name."),
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(
            metavar="B",
            autocompletion=completion.bedrifter,
            help=_("Another company, or a resource's id."),
        ),
    ],
    medarbeider: said.WhoWasThereOption = None,
    ansvarlig: said.OwnerOption = None,
    frist: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help=_("When to ask how it went; else in 14 days.")),
    ] = None,
    notat: said.NoteOption = None,
    stryk: Annotated[
        bool, typer.Option("--stryk", help=_("Take it back: they were not introduced."))
    ] = False,
    at: said.WhenOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Write an introduction and its task into the log."""
    place = locate(workspace)
    folder = own_folder(place)
    from hageplan import api
    from hageplan.matching.introduce import Introduced
    from hageplan.ui.entry_text import entries_json, entry_lines
    from hageplan.workspace.lookup import find_company

    with writing(folder, quiet=quiet):
        records = records_of(place, day(today))
        company = find_company(one, records.bedrifter)
        til, navn = _other(other, records)
        task = shown(msg("Ask how it went with {name}", name=navn))
        due = frist.date() if frist else None
        introduced = Introduced(til, at, medarbeider or "", ansvarlig, due, notat or "", task)
        moment = datetime.combine(today.date(), time(23, 59)) if today else now()
        number, here = company.organisasjonsnummer, moment.replace(tzinfo=None)
        if stryk:
            path, entries = api.take_back(folder, records, number, til, here)
        else:
            path, entries = api.introduce(folder, records, number, introduced, here)
    if as_json:
        print_json(entries_json(entries, company.navn))
    else:
        for line in entry_lines(entries, company.navn, navn):
            typer.echo(line)
    note(shown(msg("written: {path}", path=path)), quiet=quiet)


def _other(text: str, records: Workspace) -> tuple[str, str]:
    """Return the id and name of a resource, or of the company that is meant."""
    from hageplan.workspace.lookup import find_company

    for ressurs in records.ressurser:
        if ressurs.id == text.casefold():
            return ressurs.id, ressurs.navn
    company = find_company(text, records.bedrifter)
    return company.organisasjonsnummer, company.navn
