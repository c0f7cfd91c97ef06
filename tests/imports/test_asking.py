"""How services are asked: when again, and that their answers can be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from hageplan.errors import ServiceError
from hageplan.imports.sources.recorded import recorder
from hageplan.messages import msg
from hageplan.records.settings.rules import Innlesing
from hageplan.web import service
from hageplan.web.service import Keep, Service
from tests.imports import local
from tests.imports.local import Reply

GOOD = Reply(200, b'{"a": 1}')


def asked(url: str, keep: Keep | None = None, *, seconds: float = 5.0) -> object:
    settings = Innlesing(svar_sekunder=seconds)
    with Service(msg("Kartverket"), url, settings, msg("ask again"), keep) as one:
        return one.find("/en/sti?q=Røros", lambda told: told)


@pytest.mark.parametrize(
    ("told", "code", "count"),
    [
        ("0", 429, 2),
        ("0", 503, 2),
        ("Sun, 29 Nov 2020 01:00:00 GMT", 429, 2),
        ("soon", 429, 2),  # which says nothing: the usual wait
        ("3600", 429, 1),  # longer than there is time for: nobody is asked in vain
        ("0", 400, 1),
    ],
)
def test_a_service_is_asked_again_when_it_says(
    monkeypatch: pytest.MonkeyPatch, told: str, code: int, count: int
) -> None:
    monkeypatch.setattr(service, "_WAIT_S", 0.01)
    met: list[str] = []

    def answer(path: str) -> Reply:
        met.append(path)
        return Reply(code, b"{}", headers={"Retry-After": told}) if len(met) == 1 else GOOD

    with local.serving(answer) as url:
        if count == 1:
            with pytest.raises(ServiceError, match=str(code)):
                asked(url)
        else:
            assert asked(url) == {"a": 1}
    assert len(met) == count


def test_answers_are_kept_as_they_came(tmp_path: Path) -> None:
    replies = [GOOD, Reply(404, b"intet"), Reply(400, b"<html>nei")]
    with local.serving(lambda _path: replies.pop(0)) as url:
        assert asked(url, recorder(tmp_path)) == {"a": 1}
        assert asked(url, recorder(tmp_path)) is None
        with pytest.raises(ServiceError):
            asked(url, recorder(tmp_path))
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert kept == {
        "0001-200-en-sti-q-R-ros.json": b'{"a": 1}',
        "0002-404-en-sti-q-R-ros.json": b"intet",
        "0003-400-en-sti-q-R-ros.json": b"<html>nei",
    }
