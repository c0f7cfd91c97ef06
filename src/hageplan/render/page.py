"""Pages of HTML from the templates beside this module, which escape the text of records."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from hageplan.i18n import _


def page(template: str, /, **values: Any) -> str:  # noqa: ANN401  (what a template takes)
    """Return the page; a value that the template lacks is a fault, not a blank."""
    environment = Environment(
        loader=PackageLoader("hageplan.render"),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    return environment.get_template(template).render(**values)
