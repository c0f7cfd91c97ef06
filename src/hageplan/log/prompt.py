"""Where entries are taken down: written, corrected, or asked for on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hageplan import api
from hageplan.command.running import note, now, print_json, writing
from hageplan.errors import RequestError
from hageplan.i18n import _, shown
from hageplan.log.said import Said
from hageplan.messages import msg
from hageplan.records.logg import Henvendelse
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import entries_json, entry_lines
from hageplan.workspace.partial import Company, companies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hageplan.log.due_today import Meeting
    from hageplan.records.logg import Entry


@dataclass(frozen=True)
class Desk:
    """A workspace's log, and how the one who writes in it is answered."""

    folder: Path
    today: datetime | None
    as_json: bool
    quiet: bool

    def write(self, company: Company, said: Said) -> None:
        """Write a contact, and say that it is saved."""
        with writing(self.folder, quiet=self.quiet):
            path, entries = api.log(self.folder, company.organisasjonsnummer, said, self._now())
        self._say(path, entries, company)
        if said.answers.get("kanal") == "epost" and said.answers.get("retning") != "inn":
            self._warn_of_email(company)

    def correct(self, entry_id: str, said: Said) -> None:
        """Write what replaces an entry, and say that it is saved."""
        with writing(self.folder, quiet=self.quiet):
            path, entries = api.correct(self.folder, entry_id, said, self._now())
        number = entries[0].organisasjonsnummer
        found = (c for c in companies(self.folder) if c.organisasjonsnummer == number)
        self._say(path, entries, next(found, Company(number, number, "")))

    def ask(self, text: str | None, said: Said) -> None:
        """Ask for what is not said yet, with defaults from today's plan."""
        meetings = self._meetings(said)
        known = companies(self.folder)
        company = self._meant(text or ask_name(meetings), known)
        meeting = next((m for m in meetings if m.number == company.organisasjonsnummer), None)
        self._ask_and_write(company, meeting, said)

    def walk_through_plan(self, said: Said) -> None:
        """Ask for each of today's stops that the log does not have yet."""
        meetings = self._meetings(said)
        if not meetings:
            raise RequestError(
                msg("today has no stops that are not in the log"),
                msg("hageplan log ORGNR writes what was not planned"),
            )
        if not sys.stdin.isatty():
            raise RequestError(
                msg("--from-plan asks, and this is no terminal"),
                msg("write each: {commands}", commands="; ".join(map(_command, meetings))),
            )
        from hageplan.command.prompt import confirmed

        by_number = {c.organisasjonsnummer: c for c in companies(self.folder)}
        for meeting in meetings:
            company = by_number.get(meeting.number)
            question = _("{start} {navn}: write it down?").format(
                start=f"{meeting.start:%H:%M}", navn=meeting.navn
            )
            if company is not None and confirmed(question):
                self._ask_and_write(company, meeting, said)

    def _ask_and_write(self, company: Company, meeting: Meeting | None, said: Said) -> None:
        from hageplan.command.prompt import confirmed
        from hageplan.log.contact_prompt import ask_contact

        at = said.at
        if at is None and meeting is not None and meeting.start <= self._now():
            at = meeting.start
        minutes = meeting.minutes if meeting is not None else None
        asked = ask_contact(company.navn, replace(said, at=at), minutes, self._now())
        if meeting is not None and "medarbeider" not in asked.answers:
            asked = replace(asked, answers={**asked.answers, "medarbeider": meeting.medarbeider})
        if confirmed(_("Save?")):
            self.write(company, asked)
        else:
            note(_("hageplan: not saved"), quiet=self.quiet)

    def _meant(self, text: str, known: tuple[Company, ...]) -> Company:
        """Return the company that is meant, asking where it may be several."""
        from hageplan.command.prompt import choose
        from hageplan.workspace.lookup import candidates, find_company

        found = candidates(text, known)
        if len(found) < 2:
            return find_company(text, known)
        return found[choose([f"{c.navn} ({c.organisasjonsnummer})" for c in found])]

    def _meetings(self, said: Said) -> list[Meeting]:
        from hageplan.log.due_today import meetings_of

        return meetings_of(self.folder, self._now().date(), said.answers.get("medarbeider"))

    def _now(self) -> datetime:
        """Return the time in Norway; a day that was asked for counts whole."""
        if self.today is None or self.today.date() == now().date():
            return now().replace(tzinfo=None)
        return datetime.combine(self.today.date(), time(23, 59))

    def _warn_of_email(self, company: Company) -> None:
        """Say where marketing e-mail is not allowed; what was sent is in the log all the same."""
        from hageplan.mail.consent import may_email
        from hageplan.mail.consent_terminal import email_lines
        from hageplan.workspace.read import load

        records = load(self.folder)
        answer = may_email(records, company.organisasjonsnummer, today=self._now().date())
        if not answer.allowed and answer.reason != "no-address":
            note("\n".join(email_lines(answer)), quiet=self.quiet)

    def _say(self, path: Path, entries: tuple[Entry, ...], company: Company) -> None:
        if self.as_json:
            print_json(entries_json(entries, company.navn))
        else:
            for line in (*entry_lines(entries, company.navn), *self._task(entries)):
                typer.echo(line)
        note(shown(msg("written: {path}", path=path)), quiet=self.quiet)

    def _task(self, entries: tuple[Entry, ...]) -> Iterator[str]:
        """Give the task that a flag becomes, where nothing was promised that takes it up."""
        from hageplan.followup.due import flag_due, is_taken_up
        from hageplan.workspace.partial import entries_about, followup_rules, medarbeidere_in

        contact = entries[0]
        if not isinstance(contact, Henvendelse) or not contact.flagg or contact.stroket:
            return
        if not is_taken_up(contact, entries_about(self.folder, contact.organisasjonsnummer)):
            rules = followup_rules(self.folder)
            first = next(iter(medarbeidere_in(self.folder)), "")
            owner = contact.medarbeider or rules.leder or first
            task = _("Task: {ansvarlig} by {frist}, for the flag")
            due = flag_due(contact, rules)
            yield printable(task.format(ansvarlig=owner or "?", frist=due))


def ask_name(meetings: Sequence[Meeting]) -> str:
    """Ask which company; the next that we were to meet unless told otherwise."""
    from hageplan.command.prompt import ask

    usual = meetings[0].navn if meetings else ""
    return ask(_("Which company (name or organisasjonsnummer)"), usual)


def _command(meeting: Meeting) -> str:
    return f"hageplan log {meeting.number} --at '{meeting.start:%Y-%m-%d %H:%M}' …"
