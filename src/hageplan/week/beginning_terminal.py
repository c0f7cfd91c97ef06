"""What stands in the place of a week where there is no workspace, or none that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hageplan.i18n import _, say


def beginning() -> Iterator[str]:
    """Give how to begin where there is no workspace."""
    yield _("hageplan plans visits to companies: whom, when, in which order, and why.")
    yield _("There is no workspace in this folder. To begin:")
    yield from _commands(
        [
            ("hageplan init min-hage --kommune Tynset", _("make one to fill in")),
            ("hageplan init lek --demo", _("make one with invented companies")),
            ("hageplan next", _("see companies to visit in the example")),
            ("hageplan --help", _("all commands")),
        ]
    )


def faulty(count: int) -> Iterator[str]:
    """Give what to do where the records cannot be read at all."""
    yield say("The files cannot be read. Errors: {count}.", count=count)
    yield from _commands([("hageplan check", _("see what is wrong, and where"))])


def _commands(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    width = max(len(command) for command, _told in lines)
    for command, told in lines:
        yield f"  {command.ljust(width)}  {told}"
