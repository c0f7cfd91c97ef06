"""How e-mail is sent: `[epost]` in `hageplan.toml`."""

import re
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from hageplan.errors import RequestError
from hageplan.messages import msg
from hageplan.records.base import Record

UTBOKS: Final = "utboks"
"""The folder of letters that wait, were refused, or may or may not have arrived."""
SENDT: Final = "sendt"
"""The folder of copies of what was sent, a folder a year."""

Sikkerhet = Literal["starttls", "tls", "ingen"]
PORTS: Final[dict[Sikkerhet, int]] = {"starttls": 587, "tls": 465, "ingen": 25}
"""Usual ports: RFC 6409 (submission), RFC 8314 (TLS from the start), RFC 5321."""
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})

SURELY_PLAIN: Final = re.compile(
    r"[a-z0-9]+([._+-][a-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}", re.ASCII
)
"""Addresses as most are, which are right by every rule."""
SURELY_SHORT: Final = 63
"""Letters, which neither a part of a domain nor what stands before the @ may exceed (RFC 5321)."""


def plain_address(text: str) -> str:
    """Return an address in ASCII, as every mail server takes it: `bjørk.no` as `xn--bjrk-hra.no`.

    Raises RequestError if it is no address, or has letters before the @ that need a newer kind of
    server (RFC 6531).
    """
    if len(text) <= SURELY_SHORT and SURELY_PLAIN.fullmatch(text):
        return text
    # Its expressions of all letters there are take 12 ms to load, and few addresses need them.
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    SPECIAL_USE_DOMAIN_NAMES.clear()  # a firm's own server may be called `server.local`
    try:
        found = validate_email(
            text.strip(), strict=True, globally_deliverable=False, check_deliverability=False
        )
    except EmailNotValidError:
        found = None
    if found is None or "." not in found.domain:
        raise RequestError(
            msg("{address} is not an e-mail address", address=repr(text)),
            msg("one address and nothing else, such as post@hage.example"),
        )
    if found.ascii_email is None:
        raise RequestError(
            msg("{address}: letters such as æ, ø, å before the @ are not supported", address=text),
            msg("use an address without them; they are allowed after the @"),
        )
    return found.ascii_email


def _checked(text: str) -> str:
    try:
        return plain_address(text)
    except RequestError:
        raise PydanticCustomError("epostadresse", "not an e-mail address") from None


Epostadresse = Annotated[str, AfterValidator(_checked)]
"""One address, as mail servers take it."""


class Epost(Record):
    """How e-mail is sent. No file holds the password.

    Attributes:
        avsender: The address that letters come from.
        vert: The mail server; its certificate is always checked.
        sikkerhet: Encrypted after STARTTLS, from the start, or not at all; the last only where the
            server is this machine.
        bruker: Who logs in; "" if nobody does.
        sertifikater: A file of the authorities that vouch for a server of one's own, relative to
            the workspace.
        tidsgrense_sekunder: How long to wait for the server's next word.
        samtale_sekunder: How long a conversation with it may take in all, whatever it says.
        svar_kilobyte: How much it may say in one.
        forsok: How often the server is tried in one run; not where one of these is passed.
    """

    avsender: Epostadresse
    vert: Annotated[str, Field(pattern=r"^[^\s@/]+$")]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    sikkerhet: Sikkerhet = "starttls"
    bruker: str = ""
    sertifikater: str | None = None
    tidsgrense_sekunder: Annotated[int, Field(ge=1, le=600)] = 30
    samtale_sekunder: Annotated[float, Field(gt=0, le=3600)] = 300.0
    svar_kilobyte: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    forsok: Annotated[int, Field(ge=1, le=10)] = 3

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        if self.sikkerhet == "ingen" and self.vert not in THIS_MACHINE:
            raise PydanticCustomError("ukryptert", "not encrypted")
        return self

    @property
    def serverport(self) -> int:
        """The port, where none is given the usual one."""
        return self.port or PORTS[self.sikkerhet]

    @property
    def domene(self) -> str:
        """The domain of the sender."""
        return self.avsender.rpartition("@")[2]
