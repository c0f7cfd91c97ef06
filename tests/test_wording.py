"""The words of all texts: those of the glossary, and one form for numbers, days and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "src/hageplan/locale/nb/LC_MESSAGES/hageplan.po"
NEVER_NB = (
    r"terskel", r"\binnfør(sel|ing)", r"\bd over\b", r"^\d* ?er røde", r"\bløftet\b", r"ved lodd",
    r"\bpremie", r"\blærdom", r"WISN-forhold", r"^krav$", r"uttalte seg", r"holdes for",
    r"rommer \d", r"\bestimat", r"talt opp", r"\bkom(mer)? selv\b", r"like andre", r"introdusert",
    r"\bressurs(er)?\b(?!\.toml)", r"\bglem(t|te)?\b", r"skal bort", r"\btas? tilbake",
    r"\bhente[rt]? tilbake", r"\bslakk\b", r"\bpresise?\b", r"den billigste", r"^koster$",
    r"holdt tilbake", r"håndtak", r"\b(e-post)?tjener(en|e)?\b(?! (under|på))",
    r"arbeidsområde", r"\binndata", r"kontingent", r"\begne: ", r"eskaler", r"ventes å",
    r"er fortalt", r"til å forstå", r"\btrer i", r"\bfrø\b", r"bytt den ut", r"\bforetak\b",
    r"\bkunder?\b", r"hvor i dagen", r"regnes å", r"en feil hos oss",
)  # fmt: skip
"""What the glossary never says, in Norwegian."""
NEVER_EN = (
    r"by lot\b", r"\bprizes?\b", r"\bteach(es)?\b", r"hangs? on\b", r"\bsuffices?\b",
    r"equal others", r"take[ns]? back", r"(bring|brought)s? back", r"(?<!privacy )\bpurge",
    r"(?<!privacy )\bforget", r"where we are\b", r"\bmend(ed|s)?\b", r"\bfaults?\b", r"unless given",
    r"\bWISN ratio", r"held of\b",
)  # fmt: skip
"""What it never says in English."""
VALUES = (
    r"(?<![=.\w])(ikke|nøytral|interessert|forpliktet|anslag|vedtatt|bedriften|medarbeiderne)\b"
)
"""Norwegian words that files have, and English readers do not read but in what they type."""
TYPED = re.compile(
    r"\{\w*\}|hageplan [^;,]*|[«“`\"][^»”`\"]*[»”`\"]|\[[^\]]*\]|--\S+( [a-zæøå]+)?"
    r"|\S*[=/]\S*|\S+\.(toml|j2)|\bunder \w+|\w+_\w+"
)
"""Placeholders, and what people type or write into files."""
ENGLISH = r"\b(the|of|and|with|are|is|not|this|you|your|from)\b"
PLURAL = re.compile(
    r"^\{count\} (visits|tasks|days|companies|calls|answers|employees|drafts|reports|lines)\b"
    r"(?! are stored in this browser)"  # a script of the page chooses
)
with PO.open("rb") as catalogue:
    MESSAGES = [message for message in read_po(catalogue, locale="nb") if message.id]


def prose(path: Path) -> str:
    """Return what a file that `init` writes, or a letter, says beside keys and values."""
    lines = path.read_text(encoding="utf-8").splitlines()
    is_toml = path.suffix == ".toml"
    found = [line.partition("  # ")[2] if is_toml and " = " in line else line for line in lines]
    return re.sub(r"\{[%#].*?[%#]\}", "", "\n".join(found), flags=re.DOTALL)


OURS = [prose(path) for path in sorted((ROOT / "data/mal").rglob("*.*"))]
"""What `init` and `invite` write."""


def texts(of: object) -> tuple[str, ...]:
    """Return a text, or the texts for one and for more."""
    return (of,) if isinstance(of, str) else tuple(of)  # type: ignore[arg-type]


def english() -> Iterator[str]:
    """Give what English readers see."""
    for message in MESSAGES:
        yield from texts(message.id)


def norwegian() -> Iterator[str]:
    """Give what Norwegian readers see."""
    for message in MESSAGES:
        yield from texts(message.string)
    yield from OURS


@pytest.mark.parametrize("never", NEVER_NB)
def test_norwegian_readers_never_read(never: str) -> None:
    assert [t for t in norwegian() if re.search(never, TYPED.sub("", t), re.IGNORECASE)] == []


@pytest.mark.parametrize("never", NEVER_EN)
def test_english_readers_never_read(never: str) -> None:
    assert [t for t in english() if re.search(never, TYPED.sub("", t), re.IGNORECASE)] == []


def test_no_text_has_words_of_the_other_language() -> None:
    assert [t for t in norwegian() if re.search(ENGLISH, TYPED.sub("", t))] == []
    assert [t for t in english() if re.search(VALUES, TYPED.sub("", t))] == []


def test_percent_minus_and_ranges_have_one_form() -> None:
    assert [t for t in english() if re.search(r"[\d}] %", t)] == []
    assert [t for t in norwegian() if re.search(r"[\d}]%", t)] == []
    both = [*english(), *norwegian()]
    assert [t for t in both if re.search(r"[<>] ?[\d{]", t)] == []
    assert [t for t in both if re.search(r"\}(-| – | - )\{", t)] == []
    assert [t for t in both if re.search(r"(^|\s)-\d", t)] == []


def test_counts_have_a_text_for_one() -> None:
    found = [message.id for message in MESSAGES if isinstance(message.id, str)]
    assert [text for text in found if PLURAL.search(text)] == []
