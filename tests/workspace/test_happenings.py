"""What registers told of companies, as the files of a workspace have it."""

from __future__ import annotations

from datetime import date

import pytest

from hageplan import load
from hageplan.errors import RecordsError
from hageplan.workspace.read import load_sound
from tests.conftest import NUMBERS, Write, bedrift

A, B = NUMBERS[:2]
TOLD = f"""[[hendelse]]
organisasjonsnummer = "{A}"
dato = 2026-05-04
slag = "ansatte"
fra = "8"
til = "20"
"""


def test_happenings_are_read_and_a_faulty_one_hides_no_other(write: Write) -> None:
    wrong = f'\n[[hendelse]]\norganisasjonsnummer = "{B}"\ndato = 2026-05-04\nslag = "brann"\n'
    folder = write(
        {
            "bedrifter/os.toml": bedrift(A, "Sag AS") + bedrift(B, "Kro AS"),
            "hendelser/2026.toml": TOLD,
        }
    )
    (one,) = load(folder).hendelser
    assert (one.slag, one.fra, one.til, one.dato) == ("ansatte", "8", "20", date(2026, 5, 4))
    assert (one.kilde, one.lisens) == ("brreg", "NLOD 2.0")
    (folder / "hendelser/2026.toml").write_text(TOLD + wrong)
    with pytest.raises(RecordsError) as fault:
        load(folder)
    (problem,) = fault.value.problems
    assert (problem.file, problem.line, problem.key) == ("hendelser/2026.toml", 11, "slag")
    assert len(load_sound(folder)[0].hendelser) == 1
