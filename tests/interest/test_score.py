"""Scores and suggestions of whole workspaces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

import hageplan
from hageplan import load, next_visits, score
from hageplan.errors import RequestError
from hageplan.interest.next_result import NextVisit, NextVisits
from hageplan.interest.result import GradeConversion, KommuneScore, Score
from hageplan.records.workspace import Workspace
from tests.conftest import NUMBERS, SETTINGS, Write, bedrift

TODAY = date(2026, 11, 23)
EXAMPLE = load()
OS, TYNSET, ROROS = "3430", "3427", "5025"


def answer(number: str, grade: str, day: str = "2026-11-01", retning: str = "ut") -> str:
    return f"""[[henvendelse]]
organisasjonsnummer = "{number}"
tid = {day}T10:00:00
retning = "{retning}"
interesse = "{grade}"
"""


def workspace(
    write: Write, companies: Sequence[str], answers: Sequence[str] = (), settings: str = ""
) -> Workspace:
    return load(
        write(
            {
                "hageplan.toml": SETTINGS + settings,
                "bedrifter/a.toml": "".join(companies),
                "logg/2026.toml": "".join(answers),
            }
        )
    )


def of_kommune(result: Score, number: str) -> KommuneScore:
    return next(row for row in result.kommuner if row.kommunenummer == number)


def scored(records: Workspace, number: str = OS, **keys: Any) -> KommuneScore:
    return of_kommune(score(records, **{"today": TODAY, **keys}), number)


def test_the_public_library() -> None:
    assert set(hageplan.__all__) == {"load", "score", "next_visits", "plan", "staffing", "match"}


def test_no_answers_is_the_prior_and_says_so(write: Write) -> None:
    result = score(workspace(write, [bedrift(n) for n in NUMBERS]), today=TODAY)
    assert result.assumptions[0] == "no-answers"
    row = of_kommune(result, OS)
    assert row.knowledge == "nothing"
    assert (row.asked.answered, row.asked.raw_share, row.asked.age_years) == (0, None, None)
    assert row.estimated.share == pytest.approx(0.36, abs=0.05)
    assert row.estimated.share90 is not None
    assert row.estimated.share90.width > 0.7
    assert result.self_selection.odds_ratio == pytest.approx(1.65, abs=0.01)


def test_everyone_answered_is_what_is_known(write: Write) -> None:
    grades = ["interessert", "forpliktet", "ikke", "nøytral"]
    answers = [answer(n, g, "2026-11-23") for n, g in zip(NUMBERS, grades, strict=False)]
    row = scored(workspace(write, [bedrift(n) for n in NUMBERS[:4]], answers), explain=True)
    assert row.knowledge == "everything"
    assert row.estimated.share == pytest.approx(0.5)
    assert row.estimated.share90 is not None
    ends = (row.estimated.share90.low, row.estimated.share90.high)
    assert ends == pytest.approx((0.5, 0.5))
    assert row.explanation is not None
    assert row.explanation.tipping == "all-known"
    assert row.explanation.bounds.width == 0


def test_a_kommune_without_companies(write: Write) -> None:
    result = score(workspace(write, [bedrift(NUMBERS[0])]), today=TODAY, explain=True)
    row = of_kommune(result, TYNSET)
    assert row.asked.companies == 0
    assert (row.estimated.share, row.estimated.share90, row.rank) == (None, None, None)
    assert row.estimated.interested == 0
    assert row.explanation is None
    assert row.knowledge == "everything"
    assert result.kommuner[0].kommunenummer == OS


def test_no_companies_at_all(write: Write) -> None:
    empty = load(write({}))
    result = score(empty, today=TODAY, explain=True)
    assert {row.estimated.share for row in result.kommuner} == {None}
    assert result.total.share is None
    assert next_visits(empty, today=TODAY).visits == ()


def test_no_kommune_at_all(write: Write) -> None:
    records = load(write({"hageplan.toml": ""}))
    with pytest.raises(RequestError, match="no municipality"):
        score(records, today=TODAY)
    with pytest.raises(RequestError, match="no municipality"):
        next_visits(records, today=TODAY)
    assert score(records, today=TODAY, kommuner=("5001",)).kommuner[0].navn == "Trondheim"


def test_one_kommune_learns_from_all_and_its_sum_is_its_own() -> None:
    alone = score(EXAMPLE, today=TODAY, kommuner=(TYNSET,))
    together = of_kommune(score(EXAMPLE, today=TODAY), TYNSET)
    members80 = alone.kommuner[0].estimated.new_members80
    same = together.estimated.model_copy(update={"new_members80": members80})
    assert alone.kommuner[0].estimated == same
    assert alone.total == alone.kommuner[0].estimated
    assert alone.kommuner[0].rank == 1


def test_the_region_is_summed_jointly() -> None:
    result = score(EXAMPLE, today=TODAY)
    assert result.total.interested == pytest.approx(
        sum(row.estimated.interested for row in result.kommuner)
    )
    widths = [row.estimated.interested90.width for row in result.kommuner]
    assert sum(w * w for w in widths) ** 0.5 < result.total.interested90.width < sum(widths)


def test_ranks_follow_the_estimate() -> None:
    result = score(EXAMPLE, today=TODAY)
    shares = [row.estimated.share for row in result.kommuner]
    assert shares == sorted(shares, key=lambda share: -(share or 0))
    assert [row.rank for row in result.kommuner] == list(range(1, 9))
    for row in result.kommuner:
        assert sum(row.rank_probabilities) == pytest.approx(1)
    assert sum(row.rank_probabilities[0] for row in result.kommuner) == pytest.approx(1)
    considered = [row for row in result.kommuner if not row.covered]
    assert sum(row.best_considered or 0 for row in considered) == pytest.approx(1)
    best = max(considered, key=lambda row: row.best_considered or 0)
    assert (best.best_considered or 0) > 0.5 > best.rank_probabilities[0]
    assert all(row.best_considered is None for row in result.kommuner if row.covered)


def test_the_latest_answer_counts_and_ages(write: Write) -> None:
    companies = [bedrift(n) for n in NUMBERS]
    answers = [
        answer(NUMBERS[0], "ikke", "2020-05-01"),
        answer(NUMBERS[0], "interessert", "2023-11-23"),
    ]
    row = scored(workspace(write, companies, answers))
    assert (row.asked.answered, row.asked.interested) == (1, 1)
    assert row.asked.age_years == pytest.approx(3, abs=0.01)
    assert row.asked.effective == pytest.approx(0.5, abs=0.001)
    then = scored(workspace(write, companies, answers), today=date(2021, 5, 1))
    assert (then.asked.answered, then.asked.interested) == (1, 0)


def attempt(number: str, utfall: str = "avslo", retning: str = "ut") -> str:
    said = f'utfall = "{utfall}"\nretning = "{retning}"'
    return f'[[henvendelse]]\norganisasjonsnummer = "{number}"\ntid = 2026-11-02T10:00:00\n{said}\n'


def test_those_who_would_not_talk_take_off_the_estimate_and_widen_it(write: Write) -> None:
    companies = [bedrift(number, kommunenummer=OS) for number in NUMBERS[:10]]
    said = [answer(NUMBERS[0], "interessert"), answer(NUMBERS[1], "interessert")]
    before = scored(workspace(write, companies, said), OS)
    assert before.asked.missed == 0
    # Who came to us by itself, or has an answer, was not sought out in vain.
    refused = [attempt(NUMBERS[2]), attempt(NUMBERS[3], "ikke_truffet"), attempt(NUMBERS[0])]
    came = attempt(NUMBERS[4], "ikke_truffet", retning="inn")
    records = workspace(write, companies, [*said, *refused, came])
    found = score(records, today=TODAY, kommuner=(OS,), explain=True)
    assert (found.reach.sought, found.reach.answered) == (4, 2)
    assert found.reach.odds_ratio > 1
    (after,) = found.kommuner
    assert (after.asked.missed, after.asked.answered) == (2, 2)
    assert after.estimated.share is not None
    assert before.estimated.share is not None
    assert after.estimated.share < before.estimated.share - 0.01
    assert any(one.startswith("prior-refusals") for one in found.assumptions)
    explained = after.explanation
    assert explained is not None
    assert explained.terms.refusals < 0
    assert sum(vars(explained.terms).values()) == pytest.approx(after.estimated.share)
    shares = [one.share for one in explained.refusals]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1] + 0.05
    polite = [one.share for one in explained.courtesy]
    assert polite == sorted(polite, reverse=True)
    assert polite[0] < after.estimated.share
    off = "\n[interesse.modell]\navslag = 0.0\navslag_sd = 0.0\ntrend_sd = 0.0\nmedarbeider_sd = 0.0\n"
    plain = workspace(write, companies, [*said, *refused, came], off)
    without = workspace(write, companies, said, off)
    assert scored(plain, OS).estimated.share == pytest.approx(scored(without, OS).estimated.share)


def test_of_three_companies_no_outcome_is_left_out_by_half_a_company(write: Write) -> None:
    companies = [bedrift(number, kommunenummer=OS) for number in NUMBERS[:3]]
    found = scored(workspace(write, companies, [answer(NUMBERS[0], "ikke")]), OS)
    ends = found.estimated.interested90.ends
    assert ends == (0, 2)


def test_the_half_life_is_a_setting(write: Write) -> None:
    answers = [answer(NUMBERS[0], "interessert", "2025-11-23")]
    setting = "[interesse]\nhalveringstid_aar = 1\n"
    row = scored(workspace(write, [bedrift(NUMBERS[0])], answers, setting))
    assert row.asked.effective == pytest.approx(0.5, abs=0.001)


def test_who_came_first_decides_who_chose_whom(write: Write) -> None:
    answers = [
        answer(NUMBERS[0], "nøytral", "2026-09-01", "inn"),
        answer(NUMBERS[0], "interessert", "2026-10-01", "ut"),
        answer(NUMBERS[1], "nøytral", "2026-09-01", "ut"),
        answer(NUMBERS[1], "interessert", "2026-10-01", "inn"),
    ]
    row = scored(workspace(write, [bedrift(n) for n in NUMBERS[:2]], answers))
    assert (row.asked.answered, row.asked.inbound) == (2, 1)


def test_those_closed_down_are_not_counted_and_members_are_a_yes(write: Write) -> None:
    companies = [
        bedrift(NUMBERS[0], status="nedlagt"),
        bedrift(NUMBERS[1], status="medlem"),
        bedrift(NUMBERS[2], status="avslag"),
        bedrift(NUMBERS[3]),
    ]
    row = scored(workspace(write, companies), explain=True)
    assert (row.asked.companies, row.asked.members, row.asked.answered) == (3, 1, 0)
    assert row.explanation is not None
    assert row.explanation.bounds.low == pytest.approx(1 / 3)
    assert row.explanation.bounds.high == pytest.approx(2 / 3)


def test_members_where_we_are_tell_nothing_of_others(write: Write) -> None:
    """New members where nobody was one before are those who said yes when asked."""

    def share_of_tynset(kommune: str) -> float | None:
        members = [bedrift(n, kommunenummer=kommune, status="medlem") for n in NUMBERS[:6]]
        others = [bedrift(n, kommunenummer=TYNSET) for n in NUMBERS[6:]]
        answers = [answer(n, "forpliktet") for n in NUMBERS[:6]]
        return scored(workspace(write, [*members, *others], answers), TYNSET).estimated.share

    untouched = scored(
        workspace(write, [bedrift(n, kommunenummer=TYNSET) for n in NUMBERS[6:]]), TYNSET
    ).estimated.share
    assert share_of_tynset(ROROS) == pytest.approx(untouched)
    assert (share_of_tynset(OS) or 0) > (untouched or 0) + 0.1


def asked_and_joined(
    write: Write, day: str, members: int = 2, later: str = "", joined: str = ""
) -> GradeConversion:
    """Return what eight `interessert` of Røros show, of whom some joined and answered `later`."""
    keys = {"medlem_siden": joined} if joined else {}
    covered = [
        bedrift(n, kommunenummer=ROROS, status="medlem", **keys)
        if n in NUMBERS[:members]
        else bedrift(n, kommunenummer=ROROS)
        for n in NUMBERS[:8]
    ]
    answers = [answer(n, "interessert", day) for n in NUMBERS[:8]]
    if later:
        answers += [answer(n, "nøytral", later) for n in NUMBERS[:members]]
    companies = [*covered, *(bedrift(n) for n in NUMBERS[8:])]
    result = score(workspace(write, companies, answers), today=TODAY)
    return next(g for g in result.conversions if g.interesse == "interessert")


def test_history_where_we_are_decides_who_becomes_a_member(write: Write) -> None:
    grade = asked_and_joined(write, "2021-01-10")
    assert grade.joined == 2
    assert grade.asked == pytest.approx(8, abs=1e-6)
    assert grade.share == pytest.approx((0.35 * 10 + 2) / 18)


def test_who_was_asked_a_month_ago_has_not_refused_to_join(write: Write) -> None:
    # F(t) of a gamma with shape 2 and mean 6 months, by hand: x = 2t/6, 1 - exp(-x)(1 + x).
    x = 92 * 12 / 365.25 / 3
    shown = 1 - math.exp(-x) * (1 + x)
    grade = asked_and_joined(write, "2026-08-23", members=0)
    assert grade.asked == pytest.approx(8 * shown)
    assert grade.share == pytest.approx(3.5 / (10 + 8 * shown))
    # Four that joined at once cannot be more than were asked.
    assert asked_and_joined(write, "2026-11-20", members=4).asked == 4


def test_an_answer_given_as_a_member_is_no_evidence_of_joining(write: Write) -> None:
    before = asked_and_joined(write, "2021-01-10")
    told = asked_and_joined(write, "2021-01-10", later="2026-10-01", joined="2021-03-01")
    assert told == before
    # Without the day the latest answer is taken for what led to the membership.
    assert asked_and_joined(write, "2021-01-10", later="2026-10-01").joined == 0


def test_who_waited_in_vain_where_we_are_is_not_expected_to_join(write: Write) -> None:
    answers = [answer(n, "forpliktet", "2022-11-23") for n in NUMBERS[:6]]

    def expected(kommune: str) -> float:
        companies = [bedrift(n, kommunenummer=kommune) for n in NUMBERS[:6]]
        records = workspace(write, companies, answers, "[interesse]\nhalveringstid_aar = 100\n")
        return scored(records, kommune).estimated.new_members

    assert expected(ROROS) < 0.3  # four years after they were asked
    assert expected(OS) > 4  # where nobody could join yet


def test_new_members_come_from_those_who_are_not(write: Write) -> None:
    companies = [bedrift(n, status="medlem") for n in NUMBERS[:6]]
    row = scored(workspace(write, companies))
    assert row.estimated.interested == 6
    assert row.estimated.new_members == 0
    companies = [bedrift(n) for n in NUMBERS[:6]]
    answers = [answer(n, "forpliktet", "2026-11-23") for n in NUMBERS[:6]]
    row = scored(workspace(write, companies, answers))
    assert row.estimated.new_members == pytest.approx(6 * 0.8)


def test_the_threshold() -> None:
    strict = scored(EXAMPLE, TYNSET, threshold=0.6, explain=True)
    loose = scored(EXAMPLE, TYNSET, explain=True)
    assert (strict.estimated.above_threshold or 0) < 0.1
    assert (loose.estimated.above_threshold or 0) > 0.9
    assert strict.explanation is not None
    assert loose.explanation is not None
    assert (
        (strict.explanation.tipping_log_odds or 0) > 0 > (loose.explanation.tipping_log_odds or 0)
    )
    for threshold, tipping in ((0.05, "sure"), (0.99, "out-of-reach")):
        row = scored(EXAMPLE, TYNSET, threshold=threshold, explain=True)
        assert row.explanation is not None
        assert row.explanation.tipping == tipping


def test_the_explanation_adds_up_and_names_answers() -> None:
    row = scored(EXAMPLE, TYNSET, explain=True)
    explained = row.explanation
    assert explained is not None
    assert sum(vars(explained.terms).values()) == pytest.approx(row.estimated.share)
    assert [round(s.odds_ratio, 1) for s in explained.sensitivity] == [1.0, 1.4, 2.0, 4.0]
    assert len(explained.weighty) == 5
    sizes = [abs(answer.effect) for answer in explained.weighty]
    assert sizes == sorted(sizes, reverse=True)
    assert all(
        (a.effect > 0) == (a.interesse in ("interessert", "forpliktet")) for a in explained.weighty
    )


def test_the_same_seed_gives_the_same_result() -> None:
    assert score(EXAMPLE, today=TODAY, seed=4) == score(EXAMPLE, today=TODAY, seed=4)
    assert score(EXAMPLE, today=TODAY, seed=4) != score(EXAMPLE, today=TODAY, seed=5)


def test_suggestions_leave_out_who_is_not_to_be_visited(write: Write) -> None:
    companies = [
        bedrift(NUMBERS[0], status="medlem"),
        bedrift(NUMBERS[1], status="avslag"),
        bedrift(NUMBERS[2], status="nedlagt"),
        bedrift(NUMBERS[3], reservert=True),
        bedrift(NUMBERS[4]),
        bedrift(NUMBERS[5]),
        bedrift(NUMBERS[6], kommunenummer=TYNSET),
    ]
    answers = [answer(NUMBERS[4], "interessert", "2026-11-20")]
    records = workspace(write, companies, answers)
    result = next_visits(records, today=TODAY, kommuner=(OS,))
    assert [visit.organisasjonsnummer for visit in result.visits] == [NUMBERS[5]]
    assert (result.considered, result.excluded) == (1, 4)


def test_suggestions_by_value() -> None:
    members = next_visits(EXAMPLE, today=TODAY, count=40)
    jobs = next_visits(EXAMPLE, today=TODAY, count=40, value="jobs")
    hours = next_visits(EXAMPLE, today=TODAY, count=40, value="hours", explain=True)
    assert {visit.value for visit in members.visits} == {1}
    assert all(
        visit.value == max(1, visit.antall_ansatte)
        for visit in jobs.visits
        if visit.antall_ansatte is not None
    )
    assert all(20 <= visit.value <= 60 for visit in hours.visits)

    def mean_size(result: NextVisits) -> float:
        chosen = [v for v in result.visits[:12] if not v.randomised]
        return sum(v.antall_ansatte or 0 for v in chosen) / len(chosen)

    assert mean_size(jobs) > mean_size(members)
    assert all(visit.odds is not None for visit in hours.visits)
    assert all(visit.odds is None for visit in jobs.visits)
    for visit in members.visits:
        assert visit.prize == pytest.approx(visit.member_part + visit.information_gain)
        assert 0 <= visit.membership <= 1
        assert 0 <= visit.interest <= 1


def test_settings_of_the_choice(write: Write) -> None:
    settings = "[interesse]\ntilfeldig_andel = 0\nlaeringsvekt = 0\n"
    records = workspace(
        write, [bedrift(n, antall_ansatte=k) for k, n in enumerate(NUMBERS)], (), settings
    )
    visits = next_visits(records, today=TODAY).visits
    assert not any(visit.randomised for visit in visits)
    assert {visit.information_gain for visit in visits} == {0}
    chances = [visit.interest for visit in visits]
    assert chances == sorted(chances, reverse=True)


def test_unknown_sizes_and_codes_are_neither_small_nor_sure(write: Write) -> None:
    known = [bedrift(n, antall_ansatte=2, naeringskode="43.210") for n in NUMBERS]
    unknown = [bedrift(n) for n in NUMBERS]
    answers = [answer(n, "ikke" if k else "interessert") for k, n in enumerate(NUMBERS[:4])]
    sure = scored(workspace(write, known, answers)).estimated
    unsure = scored(workspace(write, unknown, answers)).estimated
    assert sure.share90 is not None
    assert unsure.share90 is not None
    assert unsure.share90.width == pytest.approx(sure.share90.width, rel=0.15)


def suggested(records: Workspace) -> dict[str, NextVisit]:
    """Return all suggestions without learning or lots, by number."""
    return {v.organisasjonsnummer: v for v in next_visits(records, today=TODAY, count=50).visits}


PLAIN = "[interesse]\ntilfeldig_andel = 0\nlaeringsvekt = 0\n"


def test_a_visit_is_worth_what_it_changes(write: Write) -> None:
    waiting, promised, late, unasked = NUMBERS[:4]
    steps = [
        f'''[[oppfolging]]
id = "ring-{number}"
organisasjonsnummer = "{number}"
frist = {due}
ansvarlig = "sigrid"
'''
        for number, due in ((promised, "2026-12-01"), (late, "2026-11-01"))
    ]
    answers = [answer(n, "forpliktet", "2026-09-01") for n in (waiting, promised, late)]
    companies = [bedrift(n) for n in NUMBERS[:8]]
    found = suggested(workspace(write, companies, [*answers, *steps], PLAIN))
    gains = {n: v.membership - v.unvisited for n, v in found.items()}
    assert found[promised].membership == pytest.approx(found[waiting].membership)
    # A next step that is agreed leaves a visit little to change; one overdue leaves it all.
    assert gains[promised] < 0.1 * gains[waiting]
    assert gains[late] == pytest.approx(gains[waiting])
    assert found[promised].member_part < found[unasked].member_part
    mean = sum(gains.values()) / len(gains)
    assert all(v.member_part == pytest.approx(gains[n] / mean) for n, v in found.items())


def test_who_answered_long_ago_may_be_asked_again(write: Write) -> None:
    answers = [answer(NUMBERS[0], "ikke", "2017-01-10"), answer(NUMBERS[1], "ikke", "2025-11-01")]
    found = suggested(workspace(write, [bedrift(n) for n in NUMBERS[:8]], answers, PLAIN))
    assert found[NUMBERS[0]].member_part > 2 * found[NUMBERS[1]].member_part


def test_who_hears_of_it_from_members_needs_a_visit_less(write: Write) -> None:
    members = [bedrift(n, kommunenummer=ROROS, status="medlem") for n in NUMBERS[:6]]
    companies = [*members, bedrift(NUMBERS[6], kommunenummer=ROROS), bedrift(NUMBERS[7])]
    settings = PLAIN + "uten_besok = { grunnrate = 0.02, per_medlemsandel = 0.5 }\n"
    found = suggested(workspace(write, companies, settings=settings))
    for number, share in ((NUMBERS[6], 6 / 7), (NUMBERS[7], 0.0)):
        anyway = 1 - math.exp(-0.02 - 0.5 * share)
        assert found[number].unvisited == pytest.approx(found[number].membership * anyway)


def test_what_comes_later_is_not_known_yet(write: Write) -> None:
    records = workspace(write, [bedrift(NUMBERS[0])], [answer(NUMBERS[0], "ikke", "2026-11-24")])
    assert scored(records).asked.answered == 0


def test_what_is_no_request() -> None:
    for ask in (score, next_visits):
        with pytest.raises(RequestError, match="9999"):
            ask(EXAMPLE, today=TODAY, kommuner=("9999",))
    with pytest.raises(ValueError, match="from 0 to 1"):
        score(EXAMPLE, today=TODAY, threshold=30)
    with pytest.raises(ValueError, match="members, jobs, hours"):
        next_visits(EXAMPLE, today=TODAY, value="money")  # type: ignore[arg-type]


def test_a_refusal_outweighs_what_was_said_before(write: Write) -> None:
    def share(status: str, grade: str) -> float | None:
        companies = [bedrift(NUMBERS[0], status=status), *(bedrift(n) for n in NUMBERS[1:])]
        return scored(workspace(write, companies, [answer(NUMBERS[0], grade)])).estimated.share

    assert share("avslag", "interessert") == pytest.approx(share("avslag", "ikke"))
    assert (share("avslag", "interessert") or 0) < (share("prospekt", "interessert") or 0) - 0.1
    assert share("medlem", "ikke") == pytest.approx(share("medlem", "interessert"))


def test_the_prize_does_not_depend_on_where_one_looks() -> None:
    everywhere = {
        v.organisasjonsnummer: v for v in next_visits(EXAMPLE, today=TODAY, count=500).visits
    }
    for visit in next_visits(EXAMPLE, today=TODAY, kommuner=(TYNSET,), count=500).visits:
        assert visit.member_part == pytest.approx(everywhere[visit.organisasjonsnummer].member_part)
