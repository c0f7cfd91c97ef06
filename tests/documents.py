"""JSON documents of commands, held against the schema that they name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

SCHEMAS = Path(__file__).parents[1] / "docs/schemas"


def document(text: str) -> dict[str, Any]:
    """Return a command's JSON; it must be valid under its `schema`, such as hageplan/plan/1."""
    found: dict[str, Any] = json.loads(text)
    name = found["schema"].removeprefix("hageplan/").replace("/", "-")
    schema = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(found, json.loads(schema))
    return found
