"""Whether introductions and resources make sense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hageplan.errors import Problem
from hageplan.messages import NOTHING, msg
from hageplan.records.ressurs import Ressurs
from hageplan.workspace.lookup import nearest, suggest_number
from hageplan.workspace.reading import Located, Reading, problem_at
from hageplan.workspace.shipped import read_ressurser


def introductions(reading: Reading) -> Iterator[Problem]:
    """Find introductions to nobody, or of a company to itself, and resources named twice."""
    yield from resources_twice(reading.ressurser)
    names = {at.record.organisasjonsnummer: at.record.navn for at in reading.bedrifter}
    own = [at.record.id for at in reading.ressurser]
    ids = own or ([one.id for one in read_ressurser()] if reading.koblinger else [])
    for at in reading.koblinger:
        til = at.record.til
        if til == at.record.organisasjonsnummer:
            what = msg("a company is introduced to itself")
            expected = msg("the other company's organisasjonsnummer, or a resource's id")
            yield problem_at("error", "itself", at, ("til",), til, what, expected)
        elif til.isdigit() and til not in names and not reading.misses_bedrifter:
            what = msg("no company in bedrifter/ has this organisasjonsnummer")
            expected = msg("the other company's organisasjonsnummer, or a resource's id")
            todo = suggest_number(til, names)
            yield problem_at("error", "unknown-bedrift", at, ("til",), til, what, expected, todo)
        elif not til.isdigit() and til not in ids:
            near = nearest(til, ids)
            yield problem_at(
                "warning",
                "unknown-ressurs",
                at,
                ("til",),
                til,
                msg("no resource has the id {id}", id=til),
                msg("an id of ressurser.toml"),
                msg("did you mean {key}?", key=near) if near else NOTHING,
            )


def resources_twice(ressurser: Iterable[Located[Ressurs]]) -> Iterator[Problem]:
    """Find resources with the same id."""
    first: dict[str, Located[Ressurs]] = {}
    for at in ressurser:
        if (other := first.setdefault(at.record.id, at)) is not at:
            what = msg("the id stands in {place} too", place=other.place)
            expected = msg("an id of its own for each resource")
            yield problem_at("error", "duplicate-id", at, ("id",), at.record.id, what, expected)
