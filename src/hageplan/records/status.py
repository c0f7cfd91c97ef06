"""What a company is to us, and the words by which people say so; without pydantic, for options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

Status = Literal["prospekt", "medlem", "maalbedrift", "avslag", "nedlagt"]
STATUS_WORDS: Final[Mapping[str, Status]] = {
    **{word: word for word in get_args(Status)},
    "medlemmer": "medlem", "ja": "medlem", "member": "medlem", "malbedrift": "maalbedrift",
    "x": "medlem", "sann": "medlem", "true": "medlem", "prospect": "prospekt",
    "nei": "prospekt", "ikke medlem": "prospekt", "tidligere medlem": "prospekt",
    "usann": "prospekt", "false": "prospekt", "nei takk": "avslag", "onsker ikke": "avslag",
    "mulig medlem": "prospekt", "potensielt medlem": "prospekt", "potential member": "prospekt",
    "target company": "maalbedrift", "takket nei": "avslag", "takker nei": "avslag",
    "sagt nei": "avslag", "sa nei": "avslag", "avslatt": "avslag", "declined": "avslag",
    "konkurs": "nedlagt", "avviklet": "nedlagt", "closed": "nedlagt", "lagt ned": "nedlagt",
    "closed down": "nedlagt",
}  # fmt: skip
"""The words of people and lists for a status, as `ascii_key` spells them."""
MEMBERS: Final = frozenset({"medlem", "maalbedrift"})
"""The statuses of those who are members."""
