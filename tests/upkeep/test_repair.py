"""Damaged logs are mended without losing a byte."""

from __future__ import annotations

import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from hageplan.upkeep.repair import RepairedFile, repaired

HEAD = b"# Loggen, h\xc3\xa5ndskrevet\n\n"
BLOCKS = tuple(
    (
        f'[[{name}]]\nid = "e-{index}"\norganisasjonsnummer = "310000000"\n'
        f'notat = "Det går bra \\"{index}\\""\n\n'
    ).encode()
    for index, name in enumerate(["henvendelse", "avtale", "henvendelse", "oppfolging"])
)
LOG = HEAD + b"".join(BLOCKS)


def pieces(mend: RepairedFile) -> bytes:
    """Return all that is left and all that was taken out."""
    return mend.content + b"".join(one.removed for one in mend.findings)


def ids(content: bytes) -> list[str]:
    data = tomli.loads(content.decode())
    return [entry["id"] for table in data.values() for entry in table]


def test_nothing_is_done_to_a_sound_log() -> None:
    assert repaired("logg/2026.toml", LOG) is None
    assert repaired("logg/2026.toml", b"") is None


@given(st.integers(1, len(LOG) - 1), st.integers(0, 20))
def test_a_log_that_ends_anywhere(cut: int, zeros: int) -> None:
    torn = LOG[:cut] + b"\0" * zeros
    mend = repaired("logg/2026.toml", torn)
    content = mend.content if mend else torn
    tomli.loads(content.decode())
    whole = [block for block in BLOCKS if block in torn]
    assert all(block in content for block in whole)
    if mend is not None:
        assert set(torn) <= set(pieces(mend))
        # A line end may have been added; every other byte is in the log or among what was kept.
        assert sorted(pieces(mend).replace(b"\n", b"")) == sorted(torn.replace(b"\n", b""))
        assert repaired("logg/2026.toml", content) is None


@settings(max_examples=200)
@given(st.integers(0, len(LOG)), st.binary(min_size=1, max_size=12))
def test_bytes_anywhere(place: int, noise: bytes) -> None:
    torn = LOG[:place] + noise + LOG[place:]
    mend = repaired("logg/2026.toml", torn)
    content = mend.content if mend else torn
    tomli.loads(content.removeprefix(b"\xef\xbb\xbf").decode())
    begins = len(HEAD)
    for block in BLOCKS:  # all but the one that was hit, and the one before whose end it may be
        if not begins <= place <= begins + len(block):
            assert block in content
        begins += len(block)
    if mend is not None:
        assert repaired("logg/2026.toml", content) is None


def test_both_sides_of_a_merge_stay() -> None:
    conflict = b"<<<<<<< HEAD\n" + BLOCKS[1] + b"=======\n" + BLOCKS[2] + b">>>>>>> min\n"
    mend = repaired("logg/2026.toml", HEAD + BLOCKS[0] + conflict + BLOCKS[3])
    assert mend is not None
    assert ids(mend.content) == ["e-0", "e-2", "e-1", "e-3"]
    assert {one.damage for one in mend.findings} == {"merge"}


def test_a_copy_keeps_what_stands_nowhere_else() -> None:
    first = repaired("logg/2026.toml", LOG + BLOCKS[0])
    assert first is not None
    assert first.content == LOG
    assert [(one.damage, one.removed) for one in first.findings] == [("double", BLOCKS[0])]


def test_what_windows_saved_is_read() -> None:
    mend = repaired("logg/2026.toml", LOG.decode().encode("cp1252"))
    assert mend is not None
    assert ids(mend.content) == ids(LOG)
    assert "går" in mend.content.decode()
