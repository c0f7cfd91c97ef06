"""An introduction for the log, and the task that follows it up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hageplan.errors import RequestError
from hageplan.log.contact_entries import check_owner, check_people, past
from hageplan.matching.profile import not_introduced
from hageplan.messages import msg
from hageplan.records.entries import free_id, id_of, with_free_id
from hageplan.records.logg import Kobling, Oppfolging
from hageplan.records.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class IntroductionInput:
    """What is said of an introduction.

    Attributes:
        til: The other's organisasjonsnummer, or a resource's id.
        at: When it was made; None for now.
        medarbeider: Who made it; "" for the only one.
        ansvarlig: Who asks how it went; None for the same.
        frist: When; None for the settings' days after.
        notat: What is to be remembered.
        task: What is to be done, in words.
    """

    til: str
    at: datetime | None = None
    medarbeider: str = ""
    ansvarlig: str | None = None
    frist: date | None = None
    notat: str = ""
    task: str = ""


def introduction(
    number: str,
    said: IntroductionInput,
    workspace: Workspace,
    taken: Collection[str],
    now: datetime,
) -> tuple[Kobling, Oppfolging]:
    """Return the entries for introducing the company `number`.

    `taken` are the ids of its entries, `now` is the time in Norway.

    Raises RequestError for a company introduced to itself or anew, for one that has opted out or
    closed down, and where nobody is there to follow it up.
    """
    _check_pair(number, said.til, workspace)
    people = [person.id for person in workspace.oppsett.medarbeider]
    who = said.medarbeider or (people[0] if len(people) == 1 else "")
    owner = said.ansvarlig or who
    check_people((who, owner), people)
    check_owner(owner)
    tid = past(said.at, now).replace(microsecond=0)
    made = Kobling(
        organisasjonsnummer=number, til=said.til, tid=tid, medarbeider=who, notat=said.notat
    )
    days = timedelta(days=workspace.oppsett.kobling.oppfolging_dager)
    task = Oppfolging(
        id="oppfolging",
        organisasjonsnummer=number,
        frist=said.frist or tid.date() + days,
        ansvarlig=owner,
        tekst=said.task,
    )
    return with_free_id(made, taken), with_free_id(task, taken)


def introduction_of(number: str, til: str, workspace: Workspace) -> Kobling:
    """Return the introduction of two; raises RequestError where there is none."""
    made = _between(number, til, workspace)
    if made is None:
        raise RequestError(
            msg("the log has no introduction of these two"),
            msg("show them: hageplan bedrift COMPANY"),
        )
    return made


def taken_back(made: Kobling, taken: Collection[str], now: datetime) -> Kobling:
    """Return the entry that takes back an introduction; `taken` are its company's ids."""
    entry = made.model_copy(update={"erstatter": id_of(made), "stroket": True, "notat": ""})
    own = free_id(id_of(made), taken)
    return entry.model_copy(update={"id": own, "tid": now.replace(microsecond=0)})


def _between(number: str, til: str, workspace: Workspace) -> Kobling | None:
    pairs = ((k, {k.organisasjonsnummer, k.til}) for k in workspace.koblinger)
    return next((kobling for kobling, ends in pairs if ends == {number, til}), None)


def _check_pair(number: str, til: str, workspace: Workspace) -> None:
    by_number = workspace.bedrift_by_number
    if number == til:
        raise RequestError(
            msg("{name} cannot be introduced to itself", name=by_number[number].navn),
            msg("give two companies, or a company and a support scheme"),
        )
    for bedrift in (by_number[one] for one in (number, til) if one in by_number):
        if bedrift.reservert or bedrift.status == "nedlagt":
            raise not_introduced(bedrift.navn)
    if (made := _between(number, til, workspace)) is not None:
        raise RequestError(
            msg(
                "they were already introduced, on {date}: {id}",
                date=made.tid.date(),
                id=id_of(made),
            ),
            msg(
                "log the outcome with hageplan log or hageplan done, or withdraw the "
                "introduction with --stryk"
            ),
        )
