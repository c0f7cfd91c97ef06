from __future__ import annotations

from hageplan.workspace.positions import key_lines

TEXT = b'''\
title = "a"
"quoted key" = 1
[[bedrift]]
navn = """
[[bedrift]]
navn = "not here"
"""
kontakt.navn = "x"
[bedrift.mer]
y = 1
[[bedrift.barn]]
z = 1
[[bedrift]] # second
liste = [
  1, # one
  { a = 1 },
]
[[bedrift.barn]]
z = 2
'''


def test_lines_of_nested_tables_arrays_and_multi_line_texts() -> None:
    lines = key_lines(TEXT)
    assert lines[("title",)] == 1
    assert lines[("quoted key",)] == 2
    assert lines[("bedrift", 0)] == 3
    assert lines[("bedrift", 0, "kontakt", "navn")] == 8
    assert lines[("bedrift", 0, "mer", "y")] == 10
    assert lines[("bedrift", 0, "barn", 0, "z")] == 12
    assert lines[("bedrift", 1)] == 13
    assert lines[("bedrift", 1, "liste", 0)] == 15
    assert lines[("bedrift", 1, "liste", 1, "a")] == 16
    assert lines[("bedrift", 1, "barn", 0, "z")] == 19
    assert max(lines.values()) == 19
