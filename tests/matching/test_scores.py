"""Each part of a score, and which pairs there are at all."""

from __future__ import annotations

from typing import Any

import pytest

from hageplan.matching.profile import Profile
from hageplan.matching.scores import PARTS, Scores
from hageplan.matching.vectors import word_likeness, words_alike
from hageplan.records.settings.kobling import Koblinger

NEEDS = (
    "hjelp med regnskap", "sagbruk", "solcelleanlegg på taket", "nettbutikk", "flere lærlinger",
    "transport av tømmer", "ny emballasje", "lokalmat til menyen", "avløser i fjøset",
    "kurs i markedsføring", "lån til nytt bygg", "eierskifte på gården",
)  # fmt: skip
OFFERS = (
    "regnskapsfører", "saging og høvling", "montering av solceller", "nettbutikker og nettsider",
    "lærling", "tømmertransport", "emballasjedesign", "gårdsmat og lokalmatkasser",
    "avløserlag", "digital markedsføring", "byggelån", "råd ved eierskifter",
)  # fmt: skip


def profile(number: int, **keys: Any) -> Profile:
    usual: dict[str, Any] = {
        "id": f"{number}", "navn": f"{number}", "family": f"{number}", "kommunenummer": "3430",
        "needs": {}, "offers": {}, "need_text": "", "offer_text": "", "codes": (),
        "employees": None, "place": (62.5, 11.4), "limit": None,
    }  # fmt: skip
    return Profile(**usual | keys)


def parts(one: Profile, other: Profile, settings: Koblinger | None = None) -> dict[str, float]:
    both = [one, other]
    block = Scores(both, both, settings or Koblinger(), 1.25).block(slice(0, 1))
    named = zip(PARTS, block.parts[:, 0, 1].tolist(), strict=True)
    return dict(named) | {"score": float(block.scores[0, 1]), "km": float(block.km[0, 1])}


def tags(*names: str) -> dict[str, str]:
    return {name: name for name in names}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (tags("a"), tags("a"), 1.0),
        (tags("a", "b"), tags("a"), 2**-0.5),
        (tags("a", "b"), tags("a", "b", "c", "d"), 2 / 8**0.5),
        (tags("a"), tags("b"), 0.0),
    ],
)
def test_needs_are_the_cosine_of_tags(
    one: dict[str, str], other: dict[str, str], expected: float
) -> None:
    found = parts(profile(1, needs=one), profile(2, offers=other))
    assert found["needs"] == pytest.approx(expected)
    turned = parts(profile(1, offers=other), profile(2, needs=one))
    assert turned["needs"] == pytest.approx(expected)


def test_both_directions_count_more_than_one() -> None:
    one = profile(1, needs=tags("a", "b"), offers=tags("c", "d"))
    other = profile(2, needs=tags("c"), offers=tags("a"))
    half = 2**-0.5
    assert parts(one, other)["needs"] == pytest.approx(1 - (1 - half) ** 2)


@pytest.mark.parametrize(
    ("own", "theirs", "shared"),
    [("16.100", "16.100", 1.0), ("16.100", "16.230", 0.4), ("16.100", "10.510", 0.2),
     ("16.100", "47.110", 0.0), ("16", "16.230", 0.4)],
)  # fmt: skip
def test_industry_is_shared_digits(own: str, theirs: str, shared: float) -> None:
    found = parts(profile(1, codes=(own,)), profile(2, codes=(theirs,)))
    assert found["industry"] == pytest.approx(shared)


def test_unknown_industries_and_sizes_say_nothing() -> None:
    found = parts(profile(1, employees=3), profile(2, codes=("16.100",)))
    assert (found["industry"], found["supply"], found["size"]) == (0, 0, 0)


def test_supply_pairs_are_a_setting() -> None:
    farm, dairy = profile(1, codes=("01.410",)), profile(2, codes=("10.510",))
    assert parts(farm, dairy)["supply"] == parts(dairy, farm)["supply"] == 1
    assert parts(farm, dairy, Koblinger(leverandorpar=(("02", "16"),)))["supply"] == 0


def test_sizes_alike_and_nearness() -> None:
    one, other = profile(1, employees=1), profile(2, employees=7, place=(62.5 + 0.2878, 11.4))
    found = parts(one, other)
    assert found["size"] == pytest.approx(2 / 8)
    assert found["km"] == pytest.approx(40, abs=0.1)
    assert found["distance"] == pytest.approx(0.5, abs=0.002)


def test_the_score_is_the_weighed_sum() -> None:
    one = profile(1, needs=tags("a"), need_text="a", employees=3, codes=("16.100",))
    other = profile(2, offers=tags("a"), offer_text="a", employees=3, codes=("16.100",))
    found = parts(one, other)
    weights = dict(zip(PARTS, (0.45, 0.20, 0.15, 0.10, 0.05, 0.05), strict=True))
    by_hand = sum(weights[name] * found[name] for name in PARTS)
    assert found["score"] == pytest.approx(by_hand)


def test_near_and_alike_is_no_reason_to_meet() -> None:
    one, other = (profile(n, employees=3, codes=("16.100",)) for n in (1, 2))
    assert parts(one, other)["score"] < 0


def test_words_alike_are_a_reason_without_a_shared_tag() -> None:
    one = profile(1, needs=tags("x"), need_text="regnskapsfører")
    other = profile(2, offers=tags("y"), offer_text="regnskap")
    assert parts(one, other)["score"] > 0
    assert parts(one, other, Koblinger(tekst_minst=0.9))["score"] < 0


def test_families_barred_pairs_and_other_municipalities_are_left_out() -> None:
    one = profile(1, needs=tags("a"))
    two, three = (profile(n, offers=tags("a")) for n in (2, 3))
    own_part = profile(4, offers=tags("a"), family="1")
    all_four = [one, two, three, own_part]
    scores = Scores(
        all_four, all_four, Koblinger(), 1.25, barred=[("3", "1")], touching=frozenset({"1"})
    )
    row = scores.block(slice(0, 1)).scores[0]
    assert [value > 0 for value in row] == [False, True, False, False]
    among_others = Scores(all_four, all_four, Koblinger(), 1.25, touching=frozenset({"4"}))
    assert not (among_others.block(slice(0, 3)).scores[:, :3] > 0).any()


def test_a_resource_is_for_the_industries_it_names() -> None:
    farm, sawmill, nobody = (
        profile(1, needs=tags("a"), codes=("01.410",)),
        profile(2, needs=tags("a"), codes=("16.100",)),
        profile(3, needs=tags("a")),
    )
    resource = profile(9, offers=tags("a"), codes=("01", "10"), place=None)
    block = Scores([farm, sawmill, nobody], [resource], Koblinger(), 1.25).block(slice(0, 3))
    assert (block.scores[:, 0] > 0).tolist() == [True, False, False]
    assert block.parts[PARTS.index("industry"), 0, 0] == pytest.approx(0.4)
    assert block.parts[3:, 0, 0].tolist() == [0, 0, 0]


def test_words_find_their_offer_among_all() -> None:
    likeness = word_likeness(NEEDS, OFFERS).there(slice(0, len(NEEDS)))
    assert likeness.argmax(axis=1).tolist() == list(range(len(NEEDS)))


@pytest.mark.parametrize(
    ("need", "offer", "alone", "beside"),
    [
        ("hjelp med regnskap", "regnskapsfører med kurs", [("regnskap", "regnskapsfører")], 1),
        ("Tømmer, tømmer", "tømmertransport", [("Tømmer", "tømmertransport"), ("tømmer", "tømmertransport")], 2),
        ("sagbruk", "saging og høvling", [("sagbruk", "saging")], 0),  # the only ones, and few grams
        ("på og til", "på og til", [], 0),
        ("fisk", "kurs", [], 0),
        ("", "kurs", [], 0),
    ],
)  # fmt: skip
def test_words_alike_are_whole_words(
    need: str, offer: str, alone: list[tuple[str, str]], beside: int
) -> None:
    assert words_alike(need, offer, one_at_least=True) == tuple(alone)
    assert len(words_alike(need, offer, one_at_least=False)) == beside
