from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hageplan.tours.build import merged
from hageplan.tours.solve.problem import TimeWindow

WINDOWS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda w: TimeWindow(w[0], w[0] + w[1]))
)


@given(WINDOWS)
def test_merged_windows_allow_the_same_starts_and_lie_apart(windows: list[TimeWindow]) -> None:
    found = merged(windows)

    def starts(of: tuple[TimeWindow, ...] | list[TimeWindow]) -> set[int]:
        return {t for w in of for t in range(w.earliest, w.latest + 1)}

    assert starts(found) == starts(windows)
    assert all(a.latest + 1 < b.earliest for a, b in zip(found, found[1:], strict=False))
