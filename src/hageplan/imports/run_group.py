"""Whom a register brings in: its companies are not the list of those worth a visit."""

from __future__ import annotations

from hageplan.command.call import Call
from hageplan.i18n import say
from hageplan.imports.result import CompanyImport
from hageplan.records.memory import BRREG
from hageplan.workspace.find import data_dir


def tell_group(call: Call, found: CompanyImport) -> None:
    """Say how many of a register's new companies are meant, or how to say who is."""
    if found.source.navn != BRREG or not found.new or not found.written:
        return
    records = call.whole_records()
    if records.group is None:
        told = say(
            "hageplan: all of these count, public services and property companies too; copy"
            " [maalgruppe] from {path} into hageplan.toml to leave them out",
            path=data_dir() / "mal" / "hageplan.toml",
        )
        call.note(told)
        return
    new = {bedrift.organisasjonsnummer for bedrift in found.new}
    left = [b for b in records.maalgruppe if b.organisasjonsnummer in new]
    told = say(
        "hageplan: {count} of {new} new companies are in the target group ([maalgruppe] in"
        " hageplan.toml), {unknown} of them without a known headcount (ukjent_ansatte)",
        count=len(left),
        new=len(new),
        unknown=sum(b.antall_ansatte is None for b in left),
    )
    call.note(told)
