"""What entries of the log come to, and the entries that change one."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from hageplan.records.avtaler import booked, current, minutes_of, new_avtale, replacement
from hageplan.records.bedrift import Bedrift
from hageplan.records.entries import free_id
from hageplan.records.logg import Avtale
from hageplan.records.settings.planlegging import Planlegging
from tests.conftest import NUMBERS

TEN = datetime.fromisoformat("2026-12-01T10:00")
ELEVEN = datetime.fromisoformat("2026-12-01T11:00")


def avtale(name: str, **keys: object) -> Avtale:
    table = {"organisasjonsnummer": NUMBERS[0], "tid": TEN, "medarbeider": "kari", **keys}
    return Avtale.model_validate({"id": name, **table})


def test_what_is_replaced_counts_no_more() -> None:
    log = (
        avtale("d", tid=ELEVEN),
        avtale("a"),
        avtale("b", erstatter="a", status="flyttet", tid=ELEVEN),
        avtale("e", status="foreslatt"),
        avtale("c", erstatter="d", status="avlyst"),
        avtale("f", status="gjennomfort"),
    )
    assert [entry.id for entry in current(log)] == ["c", "e", "f", "b"]
    assert [entry.id for entry in booked(log)] == ["b"]


def test_entries_without_erstatter_stand_beside_each_other() -> None:
    log = (avtale("a"), avtale("b", status="flyttet", tid=ELEVEN))
    assert booked(log) == log


CHANGES = st.lists(
    st.tuples(st.integers(0, 10), st.sampled_from(["flyttet", "avlyst", "gjennomfort"])),
    max_size=10,
)


@given(CHANGES)
def test_each_change_of_what_stands_leaves_one_entry_an_appointment(
    changes: list[tuple[int, str]],
) -> None:
    log = [avtale(f"a-{number}") for number in range(3)]
    for which, status in changes:
        standing = current(log)
        one = standing[which % len(standing)]
        log.append(replacement(one, status, {entry.id for entry in log}))  # type: ignore[arg-type]
    assert len(current(log)) == 3
    assert len({entry.id for entry in log}) == len(log)


def test_a_replacement_keeps_all_but_what_changes() -> None:
    before = avtale("a", minutter=45)
    moved = replacement(before, "flyttet", {"a"}, tid=ELEVEN, medarbeider="ola")
    assert moved == Avtale(
        id=f"avtale-20261201-1100-{NUMBERS[0]}",
        erstatter="a",
        organisasjonsnummer=NUMBERS[0],
        tid=ELEVEN,
        medarbeider="ola",
        minutter=45,
        status="flyttet",
    )


def test_ids_are_counted_where_taken() -> None:
    first = new_avtale(NUMBERS[0], TEN, "kari", None, ()).id
    assert first == f"avtale-20261201-1000-{NUMBERS[0]}"
    assert free_id(first, {first}) == f"{first}-2"
    assert free_id(first, {first, f"{first}-2"}) == f"{first}-3"


def test_how_long_an_appointment_takes() -> None:
    usual = Bedrift(organisasjonsnummer=NUMBERS[0], navn="Prøve AS", kommunenummer="3430")
    own = usual.model_copy(update={"besok_minutter": 90})
    rules = Planlegging(besok_minutter=50)
    assert minutes_of(avtale("a", minutter=20), own, rules) == 20
    assert minutes_of(avtale("a"), own, rules) == 90
    assert minutes_of(avtale("a"), usual, rules) == 50
