"""Pages of HTML from the templates of the rooms, which escape the text of records."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from hageplan.i18n import _, short_date
from hageplan.ui.clean import printable
from hageplan.ui.numbers import decimal

_INTERVAL: Final = re.compile(r"((?:[\d,.]+ )?\(?\d[\d,.]*–[\d,.]*\d(?:\s?%)?\)?)")
"""Such as `1,9 (1,5–2,7)` or `52–81 %`; splitting a text by it gives every second piece."""


def page(room: str, template: str, /, **values: Any) -> str:  # noqa: ANN401  (what a template takes)
    """Return the page of a template of the package `room`.

    A value that the template lacks is a fault, not a blank.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(room), PackageLoader("hageplan.ui")]),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters["short_date"] = short_date
    environment.filters["decimal"] = decimal
    environment.filters["digest"] = _digest
    environment.filters["pieces"] = _INTERVAL.split
    return environment.get_template(template).render(**values)


def _shown(value: object) -> object:
    """Return what a template shows; of records, no sign that a page may not hold."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _digest(text: str) -> str:
    """Return what a Content-Security-Policy says of the style or script `text`, to allow no other.

    Source: https://www.w3.org/TR/CSP3/#grammardef-hash-source.
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
