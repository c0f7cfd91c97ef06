"""What `match introduce` does: find the two, make the entries, write them into the log."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from hageplan.command.answer import tell_written
from hageplan.command.call import Call
from hageplan.command.company import company_meant, labels
from hageplan.command.prompt import choose, is_asked
from hageplan.errors import RequestError
from hageplan.i18n import say
from hageplan.log.result import LoggedEntries
from hageplan.matching.introduction import (
    IntroductionInput,
    introduction,
    introduction_of,
    taken_back,
)
from hageplan.messages import msg
from hageplan.records.bedrift import Ressurs
from hageplan.records.entries import id_of
from hageplan.records.names import handles_of
from hageplan.ui.entry_text import entry_lines
from hageplan.workspace.append import append_entries
from hageplan.workspace.lookup import check_whole, repr_name
from hageplan.workspace.partial import (
    Company,
    companies,
    entries_about,
    people_in,
    ressurser_in,
)


def introduce(
    call: Call,
    one: str,
    other: str,
    *,
    at: datetime | None,
    medarbeider: str,
    ansvarlig: str | None,
    frist: date | None,
    notat: str,
) -> None:
    """Write that a company was introduced to another or to a resource, and who asks about it."""
    number, (til, navn) = _company(call, one).organisasjonsnummer, _other(call, other)
    with call.writing() as folder:
        records = call.records()
        check_whole(number, records)
        said = IntroductionInput(
            til=til,
            at=at,
            medarbeider=medarbeider,
            ansvarlig=ansvarlig,
            frist=frist,
            notat=notat,
            task=say("Ask how it went with {name}", name=navn),
        )
        entries = introduction(number, said, records, _ids_of(folder, number), _moment(call))
        path = append_entries(folder, entries[0].tid.year, entries)
    _tell(call, LoggedEntries(navn=records.name_of(number), entries=entries, path=path), navn)


def take_back(call: Call, one: str, other: str) -> None:
    """Write that two were not introduced after all."""
    number, (til, navn) = _company(call, one).organisasjonsnummer, _other(call, other)
    with call.writing() as folder:
        records = call.records()
        check_whole(number, records)
        made = introduction_of(number, til, records)
        entry = taken_back(made, _ids_of(folder, made.organisasjonsnummer), _moment(call))
        path = append_entries(folder, entry.tid.year, (entry,))
    _tell(call, LoggedEntries(navn=records.name_of(number), entries=(entry,), path=path), navn)


def _company(call: Call, text: str) -> Company:
    return company_meant(call, text, companies(call.own_folder()))


def _other(call: Call, text: str) -> tuple[str, str]:
    """Return the id and name of the resource or the company that is meant.

    Raises RequestError where it may be either, and nobody is there to be asked.
    """
    ressurs = _resource(call, text)
    if ressurs is None:
        company = _company(call, text)
        return company.organisasjonsnummer, company.navn
    known = companies(call.own_folder())
    handles = handles_of({one.organisasjonsnummer: one.navn for one in known})
    same = [one for one in known if handles[one.organisasjonsnummer] == ressurs.id]
    if text.casefold() != ressurs.id or not same:
        return ressurs.id, ressurs.navn
    company = same[0]
    if is_asked(as_json=call.as_json):
        told = [say("{name} (support scheme)", name=ressurs.navn), *labels(call, same)]
        is_resource = choose(told) == 0
        return (
            (ressurs.id, ressurs.navn)
            if is_resource
            else (company.organisasjonsnummer, company.navn)
        )
    raise RequestError(
        msg("{name} can mean a support scheme or a company", name=repr_name(text)),
        msg(
            'choose one of them: "{resource}" or {number} = {company}',
            resource=ressurs.navn,
            number=company.organisasjonsnummer,
            company=company.navn,
        ),
    )


def _resource(call: Call, text: str) -> Ressurs | None:
    """Return the resource whose id or whole name `text` is."""
    known = ressurser_in(call.own_folder())
    return next((one for one in known if text.casefold() in (one.id, one.navn.casefold())), None)


def _ids_of(folder: Path, number: str) -> frozenset[str]:
    """Return the ids of all of a company's entries, those that no longer count included."""
    return frozenset(map(id_of, entries_about(folder, number)))


def _moment(call: Call) -> datetime:
    """Return the time in Norway, or the last minute of the day of `--today`."""
    return datetime.combine(call.today, time(23, 59)) if call.as_if else call.now


def _tell(call: Call, written: LoggedEntries, other: str) -> None:
    call.tell(written, entry_lines(written.entries, written.navn, people_in(call.folder), other))
    tell_written([written.path], quiet=call.quiet)
