"""Days and times in the words of people, and where they may be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hageplan import i18n, load
from hageplan.errors import RequestError
from hageplan.i18n import short_date, short_moment
from hageplan.records.when import clock_of, day_of, moment_of, span_of, week_of
from hageplan.ui.numbers import day_name
from tests.conftest import NUMBERS, Run, Write, bedrift

SATURDAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "following", "before"),
    [
        ("30.11.2026", "2026-11-30", "2026-11-30"),
        ("30.11.26", "2026-11-30", "2026-11-30"),
        ("1.5.98", "1998-05-01", "1998-05-01"),
        ("2026-11-30", "2026-11-30", "2026-11-30"),
        ("2026/11/30", "2026-11-30", "2026-11-30"),
        ("30-11-2026", "2026-11-30", "2026-11-30"),
        ("30.11.", "2026-11-30", "2025-11-30"),
        ("30.11", "2026-11-30", "2025-11-30"),
        ("30/11", "2026-11-30", "2025-11-30"),
        ("30. november", "2026-11-30", "2025-11-30"),
        ("30 Nov 2026", "2026-11-30", "2026-11-30"),
        ("November 30, 2026", "2026-11-30", "2026-11-30"),
        ("mandag den 30. november 2026", "2026-11-30", "2026-11-30"),
        ("29.2.", "2028-02-29", "2024-02-29"),
        ("28.11.", "2026-11-28", "2026-11-28"),  # today counts
        ("lørdag", "2026-11-28", "2026-11-28"),
        ("mandag", "2026-11-30", "2026-11-23"),
        ("Monday", "2026-11-30", "2026-11-23"),
        ("på fredag", "2026-12-04", "2026-11-27"),
        ("fre", "2026-12-04", "2026-11-27"),
        ("neste søndag", "2026-12-06", "2026-12-06"),  # in the week after this one
        ("forrige lørdag", "2026-11-21", "2026-11-21"),
        ("i dag", "2026-11-28", "2026-11-28"),
        ("I morgen", "2026-11-29", "2026-11-29"),
        ("i overmorgen", "2026-11-30", "2026-11-30"),
        ("tomorrow", "2026-11-29", "2026-11-29"),
        ("i går", "2026-11-27", "2026-11-27"),
        ("om 2 uker", "2026-12-12", "2026-12-12"),
        ("om en måned", "2026-12-28", "2026-12-28"),
        ("in three days", "2026-12-01", "2026-12-01"),
        ("for to uker siden", "2026-11-14", "2026-11-14"),
        ("2 weeks ago", "2026-11-14", "2026-11-14"),
        ("uke 49", "2026-11-30", "2025-12-01"),
    ],
)
def test_days(text: str, following: str, before: str) -> None:
    assert f"{day_of(text, SATURDAY)}" == following
    assert f"{day_of(text, SATURDAY, towards='last')}" == before


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("i morgen kl 10", "2026-11-29 10:00"),
        ("30.11.2026 10:00", "2026-11-30 10:00"),
        ("30.11. 10:00", "2026-11-30 10:00"),
        ("30.11. 10", "2026-11-30 10:00"),
        ("30. november kl. 10.30", "2026-11-30 10:30"),
        ("mandag 10.30", "2026-11-30 10:30"),
        ("tomorrow at 2 pm", "2026-11-29 14:00"),
        ("2026-11-30T10:00", "2026-11-30 10:00"),
        ("10:00", "2026-11-28 10:00"),
        ("kl 10.11", "2026-11-28 10:11"),
        ("12.30", "2026-11-28 12:30"),
        ("10", "2026-11-28 10:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert f"{moment_of(text, SATURDAY):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("30.11.-4.12.", "2026-11-30", "2026-12-04"),
        ("30.11.–4.12.2026", "2026-11-30", "2026-12-04"),
        ("30. november til 4. desember", "2026-11-30", "2026-12-04"),
        ("1.-5.12.", "2026-12-01", "2026-12-05"),
        ("2026-11-30..2026-12-04", "2026-11-30", "2026-12-04"),
        ("28.12.-3.1.", "2026-12-28", "2027-01-03"),
        ("mandag-onsdag", "2026-11-30", "2026-12-02"),
        ("2026-W49", "2026-11-30", "2026-12-06"),
        ("uke 49", "2026-11-30", "2026-12-06"),
        ("2026-11-30", "2026-11-30", "2026-11-30"),
    ],
)
def test_spans(text: str, first: str, last: str) -> None:
    assert [*map(str, span_of(text, SATURDAY))] == [first, last]


def test_weeks_and_clocks() -> None:
    weeks = ("48", "uke 48", "w48", "week 48 2026", "2026-W48")
    assert {week_of(text, SATURDAY) for text in weeks} == {date(2026, 11, 23)}
    assert week_of("49", SATURDAY) == date(2025, 12, 1)
    assert week_of("49", SATURDAY, towards="next") == date(2026, 11, 30)
    assert {clock_of(text) for text in ("9:30", "09.30", "kl. 9.30", "9.30 am")} == {time(9, 30)}


@pytest.mark.parametrize(
    ("text", "what", "todo"),
    [
        ("31.11.", "«31.11.» does not exist in the calendar", "30.11.2026"),
        ("11/30", "does not exist in the calendar", "the day, the month and the year"),
        ("om 9999 måneder", "is too far back or ahead in time", "from 1910 to 2189"),
        ("tirsdag 30.11.2026", "is on another weekday", "leave out the weekday"),
        ("ved jul", "«ved jul» is not a date", "30.11., monday, tomorrow"),
        ("", "is not a date", "2026-11-30"),
        ("10", "is not a date", ""),
    ],
)
def test_what_is_no_day_is_said_with_an_example(text: str, what: str, todo: str) -> None:
    with pytest.raises(RequestError) as refused:
        day_of(text, SATURDAY)
    assert what in str(refused.value)
    assert todo in str(refused.value.todo)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("30.11.", "has no time of day"),
        ("i morgen", "has no time of day"),
        ("10.11", "can be a day or a time of day"),
        ("i morgen kl 25", "is not a date and time"),
        ("en gang kl 10", "is not a date and time"),
    ],
)
def test_what_is_no_moment(text: str, what: str) -> None:
    with pytest.raises(RequestError, match=what):
        moment_of(text, SATURDAY)


@pytest.mark.parametrize("text", ["mandag", "i dag", "30.11.", "om 2 uker", "uke 49"])
def test_a_record_has_a_whole_date(text: str) -> None:
    with pytest.raises(RequestError):
        day_of(text)


@given(
    day=st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)),
    language=st.sampled_from(i18n.LANGUAGES),
    today=st.dates(),
)
def test_what_people_are_shown_can_be_typed(day: datetime, language: str, today: date) -> None:
    i18n.use(language)
    minute = day.replace(second=0, microsecond=0)
    assert day_of(short_date(day.date()), today) == day.date()
    assert day_of(f"{day_name(day.date())} {day.year}", today) == day.date()
    assert moment_of(short_moment(minute), today) == minute
    assert moment_of(f"{minute:%d.%m.%y %H.%M}", today) == minute


def refusal(read: Callable[[], object]) -> RequestError | None:
    try:
        read()
    except RequestError as refused:
        return refused
    return None


@given(text=st.text(max_size=20), today=st.dates())
def test_any_text_is_a_date_or_refused(text: str, today: date) -> None:
    for read in (day_of, moment_of, span_of, week_of):
        refused = refusal(lambda read=read: read(text, today))  # type: ignore[misc]
        assert refused is None or (str(refused) and str(refused.todo))


@given(
    text=st.from_regex(
        r"(neste |forrige |om |for )?(mandag|søn|uke 53|[0-9]{1,5} (dager|uker|måneder)( siden)?)",
        fullmatch=True,
    ),
    today=st.sampled_from((date.min, date.max)),
)
def test_the_ends_of_the_calendar(text: str, today: date) -> None:
    for read in (day_of, span_of):
        refused = refusal(lambda read=read: read(text, today))  # type: ignore[misc]
        assert refused is None or str(refused)


def test_toml_takes_norwegian_dates(run: Run, write: Write) -> None:
    good = bedrift(NUMBERS[0], status="medlem", medlem_siden="30.11.2025")
    folder = write({"bedrifter/os.toml": good})
    assert load(folder).bedrifter[0].medlem_siden == date(2025, 11, 30)
    (folder / "bedrifter/os.toml").write_text(good.replace("30.11.2025", "mandag"), "utf-8")
    done = run("check", "-w", folder, "--lang", "en")
    assert 'medlem_siden: "mandag" is not a date' in done.stdout
    assert '"1.12.2026" in quotation marks' in done.stdout


@pytest.mark.parametrize(
    ("line", "todo"),
    [
        ("lat = 62,27", "skriv tallet med punktum: 62.27"),
        ("posisjon = { navn = 'x', lat = 62,27, lon = 10,7 }", "skriv tallet med punktum: 62.27"),
        ("medlem_siden = 30.11.2026", 'sett datoen i anførselstegn: "30.11.2026"'),
    ],
)
def test_what_norwegians_write_that_is_not_toml(
    run: Run, write: Write, line: str, todo: str
) -> None:
    folder = write({"bedrifter/os.toml": f"{bedrift(NUMBERS[0]).strip()}\n{line}\n"})
    done = run("check", "-w", folder)
    assert (done.returncode, todo in done.stdout) == (1, True), done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "--from", "31.11."), "«31.11.» finnes ikke i kalenderen"),
        (("plan", "--today", "i fjor"), "skriv slik: 30.11.2026, 30.11., mandag"),
        (("book", NUMBERS[0], "--at", "30.11."), "legg til klokkeslett, for eksempel 30.11. 10:00"),
        (("plan", "--absent", "kari:4.12.2026-30.11.2026"), "skriv første og siste dag"),
        (("match", "introduce", "a", "b", "--frist", "\x1b[31m"), "er ikke en dato"),
    ],
)
def test_an_option_says_what_it_did_not_understand(
    run: Run, words: tuple[str, ...], told: str
) -> None:
    done = run(*words, COLUMNS="200")
    assert done.returncode == 2
    assert told in done.stderr
    assert "\x1b" not in done.stderr


def test_options_take_the_same_days_in_either_dress(run: Run, write: Write) -> None:
    """Days without a year count from the day of --today, wherever that stands."""
    folder = write({"bedrifter/os.toml": bedrift(NUMBERS[0], "Sag AS", lat=62.5, lon=11.2)})
    words = ("plan", "-w", folder, "-k", "Os", "--json", "--iterations", "20")
    iso = ("--from", "2026-12-01", "--absent", "kari:2026-12-02", "--absent", "kari:2026-12-03")
    own = ("--from", "tirsdag", "--absent", "kari:2.-3.12.")
    assert (
        run(*words, *own, "--today", "28.11.26").stdout
        == run(*words, *iso, "--today", "2026-11-28").stdout
    )
    at = ("--today", "lørdag 28.11.2026", "--medarbeider", "kari")
    booked = run("book", NUMBERS[0], "--at", "mandag kl 10", *at, "-w", folder)
    assert booked.returncode == 0, booked.stderr
    assert f"{load(folder).avtaler[0].tid}" == "2026-11-30 10:00:00"
    said = ("--at", "fredag 9.30", "--oppfolging", "om 2 uker ring", "--medarbeider", "kari")
    run("log", NUMBERS[0], *said, "--today", "28.11.2026", "-w", folder)
    found = load(folder)
    assert f"{found.henvendelser[0].tid}" == "2026-11-27 09:30:00"
    assert f"{found.oppfolginger[0].frist}" == "2026-12-12"
