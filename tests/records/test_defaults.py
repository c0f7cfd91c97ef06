"""Tables that files leave out, which no validator has seen."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from pydantic import BaseModel

from hageplan import records
from hageplan.records.base import Record
from hageplan.records.bedrift import Kontakt
from hageplan.records.naeringshage import SOMEBODY, Medarbeider, Oppsett
from hageplan.records.settings.planlegging import STATENS_SATS, Kilometersats


def within(record: BaseModel) -> Iterator[BaseModel]:
    """Give a record and all that it is made of."""
    yield record
    for _, value in record:
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from within(one)


def test_a_table_that_is_left_out_is_an_empty_one() -> None:
    assert Oppsett.model_construct() == Oppsett.model_validate({})
    found = [*within(Oppsett.model_construct()), *within(SOMEBODY), STATENS_SATS]
    assert len(found) > 20
    for one in found:
        given = {name: value for name, value in one if name in ("id", "fra", "kroner")}
        known = given if isinstance(one, Medarbeider | Kilometersats) else {}
        assert type(one).model_validate(known) == one
    assert Kontakt.model_construct() == Kontakt()


def test_records_have_annotations_and_no_texts_of_them() -> None:
    """Pydantic would compile each such text whenever a command starts."""
    for module in pkgutil.walk_packages(records.__path__, "hageplan.records."):
        importlib.import_module(module.name)
    kinds = set(Record.__subclasses__())
    while more := {sub for kind in kinds for sub in kind.__subclasses__()} - kinds:
        kinds |= more
    held = {kind.__module__ for kind in kinds if kind.__module__.startswith(records.__name__)}
    assert len(held) > 15
    assert not [name for name in held if hasattr(sys.modules[name], "annotations")]
