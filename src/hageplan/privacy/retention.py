"""What has been kept long enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hageplan.mail.consent import is_sole_trader
from hageplan.records.logg import Avtale, Henvendelse
from hageplan.records.spelling import number_in
from hageplan.records.workspace import Workspace

_LEADER: Final = "rolle"
"""What happened where a register told of a new leader: then these keys are names."""
_NAMES: Final = ("fra", "til")
_DATED: Final = {"henvendelse": "tid", "oppfolging": "utfort", "kobling": "tid"}
_NOTES: Final = {
    "henvendelse": ("notat", "utvidelse"),
    "oppfolging": ("tekst", "resultat"),
    "kobling": ("notat",),
}


@dataclass(frozen=True, kw_only=True)
class Expired:
    """What is to go: sole traders, contact persons, notes of days before `notes_before`.

    What was noted of a company itself has no day; it goes with `noted`, the companies whose last
    contact was before that.
    """

    sole_traders: frozenset[str]
    contacts: frozenset[str]
    noted: frozenset[str]
    notes_before: date
    plans_before: date
    backups_before: date
    letters_before: date
    leaders_before: date

    def is_unwanted(self, table: str, key: str, data: Mapping[str, Any]) -> bool:
        """Tell whether the key of a table, whose data is given, is to go."""
        if table == "bedrift":
            going = {"kontakt": self.contacts, "notat": self.noted}.get(key, frozenset())
            return number_in(data) in going
        if table == "sagt":
            going = self.noted if key == "notat" else self.contacts
            is_of_people = key == "notat" or key.startswith("kontakt.")
            return is_of_people and number_in(data) in going
        if data.get("slag") == _LEADER:
            return key in _NAMES and str(data.get("dato", "")) < self.leaders_before.isoformat()
        if key not in _NOTES.get(table, ()):
            return False
        when = str(data.get(_DATED[table], ""))[:10]
        return bool(when) and when < self.notes_before.isoformat()


def expired(workspace: Workspace, today: date) -> Expired:
    """Return what the settings say is to go on `today`.

    A member's data is kept as long as it is one; who was never in touch is kept too, since nothing
    tells how long.
    """
    rules = workspace.oppsett.personvern
    last = last_contacts(workspace)
    kept = {b.organisasjonsnummer for b in workspace.bedrifter if b.status == "medlem"}
    sole = {b.organisasjonsnummer for b in workspace.bedrifter if is_sole_trader(b)}
    persons = {b.organisasjonsnummer for b in workspace.bedrifter if any(vars(b.kontakt).values())}

    def old(months: int) -> frozenset[str]:
        limit = months_before(today, months)
        return frozenset(number for number, day in last.items() if day < limit) - kept

    return Expired(
        sole_traders=old(rules.enk_maaneder) & sole,
        contacts=old(rules.kontakt_maaneder) & persons - sole,
        noted=old(rules.notat_maaneder),
        notes_before=months_before(today, rules.notat_maaneder),
        plans_before=months_before(today, rules.plan_maaneder),
        backups_before=months_before(today, rules.kopi_maaneder),
        letters_before=months_before(today, rules.brev_maaneder),
        leaders_before=months_before(today, rules.rolle_maaneder),
    )


def last_contacts(workspace: Workspace) -> dict[str, date]:
    """Return the day of the latest contact or appointment of each company that had one."""
    found: dict[str, date] = {}
    entries: tuple[Henvendelse | Avtale, ...] = (*workspace.henvendelser, *workspace.avtaler)
    for entry in entries:
        day, number = entry.tid.date(), entry.organisasjonsnummer
        found[number] = max(day, found.get(number, day))
    return found


def months_before(day: date, months: int) -> date:
    """Return the day `months` before `day`, the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))
