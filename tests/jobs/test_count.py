"""Jobs of a period: no claim is counted twice, and periods add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hageplan
from hageplan.errors import RequestError
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import parse_period
from hageplan.jobs.result import JobGroup, Jobs
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import Arbeidsplasser, Henvendelse
from hageplan.records.workspace import Workspace
from tests.conftest import NUMBERS

TODAY = date(2026, 12, 31)
EXAMPLE = hageplan.load(today=TODAY)
SAG, GARD, MAIN = NUMBERS[:3]
OS, TYNSET = "3430", "3427"


def company(number: str, kommune: str = OS, **keys: Any) -> Bedrift:
    return Bedrift(organisasjonsnummer=number, navn=number, kommunenummer=kommune, **keys)


COMPANIES = (company(SAG, antall_ansatte=5), company(GARD, TYNSET), company(MAIN))


def word(number: str, day: date, new: int = 0, kept: int = 0, **keys: Any) -> Henvendelse:
    said = Arbeidsplasser(nye=new, bevarte=kept, **keys)
    at = datetime(day.year, day.month, day.day, 10)
    return Henvendelse(organisasjonsnummer=number, tid=at, arbeidsplasser=said)


def workspace(*words: Henvendelse, companies: tuple[Bedrift, ...] = COMPANIES) -> Workspace:
    return replace(EXAMPLE, bedrifter=companies, henvendelser=words)


def jobs(records: Workspace, period: str = "2026", **keys: Any) -> Jobs:
    return count_jobs(records, parse_period(period, TODAY), **{"today": TODAY, **keys})


def test_a_word_said_again_counts_once_and_the_latest_counts() -> None:
    records = workspace(
        word(SAG, date(2026, 3, 1), 2),
        word(SAG, date(2026, 4, 1), 2),
        word(SAG, date(2026, 5, 1), 3),
    )
    found = jobs(records, explain=True)
    assert (found.total.claims, found.total.companies, found.total.new) == (1, 1, 3)
    (claim,) = found.claims
    assert (claim.new, claim.new_before, len(claim.said_before)) == (3, 0, 2)
    assert "jobs-restated count=1" in found.remarks


def test_other_matters_are_claims_of_their_own_however_they_are_spelt() -> None:
    records = workspace(
        word(SAG, date(2026, 3, 1), 2, gjelder="Ny høvel"),
        word(SAG, date(2026, 4, 1), 1, gjelder="ny  hovel"),
        word(SAG, date(2026, 5, 1), 4, gjelder="Butikk"),
    )
    assert (jobs(records).total.claims, jobs(records).total.new) == (2, 5)


def test_a_period_has_what_its_words_changed() -> None:
    records = workspace(word(SAG, date(2026, 3, 1), 2, 1), word(SAG, date(2026, 9, 1), 3, 0))
    first, second = jobs(records, "2026-H1"), jobs(records, "2026-H2", explain=True)
    assert (first.total.new, first.total.kept) == (2, 1)
    assert (second.total.new, second.total.kept) == (1, -1)
    assert (second.claims[0].new, second.claims[0].new_before) == (3, 2)
    assert (jobs(records).total.new, jobs(records).total.kept) == (3, 0)


def test_a_main_unit_does_not_count_what_its_parts_have_told() -> None:
    part = company(SAG, overordnet_enhet=MAIN)
    words = (word(MAIN, date(2026, 3, 1), 5), word(SAG, date(2026, 4, 1), 3))
    found = jobs(workspace(*words, companies=(part, company(MAIN))), explain=True)
    assert found.total.new == 3
    assert [claim.counted for claim in found.claims] == [False, True]
    other = word(SAG, date(2026, 4, 1), 3, gjelder="verksted")
    assert jobs(workspace(words[0], other, companies=(part, company(MAIN)))).total.new == 8


def test_by_municipality_confidence_and_source() -> None:
    records = workspace(
        word(SAG, date(2026, 3, 1), 2, kilde="bedriften", sikkerhet="Vedtatt"),
        word(GARD, date(2026, 3, 2), 1, 2, sikkerhet="vedtatt "),
        word(MAIN, date(2026, 3, 3), 0, 1, kilde="avisen", sikkerhet="anslag"),
    )
    found = jobs(records)
    by_kommune = {row.kommunenummer: (row.sums.new, row.sums.kept) for row in found.kommuner}
    assert (by_kommune[OS], by_kommune[TYNSET]) == ((2, 1), (1, 2))
    assert found.total.by_confidence == (
        JobGroup(word="anslag", new=0, kept=1, companies=1, new_companies=0, kept_companies=1),
        JobGroup(word="vedtatt", new=3, kept=2, companies=2, new_companies=2, kept_companies=1),
    )
    assert [group.word for group in found.total.by_source] == ["", "avisen", "bedriften"]
    assert "jobs-no-source count=1" in found.remarks
    only = jobs(records, kommuner=(TYNSET,))
    assert [row.kommunenummer for row in only.kommuner] == [TYNSET]
    assert (only.total.new, only.total.companies) == (1, 1)


def test_a_surer_word_moves_its_jobs_to_the_surer_ones() -> None:
    records = workspace(
        word(SAG, date(2026, 3, 1), 2, sikkerhet="anslag"),
        word(SAG, date(2026, 9, 1), 2, sikkerhet="vedtatt"),
    )
    found = jobs(records, "2026-H2").total
    assert found.new == 0
    assert found.by_confidence == (
        JobGroup(word="anslag", new=-2, kept=0, companies=1, new_companies=1, kept_companies=0),
        JobGroup(word="vedtatt", new=2, kept=0, companies=1, new_companies=1, kept_companies=0),
    )


def test_the_baseline_is_the_claims_own_else_the_registers_else_unknown() -> None:
    records = workspace(
        word(SAG, date(2026, 3, 1), 2),
        word(GARD, date(2026, 3, 2), 0, 9, grunnlag=8),
        word(MAIN, date(2026, 3, 3), 1),
    )
    found = jobs(records, explain=True)
    assert [(claim.baseline, claim.basis) for claim in found.claims] == [
        (5, "register"), (8, "claim"), (None, "unknown"),
    ]  # fmt: skip
    assert (found.total.baseline, found.total.baseline_unknown) == (13, 1)
    assert "jobs-beyond count=1" in found.remarks


def test_without_explain_no_company_is_named() -> None:
    assert jobs(workspace(word(SAG, date(2026, 3, 1), 2))).claims == ()


def test_a_period_under_way_says_so_and_one_to_come_is_a_fault() -> None:
    records = workspace(word(SAG, date(2026, 3, 1), 2), word(SAG, date(2026, 5, 1), 7))
    early = jobs(records, today=date(2026, 4, 1))
    assert early.total.new == 2
    assert "jobs-so-far date=2026-04-01" in early.remarks
    with pytest.raises(RequestError, match="has not begun"):
        jobs(records, "2027")


said = st.builds(
    word,
    st.sampled_from([SAG, GARD, MAIN]),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(0, 5),
    st.integers(0, 5),
    gjelder=st.sampled_from(["", "a", "b"]),
    sikkerhet=st.sampled_from(["", "anslag", "vedtatt"]),
)


@given(
    st.lists(said, max_size=12, unique_by=lambda w: (w.organisasjonsnummer, w.tid)), st.randoms()
)
def test_periods_add_up_and_no_job_is_in_two(words: list[Henvendelse], rng: Any) -> None:
    """Whatever was said in whichever order it stands in the files."""
    part = company(SAG, overordnet_enhet=MAIN)
    records = workspace(*words, companies=(part, COMPANIES[1], COMPANIES[2]))
    quarters = [f"{year}-Q{q}" for year in (2025, 2026) for q in range(1, 5)]
    found = [jobs(records, quarter).total for quarter in quarters]
    latest: dict[tuple[str, str], Henvendelse] = {}
    for one in sorted(words, key=lambda w: w.tid):
        assert one.arbeidsplasser is not None
        latest[one.organisasjonsnummer, one.arbeidsplasser.gjelder] = one
    by_hand = {
        key: one.arbeidsplasser.nye
        for key, one in latest.items()
        if one.arbeidsplasser and not (key[0] == MAIN and (SAG, key[1]) in latest)
    }
    assert sum(sums.new for sums in found) == sum(by_hand.values())
    for sums in found:
        assert sum(group.new for group in sums.by_confidence) == sums.new
        assert sum(group.kept for group in sums.by_source) == sums.kept
    shuffled = [*words]
    rng.shuffle(shuffled)
    again = workspace(*shuffled, companies=(part, COMPANIES[1], COMPANIES[2]))
    assert jobs(again, "2026", explain=True) == jobs(records, "2026", explain=True)


def test_a_main_unit_several_levels_up_is_counted_with_its_parts() -> None:
    middle = company(GARD, overordnet_enhet=MAIN)
    part = company(SAG, overordnet_enhet=GARD)
    words = (word(MAIN, date(2026, 3, 1), 5), word(SAG, date(2026, 4, 1), 3))
    found = jobs(workspace(*words, companies=(part, middle, company(MAIN))))
    assert (found.total.new, found.total.claims) == (3, 1)


def test_a_period_lists_the_main_unit_whose_claim_its_part_took_over() -> None:
    """What a period's sums are is seen in its list, also where nothing was said of a claim."""
    part = company(SAG, overordnet_enhet=MAIN)
    words = (word(MAIN, date(2026, 3, 1), 5), word(SAG, date(2026, 9, 1), 3))
    records = workspace(*words, companies=(part, company(MAIN)))
    found = jobs(records, "2026-H2", explain=True)
    listed = sum(c.new for c in found.claims if c.counted) - sum(c.new_before for c in found.claims)
    assert found.total.new == listed == 3 - 5
    assert jobs(records, "2026-H1").total.new + found.total.new == jobs(records).total.new


def test_a_corrected_word_is_said_beside_what_was_told_first() -> None:
    first = word(SAG, date(2026, 3, 1), 5)
    right = word(SAG, date(2026, 3, 1), 2).model_copy(update={"erstatter": "a", "id": "b"})
    records = replace(workspace(right), rettet=(first,))
    found = jobs(records)
    assert found.total.new == 2
    assert "jobs-corrected new=5 kept=0" in found.remarks
    assert not any("corrected" in remark for remark in jobs(workspace(first)).remarks)
