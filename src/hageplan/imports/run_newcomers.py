"""Companies that are not on the list: who is to be added, as `--add-new` or somebody says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hageplan.command.call import Call
from hageplan.command.prompt import asked, confirmed, is_asked
from hageplan.errors import RequestError
from hageplan.i18n import _, say, shown
from hageplan.imports.newcomers import placed, with_newcomers
from hageplan.imports.result import Newcomer
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.lookup import find_kommune, same_or_alike


def chosen_newcomers(
    call: Call, unknown: Callable[[Workspace], Iterable[Newcomer]], *, add_new: bool, asks: bool
) -> tuple[Newcomer, ...]:
    """Return those of the `unknown` companies that are to be added, with their municipalities.

    With `add_new` they all are, as far as it is known where they are and none is like them; else
    somebody at a terminal is asked for each, where it `asks`. Who is left out is told.
    """
    if not add_new and not (asks and is_asked(as_json=call.as_json)):
        return ()
    records = call.whole_records()
    return tuple(_chosen(call, records, unknown(records), add_new=add_new))


def _chosen(
    call: Call, records: Workspace, unknown: Iterable[Newcomer], *, add_new: bool
) -> Iterator[Newcomer]:
    for one in unknown:
        newcomer = placed(one, records)
        like = ", ".join(other.navn for other in same_or_alike(one.navn, records.bedrifter))
        if not add_new:
            known = say(" (listed: {names})", names=like) if like else ""
            question = say("{navn} is not on the list{known}. Add it?", navn=one.navn, known=known)
            if not confirmed(question):
                continue
            newcomer = newcomer if newcomer.kommune else _located(records, newcomer)
        fault = _barrier(call.own_folder(), records, newcomer, like if add_new else "")
        if fault is None:
            yield newcomer
        else:
            call.note(say("{navn} was not added: {why}", navn=one.navn, why=fault))


def _barrier(folder: Path, records: Workspace, newcomer: Newcomer, like: str) -> str | None:
    """Return why a company cannot be added without asking, None where it can."""
    if like:
        return say("it may be {names}", names=like)
    if not newcomer.kommune:
        return _("the municipality is unknown; add the company with hageplan bedrift ny")
    try:
        with_newcomers(folder, records, [newcomer])
    except RequestError as fault:
        return shown(fault.message)
    return None


def _located(records: Workspace, newcomer: Newcomer) -> Newcomer:
    """Return a company with the municipality that somebody says."""

    def number(answer: str) -> str:
        if not answer:
            raise RequestError(msg("some text"))
        region = (*records.dekker, *records.vurderer)
        return find_kommune(answer, records.kommuner, region).kommunenummer

    return newcomer.model_copy(update={"kommune": asked(_("Municipality"), number, "")})
