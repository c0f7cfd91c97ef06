"""What `import visits` does: read answers, ask about what is doubtful, store the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hageplan.command.agree import change_where_agreed
from hageplan.command.answer import print_json, tell_written, unconfirmed
from hageplan.command.call import Call
from hageplan.command.prompt import confirmed, is_asked
from hageplan.command.results import check_targets
from hageplan.i18n import _, language, say, shown
from hageplan.imports.answers.entries import answer_entries
from hageplan.imports.answers.form import REMARK, form_text
from hageplan.imports.answers.judge import Answer, judged, settled
from hageplan.imports.answers.result import AnswersImport, WaitingAnswer
from hageplan.imports.answers.run_questions import asked_about
from hageplan.imports.answers.sources import sent_forms
from hageplan.imports.answers.stops import planned_stops
from hageplan.imports.answers.terminal import print_answers
from hageplan.imports.answers.waiting import is_waiting_file
from hageplan.imports.apply import Staged, stage_entries
from hageplan.imports.forgotten import entries_without_forgotten
from hageplan.imports.result import EntryCounts
from hageplan.imports.run_shared import free_name
from hageplan.log.run import moment
from hageplan.records.workspace import Workspace
from hageplan.ui.console import console
from hageplan.workspace.find import SVAR
from hageplan.workspace.privacy_files import read_forgotten


@dataclass(frozen=True)
class _Change:
    """What answers come to, the files with them in, and what is written beside these."""

    found: AnswersImport
    files: Staged | None
    beside: Mapping[Path, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VisitsRequest:
    """What is asked of `import visits`.

    Attributes:
        source: The file, folder or mailbox.
        accepted: Addresses, and ids of stops, whose answers are to be stored.
        rejected: The file for those that wait.
    """

    source: Path
    accepted: Collection[str]
    rejected: Path | None
    dry_run: bool
    yes: bool


def import_visits(call: Call, wanted: VisitsRequest) -> None:
    """Bring the answers from the car into the log."""
    check_targets([wanted.rejected] if wanted.rejected else [])
    folder, records = call.own_folder(), call.whole_records()
    _tell_of_earlier(call, wanted.source)
    sent = [*sent_forms(wanted.source, records.oppsett.innlesing.maks_megabyte)]
    answers = judged(sent, records, planned_stops(folder), wanted.accepted, moment(call))
    asks = is_asked(as_json=call.as_json) and not (wanted.yes or wanted.dry_run)
    if asks:
        answers = asked_about(answers, records)

    def planned(folder: Path) -> _Change:
        return _planned(call, folder, call.whole_records(), answers, wanted)

    def agrees(done: _Change) -> bool:
        if not call.as_json:
            print_answers(done.found, records.name_of, console())
        is_anything = bool(done.files or done.beside)
        return not wanted.dry_run and is_anything and (not asks or confirmed(_("Import this?")))

    done, applies = change_where_agreed(call, planned, agrees, _write, asks=asks or wanted.dry_run)
    if asks and done.found.new and not applies:
        raise unconfirmed(quiet=False)
    if call.as_json:
        print_json(done.found)
    if applies:
        tell_written(done.found.written, quiet=call.quiet or call.as_json)


def _write(_folder: Path, done: _Change) -> None:
    if done.files is not None:
        done.files.write(done.beside)


def _planned(
    call: Call,
    folder: Path,
    records: Workspace,
    answers: Sequence[Answer],
    wanted: VisitsRequest,
) -> _Change:
    """Return what the answers change; it is reckoned from what the log has now."""
    parted = settled(answers, records)
    made = answer_entries(parted.new, records, moment(call))
    entries, stay_out = entries_without_forgotten(made.entries, read_forgotten(folder))
    waiting = (*parted.waiting, *made.refused)
    counts = EntryCounts.of(
        new=len(parted.new) - len(made.refused), same=parted.same, rejected=len(waiting)
    )
    found = AnswersImport(
        source=wanted.source.name,
        dry_run=wanted.dry_run,
        counts=counts,
        new=entries,
        opted_out=tuple(one.organisasjonsnummer for one in made.opted_out),
        forgotten=stay_out,
        waiting=tuple(map(_waiting, waiting)),
    )
    if wanted.dry_run:
        return _Change(found, None)
    kept = _kept(folder, wanted, found.waiting)
    files = stage_entries(
        folder,
        entries,
        "import visits",
        opted_out=made.opted_out,
        waiting={} if wanted.rejected else kept,
        kommuner=records.kommuner,
    )
    written = (*files.names, *(path.as_posix() for path in kept))
    file = next((path.as_posix() for path in kept), None)
    return _Change(found.model_copy(update={"written": written, "waiting_file": file}), files, kept)


def _waiting(one: Answer) -> WaitingAnswer:
    """Return an answer that waits; a stranger's is shown, and no file has it for ours."""
    form = one.sent.form
    text = ""
    if form is not None and "sender" not in one.doubts:
        lines = [*form.loose, form_text({**form.values, "stopp": one.sent.stop}, language())]
        text = "\n".join(lines)
    return WaitingAnswer(
        stop=one.sent.stop[:60],
        navn=one.stop.navn if one.stop else "",
        origin=one.sent.origin,
        sender=one.sent.sender,
        why=tuple(one.doubts.values()),
        text=text,
    )


def _kept(folder: Path, wanted: VisitsRequest, waiting: Sequence[WaitingAnswer]) -> dict[Path, str]:
    """Return the file of the answers that wait, and its text; nothing where there are none.

    It lies in the workspace, wherever they came from: `hageplan uke` finds it there.
    """
    told = [one for one in waiting if one.text]
    if not told:
        return {}
    head = _("Correct these answers, then import them: hageplan import visits FILE")
    parts = [f"{REMARK} {head}\n"]
    for one in told:
        remarks = "".join(f"{REMARK} {' '.join(shown(why).split())}\n" for why in one.why)
        parts.append(f"{REMARK} {one.origin} {one.navn}\n{remarks}{one.text}")
    text = "\n".join(parts)
    usual = folder / SVAR / _waiting_name(wanted.source)
    return {wanted.rejected or free_name(usual, text): text}


def _waiting_name(source: Path) -> str:
    ending = _("-waiting")
    return f"{source.resolve().stem.removesuffix(ending) or 'svar'}{ending}.txt"


def _tell_of_earlier(call: Call, source: Path) -> None:
    """Say where answers lie that wait beside the source, as they once did."""
    earlier = source.resolve().with_name(_waiting_name(source))
    if earlier != source.resolve() and is_waiting_file(earlier):
        told = say("hageplan: {path} has answers that are waiting; import them too", path=earlier)
        call.note(told)
