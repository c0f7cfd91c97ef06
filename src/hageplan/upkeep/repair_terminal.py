"""How damaged files are mended, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hageplan.i18n import _, shown
from hageplan.messages import Message, msg
from hageplan.ui.console import console, text
from hageplan.upkeep.repair import KEPT, Mend

_DAMAGES: Final[Mapping[str, Message]] = {
    "torn": msg("cannot be read; is taken out and kept"),
    "nul": msg("zeros that a power cut left; are taken out"),
    "encoding": msg("not UTF-8; is read as Windows-1252"),
    "merge": msg("a mark of a merge; is taken out, both sides stay"),
    "line-end": msg("the last line is not ended; is ended"),
    "double": msg("an entry that stands elsewhere too; is taken out"),
}


def mends_json(mends: Sequence[Mend], *, applied: bool) -> dict[str, Any]:
    """Return what was found, and whether it was mended."""
    rows = [
        {"file": mend.name, "line": one.line, "damage": one.damage, "bytes": len(one.removed)}
        for mend in mends
        for one in mend.findings
    ]
    return {"schema": "hageplan/repair/1", "applied": applied, "findings": rows}


def print_mends(mends: Sequence[Mend]) -> None:
    """Print each damage with its place and what happens to it."""
    out = console()
    if not mends:
        out.print(_("Nothing is damaged."))
        return
    for mend in mends:
        for one in mend.findings:
            what = shown(_DAMAGES[one.damage])
            out.print(text(f"{mend.name}:{one.line}: {what}"), soft_wrap=True)
            first = one.removed.decode("utf-8", "replace").strip().splitlines()[:2]
            for line in first if one.damage in ("torn", "double") else ():
                out.print(text(f"  {line}"), soft_wrap=True)
    kept = _("What is taken out is kept in a folder {folder} beside the file.").format(folder=KEPT)
    out.print(text(kept))
