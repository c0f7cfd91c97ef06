"""What an import of companies did or would do, for the terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, get_args

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, say, short_date, shown
from hageplan.imports.listed import LISTED, WORDS, listing, tables_in
from hageplan.imports.result import (
    DAYS,
    ByNumber,
    CompanyImport,
    FieldChange,
    NameMatch,
    RejectedRow,
)
from hageplan.messages import msg
from hageplan.records.memory import Value
from hageplan.records.spelling import ascii_key
from hageplan.records.status import Status
from hageplan.ui.console import text
from hageplan.ui.labels import POSITION_LABELS, STATUS_LABELS, field_words
from hageplan.ui.texts import company_words

SHOWN: Final = 20
"""Lines of a kind that are printed."""
LINES_SHOWN: Final = 8
"""Rows that are named of those that have one fault in common."""


def print_columns(headings: Mapping[str, str], unused: Sequence[str], out: Console) -> None:
    """Print which column is which field, and the headings of those that nothing is taken from."""
    for field, heading in headings.items():
        out.print(text(f"  {field} <- {heading}"))
    if unused:
        told = msg("not used: {headings}", headings=", ".join(unused))
        out.print(text(f"  {shown(told)}"))


def print_whole(found: CompanyImport, out: Console) -> None:
    """Print what an import came to, and the files that were written."""
    print_import(found, out)
    print_written(found, out)


def print_import(found: CompanyImport, out: Console) -> None:
    """Print the mapping, the rejected rows, the differences, and counts that add up."""
    kind = f" ({found.encoding}, «{found.delimiter}»)" if found.encoding else ""
    out.print(text(f"{found.file}{kind}", "bold"))
    print_columns({} if found.is_own else found.mapping, found.unused, out)
    print_rejected(found.file, found.rejected, out)
    print_words(found.rejected, "innlesing.status", get_args(Status), out)
    print_matches(found.file, found.by_name, out)
    title = _("Cells left out; the companies are imported without them:")
    print_rejected(found.file, found.left_out, out, title)
    print_some((f"+ {_named(one)}" for one in found.new), out)
    print_some((_told(one, "->") for one in found.changes), out)
    title = _("Not changed, because the values were entered by hand or come from another source:")
    print_some((_told(one, "<>") for one in found.kept), out, title)
    title = _("These were in the source before, but are not there now:")
    print_some(map(_named, found.missing), out, title)
    _print_counts(found, out)
    if found.visits:
        out.print(say("Visits in the list, added to the log: {count}",
                      count=len(found.visits)))  # fmt: skip
    print_forgotten(found.forgotten, out)
    if not found.is_own:
        _print_source(found, out)
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def _print_source(found: CompanyImport, out: Console) -> None:
    of_whom = ", ".join(filter(None, (found.source.tittel, found.source.lisens)))
    source = msg("Source: {title} (kilder/{name}.toml)", title=of_whom, name=found.source.navn)
    out.print(text(shown(source)))


def _print_counts(found: CompanyImport, out: Console) -> None:
    counts = msg(
        "{rows} rows: {new} new, {changed} changed, {same} unchanged, {gone} gone, "
        "{rejected} rejected",
        **found.counts.model_dump(),
    )
    out.print(text(shown(counts), "bold"))
    if found.outside:
        told = msg(
            "{count} rows from other municipalities, or about a location that is listed by itself",
            count=found.outside,
        )
        out.print(shown(told))


def print_forgotten(count: int, out: Console) -> None:
    """Print how many contacts or notes stay out, of people who were forgotten."""
    if count == 1:
        out.print(_("1 contact or note concerns someone who has been erased, and was left out."))
    elif count:
        told = say("{count} contacts or notes concern people who have been erased, and "
"were left out.",
                   count=count)  # fmt: skip
        out.print(told)


def print_written(found: CompanyImport, out: Console) -> None:
    """Print the files that were written."""
    for path in found.written:
        out.print(text(say("written: {path}", path=path)), soft_wrap=True)
    if found.rejected_file:
        told = msg("rejected rows, with the reason: {path}", path=found.rejected_file)
        out.print(text(shown(told)), soft_wrap=True)


def print_rejected(file: str, rows: Iterable[RejectedRow], out: Console, title: str = "") -> None:
    """Print rows that are not taken in, and why: those of one reason together."""
    alike: dict[str, list[int]] = {}
    for one in rows:
        if not one.word:
            alike.setdefault(shown(one.reason), []).append(one.line)
    print_some((_of_rows(file, reason, lines) for reason, lines in alike.items()), out, title)


def _of_rows(file: str, reason: str, lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"{file}:{lines[0]}: {reason}"
    first = ", ".join(map(str, lines[:LINES_SHOWN]))
    more = ", …" if len(lines) > LINES_SHOWN else ""
    told = say("{count} rows ({lines})", count=len(lines), lines=f"{first}{more}")
    return f"{file}: {told}: {reason}"


def print_words(
    rows: Iterable[RejectedRow], table: str, meanings: Sequence[str], out: Console
) -> None:
    """Print the words that nobody has explained, as hageplan.toml takes them; none is guessed."""
    words = [one.word for one in rows if one.word]
    first = {ascii_key(word): word for word in reversed(words)}
    counts = Counter(first[ascii_key(word)] for word in words)
    if not counts:
        return
    out.print(_("Rows were rejected because of these words. Add their meaning to hageplan.toml:"))
    out.print(text(f"  [{table}]"))
    for word, count in counts.items():
        told = say("rows: {count}; one of: {words}", count=count, words=", ".join(meanings))
        written = json.dumps(word, ensure_ascii=False)
        out.print(text(f'  {written} = ""  # {told}'), soft_wrap=True)


def print_matches(file: str, matches: Iterable[NameMatch], out: Console) -> None:
    """Print which companies rows were taken for."""
    print_some(
        (f"{file}:{one.line}: {_named(one)}, {one.likeness:.0f} %" for one in matches),
        out,
    )


def _named(one: ByNumber | FieldChange | NameMatch) -> str:
    return company_words(one.navn, one.organisasjonsnummer)


def _told(one: FieldChange, sign: str) -> str:
    ours, theirs = (_words(one.field, value) for value in (one.ours, one.theirs))
    return f"{_named(one)}: {field_words(one.field)} {ours} {sign} {theirs}"


def _words(field: str, value: Value | None) -> str:
    """Return a value as people read it."""
    if value in (None, "", []):
        return "–"
    if field == "status":
        return shown(STATUS_LABELS[value])  # type: ignore[index]
    if field == "posisjon":
        return shown(POSITION_LABELS[f"{value}"])
    if field in LISTED:
        return _tables(field, f"{value}")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.removeprefix("kontakt.") in DAYS:
        return short_date(date.fromisoformat(f"{value}"))
    return ", ".join(value) if isinstance(value, list) else f"{value}"


def _tables(field: str, told: str) -> str:
    """Return the text of tables in the reader's words; what is read otherwise stays as it is."""
    try:
        return listing(field, tables_in(field, told), lambda word: shown(WORDS[word]))
    except ValueError:
        return told


def print_some(lines: Iterable[str], out: Console, title: str | Text = "") -> None:
    """Print the first lines, below a title, and how many more there are."""
    total = 0
    for total, line in enumerate(lines, start=1):
        if total == 1 and title:
            out.print(title)
        if total <= SHOWN:
            out.print(text(line), soft_wrap=True)
    if total > SHOWN:
        out.print(say("  and {count} more; --json lists all", count=total - SHOWN))
