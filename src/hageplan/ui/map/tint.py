"""One hue for a share: the lighter, the fewer; and the ink that is read best on it."""

from __future__ import annotations

from typing import Final

LOW, HIGH = (0.22, (0xE8, 0xF2, 0xEB)), (0.76, (0x12, 0x64, 0x42))
"""Shares, and the red, green and blue that they have; between them in a straight line."""
BLACK, WHITE = "#000000", "#ffffff"
NO_SHARE: Final = "#ffffff"
"""Of an area of which nothing is estimated."""


def tint(share: float | None) -> str:
    """Return the colour of a share such as 0.43; beyond both ends it is that of the end."""
    if share is None:
        return NO_SHARE
    (low, light), (high, dark) = LOW, HIGH
    part = min(1.0, max(0.0, (share - low) / (high - low)))
    mixed = (round(a + part * (b - a)) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{colour:02x}" for colour in mixed)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `#0b5d3b` (WCAG 2): 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the colour of text that is read best on `colour`."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
