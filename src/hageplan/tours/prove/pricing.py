"""The best routes of a day where every visit has a price: `native/pricing.cpp`, given numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from hageplan.tours.prove.model import Cut, Day, Floats, PricedVisit, Prices, RouteColumn, dot
from hageplan.tours.solve.compiled import (
    FLOATS,
    INTS,
    Fields,
    fields,
    ints,
    library_file,
    loaded,
    pointer,
)
from hageplan.tours.solve.problem import UNLIMITED, Shift

LIBRARY: Final = library_file("hageplan.tours.prove", "pricing")
NEAR: Final = 20
"""Companies that a route remembers at a visit, the nearest; at most 64. On the example no more of
them are needed, and they cost little."""
ROUTES: Final = 12
"""That a day gives at once, at most."""
ENOUGH: Final = 1e-7
"""What a route must be worth more than its price."""


class _Day(ctypes.Structure):
    """`Day` of pricing.cpp, field by field."""

    _fields_: ClassVar[Fields] = [
        *fields(ctypes.c_int32, "visits companies near earliest latest longest_drive is_limited"),
        *fields(INTS, "service start_step company window_from window_low window_high"),
        *fields(INTS, "from_start to_end between memory"),
        ("cost", ctypes.c_double),
    ]


class _Prices(ctypes.Structure):
    """`Prices` of pricing.cpp, field by field."""

    _fields_: ClassVar[Fields] = [
        ("gain", FLOATS),
        *fields(ctypes.c_int32, "cuts limit"),
        ("penalty", FLOATS),
        ("members", INTS),
        ("floor", ctypes.c_double),
        ("is_quick", ctypes.c_int32),
    ]


class Pricer:
    """Finds the routes of one day that are worth more than their prices."""

    def __init__(self, day: Day, minute_cost: float) -> None:
        self._day, self._minute_cost = day, minute_cost
        shift = day.shift
        self._options = [option for option in day.options if _can_be_made(shift, option)]
        self._companies = {
            company: n for n, company in enumerate(sorted({o.company for o in self._options}))
        }
        self._arrays = _arrays(shift, self._options, self._companies)
        self._input = _Day(
            visits=len(self._options),
            companies=len(self._companies),
            near=self._arrays["memory"].shape[1],
            earliest=shift.earliest,
            latest=shift.latest,
            longest_drive=shift.longest_drive,
            is_limited=shift.longest_drive < UNLIMITED,
            cost=minute_cost,
            **{name: pointer(array) for name, array in self._arrays.items()},
        )
        self._prizes = np.array([option.prize for option in self._options], np.float64)
        self._counts = _Counts(self._options)
        shortest = min((o.visit.service_duration for o in self._options), default=1)
        self._most_stops = 1 + (shift.latest - shift.earliest) // shortest

    def priced(
        self, *, prices: Prices, cuts: Sequence[Cut], is_quick: bool
    ) -> tuple[float, list[RouteColumn]]:
        """Return what no route is worth more than, and some routes worth more than their price.

        The price of the shift is not taken off the first. Quickly, it is higher, and there may be
        routes that are not found.
        """
        day = self._day
        base = -dot(day.terms, prices.rows)
        floor = prices.days[day.number] - base + ENOUGH
        if not self._options:
            return base + floor, []
        gain = self._prizes - self._counts.prices(prices.rows)
        members = ints(self._companies.get(company, -1) for cut in cuts for company in cut)
        lengths, spent = np.zeros(ROUTES, np.int32), np.zeros(ROUTES, np.int32)
        stops = np.zeros(ROUTES * self._most_stops, np.int32)
        asked = _Prices(
            gain=pointer(gain),
            cuts=len(cuts),
            limit=ROUTES,
            penalty=pointer(prices.cuts),
            members=pointer(members),
            floor=floor,
            is_quick=is_quick,
        )
        most = library().hageplan_price(
            ctypes.byref(self._input),
            ctypes.byref(asked),
            pointer(lengths),
            pointer(spent),
            pointer(stops),
        )
        routes = np.split(stops, np.cumsum(lengths))
        found = zip(routes, lengths.tolist(), spent.tolist(), strict=False)
        columns = [self._column(route.tolist(), minutes) for route, n, minutes in found if n]
        return base + most, columns

    def _column(self, route: Sequence[int], minutes: int) -> RouteColumn:
        """Return a route that drives and waits so many minutes."""
        options = [self._options[number] for number in route]
        terms = dict(self._day.terms)
        for option in options:
            for row, count in option.terms.items():
                terms[row] = terms.get(row, 0.0) + count
        prizes = sum(option.prize for option in options)
        return RouteColumn(
            day=self._day.number,
            companies=tuple(option.company for option in options if not option.is_half),
            value=prizes - self._minute_cost * minutes,
            terms=terms,
        )


class _Counts:
    """What options count in the rows, so that all their prices are had at once."""

    def __init__(self, options: Sequence[PricedVisit]) -> None:
        entries = [(n, row, c) for n, o in enumerate(options) for row, c in o.terms.items()]
        self._options = np.array([option for option, _, _ in entries], np.intp)
        self._rows = np.array([row for _, row, _ in entries], np.intp)
        self._counts = np.array([count for _, _, count in entries], np.float64)
        self._many = len(options)

    def prices(self, rows: Floats) -> Floats:
        """Return the price of each option."""
        prices = np.zeros(self._many)
        np.add.at(prices, self._options, rows[self._rows] * self._counts)
        return prices


def _can_be_made(shift: Shift, option: PricedVisit) -> bool:
    """Tell whether a visit can be made where no other is."""
    visit = option.visit
    first = shift.earliest + shift.legs.stop_rows[shift.start_place][visit.place]
    home = shift.legs.end_rows[visit.place][shift.end_place]
    last = shift.latest - visit.service_duration - home
    return any(visit.cut(window, first, last) for window in option.windows)


def _arrays(
    shift: Shift, options: Sequence[PricedVisit], companies: dict[int, int]
) -> dict[str, NDArray[Any]]:
    """Return the arrays of `Day` by name; `companies` has their numbers there."""
    places = [option.visit.place for option in options]
    flat = [window for option in options for window in option.windows]
    company = ints(companies[option.company] for option in options)
    between = shift.legs.to_stop[np.ix_(places, places)] if places else np.zeros((0, 0))
    return {
        "service": ints(option.visit.service_duration for option in options),
        "start_step": ints(option.visit.start_step for option in options),
        "company": company,
        "window_from": np.cumsum([0, *(len(o.windows) for o in options)], dtype=np.int32),
        "window_low": ints(window.earliest for window in flat),
        "window_high": ints(window.latest for window in flat),
        "from_start": ints(shift.legs.stop_rows[shift.start_place][place] for place in places),
        "to_end": ints(shift.legs.end_rows[place][shift.end_place] for place in places),
        "between": np.ascontiguousarray(between, dtype=np.int32),
        "memory": _memory(between, company, min(NEAR, len(companies))),
    }


def _memory(between: NDArray[Any], company: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """Return the companies remembered at each visit: its own first, then those that are nearest."""
    memory = np.zeros((len(company), width), dtype=np.int32)
    for number, legs in enumerate(between):
        order = [number, *np.argsort(legs, kind="stable").tolist()]
        memory[number] = list(dict.fromkeys(company[order].tolist()))[:width]
    return memory


@cache
def library() -> ctypes.CDLL:
    """Return the compiled code; raises RequestError without one of this source."""
    sizes = {"hageplan_day_size": _Day, "hageplan_prices_size": _Prices}
    found = loaded(LIBRARY, sizes)
    found.hageplan_price.restype = ctypes.c_double
    return found
