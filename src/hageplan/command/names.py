"""What commands and options are called in the other language; either name is understood.

Help shows one name of each: the English one, or that of a key or a word in the files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from hageplan import i18n

NORWEGIAN: Final[Mapping[str, str]] = {
    "init": "opprett", "import": "importer", "roads": "veier", "geocode": "koordinater",
    "check": "sjekk", "backup": "sikkerhetskopi", "restore": "gjenopprett",
    "privacy": "personvern", "score": "interesse", "next": "neste", "staffing": "bemanning",
    "forecast": "prognose", "match": "kobling", "show": "vis", "compare": "sammenlign",
    "export": "eksporter", "invite": "inviter", "slots": "tider", "book": "avtal",
    "move": "flytt", "cancel": "avlys", "log": "logg", "done": "utfort",
    "followup": "oppgaver", "summary": "oppsummering", "report": "rapport",
    "jobs": "arbeidsplasser", "outbox": "utboks",
    "bedrift show": "vis", "import brreg": "enhetsregisteret", "import survey": "skjema",
    "import calendar": "kalender", "import visits": "besok", "import undo": "angre",
    "log show": "vis", "log fix": "rett", "match introduce": "koble",
    "privacy reserve": "reserver", "privacy email": "epost", "privacy forget": "slett",
    "privacy purge": "rydd", "privacy export": "innsyn", "roads build": "bygg",
    "roads remove": "fjern", "roads compare": "sammenlign",
}  # fmt: skip
"""The Norwegian name of the last word, by the words of a command that is shown in English."""
ENGLISH: Final[Mapping[str, str]] = {
    "uke": "week", "avtaler": "appointments", "bedrift": "company", "bedrift ny": "new",
    "bedrift endre": "change", "bedrift medlem": "member", "bedrift avslag": "declined",
    "bedrift sluttet": "left", "bedrift ring-ikke": "no-calls", "import regnskap": "accounts",
}  # fmt: skip
"""The English name of the last word, by the words of a command that is shown in Norwegian."""
_MEANT: Final[Mapping[tuple[str, str], str]] = {
    (words.rpartition(" ")[0], other): words.rpartition(" ")[2]
    for words, other in {**NORWEGIAN, **ENGLISH}.items()
}
_OPTIONS: Final[Mapping[str, str]] = {
    "--absent": "--fravaer", "--accept": "--godta", "--accounts": "--regnskap",
    "--add-new": "--legg-til-nye", "--thousands": "--tusen",
    "--anyway": "--likevel", "--at": "--tid", "--by-name": "--etter-navn", "--count": "--antall",
    "--days": "--dager", "--explain": "--forklar", "--fallback": "--anslag", "--file": "--fil",
    "--folder": "--mappe", "--from": "--fra", "--from-plan": "--fra-plan", "--max-visits":
    "--maks-besok", "--months": "--maneder", "--must": "--skal-med", "--only": "--bare",
    "--overdue": "--over-fristen", "--period": "--periode", "--prove": "--bevis",
    "--rejected": "--avviste", "--repair": "--reparer", "--robust": "--ekstra-tid",
    "--save": "--lagre", "--seed": "--startverdi", "--sheet": "--ark", "--source": "--kilde",
    "--week": "--uke", "--weeks": "--uker", "--where": "--bosted", "--without": "--uten",
    "--workspace": "--arbeidsmappe", "--yes": "--ja",
    "--everyone": "--alle", "--date": "--dato", "--due": "--frist", "--flag": "--flagg",
    "--follow-up": "--oppfolging", "--interest": "--interesse", "--minutes": "--minutter",
    "--municipality": "--kommune", "--name": "--navn", "--needs": "--behov",
    "--next-visit": "--neste-besok", "--note": "--notat", "--offers": "--tilbyr",
    "--outcome": "--utfall", "--owner": "--ansvarlig", "--phone": "--telefon",
    "--reason": "--grunn", "--withdraw": "--stryk",
}  # fmt: skip
"""Names of one option: the English and the Norwegian one, whichever is shown."""
_OTHERS: Final = {**_OPTIONS, **{nb: en for en, nb in _OPTIONS.items()}}


def meant(path: str, word: str) -> str:
    """Return the shown name of the command that `word` names below the command `path`."""
    # A stray capital or Norwegian letter names it too: `utført`.
    spelt = word.casefold().translate(str.maketrans("æøå", "eoa"))
    return _MEANT.get((path, spelt), word)


def other_name(words: str) -> str | None:
    """Return the words of a command in the language in force, where others are shown."""
    table = NORWEGIAN if i18n.language() == "nb" else ENGLISH
    path = words.split()
    found = [table.get(" ".join(path[: n + 1]), word) for n, word in enumerate(path)]
    return None if found == path else " ".join(found)


def both_names(path: str, names: Collection[str]) -> dict[str, str]:
    """Return the names of commands below the command `path`, as columns of a list.

    The other names stand beside them where most have one.
    """
    table = NORWEGIAN if i18n.language() == "nb" else ENGLISH
    others = {name: table.get(f"{path} {name}".strip(), "") for name in names}
    shown, other = (max(map(len, some)) for some in (others, others.values()))
    if 2 * sum(map(bool, others.values())) < len(others):
        return {name: name.ljust(shown) for name in names}
    return {name: f"{name:<{shown}}  {others[name]:<{other}}" for name in names}


def names_below(path: str) -> list[str]:
    """Return the other names of the commands below the command `path`."""
    return [other for above, other in _MEANT if above == path]


def with_shown_options(words: list[str], known: Collection[str]) -> list[str]:
    """Return the words of a command line with options by their `known`, shown names."""
    end = words.index("--") if "--" in words else len(words)
    return [_shown(word, known) for word in words[:end]] + words[end:]


def _shown(word: str, known: Collection[str]) -> str:
    name, equals, value = word.partition("=")
    other = _OTHERS.get(name)
    return f"{other}{equals}{value}" if name not in known and other in known else word
