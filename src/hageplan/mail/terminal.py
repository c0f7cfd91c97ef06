"""Letters of the outbox, what became of those just sent, and whether e-mail may be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding

from hageplan.i18n import _, say, shown
from hageplan.mail.result import QueuedMail, State, file_of
from hageplan.messages import Message, msg
from hageplan.ui.clean import printable
from hageplan.ui.console import heading, text

if TYPE_CHECKING:
    from hageplan.mail.consent import EmailConsent

_HEADINGS: Final[Mapping[State, Message]] = {
    "sent": msg("Sent"),
    "waiting": msg("Waiting"),
    "sending": msg("Being sent now, or left behind by a crash"),
    "unsure": msg("May have arrived"),
    "refused": msg("Rejected"),
}
_TODO: Final[Mapping[State, Message]] = {
    "waiting": msg("try again: hageplan outbox --send"),
    "sending": msg("if no hageplan is running, clean up with hageplan outbox --send"),
    "unsure": msg(
        "ask the recipient, or check the account's sent mail; then delete the file, or rename it "
        "to end in .eml to send it again"
    ),
    "refused": msg("fix the cause and rename the file to end in .eml, or delete it"),
}


def print_outbox(
    letters: Sequence[QueuedMail], out: Console, earlier: Sequence[QueuedMail] = ()
) -> None:
    """Print letters by how far they are, and what to do; `earlier` were sent before, or perhaps."""
    if not letters and not earlier:
        out.print(_("No e-mail is waiting to be sent."))
    for state, title in _HEADINGS.items():
        of_it = [letter for letter in letters if letter.state == state]
        if of_it:
            heading(shown(title), out)
            _print_letters(of_it, out)
            if state in _TODO:
                out.print(Padding(text(shown(_TODO[state]), "dim"), (0, 0, 0, 2)))
    if earlier:
        heading(_("Not sent again (sent before, or perhaps sent)"), out)
        _print_letters(earlier, out)


def email_lines(answer: EmailConsent) -> Iterator[str]:
    """Give the answer, then what to do."""
    values = {"epost": answer.epost or "–", "navn": answer.navn or answer.organisasjonsnummer}
    if answer.allowed:
        yield printable(say("Allowed: {epost}, {navn}", **values))
        return
    yield printable(say("Not allowed: {epost}, {navn}: {why}", **values, why=answer.what))
    yield f"  {shown(answer.todo)}"


def _print_letters(letters: Iterable[QueuedMail], out: Console) -> None:
    for letter in letters:
        title = f"{letter.recipient or '–'}: {letter.subject}"
        out.print(Padding(text(title), (0, 0, 0, 2)))
        out.print(Padding(text(file_of(letter.path), "dim"), (0, 0, 0, 4)), soft_wrap=True)
        if str(letter.reason):
            out.print(Padding(text(shown(letter.reason)), (0, 0, 0, 4)))
