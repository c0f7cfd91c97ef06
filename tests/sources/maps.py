"""A stand-in for Kartverket's service for addresses on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Point = tuple[float, float]


@dataclass
class Maps:
    """What the service knows: positions by what is asked for, such as `adressetekst=Vegen 1`.

    `statuses` are answers to be given first, one a request; `asked` is what was asked for.
    """

    known: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> tuple[int, str]:
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        first = next(f"{k}={query[k]}" for k in ("adressetekst", "adressenavn", "postnummer")
                     if k in query)  # fmt: skip
        self.asked.append(first)
        if self.statuses:
            return self.statuses.pop(0), "{}"
        hits = [
            {"adressetekst": first, "representasjonspunkt": {"lat": lat, "lon": lon}}
            for lat, lon in self.known.get(first, ())
        ]
        return 200, json.dumps({"metadata": {"totaltAntallTreff": len(hits)}, "adresser": hits})


@contextmanager
def serving(maps: Maps) -> Iterator[Maps]:
    """Serve what `maps` knows at `maps.url`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = maps.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    maps.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield maps
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
