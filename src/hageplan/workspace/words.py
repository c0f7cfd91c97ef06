"""Words that people typed: marked off in a sentence, and likened to known ones."""

from __future__ import annotations


def repr_name(text: str) -> str:
    """Return what somebody typed, marked off from the sentence around it."""
    return f"«{text}»"


def nearest(word: str, known: list[str]) -> str | None:
    """Return the known word that `word` most likely means, if one is near."""
    from rapidfuzz import process

    best = process.extractOne(word.casefold(), known, score_cutoff=60)
    return best[0] if best else None
