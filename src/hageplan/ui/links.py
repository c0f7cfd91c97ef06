"""Links that a telephone follows."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_PLAIN: Final = "!$()*,;:@"
"""What stands for itself in a letter's fields (RFC 6068), but for what HTML would escape."""
_WAY: Final = "https://www.google.com/maps/dir/?api=1&destination="


def navigation(lat: float, lon: float) -> str:
    """Return a link that opens the telephone's map with the way there (Google's Maps URLs)."""
    return f"{_WAY}{lat:.5f},{lon:.5f}"


def navigation_by_address(address: str) -> str:
    """Return a link that lets the telephone's map look an address up, for want of coordinates."""
    return f"{_WAY}{quote(address, safe='', errors='replace')}"


def telephone(text: str) -> str:
    """Return the link that calls a number (RFC 3966), "" where the text holds none."""
    digits = re.sub(r"[^\d+]", "", text)
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{5,15}", digits) else ""


def email(text: str) -> str:
    """Return the link that writes to an address (RFC 6068), "" where the text is none."""
    address = text.strip()
    is_one = re.fullmatch(r"[^\s@<>,;:?&%\"]+@[^\s@<>,;:?&%\"]+", address)
    return f"mailto:{address}" if is_one and address.isprintable() else ""


def letter(to: str, subject: str, body: str) -> str:
    """Return the link that opens a letter with its subject and text filled in (RFC 6068)."""
    text = quote(body.replace("\n", "\r\n"), safe=_PLAIN, errors="replace")
    about = quote(" ".join(subject.split()), safe=_PLAIN, errors="replace")
    return f"mailto:{quote(to, safe='@')}?subject={about}&body={text}"
