"""Accounts that were brought in, for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from rich.console import Console

from hageplan.i18n import _, say, shown
from hageplan.imports.figures.accounts_result import AccountChange, AccountsImport
from hageplan.imports.listed import WORDS
from hageplan.imports.terminal import print_columns, print_rejected, print_some
from hageplan.ui.console import text
from hageplan.ui.numbers import decimal
from hageplan.ui.texts import company_words


def print_accounts(found: AccountsImport, name_of: Callable[[str], str], out: Console) -> None:
    """Print what is new and corrected, what is left out and why, and counts that add up."""
    out.print(text(found.file, "bold"))
    print_columns(found.mapping, (), out)
    print_rejected(found.file, found.rejected, out)
    print_some(_by_year(found.changes), out)
    unused = (
        f"{company_words(one.navn, one.organisasjonsnummer)}, {one.aar}: {shown(one.reason)}"
        for one in found.unused
    )
    print_some(unused, out, _("Accounts that are left out:"))
    title = _("Not as documented, and left out:")
    print_some((company_words(name_of(n), n) for n in found.unread), out, title)
    for told in _counts(found):
        out.print(text(told))
    of_whom = ", ".join(filter(None, (found.source.tittel, found.source.lisens)))
    out.print(text(say("Source: {title} (kilder/{name}.toml)", title=of_whom,
                       name=found.source.navn)))  # fmt: skip
    if found.dry_run:
        out.print(_("Dry run: nothing was written."))


def print_written(found: AccountsImport, out: Console) -> None:
    """Print the files that were written."""
    for path in found.written:
        out.print(text(say("written: {path}", path=path)), soft_wrap=True)


def print_whole(found: AccountsImport, name_of: Callable[[str], str], out: Console) -> None:
    """Print what an import came to, and the files that were written."""
    print_accounts(found, name_of, out)
    print_written(found, out)


def _by_year(changes: Iterable[AccountChange]) -> Iterator[str]:
    """Give a line for each company and year."""
    for (number, navn, year), some in groupby(
        changes, key=lambda one: (one.organisasjonsnummer, one.navn, one.aar)
    ):
        told = ", ".join(map(_told, some))
        yield f"{company_words(navn, number)}, {year}: {told}"


def _told(one: AccountChange) -> str:
    ours, theirs = (value and decimal(value, 0) for value in (one.ours, one.theirs))
    word = shown(WORDS[one.field])
    return f"{word} {theirs or 0}" if one.ours is None else f"{word} {ours or 0} -> {theirs or 0}"


def _counts(found: AccountsImport) -> Iterator[str]:
    companies = {one.organisasjonsnummer for one in found.changes}
    yield say(
        "{found} of {asked} have accounts there; {changed} companies changed",
        found=found.found,
        asked=found.asked,
        changed=len(companies),
    )
    if found.absent:
        yield say("Without accounts in the register: {count}", count=len(found.absent))
    if found.not_asked:
        yield say("Not asked for, since they file no accounts: {count}",
                  count=len(found.not_asked))  # fmt: skip
    if found.outside:
        yield say("Companies that are not on the list: {count}", count=found.outside)
