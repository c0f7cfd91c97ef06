"""An invitation as a draft that e-mail programs open: in Norwegian, from a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from babel.dates import format_date

from hageplan.errors import RequestError
from hageplan.i18n import shown
from hageplan.invitations.invitation import Alone, Hindrance, Invitation, OfferedTime
from hageplan.invitations.template import rendered
from hageplan.mail.terminal import email_lines
from hageplan.messages import Message, msg
from hageplan.tours.days import minutes
from hageplan.ui.clean import printable
from hageplan.ui.texts import reason

SUBJECT: Final = "Emne:"
_OURS: Final = re.compile(r"(\d{9})-\d{4}-\d{2}-\d{2}-\d{4}\.eml")
# Norwegian, as the letter is, whatever language the command speaks.
EXAMPLE: Final = "EKSEMPEL"
EXAMPLE_LINE: Final = "EKSEMPELDATA: bedriftene er oppdiktet. Skal ikke sendes."
GONE: Final = msg("the company is no longer in bedrifter/")
ANEW: Final = msg("send nothing; make a new plan, and it is left out")
TODO: Final[Mapping[Hindrance, Message]] = {
    "called-off": msg("send nothing; make a new plan, and it gets another day"),
    "declined": msg("send nothing; if it has changed its mind, change status in its record"),
}
ALONE: Final[Mapping[Alone, Message]] = {
    "full": msg("{navn}: only the planned time is offered; no other fits"),
    "shared": msg(
        "{navn}: only the planned time is offered; other companies have been offered the rest"
    ),
}


def draft(invitation: Invitation, template: str, name: str, sender: str) -> bytes:
    """Return the draft; `name` is the template's file, `sender` our address or "".

    The same invitation gives the same bytes. Raises RequestError, with file and line, where the
    template has a fault.
    """
    subject, body = _written(invitation, template, name)
    if invitation.answer.example_data:
        subject, body = f"{EXAMPLE}: {subject}", f"{EXAMPLE_LINE}\n\n{body}"
    message = EmailMessage(policy=SMTP)
    if sender:
        message["From"] = sender
    message["To"] = invitation.answer.epost
    message["Subject"] = subject
    # Outlook opens it as something that is still to be sent.
    message["X-Unsent"] = "1"
    message.set_content(body, cte="quoted-printable")
    return message.as_bytes()


def refused_lines(invitation: Invitation) -> Iterator[str]:
    """Give why nothing is written to a company, then what to do."""
    answer, obstacle = invitation.answer, invitation.obstacle
    if obstacle is None or answer.reason == "opted-out":
        yield from email_lines(answer)
        return
    why = shown(GONE) if obstacle == "unknown" else reason(obstacle, invitation.detail)
    told = msg("Not allowed: {epost}, {navn}: {why}", epost=answer.epost or "–", navn=answer.navn,
               why=why)  # fmt: skip
    yield printable(shown(told))
    yield f"  {shown(TODO.get(obstacle, ANEW))}"


def alone_line(invitation: Invitation) -> str:
    """Return why a company is offered the planned time alone, "" where it is not."""
    if invitation.alone is None:
        return ""
    return printable(
        shown(Message(ALONE[invitation.alone].template, {"navn": invitation.answer.navn}))
    )


def file_name(invitation: Invitation) -> str:
    """Return what the draft's file is called."""
    first = invitation.times[0]
    number = invitation.answer.organisasjonsnummer
    return f"{number}-{first.date}-{first.start:%H%M}.eml"


def invited(name: str) -> str:
    """Return whose draft a file is by its name, "" where it is none of ours."""
    found = _OURS.fullmatch(name)
    return found[1] if found else ""


def _written(invitation: Invitation, template: str, name: str) -> tuple[str, str]:
    """Return the subject and the body."""
    text = rendered(_values(invitation), template, name)
    first, _newline, body = text.lstrip().partition("\n")
    subject = printable(first.removeprefix(SUBJECT).strip())
    if not first.startswith(SUBJECT):
        raise RequestError(
            msg("{name}:1: the first line must be the subject", name=name),
            msg("begin it with “{word}”, e.g. {word} Besøk hos dere?", word=SUBJECT),
        )
    if not subject:
        line = _line_with(SUBJECT, template)
        raise RequestError(
            msg("{name}:{line}: the subject is empty", name=name, line=line),
            msg("write it after “{word}”, e.g. {word} Besøk hos dere?", word=SUBJECT),
        )
    return subject, f"{body.strip()}\n"


def _line_with(word: str, template: str) -> int:
    lines = template.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith(word)), 1)


def _values(invitation: Invitation) -> dict[str, object]:
    first = invitation.times[0]
    return {
        "bedrift": _line(invitation.answer.navn),
        "kontakt": _line(invitation.kontakt),
        "hage": _line(invitation.hage),
        "medarbeider": _called(invitation, first),
        "minutter": minutes(first.end) - minutes(first.start),
        "forste_gang": invitation.first_contact,
        "tider": [
            {
                "dag": format_date(one.date, "EEEE d. MMMM", locale="nb"),
                "fra": f"{one.start:%H:%M}",
                "til": f"{one.end:%H:%M}",
                "medarbeider": _called(invitation, one),
            }
            for one in invitation.times
        ],
    }


def _called(invitation: Invitation, at: OfferedTime) -> str:
    """Return the name of who comes then."""
    return _line(invitation.people.get(at.who, at.who))


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
