"""What a company is to us, what came of a contact, and the words by which people say so.

Options know them too, so there is no pydantic here.
"""

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
Utfall = Literal["snakket", "ikke_truffet", "avslo"]
OUTCOME_WORDS: Final[Mapping[str, Utfall]] = {
    "snakket": "snakket", "truffet": "snakket", "talked": "snakket", "met": "snakket",
    "ikke_truffet": "ikke_truffet", "ikke truffet": "ikke_truffet", "not met": "ikke_truffet",
    "ikke til stede": "ikke_truffet", "ingen til stede": "ikke_truffet",
    "ikke hjemme": "ikke_truffet", "ingen svar": "ikke_truffet", "ikke svar": "ikke_truffet",
    "svarte ikke": "ikke_truffet", "no answer": "ikke_truffet", "traff ingen": "ikke_truffet",
    "avslo": "avslo", "ville ikke snakke": "avslo", "vil ikke snakke": "avslo",
    "ville ikke": "avslo", "onsker ikke besok": "avslo", "onsker ikke a snakke": "avslo",
    "would not talk": "avslo", "refused": "avslo",
}  # fmt: skip
"""The words for what came of a contact, as `ascii_key` spells them."""
MEMBERS: Final = frozenset({"medlem", "maalbedrift"})
"""The statuses of those who are members."""
