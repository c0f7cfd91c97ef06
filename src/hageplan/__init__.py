"""Planner for a næringshage: whom to visit, when, in which order, and why.

The public library: `load` a workspace, `score` its municipalities, ask for the `next_visits`,
`plan` a tour, estimate the `staffing`,
`match` companies. Everything else is reached through its own module.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hageplan.interest.score import score
    from hageplan.interest.suggest import next_visits
    from hageplan.matching.match import match
    from hageplan.staff.staffing import staffing
    from hageplan.tours.plan import plan
    from hageplan.workspace.read import load

__all__ = ["load", "match", "next_visits", "plan", "score", "staffing"]
__version__ = "0.2.0"

_WHERE = {
    "load": "hageplan.workspace.read",
    "match": "hageplan.matching.match",
    "next_visits": "hageplan.interest.suggest",
    "plan": "hageplan.tours.plan",
    "score": "hageplan.interest.score",
    "staffing": "hageplan.staff.staffing",
}


def __getattr__(name: str) -> object:
    """Import the library where it is used: the command line must start fast without it."""
    if name not in _WHERE:
        raise AttributeError(f"module 'hageplan' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
