"""Pages of HTML from the templates of the rooms, which escape the text of records."""

from __future__ import annotations

from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from hageplan.i18n import _


def page(room: str, template: str, /, **values: Any) -> str:  # noqa: ANN401  (what a template takes)
    """Return the page of a template of the package `room`.

    A value that the template lacks is a fault, not a blank.
    """
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(room), PackageLoader("hageplan.ui")]),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    return environment.get_template(template).render(**values)
