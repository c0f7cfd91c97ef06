"""The password of the mail server: from whoever calls, else from the system's keyring."""

from __future__ import annotations

from typing import Final

from hageplan.errors import MissingExtraError, RequestError
from hageplan.messages import Message, msg
from hageplan.records.settings.epost import Epost

SERVICE: Final = "hageplan"
"""Under which name the keyring holds it."""
VARIABLE: Final = "HAGEPLAN_SMTP_PASSWORD"


def password_for(settings: Epost, given: str = "") -> str:
    """Return the password of the settings' user, "" if nobody logs in.

    `given` comes first, else the keyring is asked. Raises RequestError if there is none, or one
    that smtplib cannot send.
    """
    if not settings.bruker:
        return ""
    password = given or _from_keyring(settings.bruker)
    if not (settings.bruker + password).isascii():
        raise RequestError(
            msg("the mail server's user name or password has letters such as æ, ø, å"),
            msg("choose a password without such letters; the e-mail waits in utboks/"),
        )
    return password


def _from_keyring(user: str) -> str:
    # It takes 44 ms to load, and many give the password otherwise.
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise MissingExtraError(
            msg(
                "no password: {variable} is not set, and to ask this machine's keyring needs the "
                "package keyring; the e-mail waits in utboks/",
                variable=VARIABLE,
            ),
            "nokkelring",
        ) from None
    try:
        password = keyring.get_password(SERVICE, user)
    except KeyringError as fault:
        why = " ".join(str(fault).split())
        what = msg("no password: this machine's keyring cannot be used: {why}", why=why)
        raise RequestError(what, _what_to_do(user)) from fault
    if not password:
        what = msg("no password: the keyring has none for {user} in hageplan", user=user)
        raise RequestError(what, _what_to_do(user))
    return password


def _what_to_do(user: str) -> Message:
    return msg(
        "store it once with {command}, or set {variable}; the e-mail waits in utboks/",
        command=f"keyring set {SERVICE} {user}",
        variable=VARIABLE,
    )
