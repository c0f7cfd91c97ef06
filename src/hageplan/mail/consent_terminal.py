"""Whether an e-mail may be sent, and what to do where it may not."""

from __future__ import annotations

from collections.abc import Iterator

from hageplan.i18n import shown
from hageplan.mail.consent import EmailConsent
from hageplan.messages import msg
from hageplan.ui.clean import printable


def email_lines(answer: EmailConsent) -> Iterator[str]:
    """Give the answer, then what to do."""
    values = {"epost": answer.epost or "–", "navn": answer.navn or answer.organisasjonsnummer}
    if answer.allowed:
        yield printable(shown(msg("Allowed: {epost}, {navn}", **values)))
        return
    yield printable(shown(msg("Refused: {epost}, {navn}: {why}", **values, why=answer.what)))
    yield f"  {shown(answer.todo)}"
