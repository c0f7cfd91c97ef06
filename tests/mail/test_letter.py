"""A letter as it goes on the wire."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest
from email_validator import validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from hageplan.errors import RequestError
from hageplan.mail.letter import Attachment, Letter, calendar, letter_id, message_of
from hageplan.records.settings.epost import SURELY_PLAIN, SURELY_SHORT, plain_address

DAY = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Europe/Oslo"))
FROM, TO = "hage@xn--rros-gra.example", "kari@hage.example"
CALENDAR = b"BEGIN:VCALENDAR\r\nSUMMARY:M\xc3\xb8te\r\nEND:VCALENDAR\r\n"


def parsed(letter: Letter) -> EmailMessage:
    content = message_of(letter, FROM, TO, DAY).as_bytes()
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def test_a_letter_has_text_and_html_and_what_goes_with_it() -> None:
    table = Attachment("æresliste.xlsx", "application/octet-stream", bytes(range(256)))
    letter = Letter("Uke 48: Ålen", "Hei, Åse\n", "<p>Hei, Åse</p>", (calendar(CALENDAR), table))
    message = parsed(letter)
    assert message["Subject"] == "Uke 48: Ålen"
    assert (message["From"], message["To"]) == (FROM, TO)
    assert message["Date"] == "Tue, 24 Nov 2026 07:30:00 +0100"
    assert message["Message-ID"].endswith("@xn--rros-gra.example>")
    assert message.get_content_type() == "multipart/mixed"
    first, *_rest = message.iter_parts()
    assert first.get_content_type() == "multipart/alternative"
    assert text_of(message, "plain").rstrip() == "Hei, Åse"
    assert text_of(message, "html").rstrip() == "<p>Hei, Åse</p>"
    dates, sheet = message.iter_attachments()
    assert (dates.get_filename(), dates.get_content_type()) == ("plan.ics", "text/calendar")
    assert dates["Content-Type"].params["method"] == "PUBLISH"
    assert dates["Content-Type"].params["charset"] == "utf-8"
    assert dates.get_payload(decode=True) == CALENDAR
    assert sheet.get_filename() == "æresliste.xlsx"
    assert sheet.get_payload(decode=True) == bytes(range(256))


def test_the_same_letter_gives_the_same_bytes() -> None:
    def content() -> bytes:
        letter = Letter("Uke 48", "Hei\n", "<p>Hei</p>", (calendar(CALENDAR),))
        return message_of(letter, FROM, TO, DAY).as_bytes()

    assert content() == content()
    assert content().isascii()
    assert content().count(b"\n") == content().count(b"\r\n")


def test_what_is_said_and_to_whom_decides_the_id_and_nothing_else() -> None:
    one = Letter("a", "b", "c")
    ids = [
        letter_id(letter, to)
        for letter, to in [
            (one, TO),
            (one, "ola@hage.example"),
            (Letter("ab", "", "c"), TO),
            (Letter("a", "bc", ""), TO),
            (Letter("a", "b", "c", (calendar(b""),)), TO),
        ]
    ]
    assert len(set(ids)) == len(ids)
    later = message_of(one, FROM, TO, DAY.replace(month=12))
    assert later["Message-ID"] == message_of(one, FROM, TO, DAY)["Message-ID"]


ANY = st.text(st.characters(exclude_categories=[]), max_size=60)
BREAKING = st.sampled_from(["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
HOSTILE = st.builds(
    lambda head, gap, tail: f"{head}{gap}Bcc: x@y.example{gap}{gap}{tail}", ANY, BREAKING, ANY
)


@given(subject=HOSTILE, text=HOSTILE, html=HOSTILE, name=HOSTILE, kind=HOSTILE)
@example(subject="", text="", html="", name="", kind="\r\nBcc: x@y.example;¡")
def test_no_text_becomes_a_header_or_a_part(
    subject: str, text: str, html: str, name: str, kind: str
) -> None:
    attached = Attachment(name, f"text/plain; x={kind}", b"--=_\r\n\r\nBcc: x@y.example\r\n")
    message = parsed(Letter(subject, text, html, (attached,)))
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    inner, part = message.iter_parts()
    assert len(list(inner.iter_parts())) == 2
    for one in (*inner.iter_parts(), part):
        assert set(one.keys()) <= {
            "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version",
        }  # fmt: skip
    assert part.get_payload(decode=True) == attached.content


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_text_arrives_as_it_was(text: str) -> None:
    message = parsed(Letter("x", text, f"<p>{text}</p>"))
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    assert text_of(message, "plain").replace("\r\n", "\n").rstrip("\n") == wanted.rstrip("\n")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("kari@hage.example", "kari@hage.example"),
        (" kari@Hage.Example\n", "kari@hage.example"),
        ("post+uke@bjørk.example", "post+uke@xn--bjrk-hra.example"),
        ("o'brien@hage.example", "o'brien@hage.example"),
    ],
)
def test_addresses_become_plain_ones(written: str, plain: str) -> None:
    assert plain_address(written) == plain


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kari",
        "kari@",
        "@hage.example",
        "kari@hage",
        "kari@-hage.example",
        "kari@hage..example",
        ".kari@hage.example",
        "Kari <kari@hage.example>",
        "kari@hage.example, ola@hage.example",
        "kari@hage.example\r\nBcc: x@y.example",
        "kari\r\nBcc: x@y.example",
        f"{'k' * 65}@hage.example",
        f"kari@{'hage.' * 60}example",
        "bjørn@hage.example",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(RequestError):
        plain_address(written)


@given(text=st.from_regex(SURELY_PLAIN, fullmatch=True).filter(lambda a: len(a) <= SURELY_SHORT))
def test_what_is_surely_plain_is_so_by_every_rule(text: str) -> None:
    found = validate_email(
        text, strict=True, globally_deliverable=False, check_deliverability=False
    )
    assert plain_address(text) == found.ascii_email == text


@given(text=ANY)
def test_a_plain_address_stays_one(text: str) -> None:
    try:
        plain = plain_address(text)
    except RequestError:
        return
    assert plain.isascii()
    assert plain.isprintable()
    assert plain_address(plain) == plain
