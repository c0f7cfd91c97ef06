"""`hageplan log`, `log show` and `log fix`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from hageplan.command import completion
from hageplan.command.options import (
    DebugOption,
    JsonOption,
    LangOption,
    QuietOption,
    TodayOption,
    WorkspaceOption,
)
from hageplan.command.running import day, guarded, locate, own_folder, print_json, records_of
from hageplan.errors import RequestError
from hageplan.i18n import _
from hageplan.log import options as said
from hageplan.messages import msg

_WRITE: Final = "write"
_YES: Final = "ja"


class LogGroup(TyperGroup):
    """A group whose words are an entry, unless they begin with the name of another command.

    `--utvider` may stand without a text.
    """

    usual: Final = _WRITE
    """The command that is meant where none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Put the name of the command before its words."""
        if args[:1] == ["fix"]:
            args = [_WRITE, "--fix", *args[1:]] if args[1:] != ["--help"] else [_WRITE, "--help"]
        elif args[:1] != ["show"]:
            args = [_WRITE, *args]
        return super().parse_args(ctx, list(_with_text(args)))


_bedrift_or_command = completion.bedrifter_or("show", "fix")


def _bedrift_or_id(context: typer.Context, incomplete: str) -> list[completion.Offer]:
    """Offer what may follow `log`; behind `log fix`, which stands for --fix, the ids of entries."""
    words = context.parent.args if context.parent else []
    offers = completion.contacts if words[-1:] == ["--fix"] else _bedrift_or_command
    return offers(context, incomplete)


def _with_text(args: list[str]) -> Iterator[str]:
    """Give a bare `--utvider` the text that stands for yes."""
    for word, following in zip(args, [*args[1:], "--"], strict=True):
        is_bare = word == "--utvider" and following.startswith("-")
        yield f"--utvider={_YES}" if is_bare else word


log_app = typer.Typer(cls=LogGroup, rich_markup_mode=None, add_completion=False)


@log_app.command(
    _WRITE,
    help=_(
        "Write what a company said into the log. Also: hageplan log show, and hageplan log fix ID, "
        "which corrects an entry with the same options."
    ),
)
@guarded
def write(
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar="ORGNR|NAME",
            autocompletion=_bedrift_or_id,
            help=_("The company; asked for where left out."),
        ),
    ] = None,
    kind: said.KindOption = None,
    ut: said.DirectionOption = None,
    interesse: said.GradeOption = None,
    utvider: said.ExpandsOption = None,
    flytter: said.MovesOption = None,
    selger: said.SellsOption = None,
    legger_ned: said.ClosesOption = None,
    behov: said.NeedsOption = None,
    tilbyr: said.OffersOption = None,
    minutter: said.TookOption = None,
    arbeidsplasser: said.JobsOption = None,
    flagg: said.FlagOption = None,
    oppfolging: said.PromiseOption = None,
    ansvarlig: said.OwnerOption = None,
    notat: said.NoteOption = None,
    at: said.WhenOption = None,
    medarbeider: said.WhoWasThereOption = None,
    reservert: said.OptOutOption = False,
    fix: Annotated[
        str | None,
        typer.Option(
            "--fix",
            metavar="ID",
            autocompletion=completion.contacts,
            help=_("Correct this entry: a new one replaces it."),
        ),
    ] = None,
    stryk: Annotated[
        bool, typer.Option("--stryk", help=_("With --fix: take the entry back."))
    ] = False,
    from_plan: Annotated[
        bool, typer.Option("--from-plan", help=_("Ask for each of today's stops in turn."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Write what a company said into the log."""
    folder = own_folder(locate(workspace))
    from hageplan.log.prompt import Desk
    from hageplan.log.said import Said
    from hageplan.log.spoken import arbeidsplasser as jobs_of
    from hageplan.log.spoken import promise, tags
    from hageplan.workspace.lookup import find_company
    from hageplan.workspace.partial import companies

    if from_plan and bedrift is not None:
        raise typer.BadParameter(_("--from-plan goes through all stops: name no company"))
    if fix is not None and bedrift is not None:
        raise typer.BadParameter(_("an entry keeps its company: take it back with --stryk instead"))
    if stryk and fix is None:
        raise typer.BadParameter(_("--stryk goes with log fix ID"))
    answers = {
        "kanal": kind,
        "retning": None if ut is None else "ut" if ut else "inn",
        "interesse": interesse,
        "utvider": None if utvider is None else True,
        "utvidelse": None if utvider == _YES else utvider,
        "flytter": flytter,
        "selger": selger,
        "legger_ned": legger_ned,
        "behov": None if behov is None else tags(behov),
        "tilbyr": None if tilbyr is None else tags(tilbyr),
        "minutter": minutter,
        "arbeidsplasser": None if arbeidsplasser is None else jobs_of(arbeidsplasser),
        "flagg": flagg,
        "notat": notat,
        "medarbeider": medarbeider,
        "stroket": True if stryk else None,
    }
    given = {key: value for key, value in answers.items() if value is not None}
    contact = Said(at, given, tuple(map(promise, oppfolging or ())), ansvarlig, reservert)
    desk = Desk(folder, today, as_json=as_json, quiet=quiet)
    if fix is not None:
        desk.correct(fix, contact)
    elif from_plan:
        desk.walk_through_plan(contact)
    elif sys.stdin.isatty() and (bedrift is None or contact.is_bare):
        desk.ask(bedrift, contact)
    elif bedrift is None:
        raise RequestError(msg("which company?"), msg("hageplan log ORGNR --interesse …"))
    else:
        desk.write(find_company(bedrift, companies(folder)), contact)


@log_app.command("show", help=_("The latest entries, with the ids that log fix takes."))
@guarded
def show_log(
    bedrift: Annotated[
        str | None,
        typer.Argument(
            metavar="ORGNR|NAME",
            autocompletion=completion.bedrifter,
            help=_("Only this company's."),
        ),
    ] = None,
    count: Annotated[int, typer.Option("-n", min=1, max=100_000, help=_("How many."))] = 20,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Also what was corrected or taken back."))
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    today: TodayOption = None,
    lang: LangOption = None,  # noqa: ARG001  (read before parsing, see hageplan.app.main)
    debug: DebugOption = False,  # noqa: ARG001  (read by guarded)
) -> None:
    """Print the latest entries."""
    records = records_of(locate(workspace), day(today))
    from hageplan.log.terminal import log_json, print_log
    from hageplan.ui.console import console
    from hageplan.workspace.lookup import find_company

    number = find_company(bedrift, records.bedrifter).organisasjonsnummer if bedrift else None
    contacts = (*records.henvendelser, *(records.rettet if everything else ()))
    of_it = [c for c in contacts if number in (None, c.organisasjonsnummer)]
    shown_ones = sorted(of_it, key=lambda contact: contact.tid)[-count:]
    if as_json:
        print_json(log_json(shown_ones, records))
    else:
        print_log(shown_ones, records, console())
