"""Ask for the calendars that are published as links, before a command reads busy times."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hageplan.calendars.links import links_of
from hageplan.command.call import Call, norwegian_time
from hageplan.i18n import shown
from hageplan.messages import msg
from hageplan.records.settings.planlegging import Kalender
from hageplan.records.settings.rules import Innlesing
from hageplan.workspace.files import read_toml
from hageplan.workspace.find import SETTINGS_FILE

Settings = TypeVar("Settings", bound=BaseModel)


def refresh_calendars(call: Call) -> None:
    """Fetch what is due of the calendars that hageplan.toml links to; nobody may hold the lock.

    Says on standard error where a copy stands in for one. Raises ServiceError where there is none.
    """
    if call.own is None:
        return
    file, _problems = read_toml(call.own / SETTINGS_FILE, SETTINGS_FILE)
    people = file.data.get("medarbeider", []) if file else []
    links = links_of(person for person in people if isinstance(person, dict))
    if file is None or not links:
        return
    # Few workspaces name links, and the client for them takes a tenth of a second to load.
    from hageplan.calendars.published import fetch_by, refresh

    rules = _settings(Kalender, file.data.get("kalender"))
    fetch = fetch_by(_settings(Innlesing, file.data.get("innlesing")), rules.vent_sekunder)
    told = refresh(call.own, links, settings=rules, fetch=fetch, now=norwegian_time())
    for note in told:
        call.note(shown(msg("hageplan: {text}", text=note)))


def _settings(model: type[Settings], table: object) -> Settings:
    """Return the settings of a table, the usual ones where it has faults: others tell of these."""
    with suppress(ValidationError):
        return model.model_validate(table or {})
    return model()
