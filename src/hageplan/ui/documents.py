"""Results as JSON documents, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any


def document(schema: str, result: Any) -> Mapping[str, Any]:  # noqa: ANN401  (any dataclass)
    """Return the document of a result, named by its `schema`."""
    return {"schema": schema, **plain(asdict(result))}


def plain(value: Any) -> Any:  # noqa: ANN401  (whatever a result holds)
    """Return a result's fields as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
