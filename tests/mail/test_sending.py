"""Letters on their way through real servers: at most once, never in the clear."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import stamina
import trustme

from hageplan import load
from hageplan.errors import RefusedError, RequestError
from hageplan.mail.letter import Letter, calendar
from hageplan.mail.outbox import Disk, listed, mail_settings, queue, queue_letter
from hageplan.mail.send import send_waiting
from hageplan.messages import msg
from hageplan.workspace.journal import change_files
from hageplan.workspace.write import move_file, replace_file
from tests.conftest import NUMBERS, Run, Write, bedrift
from tests.documents import document
from tests.mail.servers import (
    HOST,
    KARI,
    LETTER,
    NOW,
    OLA,
    PASSWORD,
    USER,
    Inbox,
    free_port,
    knows_user,
    put,
    send,
    server_context,
    serving,
    settings,
    states,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SEND = ("outbox", "--send", "--lang", "en", "-w")


@pytest.fixture(autouse=True)
def _no_waits() -> Iterator[None]:
    with stamina.set_testing(True, attempts=10, cap=True):
        yield


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def sent_bytes(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("sendt/*/*.eml"))]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_delivered_encrypted_to_a_server_that_is_known(
    write: Write, inbox: Inbox, authority: trustme.CA, security: str
) -> None:
    context = server_context(authority)
    options: dict[str, Any] = (
        {"tls_context": context, "require_starttls": True}
        if security == "starttls"
        else {"ssl_context": context}
    )
    with serving(inbox, **options) as port:
        folder = write({"hageplan.toml": settings(port, security, sertifikater="ca.pem")})
        authority.cert_pem.write_to_path(folder / "ca.pem")
        put(folder, KARI, OLA)
        delivery = send(folder)
    assert [one.recipient for one in delivery.sent] == [KARI, OLA]
    assert delivery.failure is None
    assert inbox.accepted == {KARI: 1, OLA: 1}
    assert all(inbox.encrypted)
    assert states(folder) == {KARI: "sent", OLA: "sent"}
    assert all(path.parent.name == "2026" for path in folder.glob("sendt/*/*.eml"))


def test_what_arrives_is_what_is_kept_without_our_own_headers(write: Write, inbox: Inbox) -> None:
    letter = Letter("Møte", "Hei\n.\n..\n", "<p>Hei</p>", (calendar(b"BEGIN:VCALENDAR\r\n"),))
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI, letter=letter)
        send(folder)
    (arrived,) = inbox.texts[KARI]
    (kept,) = sent_bytes(folder)
    first, _, rest = kept.partition(b"\r\n")
    assert first == f"X-Hageplan-Mottaker: {KARI}".encode()
    assert arrived == rest
    assert b"Hageplan-" not in arrived


def server_with_login(authority: trustme.CA) -> dict[str, Any]:
    return {
        "tls_context": server_context(authority),
        "require_starttls": True,
        "auth_required": True,
        "authenticator": knows_user,
    }


def with_login(write: Write, authority: trustme.CA, port: int) -> Path:
    text = settings(port, "starttls", sertifikater="ca.pem", bruker=USER, forsok=2)
    folder = write({"hageplan.toml": text})
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder


@pytest.mark.parametrize("source", ["environment", "keyring"])
def test_the_password_comes_from_the_environment_or_the_keyring(
    write: Write, run: Run, inbox: Inbox, authority: trustme.CA, source: str
) -> None:
    environ = {
        "environment": {"HAGEPLAN_SMTP_PASSWORD": PASSWORD},
        "keyring": {
            "PYTHON_KEYRING_BACKEND": "tests.mail.fake_keyring.Fake",
            "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(ROOT)]),
        },
    }
    with serving(inbox, **server_with_login(authority)) as port:
        folder = with_login(write, authority, port)
        put(folder, KARI)
        done = run(*SEND, folder, **environ[source])
    assert (done.returncode, done.stderr) == (0, "")
    assert inbox.accepted == {KARI: 1}
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert PASSWORD not in done.stdout
    assert PASSWORD.encode() not in everything


def test_without_a_password_the_letter_waits_and_people_are_told(write: Write, run: Run) -> None:
    folder = write({"hageplan.toml": settings(free_port(), bruker=USER)})
    put(folder, KARI)
    done = run(*SEND, folder, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert (done.returncode, done.stdout) == (1, "")
    assert "HAGEPLAN_SMTP_PASSWORD" in done.stderr
    assert "Traceback" not in done.stderr
    null = run(*SEND, folder, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring")
    assert "keyring set hageplan hage" in null.stderr
    assert states(folder) == {KARI: "waiting"}


def test_a_wrong_password_is_tried_once_and_never_shown(
    write: Write, run: Run, inbox: Inbox, authority: trustme.CA
) -> None:
    tried: list[bytes] = []

    def counting(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        tried.append(data.password)
        return knows_user(server, session, envelope, mechanism, data)

    options = {**server_with_login(authority), "authenticator": counting}
    with serving(inbox, **options) as port:
        folder = with_login(write, authority, port)
        put(folder, KARI)
        done = run(*SEND, folder, "--debug", HAGEPLAN_SMTP_PASSWORD="feil-passord")
    assert done.returncode == 3
    assert set(tried) == {b"feil-passord"}
    # smtplib tries each way to log in that the server offers (PLAIN, LOGIN), once.
    assert len(tried) <= 2
    assert "does not let hage log in (535)" in done.stdout
    assert "feil-passord" not in done.stdout + done.stderr
    assert states(folder) == {KARI: "waiting"}


def test_a_password_that_smtplib_cannot_send_is_told(write: Write) -> None:
    folder = write({"hageplan.toml": settings(free_port(), bruker=USER)})
    put(folder, KARI)
    with pytest.raises(RequestError, match="letters such as"):
        send(folder, "blåbær")


def test_what_cannot_be_sent_waits_and_goes_once_in_the_next_run(
    write: Write, run: Run, inbox: Inbox
) -> None:
    port = free_port()
    folder = write({"hageplan.toml": settings(port, forsok=1)})
    put(folder, KARI)
    done = run(*SEND, folder)
    assert done.returncode == 3
    assert f"{HOST}:{port} cannot be used: Connection refused" in done.stdout
    assert "1 e-mail was not sent" in done.stderr
    assert states(folder) == {KARI: "waiting"}
    with serving(inbox, port):
        assert run(*SEND, folder).returncode == 0
        assert run(*SEND, folder).returncode == 0
    assert (inbox.accepted, len(inbox.texts[KARI])) == ({KARI: 1}, 1)


def test_the_server_is_tried_as_often_as_the_settings_say(write: Write) -> None:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        met: list[int] = []
        threading.Thread(target=_hang_up, args=(listener, met), daemon=True).start()
        port = listener.getsockname()[1]
        folder = write({"hageplan.toml": settings(port, forsok=4)})
        put(folder, KARI)
        delivery = send(folder)
    assert len(met) == 4
    assert [one.recipient for one in delivery.waiting] == [KARI]
    assert "cannot be used" in str(delivery.waiting[0].reason)


def _hang_up(listener: socket.socket, met: list[int]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        met.append(1)
        client.close()


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("name", [HOST, "mail.other.example"])
def test_a_wrong_certificate_is_not_spoken_to(
    write: Write, inbox: Inbox, authority: trustme.CA, security: str, name: str
) -> None:
    """Of an authority that nobody knows, or of another server than the one that was asked for."""
    stranger = trustme.CA() if name == HOST else authority
    context = server_context(stranger, name)
    kind = "tls_context" if security == "starttls" else "ssl_context"
    options: dict[str, Any] = {kind: context}
    with serving(inbox, **options) as port:
        folder = write({"hageplan.toml": settings(port, security, sertifikater="ca.pem", forsok=1)})
        authority.cert_pem.write_to_path(folder / "ca.pem")
        put(folder, KARI)
        delivery = send(folder)
    assert "the certificate is not valid" in str(delivery.waiting[0].reason)
    assert (inbox.mails, states(folder)) == (0, {KARI: "waiting"})


def test_without_starttls_nothing_is_said_in_the_clear(write: Write, inbox: Inbox) -> None:
    options: dict[str, Any] = {"auth_require_tls": False, "authenticator": knows_user}
    with serving(inbox, **options) as port:
        folder = write({"hageplan.toml": settings(port, "starttls", bruker=USER)})
        put(folder, KARI)
        delivery = send(folder, PASSWORD)
    assert "offers no encryption" in str(delivery.waiting[0].reason)
    assert (inbox.mails, states(folder)) == (0, {KARI: "waiting"})


def test_certificates_that_are_not_there_are_told(write: Write) -> None:
    folder = write({"hageplan.toml": settings(free_port(), "tls", sertifikater="ingen.pem")})
    put(folder, KARI)
    with pytest.raises(RequestError, match=r"ingen\.pem"):
        send(folder)
    assert states(folder) == {KARI: "waiting"}


def test_what_the_server_puts_off_is_sent_later(write: Write, inbox: Inbox) -> None:
    inbox.at_rcpt = {KARI: ["451 4.7.1 Greylisted"]}
    inbox.at_data = {OLA: ["452 4.3.1 Disk full"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port, forsok=1)})
        put(folder, KARI, OLA)
        first = send(folder)
        assert {one.recipient: str(one.reason) for one in first.waiting} == {
            KARI: "the server answered 451 4.7.1 Greylisted",
            OLA: "the server answered 452 4.3.1 Disk full",
        }
        assert states(folder) == {KARI: "waiting", OLA: "waiting"}
        assert len(send(folder).sent) == 2
    assert inbox.accepted == {KARI: 1, OLA: 1}


def test_what_is_put_off_goes_in_the_same_run_where_there_are_attempts_left(
    write: Write, inbox: Inbox
) -> None:
    inbox.at_rcpt = {KARI: ["451 wait", "451 wait"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port, forsok=3)})
        put(folder, KARI, OLA)
        assert len(send(folder).sent) == 2
    assert inbox.accepted == {KARI: 1, OLA: 1}


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_who_is_refused_is_not_tried_again_and_does_not_hold_up_the_others(
    write: Write, run: Run, inbox: Inbox, step: str
) -> None:
    setattr(inbox, step, {KARI: ["550 5.1.1 No such user"]})
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI, OLA)
        delivery = send(folder)
        assert [one.recipient for one in delivery.refused] == [KARI]
        assert not send(folder).refused
    assert delivery.failure is not None
    assert (inbox.accepted, inbox.mails) == ({OLA: 1}, 2)
    assert states(folder) == {KARI: "refused", OLA: "sent"}
    done = run("outbox", "-w", folder, "--json")
    (letter,) = document(done.stdout)["letters"]
    assert (letter["state"], letter["reason"]) == ("refused", "550 5.1.1 No such user")
    assert done.returncode == 0


def test_a_refused_letter_that_is_renamed_goes_without_the_answer(
    write: Write, inbox: Inbox
) -> None:
    inbox.at_rcpt = {KARI: ["550 no"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI)
        (refused,) = send(folder).refused
        refused.path.rename(refused.path.with_suffix(".eml"))
        assert len(send(folder).sent) == 1
    assert b"X-Hageplan" not in inbox.texts[KARI][0]


def test_a_lost_connection_after_the_text_is_never_tried_again(write: Write, inbox: Inbox) -> None:
    inbox.at_data = {KARI: ["cut"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI, OLA)
        delivery = send(folder)
        assert [one.recipient for one in delivery.unsure] == [KARI]
        assert [one.recipient for one in delivery.sent] == [OLA]
        for _ in range(3):
            again = queue_letter(folder, load(folder), LETTER, [KARI], NOW)
            assert not again.files
            assert [one.recipient for one in again.earlier] == [KARI]
            assert not send(folder).sent
    assert {to: len(texts) for to, texts in inbox.texts.items()} == {KARI: 1, OLA: 1}
    assert states(folder) == {KARI: "unsure", OLA: "sent"}


class Slow(Inbox):
    """Holds a letter back until it is let go: at its text's beginning, or after its end."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
        self.reached, self.go = threading.Event(), threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.at == "end":
            await self._hold()
        return await super().handle_DATA(server, session, envelope)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.at == "rcpt":
            await self._hold()
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def _hold(self) -> None:
        import asyncio

        self.reached.set()
        await asyncio.to_thread(self.go.wait, 20)


@pytest.mark.parametrize(("at", "state"), [("rcpt", "waiting"), ("end", "unsure")])
def test_a_run_that_is_killed_sends_nothing_twice(
    write: Write, run: Run, at: str, state: str
) -> None:
    slow = Slow(at)
    with serving(slow) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI)
        command = [sys.executable, "-m", "hageplan", *map(str, (*SEND, folder))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as one:
            assert slow.reached.wait(30)
            one.kill()
        slow.go.set()
        assert states(folder) == {KARI: "sending" if at == "end" else "waiting"}
        slow.at = ""
        done = run(*SEND, folder)
        again = run(*SEND, folder)
    if state == "unsure":
        assert (done.returncode, again.returncode) == (3, 0)
        assert "an earlier run was stopped while sending this" in done.stdout
        assert "rename it to end in .eml" in done.stdout
        assert states(folder) == {KARI: "unsure"}
        assert len(slow.texts[KARI]) <= 1
    else:
        assert (done.returncode, slow.accepted) == (0, {KARI: 1})


@pytest.mark.parametrize("at", ["rcpt", "end"])
def test_others_write_while_a_server_is_slow(write: Write, run: Run, at: str) -> None:
    """They are not waited for either: nobody waits behind a server."""
    slow = Slow(at)
    with serving(slow) as port:
        company = {"bedrifter/os.toml": bedrift(NUMBERS[0])}
        folder = write({"hageplan.toml": settings(port), **company})
        put(folder, KARI)
        command = [sys.executable, "-m", "hageplan", *map(str, (*SEND, folder))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as sender:
            assert slow.reached.wait(30)
            words = ("log", NUMBERS[0], "--interesse", "interessert", "-w", folder)
            logged = run(*words, HAGEPLAN_WAIT="0")
            shown = run("outbox", "-w", folder, "--json")
            slow.go.set()
            assert sender.wait(30) == 0
    assert (logged.returncode, (folder / "logg").is_dir()) == (0, True)
    assert shown.returncode == 0
    assert (slow.accepted, states(folder)) == ({KARI: 1}, {KARI: "sent"})


def test_who_sends_too_is_told_who_sends(write: Write, run: Run) -> None:
    slow = Slow("rcpt")
    with serving(slow) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI)
        command = [sys.executable, "-m", "hageplan", *map(str, (*SEND, folder))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as sender:
            assert slow.reached.wait(30)
            second = run(*SEND, folder, HAGEPLAN_WAIT="0")
            slow.go.set()
            assert sender.wait(30) == 0
    assert (second.returncode, second.stdout) == (1, "")
    assert "hageplan outbox, process" in " ".join(second.stderr.split())
    assert slow.accepted == {KARI: 1}


@pytest.mark.parametrize("at", ["rcpt", "end"])
def test_a_letter_that_is_taken_out_meanwhile_is_not_sent_or_kept(write: Write, at: str) -> None:
    """As by `privacy forget`: before its text it is not sent; after it no copy is kept."""
    slow = Slow(at)
    with serving(slow) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI, OLA)
        command = [sys.executable, "-m", "hageplan", *map(str, (*SEND, folder))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as sender:
            assert slow.reached.wait(30)
            for one in listed(folder):
                if one.recipient == KARI:
                    one.path.unlink()
            slow.at = ""
            slow.go.set()
            assert sender.wait(30) == 0
    assert slow.accepted == ({KARI: 1, OLA: 1} if at == "end" else {OLA: 1})
    assert states(folder) == {OLA: "sent"}


@pytest.mark.parametrize(
    ("failing", "state", "arrived"), [(".sendes", "waiting", 0), (".eml", "sending", 1)]
)
def test_a_disk_that_fails_on_the_way_sends_nothing_twice(
    write: Write, inbox: Inbox, failing: str, state: str, arrived: int
) -> None:
    """Before the text nothing has happened; after it nobody can say so on disk."""

    def move(source: Path, target: Path) -> None:
        if target.suffix == failing:
            raise RequestError(msg("the disk is full"))
        move_file(source, target)

    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI)
        disk = Disk(replace_file, move)
        with pytest.raises(RequestError, match="the disk is full"):
            send_waiting(folder, load(folder), NOW, "", alone=nullcontext, disk=disk)
        assert states(folder) == {KARI: state}
        assert len(inbox.texts[KARI]) == arrived
        send(folder)
        send(folder)
    assert len(inbox.texts[KARI]) == 1
    assert states(folder) == {KARI: "unsure" if arrived else "sent"}


def test_two_at_once_send_each_letter_once(write: Write, inbox: Inbox) -> None:
    people = [f"p{number}@hage.example" for number in range(8)]
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, *people)
        command = [sys.executable, "-m", "hageplan", *map(str, (*SEND, folder))]
        both = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [one.wait(60) for one in both] == [0, 0]
    assert inbox.accepted == dict.fromkeys(people, 1)
    assert {to: len(texts) for to, texts in inbox.texts.items()} == dict.fromkeys(people, 1)


def test_a_letter_is_queued_once(write: Write, inbox: Inbox) -> None:
    folder = write({})
    assert len(put(folder, KARI, KARI, OLA)) == 2
    assert put(folder, KARI, OLA) == []
    assert len(put(folder, KARI, letter=Letter("Uke 49", "", ""))) == 1
    with serving(inbox) as port:
        write({"hageplan.toml": settings(port)})
        send(folder)
        assert put(folder, KARI, OLA) == []
        assert not send(folder).sent
    assert inbox.accepted == {KARI: 2, OLA: 1}
    assert (folder / "utboks/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_refused_letter_may_be_asked_for_again(write: Write, inbox: Inbox) -> None:
    inbox.at_rcpt = {KARI: ["550 no"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI)
        send(folder)
        later = NOW.replace(hour=13)
        again = queue(folder, LETTER, [KARI], sender="hage@hage.example", now=later)
        change_files(folder, again.files)
        assert states(folder) == {KARI: "waiting"}
        assert len(send(folder).sent) == 1


def test_a_letter_among_those_sent_is_not_sent_again(write: Write, inbox: Inbox) -> None:
    """As when a copy of the outbox from before is brought back."""
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        (path,) = put(folder, KARI)
        before = path.read_bytes()
        send(folder)
        path.write_bytes(before)
        send(folder)
    assert (inbox.accepted, states(folder)) == ({KARI: 1}, {KARI: "sent"})


def test_a_letter_that_an_editor_saved_arrives_whole(write: Write, inbox: Inbox) -> None:
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        (path,) = put(folder, KARI)
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
        send(folder)
        wanted = inbox.texts[KARI][0]
    (path,) = folder.glob("sendt/*/*.eml")
    assert wanted.count(b"\n") == wanted.count(b"\r\n") > 10


def test_a_file_without_a_recipient_is_refused(write: Write, inbox: Inbox) -> None:
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port), "utboks/x.eml": "Subject: hei\n\nhei\n"})
        delivery = send(folder)
    assert "has no recipient" in str(delivery.refused[0].reason)
    assert (folder / "utboks/x.avvist").is_file()


def test_all_wrong_addresses_are_told_and_nothing_is_queued(write: Write) -> None:
    folder = write({"hageplan.toml": settings(free_port())})
    with pytest.raises(RefusedError) as caught:
        queue_letter(folder, load(folder), LETTER, ["kari", KARI, "bjørn@x.no"], NOW)
    assert len(caught.value.others) == 1
    assert not (folder / "utboks").exists()


def test_what_was_sent_and_what_is_left_is_one_document(
    write: Write, run: Run, inbox: Inbox
) -> None:
    inbox.at_rcpt = {KARI: ["550 5.1.1 No such user"]}
    with serving(inbox) as port:
        folder = write({"hageplan.toml": settings(port)})
        put(folder, KARI, OLA)
        done = run("outbox", "--send", "-w", folder, "--json")
    assert done.returncode == 3
    letters = document(done.stdout)["letters"]
    assert [(one["recipient"], one["state"]) for one in letters] == [
        (KARI, "refused"),
        (OLA, "sent"),
    ]


def test_where_the_settings_name_no_server(write: Write, run: Run) -> None:
    folder = write({})
    done = run(*SEND, folder)
    assert (done.returncode, "[epost]" in done.stderr) == (1, True)
    assert "No e-mail is waiting" in run("outbox", "-w", folder, "--lang", "en").stdout
    assert "no workspace" in run("outbox", "--send", "--lang", "en").stderr


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ('avsender = "hage"', "epost.avsender"),
        ('avsender = "h@hage.example"\nport = 0', "epost.port"),
        ('avsender = "h@hage.example"\nvert = "smtp://x"', "epost.vert"),
        ('avsender = "h@hage.example"\nsikkerhet = "ingen"', "unencrypted"),
        ('avsender = "h@hage.example"\npassord = "x"', "epost.passord: unknown key"),
        ("", "epost.avsender: the key is missing"),
    ],
)
def test_settings_are_checked(write: Write, run: Run, changed: str, told: str) -> None:
    host = "" if "vert" in changed else 'vert = "smtp.hage.example"\n'
    folder = write(
        {"hageplan.toml": f"{settings(25).partition('[epost]')[0]}[epost]\n{host}{changed}\n"}
    )
    done = run("check", "-w", folder, "--lang", "en")
    assert done.returncode == 1
    assert told in done.stdout + done.stderr


def test_ports_are_the_usual_ones(write: Write) -> None:
    for security, port in (("starttls", 587), ("tls", 465)):
        text = f'{settings(1).partition("[epost]")[0]}[epost]\navsender = "h@bjørk.no"\nvert = "x.no"\nsikkerhet = "{security}"\n'
        epost = mail_settings(load(write({"hageplan.toml": text})))
        assert (epost.serverport, epost.avsender) == (port, "h@xn--bjrk-hra.no")


def test_the_list_says_what_to_do_and_text_is_data(write: Write, run: Run) -> None:
    folder = write({"hageplan.toml": settings(free_port())})
    put(folder, KARI, letter=Letter("\x1b[31mrød\n[b]", "", ""))
    (path,) = put(folder, OLA)
    path.rename(path.with_suffix(".uviss"))
    done = run("outbox", "-w", folder, "--lang", "en")
    assert done.returncode == 0
    assert "Waiting" in done.stdout
    assert "May have arrived" in done.stdout
    assert "[31mrød [b]" in done.stdout
    assert "\x1b" not in done.stdout
