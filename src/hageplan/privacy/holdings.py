"""Which personal data is stored, why, since when, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from hageplan.mail.consent import is_sole_trader
from hageplan.messages import Message, msg
from hageplan.privacy.result import Holding, Holdings, Kind
from hageplan.privacy.retention import last_contacts, months_before
from hageplan.records.workspace import Workspace

WHY: Final[dict[Kind, Message]] = {
    "kontakt": msg("contact persons, to know who to ask for; legitimate interest (GDPR 6.1 f)"),
    "enk": msg(
        "sole proprietorships and their log entries, to offer them the same as "
        "companies; legitimate interest (GDPR 6.1 f)"
    ),
    "notat": msg("notes in free text, to remember what was said; legitimate interest (GDPR 6.1 f)"),
    "medarbeider": msg(
        "medarbeidere, their homes and absence, to plan their days; the contract of "
        "employment (GDPR 6.1 b)"
    ),
    "plan": msg("saved plans, to compare with what was promised; legitimate interest (GDPR 6.1 f)"),
    "kopi": msg("backups, so that no data is lost; legitimate interest (GDPR 6.1 f)"),
    "rolle": msg(
        "names of leaders from the register, to know who is new; legitimate interest (GDPR 6.1 f)"
    ),
    "brev": msg("copies of e-mail, to know what was sent; legitimate interest (GDPR 6.1 f)"),
}


def holdings(
    workspace: Workspace,
    plans: Sequence[date],
    backups: Sequence[date],
    letters: Sequence[date] = (),
) -> Holdings:
    """Return what is stored of people; `plans` are the last days of saved plans.

    `backups` and `letters` are the days on which those were made.
    """
    rules = workspace.oppsett.personvern
    met = last_contacts(workspace)
    firms = workspace.bedrifter
    persons = [b.organisasjonsnummer for b in firms if any(vars(b.kontakt).values())]
    sole = [b.organisasjonsnummer for b in firms if is_sole_trader(b)]
    notes = [c.tid.date() for c in (*workspace.henvendelser, *workspace.rettet) if c.notat]
    notes += [k.tid.date() for k in workspace.koblinger if k.notat]
    notes += [o.frist for o in workspace.oppfolginger if o.tekst or o.resultat]
    noted = [b.organisasjonsnummer for b in firms if b.notat]
    notes += _days(noted, met)
    undated = sum(number not in met for number in noted)
    leaders = [one.dato for one in workspace.hendelser if one.slag == "rolle" and one.til]
    people = len(workspace.oppsett.medarbeider)
    told = (_holding("rolle", len(leaders), leaders, rules.rolle_maaneder),) if leaders else ()
    rows = (
        _holding("kontakt", len(persons), _days(persons, met), rules.kontakt_maaneder),
        _holding("enk", len(sole), _days(sole, met), rules.enk_maaneder),
        _holding("notat", len(notes) + undated, notes, rules.notat_maaneder),
        _holding("medarbeider", people, (), None),
        _holding("plan", len(plans), plans, rules.plan_maaneder),
        _holding("kopi", len(backups), backups, rules.kopi_maaneder),
        _holding("brev", len(letters), letters, rules.brev_maaneder),
        *told,
    )
    return Holdings(example_data=workspace.example_data, holdings=rows)


def _days(numbers: Iterable[str], met: dict[str, date]) -> list[date]:
    return [met[number] for number in numbers if number in met]


def _holding(kind: Kind, count: int, days: Sequence[date], months: int | None) -> Holding:
    since = min(days, default=None)
    return Holding(
        kind=kind,
        count=count,
        since=since,
        latest=max(days, default=None),
        months=months,
        why=WHY[kind],
        until=None if since is None or months is None else months_before(since, -months),
    )
