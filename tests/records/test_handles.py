"""Handles: each is read back as the company it is shown for."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from hageplan.records.names import COMMANDS, handles_of
from hageplan.workspace.lookup import candidates
from hageplan.workspace.partial import Company

WORDS = st.sampled_from(
    ["Elve", "Elvedata", "Data", "elve", "Øl", "Ol", "Oel", "Å", "Ånes", "Aanes", "Anes", "Kafé",
     "Kafe", "AS", "A/S", "DA", "24", "7", "ny", "Show", "Ring-ikke", "!!!", "–", "&", "_", "Sønn",
     "A\u030anes", "²", "'", "Elve-Data", "(Norge)", "i̇", "\u200b", "-", "--help"]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join) | st.text(max_size=12)


def companies_of(names: list[str]) -> list[Company]:
    return [Company(f"{310000000 + n}", navn, "3430") for n, navn in enumerate(names)]


@given(st.lists(NAMES, min_size=1, max_size=12))
@example(["Elve AS", "Elve Data AS", "Elve Data DA", "Elvedata AS"])
@example(["Pøsi AS", "Poesi Forlag AS"])
@example(["!!!", "!!!", "–", ""])
@example(["Ny AS", "Ny Giv AS", "Show AS"])
def test_every_handle_means_its_company(names: list[str]) -> None:
    known = companies_of(names)
    handles = handles_of({one.organisasjonsnummer: one.navn for one in known})
    assert len(set(handles.values())) == len(known)
    for company in known:
        handle = handles[company.organisasjonsnummer]
        assert candidates(handle, known) == (company,)
        assert candidates(handle.upper(), known) == (company,)
        assert handle not in COMMANDS
        assert handle == company.organisasjonsnummer or (
            handle[0].isalnum() and not handle.isdigit() and not set(handle) & set(" /'\"$")
        )


def test_a_handle_is_as_short_as_can_be() -> None:
    names = ["Elve AS", "Elve Data AS", "Tømrespill Gard", "Tømrespill Sag AS", "Sag AS", "Sag DA",
             "Ånes Kafé & Gard", "24 AS", "Ny Giv AS", "Medlem AS"]  # fmt: skip
    known = companies_of(names)
    numbers = [one.organisasjonsnummer for one in known]
    handles = handles_of({one.organisasjonsnummer: one.navn for one in known})
    assert [*handles.values()] == [
        "elve", "elve-data", "tomrespill-gard", "tomrespill-sag", numbers[4], numbers[5],
        "anes", numbers[7], "ny-giv", numbers[9],
    ]  # fmt: skip


def test_words_of_commands_are_nobodys_handle() -> None:
    from hageplan.companies.commands import VERBS

    assert {*VERBS, "show", "fix", "introduce"} == COMMANDS
