"""The colours of the design where no style sheet reaches: workbooks and letters.

They are the light ones of `templates/style.css.j2`, under the same names.
"""

from __future__ import annotations

from typing import Final

PAPER: Final = "#ffffff"
INK: Final = "#171a17"
SOFT: Final = "#f2f5f1"
LINE: Final = "#d3d9d0"
FAINT: Final = "#4f574c"
ACCENT: Final = "#0b5d3b"
RED: Final = "#a1121f"
RED_SOFT: Final = "#fcebeb"
AMBER: Final = "#774600"
AMBER_SOFT: Final = "#fdf1da"
