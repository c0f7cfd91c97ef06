"""Bring the Norwegian catalogue up to date with the sources, and compile it.

python tools/catalogue.py           update hageplan.po and hageplan.mo
python tools/catalogue.py --check   say what is missing, obsolete or not compiled; exit 1
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PO = ROOT / "src/hageplan/locale/nb/LC_MESSAGES/hageplan.po"
PLURALS = ("nmsg", "nsay")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "msg", "say")),
    **dict.fromkeys(PLURALS, (1, 2)),
}
Found = tuple[int, str, str | tuple[str, str], list[str]]


def in_python(
    source: IO[bytes], keywords: Collection[str], *_tags: object, **_options: object
) -> Iterator[Found]:
    """Give the texts of a module, also those within f-strings, which Babel's own reader misses."""
    for node in ast.walk(ast.parse(source.read())):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str() as one), ast.Constant(value=str() as more), *_],
            ) if name in PLURALS:
                yield node.lineno, name, (one, more), []
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str() as text), *_],
            ) if name in keywords:
                yield node.lineno, name, text, []


METHODS = [("**.py", "catalogue:in_python"), ("**.j2", "jinja2.ext:babel_extract")]


def extracted() -> Catalog:
    """Return all texts of the sources."""
    catalogue = Catalog(project="hageplan", charset="utf-8")
    found = extract_from_dir(str(ROOT / "src/hageplan"), METHODS, keywords=KEYWORDS)
    for name, _line, text, _comments, _context in sorted(found, key=lambda f: (f[0], f[1])):
        if text:
            catalogue.add(text, locations=[(f"src/hageplan/{name}", 0)])
    return catalogue


def translated() -> Catalog:
    """Return the catalogue as it is in the repository."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="nb")


def _all(text: str | Sequence[str] | None) -> Sequence[str]:
    """Return a text, or the texts for one and for more."""
    return [text] if isinstance(text, str) else text or [""]


def _is_whole(message: Message | None) -> bool:
    """Tell whether there is a translation, for one and for more."""
    return message is not None and all(_all(message.string))


def faults() -> list[str]:
    """Return what keeps the catalogue from being complete, shown whole and compiled."""
    source, ours = extracted(), translated()
    missing = [str(m.id) for m in source if m.id and not _is_whole(ours.get(_all(m.id)[0]))]
    obsolete = [str(m.id) for m in ours if m.id and m.id not in source]
    texts = [text for message in ours for text in _all(message.string)]
    hidden = [text for text in texts if not text.replace("\n", "").isprintable()]
    found = [f"missing: {text}" for text in missing] + [f"obsolete: {text}" for text in obsolete]
    found += [f"holds signs that no page shows: {text!r}" for text in hidden]
    if not found and PO.with_suffix(".mo").read_bytes() != compiled(ours):
        found.append("not compiled: run tools/catalogue.py")
    return found


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def update() -> None:
    """Add new texts, drop old ones, compile."""
    catalogue = translated() if PO.exists() else Catalog(locale="nb", charset="utf-8")
    created = catalogue.creation_date
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.creation_date = created
    catalogue.obsolete.clear()
    with PO.open("wb") as stream:
        write_po(
            stream, catalogue, width=100, omit_header=False, include_lineno=False, sort_output=True
        )
    with PO.open("rb") as stream:
        PO.with_suffix(".mo").write_bytes(compiled(read_po(stream, locale="nb")))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    remaining = faults()
    print("\n".join(remaining))
    sys.exit(bool(remaining))
