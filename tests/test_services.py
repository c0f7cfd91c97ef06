"""Every command that speaks to a service, against servers that misbehave in every way."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hageplan.mail.letter import Letter
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.hostile_servers import DIALOGUES, HOST, HTTP, TLS, WORDS, mail_server, serving
from tests.mail.servers import KARI, put, settings, states

pytestmark = pytest.mark.slow

BOUND_S = 15.0
"""Servers go on for longer; with the settings of these tests clients have tenths of seconds."""
INNLESING = """
[innlesing]
brreg_url = "{url}"
adresse_url = "{url}"
pause_sekunder = 0
svar_sekunder = 0.15
svar_megabyte = 0.2
"""
ASKING = {
    "geocode": ("geocode",),
    "geocode --dry-run": ("geocode", "--dry-run"),
    "import brreg": ("import", "brreg", "-k", "Os"),
    "import brreg --dry-run": ("import", "brreg", "-k", "Os", "--dry-run"),
}
SENDING = {"outbox --send": ("outbox", "--send"), "summary --send": ("summary", "--send", KARI)}


@dataclass
class Counted:
    """How commands ended against servers."""

    run: Run
    codes: Counter[int] = field(default_factory=Counter)
    slowest_s: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def ended(self, server: str, folder: Path, *words: str, code: int = 3, **environ: str) -> None:
        """Run a command; one that ends otherwise than with a text and `code` is noted."""
        began = time.monotonic()
        done = self.run(*words, "-w", folder, "--lang", "en", **environ)
        took_s = time.monotonic() - began
        self.codes[done.returncode] += 1
        self.slowest_s = max(self.slowest_s, took_s)
        if done.returncode != code or took_s > BOUND_S or "Traceback" in done.stderr:
            told = " ".join((done.stdout + done.stderr).split())[-300:]
            self.wrong.append(f"{server}: {done.returncode} after {took_s:.1f} s: {told}")

    def __str__(self) -> str:
        ends = ", ".join(f"{count} ended with {code}" for code, count in sorted(self.codes.items()))
        return (
            f"{sum(self.codes.values())} servers, {ends}, the slowest after {self.slowest_s:.1f} s"
        )


def contents(folder: Path) -> Mapping[str, bytes]:
    """Return the files of the records."""
    return {str(path): path.read_bytes() for path in folder.glob("[!.k]*/*.toml")}


@pytest.fixture
def asking(write: Write) -> Callable[[str], Path]:
    """Return what writes a workspace whose services are at an address."""
    company = bedrift(NUMBERS[0], adresse="Sagveien 1", postnummer="2550")

    def at(url: str) -> Path:
        named = SETTINGS + INNLESING.format(url=url)
        return write({"hageplan.toml": named, "bedrifter/os.toml": company})

    return at


@pytest.mark.parametrize("command", ASKING)
def test_no_server_stops_a_command_that_asks(
    run: Run,
    asking: Callable[[str], Path],
    is_long: bool,
    figures: Callable[[object], None],
    command: str,
) -> None:
    if "--dry-run" in command and not is_long:
        pytest.skip("asks as without --dry-run")
    counted, servers = Counted(run), {**HTTP, **TLS}
    # Both ask by the same client, so in the short form each meets every other server.
    chosen = servers if is_long else [*servers]["brreg" in command :: 2]
    for _process in range(2):  # those that fork for others take seconds to start
        run("geocode", "--help")
    for name in chosen:
        scheme = "https" if name in TLS else "http"
        with serving(servers[name]) as port:
            folder = asking(f"{scheme}://{HOST}:{port}")
            before = contents(folder)
            counted.ended(name, folder, *ASKING[command])
            assert contents(folder) == before, name
    assert run("check", "-w", folder).returncode == 0
    assert counted.wrong == []
    figures(f"{command}: {counted}")


def mail_steps() -> Iterator[tuple[str, str, str]]:
    """Give how a server is spoken to, at which step it misbehaves, and how."""
    for kind, dialogue in DIALOGUES.items():
        for step in dialogue:
            if kind == "ingen" or step not in (*DIALOGUES["ingen"], "banner"):
                yield from ((kind, step, word) for word in WORDS)


@pytest.mark.parametrize("command", SENDING)
def test_no_server_stops_a_command_that_sends(
    run: Run, write: Write, is_long: bool, figures: Callable[[object], None], command: str
) -> None:
    """What the outbox says of the letter is true, whatever the server does."""
    short = 2 if command == "outbox --send" else 11
    steps = [*mail_steps()][:: 1 if is_long else short]
    counted, kept = Counted(run), Counter[str]()
    for number, (kind, step, word) in enumerate(steps):
        with serving(mail_server(DIALOGUES[kind], step, WORDS[word])) as port:
            security = "ingen" if kind == "login" else kind
            more = {"bruker": "hage"} if kind == "login" else {}
            text = settings(port, security, forsok=1, svar_kilobyte=64, **more)
            text = text.replace("tidsgrense_sekunder = 5", "tidsgrense_sekunder = 1")
            limit = 0.8 if step == "quit" else 0.15  # what comes before is to be done in time
            folder = write({"hageplan.toml": f"{text}samtale_sekunder = {limit}\n"})
            if command == "outbox --send":
                put(folder, KARI, letter=Letter(f"Brev {number}", "Hei", "<p>Hei</p>"))
            code, state = {"end": (3, "unsure"), "quit": (0, "sent")}.get(step, (3, "waiting"))
            counted.ended(f"{kind}, {step}, {word}", folder, *SENDING[command], code=code,
                          HAGEPLAN_SMTP_PASSWORD="hemmelig")  # fmt: skip
        assert states(folder) == {KARI: state}, (kind, step, word)
        kept[state] += 1
        for path in (*folder.glob("utboks/*.*"), *folder.glob("sendt/*/*.eml")):
            path.unlink()
    assert counted.wrong == []
    figures(f"{command}: {counted}; {dict(kept)}")


@pytest.mark.parametrize(
    ("server", "limit", "told"),
    [
        ("drips a body", "svar_sekunder = 0.1", "did not answer within 0.1 seconds"),
        ("a body without end", "svar_megabyte = 0.01", "gave an answer larger than 0.01 MB"),
        ("a bomb", "svar_megabyte = 3", "gave an answer larger than 3 MB"),
        ("silent", "hente_minutter = 0.002", "was not finished after 0.002 minutes"),
    ],
)
@pytest.mark.parametrize("command", ["geocode", "import brreg"])
def test_who_asks_is_told_which_service_and_which_setting(
    run: Run, asking: Callable[[str], Path], command: str, server: str, limit: str, told: str
) -> None:
    with serving(HTTP[server]) as port:
        folder = asking(f"http://{HOST}:{port}")
        text = (folder / "hageplan.toml").read_text("utf-8").replace("svar_sekunder = 0.15", "")
        text = text.replace("svar_megabyte = 0.2", limit)
        (folder / "hageplan.toml").write_text(text, "utf-8")
        done = run(*ASKING[command], "-w", folder, "--lang", "en")
    said = " ".join(done.stderr.split())
    name = "Enhetsregisteret" if "brreg" in command else "Kartverket's service for addresses"
    assert done.returncode == 3
    assert f"{name} {told}" in said
    assert f"set a higher {limit.split(maxsplit=1)[0]} under [innlesing] in hageplan.toml" in said


@pytest.mark.parametrize(
    ("word", "limit", "told"),
    [
        ("drips lines", "samtale_sekunder = 0.1", "it took longer than 0.1 seconds"),
        ("lines without end", "svar_kilobyte = 8", "the server sent more than 8 kB"),
    ],
)
def test_a_conversation_without_end_is_not_begun_again(
    run: Run, write: Write, word: str, limit: str, told: str
) -> None:
    met: list[int] = []
    with serving(mail_server(DIALOGUES["ingen"], "ehlo", WORDS[word]), met) as port:
        folder = write({"hageplan.toml": f"{settings(port, forsok=3)}{limit}\n"})
        put(folder, KARI)
        done = run("outbox", "--send", "-w", folder, "--lang", "en")
    assert done.returncode == 3
    assert f"{told} ({limit.split(maxsplit=1)[0]} under [epost])" in " ".join(done.stdout.split())
    assert len(met) == 1
