"""What `--try` returns."""

from __future__ import annotations

from typing import Any, Literal

from hageplan.records.base import Document, Schema


class ServiceTrial(Document):
    """An answer of a service.

    Attributes:
        url: What was asked for.
        fault: Why it is not understood, "" where it is.
        answer: The answer; None where the service says that nothing is there.
    """

    schema_: Schema[Literal["hageplan/service-try/1"]] = "hageplan/service-try/1"
    url: str
    fault: str
    answer: Any
