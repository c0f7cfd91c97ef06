"""A stand-in for Kartverket's service for addresses on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.imports import local
from tests.imports.local import Reply

Point = tuple[float, float]


@dataclass
class Maps:
    """What the service knows: positions by what is asked for, such as `adressetekst=Vegen 1`.

    `statuses` are answers to be given first, one a request; `asked` is what was asked for; `before`
    is called before an answer.
    """

    known: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""
    before: Callable[[Maps], None] = lambda _maps: None

    def answer(self, path: str) -> Reply:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        first = next(f"{k}={query[k]}" for k in ("adressetekst", "adressenavn", "postnummer")
                     if k in query)  # fmt: skip
        self.asked.append(first)
        self.before(self)
        if self.statuses:
            return Reply(self.statuses.pop(0), b"{}")
        hits = [
            {"adressetekst": first, "representasjonspunkt": {"lat": lat, "lon": lon}}
            for lat, lon in self.known.get(first, ())
        ]
        found = {"metadata": {"totaltAntallTreff": len(hits)}, "adresser": hits}
        return Reply(200, json.dumps(found).encode())


@contextmanager
def serving(maps: Maps) -> Iterator[Maps]:
    """Serve what `maps` knows at `maps.url`."""
    with local.serving(maps.answer) as maps.url:
        yield maps
