"""Hand letters to a mail server, and tell what became of each."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hageplan.errors import RequestError
from hageplan.mail.conversation import Bounds, Conversation, EncryptedConversation
from hageplan.mail.letter import one_line
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.settings.epost import Epost

Verdict = Literal["sent", "later", "refused", "unsure", "gone"]

_LOG_IN_FIRST: Final = 530
"""A 5xx that is about the connection, not about the letter (RFC 4954, RFC 3207)."""
_YES, _NOT_NOW, _NO = 2, 4, 5
"""The first digit of an answer (RFC 5321, 4.2.1)."""
_GO_AHEAD: Final = 354
_DONE: Final = 250
_LOST: Final = msg(
    "the connection was lost after the e-mail was sent; it is uncertain whether it arrived"
)


@dataclass(frozen=True)
class Handed:
    """What became of a letter; `answer` is the server's, "" if it gave none."""

    verdict: Verdict
    why: Message = NOTHING
    answer: str = ""


class UnavailableError(Exception):
    """The server takes no letters now; `again` tells whether to try soon may help."""

    def __init__(self, why: Message, *, again: bool) -> None:
        super().__init__(str(why))
        self.why = why
        self.again = again


def trust(settings: Epost, folder: Path) -> ssl.SSLContext | None:
    """Return whose certificates count; None if nothing is encrypted. Raises RequestError."""
    if settings.sikkerhet == "ingen":
        return None
    if settings.sertifikater is None:
        return ssl.create_default_context()
    path = folder / Path(settings.sertifikater).expanduser()
    try:
        return ssl.create_default_context(cafile=path)
    except OSError as fault:
        raise RequestError(
            msg("{path}: no certificates can be read: {why}", path=path, why=_words(fault)),
            msg("correct epost.sertifikater in hageplan.toml, or remove it; no e-mail was sent"),
        ) from fault


@contextmanager
def connected(
    settings: Epost, password: str, context: ssl.SSLContext | None
) -> Iterator[Conversation]:
    """Be connected and logged in; raises UnavailableError, before anything secret is sent in clear.

    `context` is None only where the settings ask for no encryption.
    """
    bounds = Bounds(settings)
    try:
        client = _open(settings, password, context, bounds)
    except ssl.SSLCertVerificationError as fault:
        why = msg(
            "{server}: the certificate is not valid: {why}",
            server=_server(settings),
            why=fault.verify_message or _words(fault),
        )
        raise UnavailableError(why, again=False) from fault
    except smtplib.SMTPAuthenticationError as fault:
        # Without the answer's text: it may repeat what was sent.
        why = msg(
            "{server} does not let {user} log in ({code})",
            server=_server(settings),
            user=settings.bruker,
            code=fault.smtp_code,
        )
        raise UnavailableError(why, again=fault.smtp_code // 100 == _NOT_NOW) from fault
    except smtplib.SMTPNotSupportedError as fault:
        why = msg("{server} offers no login", server=_server(settings))
        raise UnavailableError(why, again=False) from fault
    except ValueError as fault:  # a challenge that is none
        why = msg("{server} asks for the password in an unknown way",
                  server=_server(settings))  # fmt: skip
        raise UnavailableError(why, again=False) from fault
    except OSError as fault:
        raise _unavailable(settings, fault, bounds) from fault
    try:
        yield client
    finally:
        with suppress(OSError):
            client.quit()
        client.close()


def hand_over(
    client: Conversation, settings: Epost, recipient: str, claimed: Callable[[], bytes | None]
) -> Handed:
    """Hand over one letter; `claimed` gives its text just before any of it is sent, or None.

    Raises UnavailableError if the connection is lost before the text has ended: the server then
    throws away what it has (RFC 5321, 4.1.1.4).
    """
    try:
        code, reply = client.mail(settings.avsender)
        if code // 100 == _YES:
            code, reply = client.rcpt(recipient)
        if code // 100 != _YES:
            with suppress(OSError):
                client.rset()
            return _turned_down(code, reply)
        text = claimed()
        if text is None:
            client.rset()
            return Handed("gone")
        code, reply = client.docmd("DATA")
        if code != _GO_AHEAD:
            return _turned_down(code, reply)
        client.send(_dotted(text))
    except OSError as fault:
        raise _unavailable(settings, fault, client.bounds) from fault
    return _ended(client)


def _ended(client: Conversation) -> Handed:
    """End the text; from here on only an answer tells whether it arrived."""
    try:
        client.send(b".\r\n")
        code, reply = client.getreply()
    except OSError:
        return Handed("unsure", _LOST)
    if code == _DONE:
        return Handed("sent")
    if code // 100 in (_NOT_NOW, _NO):
        return _turned_down(code, reply)
    answer = _answer(code, reply)
    return Handed("unsure", msg("the server answered {answer}", answer=answer), answer)


def _turned_down(code: int, reply: bytes) -> Handed:
    """Return what a letter becomes that was not taken."""
    answer = _answer(code, reply)
    is_final = code // 100 == _NO and code != _LOG_IN_FIRST
    verdict: Verdict = "refused" if is_final else "later"
    return Handed(verdict, msg("the server answered {answer}", answer=answer), answer)


def _open(
    settings: Epost, password: str, context: ssl.SSLContext | None, bounds: Bounds
) -> Conversation:
    if settings.sikkerhet == "tls":
        client: Conversation = EncryptedConversation(settings, bounds, context=context)
    else:
        client = Conversation(settings, bounds)
    try:
        client.ehlo_or_helo_if_needed()
        if settings.sikkerhet == "starttls":
            _encrypt(client, settings, context)
        if settings.bruker:
            client.login(settings.bruker, password)
    except BaseException:
        client.close()
        raise
    return client


def _encrypt(client: Conversation, settings: Epost, context: ssl.SSLContext | None) -> None:
    if not client.has_extn("starttls"):
        why = msg("{server} offers no encryption (STARTTLS)", server=_server(settings))
        raise UnavailableError(why, again=False)
    client.starttls(context=context)
    client.ehlo_or_helo_if_needed()


def _dotted(text: bytes) -> bytes:
    """Return a text as it is sent, a dot at a line's beginning twice (RFC 5321, 4.5.2)."""
    ended = text if text.endswith(b"\r\n") else text + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended)


def _answer(code: int, reply: bytes) -> str:
    return one_line(f"{code} {reply.decode('utf-8', 'replace')}")


def _unavailable(settings: Epost, fault: OSError, bounds: Bounds) -> UnavailableError:
    """Return what to raise; what goes on without end once is not begun again."""
    why = bounds.broken or _words(fault)
    what = msg("{server} cannot be used: {why}", server=_server(settings), why=why)
    return UnavailableError(what, again=bounds.broken is None)


def _server(settings: Epost) -> str:
    return f"{settings.vert}:{settings.serverport}"


def _words(fault: OSError) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        error = fault.smtp_error
        return _answer(fault.smtp_code, error if isinstance(error, bytes) else error.encode())
    return one_line(fault.strerror or str(fault)) or type(fault).__name__
