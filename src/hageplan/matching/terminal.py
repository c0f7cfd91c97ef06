"""Suggested introductions for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from hageplan.i18n import _, say, shown
from hageplan.matching.result import Certificate, Koblingsliste, PartName, ScorePart, Suggestion
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Slag
from hageplan.records.names import Handles
from hageplan.ui.console import heading, remarks, text, title
from hageplan.ui.numbers import decimal, fixed
from hageplan.ui.texts import outside_group, remark

PARTS: Final[Mapping[PartName, Message]] = {
    "needs": msg("needs"),
    "text": msg("words"),
    "industry": msg("industry"),
    "supply": msg("supplies"),
    "size": msg("size"),
    "distance": msg("distance"),
}
SHOWN: Final = 3
EXPLAINED: Final = 20
"""Pairs of each kind on a terminal, and with `--explain`; all are in `--csv` and `--json`."""
SLAG: Final[Mapping[Slag, Message]] = {
    "naeringshage": msg("næringshage"),
    "siva": msg("Siva"),
    "finansiering": msg("funding"),
    "forskning": msg("research"),
    "testing": msg("testing"),
    "radgivning": msg("advice"),
    "annet": msg("other"),
}


def print_match(document: Koblingsliste, handles: Handles, out: Console, *, explain: bool) -> None:
    """Print `document` on `out`: companies with each other, then with the network."""
    title(_("Suggested matches"), out, is_example=document.example_data)
    _print_kind(
        document.bedrifter, document.bedrifter_certificate, out, explain=explain, handles=handles
    )
    out.print()
    heading(_("Support schemes"), out)
    _print_kind(
        document.ressurser, document.ressurser_certificate, out, explain=explain, handles=handles
    )
    out.print()
    summary = say(
        "{companies} companies and {resources} support schemes, at most {cap} suggestions of "
        "each kind per company. {introduced} introduced already. To log one: hageplan match "
        "introduce A B",
        companies=document.companies,
        resources=document.resources,
        cap=document.cap,
        introduced=document.introduced,
    )
    out.print(text(summary))
    if document.outside:
        out.print(text(outside_group(document.outside)))
    out.print()
    remarks(document.assumptions, out, explain=explain)


def _print_kind(
    pairs: Sequence[Suggestion],
    certificate: Certificate,
    out: Console,
    *,
    handles: Handles,
    explain: bool,
) -> None:
    if not pairs:
        out.print(_("No company has what another needs."))
        return
    most = EXPLAINED if explain else SHOWN
    for number, pair in enumerate(pairs[:most], start=1):
        style = "bold" if pair.chosen else ""
        named = Table.grid(Column(no_wrap=True), Column(overflow="fold"))
        named.add_row(f"{number:>3}. {fixed(pair.score, 2)}  ", _names(pair), style=style)
        out.print(named)
        for detail in _details(pair, handles, explain=explain):
            out.print(Padding(text(detail, "dim"), (0, 0, 0, 11)))
    if len(pairs) > most:
        more = (
            say("and {count} more: --csv FILE has all", count=len(pairs) - most)
            if explain
            else say("… and {count} more: --explain", count=len(pairs) - most)
        )
        out.print(text(f"     {more}"))
    if not explain:
        return
    lost = fixed(100 * certificate.lost_at_most, 2)
    proof = say("No other selection has a total more than {lost}% above this one.", lost=lost)
    out.print(text(proof, "dim"))


def _names(pair: Suggestion) -> Text:
    kind = f" ({shown(SLAG[pair.b.slag])})" if pair.b.slag is not None else ""
    return text(f"{pair.a.navn} – {pair.b.navn}{kind}")


def _details(pair: Suggestion, handles: Handles, *, explain: bool) -> Iterator[str]:
    """Give the handles to type, what meets, and each part with what it adds to the score."""
    where = "" if pair.km is None else say(", {km} km apart", km=decimal(pair.km, 0))
    where += f" ({remark('stood-in')})" if pair.stood_in else ""
    other = "" if pair.chosen else _(" (not among the best overall)")
    yield f"{handles.get(pair.a.id, pair.a.id)} {handles.get(pair.b.id, pair.b.id)}{where}{other}"
    names = {pair.a.id: pair.a.navn, pair.b.id: pair.b.navn}
    for meeting in pair.meetings:
        yield say("{who} needs {what}", who=names[meeting.who], what=meeting.needs)
    if told := [*alike(pair)]:
        yield say("words in common: {words}", words=", ".join(told))
    if explain:
        yield ", ".join(_part(part) for part in pair.parts if part.value)


def alike(pair: Suggestion) -> Iterator[str]:
    """Give the words that two have in common, save those of tags that meet."""
    told = {word for meeting in pair.meetings for word in meeting.needs.split()}
    for word in pair.words:
        if word.needs not in told:
            yield word.needs if word.needs == word.offers else f"{word.needs} ~ {word.offers}"


def _part(part: ScorePart) -> str:
    return f"{shown(PARTS[part.name])} {fixed(part.value, 2)}×{decimal(part.weight, 2)}"
