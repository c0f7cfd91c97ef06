"""Answers of forms, visits of calendars and positions that were brought in, for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from hageplan.i18n import _, say, short_date, short_moment, shown
from hageplan.imports.result import CalendarImport, Geocoding, Newcomer, SurveyImport
from hageplan.imports.terminal import (
    print_columns,
    print_forgotten,
    print_matches,
    print_rejected,
    print_some,
    print_words,
)
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER, Avtale, Henvendelse
from hageplan.records.names import People
from hageplan.ui.console import text
from hageplan.ui.texts import company_words


def print_answers(found: SurveyImport, name_of: Callable[[str], str], out: Console) -> None:
    """Print the mapping, the rows that need a look, and counts that add up.

    `name_of` gives a company's name by its number.
    """
    out.print(text(f"{found.file} ({found.encoding}, «{found.delimiter}»)", "bold"))
    print_columns(found.mapping, found.unused, out)
    print_rejected(found.file, found.rejected, out)
    print_words(found.rejected, "skjema.grader", GRADER, out)
    print_matches(found.file, found.by_name, out)
    _print_newcomers(found.added, found.unknown, out)
    print_some(
        (
            f"{short_date(one.tid)} {name_of(one.organisasjonsnummer)}: {one.interesse or '–'}"
            for one in found.new
        ),
        out,
    )
    counts = msg(
        "{rows} rows: {new} new, {same} unchanged, {rejected} rejected", **found.counts.model_dump()
    )
    out.print(text(shown(counts), "bold"))
    print_forgotten(found.forgotten, out)
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def print_visits(
    found: CalendarImport, name_of: Callable[[str], str], people: People, out: Console
) -> None:
    """Print what would be logged and booked; `name_of` gives a company's name by its number."""

    def line(one: Henvendelse | Avtale) -> str:
        name = name_of(one.organisasjonsnummer)
        return f"  {short_moment(one.tid)} {name}, {people[one.medarbeider]}, {one.minutter} min"

    _print_newcomers(found.added, found.unknown, out)
    print_some(map(line, found.to_be_logged), out, text(_("To be logged"), "bold"))
    print_some(map(line, found.to_be_booked), out, text(_("To be booked"), "bold"))
    reasons = (f"  {shown(one.reason)}" for one in found.rejected)
    print_some(reasons, out, text(_("Check by hand"), "bold"))
    counts = msg(
        "{rows} visits: {new} new, {same} unchanged, {rejected} rejected",
        **found.counts.model_dump(),
    )
    out.print(text(shown(counts), "bold"))
    if found.outside:
        out.print(say("{count} events mention no company", count=found.outside))


def _print_newcomers(added: Sequence[Bedrift], unknown: Sequence[Newcomer], out: Console) -> None:
    """Print who is added to the list, and who is not on it."""
    lines = (f"+ {company_words(one.navn, one.organisasjonsnummer)}" for one in added)
    print_some(lines, out, text(_("Added to the list"), "bold"))
    title = _("Not on the list. To add them: --add-new")
    print_some((f"  {one.navn}" for one in unknown), out, title)


def position_lines(found: Geocoding, name_of: Callable[[str], str]) -> Iterator[str]:
    """Give how many companies came to which kind of position.

    `name_of` gives a company's name by its number.
    """
    counts = found.counts
    words = (
        (_("By address: {count}"), counts.adresse),
        (_("By street: {count}"), counts.vei),
        (_("By postcode: {count}"), counts.poststed),
        (_("Unknown, placed at the municipality centre in plans: {count}"), counts.unknown),
        (_("Looked up before: {count}"), counts.asked_before),
        (_("Without an address: {count}"), counts.no_address),
        (_("Not found: {count}"), counts.not_asked),
    )
    yield from (told.format(count=count) for told, count in words if count)
    if not any(count for _told, count in words):
        yield _("All companies have coordinates.")
    if found.outside:
        yield say(
            "Placed outside the mainland by the service and left out: {names}. Check "
            "their addresses.",
            names=", ".join(map(name_of, found.outside)),
        )
    if found.dry_run:
        yield _("Dry run: nothing was written.")
